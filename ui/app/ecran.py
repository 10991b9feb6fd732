"""Which screen this is: its size, its layout, how large a millimetre is."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication

from kiosk.terminal.ecrans import meme_prise
from kiosk.terminal.visite import Profil, ReglagesVisite
from ui.theme import THEMES, Forme, Mesures, TailleTexte, Theme
from ui.theme.mesures import ECRANS_DE_REFERENCE

PART_DU_BUREAU = 0.92


def forme(reglages: ReglagesVisite, largeur: int, hauteur: int) -> Forme:
    """The layout: a shared PC has one, a touch terminal stands or lies."""
    if reglages.profil is Profil.LIBRE_SERVICE:
        return Forme.PC
    return Forme.PORTRAIT if hauteur > largeur else Forme.PAYSAGE


def ecran_choisi(nom: str) -> QScreen | None:
    """The screen plugged in at this place; None when there is none there, or no place is named."""
    if not nom:
        return None
    return next((ecran for ecran in QApplication.screens() if meme_prise(ecran.name(), nom)), None)


def ecrans_presents() -> list[str]:
    """The places where screens are plugged in, the primary one first."""
    return [ecran.name() for ecran in QApplication.screens()]


def disposer(reglages: ReglagesVisite) -> tuple[QRect, Mesures]:
    """Where the window goes, and its sizes: on the screen that the settings name, else on the primary one.

    In a frame (demonstration) the whole terminal is scaled to the desktop: a millimetre shrinks with it.
    """
    ecran = ecran_choisi(reglages.ecran_nom) or QApplication.primaryScreen()
    entier, libre = ecran.geometry(), ecran.availableGeometry()
    largeur = reglages.ecran_largeur or entier.width()
    hauteur = reglages.ecran_hauteur or entier.height()
    la_forme = forme(reglages, largeur, hauteur)
    ppi = reglages.ecran_ppi or ECRANS_DE_REFERENCE[la_forme][0]
    if reglages.plein_ecran:
        return QRect(entier.topLeft(), entier.size()), Mesures(ppi, la_forme)
    echelle = min(1.0, libre.width() * PART_DU_BUREAU / largeur, libre.height() * PART_DU_BUREAU / hauteur)
    taille = QRect(0, 0, round(largeur * echelle), round(hauteur * echelle))
    taille.moveCenter(libre.center())
    return taille, Mesures(ppi * echelle, la_forme)


def theme_suivant(theme: Theme) -> Theme:
    """The next set of colours, in the order of the design."""
    noms = list(THEMES)
    nom = noms[(noms.index(theme.nom) + 1) % len(noms)]
    return Theme(THEMES[nom], theme.mesures, nom)


def taille_suivante(theme: Theme) -> Theme:
    """The next text size."""
    tailles = list(TailleTexte)
    taille = tailles[(tailles.index(theme.mesures.taille) + 1) % len(tailles)]
    mesures = Mesures(theme.mesures.ppi, theme.mesures.forme, taille)
    return Theme(theme.couleurs, mesures, theme.nom)
