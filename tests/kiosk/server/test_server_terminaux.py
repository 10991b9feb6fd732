"""Which terminals a backend takes calls from: codes, credentials, rotation, revocation, on both databases."""

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import structlog
from httpx2 import Response
from sqlalchemy import NullPool, create_engine, text

from kiosk.backend.identite import ENTETE
from kiosk.metier.code_enrolement import CodeEnrolement, lire
from kiosk.server import journal
from kiosk.server.demo import CompteDemo
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.terminaux.registre import Invitation, TerminalDejaEnrole, TerminalIntrouvable

DEUX_JOURS_H = 48


class Hall:
    """A backend that asks for enrolled terminals, and what its operator and its terminals do."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self.http = backend.http
        self.terminaux = backend.etat.terminaux

    def appeler(self, geste: Any) -> Any:
        """On the application's own loop: its database belongs to it."""
        return self.http.portal.call(_attendre, geste)

    def inviter(self, nom: str, **suite: bool) -> Invitation:
        invitation: Invitation = self.appeler(self.terminaux.inviter(nom, **suite))
        return invitation

    def echanger(self, code: str | Invitation) -> Response:
        texte = code if isinstance(code, str) else code.code.texte()
        reponse: Response = self.http.post("/api/v1/terminaux", json={"code": texte})
        return reponse

    def enroler(self, nom: str, **suite: bool) -> str:
        """A credential that was used once."""
        secret: str = self.echanger(self.inviter(nom, **suite)).json()["secret"]
        assert self.presenter(secret).status_code == 200
        return secret

    def presenter(self, secret: str | None) -> Response:
        reponse: Response = self.http.get("/api/v1/terminaux/courant", headers=porte(secret))
        return reponse

    def renouveler(self, secret: str) -> Response:
        reponse: Response = self.http.post("/api/v1/terminaux/courant/secret", headers=porte(secret))
        return reponse

    def verdict(self, secret: str | None) -> str:
        return verdict(self.presenter(secret))


async def _attendre(geste: Any) -> Any:
    return await geste


def porte(secret: str | None) -> dict[str, str]:
    return {} if secret is None else {ENTETE: secret}


def verdict(reponse: Response) -> str:
    if reponse.status_code < 400:
        return "accepte"
    assert reponse.headers["content-type"] == "application/problem+json"
    assert (reponse.status_code, reponse.json()["status"]) == (403, 403)
    return str(reponse.json()["code"])


@pytest.fixture
def hall(deux_bases: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any]) -> Hall:
    return Hall(demarrer(deux_bases.model_copy(update={"enrolement_exige": True})))


@pytest.fixture
def hall_sqlite(reglages: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any]) -> Hall:
    return Hall(demarrer(reglages.model_copy(update={"enrolement_exige": True})))


# --- enrolment ------------------------------------------------------------------------------------------


def test_a_code_becomes_a_credential_and_only_its_hash_is_kept(hall: Hall) -> None:
    invitation = hall.inviter("  Hall\t2 ")
    reponse = hall.echanger(invitation)

    assert reponse.status_code == 201
    donne = reponse.json()
    assert donne["nom"] == "Hall 2"
    assert len(donne["secret"].partition(".")[2]) == 43  # 256 bits
    vue = hall.presenter(donne["secret"])
    assert vue.json() == {"id": donne["id"], "nom": "Hall 2", "a_renouveler": False}
    assert vue.headers["cache-control"] == "no-store"
    url = hall.backend.etat.reglages.base.replace("sqlite+aiosqlite", "sqlite")
    with create_engine(url, poolclass=NullPool).connect() as connexion:
        lignes = repr(connexion.execute(text("SELECT * FROM terminal")).all())
    for secret in (donne["secret"], donne["secret"].partition(".")[2], invitation.code.secret):
        assert secret not in lignes
        assert secret not in repr(invitation)


def test_a_code_is_over_once_its_credential_was_used(hall: Hall) -> None:
    invitation = hall.inviter("Hall 2")
    perdue = hall.echanger(invitation).json()["secret"]
    secret = hall.echanger(invitation).json()["secret"]

    assert hall.verdict(perdue) == "terminal_inconnu"
    assert hall.verdict(secret) == "accepte"
    assert verdict(hall.echanger(invitation)) == "enrolement_refuse"
    assert hall.verdict(secret) == "accepte"


def test_a_code_lives_an_hour_and_five_wrong_tries(hall: Hall) -> None:
    vieille = hall.inviter("Hall 1")
    hall.backend.temps.avancer(minutes=59, seconds=59)
    assert hall.echanger(vieille).status_code == 201
    hall.backend.temps.avancer(seconds=1)
    assert verdict(hall.echanger(vieille)) == "enrolement_refuse"

    usee = hall.inviter("Hall 2")
    autre = "0" if usee.code.secret[0] != "0" else "1"
    fausse = CodeEnrolement(usee.code.repere, autre + usee.code.secret[1:]).texte()
    for _ in range(5):
        assert verdict(hall.echanger(fausse)) == "enrolement_refuse"
    assert verdict(hall.echanger(usee)) == "enrolement_refuse"
    assert hall.echanger(hall.inviter("Hall 2")).status_code == 201


def test_a_clock_set_back_does_not_make_a_code_last(hall_sqlite: Hall) -> None:
    invitation = hall_sqlite.inviter("Hall 2")
    hall_sqlite.backend.temps.avancer(days=-3)

    assert verdict(hall_sqlite.echanger(invitation)) == "enrolement_refuse"


def test_another_code_for_the_same_terminal_ends_the_first(hall: Hall) -> None:
    premiere = hall.inviter("Hall 2")
    donne = hall.echanger(premiere).json()["secret"]
    seconde = hall.inviter("Hall 2")

    assert verdict(hall.echanger(premiere)) == "enrolement_refuse"
    assert hall.verdict(donne) == "terminal_inconnu"
    assert hall.echanger(seconde).status_code == 201


def test_a_machine_set_up_again_takes_the_place_of_the_old_one_only_once_it_is_there(hall: Hall) -> None:
    ancien = hall.enroler("Hall 2")
    with pytest.raises(TerminalDejaEnrole):
        hall.inviter("Hall 2")
    invitation = hall.inviter("Hall 2", remplacer=True)
    neuf = hall.echanger(invitation).json()

    # The old machine goes on meanwhile, and may even be given another credential.
    suivant = hall.renouveler(ancien).json()["secret"]
    assert hall.verdict(suivant) == "accepte"
    assert neuf["id"] == hall.presenter(suivant).json()["id"]

    assert hall.verdict(neuf["secret"]) == "accepte"
    assert hall.verdict(suivant) == "terminal_inconnu"
    assert hall.verdict(ancien) == "terminal_inconnu"


@pytest.mark.parametrize("code", ["", "7K3", "é" * 9, "000-000-001", "x" * 41])
def test_what_is_no_code_is_refused_like_a_wrong_one(hall_sqlite: Hall, code: str) -> None:
    reponse = hall_sqlite.echanger(code)

    assert reponse.json()["code"] in {"enrolement_refuse", "requete_invalide"}


@pytest.mark.parametrize("nom", ["", "  ", "x" * 81, "Hall\0", "Hall\u202e2"])
def test_a_terminal_has_a_name_that_can_be_read(hall_sqlite: Hall, nom: str) -> None:
    with pytest.raises(ValueError, match="nom d’un terminal"):
        hall_sqlite.inviter(nom)


def test_two_machines_that_type_one_code_at_once_are_not_both_let_in(hall: Hall) -> None:
    code = hall.inviter("Hall 2").code.texte()

    async def ensemble() -> list[Any]:
        return await asyncio.gather(*(hall.terminaux.enroler(code) for _ in range(4)))

    donnes = [donne.secret for donne in hall.appeler(ensemble())]

    assert len(set(donnes)) == 4
    assert sorted(hall.verdict(secret) for secret in donnes) == ["accepte", *["terminal_inconnu"] * 3]


def test_operators_who_name_one_terminal_at_once_get_one_terminal(hall: Hall) -> None:
    async def ensemble() -> list[Any]:
        return await asyncio.gather(*(hall.terminaux.inviter("Hall 2") for _ in range(4)))

    invitations = hall.appeler(ensemble())

    assert len(hall.appeler(hall.terminaux.lister())) == 1
    assert sum(hall.echanger(invitation).status_code == 201 for invitation in invitations) == 1


# --- who may call ---------------------------------------------------------------------------------------


def portes(hall: Hall) -> list[tuple[str, str]]:
    """Every operation that is published under `/api/v1`."""
    schema = hall.http.get("/api/v1/openapi.json").json()
    return [
        (methode.upper(), chemin.replace("{id}", str(uuid4())))
        for chemin, operations in schema["paths"].items()
        for methode in operations
        if chemin.startswith("/api/v1/")
    ]


def test_every_door_but_the_enrolment_asks_for_a_terminal(hall_sqlite: Hall) -> None:
    secret = hall_sqlite.enroler("Hall 2")
    hall_sqlite.appeler(hall_sqlite.terminaux.revoquer("Hall 2"))
    fermees = [porte for porte in portes(hall_sqlite) if porte != ("POST", "/api/v1/terminaux")]
    assert len(fermees) > 12

    for methode, chemin in fermees:
        for presente, code in ((None, "terminal_inconnu"), (secret, "terminal_revoque")):
            reponse = hall_sqlite.http.request(
                methode, chemin, headers=porte(presente) | {"Idempotency-Key": str(uuid4())}
            )
            assert (methode, chemin, verdict(reponse)) == (methode, chemin, code)


def test_an_enrolled_terminal_signs_people_in_and_deposits(hall: Hall, seule: CompteDemo) -> None:
    hall.http.headers[ENTETE] = hall.enroler("Hall 2")

    _, bon = hall.backend.ouvrir(seule)
    assert hall.backend.deposer(hall.backend.sceller(hall.backend.dossier(bon))).status_code == 201


def test_a_refused_terminal_costs_nobody_a_try(hall_sqlite: Hall, seule: CompteDemo) -> None:
    for _ in range(12):
        refus = hall_sqlite.backend.identifier(seule.nir, "faux")
        assert verdict(refus) == "terminal_inconnu"

    hall_sqlite.http.headers[ENTETE] = hall_sqlite.enroler("Hall 2")
    assert hall_sqlite.backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201


@pytest.mark.parametrize("exige", [None, False])
def test_where_none_is_asked_for_anybody_calls(
    reglages: ReglagesServeur,
    demarrer: Callable[[ReglagesServeur], Any],
    seule: CompteDemo,
    exige: bool | None,
) -> None:
    ouvert = Hall(demarrer(reglages.model_copy(update={"enrolement_exige": exige})))

    assert ouvert.backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201
    ouvert.http.headers[ENTETE] = "of another backend"
    assert ouvert.backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201
    assert ouvert.verdict(None) == "terminal_inconnu"
    ouvert.http.headers[ENTETE] = ouvert.enroler("Hall 2")
    assert ouvert.backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201


@pytest.mark.parametrize(
    "alterer",
    [
        lambda secret: "",
        lambda secret: secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        lambda secret: secret + "A",
        lambda secret: secret.partition(".")[2],
        lambda secret: secret.partition(".")[0],
        lambda secret: f"{uuid4()}.{secret.partition('.')[2]}",
        lambda secret: secret.upper(),
        lambda secret: secret + "x" * 10_000,
        lambda secret: "\u00e9",
    ],
)
def test_anything_but_the_credential_is_unknown(hall_sqlite: Hall, alterer: Callable[[str], str]) -> None:
    secret = hall_sqlite.enroler("Hall 2")
    reponse = hall_sqlite.http.get(
        "/api/v1/terminaux/courant", headers={ENTETE: alterer(secret).encode("latin-1")}
    )

    assert verdict(reponse) == "terminal_inconnu"
    assert hall_sqlite.verdict(secret) == "accepte"


# --- rotation -------------------------------------------------------------------------------------------


def test_both_credentials_are_good_until_the_new_one_is_used(hall: Hall) -> None:
    ancien = hall.enroler("Hall 2")
    suivant = hall.renouveler(ancien).json()["secret"]
    hall.backend.temps.avancer(days=30)

    assert hall.verdict(ancien) == "accepte"
    assert hall.verdict(suivant) == "accepte"
    assert hall.verdict(ancien) == "terminal_inconnu"
    assert hall.verdict(suivant) == "accepte"


def test_a_rotation_asked_for_again_gives_the_last_one(hall: Hall) -> None:
    ancien = hall.enroler("Hall 2")
    perdu = hall.renouveler(ancien).json()["secret"]
    suivant = hall.renouveler(ancien).json()["secret"]

    assert hall.verdict(perdu) == "terminal_inconnu"
    assert hall.verdict(ancien) == "accepte"
    # The new one may be renewed at its first use.
    apres = hall.renouveler(suivant).json()["secret"]
    assert [hall.verdict(secret) for secret in (ancien, apres, suivant)] == [
        "terminal_inconnu",
        "accepte",
        "terminal_inconnu",
    ]


def test_an_old_credential_and_an_operator_ask_for_another(hall: Hall) -> None:
    secret = hall.enroler("Hall 2")
    hall.backend.temps.avancer(days=89, hours=23)
    assert not hall.presenter(secret).json()["a_renouveler"]
    hall.backend.temps.avancer(hours=1)
    assert hall.presenter(secret).json()["a_renouveler"]

    secret = hall.renouveler(secret).json()["secret"]
    assert not hall.presenter(secret).json()["a_renouveler"]

    assert hall.appeler(hall.terminaux.demander_renouvellement(None)) == 1
    assert hall.presenter(secret).json()["a_renouveler"]


def test_one_given_before_the_operator_asked_is_not_what_was_asked_for(hall: Hall) -> None:
    secret = hall.enroler("Hall 2")
    suivant = hall.renouveler(secret).json()["secret"]
    hall.backend.temps.avancer(seconds=1)
    hall.appeler(hall.terminaux.demander_renouvellement("Hall 2"))

    assert hall.presenter(suivant).json()["a_renouveler"]
    hall.backend.temps.avancer(seconds=1)
    assert not hall.presenter(hall.renouveler(suivant).json()["secret"]).json()["a_renouveler"]


# --- revocation, what the operator sees -----------------------------------------------------------------


def test_a_revoked_terminal_is_told_so_and_its_name_is_free(hall: Hall) -> None:
    secret = hall.enroler("Hall 2")
    attendu = hall.renouveler(secret).json()["secret"]
    invitation = hall.inviter("Hall 2", remplacer=True)
    hall.appeler(hall.terminaux.revoquer("Hall 2"))

    assert [hall.verdict(s) for s in (secret, attendu)] == ["terminal_revoque"] * 2
    assert verdict(hall.renouveler(secret)) == "terminal_revoque"
    assert verdict(hall.echanger(invitation)) == "enrolement_refuse"
    assert hall.verdict(hall.enroler("Hall 2")) == "accepte"
    assert hall.verdict(secret) == "terminal_revoque"
    with pytest.raises(TerminalIntrouvable):
        hall.appeler(hall.terminaux.revoquer("Hall 3"))


def test_the_list_says_since_when_and_last_seen(hall: Hall) -> None:
    depart = hall.backend.temps.instant
    secret = hall.enroler("Hall 2")
    hall.inviter("Accueil")
    hall.backend.temps.avancer(hours=DEUX_JOURS_H)
    hall.presenter(secret)
    vu = hall.backend.temps.instant
    hall.backend.temps.avancer(minutes=4)
    hall.presenter(secret)

    accueil, deux = hall.appeler(hall.terminaux.lister())

    assert (accueil.nom, accueil.enrole_le, accueil.vu_le) == ("Accueil", None, None)
    assert (deux.nom, deux.enrole_le, deux.vu_le) == ("Hall 2", depart, vu)
    assert not hall.terminaux.code_attendu(accueil)  # two days later


def test_the_log_and_the_counters_say_which_terminal_was_refused_and_no_credential(hall_sqlite: Hall) -> None:
    lignes = io.StringIO()
    journal.configurer(lignes)
    invitation = hall_sqlite.inviter("Hall 2")
    hall_sqlite.echanger("000-000-001")
    donne = hall_sqlite.echanger(invitation).json()
    hall_sqlite.presenter(donne["secret"])
    suivant = hall_sqlite.renouveler(donne["secret"]).json()["secret"]
    hall_sqlite.presenter(suivant)
    hall_sqlite.presenter(donne["secret"])
    hall_sqlite.appeler(hall_sqlite.terminaux.revoquer("Hall 2"))
    hall_sqlite.presenter(suivant)

    ecrit = lignes.getvalue()
    refus = [json.loads(ligne) for ligne in ecrit.splitlines() if "terminal_refuse" in ligne]
    assert [(ligne["etat"], ligne["terminal"]) for ligne in refus] == [
        ("enrolement_refuse", None),
        ("terminal_inconnu", donne["id"]),
        ("terminal_revoque", donne["id"]),
    ]
    for secret in (donne["secret"], suivant, invitation.code.secret, invitation.code.texte()):
        assert secret.partition(".")[2] not in ecrit or not secret.partition(".")[2]
        assert secret not in ecrit
    compteurs = hall_sqlite.http.get("/metrics").text
    for resultat in ("code_echange", "secret_employe", "secret_donne", "terminal_revoque"):
        assert f'caf_terminaux_total{{resultat="{resultat}"}}' in compteurs
    assert lire(invitation.code.texte()) == invitation.code
    structlog.reset_defaults()
