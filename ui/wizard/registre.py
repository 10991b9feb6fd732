"""From the nature of an answer to its editor: the only table a new nature is added to."""

from typing import Any

from kiosk.formulaire import Nature, Parcours
from ui.wizard.editeurs.base import Editeur
from ui.wizard.editeurs.choix import EditeurCase, EditeurChoix
from ui.wizard.editeurs.personnes import EditeurPersonnes
from ui.wizard.editeurs.saisie import EditeurSaisie

EDITEURS: dict[Nature, type[Editeur]] = {
    Nature.MONTANT: EditeurSaisie,
    Nature.ENTIER: EditeurSaisie,
    Nature.TEXTE: EditeurSaisie,
    Nature.DATE: EditeurSaisie,
    Nature.CHOIX: EditeurChoix,
    Nature.OUI_NON: EditeurChoix,
    Nature.CASE: EditeurCase,
    Nature.PERSONNES: EditeurPersonnes,
}


def editeur(parcours: Parcours[Any], chemin: str) -> Editeur:
    """The editor of the answer at a dotted path."""
    return EDITEURS[parcours.champ(chemin).nature](parcours, chemin)
