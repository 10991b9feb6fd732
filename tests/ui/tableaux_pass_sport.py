"""The Pass'Sport page, and homes that it concerns, on the day of the other pictures."""

from collections.abc import Callable
from datetime import date

from exemples import JOUR, rien

from kiosk.backend.schemas import PassSportPersonne, PassSportVue
from kiosk.metier.pass_sport import Allocation, Droit, campagne, examiner
from kiosk.metier.pass_sport_textes import message, textes
from ui.screens.pass_sport import EcranPassSport
from ui.shell.fenetre import Fenetre
from ui.wizard.pages import page_editoriale


def _sportif(prenom: str, naissance: date, droit: Droit) -> PassSportPersonne:
    situation = examiner(JOUR, naissance, droit)
    return PassSportPersonne(
        prenom=prenom,
        concerne=situation.concerne,
        livraison=situation.livraison,
        message=message(situation),
    )


def _campagne(*personnes: PassSportPersonne) -> PassSportVue:
    courante = campagne(JOUR)
    return PassSportVue(
        campagne=courante.annee,
        connue=True,
        montant=courante.montant,
        jusqu_au=courante.fin,
        personnes=personnes,
    )


UN_SPORTIF = _campagne(_sportif("Lina", date(2014, 4, 30), Droit(Allocation.ARS, 2022)))
SPORTIFS = _campagne(
    *UN_SPORTIF.personnes,
    _sportif("Maximilien-Alexandre", date(2002, 6, 11), Droit(Allocation.AEEH, en_juin=True)),
    _sportif("Noé", date(2018, 1, 9), Droit(Allocation.AUCUNE)),
    _sportif("Marie-Emmanuelle", date(1990, 5, 2), Droit(Allocation.AAH)),
)
"""Several persons: two deliveries, one too young, one born too early."""

SPORT_INCONNU = PassSportVue(campagne=2026, connue=False)
SPORT_TERMINE = _campagne()


def sections(vue: PassSportVue, jour: date = JOUR) -> tuple[tuple[str, str], ...]:
    """What stands beside the persons, filled in for a day."""
    texte = page_editoriale("pass_sport/mon-compte.md" if vue.connue else "pass_sport/pas-connue.md")
    return (("", texte.format_map(textes(jour))),)


def page(fenetre: Fenetre, vue: PassSportVue = SPORTIFS, jour: date = JOUR) -> EcranPassSport:
    """The page of a home."""
    fenetre.saluer("CM", "Bonjour Camille")
    ecran = EcranPassSport(vue, sections(vue, jour), rien, rien)
    fenetre.montrer(ecran)
    return ecran


def _un(fenetre: Fenetre) -> None:
    page(fenetre, UN_SPORTIF)


def _inconnue(fenetre: Fenetre) -> None:
    page(fenetre, SPORT_INCONNU, date(2026, 11, 23))


def _terminee(fenetre: Fenetre) -> None:
    page(fenetre, SPORT_TERMINE)


TABLEAUX_PASS_SPORT: dict[str, Callable[[Fenetre], object]] = {
    "13a-pass-sport": _un,
    "13b-pass-sport-plusieurs": page,
    "13c-pass-sport-inconnu": _inconnue,
    "13d-pass-sport-termine": _terminee,
}
