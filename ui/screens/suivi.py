"""« Suivi »: what was sent, from the last one; the receipt of each can be seen, mailed and printed again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.backend.schemas import DepotVue, EtatDepot
from kiosk.metier.periode import en_lettres
from ui.components.boutons import Bouton
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Carte
from ui.components.etiquette import Etiquette, Mention
from ui.components.lignes import Separateur
from ui.components.rangee import Colonne, Rangee, en_grand
from ui.components.textes import Paragraphe, Texte
from ui.screens.recu import EcranRecu, carte_recu

ETATS = {
    EtatDepot.RECU: Mention("Reçue", "info", "coche"),
    EtatDepot.DOCUMENT_ATTENDU: Mention("Document attendu", "alerte", "document"),
    EtatDepot.TRAITE: Mention("Traitée", "succes", "coche"),
}
PHRASES = {
    EtatDepot.RECU: "La Caf a reçu cet envoi. Vous n’avez rien à refaire.",
    EtatDepot.DOCUMENT_ATTENDU: "La Caf attend un document. Un conseiller peut vous dire lequel, à l’accueil.",
    EtatDepot.TRAITE: "La Caf a traité cet envoi. Vous n’avez rien à refaire.",
}
DERNIERS_DEPOTS = 3
RIEN = "Vous n’avez rien envoyé récemment."
VOIR_RECU = "Voir le reçu"
VOIR_TOUT = "Voir tous mes envois"
TITRE = "Mes envois"
LES_DERNIERS = "Voici vos derniers envois, du plus récent au plus ancien."


class ListeDepots(Carte):
    """One row a deposit, the receipt of each behind its button; no button without `voir_recu`."""

    def __init__(self, depots: Sequence[DepotVue], voir_recu: Callable[[DepotVue], None] | None) -> None:
        super().__init__()
        for depot in depots:
            if self.corps.count():
                self.corps.addWidget(Separateur())
            self.corps.addWidget(_rang(depot, voir_recu))
        if not depots:
            self.corps.addWidget(Texte(RIEN, "second"))


def suivi(
    depots: Sequence[DepotVue],
    voir_recu: Callable[[DepotVue], None] | None,
    voir_tout: Callable[[], None] | None,
) -> QWidget:
    """The part of « Mon compte »: the last deposits, and the way to the others when there are any."""
    colonne = Colonne(Texte("Suivi", "h2"), ListeDepots(depots[:DERNIERS_DEPOTS], voir_recu))
    if voir_tout is not None and len(depots) > DERNIERS_DEPOTS:
        tous = Bouton(VOIR_TOUT, "petit")
        tous.clicked.connect(voir_tout)
        colonne.corps.addWidget(Rangee(tous, QWidget(), parts=(0, 1), ecart_mm=0))
    return colonne


class EcranSuivi(Ecran):
    """All the deposits that the account tells of."""

    titre_barre = TITRE
    connecte = True

    def __init__(
        self,
        depots: Sequence[DepotVue],
        voir_recu: Callable[[DepotVue], None],
        revenir: Callable[[], None],
        terminer: Callable[[], None],
    ) -> None:
        super().__init__()
        self.corps.addWidget(Texte(TITRE, "h1"))
        self.corps.addWidget(Paragraphe(LES_DERNIERS, "intro"))
        self.corps.addWidget(ListeDepots(depots, voir_recu))
        self.pousser()
        self.proposer(Action("Terminer ma session", terminer, "s"), Action("Revenir à mon compte", revenir))
        self.pret()


class EcranDepot(EcranRecu):
    """One deposit: its receipt, and its copies. `retour` is where `revenir` leads, in the words of its button.

    `recepisse` is what the QR code holds, `precision` whose hour the receipt shows ("" when it is the hall's own).
    """

    titre_barre = "Suivi"
    connecte = True

    def __init__(
        self,
        depot: DepotVue,
        recepisse: str,
        precision: str,
        retour: str,
        revenir: Callable[[], None],
        terminer: Callable[[], None],
        *,
        envoyer_mail: Callable[[], None],
        mail: str,
        imprimer: Callable[[], None] | None,
    ) -> None:
        super().__init__()
        self.corps.addWidget(Texte(depot.titre, "h1"))
        self.corps.addWidget(Paragraphe(PHRASES[depot.etat], "intro"))
        self.corps.addWidget(carte_recu(depot.numero, depot.recu_le, ETATS[depot.etat], recepisse, precision))
        self.copier(envoyer_mail, mail, imprimer)
        self.pousser()
        self.proposer(Action("Terminer ma session", terminer, "s"), Action(retour, revenir))
        self.pret()


class _VoirRecu(Bouton):
    """Remembers its deposit: a bound method, since a closure would keep the page alive."""

    def __init__(self, depot: DepotVue, voir: Callable[[DepotVue], None]) -> None:
        super().__init__(VOIR_RECU, "petit")
        self._depot = depot
        self._voir = voir
        self.setAccessibleName(
            f"{VOIR_RECU}\u00a0: {depot.titre}, {_envoyee(depot).lower()}, numéro {depot.numero}"
        )
        self.clicked.connect(self._choisi)

    def _choisi(self) -> None:
        self._voir(self._depot)


def _envoyee(depot: DepotVue) -> str:
    # The time comes with the offset of the hall where it was sent: this day is the one it was there.
    return f"Envoyée le {en_lettres(depot.recu_le.date())}"


def _rang(depot: DepotVue, voir_recu: Callable[[DepotVue], None] | None) -> QWidget:
    textes = Colonne(
        Texte(depot.titre, "libelle"),
        Texte(_envoyee(depot), "second"),
        Texte(f"Numéro {depot.numero}", "second"),
        ecart_mm=0.5,
    )
    droite: list[QWidget] = [Etiquette(ETATS[depot.etat])]
    if voir_recu is not None:
        droite.append(_VoirRecu(depot, voir_recu))
    return Rangee(
        textes,
        Colonne(*droite, ecart_mm=3),
        parts=(1, 0),
        ecart_mm=5,
        empiler=en_grand,
        alignement=Qt.AlignmentFlag.AlignVCenter if voir_recu is not None else Qt.AlignmentFlag(0),
    )
