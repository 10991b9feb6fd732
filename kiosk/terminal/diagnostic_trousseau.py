"""The keyring and the terminal's own secret in it: enrolled, under which name, readable. The secret is never told."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.backend.identite import Identite
from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal import secrets
from kiosk.terminal.diagnostic import Constat, Etat, Fiche
from kiosk.terminal.secrets import CoffreAbsent, CoffreErreur, CoffreVerrouille, Enrolement
from kiosk.terminal.visite import Profil

_TITRE: Final = "Secret du poste"
_OUVRIR: Final = (
    "Installez gnome-keyring et faites-le s’ouvrir avec la session du poste. "
    "Ou gardez le secret dans un fichier privé, avant d’enrôler\u00a0: "
    "PYTHON_KEYRING_BACKEND=kiosk.terminal.coffre_fichier.CoffreFichier"
)
LU: Final = Fiche("trousseau.ok", Etat.OK, _TITRE)
NON_ENROLEE: Final = Fiche(
    "trousseau.non-enrolee",
    Etat.ATTENTION,
    _TITRE,
    "Demandez un code à qui tient le backend, puis\u00a0: caf-kiosk enroll CODE",
)
A_PREPARER: Final = Fiche("trousseau.a-preparer", Etat.ATTENTION, _TITRE, _OUVRIR)
VIDE: Final = Fiche(
    "trousseau.vide", Etat.PANNE, _TITRE, "Demandez un nouveau code, puis\u00a0: caf-kiosk enroll CODE"
)
ABSENT: Final = Fiche("trousseau.absent", Etat.PANNE, _TITRE, _OUVRIR)
VERROUILLE: Final = Fiche("trousseau.verrouille", Etat.PANNE, _TITRE, _OUVRIR)
INUTILISABLE: Final = Fiche(
    "trousseau.inutilisable",
    Etat.PANNE,
    _TITRE,
    "Vérifiez que le trousseau fonctionne dans la session de l’application. Sinon, enrôlez le poste de nouveau.",
)
FICHES: Final = (LU, NON_ENROLEE, A_PREPARER, VIDE, ABSENT, VERROUILLE, INUTILISABLE)


def regarder(dossier: Path, profil: Profil) -> Iterator[Constat]:
    """The secret of the terminal of `dossier`; where it would be kept when it is not enrolled yet."""
    try:
        coffre = asyncio.run(secrets.ouvrir(dossier))
        if coffre is None:
            yield _avant_l_enrolement(dossier, profil)
            return
        garde = asyncio.run(coffre.lire())
        enrolement = Enrolement.lire(dossier)
    except CoffreAbsent:
        yield ABSENT.constat("Aucun trousseau de secrets ne répond sur ce poste (NoKeyringError).")
        return
    except CoffreVerrouille:
        yield VERROUILLE.constat("Le trousseau de secrets est verrouillé.")
        return
    except CoffreErreur as erreur:
        yield INUTILISABLE.constat(str(erreur))
        return
    if garde is None:
        yield VIDE.constat("Le poste est enrôlé, mais son secret n’est plus dans le trousseau.")
    elif enrolement is None:
        yield LU.constat("Donné par systemd.")
    else:
        yield LU.constat(f"{_qui(enrolement)}, lu dans {coffre.classe.rpartition('.')[2]}.")


async def identite(dossier: Path) -> Identite:
    """What the terminal of `dossier` shows to the backend; nothing when its secret cannot be read from here."""
    with suppress(CoffreErreur):
        coffre = await secrets.ouvrir(dossier)
        garde = None if coffre is None else await coffre.lire()
        return Identite(None if garde is None else garde.secret)
    return Identite()


def _avant_l_enrolement(dossier: Path, profil: Profil) -> Constat:
    try:
        asyncio.run(secrets.choisir(dossier, profil))
    except CoffreErreur as erreur:
        return A_PREPARER.constat(f"Le poste n’est pas enrôlé, et ne pourrait pas l’être ({erreur.code}).")
    return NON_ENROLEE.constat("Le poste n’est pas enrôlé. Il le faut si le backend l’exige.")


def _qui(enrolement: Enrolement) -> str:
    depuis = enrolement.depuis
    with suppress(ValueError):
        depuis = mots.moment(datetime.fromisoformat(depuis))
    return f"«\u00a0{enrolement.nom}\u00a0», enrôlé le {depuis}"
