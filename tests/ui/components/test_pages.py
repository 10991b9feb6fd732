"""What pages are made of: error summary, scrolling, bars, rows, countdown, QR code."""

import gc
import weakref

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.components.actions import BarreActions
from ui.components.barre import BarreHaut, Outil
from ui.components.boutons import Bouton
from ui.components.defilement import Defilement
from ui.components.etapes import Etapes
from ui.components.groupe import GroupeErreur
from ui.components.pressable import Pressable
from ui.components.qr import CodeQr
from ui.components.rebours import Rebours
from ui.components.recapitulatif import Recapitulatif, Reponse
from ui.components.resume_erreurs import ResumeErreurs
from ui.components.scene import Scene
from ui.components.textes import Paragraphe, Texte
from ui.components.tuiles import TuileChoix
from ui.theme import Forme, Theme

GAUCHE = Qt.MouseButton.LeftButton


def nom_accessible(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_summary_takes_the_focus_and_leads_to_each_answer(theme: Theme, qtbot) -> None:
    page = QWidget()
    QVBoxLayout(page)
    resume = ResumeErreurs()
    page.layout().addWidget(resume)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    assert resume.isHidden()
    resume.montrer([("Indiquez un nom.", "", "nom"), ("Indiquez une date.", "Le jour, le mois.", "date")])
    assert resume.hasFocus()
    assert resume.accessibleName() == "2 réponses sont à corriger"
    assert resume.accessibleDescription() == "Indiquez un nom. Indiquez une date."
    suivis: list[str] = []
    resume.lien_active.connect(suivis.append)
    for lien in resume.findChildren(Pressable):
        qtbot.mouseClick(lien, GAUCHE)
    assert suivis == ["nom", "date"]
    resume.montrer([("Indiquez un nom.", "", "nom")])
    assert resume.accessibleName() == "Une réponse est à corriger"
    assert [lien.text() for lien in resume.findChildren(Pressable) if lien.isVisible()] == [
        "Indiquez un nom."
    ]
    resume.montrer([])
    assert resume.isHidden()


def test_an_answer_with_markup_is_shown_as_typed(theme: Theme, qtbot) -> None:
    piege = "<b>Durand</b> & <img src=x>"
    for widget in (Texte(piege), Paragraphe(piege)):
        qtbot.addWidget(widget)
        assert nom_accessible(widget) == piege


def test_a_group_without_error_takes_no_room(theme: Theme, qtbot) -> None:
    groupe = GroupeErreur()
    groupe.corps.addWidget(TuileChoix("Oui"))
    qtbot.addWidget(groupe)
    groupe.show()
    avant = groupe.sizeHint()
    groupe.montrer("Ces deux réponses se contredisent.")
    assert groupe.sizeHint().height() > avant.height()
    assert groupe.layout().contentsMargins().left() == theme.mesures.mm(6)
    groupe.montrer("")
    assert groupe.sizeHint() == avant


def defilement(qtbot, lignes: int) -> Defilement:
    contenu = QWidget()
    pile = QVBoxLayout(contenu)
    for rang in range(lignes):
        pile.addWidget(Texte(f"Ligne {rang}"))
    page = Defilement(contenu, "Voir la suite")
    page.resize(900, 700)
    qtbot.addWidget(page)
    page.show()
    QApplication.processEvents()
    return page


def test_a_short_page_has_no_strip(theme: Theme, qtbot) -> None:
    assert not defilement(qtbot, 3).suite_visible


def test_the_strip_leads_to_the_end_and_goes(theme: Theme, qtbot) -> None:
    page = defilement(qtbot, 60)
    bande = page.findChild(Bouton)
    barre = page.zone.verticalScrollBar()
    assert page.suite_visible
    vue = page.zone.viewport().height()
    qtbot.mouseClick(bande, GAUCHE)
    assert barre.value() == round(vue * 0.8)
    for _ in range(20):
        if page.suite_visible:
            qtbot.mouseClick(bande, GAUCHE)
            QApplication.processEvents()
    assert not page.suite_visible
    assert barre.value() == barre.maximum()
    page.remonter()
    QApplication.processEvents()
    assert page.suite_visible


def test_the_strip_does_not_appear_for_the_room_it_takes(theme: Theme, qtbot) -> None:
    page = defilement(qtbot, 60)
    page.resize(900, page.zone.widget().height())
    QApplication.processEvents()
    assert not page.suite_visible


def test_the_bar_says_which_tool_was_pressed(theme: Theme, qtbot) -> None:
    barre = BarreHaut(
        "Caf", (Outil("texte", "Texte", "texte"), Outil("son", "Écouter", "son", True)), "Quitter"
    )
    qtbot.addWidget(barre)
    barre.show()
    outils: list[str] = []
    fins: list[int] = []
    barre.outil_active.connect(outils.append)
    barre.fin_demandee.connect(lambda: fins.append(1))
    qtbot.mouseClick(barre.outil("texte"), GAUCHE)
    qtbot.mouseClick(barre.outil("son"), GAUCHE)
    assert outils == ["texte", "son"]
    assert barre.outil("son").isChecked()
    assert not barre.outil("texte").isCheckable()
    qtbot.mouseClick(next(b for b in barre.findChildren(Bouton) if b.text() == "Quitter"), GAUCHE)
    assert fins == [1]


@pytest.mark.parametrize("forme", list(Forme))
def test_the_bar_keeps_its_height_whatever_the_title(habiller, qtbot, forme: Forme) -> None:
    habiller(forme)
    barre = BarreHaut("Caf", (Outil("texte", "Texte", "texte"),), "Terminer ma session")
    barre.saluer("CM", "Bonjour Camille")
    qtbot.addWidget(barre)
    largeur = {Forme.PORTRAIT: 1080, Forme.PAYSAGE: 1280, Forme.PC: 1920}[forme]
    hauteurs = set()
    for titre in ("", "Mon compte", "Déclaration de ressources\u00a02021"):
        barre.titrer(titre)
        hauteurs.add(max(barre.heightForWidth(largeur), barre.minimumHeight()))
    assert len(hauteurs) == 1
    assert abs(hauteurs.pop() - {Forme.PORTRAIT: 173, Forme.PAYSAGE: 85, Forme.PC: 80}[forme]) <= 3


def test_the_action_bar_splits_as_drawn(theme: Theme, qtbot) -> None:
    barre = BarreActions(Bouton("Précédent", "s"), Bouton("Continuer"))
    qtbot.addWidget(barre)
    barre.resize(QSize(1080, 131))
    barre.show()
    precedent, continuer = barre.boutons
    utile = 984 - theme.mesures.mm(4)
    assert abs(precedent.width() - 0.42 * utile) <= 1
    assert abs(continuer.width() - 0.58 * utile) <= 1
    assert barre.sizeHint().height() == 131
    barre.montrer(Bouton("Ignorer", "t"), Bouton("Précédent", "s"), Bouton("Continuer"))
    qtbot.waitUntil(lambda: all(b.isVisible() for b in barre.boutons))
    assert [round(b.width() / (984 - 2 * theme.mesures.mm(4)), 2) for b in barre.boutons] == [
        0.26,
        0.32,
        0.42,
    ]
    barre.montrer(Bouton("Terminer ma session", "s"))
    qtbot.waitUntil(barre.boutons[0].isVisible)
    assert abs(barre.boutons[0].width() - 0.42 * 984) <= theme.mesures.mm(4)


def test_modifier_says_what_it_modifies(theme: Theme, qtbot) -> None:
    recap = Recapitulatif("Vous", (Reponse("Revenus fonciers", "4\u00a0200\u00a0€", "rf"),), "Modifier")
    qtbot.addWidget(recap)
    recap.show()
    bouton = recap.findChild(Bouton)
    assert nom_accessible(bouton) == "Modifier\u00a0: Revenus fonciers"
    cibles: list[str] = []
    recap.modifier.connect(cibles.append)
    qtbot.mouseClick(bouton, GAUCHE)
    assert cibles == ["rf"]


def test_the_stepper_says_its_step_without_anything_to_press(theme: Theme, qtbot) -> None:
    etapes = Etapes()
    qtbot.addWidget(etapes)
    etapes.montrer("Étape 1 sur 4", "Transmission", 1, 4, "Étape suivante\u00a0:", "Dates <b>")
    etapes.show()
    assert etapes.titre == "Transmission"
    assert nom_accessible(etapes.findChild(Paragraphe)) == "Étape suivante : Dates <b>"
    assert not etapes.findChildren(Pressable)


def test_the_countdown_repaints_once_per_second(theme: Theme, qtbot, qapp) -> None:
    class Temoin(Rebours):
        dessins = 0

        def paintEvent(self, event) -> None:
            Temoin.dessins += 1
            super().paintEvent(event)

    rebours = Temoin(45, "secondes")
    qtbot.addWidget(rebours)
    rebours.show()
    qtbot.waitUntil(lambda: Temoin.dessins > 0)
    avant = Temoin.dessins
    for _ in range(30):
        rebours.montrer(44)
        qapp.processEvents()
    assert Temoin.dessins == avant + 1
    assert rebours.accessibleName() == "44\u00a0secondes"
    rebours.montrer(-3)
    assert rebours.restant == 0
    rebours.recommencer(90)
    assert rebours.restant == 90


@pytest.mark.parametrize("nom", ["clair", "sombre", "contraste_sombre"])
def test_a_qr_code_is_black_on_white_in_every_theme(habiller, qtbot, nom: str) -> None:
    habiller(nom=nom)
    code = CodeQr("CAF-2026-000123", "Votre reçu, à scanner")
    qtbot.addWidget(code)
    code.resize(code.sizeHint())
    image = code.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    milieu = {image.pixelColor(x, y).name() for x in range(20, 200, 3) for y in range(20, 200, 3)}
    assert milieu == {"#000000", "#ffffff"}
    # The quiet zone, without which a telephone finds nothing.
    assert {image.pixelColor(x, 10).name() for x in range(20, 200)} == {"#ffffff"}


def test_the_scene_is_outlined_where_there_is_no_colour(habiller, qtbot) -> None:
    scene = Scene()
    qtbot.addWidget(scene)
    scene.resize(1080, 600)
    for nom, attendu in (("clair", "#0c5374"), ("contraste_sombre", "#000000")):
        habiller(nom=nom)
        # The body of the tallest person.
        assert scene.grab().toImage().pixelColor(430, 450).name() == attendu


def test_a_page_that_is_left_is_freed(theme: Theme, qtbot) -> None:
    def construire() -> weakref.ref[QWidget]:
        page = QWidget()
        pile = QVBoxLayout(page)
        resume = ResumeErreurs()
        resume.montrer([("Indiquez un nom.", "", "nom")])
        for widget in (
            BarreHaut("Caf", (Outil("t", "Texte", "texte"),), "Quitter"),
            resume,
            Recapitulatif("Vous", (Reponse("a", "b", "c"),), "Modifier"),
            Defilement(QWidget(), "Voir la suite"),
            BarreActions(Bouton("Continuer")),
        ):
            pile.addWidget(widget)
        page.show()
        page.close()
        return weakref.ref(page)

    restes = [construire() for _ in range(20)]
    gc.collect()
    assert not [reste for reste in restes if reste() is not None]
