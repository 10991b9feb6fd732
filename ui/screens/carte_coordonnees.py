"""« Mes coordonnées » in one card of the account: how the person can be reached, and what it still asks of them."""

from collections.abc import Callable

from kiosk.backend.schemas import CoordonneesVues
from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.periode import en_lettres
from ui.components.cartes import CarteTitree, ValeurSobre
from ui.components.etiquette import Etiquette, Mention
from ui.components.rangee import Colonne
from ui.components.textes import Texte
from ui.screens.mots_coordonnees import MOTS
from ui.screens.projet_coordonnees import Projet

TITRE = "Mes coordonnées"
A_CONFIRMER = Mention("À confirmer", "alerte", "calendrier")


class CarteCoordonnees(CarteTitree):
    """One date for all when they share it, else one each; without `modifier` there is no button."""

    def __init__(self, vues: CoordonneesVues, modifier: Callable[[], None] | None = None) -> None:
        super().__init__("bouclier", TITRE)
        vide = not vues.en_vigueur and not vues.en_attente
        if vide:
            self.corps.addWidget(Texte("Aucune coordonnée enregistrée.", "second"))
        else:
            self.corps.addWidget(_liste(vues))
        if modifier is not None:
            self.agir("Ajouter" if vide else "Modifier", modifier, "plus" if vide else "stylo", seul=False)


def _liste(vues: CoordonneesVues) -> Colonne:
    """One group each, but one for all those that share their date."""
    liste = Colonne(ecart_mm=4)
    projet = Projet(vues)
    communes = [c.nature for c in vues.en_vigueur if c.securisee and vues.date_commune is not None]
    groupe = Colonne(ecart_mm=2)
    for nature in NatureCoordonnee:
        if projet.vue(nature) is None and projet.attente(nature) is None:
            continue
        if nature not in communes[1:]:
            groupe = Colonne(ecart_mm=2)
            liste.corps.addWidget(groupe)
        _decrire(projet, nature, groupe, en_commun=nature in communes)
        if vues.date_commune is not None and nature in communes[-1:]:
            participe = MOTS[nature].accorder("Confirmé") if len(communes) == 1 else "Confirmées"
            groupe.corps.addWidget(Texte(f"{participe} le {en_lettres(vues.date_commune)}", "second"))
            if any(c.due for c in vues.en_vigueur):
                groupe.corps.addWidget(Etiquette(A_CONFIRMER))
    return liste


def _decrire(projet: Projet, nature: NatureCoordonnee, groupe: Colonne, *, en_commun: bool) -> None:
    etat = projet.etat(nature)
    if etat.donnee:
        groupe.corps.addWidget(ValeurSobre(etat.valeur))
    if en_commun and projet.attente(nature) is None:
        return
    if etat.note:
        groupe.corps.addWidget(ValeurSobre(etat.note, donnee=False))
    if etat.mention is not None and etat.mention.ton != "succes":  # « Sécurisé le… » says it already
        groupe.corps.addWidget(Etiquette(etat.mention))
