"""A contact detail as typed, as stored, as shown, whatever its kind."""

from kiosk.metier import adresse_mail, telephone
from kiosk.metier.coordonnees import NatureCoordonnee


def lire_coordonnee(nature: NatureCoordonnee, texte: str) -> str:
    """The stored form of what was typed: E.164, or a mail address. Raises `TelephoneRefuse`, `AdresseRefusee`."""
    if nature is NatureCoordonnee.MAIL:
        return adresse_mail.lire_adresse(texte)
    return telephone.lire_telephone(texte, mobile=nature is NatureCoordonnee.MOBILE)


def afficher(nature: NatureCoordonnee, valeur: str) -> str:
    """As its owner reads it: `06 39 98 10 42`, `camille@exemple.fr`."""
    return valeur if nature is NatureCoordonnee.MAIL else telephone.afficher(valeur)


def masquer(nature: NatureCoordonnee, valeur: str) -> str:
    """Enough to recognise one's own: `06 •• •• •• 42`, `c•••••@exemple.fr` (always five dots)."""
    if nature is NatureCoordonnee.MAIL:
        return adresse_mail.masquer(valeur)
    return telephone.masquer(valeur)
