"""The PDF of one deposit: tagged, in French, readable by a screen reader (PDF/UA-1)."""

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from kiosk.metier.periode import en_lettres
from kiosk.server.horloge import PARIS
from resources import chemin

if TYPE_CHECKING:
    from typst import Compiler

ORGANISME: Final = "Caisse d’allocations familiales"
ATTESTATION: Final = "J’atteste sur l’honneur que ces informations sont exactes."
SANCTION: Final = (
    "Une fausse déclaration peut entraîner une pénalité "
    "(article L.\u00a0114-17 du Code de la sécurité sociale)."
)


@dataclass(frozen=True, slots=True)
class DocumentDepot:
    """What the PDF says. `sections`: a title and its (question, answer) rows; `messages`: (title, text).

    `suites` are the sentences of « Et maintenant ? », in order.
    """

    numero: str
    titre: str
    recu_le: datetime
    titulaire: str = field(repr=False)
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = field(repr=False)
    messages: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    suites: tuple[str, ...] = ()


def rendre(document: DocumentDepot) -> bytes:
    """The bytes of the PDF. Safe to call from several threads; takes a few tens of milliseconds."""
    compilateur, verrou = _compilateur()
    with verrou:
        octets = compilateur.compile(
            format="pdf",
            sys_inputs={"donnees": json.dumps(_donnees(document))},
            pdf_standards=["ua-1"],
            timestamp=int(document.recu_le.timestamp()),
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


def _donnees(document: DocumentDepot) -> dict[str, object]:
    recu = document.recu_le.astimezone(PARIS)
    heure = f"{recu.hour}\u00a0h\u00a0{recu.minute:02d}"
    reperes = (
        ("Numéro de dépôt", document.numero, True),
        ("Reçu le", f"{en_lettres(recu.date())} à {heure}", False),
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
        "suites": document.suites,
        "attestation": ATTESTATION,
        "sanction": SANCTION,
    }
