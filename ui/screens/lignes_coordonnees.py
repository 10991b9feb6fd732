"""The three contact details in one card, partly masked, with « Afficher en entier » under them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.metier.coordonnees import Geste, NatureCoordonnee
from ui.components.boutons import Bouton
from ui.components.devoiler import Devoiler
from ui.components.encarts import Carte
from ui.components.lignes import Ligne, Lignes, Separateur
from ui.screens.mots_coordonnees import MOTS
from ui.screens.projet_coordonnees import Projet
from ui.theme import actuel


class LignesCoordonnees(Carte):
    """Always the three lines, in the same order. With `modifiable`, each has its buttons.

    `afficher` asks for the whole values, which `montrer_en_entier` then shows for 15 s. `editer` and `annuler` give
    the nature of the line whose button was pressed.
    """

    _avec_devoiler = False
    editer = Signal(NatureCoordonnee)
    annuler = Signal(NatureCoordonnee)

    def __init__(
        self,
        projet: Projet,
        afficher: Callable[[], None],
        modifiable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, parent)
        self._projet = projet
        self._lignes: dict[NatureCoordonnee, Ligne] = {}
        self._boutons: dict[NatureCoordonnee, _BoutonNature] = {}
        for nature in NatureCoordonnee:
            mots = MOTS[nature]
            actions = self._actions(nature) if modifiable else ()
            self._lignes[nature] = Ligne(mots.icone, mots.nom, actions)
        self.corps.addWidget(Lignes(tuple(self._lignes.values())))
        self._devoiler = Devoiler()
        self._devoiler.demande.connect(afficher)
        self._devoiler.masque.connect(self._remplir)
        self._avec_devoiler = bool(projet.vues.en_vigueur)
        if self._avec_devoiler:
            self.corps.addWidget(Separateur())
            self.corps.addWidget(self._devoiler)
        else:
            self._devoiler.setParent(self)
            self._devoiler.hide()
        self._remplir()
        self.mesurer()

    def _actions(self, nature: NatureCoordonnee) -> Sequence[QWidget]:
        projet = self._projet
        present = projet.vue(nature) or projet.attente(nature) or nature in projet.brouillon
        principal = _BoutonNature(
            "Modifier" if present else "Ajouter", nature, "stylo" if present else "plus"
        )
        principal.demande.connect(self.editer)
        self._boutons[nature] = principal
        if nature not in projet.brouillon:
            return (principal,)
        annuler = _BoutonNature("Annuler", nature, "rejouer")
        annuler.demande.connect(self.annuler)
        if projet.brouillon[nature].geste is Geste.SUPPRIMER:
            self._boutons[nature] = annuler
            return (annuler,)
        return (principal, annuler)

    def mesurer(self) -> None:
        super().mesurer()
        mm = actuel().mesures.mm
        self.corps.setContentsMargins(mm(6), mm(2), mm(6), mm(5) if self._avec_devoiler else mm(2))
        self.corps.setSpacing(mm(3) if self._avec_devoiler else 0)

    def _remplir(self) -> None:
        for nature, ligne in self._lignes.items():
            etat = self._projet.etat(nature)
            ligne.montrer(etat.valeur, donnee=etat.donnee, note=etat.note, mention=etat.mention)

    def montrer_en_entier(self, valeurs: Mapping[NatureCoordonnee, str]) -> None:
        """Show the values in force, as their owner reads them; nothing when nobody waits for them any more."""
        if not self._devoiler.devoiler():
            return
        for nature, valeur in valeurs.items():
            demande = self._projet.brouillon.get(nature)
            if self._projet.vue(nature) and (demande is None or demande.geste is not Geste.MODIFIER):
                self._lignes[nature].devoiler(valeur)

    def masquer(self) -> None:
        """Back to partly masked."""
        self._devoiler.masquer()

    def signaler(self, messages: Mapping[NatureCoordonnee, str]) -> None:
        """Show each message on its line, and none on the others."""
        for nature, ligne in self._lignes.items():
            ligne.signaler(messages.get(nature, ""))

    def aller_a(self, nature: NatureCoordonnee) -> None:
        """Put the person on a line's button."""
        self._boutons[nature].setFocus()


class _BoutonNature(Bouton):
    """A button of one line: its spoken name says which."""

    demande = Signal(NatureCoordonnee)

    def __init__(self, texte: str, nature: NatureCoordonnee, icone: str) -> None:
        super().__init__(texte, "lien", icone)
        self._nature = nature
        self.a_gauche()
        self.setAccessibleName(f"{texte}\u00a0: {MOTS[nature].nom}")
        self.clicked.connect(self._demander)

    def _demander(self) -> None:
        self.demande.emit(self._nature)
