"""Reading the settings: one TOML file and the environment, checked whole before anything else uses them.

Sources, the first that speaks wins: environment (`CAF_KIOSK_INACTIVITE_S=90`, `CAF_KIOSK_ECRAN__PPI=96`), then
the file given by argument or by `CAF_KIOSK_CONFIG`, then the defaults. An unknown key or a wrong value, in
either, raises `ReglagesInvalides`, which names the key, where it was read and what is accepted.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import SettingsError

from kiosk.terminal.errors import ReglagesInvalides
from kiosk.terminal.settings import PREFIXE, Reglages
from kiosk.terminal.settings_cles import champ_de, modele, sections, variables_connues

VARIABLE_CONFIG = "CAF_KIOSK_CONFIG"

_RESERVEES = frozenset({VARIABLE_CONFIG, "CAF_KIOSK_LIEN", "CAF_KIOSK_PARENT"})
_TESTS = "CAF_KIOSK_TESTS_"
_LIEU = re.compile(r"at line (\d+), column (\d+)")


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
    if fautes := [*etrangeres, *_genres(valeurs, fichier)]:
        raise ReglagesInvalides("\n".join(fautes))
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
    except UnicodeDecodeError as erreur:
        ligne = erreur.object[: erreur.start].count(b"\n") + 1
        raise ReglagesInvalides(f"{fichier}, ligne {ligne} : le fichier n'est pas en UTF-8.") from erreur
    except tomllib.TOMLDecodeError as erreur:
        lieu = _LIEU.search(str(erreur))
        ou = f"ligne {lieu[1]}, colonne {lieu[2]}" if lieu else "à la fin"
        raise ReglagesInvalides(
            f"{fichier}, {ou} : ce n'est pas du TOML. Une ligne y est « clé = valeur », un texte entre guillemets, "
            "une clé une seule fois."
        ) from erreur


def _genres(valeurs: Mapping[str, Any], fichier: Path | None, avant: tuple[str, ...] = ()) -> Iterator[str]:
    """What a file gives as something else than a number, and pydantic would take for one.

    From the environment everything comes as text.
    """
    for nom, valeur in valeurs.items():
        cles = (*avant, nom)
        champ = champ_de(cles)
        if isinstance(valeur, dict):
            yield from _genres(valeur, fichier, cles)
        elif champ is not None and isinstance(valeur, bool | str) and _est_un_nombre(champ):
            yield f"{_expliquer(cles, '', fichier)} Écrivez un nombre, sans guillemets et sans unité."


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
        piste = _piste(cles, list(parent.model_fields))
        return f"{source} : clé inconnue « {cle} ».{piste} Clés acceptées : {', '.join(parent.model_fields)}."
    return f"{source} : valeur refusée pour « {cle} ». Accepté : {champ.description}."


def _est_un_nombre(champ: FieldInfo) -> bool:
    return not {int, float}.isdisjoint((champ.annotation, *get_args(champ.annotation)))


def _piste(cles: tuple[str, ...], acceptees: list[str]) -> str:
    """Where a key that is not known there belongs, or which one it looks like."""
    nom = cles[-1]
    for section, table in sections():
        if nom in table.model_fields:
            ou = f"dans la section [{section}]" if section else "avant toute section"
            return f" Elle s'écrit {ou}."
    proches = get_close_matches(nom, acceptees, n=1)
    return f" Peut-être « {'.'.join((*cles[:-1], proches[0]))} » ?" if proches else ""


def _variables_du_poste() -> Iterator[str]:
    for nom in os.environ:
        if nom.upper().startswith(PREFIXE) and nom not in _RESERVEES and not nom.startswith(_TESTS):
            yield nom.upper()
