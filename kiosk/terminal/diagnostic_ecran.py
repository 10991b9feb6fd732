"""The screen: plugged in, of the size that the settings say, and of known millimetres, which touch targets need."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.terminal import diagnostic_mots as mots
from kiosk.terminal.diagnostic import Constat, Etat, Fiche
from kiosk.terminal.diagnostic_edid import DRM, EcranVu, ecrans_branches
from kiosk.terminal.diagnostic_x11 import ecran_x11
from kiosk.terminal.ecrans import meme_prise
from kiosk.terminal.visite import Profil

if TYPE_CHECKING:
    from kiosk.terminal.settings import Reglages

PPI_ECART: Final = 0.05
"""Part of the setting: a target of 20 mm is then off by one."""

_TITRE: Final = "Écran"
_MESURER: Final = (
    "Mesurez la largeur de l’image en millimètres. "
    "Puis, section [ecran]\u00a0: ppi = largeur en pixels × 25,4 ÷ cette mesure."
)
VU: Final = Fiche("ecran.ok", Etat.OK, _TITRE)
PAS_VU: Final = Fiche(
    "ecran.pas-vu", Etat.INCONNU, _TITRE, "Lancez cette commande sur le poste lui-même, dans sa session."
)
AUCUN: Final = Fiche(
    "ecran.aucun", Etat.PANNE, _TITRE, "Branchez et allumez l’écran, puis vérifiez son câble."
)
PLUSIEURS: Final = Fiche(
    "ecran.plusieurs",
    Etat.ATTENTION,
    _TITRE,
    "Nommez celui du public, clé nom de la section [ecran]\u00a0; les autres seront couverts.",
)
NOM_ABSENT: Final = Fiche(
    "ecran.nom-absent",
    Etat.ATTENTION,
    _TITRE,
    "Rebranchez-le, ou corrigez la clé nom de la section [ecran]. En attendant, l’application prend l’écran principal.",
)
AUTRE_TAILLE: Final = Fiche(
    "ecran.taille",
    Etat.ATTENTION,
    _TITRE,
    "Retirez largeur et hauteur de la section [ecran], ou mettez-y la taille de cet écran.",
)
PPI_DIFFERENT: Final = Fiche("ecran.ppi-different", Etat.ATTENTION, _TITRE, _MESURER)
PPI_ABSENT: Final = Fiche("ecran.ppi-absent", Etat.ATTENTION, _TITRE, _MESURER)
FICHES: Final = (VU, PAS_VU, AUCUN, PLUSIEURS, NOM_ABSENT, AUTRE_TAILLE, PPI_DIFFERENT, PPI_ABSENT)


def regarder(reglages: "Reglages", drm: Path = DRM) -> Iterator[Constat]:
    """What is plugged in, as the kernel sees it; else the X screen of this session."""
    branches = ecrans_branches(drm)
    session = ecran_x11()
    if branches == () and session is None:
        yield AUCUN.constat("Aucun écran n’est branché, ou il est éteint.")
        return
    ecrans = branches or ((session,) if session is not None else ())
    if not ecrans:
        yield PAS_VU.constat("Aucun écran ne se voit d’ici.")
        return
    nom = reglages.ecran.nom
    ecran = next((ecran for ecran in ecrans if meme_prise(ecran.nom, nom)), ecrans[0])
    noms = ", ".join(ecran.nom for ecran in ecrans)
    # An X screen is all its monitors together: none of them can be told from here.
    if nom and branches and not meme_prise(ecran.nom, nom):
        yield NOM_ABSENT.constat(
            f"Les réglages nomment l’écran {nom}, qui n’est pas branché. Branchés\u00a0: {noms}."
        )
    elif len(ecrans) > 1 and not nom:
        yield PLUSIEURS.constat(f"{mots.nombre(len(ecrans), 'écran')} branchés\u00a0: {noms}.")
    yield from _taille(reglages, ecran)
    yield from _ppi(reglages, ecran)


def _taille(reglages: "Reglages", ecran: EcranVu) -> Iterator[Constat]:
    annonce = f"{ecran.nom}\u00a0: {ecran.largeur} × {ecran.hauteur}\u00a0pixels"
    largeur, hauteur = reglages.ecran.largeur or ecran.largeur, reglages.ecran.hauteur or ecran.hauteur
    # A screen that stands announces itself lying.
    if sorted((largeur, hauteur)) == sorted((ecran.largeur, ecran.hauteur)):
        ppi = "" if ecran.ppi is None else f", {_nombre(ecran.ppi)} pixels par pouce"
        yield VU.constat(f"{annonce}{ppi}.")
    else:
        yield AUTRE_TAILLE.constat(f"{annonce}\u00a0; les réglages disent {largeur} × {hauteur}.")


def _ppi(reglages: "Reglages", ecran: EcranVu) -> Iterator[Constat]:
    regle, annonce = reglages.ecran.ppi, ecran.ppi
    if regle is None:
        if reglages.profil is Profil.BORNE:
            dit = (
                "l’écran n’annonce rien de sûr" if annonce is None else f"l’écran annonce {_nombre(annonce)}"
            )
            yield PPI_ABSENT.constat(f"Les pixels par pouce ne sont pas réglés\u00a0; {dit}.")
    elif annonce is not None and abs(annonce - regle) > PPI_ECART * regle:
        yield PPI_DIFFERENT.constat(
            f"Les réglages disent {_nombre(regle)} pixels par pouce, l’écran annonce {_nombre(annonce)}."
        )


def _nombre(valeur: float) -> str:
    return f"{valeur:g}".replace(".", ",")
