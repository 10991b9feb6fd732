"""Envelopes: stored once and whole, or refused with a code that says why, leaving nothing behind."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from threading import Semaphore
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, ExceptionContext, NullPool, create_engine, event, text
from sqlalchemy.exc import TimeoutError as PlusDeConnexion

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import nouvelle_cle, sceller
from kiosk.backend.errors import REFUS_DEFINITIFS
from kiosk.backend.schemas import ClePublique, Dossier
from kiosk.demarches import CATALOGUE
from kiosk.metier.numero_depot import numero
from kiosk.server.cles import tourner
from kiosk.server.demo import CompteDemo, comptes_demo
from kiosk.server.horloge import Horloge
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.serveur import en_fil
from kiosk.server.storage.models import Table


@pytest.fixture
def bon(backend: Any, seule: CompteDemo) -> str:
    return str(backend.ouvrir(seule)[1])


def code(reponse: httpx2.Response) -> tuple[int, str]:
    assert reponse.headers["content-type"] == "application/problem+json"
    return reponse.status_code, reponse.json()["code"]


def contenu(base: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to see that a refusal left nothing."""
    moteur = create_engine(base.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool)
    with moteur.connect() as connexion:
        return {
            table: [tuple(ligne) for ligne in connexion.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
            for table in sorted(Table.metadata.tables)
        }


# -- accepted ----------------------------------------------------------------------------------------------


def test_a_deposit_is_stored_and_its_owner_reads_it(backend: Any, seule: CompteDemo) -> None:
    session, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon))

    reponse = backend.deposer(enveloppe)

    vue = reponse.json()
    assert reponse.status_code == 201
    assert vue["id"] == str(enveloppe.id)
    assert vue["numero"] == numero(CATALOGUE["ressources"].lettre, enveloppe.id)
    assert (vue["etat"], vue["recu_le"]) == ("recu", "2022-12-01T10:30:00+01:00")
    assert backend.http.get(f"/api/v1/depots/{enveloppe.id}", headers=session).json() == vue
    compte = backend.http.get("/api/v1/compte", headers=session).json()
    assert compte["depots"] == [vue]
    assert compte["a_faire"] == []


def test_only_the_answers_of_the_walk_are_kept_with_the_words_that_were_shown(
    backend: Any, bon: str, reglages: ReglagesServeur
) -> None:
    enveloppe = backend.sceller(backend.dossier(bon))
    backend.deposer(enveloppe)

    chemin = reglages.base.removeprefix("sqlite+aiosqlite:///")
    with sqlite3.connect(chemin) as connexion:
        reponses, parcours, recapitulatif = connexion.execute(
            "SELECT reponses, parcours, recapitulatif FROM depot WHERE id = ?", (enveloppe.id.hex,)
        ).fetchone()
    connexion.close()
    assert "18240" in reponses
    assert "salaires" in parcours
    assert "Traitements et salaires" in recapitulatif


def test_the_same_envelope_again_gets_the_same_answer_even_much_later(backend: Any, bon: str) -> None:
    enveloppe = backend.sceller(backend.dossier(bon))
    premiere = backend.deposer(enveloppe)

    backend.temps.avancer(days=90)
    encore = backend.deposer(enveloppe)

    assert (encore.status_code, encore.content) == (200, premiere.content)
    assert backend.nombre_de_depots() == 2  # with the one of the demonstration


def test_a_deposit_does_not_need_the_session_that_is_over(backend: Any, seule: CompteDemo) -> None:
    session, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon))
    backend.http.delete("/api/v1/sessions/courante", headers=session)
    backend.temps.avancer(days=29, hours=23)

    assert backend.deposer(enveloppe).status_code == 201


def test_an_envelope_sealed_before_a_key_change_is_still_opened(
    reglages: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    avant = demarrer(reglages)
    enveloppe = avant.sceller(avant.dossier(avant.ouvrir(seule)[1]))
    nouvelle = tourner(reglages.dossier_cles)

    apres = demarrer(reglages)

    assert apres.http.get("/api/v1/cle-publique").json() == nouvelle.model_dump()
    assert apres.deposer(enveloppe).status_code == 201


def test_the_same_envelope_from_two_terminals_at_once_makes_one_deposit(
    deux_bases: ReglagesServeur, temps: Horloge, seule: CompteDemo
) -> None:
    with (
        en_fil(deux_bases, horloge=temps) as un,
        en_fil(deux_bases, horloge=temps) as deux,
        httpx2.Client(base_url=f"{un}/api/v1") as http,
        ThreadPoolExecutor(8) as fils,
    ):
        session = http.post("/sessions", json={"nir": seule.nir, "mot_de_passe": seule.mot_de_passe}).json()
        cle = ClePublique.model_validate(http.get("/cle-publique").json())
        dossier = Dossier(
            demarche="ressources",
            date_reference=date(2022, 12, 1),
            bon_de_depot=session["bon_de_depot"],
            attestation=True,
            reponses={"personnes": [{"qualite": "vous", "salaires": 18240}]},
        )
        enveloppe = sceller(dossier, cle, uuid4())

        def deposer(rang: int) -> httpx2.Response:
            entetes = {"Idempotency-Key": str(enveloppe.id)}
            url = f"{(un, deux)[rang % 2]}/api/v1/depots"
            return http.post(url, content=enveloppe.octets, headers=entetes)

        reponses = list(fils.map(deposer, range(8)))

        assert sorted(reponse.status_code for reponse in reponses) == [200] * 7 + [201]
        assert len({reponse.content for reponse in reponses}) == 1
    recus = [UUID(str(ligne[0])) for ligne in contenu(deux_bases.base)["depot"]]
    assert recus.count(enveloppe.id) == 1


@contextmanager
def _depots_retenus(base: str) -> Iterator[None]:
    """Nobody writes a deposit meanwhile; everybody reads."""
    moteur = create_engine(
        base.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    with moteur.connect() as connexion:
        if base.startswith("sqlite"):
            connexion.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connexion.exec_driver_sql("BEGIN")
            connexion.exec_driver_sql("LOCK TABLE depot IN SHARE ROW EXCLUSIVE MODE")
        try:
            yield
        finally:
            connexion.exec_driver_sql("ROLLBACK")


def test_two_backends_that_both_saw_no_deposit_make_one(
    deux_bases: ReglagesServeur,
    demarrer: Callable[[ReglagesServeur], Any],
    seule: CompteDemo,
    request: pytest.FixtureRequest,
) -> None:
    reglages = deux_bases.model_copy(update={"base_attente_s": 60})
    backends = [demarrer(reglages), demarrer(reglages)]
    _, bon = backends[0].ouvrir(seule)
    enveloppe = backends[0].sceller(backends[0].dossier(bon))
    avant = backends[0].nombre_de_depots()
    regards = Semaphore(0)
    erreurs: list[BaseException | None] = []

    def regarder(_c: Any, _k: Any, requete: str, *_: Any) -> None:
        if "FROM depot" in requete:
            regards.release()

    def echouer(contexte: ExceptionContext) -> None:
        erreurs.append(contexte.original_exception)

    for nom, ecoute in (("after_cursor_execute", regarder), ("handle_error", echouer)):
        event.listen(Engine, nom, ecoute)
        request.addfinalizer(partial(event.remove, Engine, nom, ecoute))

    with ThreadPoolExecutor(2) as fils:
        with _depots_retenus(reglages.base):
            futurs = [fils.submit(backend.deposer, enveloppe) for backend in backends]
            assert all(regards.acquire(timeout=60) for _ in backends)
        reponses = [futur.result() for futur in futurs]

    assert sorted(reponse.status_code for reponse in reponses) == [200, 201]
    assert reponses[0].content == reponses[1].content
    assert backends[0].nombre_de_depots() == avant + 1
    if reglages.base.startswith("sqlite"):
        # Its writers queue: the second one knows before it writes, so that no statement has to fail.
        assert erreurs == []


def test_a_key_that_is_taken_by_a_row_nobody_sees_yet_is_an_answer_that_says_to_come_back(
    backend: Any, bon: str
) -> None:
    enveloppe = backend.sceller(backend.dossier(bon))
    base = sqlite3.connect(backend.etat.reglages.base.removeprefix("sqlite+aiosqlite:///"))
    colonnes = [ligne[1] for ligne in base.execute("PRAGMA table_info(depot)")]
    valeurs = ", ".join(f"NEW.{colonne}" for colonne in colonnes)
    # The row that takes the key is undone with the statement that it makes fail.
    prendre = f"INSERT INTO depot VALUES ({valeurs})"  # noqa: S608
    base.execute(f"CREATE TRIGGER pris BEFORE INSERT ON depot BEGIN {prendre}; END")

    reponse = backend.deposer(enveloppe)

    assert code(reponse) == (409, "depot_en_cours")
    assert reponse.headers["Retry-After"] == "1"
    base.execute("DROP TRIGGER pris")
    base.close()
    assert backend.deposer(enveloppe).status_code == 201


async def _par_le_client(url: str, compte: CompteDemo) -> None:
    async with ClientBackend(url) as client:
        session = await client.ouvrir_session(compte.nir, compte.mot_de_passe)
        dossier = Dossier(
            demarche="ressources",
            date_reference=date(2022, 12, 1),
            bon_de_depot=session.bon_de_depot,
            attestation=True,
            reponses={"personnes": [{"qualite": "vous", "salaires": 18240}]},
        )
        enveloppe = sceller(dossier, await client.cle_publique(), uuid4())
        vue = await client.deposer(enveloppe.id, enveloppe.octets)
        assert await client.deposer(enveloppe.id, enveloppe.octets) == vue
        assert await client.depot(vue.id) == vue
        assert vue in (await client.compte()).depots
        assert (await client.recapitulatif_pdf(vue.id)).startswith(b"%PDF")
        await client.fermer_session()


def test_the_terminals_client_and_this_backend_understand_each_other(
    deux_bases: ReglagesServeur, temps: Horloge, seule: CompteDemo
) -> None:
    with en_fil(deux_bases, horloge=temps) as url:
        asyncio.run(_par_le_client(url, seule))


# -- refused -----------------------------------------------------------------------------------------------

REFUS: dict[str, tuple[dict[str, Any], tuple[int, str], str | None]] = {
    "unknown démarche": ({"demarche": "inconnue"}, (422, "demarche_inconnue"), None),
    "not sworn": ({"attestation": False}, (422, "reponses_refusees"), "attestation-manquante"),
    "future": ({"date_reference": date(2022, 12, 3)}, (422, "reponses_refusees"), "date-future"),
    "too old": ({"date_reference": date(2022, 10, 1)}, (422, "reponses_refusees"), "date-trop-ancienne"),
    "unknown voucher": ({"bon_de_depot": "x" * 43}, (403, "bon_de_depot_refuse"), None),
    "broken rule": (
        {"reponses": {"personnes": [{"qualite": "vous", "revenus_fonciers": 1, "deficit_foncier": 1}]}},
        (422, "reponses_refusees"),
        "foncier",
    ),
    "unknown field": ({"reponses": {"inconnu": 1}}, (400, "dossier_incompris"), None),
    "not answers": ({"reponses": {"personnes": 3}}, (400, "dossier_incompris"), None),
}


@pytest.mark.parametrize("cas", REFUS)
def test_a_refused_dossier_says_why_and_leaves_nothing(backend: Any, bon: str, cas: str) -> None:
    change, attendu, anomalie = REFUS[cas]
    enveloppe = backend.sceller(backend.dossier(bon, **change))
    avant = contenu(backend.etat.reglages.base)

    premier = backend.deposer(enveloppe)
    encore = backend.deposer(enveloppe)

    assert code(premier) == attendu
    assert attendu[1] in REFUS_DEFINITIFS
    assert encore.content == premier.content
    anomalies = [a["code"] for a in premier.json()["anomalies"]]
    assert anomalie is None or anomalie in anomalies
    assert contenu(backend.etat.reglages.base) == avant
    assert f'caf_depots_total{{demarche="",resultat="{attendu[1]}"}} 2' in backend.http.get("/metrics").text


def test_every_fault_is_said_at_once_with_its_fields(backend: Any, bon: str) -> None:
    reponses = {"personnes": [{"qualite": "vous", "revenus_fonciers": 1, "deficit_foncier": 1}]}
    enveloppe = backend.sceller(backend.dossier(bon, attestation=False, reponses=reponses))

    anomalies = {a["code"]: a["champs"] for a in backend.deposer(enveloppe).json()["anomalies"]}

    assert anomalies["attestation-manquante"] == ["attestation"]
    assert anomalies["foncier"] == ["personnes.0.revenus_fonciers", "personnes.0.deficit_foncier"]


def test_a_clock_a_few_minutes_ahead_at_midnight_loses_no_declaration(backend: Any, bon: str) -> None:
    enveloppe = backend.sceller(backend.dossier(bon, date_reference=date(2022, 12, 2)))

    assert backend.deposer(enveloppe).status_code == 201


def test_an_expired_right_to_deposit_is_refused(backend: Any, bon: str) -> None:
    enveloppe = backend.sceller(backend.dossier(bon))
    backend.temps.avancer(days=30)

    assert code(backend.deposer(enveloppe)) == (403, "bon_de_depot_refuse")


def test_other_bytes_under_the_same_key_are_refused_and_the_first_stay(backend: Any, bon: str) -> None:
    premiere = backend.sceller(backend.dossier(bon))
    seconde = backend.sceller(backend.dossier(bon), premiere.id)
    vue = backend.deposer(premiere).json()

    assert premiere.octets != seconde.octets
    assert code(backend.deposer(seconde)) == (422, "depot_different")
    assert backend.deposer(premiere).json() == vue


def test_an_envelope_only_goes_under_its_own_key(backend: Any, bon: str) -> None:
    enveloppe = backend.sceller(backend.dossier(bon))
    avant = contenu(backend.etat.reglages.base)

    assert code(backend.deposer(enveloppe, cle=uuid4())) == (422, "depot_different")
    assert contenu(backend.etat.reglages.base) == avant


def test_damaged_and_foreign_envelopes_are_refused(backend: Any, bon: str) -> None:
    enveloppe = backend.sceller(backend.dossier(bon))
    octets = enveloppe.octets
    alteree = bytearray(octets)
    alteree[-1] ^= 1
    etrangere = sceller(backend.dossier(bon), nouvelle_cle().publique(), enveloppe.id)
    avant = contenu(backend.etat.reglages.base)

    assert code(backend.deposer(enveloppe, octets[:-1])) == (400, "enveloppe_illisible")
    assert code(backend.deposer(enveloppe, b"")) == (400, "enveloppe_illisible")
    assert code(backend.deposer(enveloppe, b"{}")) == (400, "enveloppe_illisible")
    assert code(backend.deposer(enveloppe, b"x" * (256 * 1024 + 1))) == (400, "enveloppe_illisible")
    assert code(backend.deposer(enveloppe, bytes(alteree))) == (400, "enveloppe_alteree")
    assert code(backend.deposer(enveloppe, etrangere.octets)) == (400, "cle_inconnue")
    assert contenu(backend.etat.reglages.base) == avant


@pytest.mark.parametrize("entetes", [{}, {"Idempotency-Key": "1"}])
def test_a_deposit_without_its_key_is_refused(backend: Any, entetes: dict[str, str]) -> None:
    reponse = backend.http.post("/api/v1/depots", content=b"x", headers=entetes)

    assert code(reponse) == (422, "requete_invalide")


def test_a_database_held_by_another_is_an_answer_that_says_to_come_back(
    reglages: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    backend = demarrer(reglages.model_copy(update={"base_attente_s": 0.05}))
    _, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon))
    autre = sqlite3.connect(reglages.base.removeprefix("sqlite+aiosqlite:///"), isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    try:
        reponse = backend.deposer(enveloppe)
    finally:
        autre.execute("ROLLBACK")
        autre.close()

    assert code(reponse) == (409, "depot_en_cours")
    assert reponse.headers["Retry-After"] == "1"
    assert backend.deposer(enveloppe).status_code == 201


def test_a_backend_without_a_free_connection_says_to_come_back(
    deux_bases: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    backend = demarrer(deux_bases.model_copy(update={"base_attente_s": 0.2}))
    _, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon))

    @asynccontextmanager
    async def lecture() -> AsyncIterator[None]:
        async with backend.etat.base.lire() as session:
            await session.execute(text("SELECT 1"))
            yield

    def tout_prendre(lectures: ExitStack) -> None:
        while True:
            lectures.enter_context(backend.http.portal.wrap_async_context_manager(lecture()))

    with ExitStack() as lectures:
        with pytest.raises(PlusDeConnexion):
            tout_prendre(lectures)
        reponse = backend.deposer(enveloppe)

    assert code(reponse) == (503, "indisponible")
    assert reponse.headers["Retry-After"] == "5"
    assert backend.deposer(enveloppe).status_code == 201


# -- whose deposit -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", ["", "/recapitulatif.pdf"])
def test_nobody_else_sees_a_deposit(backend: Any, bon: str, couple: CompteDemo, suite: str) -> None:
    enveloppe = backend.sceller(backend.dossier(bon))
    backend.deposer(enveloppe)
    session, _ = backend.ouvrir(couple)
    chemin = f"/api/v1/depots/{enveloppe.id}{suite}"

    assert code(backend.http.get(chemin, headers=session)) == (404, "introuvable")
    assert code(backend.http.get(chemin)) == (401, "session_expiree")
    inconnu = f"/api/v1/depots/{uuid4()}{suite}"
    assert code(backend.http.get(inconnu, headers=session)) == (404, "introuvable")


def test_the_home_of_the_account_is_the_one_that_counts(backend: Any, couple: CompteDemo) -> None:
    session, bon = backend.ouvrir(couple)
    personnes = [{"qualite": m.qualite, "prenom": m.prenom, "salaires": 1000} for m in couple.foyer]
    enveloppe = backend.sceller(backend.dossier(bon, reponses={"personnes": personnes}))

    assert backend.deposer(enveloppe).status_code == 201
    pdf = backend.http.get(f"/api/v1/depots/{enveloppe.id}/recapitulatif.pdf", headers=session)
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["cache-control"] == "no-store"


def test_a_demonstration_deposits_on_the_day_it_plays(
    reglages: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    joue = {"demonstration": True, "date_reference": date(2022, 12, 15)}
    backend = demarrer(reglages.model_copy(update=joue))
    backend.temps.avancer(days=1000)
    _, bon = backend.ouvrir(seule)

    vue = backend.deposer(backend.sceller(backend.dossier(bon)))

    assert vue.status_code == 201
    assert vue.json()["recu_le"].startswith("2022-12-15T")
    assert Path(reglages.dossier_cles).is_dir()


# -- whatever is sealed ------------------------------------------------------------------------------------

NOMS = sorted(
    {nom for d in CATALOGUE.values() for nom in d.reponses.model_fields} | {"qualite", "prenom", "salaires"}
)
VALEURS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["vous", "conjoint", "autre", "2022-12-01", "18 240", "\x00", "9" * 400]),
    lambda dedans: (
        st.lists(dedans, max_size=3) | st.dictionaries(st.sampled_from(NOMS) | st.text(max_size=5), dedans)
    ),
    max_leaves=12,
)


@settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    demarche=st.sampled_from([*CATALOGUE, "inconnue"]),
    jour=st.dates() | st.dates(date(2022, 11, 1), date(2022, 12, 2)),
    reponses=st.dictionaries(st.sampled_from(NOMS), VALEURS, max_size=4),
)
def test_whatever_is_sealed_gets_a_documented_answer(
    backend: Any, demarche: str, jour: date, reponses: dict[str, Any]
) -> None:
    if not hasattr(backend, "bon"):
        backend.bon = backend.ouvrir(comptes_demo()[0])[1]
    enveloppe = backend.sceller(
        backend.dossier(backend.bon, demarche=demarche, date_reference=jour, reponses=reponses)
    )

    reponse = backend.deposer(enveloppe)

    assert reponse.status_code in {201, 400, 422}, (demarche, jour, reponses)
    if reponse.status_code == 201:
        assert backend.deposer(enveloppe).json() == reponse.json()
