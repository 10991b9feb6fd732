"""Every key of the settings, read from the settings themselves: where it is, its variable, an example of it."""

from collections.abc import Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kiosk.terminal.settings import PREFIXE, Reglages


def sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables of a settings file: the one without a name, then the others with theirs."""
    yield "", Reglages
    for nom, champ in Reglages.model_fields.items():
        modele = modele_de(champ)
        if modele is not None:
            yield nom, modele


def exemple() -> str:
    """A complete settings file: every key, commented out at its default or an example, with what it accepts."""
    lignes: list[str] = []
    for section, modele in sections():
        if section:
            lignes += ["", f"[{section}]"]
        for nom, champ in modele.model_fields.items():
            if modele_de(champ) is None:
                lignes += [f"# {champ.description}", f"# {nom} = {_toml(champ)}"]
    return "\n".join(lignes) + "\n"


def variable(section: str, nom: str) -> str:
    """The environment variable of a key; `section` is empty for the table without a name."""
    return PREFIXE + "__".join(morceau for morceau in (section, nom) if morceau).upper()


def variables_connues() -> Iterator[str]:
    """Every variable that is read, sections in JSON included."""
    for section, modele in sections():
        yield from (variable(section, nom) for nom in modele.model_fields)


def modele_de(champ: FieldInfo) -> type[BaseModel] | None:
    """The table that a key stands for, or None when it is a plain value."""
    genre = champ.annotation
    return genre if isinstance(genre, type) and issubclass(genre, BaseModel) else None


def modele(cles: tuple[str, ...]) -> type[BaseModel]:
    """The table that a path of keys leads to; the one without a name when it leads nowhere."""
    champ = Reglages.model_fields.get(cles[0]) if cles else None
    return (None if champ is None else modele_de(champ)) or Reglages


def champ_de(cles: tuple[str, ...]) -> FieldInfo | None:
    """The key at the end of this path, or None."""
    return modele(cles[:-1]).model_fields.get(cles[-1]) if cles else None


def _toml(champ: FieldInfo) -> str:
    valeur = champ.examples[0] if champ.examples else champ.get_default(call_default_factory=True)
    if isinstance(valeur, list):
        return f"[{', '.join(_guillemets(texte) for texte in valeur)}]"
    if isinstance(valeur, bool):
        return str(valeur).lower()
    return str(valeur) if isinstance(valeur, int | float) else _guillemets(str(valeur))


def _guillemets(texte: str) -> str:
    return '"' + texte.replace("\\", "\\\\").replace('"', '\\"') + '"'
