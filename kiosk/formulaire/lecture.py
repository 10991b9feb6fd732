"""From what was typed or received to a value, or the reason why not. The same on both sides of the wire."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from pydantic import ValidationError

from kiosk.formulaire.champ import Champ, Nature
from kiosk.metier.montant import CHIFFRES_LUS, MontantIllisible, grouper, lire_euros
from kiosk.metier.periode import DateIllisible, lire_date


@dataclass(frozen=True, slots=True)
class Lu:
    """A read answer: a value (None = no answer), or `code` and `message` when it cannot be accepted."""

    valeur: object = None
    code: str = ""
    message: str = ""


TYPE_INATTENDU = Lu(code="type", message="Cette réponse n’est pas du type attendu.")


def _montant(_: Champ, brut: object) -> Lu:
    match brut:
        case bool():
            return TYPE_INATTENDU
        case int():
            texte = str(brut)
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
        return Lu(brut)
    if not isinstance(brut, str):
        return TYPE_INATTENDU
    chiffres = "".join(brut.split())
    if not chiffres:
        return Lu()
    if not (chiffres.isascii() and chiffres.isdecimal()):
        return Lu(code="nombre-chiffres", message="Écrivez un nombre avec des chiffres.")
    return Lu(int(chiffres[:CHIFFRES_LUS]))


def _texte(_: Champ, brut: object) -> Lu:
    if not isinstance(brut, str):
        return TYPE_INATTENDU
    return Lu(" ".join(brut.split()) or None)


def _date(_: Champ, brut: object) -> Lu:
    if isinstance(brut, date):
        return Lu(brut)
    if not isinstance(brut, str):
        return TYPE_INATTENDU
    try:
        return Lu(lire_date(brut))
    except DateIllisible as erreur:
        return Lu(code=erreur.code, message=erreur.message)


def _choix(champ: Champ, brut: object) -> Lu:
    if not isinstance(brut, str):
        return TYPE_INATTENDU
    if not brut:
        return Lu()
    try:
        return Lu(champ.adaptateur.validate_python(brut))
    except ValidationError:
        return Lu(code="choix-inconnu", message="Choisissez une des réponses proposées.")


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
        case "greater_than_equal":
            return Lu(code="trop-petit", message=f"Écrivez un nombre d’au moins {limites['ge']}.")
        case "less_than_equal":
            return Lu(code="trop-grand", message=f"Écrivez un nombre d’au plus {grouper(limites['le'])}.")
        case "string_too_long":
            return Lu(
                code="trop-long", message=f"Écrivez au plus {limites['max_length']} lettres ou chiffres."
            )
        case _:
            return Lu(code="valeur-refusee", message="Cette réponse ne convient pas. Vérifiez-la.")


def lire(champ: Champ, brut: object) -> Lu:
    """Read one raw answer. Never raises for what a person can type or a peer can send."""
    if brut is None:
        return Lu(champ.defaut) if champ.nature is Nature.CASE else Lu()
    lu = LECTEURS[champ.nature](champ, brut)
    if lu.code or lu.valeur is None:
        return lu
    for controle in champ.controles:
        if not controle.accepte(lu.valeur):
            return Lu(code=controle.code, message=controle.message)
    try:
        return Lu(champ.adaptateur.validate_python(lu.valeur))
    except ValidationError as erreur:
        return _hors_bornes(erreur)


def en_json(valeur: object) -> object:
    """A read value as JSON carries it."""
    if isinstance(valeur, Enum):
        return valeur.value
    return valeur.isoformat() if isinstance(valeur, date) else valeur
