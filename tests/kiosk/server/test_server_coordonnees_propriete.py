"""Whatever is asked, in whatever order, nothing is secured but what was, and what its owner gave the code of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from kiosk.server.reglages import ReglagesServeur
from tests.helpers.coordonnees import Personne, Registre, faux

SAISIES = {
    "mobile": {"06 39 98 10 42": "+33639981042", "+33 6 39 98 20 31": "+33639982031"},
    "mail": {"camille@exemple.fr": "camille@exemple.fr", "c.martin@EXEMPLE.fr": "c.martin@exemple.fr"},
    "fixe": {"01 99 00 10 17": "+33199001017"},
}
ANCIEN = date(2021, 6, 1)
NATURES = st.sampled_from(sorted(SAISIES))
PARIS = ZoneInfo("Europe/Paris")

EtatInitial = st.fixed_dictionaries(
    {
        nature: st.sampled_from([None, *((valeur, None) for valeur in valeurs.values())])
        if nature == "fixe"
        else st.sampled_from(
            [None, *((valeur, quand) for valeur in valeurs.values() for quand in (None, ANCIEN))]
        )
        for nature, valeurs in SAISIES.items()
    }
)
GESTES = [
    (nature, geste)
    for nature, valeurs in SAISIES.items()
    for geste in ("confirmer", "supprimer", *(("modifier", valeur) for valeur in valeurs))
]


class Conversation(RuleBasedStateMachine):
    """One account, two terminals, and a model that only knows which right codes were accepted, and when."""

    backend: Any
    registre: Registre

    verifications = Bundle("verifications")

    @initialize(vigueur=EtatInitial)
    def arriver(self, vigueur: dict[str, tuple[str, date | None] | None]) -> None:
        depart = {nature: v for nature, v in vigueur.items() if v is not None}
        self.compte_id = self.registre.inscrire(depart)
        self.permises = {(nature, *v) for nature, v in depart.items() if v[1] is not None}
        self.precedent: dict[str, tuple[str, date | None]] = dict(depart)
        self.terminaux = [self.connecter(), self.connecter()]

    def connecter(self) -> Personne:
        return self.registre.connecter(self.backend.http, self.compte_id, self.backend.temps.instant)

    @property
    def jour(self) -> date:
        instant: datetime = self.backend.temps.instant
        return instant.astimezone(PARIS).date()

    @rule(
        terminal=st.integers(0, 1),
        gestes=st.lists(st.sampled_from(GESTES), min_size=1, max_size=2).map(dict),
        retard=st.sampled_from([0, 0, 0, 1]),
    )
    def gesticuler(self, terminal: int, gestes: dict[str, Any], retard: int) -> None:
        self.demander(terminal, gestes, retard)

    def demander(self, terminal: int, gestes: dict[str, Any], retard: int) -> None:
        personne = self.terminaux[terminal]
        version = personne.coordonnees()["version"]
        reponse = personne.demander(version=version - retard, **gestes)
        if retard:
            assert reponse.status_code == 409
        elif reponse.status_code == 200:
            assert reponse.json()["coordonnees"]["version"] > version
            # Confirming a secured one dates again those that are secured, and secures no other value.
            if any(self.precedent.get(n, ("", None))[1] for n in reponse.json()["confirmees"]):
                self.permises |= {(n, v, self.jour) for n, (v, quand) in self.precedent.items() if quand}
        else:
            assert reponse.status_code == 422

    @rule(
        target=verifications,
        terminal=st.integers(0, 1),
        nature=st.sampled_from(["mobile", "mail"]),
        rang=st.sampled_from([None, 0, 1]),
    )
    def demander_code(self, terminal: int, nature: str, rang: int | None) -> Any:
        """For what waits, or for one of two values asked just before."""
        if rang is not None:
            self.demander(terminal, {nature: ("modifier", sorted(SAISIES[nature])[rang])}, 0)
        reponse = self.terminaux[terminal].demander_code(nature)
        if reponse.status_code not in (200, 201):
            assert reponse.json()["code"] in {"rien_a_verifier", "code_trop_tot", "codes_du_jour"}
            return multiple()
        return UUID(reponse.json()["id"])

    @rule(terminal=st.integers(0, 1), verification=verifications)
    def saisir_juste(self, terminal: int, verification: UUID) -> None:
        (ligne,) = [c for c in self.registre.codes(self.compte_id) if c.id == verification] or [None]
        reponse = self.terminaux[terminal].saisir(verification, self.registre.code_recu(verification))
        if reponse.status_code == 200:
            assert ligne is not None
            self.permises.add((ligne.nature, ligne.valeur, self.jour))
        else:
            assert reponse.json()["code"].startswith("code_") or reponse.status_code == 404

    @rule(
        terminal=st.integers(0, 1),
        verification=verifications,
        essai=st.one_of(st.just(None), st.sampled_from(["", "12", "abcdef", "000 000"]), st.text(max_size=8)),
    )
    def saisir_faux(self, terminal: int, verification: UUID, essai: str | None) -> None:
        envoyes = {self.registre.code_recu(c.id) for c in self.registre.codes(self.compte_id)}
        saisi = faux(max(envoyes, default="000000")) if essai is None else essai
        if saisi.replace(" ", "") in envoyes:
            return
        reponse = self.terminaux[terminal].saisir(verification, saisi)
        assert reponse.status_code in (404, 409, 422)

    @rule(nature=NATURES, verification=verifications)
    def saisir_le_code_d_un_autre(self, nature: str, verification: UUID) -> None:
        """Somebody else's right code, for the very same value, opens nothing here."""
        if nature == "fixe":
            return
        autre_id = self.registre.inscrire({"fixe": ("+33199001017", None)})
        autre = self.registre.connecter(self.backend.http, autre_id, self.backend.temps.instant)
        autre.demander(**{nature: ("modifier", sorted(SAISIES[nature])[0])})
        sienne = autre.recevoir_code(nature)
        code = self.registre.code_recu(sienne)
        assert self.terminaux[0].saisir(sienne, code).status_code == 404
        assert autre.saisir(verification, code).status_code == 404

    @rule(duree=st.sampled_from([20, 61, 600, 16 * 60, 26 * 3600, 8 * 86400, -30, -3600]))
    def attendre(self, duree: int) -> None:
        self.backend.temps.avancer(seconds=duree)
        self.terminaux = [self.connecter(), self.connecter()]

    @invariant()
    def rien_n_est_securise_sans_son_code(self) -> None:
        if not hasattr(self, "compte_id"):
            return
        vigueur = self.registre.en_vigueur(self.compte_id)
        securisees = {(nature, *v) for nature, v in vigueur.items() if v[1] is not None}
        assert securisees <= self.permises
        assert vigueur or not self.precedent, "the last way to reach somebody went"
        assert all(code.essais <= 5 for code in self.registre.codes(self.compte_id))
        self.precedent = vigueur


@pytest.fixture
def conversation(backend: Any, reglages: ReglagesServeur) -> type[Conversation]:
    class Ici(Conversation):
        pass

    Ici.backend, Ici.registre = backend, Registre(reglages.base)
    return Ici


def test_no_sequence_of_calls_secures_a_value_without_its_code(conversation: type[Conversation]) -> None:
    run_state_machine_as_test(
        conversation,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            database=None,
            phases=[
                Phase.generate
            ],  # shrinking plays conversations for minutes; what failed is printed whole
            suppress_health_check=list(HealthCheck),
        ),
    )
