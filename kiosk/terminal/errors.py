"""Why a terminal does not start. Imports nothing: what starts first must be able to catch them."""


class ReglagesInvalides(ValueError):
    """The settings cannot be used. The message names each key, its source and what is accepted."""


class DejaEnMarche(RuntimeError):
    """Another supervisor holds the state directory."""
