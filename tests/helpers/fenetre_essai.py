"""A small window on which the helpers themselves are tested: a field, a keyboard, a page that changes."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)


class Fenetre(QStackedWidget):
    """Two pages: what is typed on the first is said on the second."""

    def __init__(self) -> None:
        super().__init__()
        self.champ = QLineEdit()
        self.champ.setAccessibleName("Prénom")
        self.accord = QCheckBox("Je suis d’accord")
        self.reponse = QLabel("")
        self.addWidget(self._saisie())
        self.addWidget(self._fin())
        self.majuscules = False

    def _saisie(self) -> QWidget:
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.addWidget(QLabel("Comment vous appelez-vous ?"))
        colonne.addWidget(self.champ)
        colonne.addWidget(self.accord)
        touches = QGridLayout()
        self.touches: list[QPushButton] = []
        for rang, signe in enumerate("azertyuiopqsdfghjklmwxcvbn"):
            touche = QPushButton(signe)
            touche.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            touche.clicked.connect(self.frapper)
            touches.addWidget(touche, rang // 10, rang % 10)
            self.touches.append(touche)
        for colonne_touche, (nom, action) in enumerate(
            (("Majuscule", self.changer), ("Effacer", self.champ.backspace))
        ):
            touche = QPushButton(nom)
            touche.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            touche.clicked.connect(action)
            touches.addWidget(touche, 3, colonne_touche * 2, 1, 2)
        colonne.addLayout(touches)
        suite = QPushButton("Continuer")
        suite.clicked.connect(self.continuer)
        colonne.addWidget(suite)
        return page

    def _fin(self) -> QWidget:
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.addWidget(self.reponse)
        retour = QPushButton("Précédent")
        retour.clicked.connect(self.revenir)
        colonne.addWidget(retour)
        return page

    def changer(self) -> None:
        self.majuscules = not self.majuscules
        for touche in self.touches:
            touche.setText(touche.text().upper() if self.majuscules else touche.text().lower())

    def frapper(self) -> None:
        touche = self.sender()
        assert isinstance(touche, QPushButton)
        self.champ.insert(touche.text())
        if self.majuscules:
            self.changer()

    def continuer(self) -> None:
        self.reponse.setText(f"Bonjour {self.champ.text()} !")
        self.setCurrentIndex(1)

    def revenir(self) -> None:
        self.setCurrentIndex(0)


def main() -> None:
    application = QApplication(sys.argv)
    fenetre = Fenetre()
    fenetre.setGeometry(application.primaryScreen().geometry())
    fenetre.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
