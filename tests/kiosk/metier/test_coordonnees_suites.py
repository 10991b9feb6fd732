"""Any sequence of requests, codes and days: what must hold whatever people do."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.metier.coordonnees import (
    VERIFIABLES,
    Coordonnee,
    Demande,
    Geste,
    GesteRefuse,
    NatureCoordonnee,
    appliquer,
    date_commune,
    est_due,
    incitation,
    securiser,
)

DEBUT = date(2024, 2, 29)


def valeur(nature: NatureCoordonnee, numero: int) -> str:
    if nature is NatureCoordonnee.MAIL:
        return f"camille{numero}@exemple.fr"
    return f"+33{'63998' if nature is NatureCoordonnee.MOBILE else '19900'}{numero:04d}"


@st.composite
def departs(tirer: st.DrawFn) -> tuple[Coordonnee, ...]:
    dates = st.none() | st.dates(date(2022, 1, 1), DEBUT)
    return tuple(
        Coordonnee(nature, valeur(nature, 0), tirer(dates) if nature in VERIFIABLES else None)
        for nature in NatureCoordonnee
        if tirer(st.booleans())
    )


@st.composite
def requetes(tirer: st.DrawFn) -> tuple[Demande, ...]:
    demandes = []
    for nature in tirer(st.permutations(list(NatureCoordonnee))):
        geste = tirer(st.none() | st.sampled_from(Geste))
        if geste is Geste.MODIFIER:
            demandes.append(Demande(nature, geste, valeur(nature, tirer(st.integers(0, 2)))))
        elif geste is not None:
            demandes.append(Demande(nature, geste))
    return tuple(demandes)


class Vie(RuleBasedStateMachine):
    """One account over the years: the model only remembers which values a code was given for."""

    @initialize(depart=departs())
    def naitre(self, depart: tuple[Coordonnee, ...]) -> None:
        self.jour = DEBUT
        self.coordonnees = depart
        self.joignable = bool(depart)
        self.a_verifier: dict[NatureCoordonnee, str] = {}
        self.admises = {(c.nature, c.valeur) for c in depart}
        self.securisables = {(c.nature, c.valeur) for c in depart if c.securisee_le is not None}

    @rule(requete=requetes())
    def demander(self, requete: tuple[Demande, ...]) -> None:
        avant = self.coordonnees
        try:
            effet = appliquer(avant, requete, self.jour)
        except GesteRefuse:
            return
        self.coordonnees = effet.coordonnees
        self.a_verifier |= dict(effet.a_verifier)
        nouvelles = {c.nature: c.valeur for c in effet.coordonnees}
        touchees = {demande.nature for demande in requete}
        assert all(nouvelles[c.nature] == c.valeur for c in avant if c.nature not in touchees)

    @precondition(lambda self: self.a_verifier)
    @rule(donnees=st.data())
    def donner_un_code(self, donnees: st.DataObject) -> None:
        nature = donnees.draw(st.sampled_from(sorted(self.a_verifier)))
        verifiee = self.a_verifier.pop(nature)
        autres = {c.nature: c for c in self.coordonnees if c.nature is not nature}
        self.coordonnees = securiser(self.coordonnees, nature, verifiee, self.jour)
        self.admises.add((nature, verifiee))
        self.securisables.add((nature, verifiee))
        self.joignable = True
        assert {c.nature: c for c in self.coordonnees if c.nature is not nature} == autres
        assert not incitation([c for c in self.coordonnees if c.nature is nature], None, self.jour)

    @rule(jours=st.integers(1, 400))
    def attendre(self, jours: int) -> None:
        self.jour += timedelta(days=jours)

    @precondition(lambda self: any(c.securisee_le is not None for c in self.coordonnees))
    @rule()
    def confirmer_ce_qui_est_securise(self) -> None:
        securisees = [c.nature for c in self.coordonnees if c.securisee_le is not None]
        pure = [Demande(nature, Geste.CONFIRMER) for nature in securisees[:1]]
        effet = appliquer(self.coordonnees, pure, self.jour)
        assert date_commune(effet.coordonnees) == self.jour
        assert not incitation(effet.coordonnees, None, self.jour)
        assert [(c.nature, c.valeur) for c in effet.coordonnees] == [
            (c.nature, c.valeur) for c in self.coordonnees
        ]
        assert not effet.a_verifier
        assert appliquer(effet.coordonnees, pure, self.jour).coordonnees == effet.coordonnees
        self.coordonnees = effet.coordonnees

    @invariant()
    def rien_d_autre_que_ce_qui_fut_verifie(self) -> None:
        verifiables = [c for c in self.coordonnees if c.nature in VERIFIABLES]
        assert {(c.nature, c.valeur) for c in verifiables} <= self.admises
        assert {(c.nature, c.valeur) for c in verifiables if c.securisee_le is not None} <= self.securisables

    @invariant()
    def une_au_moins_et_chacune_une_fois(self) -> None:
        natures = [c.nature for c in self.coordonnees]
        assert natures or not self.joignable
        assert natures == [nature for nature in NatureCoordonnee if nature in natures]

    @invariant()
    def jamais_un_fixe_securise_ni_une_date_a_venir(self) -> None:
        for c in self.coordonnees:
            assert c.securisee_le is None or (c.nature in VERIFIABLES and c.securisee_le <= self.jour)


Vie.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestWhateverPeopleDoOverTheYears = Vie.TestCase


@given(departs(), requetes(), st.integers(0, 800))
def test_dates_only_move_to_the_day_and_never_appear(
    depart: tuple[Coordonnee, ...], requete: tuple[Demande, ...], jours: int
) -> None:
    jour = DEBUT + timedelta(days=jours)
    try:
        effet = appliquer(depart, requete, jour)
    except GesteRefuse:
        return
    avant = {c.nature: c.securisee_le for c in depart}
    for c in effet.coordonnees:
        assert c.securisee_le in (avant.get(c.nature), jour)
        assert (c.securisee_le is None) == (avant.get(c.nature) is None)
    changees = {nature for nature, _ in effet.a_verifier}
    if any(avant[nature] is not None for nature in effet.confirmees):
        assert not any(est_due(c, jour) for c in effet.coordonnees if c.nature not in changees)
    else:
        assert all(c.securisee_le == avant.get(c.nature) for c in effet.coordonnees)
