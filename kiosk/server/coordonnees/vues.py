"""What a person sees of their contact details, and the rows as the rules need them."""

from datetime import date, datetime

from kiosk.backend.schemas import AttenteVue, CoordonneesVues, CoordonneeVue
from kiosk.metier.coordonnees import Coordonnee, NatureCoordonnee, date_commune, est_due, incitation
from kiosk.metier.lecture_coordonnee import masquer
from kiosk.server.coordonnees.attentes import attend
from kiosk.server.storage.models import CompteLigne


def en_vigueur(compte: CompteLigne) -> tuple[Coordonnee, ...]:
    """The contact details in force, in the order they are shown."""
    par_nature = {
        ligne.nature: Coordonnee(NatureCoordonnee(ligne.nature), ligne.valeur, ligne.securisee_le)
        for ligne in compte.coordonnees
    }
    return tuple(par_nature[nature] for nature in NatureCoordonnee if nature in par_nature)


def vues(compte: CompteLigne, jour: date, maintenant: datetime) -> CoordonneesVues:
    """Masked, with their dates, what still waits for a code, and whether to ask about them on `jour`."""
    coordonnees = en_vigueur(compte)
    attentes = {ligne.nature: ligne.valeur for ligne in compte.changements if attend(ligne, maintenant)}
    return CoordonneesVues(
        version=compte.coordonnees_version,
        en_vigueur=tuple(
            CoordonneeVue(
                nature=c.nature,
                valeur_masquee=masquer(c.nature, c.valeur),
                securisee=c.securisee_le is not None,
                securisee_le=c.securisee_le,
                due=est_due(c, jour),
            )
            for c in coordonnees
        ),
        en_attente=tuple(
            AttenteVue(nature=nature, valeur_masquee=masquer(nature, attentes[nature]))
            for nature in NatureCoordonnee
            if nature in attentes
        ),
        date_commune=date_commune(coordonnees),
        incitation=incitation(coordonnees, compte.coordonnees_vues_le, jour),
    )
