"""What the rights of an account are worth for a Pass'Sport campaign (domaine.md §4)."""

from datetime import date, timedelta

from kiosk.metier.baremes import bareme
from kiosk.metier.pass_sport import Allocation, CampagneSport, Droit, Fenetre


def droits_connus(
    courante: CampagneSport, jour: date, allocation: Allocation, depuis: date, jusqu_a: date | None
) -> tuple[Droit, ...]:
    """What a right held from `depuis` to `jusqu_a` (None: no end) is worth for a campaign, as far as `jour` knows.

    Nothing when it held neither on the days that the campaign looks at, nor holds on `jour`.
    """
    periode = Fenetre(depuis, jusqu_a)
    droits: tuple[Droit, ...] = ()
    match allocation:
        case Allocation.ARS:
            annees = [annee for annee in courante.annees_ars if _a_la_rentree(periode, annee, jour)]
            droits = tuple(Droit(allocation, annee) for annee in annees)
        case Allocation.BOURSIER if min(jour, courante.bourse or jour) in periode:
            droits = (Droit(allocation),)
        case Allocation.AEEH | Allocation.AAH if _se_croisent(periode, _jours_connus(courante.droits, jour)):
            droits = (Droit(allocation, en_juin=True if allocation is Allocation.AEEH else None),)
    if droits or jour not in periode or allocation is Allocation.AUCUNE:
        return droits
    return (Droit(allocation, a_temps=False),)


def _a_la_rentree(periode: Fenetre, annee: int, jour: date) -> bool:
    """An ARS of `annee`: due on a day of its August or September that is not after `jour`."""
    mois = bareme("pass_sport")["rentree"]["mois"]
    debut, fin = date(annee, mois[0], 1), date(annee, mois[-1] + 1, 1) - timedelta(days=1)
    return debut <= jour and _se_croisent(periode, Fenetre(debut, min(fin, jour)))


def _jours_connus(fenetre: Fenetre, jour: date) -> Fenetre:
    """The days of it that `jour` knows; that day alone before it begins."""
    return Fenetre(min(fenetre.du, jour), min(fenetre.au or jour, jour))


def _se_croisent(une: Fenetre, autre: Fenetre) -> bool:
    return une.du in autre or autre.du in une
