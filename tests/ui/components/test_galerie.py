"""Every component, on every screen, in every theme and text size: nothing clipped, nothing too small.

With CAPTURES set, the pictures are kept: `CAPTURES=build/captures pytest tests/ui/components/test_galerie.py`.
"""

import os

import pytest
from captures import capturer
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.components.actions import BarreActions
from ui.components.barre import BarreHaut, Outil
from ui.components.boutons import Bouton
from ui.components.defilement import Defilement
from ui.components.encarts import Carte, Encart
from ui.components.etapes import Etapes
from ui.components.etiquette import Etiquette, Mention
from ui.components.groupe import GroupeErreur
from ui.components.listes import LigneMedaillon, ListeNumerotee
from ui.components.panneau import Panneau
from ui.components.qr import CodeQr
from ui.components.rebours import Rebours
from ui.components.recapitulatif import Recapitulatif, Reponse
from ui.components.resultat import EnTeteResultat
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.scene import Scene
from ui.components.segments import Segment, Segments
from ui.components.textes import Paragraphe, Texte
from ui.components.tuiles import TuileChoix, TuileDemarche
from ui.theme import THEMES, Forme, TailleTexte, Theme
from ui.theme.mesures import ECRANS_DE_REFERENCE, MM_PAR_POUCE

MESSAGE = "Vous ne pouvez pas déclarer à la fois un déficit et des revenus fonciers. Merci de corriger pour continuer."
OUTILS = (
    Outil("langue", "Français", "langue"),
    Outil("texte", "Texte", "texte"),
    Outil("contraste", "Contraste", "contraste"),
    Outil("ecouter", "Écouter", "son", bascule=True),
)


def grille(*tuiles: QWidget) -> QWidget:
    boite = QWidget()
    disposition = QGridLayout(boite)
    disposition.setContentsMargins(0, 0, 0, 0)
    for rang, tuile in enumerate(tuiles):
        disposition.addWidget(tuile, rang // 2, rang % 2)
    disposition.setColumnStretch(0, 1)
    disposition.setColumnStretch(1, 1)
    return boite


def composants() -> list[QWidget]:
    etapes = Etapes()
    etapes.montrer("Étape 3 sur 6", "Vos revenus fonciers", 3, 6, "Étape suivante\u00a0:", "Vos charges")
    resume = ResumeErreurs()
    resume.montrer(
        [(MESSAGE, "En effet, il faudra déclarer ce montant.", "a"), ("Indiquez un nom.", "", "b")]
    )
    groupe = GroupeErreur()
    groupe.corps.addWidget(TuileChoix("vous a remis un formulaire papier", "Il comporte trois volets."))
    groupe.montrer(MESSAGE)
    case = TuileChoix("J’atteste sur l’honneur que ces informations sont exactes.", "Sinon…", unique=False)
    case.setChecked(True)
    carte = Carte()
    carte.corps.addWidget(Texte("Mes coordonnées", "h3"))
    carte.corps.addWidget(Bouton("Modifier", "petit", "stylo"))
    carte.corps.addWidget(Etiquette(Mention("Document attendu", "alerte", "document")))
    segments = Segments(
        (Segment("n", "Normal", taille_mm=8), Segment("a", "Agrandi"), Segment("g", "Grand texte"))
    )
    segments.choisir("a")
    return [
        etapes,
        resume,
        groupe,
        case,
        *(Encart(ton, "Bon à savoir", MESSAGE) for ton in ("info", "succes", "alerte", "discret")),
        grille(
            TuileDemarche("Déclarer mes ressources 2021", "euro", Mention("À faire", "alerte", "calendrier")),
            TuileDemarche("Demander l’allocation journalière du proche aidant", "aidant"),
        ),
        carte,
        Recapitulatif(
            "Vous",
            (
                Reponse("Pensions alimentaires versées", "1\u00a0800\u00a0€", "p"),
                Reponse("Adresse", "12 rue des Lilas, bâtiment C, 69003 Lyon, chez Madame Durand", "a"),
                Reponse("Déficit foncier", "Non renseigné", "d", donnee=False),
            ),
            "Modifier",
        ),
        *(EnTeteResultat(ton, "Votre déclaration est envoyée") for ton in ("succes", "attente", "info")),
        ListeNumerotee(("Gardez votre numéro.", MESSAGE)),
        LigneMedaillon("personne", "Consulter votre compte", "Vos coordonnées"),
        segments,
        Paragraphe(MESSAGE, "intro"),
        Bouton("Mot de passe oublié", "t"),
        CodeQr("R22-4827-193", "Reçu"),
        Rebours(45, "secondes"),
        Scene(),
    ]


def page(theme: Theme) -> QFrame:
    forme = theme.mesures.forme
    fond = QFrame()
    colonne = QVBoxLayout(fond)
    colonne.setContentsMargins(0, 0, 0, 0)
    colonne.setSpacing(0)
    barre = BarreHaut("Caf", OUTILS, "Terminer ma session")
    barre.titrer("Déclaration de ressources\u00a02021")
    barre.saluer("CM", "Bonjour Camille")
    contenu = QWidget()
    pile = QVBoxLayout(contenu)
    cote = theme.mesures.marge
    if theme.mesures.colonne:
        cote = (ECRANS_DE_REFERENCE[forme][1] - theme.mesures.colonne) // 2
    pile.setContentsMargins(cote, theme.mesures.mm(8), cote, theme.mesures.mm(6))
    pile.setSpacing(theme.mesures.mm(6))
    for composant in composants():
        if isinstance(composant, Scene):
            composant.setFixedHeight(theme.mesures.mm(100))
        pile.addWidget(composant)
    colonne.addWidget(barre)
    colonne.addWidget(Defilement(contenu, "Voir la suite"), 1)
    colonne.addWidget(
        BarreActions(Bouton("Ignorer", "t"), Bouton("Précédent", "s", "gauche"), Bouton("Continuer", "p"))
    )
    fond.resize(*ECRANS_DE_REFERENCE[forme][1:])
    return fond


def verifier(racine: QWidget, theme: Theme) -> None:
    par_mm = theme.mesures.ppi / MM_PAR_POUCE
    for widget in racine.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton)):
            continue
        quoi = f"{type(widget).__name__} {widget.text()[:40]!r} {widget.width()}×{widget.height()}"
        besoin = widget.minimumSizeHint()
        assert widget.width() >= besoin.width(), f"{quoi} is narrower than {besoin.width()}"
        hauteur = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else besoin.height()
        assert widget.height() >= hauteur, f"{quoi} is lower than {hauteur}"
        coin = widget.mapTo(racine, widget.rect().topRight())
        assert coin.x() < racine.width(), f"{quoi} leaves the screen"
        if isinstance(widget, QAbstractButton):
            principal = isinstance(widget, (TuileChoix, TuileDemarche)) or widget.property("genre") in (
                "p",
                "s",
            )
            minimum = 20 if principal and theme.mesures.borne else 15
            assert widget.height() >= minimum * par_mm - 0.5, f"{quoi}: a target under {minimum} mm"
            assert widget.width() >= 15 * par_mm - 0.5, f"{quoi}: a target under 15 mm"
            assert widget.accessibleName(), f"{quoi} has no accessible name"


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("nom", THEMES)
@pytest.mark.parametrize("forme", list(Forme))
def test_nothing_is_clipped_and_nothing_is_too_small(
    habiller, qtbot, forme: Forme, nom: str, taille: TailleTexte
) -> None:
    theme = habiller(forme, nom, taille)
    fond = page(theme)
    qtbot.addWidget(fond)
    fond.show()
    verifier(fond, theme)
    if "CAPTURES" in os.environ:
        capturer(fond, f"galerie-{forme.value}-{nom}-{taille.value}")
        zone = fond.findChild(Defilement).zone
        capturer(zone.widget(), f"galerie-{forme.value}-{nom}-{taille.value}-entiere")


@pytest.mark.parametrize("taille", list(TailleTexte))
@pytest.mark.parametrize("forme", list(Forme))
def test_a_panel_shows_whole_on_every_screen(habiller, qtbot, forme: Forme, taille: TailleTexte) -> None:
    theme = habiller(forme, "clair", taille)
    fond = QFrame()
    fond.resize(*ECRANS_DE_REFERENCE[forme][1:])
    qtbot.addWidget(fond)
    fond.show()
    panneau = Panneau(
        fond, "Quitter\u00a0?", "Voir la suite", Bouton("Rester", "s"), Bouton("Terminer ma session", "p")
    )
    panneau.corps.addWidget(Paragraphe(MESSAGE))
    panneau.ouvrir()
    verifier(fond, theme)
    assert not panneau.findChild(Defilement).suite_visible
    bas = panneau.feuille.geometry().bottom()
    if theme.mesures.borne:
        assert bas == fond.rect().bottom()
        assert panneau.feuille.width() == fond.width()
    else:
        assert abs(panneau.feuille.geometry().center().x() - fond.rect().center().x()) <= 1
        assert bas < fond.rect().bottom()


def test_a_page_built_in_one_theme_is_right_in_another(habiller, qtbot) -> None:
    fond = page(habiller(Forme.PORTRAIT, "clair", TailleTexte.NORMAL))
    qtbot.addWidget(fond)
    fond.show()
    theme = habiller(Forme.PORTRAIT, "contraste_sombre", TailleTexte.GRAND)
    # The layouts run again when the event loop does.
    qtbot.waitUntil(lambda: fond.findChild(BarreHaut).height() >= theme.mesures.mm(63))
    verifier(fond, theme)
