"""« Mon profil »: all that the Caf knows of the person, and how each part can be changed."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.backend.schemas import Compte, CoordonneesVues, DroitVue, MembreVue, SituationVue
from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.foyer import Qualite
from kiosk.metier.periode import en_lettres
from ui.components.cartes import CarteTitree, ValeurSobre
from ui.components.ecran import Action, Ecran
from ui.components.etiquette import Etiquette
from ui.components.lignes import Separateur, Valeur
from ui.components.rangee import Colonne, Rangee
from ui.components.textes import Paragraphe, Texte
from ui.screens.carte_coordonnees import TITRE as MES_COORDONNEES
from ui.screens.mots_coordonnees import MOTS
from ui.screens.projet_coordonnees import Projet
from ui.theme import Forme, Mesures

QUALITES = {
    Qualite.VOUS: "Vous",
    Qualite.CONJOINT: "Votre conjoint",
    Qualite.AUTRE: "Autre personne du foyer",
}
SITUATION_CHANGEE = "Elle a changé\u00a0? Dites-le à un conseiller, à\u00a0l’accueil."
FOYER_CHANGE = "Quelqu’un arrive ou part\u00a0? Dites-le à un conseiller, à\u00a0l’accueil."
DROITS_DISCUTES = "Une question sur vos droits\u00a0? Un conseiller peut vous répondre, à\u00a0l’accueil."
PAS_EN_VIGUEUR = "Ce qui attend son code n’est pas encore en vigueur."


class EcranProfil(Ecran):
    """The whole profile. « Modifier » stands where the kiosk can do it; elsewhere a sentence says whom to ask."""

    titre_barre = "Mon profil"
    connecte = True
    colonne_mm = 440

    def __init__(
        self,
        compte: Compte,
        *,
        modifier_coordonnees: Callable[[], None],
        modifier_mot_de_passe: Callable[[], None],
        revenir: Callable[[], None],
        terminer: Callable[[], None],
    ) -> None:
        super().__init__()
        self.corps.addWidget(Texte("Mon profil", "h1"))
        self.corps.addWidget(
            Rangee(
                Colonne(_situation(compte.situation), _foyer(compte.foyer)),
                Colonne(
                    _coordonnees(compte.coordonnees, modifier_coordonnees),
                    _droits(compte.droits),
                    _mot_de_passe(modifier_mot_de_passe),
                ),
                empiler=_une_colonne,
                alignement=Qt.AlignmentFlag.AlignTop,
            )
        )
        self.pousser()
        self.proposer(Action("Terminer ma session", terminer, "s"), Action("Revenir à mon compte", revenir))
        self.pret()


def _une_colonne(mesures: Mesures) -> bool:
    return mesures.forme is Forme.PORTRAIT or (mesures.grand and mesures.borne)


def _tag_dessous(mesures: Mesures) -> bool:
    return mesures.grand or mesures.forme is not Forme.PORTRAIT


def _situation(situation: SituationVue | None) -> QWidget:
    carte = CarteTitree("maison", "Ma situation")
    if situation is None:
        carte.corps.addWidget(Texte("Aucune situation familiale enregistrée.", "second"))
    else:
        depuis = f"Depuis le {en_lettres(situation.depuis)}" if situation.depuis else ""
        carte.corps.addWidget(_rubrique(situation.libelle, depuis))
    carte.corps.addWidget(Paragraphe(SITUATION_CHANGEE, "second"))
    return carte


def _foyer(membres: Sequence[MembreVue]) -> QWidget:
    carte = CarteTitree("personne", "Mon foyer")
    rubriques = [_rubrique(m.prenom, QUALITES[m.qualite], _naissance(m)) for m in membres]
    _empiler(carte, rubriques, "Aucune personne enregistrée dans votre foyer.")
    carte.corps.addWidget(Paragraphe(FOYER_CHANGE, "second"))
    return carte


def _naissance(membre: MembreVue) -> str:
    jour = membre.date_naissance
    return f"Date de naissance\u00a0: {en_lettres(jour)}" if jour else ""


def _coordonnees(vues: CoordonneesVues, modifier: Callable[[], None]) -> QWidget:
    carte = CarteTitree("bouclier", MES_COORDONNEES)
    vide = not vues.en_vigueur and not vues.en_attente
    projet = Projet(vues)
    rubriques = [] if vide else [_coordonnee(projet, nature) for nature in NatureCoordonnee]
    _empiler(carte, rubriques, "Aucune coordonnée enregistrée.")
    if vues.en_attente:
        carte.corps.addWidget(Paragraphe(PAS_EN_VIGUEUR, "second"))
    carte.agir("Ajouter" if vide else "Modifier", modifier, "plus" if vide else "stylo", seul=False)
    return carte


def _coordonnee(projet: Projet, nature: NatureCoordonnee) -> QWidget:
    etat = projet.etat(nature)
    textes = Colonne(Texte(MOTS[nature].nom, "second"), Valeur(etat.valeur, donnee=etat.donnee), ecart_mm=0.5)
    if etat.note:
        textes.corps.addWidget(ValeurSobre(etat.note, donnee=False))
    if etat.mention is None:
        return textes
    return Rangee(textes, Etiquette(etat.mention), parts=(1, 0), ecart_mm=2, empiler=_tag_dessous)


def _droits(droits: Sequence[DroitVue]) -> QWidget:
    carte = CarteTitree("euro", "Mes droits")
    rubriques = [
        _rubrique(droit.libelle, f"Pour {droit.pour}" if droit.pour else "", _periode(droit))
        for droit in droits
    ]
    _empiler(carte, rubriques, "Aucun droit en cours.")
    carte.corps.addWidget(Paragraphe(DROITS_DISCUTES, "second"))
    return carte


def _periode(droit: DroitVue) -> str:
    if droit.jusqu_a is None:
        return f"Depuis le {en_lettres(droit.depuis)}"
    return f"Du {en_lettres(droit.depuis)} au {en_lettres(droit.jusqu_a)}"


def _mot_de_passe(modifier: Callable[[], None]) -> QWidget:
    carte = CarteTitree("cadenas", "Mon mot de\u00a0passe")
    carte.corps.addWidget(Paragraphe("Changez-le si une autre personne le connaît.", "second"))
    carte.agir("Modifier mon mot de\u00a0passe", modifier, "stylo")
    return carte


def _rubrique(titre: str, *lignes: str) -> Colonne:
    return Colonne(Texte(titre, "libelle"), *(Texte(x, "second") for x in lignes if x), ecart_mm=0.5)


def _empiler(carte: CarteTitree, rubriques: Iterable[QWidget], rien: str) -> None:
    """The parts of a card with a thin line between them, or the sentence that says that there are none."""
    pile = list(chain.from_iterable((Separateur(), rubrique) for rubrique in rubriques))[1:]
    for widget in pile or [Texte(rien, "second")]:
        carte.corps.addWidget(widget)
