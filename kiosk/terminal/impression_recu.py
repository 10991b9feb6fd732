"""The receipt on paper: what the end page says, without a name and without an answer.

Made with typst like the recap of the backend: its line breaks, its fonts and its language are the same, and it
works in a thread; Qt's own printing would hold the page meanwhile.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from kiosk.backend.recepisse import RASSURER
from kiosk.metier.periode import avec_jour
from resources import chemin


@dataclass(frozen=True, slots=True)
class Recu:
    """What is printed. `recepisse` is what the QR code holds."""

    organisme: str
    titre: str
    numero: str
    quand: datetime
    etat: str
    texte: str
    recepisse: str
    suites: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    """What is to be checked, without the answers: the paper may be left in the tray."""


def mettre_en_page(recu: Recu, papier: str) -> bytes:
    """The PDF, on `a4` or `ticket`. For a thread: the first one of a process takes some tenths of a second."""
    import fontpkg_atkinson_hyperlegible
    import segno
    import typst

    jour = avec_jour(recu.quand.date())
    heure = f"{recu.quand.hour}\u00a0h\u00a0{recu.quand.minute:02d}"
    donnees = {
        "papier": papier,
        "organisme": recu.organisme,
        "titre": recu.titre,
        "numero": recu.numero,
        "quand": f"{jour[0].upper()}{jour[1:]} à {heure}",
        "etat": recu.etat,
        "texte": recu.texte,
        "qr": [
            "".join(map(str, rangee)) for rangee in segno.make(recu.recepisse, error="m", micro=False).matrix
        ],
        "suites": recu.suites,
        "conditions": recu.conditions,
        "rassurer": RASSURER,
    }
    octets = typst.compile(
        str(chemin("documents", "recu.typ")),
        format="pdf",
        font_paths=[str(fontpkg_atkinson_hyperlegible.ROOT)],
        ignore_system_fonts=True,
        sys_inputs={"donnees": json.dumps(donnees)},
        timestamp=int(recu.quand.timestamp()),
    )
    assert isinstance(octets, bytes)
    return octets
