"""« Masquer l’écran »: one touch hides everything, its named button brings everything back."""

from doigts import champ, dicter, laisser_faire, toucher, visibles
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from ui.components.champs import ChampMotDePasse
from ui.screens.identification import EcranIdentification
from ui.screens.masque import AFFICHER, EcranMasque


def test_what_was_typed_is_hidden_and_comes_back_masked(fenetre) -> None:
    page = EcranIdentification(lambda _nir, _mot: None, int)
    fenetre.montrer(page)
    secret = champ(page, "Mot de passe")
    assert isinstance(secret, ChampMotDePasse)
    dicter(secret, "soleil velo")
    secret.afficher()
    assert secret.visible
    fenetre.couvrir(EcranMasque(fenetre.decouvrir, int))
    laisser_faire()
    lus = " ".join(texte.text() for texte in visibles(fenetre, QLabel))
    assert "Votre écran est masqué" in lus
    assert not page.isVisible()
    assert not fenetre.clavier.isVisible()
    toucher(fenetre, AFFICHER)
    laisser_faire()
    assert page.isVisible()
    assert secret.valeur() == "soleil velo"
    assert not secret.visible


def test_a_touch_elsewhere_and_the_keys_show_nothing(fenetre) -> None:
    montres: list[int] = []
    fenetre.couvrir(EcranMasque(lambda: montres.append(1), int))
    laisser_faire()
    QTest.mouseClick(fenetre.windowHandle(), Qt.MouseButton.LeftButton, pos=fenetre.rect().center())
    QTest.keyClick(fenetre, Qt.Key.Key_Escape)
    assert not montres


def test_the_chip_says_its_whole_name(fenetre) -> None:
    fenetre.montrer(EcranIdentification(lambda _nir, _mot: None, int))
    demandes: list[str] = []
    fenetre.outil_active.connect(demandes.append)
    toucher(fenetre, "Masquer l’écran")
    assert demandes == ["masquer"]
    puce = next(w for w in visibles(fenetre, QWidget) if w.accessibleName() == "Masquer l’écran")
    assert puce.text() == "Masquer"
