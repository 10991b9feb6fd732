"""What a visitor does to a window: touch what has a name, type, read what is shown."""

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from ui.components.champs import Champ
from ui.components.ecran import Ecran
from ui.components.resume_erreurs import ResumeErreurs
from ui.shell.fenetre import Fenetre

W = TypeVar("W", bound=QWidget)
GAUCHE = Qt.MouseButton.LeftButton


def laisser_faire() -> None:
    """Let Qt lay out, paint, and destroy what is to be destroyed: a strip that appears lays the page out again."""
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def poser_widgets() -> None:
    """Let Qt show and lay out what was just built; unlike `laisser_faire`, starts no step of another task."""
    QCoreApplication.sendPostedEvents()


def visibles(racine: QWidget, genre: type[W]) -> Iterator[W]:
    """The widgets of a kind that can be seen, `racine` being shown."""
    return (w for w in racine.findChildren(genre) if w.isVisible())


def bouton(racine: QWidget, nom: str) -> QAbstractButton:
    """The one visible button with this spoken name."""
    poser_widgets()
    trouves = [b for b in visibles(racine, QAbstractButton) if b.accessibleName() == nom]
    if len(trouves) != 1:
        presents = [b.accessibleName() for b in visibles(racine, QAbstractButton)]
        raise AssertionError(f"{len(trouves)} buttons « {nom} » among {presents}")
    return trouves[0]


def toucher(racine: QWidget, nom: str) -> None:
    """Put a finger on a button and lift it."""
    QTest.mouseClick(bouton(racine, nom), GAUCHE)


def champ(racine: QWidget, libelle: str) -> Champ:
    """The visible field with this label."""
    poser_widgets()
    return next(c for c in visibles(racine, Champ) if c.libelle.startswith(libelle))


def ecrire(cible: Champ, texte: str) -> None:
    """Touch a field and type after what it holds, on a real keyboard."""
    QTest.mouseClick(cible.saisie, GAUCHE)
    cible.setFocus()
    cible.saisie.end(False)
    QTest.keyClicks(cible.saisie, texte)


def dicter(cible: Champ, texte: str) -> None:
    """Type as the on-screen keyboard does: it stays in sight."""
    cible.setFocus()
    for caractere in texte:
        for genre in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            touche = QKeyEvent(genre, 0, Qt.KeyboardModifier.NoModifier, caractere)
            QCoreApplication.sendEvent(cible.saisie, touche)


def remplacer(cible: Champ, texte: str) -> None:
    """Type over what a field holds."""
    cible.setFocus()
    cible.saisie.selectAll()
    QTest.keyClick(cible.saisie, Qt.Key.Key_Delete)
    QTest.keyClicks(cible.saisie, texte)


def coller(cible: Champ, texte: str) -> None:
    """Paste into a field; nothing is left in the clipboard."""
    QApplication.clipboard().setText(texte)
    cible.setFocus()
    QTest.keyClick(cible.saisie, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()


def au_clavier_ecran(fenetre: Fenetre, *noms: str) -> None:
    """Touch keys of the on-screen keyboard by their spoken names."""
    for nom in noms:
        poser_widgets()
        touche = next(t for t in fenetre.clavier.touches if t.definition.nom == nom)
        QTest.mouseClick(touche, GAUCHE)


def lu(racine: QWidget) -> str:
    """All the words that can be seen, one widget a line, markup and no-break spaces taken out."""
    poser_widgets()
    return "\n".join(
        _clair(widget.text())
        for widget in visibles(racine, QWidget)
        if isinstance(widget, QLabel | QAbstractButton)
    )


def _clair(texte: str) -> str:
    if texte.startswith("<"):
        document = QTextDocument()
        document.setHtml(texte)
        texte = document.toPlainText()
    return texte.replace("\u00a0", " ")


def resume(racine: QWidget) -> ResumeErreurs:
    """The page's error summary, shown or not; in a window, that of the page shown (others are kept ready)."""
    page = racine.ecran if isinstance(racine, Fenetre) else racine
    assert page is not None
    trouve = page.findChild(ResumeErreurs)
    assert trouve is not None
    return trouve


def a_corriger(racine: QWidget) -> list[str]:
    """The links of the error summary, in order; empty when it is hidden."""
    poser_widgets()
    return [b.accessibleName() for b in visibles(resume(racine), QAbstractButton)]


def ecran(fenetre: Fenetre, genre: type[W]) -> W:
    """The page shown, which must be of this kind."""
    assert isinstance(fenetre.ecran, Ecran)
    assert isinstance(fenetre.ecran, genre), f"{type(fenetre.ecran).__name__}: {lu(fenetre)}"
    return fenetre.ecran


def mots_de_passe_presents(racine: QWidget, secret: str) -> list[QLineEdit]:
    """The lines of text that hold a secret."""
    return [ligne for ligne in racine.findChildren(QLineEdit) if secret in ligne.text()]
