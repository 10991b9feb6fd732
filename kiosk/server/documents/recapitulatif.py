"""The PDF of one deposit: tagged, in French, readable by a screen reader (PDF/UA-1)."""

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import structlog

from kiosk.backend.recepisse import RASSURER
from kiosk.metier.fuseau import FUSEAU_PARIS, fuseau, quelle_heure
from kiosk.metier.periode import en_lettres
from resources import chemin

if TYPE_CHECKING:
    from typst import Compiler

ORGANISME: Final = "Caisse d’allocations familiales"
ATTESTATION: Final = "J’atteste sur l’honneur que ces informations sont exactes."
SANCTION: Final = (
    "Une fausse déclaration peut entraîner une pénalité "
    "(article L.\u00a0114-17 du Code de la sécurité sociale)."
)

# Latin letters of the languages of Europe and of Vietnamese, usual punctuation and signs.
_PLAGES: Final = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1A0, 0x1B0),
    (0x1CD, 0x21B),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
)
SUREMENT_LISIBLES: Final = frozenset(
    chr(code) for debut, fin in _PLAGES for code in range(debut, fin + 1)
) | frozenset("\u202f€−≤≥")
"""Characters that the fonts of the document are known to have."""


@dataclass(frozen=True, slots=True)
class DocumentDepot:
    """What the PDF says. `sections`: a title and its (question, answer) rows; `messages`: (title, text).

    `suites` are the sentences of « Et maintenant ? », in order. `recu_le` is shown in `fuseau`, that of the hall.
    """

    numero: str
    titre: str
    recu_le: datetime
    titulaire: str = field(repr=False)
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = field(repr=False)
    messages: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    suites: tuple[str, ...] = ()
    fuseau: str = FUSEAU_PARIS


def rendre(document: DocumentDepot) -> bytes:
    """The bytes of the PDF. Safe to call from several threads; takes a few tens of milliseconds."""
    from typst import TypstError

    donnees = _donnees(document)
    try:
        return _compiler(donnees, document.recu_le)
    except TypstError:
        # PDF/UA wants a glyph for every character. One that no font here has must not cost the person the paper.
        structlog.get_logger().info("caracteres_remplaces")
        return _compiler(_lisible(donnees), document.recu_le)


def _lisible(valeur: Any) -> Any:
    """The same data, every character that the fonts may lack shown as « � »."""
    match valeur:
        case str():
            return "".join(c if c in SUREMENT_LISIBLES else "\ufffd" for c in valeur)
        case dict():
            return {cle: _lisible(contenu) for cle, contenu in valeur.items()}
        case list() | tuple():
            return [_lisible(contenu) for contenu in valeur]
        case _:
            return valeur


def _compiler(donnees: dict[str, Any], recu_le: datetime) -> bytes:
    compilateur, verrou = _compilateur()
    with verrou:
        octets = compilateur.compile(
            format="pdf",
            sys_inputs={"donnees": json.dumps(donnees)},
            pdf_standards=["ua-1"],
            timestamp=int(recu_le.timestamp()),
        )
    assert isinstance(octets, bytes)
    return octets


@cache
def _compilateur() -> "tuple[Compiler, threading.Lock]":
    """One compiler for the process, with its fonts read once, and the lock it needs: it is not re-entrant."""
    import fontpkg_atkinson_hyperlegible
    import typst

    polices = str(fontpkg_atkinson_hyperlegible.ROOT)
    modele = str(chemin("documents", "recapitulatif.typ"))
    return typst.Compiler(modele, font_paths=[polices], ignore_system_fonts=True), threading.Lock()


def _donnees(document: DocumentDepot) -> dict[str, Any]:
    recu = document.recu_le.astimezone(fuseau(document.fuseau))
    a_qui = quelle_heure(document.fuseau, recu)
    heure = f"{recu.hour}\u00a0h\u00a0{recu.minute:02d}"
    reperes = (
        ("Numéro de dépôt", document.numero, True),
        ("Reçu le", f"{en_lettres(recu.date())} à {heure}" + (f" ({a_qui})" if a_qui else ""), False),
        ("Déposé par", document.titulaire, False),
    )
    return {
        "organisme": ORGANISME,
        "numero": document.numero,
        "titre": document.titre,
        "reperes": [
            {"libelle": libelle, "valeur": valeur, "fort": fort} for libelle, valeur, fort in reperes
        ],
        "sections": [
            {
                "titre": titre,
                "lignes": [{"libelle": libelle, "valeur": valeur} for libelle, valeur in lignes],
            }
            for titre, lignes in document.sections
        ],
        "messages": [{"titre": titre, "texte": texte} for titre, texte in document.messages],
        "rassurer": RASSURER,
        "suites": document.suites,
        "attestation": ATTESTATION,
        "sanction": SANCTION,
    }
