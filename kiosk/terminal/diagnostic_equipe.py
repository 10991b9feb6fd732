"""The door of the staff's page: whether it can be opened, and whether somebody tried."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal.diagnostic import Constat, Etat, Fiche
from kiosk.terminal.equipe_pin import EquipePin

_TITRE: Final = "Accès de l’équipe"
PRET: Final = Fiche("equipe.ok", Etat.OK, _TITRE)
SANS_PIN: Final = Fiche(
    "equipe.sans-pin", Etat.ATTENTION, _TITRE, "Choisissez le code de l’équipe\u00a0: caf-kiosk pin"
)
ESSAIS: Final = Fiche(
    "equipe.essais",
    Etat.ATTENTION,
    _TITRE,
    "Si ce n’est pas l’équipe, quelqu’un cherche le code\u00a0: changez-le avec caf-kiosk pin",
)
ILLISIBLE: Final = Fiche(
    "equipe.illisible",
    Etat.INCONNU,
    _TITRE,
    "Lancez cette commande depuis le compte de l’application, ou en administrateur.",
)
FICHES: Final = (PRET, SANS_PIN, ESSAIS, ILLISIBLE)


def regarder(dossier: Path) -> Iterator[Constat]:
    """The PIN of the state directory `dossier`; nothing of it is told."""
    acces = EquipePin(dossier)
    try:
        defini = acces.defini()
        echecs, attente_s = acces.essais()
    except PermissionError:
        yield ILLISIBLE.constat(f"{dossier} est fermé à ce compte.")
        return
    if not defini:
        yield SANS_PIN.constat("Aucun code n’est choisi\u00a0: la page de l’équipe ne s’ouvre pas.")
    elif echecs:
        suite = f", encore {mots.nombre(attente_s, 'seconde')} d’attente" if attente_s else ""
        yield ESSAIS.constat(f"{mots.nombre(echecs, 'code')} faux de suite{suite}.")
    else:
        yield PRET.constat("Un code est choisi, aucun essai manqué.")
