"""From what was typed or received to a value, or the reason why not. The same on both sides of the wire."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

from pydantic import ValidationError

from kiosk.formulaire.champ import Champ, Nature
from kiosk.metier.montant import CHIFFRES_LUS, MontantIllisible, entier_borne, grouper, lire_euros
from kiosk.metier.montant import REFUS as REFUS_MONTANT
from kiosk.metier.periode import REFUS as REFUS_DATE
from kiosk.metier.periode import DateIllisible, lire_date


class Lu(NamedTuple):
    """A read answer: a value (None = no answer), or `code` and `message` when it cannot be accepted.

    `refusee` is an amount that was understood and then refused: rules still see it, nothing else does.
    """

    valeur: object = None
    code: str = ""
    message: str = ""
    refusee: int | None = None

    def __repr__(self) -> str:
        return f"Lu(code={self.code!r})"  # what was answered stays out of logs


VIDE = Lu()
REFUS: Mapping[str, str] = {
    "type": "Cette réponse n’est pas du type attendu.",
    "nombre-chiffres": "Écrivez un nombre avec des chiffres.",
    "nombre-virgule": "Écrivez un nombre entier, sans virgule.",
    "texte-caracteres": "Écrivez seulement des lettres, des chiffres et des signes courants.",
    "choix-inconnu": "Choisissez une des réponses proposées.",
    "trop-petit": "Écrivez un nombre d’au moins {limite}.",
    "trop-grand": "Écrivez un nombre d’au plus {limite}.",
    "trop-long": "Écrivez au plus {limite} lettres ou chiffres.",
    "valeur-refusee": "Cette réponse ne convient pas. Vérifiez-la.",
    **REFUS_MONTANT,
    **REFUS_DATE,
}
"""Every code that reading an answer can give, and its sentence."""


def _refus(code: str, limite: object = "") -> Lu:
    return Lu(code=code, message=REFUS[code].format(limite=limite))


CHOIX_INCONNU = _refus("choix-inconnu")
INFINI: int = 10**CHIFFRES_LUS
TYPE_INATTENDU = _refus("type")


def _borne(nombre: int) -> int:
    """The same, cut where only the sign and the size matter: Python refuses to write thousands of digits."""
    return max(-INFINI, min(nombre, INFINI))


def _montant(_: Champ, brut: object) -> Lu:
    if type(brut) is int and 0 <= brut < INFINI:
        return Lu(brut)
    match brut:
        case bool():
            return TYPE_INATTENDU
        case int():
            return Lu(_borne(brut)) if brut >= 0 else _refus("montant-negatif")
        case float():
            texte = str(int(brut)) if brut.is_integer() else f"{brut:.2f}"
        case str():
            texte = brut
        case _:
            return TYPE_INATTENDU
    try:
        return Lu(lire_euros(texte))
    except MontantIllisible as erreur:
        return Lu(code=erreur.code, message=erreur.message)


def _entier(_: Champ, brut: object) -> Lu:
    if isinstance(brut, bool):
        return TYPE_INATTENDU
    if isinstance(brut, int):
        return Lu(_borne(brut))
    if isinstance(brut, float):
        return _refus("nombre-virgule")
    if not isinstance(brut, str):
        return TYPE_INATTENDU
    chiffres = "".join(brut.split())
    if not chiffres:
        return VIDE
    if re.fullmatch(r"[0-9]+[.,][0-9]*|[.,][0-9]+", chiffres):
        return _refus("nombre-virgule")
    if not (chiffres.isascii() and chiffres.isdecimal()):
        return _refus("nombre-chiffres")
    return Lu(entier_borne(chiffres))


def _texte(_: Champ, brut: object) -> Lu:
    if not isinstance(brut, str):
        return TYPE_INATTENDU
    texte = " ".join(brut.split())
    # Not printable: control characters and lone surrogates, which no file and no paper could carry.
    return Lu(texte or None) if texte.isprintable() else _refus("texte-caracteres")


def _date(_: Champ, brut: object) -> Lu:
    if type(brut) is date:  # not a datetime, which is a date too
        return Lu(brut)
    if not isinstance(brut, str):
        return TYPE_INATTENDU
    try:
        return Lu(lire_date(brut))
    except DateIllisible as erreur:
        return Lu(code=erreur.code, message=erreur.message)


def _choix(champ: Champ, brut: object) -> Lu:
    if brut == "":
        return VIDE
    if isinstance(brut, bool) or not isinstance(brut, str | int):
        return TYPE_INATTENDU
    try:
        return Lu(champ.adaptateur.validate_python(brut))
    except ValidationError:
        return _refus("choix-inconnu") if isinstance(brut, str) else TYPE_INATTENDU


def _booleen(_: Champ, brut: object) -> Lu:
    return Lu(brut) if isinstance(brut, bool) else TYPE_INATTENDU


LECTEURS: Mapping[Nature, Callable[[Champ, object], Lu]] = {
    Nature.MONTANT: _montant,
    Nature.ENTIER: _entier,
    Nature.TEXTE: _texte,
    Nature.DATE: _date,
    Nature.CHOIX: _choix,
    Nature.OUI_NON: _booleen,
    Nature.CASE: _booleen,
}


def _hors_bornes(erreur: ValidationError) -> Lu:
    """The plain words for a broken `Field(ge=…, le=…, max_length=…)`."""
    detail = erreur.errors(include_input=False, include_url=False)[0]
    limites = detail.get("ctx", {})
    match detail["type"]:
        case "greater_than_equal" if isinstance(limites["ge"], int):
            return _refus("trop-petit", grouper(limites["ge"]))
        case "less_than_equal" if isinstance(limites["le"], int):
            return _refus("trop-grand", grouper(limites["le"]))
        case "string_too_long":
            return _refus("trop-long", limites["max_length"])
        case _:
            return _refus("valeur-refusee")


def lire(champ: Champ, brut: object) -> Lu:
    """Read one raw answer. Never raises for what a person can type or a peer can send."""
    if brut is None:
        return Lu(champ.defaut) if champ.nature is Nature.CASE else VIDE
    lu = LECTEURS[champ.nature](champ, brut)
    if lu.code or lu.valeur is None:
        return lu
    for controle in champ.controles:
        if not controle.accepte(lu.valeur):
            return Lu(None, controle.code, controle.message, _comprise(champ, lu.valeur))
    if not champ.borne:
        return lu
    try:
        valeur = champ.adaptateur.validate_python(lu.valeur)
    except ValidationError as erreur:
        return _hors_bornes(erreur)._replace(refusee=_comprise(champ, lu.valeur))
    return lu if valeur is lu.valeur else Lu(valeur)


def _comprise(champ: Champ, valeur: object) -> int | None:
    """A refused amount still counts for the rules, so that all that is wrong is said at once."""
    return valeur if champ.nature is Nature.MONTANT and isinstance(valeur, int) else None


def en_json(valeur: object) -> object:
    """A read value as JSON carries it."""
    if isinstance(valeur, Enum):
        return valeur.value
    return valeur.isoformat() if isinstance(valeur, date) else valeur
