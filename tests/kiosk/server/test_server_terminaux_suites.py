"""Whatever is done to terminals in whatever order: one credential, one terminal; a revoked one is never accepted."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ARGON2_RAPIDE, Temps
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule
from starlette.testclient import TestClient

from kiosk.backend.identite import ENTETE
from kiosk.server.app import creer_app
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.terminaux.registre import TerminalDejaEnrole

NOMS = ("Hall 1", "Hall 2")


class Machine:
    """A terminal as the model knows it: what it was given, in order of use."""

    def __init__(self, nom: str) -> None:
        self.nom = nom
        self.revoque = False
        self.en_usage: str | None = None
        self.suivant: str | None = None
        self.enrole: str | None = None
        self.code: str | None = None
        self.morts: set[str] = set()

    def attendu(self, secret: str) -> str:
        if secret not in {self.en_usage, self.suivant, self.enrole}:
            return "terminal_inconnu"
        return "terminal_revoque" if self.revoque else "accepte"

    def employer(self, secret: str) -> None:
        if secret == self.enrole:
            self.enrole = self.code = None
        elif secret == self.en_usage:
            return
        self.en_usage, self.suivant = secret, None


class Suites(RuleBasedStateMachine):
    """Operators and machines, in any order, against one backend over HTTP."""

    secrets = Bundle("secrets")
    codes = Bundle("codes")
    modele_disque: Path

    @initialize()
    def demarrer(self) -> None:
        self.dossier = Path(tempfile.mkdtemp(prefix="terminaux-"))
        shutil.copytree(self.modele_disque, self.dossier, dirs_exist_ok=True)
        self.temps = Temps()
        self.app = creer_app(
            ReglagesServeur(
                base=f"sqlite+aiosqlite:///{self.dossier}/base.sqlite3",
                dossier_cles=self.dossier / "cles",
                argon2=ARGON2_RAPIDE,
                enrolement_exige=True,
            ),
            self.temps,
        )
        self.http = TestClient(self.app)
        self.http.__enter__()
        self.machines: list[Machine] = []
        self.a_qui: dict[str, Machine] = {}
        self.donnes_le: dict[str, Any] = {}

    def teardown(self) -> None:
        if hasattr(self, "http"):
            self.http.__exit__(None, None, None)
            shutil.rmtree(self.dossier)

    def _appeler(self, geste: Callable[[Any], Any]) -> Any:
        async def attendre() -> Any:
            return await geste(self.app.state.etat.terminaux)

        return self.http.portal.call(attendre)

    def _verdict(self, methode: str, chemin: str, secret: str) -> tuple[str, dict[str, Any]]:
        reponse = self.http.request(methode, f"/api/v1{chemin}", headers={ENTETE: secret})
        return ("accepte" if reponse.status_code < 400 else reponse.json()["code"]), reponse.json()

    def _en_usage(self, nom: str) -> Machine | None:
        return next((m for m in self.machines if m.nom == nom and not m.revoque), None)

    def _donner(self, machine: Machine, secret: str) -> str:
        assert secret not in self.a_qui, "a credential was given twice"
        self.a_qui[secret] = machine
        return secret

    @rule(target=codes, nom=st.sampled_from(NOMS), remplacer=st.booleans())
    def inviter(self, nom: str, remplacer: bool) -> Any:
        machine = self._en_usage(nom)
        if machine is not None and machine.en_usage is not None and not remplacer:
            with pytest.raises(TerminalDejaEnrole):
                self._appeler(lambda terminaux: terminaux.inviter(nom))
            return multiple()
        if machine is None:
            machine = Machine(nom)
            self.machines.append(machine)
        invitation = self._appeler(lambda terminaux: terminaux.inviter(nom, remplacer=remplacer))
        machine.code, machine.enrole = invitation.code.texte(), None
        self.donnes_le[machine.code] = self.temps.instant
        return machine.code

    @rule(target=secrets, code=codes)
    def enroler(self, code: str) -> Any:
        machine = next((m for m in self.machines if m.code == code and not m.revoque), None)
        vivant = (self.temps.instant - self.donnes_le[code]).total_seconds() < 3600
        reponse = self.http.post("/api/v1/terminaux", json={"code": code})
        if machine is None or not vivant:
            assert reponse.json()["code"] == "enrolement_refuse"
            return multiple()
        assert reponse.status_code == 201
        machine.enrole = self._donner(machine, reponse.json()["secret"])
        return machine.enrole

    @rule(target=secrets, secret=secrets)
    def renouveler(self, secret: str) -> Any:
        machine = self.a_qui[secret]
        attendu = machine.attendu(secret)
        verdict, corps = self._verdict("POST", "/terminaux/courant/secret", secret)
        assert verdict == attendu
        if attendu != "accepte":
            return multiple()
        machine.employer(secret)
        machine.suivant = self._donner(machine, corps["secret"])
        return machine.suivant

    @rule(secret=secrets)
    def employer(self, secret: str) -> None:
        machine = self.a_qui[secret]
        attendu = machine.attendu(secret)
        verdict, _ = self._verdict("GET", "/cle-publique", secret)
        assert verdict == attendu
        if attendu == "accepte":
            machine.employer(secret)

    @rule(secret=consumes(secrets))
    def oublier(self, secret: str) -> None:
        """The machine that held it is gone: nobody will show it again but the last look at everything."""

    @rule(nom=st.sampled_from(NOMS))
    def revoquer(self, nom: str) -> None:
        machine = self._en_usage(nom)
        if machine is not None:
            self._appeler(lambda terminaux: terminaux.revoquer(nom))
            machine.revoque, machine.code = True, None

    @rule(nom=st.none() | st.sampled_from(NOMS))
    def demander_renouvellement(self, nom: str | None) -> None:
        enrolee = nom is None or getattr(self._en_usage(nom), "en_usage", None)
        if enrolee:
            self._appeler(lambda terminaux: terminaux.demander_renouvellement(nom))

    @rule(minutes=st.sampled_from((1, 30, 60 * 24 * 100)))
    def attendre(self, minutes: int) -> None:
        self.temps.avancer(minutes=minutes)

    @invariant()
    def une_machine_enrolee_peut_toujours_appeler(self) -> None:
        """As long as it keeps what it used last, and nobody took its place."""
        for machine in getattr(self, "machines", ()):
            if machine.en_usage is not None and not machine.revoque:
                verdict, corps = self._verdict("GET", "/terminaux/courant", machine.en_usage)
                assert (verdict, corps["nom"]) == ("accepte", machine.nom)

    @invariant()
    def ce_qui_est_mort_ou_revoque_est_refuse(self) -> None:
        for secret, machine in getattr(self, "a_qui", {}).items():
            attendu = machine.attendu(secret)
            if attendu != "accepte":
                assert self._verdict("GET", "/terminaux/courant", secret)[0] == attendu


def test_no_sequence_leaves_a_credential_to_two_terminals_or_a_revoked_one_accepted(modele: Path) -> None:
    class Ici(Suites):
        modele_disque = modele

    cas = Ici.TestCase
    cas.settings = settings(
        max_examples=60,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    cas("runTest").runTest()
