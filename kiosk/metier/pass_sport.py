"""Pass'Sport: which campaign holds on a day, who gets a coupon and from which delivery (domaine.md §4).

Dated values are in `resources/baremes/pass_sport.toml`. The sentences for people are in `pass_sport_textes`,
what the rights of an account are worth in `pass_sport_droits`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from kiosk.metier.baremes import BaremeInconnu, bareme


class Livraison(StrEnum):
    """When the Caf handed over the list that a person is on, where a campaign tells two apart (2022)."""

    JUIN = "juin"
    AOUT = "aout"


class Allocation(StrEnum):
    """What opens a right to the coupon: the benefit received, or a student grant."""

    ARS = "ars"
    AEEH = "aeeh"
    AAH = "aah"
    BOURSIER = "boursier"
    AUCUNE = "aucune"


class Motif(StrEnum):
    """Why a person is concerned or not, the most telling reason first."""

    ENVOI = "envoi"
    """Concerned: the ministry sends the coupon."""
    DEMANDE = "demande"
    """Concerned: the coupon must be asked for."""
    JUIN = "juin"
    """AEEH and 20 years old in June, without a right that month."""
    ANNEE = "annee"
    """ARS of a year that the campaign does not look at."""
    PERIODE = "periode"
    """The right began or ended outside the days that the campaign looks at."""
    NAISSANCE = "naissance"
    ALLOCATION = "allocation"
    """The campaign does not look at this benefit at all (students in 2021)."""
    AUCUNE = "aucune"
    TERMINEE = "terminee"
    INCONNUE = "inconnue"


@dataclass(frozen=True, slots=True)
class Fenetre:
    """Days between two others, both included; no limit where None."""

    du: date
    au: date | None = None

    def __contains__(self, jour: date) -> bool:
        return self.du <= jour and (self.au is None or jour <= self.au)


@dataclass(frozen=True, slots=True)
class Droit:
    """What a person receives. `annee`: that of an ARS. `en_juin`: an AEEH due in June of the campaign's year.

    `a_temps` is false for a right that does not hold on the days that the campaign looks at.
    """

    allocation: Allocation
    annee: int | None = None
    en_juin: bool | None = None
    a_temps: bool = True


@dataclass(frozen=True, slots=True)
class CampagneSport:
    """One campaign, as it stood from `depuis` on: coupons of `montant` euros, used from `ouverture` to `fin`.

    `droits`: when an AEEH or an AAH must be due; `bourse`: the last day to have got a grant, None without students.
    `envois`: by delivery, `boursier` or `tous`, the day when sending is over; missing where no source tells.
    """

    annee: int
    depuis: date
    ouverture: date
    fin: date
    montant: int
    support: str
    site: str
    attestation: bool
    associations: str
    salles: bool
    droits: Fenetre
    bourse: date | None
    naissances: Mapping[Allocation, Fenetre]
    envois: Mapping[str, date]
    aeeh_en_aout: Fenetre | None
    aeeh_sur_demande: tuple[Fenetre, ...]

    @property
    def annees_ars(self) -> tuple[int, int]:
        """The years whose ARS count: last year's, known in June, and this year's, paid in August."""
        return (self.annee - 1, self.annee)

    def livraison(self, naissance: date, droit: Droit) -> Livraison | None:
        """The list that somebody concerned is on, where the Caf handed over two (deck, « Campagne Pass Sport »)."""
        if Livraison.AOUT not in self.envois or droit.allocation is Allocation.BOURSIER:
            return None
        match droit.allocation:
            case Allocation.ARS:
                en_aout = droit.annee == self.annee
            case Allocation.AEEH:
                en_aout = self.vingt_ans_en_juin(naissance)
            case _:
                en_aout = False
        return Livraison.AOUT if en_aout else Livraison.JUIN

    def vingt_ans_en_juin(self, naissance: date) -> bool:
        """With an AEEH, the right in June decides for this person."""
        return self.aeeh_en_aout is not None and naissance in self.aeeh_en_aout

    def fin_envoi(self, droit: Droit, livraison: Livraison | None) -> date | None:
        """When sending is over for this person, None where no source tells."""
        if droit.allocation is Allocation.BOURSIER:
            return self.envois.get("boursier")
        return self.envois.get(livraison or "tous")


@dataclass(frozen=True, slots=True)
class Situation:
    """What the campaign of a day comes to for one person.

    `campagne` is None while it is not known; `livraison` is None for whoever is not concerned, and where the campaign
    names none. `fin_envoi`: the day when sending is over, where it is told.
    """

    jour: date
    annee: int
    campagne: CampagneSport | None
    motif: Motif
    droit: Droit
    livraison: Livraison | None = None
    fin_envoi: date | None = None

    @property
    def concerne(self) -> bool:
        """The person gets a coupon."""
        return self.motif in (Motif.ENVOI, Motif.DEMANDE)

    @property
    def montant(self) -> int | None:
        """Whole euros, None for whoever is not concerned."""
        return self.campagne.montant if self.campagne is not None and self.concerne else None


@cache
def campagnes() -> tuple[CampagneSport, ...]:
    """The known campaigns, and their versions, oldest first."""
    lues = (_lire(entree) for entree in bareme("pass_sport")["campagnes"])
    return tuple(sorted(lues, key=lambda c: (c.annee, c.depuis)))


def campagne(jour: date) -> CampagneSport:
    """The campaign in which coupons are used that day, else that of the year, not open yet or over.

    Raises `BaremeInconnu` for a year whose campaign is not known: nothing is guessed.
    """
    connues = [c for c in campagnes() if c.depuis <= jour]
    en_cours = [c for c in connues if c.ouverture <= jour <= c.fin]
    de_l_annee = [c for c in connues if c.annee == jour.year]
    if not en_cours and not de_l_annee:
        raise BaremeInconnu(f"no Pass'Sport campaign is known at {jour.isoformat()}")
    return (en_cours or de_l_annee)[-1]


def campagne_ou_rien(jour: date) -> CampagneSport | None:
    """The same, None while it is not known."""
    try:
        return campagne(jour)
    except BaremeInconnu:
        return None


def derniere_terminee(jour: date) -> CampagneSport | None:
    """The last campaign that is over on that day, as it ended."""
    return max(
        (c for c in campagnes() if c.depuis <= jour and c.fin < jour),
        key=lambda c: (c.annee, c.depuis),
        default=None,
    )


def examiner(jour: date, naissance: date, droit: Droit) -> Situation:
    """What the campaign of `jour` comes to for somebody born on `naissance` who has this right. Total.

    An ARS without a year is one that does not count; an AEEH in June that was not told is none.
    """
    courante = campagne_ou_rien(jour)
    if courante is None:
        return Situation(jour, jour.year, None, Motif.INCONNUE, droit)
    motif = _motif(courante, jour, naissance, droit)
    situation = Situation(jour, courante.annee, courante, motif, droit)
    if not situation.concerne:
        return situation
    livraison = courante.livraison(naissance, droit)
    return Situation(
        jour, courante.annee, courante, motif, droit, livraison, courante.fin_envoi(droit, livraison)
    )


def meilleure(jour: date, naissance: date, droits: Collection[Droit]) -> Situation:
    """One coupon a person: with several rights, the one that is sent first; else the most telling refusal."""
    tous = droits or (Droit(Allocation.AUCUNE),)
    motifs = tuple(Motif)
    return min(
        (examiner(jour, naissance, droit) for droit in tous),
        key=lambda s: (motifs.index(s.motif), s.fin_envoi or date.max),
    )


def _motif(courante: CampagneSport, jour: date, naissance: date, droit: Droit) -> Motif:
    if jour > courante.fin:
        return Motif.TERMINEE
    if droit.allocation is Allocation.AUCUNE:
        return Motif.AUCUNE
    fenetre = courante.naissances.get(droit.allocation)
    if fenetre is None:
        return Motif.ALLOCATION
    if naissance not in fenetre:
        return Motif.NAISSANCE
    if not droit.a_temps:
        return Motif.PERIODE
    if droit.allocation is Allocation.ARS and droit.annee not in courante.annees_ars:
        return Motif.ANNEE
    if droit.allocation is Allocation.AEEH:
        if courante.vingt_ans_en_juin(naissance) and not droit.en_juin:
            return Motif.JUIN
        if any(naissance in ages for ages in courante.aeeh_sur_demande):
            return Motif.DEMANDE
    return Motif.ENVOI


def _fenetre(lue: Mapping[str, Any] | None) -> Fenetre | None:
    return None if lue is None else Fenetre(lue["du"], lue.get("au"))


def _lire(lue: Mapping[str, Any]) -> CampagneSport:
    return CampagneSport(
        annee=lue["annee"],
        depuis=lue.get("depuis", date(lue["annee"], 1, 1)),
        ouverture=lue["ouverture"],
        fin=lue["fin"],
        montant=lue["montant"],
        support=lue["support"],
        site=lue["site"],
        attestation=lue["attestation"],
        associations=lue["associations"],
        salles=lue["salles"],
        droits=Fenetre(lue["droits"]["du"], lue["droits"]["au"]),
        bourse=lue["bourse"]["au"] if "bourse" in lue else None,
        naissances=MappingProxyType(
            {Allocation(nom): Fenetre(f["du"], f.get("au")) for nom, f in lue["naissances"].items()}
        ),
        envois=MappingProxyType({nom: envoi["au"] for nom, envoi in lue["envois"].items()}),
        aeeh_en_aout=_fenetre(lue.get("aeeh_en_aout")),
        aeeh_sur_demande=tuple(Fenetre(f["du"], f["au"]) for f in lue.get("aeeh_sur_demande", ())),
    )
