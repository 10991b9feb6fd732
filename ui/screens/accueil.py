"""Home: what can be done here, and one button to begin."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from ui.components.boite import Boite
from ui.components.boutons import Bouton
from ui.components.ecran import Ecran
from ui.components.listes import LigneMedaillon
from ui.components.scene import Scene
from ui.components.textes import Paragraphe, Texte
from ui.screens.horaires import OUVERT, hauteur, lignes
from ui.theme import Forme, Mesures, TailleTexte, actuel

SERVICES = (
    ("personne", "Consulter votre compte", "Vos coordonnées et vos démarches en cours"),
    ("euro", "Déclarer vos ressources", "La déclaration annuelle, si vous devez la faire"),
    ("poussette", "Déclarer une grossesse", "Et demander la prime à la naissance"),
    ("aidant", "Demander une aide pour un proche", "L’allocation journalière du proche aidant (AJPA)"),
)


QUI_Y_A_DROIT = "Pass’Sport\u00a0: qui\u00a0y\u00a0a\u00a0droit\u00a0?"
NOM_COURT = 14
"""Characters of a hall's name that leave room for a sentence."""

SANS_IDENTIFICATION = "Sans vous identifier"


def _place_des_horaires(mesures: Mesures) -> int:
    """Lines of hours that leave the way in in sight."""
    if mesures.forme is Forme.PORTRAIT:
        return 6 if mesures.grand else 8
    return 3 if mesures.taille is TailleTexte.NORMAL else 0


class EcranAccueil(Ecran):
    """The home page. « Toucher pour commencer » begins the visit; `pass_sport` begins questions without sign-in.

    Without `pass_sport` there is no button that leads there. `descendre` brings the commands of an upright screen
    down, and up again. `caf` names the hall's own; `horaires`, a line each, are when somebody is there to help.
    """

    barre = False
    avec_clavier = False
    bord_a_bord = True

    def __init__(
        self,
        commencer: Callable[[], None],
        changer_texte: Callable[[], None],
        changer_couleurs: Callable[[], None],
        *,
        pass_sport: Callable[[], None] | None = None,
        descendre: Callable[[], None] | None = None,
        caf: str = "Caf",
        horaires: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._descendue = False
        forme = actuel().mesures.forme
        self._tete = QHBoxLayout()
        self._marque = Texte("Caf", "marque")
        self._tete.addWidget(self._marque)
        self._tete.addStretch(1)
        for libelle, icone, faire in (
            ("Texte", "texte", changer_texte),
            ("Contraste", "contraste", changer_couleurs),
        ):
            outil = Bouton(libelle, "outil", icone)
            outil.clicked.connect(faire)
            self._tete.addWidget(outil)
        self._descendre: Bouton | None = None
        if descendre is not None:
            self._descendre = Bouton("Descendre", "outil", "descendre")
            self._descendre.setAccessibleName("Descendre les commandes")
            self._descendre.setCheckable(True)
            self._descendre.clicked.connect(descendre)
            self._tete.addWidget(self._descendre)
        self._mots = QVBoxLayout()
        if forme is not Forme.PORTRAIT:
            self._mots.addStretch(1)
        self._mots.addWidget(Texte("Bonjour", "affiche"))
        # Lying down, a long name takes the room of the second sentence.
        court = forme is not Forme.PORTRAIT and len(caf) > NOM_COURT
        suite = "" if court else " Ici, vous faites vos démarches à votre rythme."
        self._mots.addWidget(Paragraphe(f"Bienvenue à la {caf}.{suite}", "saisie"))
        for icone, titre, aide in SERVICES:
            self._mots.addWidget(LigneMedaillon(icone, titre, aide))
        self._hauteur_horaires = hauteur(horaires)
        self._horaires = LigneMedaillon("horloge", OUVERT, lignes(horaires))
        self._mots.addWidget(self._horaires)
        self._mots.addStretch(1)
        sens = (
            QBoxLayout.Direction.TopToBottom if forme is Forme.PORTRAIT else QBoxLayout.Direction.LeftToRight
        )
        self._milieu = QBoxLayout(sens)
        self._gauche = QVBoxLayout()
        self._gauche.addLayout(self._tete)
        self._gauche.addLayout(self._mots, 1)
        self._milieu.addLayout(self._gauche, 3)
        self._scene = Scene()
        self._milieu.addWidget(self._scene, 2)
        self._pied = Boite("actions")
        self._dessous = QVBoxLayout(self._pied)
        self._boutons = QBoxLayout(sens)
        parts = (0, 0) if forme is Forme.PORTRAIT else (42, 58)
        if pass_sport is not None:
            savoir = Bouton(QUI_Y_A_DROIT, "s", "sport")
            savoir.setAccessibleDescription(SANS_IDENTIFICATION)
            savoir.clicked.connect(pass_sport)
            self._boutons.addWidget(savoir, parts[0])
        self._commencer = Bouton("Commencer" if forme is Forme.PC else "Toucher pour commencer", "p", "doigt")
        self._commencer.dimensionner(12)
        self._commencer.clicked.connect(commencer)
        self._boutons.addWidget(self._commencer, parts[1])
        self._dessous.addLayout(self._boutons)
        if forme is Forme.PORTRAIT:
            self._dessous.addWidget(
                Texte("Une question\u00a0? Un conseiller vous répond à l’accueil.", "second", centre=True)
            )
        self.corps.addLayout(self._milieu, 1)
        self.corps.addWidget(self._pied)
        self.pret()

    def mesurer(self) -> None:
        super().mesurer()
        mesures = actuel().mesures
        mm = mesures.mm
        self._marque.setVisible(not self._descendue)
        # Lying down, the largest letters need the whole width: the way in must stay in sight. Brought down, or with
        # hours in large letters, the page has no room for whole people.
        horaires = 0 < self._hauteur_horaires <= _place_des_horaires(mesures)
        self._horaires.setVisible(horaires)
        presse = mesures.grand and (mesures.forme is Forme.PAYSAGE or horaires)
        self._scene.setVisible(not self._descendue and not presse)
        self._milieu.setSpacing(mm(6))
        self._gauche.setContentsMargins(mesures.marge, mm(5), mesures.marge, 0)
        self._gauche.setSpacing(mm(6))
        self._tete.setSpacing(mm(2))
        self._mots.setSpacing(mm(6))
        self._dessous.setContentsMargins(mesures.marge, mm(6), mesures.marge, mm(5))
        self._dessous.setSpacing(mm(4))
        self._boutons.setSpacing(mm(4))

    def descendre(self, descendue: bool) -> None:
        if self._descendre is not None:
            self._descendre.setChecked(descendue)
        if descendue != self._descendue:
            self._descendue = descendue
            self.mesurer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._descendre is not None:
            self._descendre.setVisible(actuel().mesures.hors_de_portee(self.window().height()) > 0)
