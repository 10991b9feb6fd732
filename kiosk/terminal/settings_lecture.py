"""Reading the settings: one TOML file and the environment, checked whole before anything else uses them.

Sources, the first that speaks wins: environment (`CAF_KIOSK_INACTIVITE_S=90`, `CAF_KIOSK_ECRAN__PPI=96`), then
the file given by argument or by `CAF_KIOSK_CONFIG`, then the defaults. An unknown key or a wrong value, in
either, raises `ReglagesInvalides`, which names the key, where it was read and what is accepted.
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from kiosk.terminal.errors import ReglagesInvalides
from kiosk.terminal.settings import PREFIXE, Reglages
from kiosk.terminal.settings_cles import champ_de, modele, variables_connues

VARIABLE_CONFIG = "CAF_KIOSK_CONFIG"

_RESERVEES = frozenset({VARIABLE_CONFIG, "CAF_KIOSK_LIEN", "CAF_KIOSK_PARENT"})
_TESTS = "CAF_KIOSK_TESTS_"


def lire(chemin: Path | None = None) -> Reglages:
    """Read the settings. `chemin`: the TOML file; None for `CAF_KIOSK_CONFIG`, else no file at all.

    Raises:
        ReglagesInvalides: file absent or unreadable, unknown key, wrong value.
    """
    nomme = os.environ.get(VARIABLE_CONFIG)
    fichier = chemin if chemin is not None else Path(nomme) if nomme else None
    valeurs = {} if fichier is None else _lire_toml(fichier)
    inconnues = sorted(set(_variables_du_poste()) - set(variables_connues()))
    if inconnues:
        connues = ", ".join(sorted(variables_connues()))
        raise ReglagesInvalides(
            f"environnement : variable inconnue {', '.join(inconnues)}. Variables acceptées : {connues}."
        )
    # Beforehand, because the constructor has arguments of its own that a file must not reach.
    etrangeres = [
        _expliquer((cle,), "extra_forbidden", fichier) for cle in valeurs if cle not in Reglages.model_fields
    ]
    if etrangeres:
        raise ReglagesInvalides("\n".join(etrangeres))
    try:
        return Reglages(**valeurs)
    except SettingsError as erreur:
        raise ReglagesInvalides(
            f"environnement : {erreur}. Une liste ou une section s'y écrit en JSON."
        ) from None
    except ValidationError as erreur:
        lignes = (_expliquer(tuple(faute["loc"]), faute["type"], fichier) for faute in erreur.errors())
        raise ReglagesInvalides("\n".join(lignes)) from None


def _lire_toml(fichier: Path) -> dict[str, Any]:
    try:
        with fichier.open("rb") as flux:
            return tomllib.load(flux)
    except OSError as erreur:
        raise ReglagesInvalides(f"{fichier} : fichier illisible ({erreur.strerror}).") from erreur
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as erreur:
        raise ReglagesInvalides(f"{fichier} : ce n'est pas du TOML ({erreur}).") from erreur


def _expliquer(lieu: tuple[int | str, ...], genre: str, fichier: Path | None) -> str:
    cles = tuple(morceau for morceau in lieu if isinstance(morceau, str))
    cle = ".".join(cles)
    variable = PREFIXE + "__".join(cles).upper()
    presentes = {nom.upper() for nom in os.environ}
    du_poste = [nom for nom in (variable, PREFIXE + cles[0].upper()) if nom in presentes]
    source = f"environnement ({du_poste[0]})" if du_poste else str(fichier or "réglages")
    champ = champ_de(cles)
    if genre == "extra_forbidden" or champ is None:
        parent = modele(cles[:-1])
        return f"{source} : clé inconnue « {cle} ». Clés acceptées : {', '.join(parent.model_fields)}."
    return f"{source} : valeur refusée pour « {cle} ». Accepté : {champ.description}."


def _variables_du_poste() -> Iterator[str]:
    for nom in os.environ:
        if nom.upper().startswith(PREFIXE) and nom not in _RESERVEES and not nom.startswith(_TESTS):
            yield nom.upper()
