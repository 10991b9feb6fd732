"""What a person asked of their contact details and has not sent yet."""

from collections.abc import Sequence

from kiosk.backend.schemas import CoordonneesVues
from kiosk.metier.coordonnees import VERIFIABLES, Coordonnee, Demande, Geste, NatureCoordonnee
from kiosk.metier.lecture_coordonnee import afficher
from ui.screens.projet_coordonnees import Projet


class Brouillon:
    """One gesture at most for each kind, and what was typed and left before it could be read.

    It outlives the pages that show it: « Précédent » loses nothing.
    """

    def __init__(self) -> None:
        self.demandes: dict[NatureCoordonnee, Demande] = {}
        self._saisies: dict[NatureCoordonnee, str] = {}

    def noter(self, demande: Demande) -> Demande:
        """Ask this of its kind, in the place of what was asked of it."""
        self._saisies.pop(demande.nature, None)
        self.demandes[demande.nature] = demande
        return demande

    def laisser(self, nature: NatureCoordonnee, saisie: str) -> None:
        """Keep what was typed on a page that was left by « Précédent »."""
        self._saisies[nature] = saisie

    def texte(self, nature: NatureCoordonnee) -> str:
        """What the field of that kind held, or the value that was asked, as its owner reads it."""
        demande = self.demandes.get(nature)
        return self._saisies.get(nature) or (
            afficher(nature, demande.valeur) if demande and demande.valeur else ""
        )

    def oublier(self, nature: NatureCoordonnee) -> None:
        """Nothing is asked of that kind any more."""
        self.demandes.pop(nature, None)
        self._saisies.pop(nature, None)

    def vider(self) -> None:
        """Nothing is asked at all."""
        self.demandes.clear()
        self._saisies.clear()

    def accorder(self, vues: CoordonneesVues) -> None:
        """Drop what was asked about something that is no longer there."""
        projet = Projet(vues)
        for nature, demande in tuple(self.demandes.items()):
            vue, attente = projet.vue(nature), projet.attente(nature)
            if (demande.geste is Geste.SUPPRIMER and not (vue or attente)) or (
                demande.geste is Geste.CONFIRMER and not (vue and attente)
            ):
                self.oublier(nature)

    def restantes(self, vues: CoordonneesVues) -> Sequence[Coordonnee]:
        """What would be in force before one more removal, as the backend does it; without the values."""
        restantes = {c.nature: Coordonnee(c.nature, "", c.securisee_le) for c in vues.en_vigueur}
        for nature, demande in self.demandes.items():
            if demande.geste is Geste.SUPPRIMER:
                restantes.pop(nature, None)
            elif nature not in VERIFIABLES:
                restantes[nature] = Coordonnee(nature, "")
        return tuple(restantes.values())
