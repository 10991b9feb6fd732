"""What the pages of the contact details and of the password would load at their first key."""

from kiosk.metier import mot_de_passe
from kiosk.metier.adresse_mail import lire_adresse
from kiosk.metier.telephone import lire_telephone


def prechauffer() -> None:
    """Load libraries and tables by reading one of each kind: some 90 ms the first time, for a thread.

    The largest of them, the table of international domains, holds the interpreter for 25 ms in one piece.
    """
    lire_telephone("09 72 12 34 56", mobile=False)  # of none of the overseas regions: asks about each
    for numero in ("+687 75 12 34", "+689 87 12 34 56", "+681 82 12 34"):
        lire_telephone(numero, mobile=True)
    lire_adresse("camille@hébergeur.example.fr")
    mot_de_passe.prechauffer()
