"""Signing in: one answer for every wrong pair, waits that grow, a lock, and sessions that end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import NullPool, Select, create_engine, select

from kiosk.metier.nir import lire_nir
from kiosk.server.administration import deverrouiller
from kiosk.server.demo import CompteDemo, comptes_demo
from kiosk.server.horloge import Horloge
from kiosk.server.identity.identifiant import empreinte_nir
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.serveur import en_fil
from kiosk.server.storage.models import CompteLigne, EchecsLigne

INCONNU = "1850575056123"
FAUX = "ce n’est pas le bon"


def lire(reglages: ReglagesServeur, requete: Select[Any]) -> list[Any]:
    """What the database holds: the first column of each row."""
    url = reglages.base.replace("sqlite+aiosqlite", "sqlite")
    with create_engine(url, poolclass=NullPool).connect() as connexion:
        return list(connexion.scalars(requete))


# -- the identifier ----------------------------------------------------------------------------------------


def test_what_is_stored_of_a_nir_depends_on_the_secret() -> None:
    nir = lire_nir(INCONNU)

    assert empreinte_nir(nir, b"a" * 32) != empreinte_nir(nir, b"b" * 32)
    assert INCONNU not in empreinte_nir(nir, b"a" * 32)


def test_the_key_the_spaces_and_the_case_of_a_nir_do_not_matter(backend: Any) -> None:
    corse = comptes_demo()[2]
    for nir in (corse.nir, corse.nir[:13], corse.nir.lower()):
        assert backend.identifier(nir, corse.mot_de_passe).status_code == 201


# -- one answer --------------------------------------------------------------------------------------------


def test_a_wrong_number_and_a_wrong_password_cannot_be_told_apart(backend: Any, seule: CompteDemo) -> None:
    connu = backend.identifier(seule.nir, FAUX)
    travail_connu = backend.etat.mots_de_passe.verifications
    inconnu = backend.identifier(INCONNU, FAUX)
    travail_inconnu = backend.etat.mots_de_passe.verifications - travail_connu

    assert (connu.status_code, connu.content) == (inconnu.status_code, inconnu.content)
    assert connu.status_code == 401
    assert connu.json()["code"] == "identifiants_refuses"
    assert travail_connu == travail_inconnu == 1
    variables = {"date"}
    assert {k: v for k, v in connu.headers.items() if k not in variables} == {
        k: v for k, v in inconnu.headers.items() if k not in variables
    }


@pytest.mark.parametrize("nir", [comptes_demo()[0].nir, INCONNU])
def test_waits_grow_from_the_fifth_failure_and_the_tenth_locks(backend: Any, nir: str) -> None:
    reponses = []
    for _ in range(10):
        reponse = backend.identifier(nir, FAUX)
        probleme = reponse.json()
        reponses.append((reponse.status_code, probleme["code"], probleme.get("attente_s")))
        assert reponse.headers.get("Retry-After") == (
            str(probleme["attente_s"]) if "attente_s" in probleme else None
        )
        backend.temps.avancer(seconds=probleme.get("attente_s", 0))

    assert reponses[:4] == [(401, "identifiants_refuses", None)] * 4
    attentes = [attente for _, _, attente in reponses[4:9]]
    assert attentes == sorted(set(attentes))
    assert attentes[0] > 60
    assert reponses[9] == (423, "compte_verrouille", None)
    backend.temps.avancer(days=400)
    assert backend.identifier(nir, FAUX).status_code == 423


def test_during_a_wait_or_a_lock_the_password_is_not_looked_at(backend: Any, seule: CompteDemo) -> None:
    for _ in range(5):
        backend.identifier(seule.nir, FAUX)
    travail = backend.etat.mots_de_passe.verifications

    backend.temps.avancer(seconds=74.5)
    presque = backend.identifier(seule.nir, seule.mot_de_passe)

    assert (presque.status_code, presque.json()["attente_s"]) == (429, 1)
    assert backend.etat.mots_de_passe.verifications == travail
    backend.temps.avancer(seconds=0.5)
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201

    verrouille = next(compte for compte in comptes_demo() if compte.verrouille)
    travail = backend.etat.mots_de_passe.verifications
    assert backend.identifier(verrouille.nir, verrouille.mot_de_passe).status_code == 423
    assert backend.etat.mots_de_passe.verifications == travail


def test_success_forgets_the_failures_and_an_agent_unlocks(
    backend: Any, reglages: ReglagesServeur, seule: CompteDemo
) -> None:
    for _ in range(2):
        for _ in range(4):
            assert backend.identifier(seule.nir, FAUX).status_code == 401
        assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201

    verrouille = next(compte for compte in comptes_demo() if compte.verrouille)
    deverrouiller(reglages, verrouille.nir)
    assert backend.identifier(verrouille.nir, verrouille.mot_de_passe).status_code == 201


def test_simultaneous_attempts_are_all_counted_even_by_two_backends(
    deux_bases: ReglagesServeur, temps: Horloge, seule: CompteDemo
) -> None:
    with (
        en_fil(deux_bases, horloge=temps) as un,
        en_fil(deux_bases, horloge=temps) as deux,
        httpx2.Client() as http,
        ThreadPoolExecutor(16) as fils,
    ):

        def essayer(rang: int, mot_de_passe: str = FAUX) -> int:
            corps = {"nir": seule.nir, "mot_de_passe": mot_de_passe}
            return http.post(f"{(un, deux)[rang % 2]}/api/v1/sessions", json=corps).status_code

        statuts = sorted(fils.map(essayer, range(16)))

        # Four are refused; the fifth starts the wait that all the others, however early they came, run into.
        assert statuts == [401] * 4 + [429] * 12
        assert essayer(0, seule.mot_de_passe) == essayer(1, seule.mot_de_passe) == 429


def test_failures_are_forgotten_a_month_after_the_last_wait_known_or_not(
    deux_bases: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    backend = demarrer(deux_bases)

    def essayer(nir: str, fois: int) -> list[int]:
        return [backend.identifier(nir, FAUX).status_code for _ in range(fois)]

    for nir in (seule.nir, INCONNU):
        assert essayer(nir, 5) == [401] * 4 + [429]
    backend.temps.avancer(seconds=75, days=30)

    for nir in (seule.nir, INCONNU):
        assert essayer(nir, 4) == [401] * 4
    backend.temps.avancer(days=29)
    for nir in (seule.nir, INCONNU):
        assert essayer(nir, 1) == [429]


def test_made_up_numbers_do_not_fill_the_table_for_ever_but_a_lock_stays(
    deux_bases: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    backend = demarrer(deux_bases)
    while (refus := backend.identifier(INCONNU, FAUX)).status_code != 423:
        backend.temps.avancer(seconds=refus.json().get("attente_s", 0))
    for rang in range(120):
        backend.identifier(f"1850575056{rang:03}", FAUX)
    nombres = select(EchecsLigne.nombre).order_by(EchecsLigne.nombre)
    # That of the demonstration's locked person, the one above, and all the others.
    assert lire(deux_bases, nombres) == [1] * 120 + [10, 10]

    backend.temps.avancer(days=31)
    for _ in range(2):
        backend.identifier(seule.nir, FAUX)

    assert lire(deux_bases, nombres) == [2, 10, 10]
    assert backend.identifier(INCONNU, FAUX).status_code == 423


def test_a_clock_that_is_set_back_makes_no_wait_longer(backend: Any, seule: CompteDemo) -> None:
    for _ in range(5):
        backend.identifier(seule.nir, FAUX)

    backend.temps.avancer(days=-3)

    assert backend.identifier(seule.nir, seule.mot_de_passe).json()["attente_s"] == 75
    backend.temps.avancer(seconds=75)
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201
    # Before the first wait there is none at all.
    backend.identifier(seule.nir, FAUX)
    backend.temps.avancer(hours=-1)
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201


def test_the_identifier_is_never_written_to_the_database(reglages: ReglagesServeur, backend: Any) -> None:
    seule = comptes_demo()[0]
    en_tetes, bon = backend.ouvrir(seule)
    backend.identifier(INCONNU, FAUX)

    chemin = Path(reglages.base.removeprefix("sqlite+aiosqlite:///"))
    contenu = b"".join(fichier.read_bytes() for fichier in chemin.parent.glob(chemin.name + "*"))
    jeton = en_tetes["Authorization"].removeprefix("Bearer ")
    for secret in (seule.nir[:13], INCONNU, seule.mot_de_passe, FAUX, jeton, bon):
        assert secret.encode() not in contenu


def test_a_password_is_hashed_again_when_the_cost_changes(
    reglages: ReglagesServeur, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    plus_cher = reglages.model_copy(
        update={"argon2": ReglagesArgon2(temps=2, memoire_kio=16, parallelisme=1)}
    )
    backend = demarrer(plus_cher)
    couts = lire(reglages, select(CompteLigne.mot_de_passe).where(CompteLigne.prenom == seule.prenom))
    assert "m=8,t=1" in couts[0]

    # Several at once: whichever makes the new hash, none of them is refused.
    with ThreadPoolExecutor(4) as fils:
        ouvertures = fils.map(lambda _: backend.identifier(seule.nir, seule.mot_de_passe), range(4))

    assert [ouverture.status_code for ouverture in ouvertures] == [201] * 4
    couts = lire(reglages, select(CompteLigne.mot_de_passe).where(CompteLigne.prenom == seule.prenom))
    assert "m=16,t=2" in couts[0]
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201


# -- sessions ----------------------------------------------------------------------------------------------


def test_a_session_ends_after_ten_idle_minutes(backend: Any, seule: CompteDemo) -> None:
    session, _ = backend.ouvrir(seule)
    for _ in range(3):
        backend.temps.avancer(minutes=9, seconds=59)
        assert backend.http.get("/api/v1/compte", headers=session).status_code == 200

    backend.temps.avancer(minutes=10)

    refus = backend.http.get("/api/v1/compte", headers=session)
    assert (refus.status_code, refus.json()["code"]) == (401, "session_expiree")


def test_a_session_ends_after_an_hour_even_when_it_is_used(backend: Any, seule: CompteDemo) -> None:
    session, _ = backend.ouvrir(seule)
    for _ in range(11):
        backend.temps.avancer(minutes=5)
        assert backend.http.get("/api/v1/compte", headers=session).status_code == 200

    backend.temps.avancer(minutes=5)

    assert backend.http.get("/api/v1/compte", headers=session).status_code == 401


def test_a_closed_session_is_closed_at_once_and_only_that_one(backend: Any, seule: CompteDemo) -> None:
    session, _ = backend.ouvrir(seule)
    autre, _ = backend.ouvrir(seule)

    assert backend.http.delete("/api/v1/sessions/courante", headers=session).status_code == 204

    assert backend.http.get("/api/v1/compte", headers=session).status_code == 401
    assert backend.http.delete("/api/v1/sessions/courante", headers=session).status_code == 401
    assert backend.http.get("/api/v1/compte", headers=autre).status_code == 200


@pytest.mark.parametrize("entete", [None, "Bearer", "Bearer x", "Basic eDp4", "Bearer é"])
def test_anything_but_an_open_session_is_refused(backend: Any, entete: str | None) -> None:
    entetes = {} if entete is None else {"Authorization": entete.encode()}
    refus = backend.http.get("/api/v1/compte", headers=entetes)

    assert (refus.status_code, refus.json()["code"]) == (401, "session_expiree")


def test_a_right_to_deposit_opens_no_session(backend: Any, seule: CompteDemo) -> None:
    _, bon = backend.ouvrir(seule)

    refus = backend.http.get("/api/v1/compte", headers={"Authorization": f"Bearer {bon}"})

    assert refus.status_code == 401


# -- the account -------------------------------------------------------------------------------------------


def test_an_account_shows_its_home_and_hides_most_of_its_contacts(backend: Any, seule: CompteDemo) -> None:
    session, _ = backend.ouvrir(seule)

    compte = backend.http.get("/api/v1/compte", headers=session)

    assert [membre["qualite"] for membre in compte.json()["foyer"]] == ["vous"]
    masquees = {c["nature"]: c["valeur_masquee"] for c in compte.json()["coordonnees"]["en_vigueur"]}
    assert {nature: valeur.replace("\u00a0", " ") for nature, valeur in masquees.items()} == {
        "fixe": "01 •• •• •• 17",
        "mail": "c•••••@exemple.fr",
        "mobile": "06 •• •• •• 42",
    }
    for coordonnee in seule.coordonnees:
        assert coordonnee.valeur not in compte.text


def test_the_declaration_is_due_while_its_campaign_is_open_and_it_was_not_made(
    backend: Any, seule: CompteDemo
) -> None:
    session, _ = backend.ouvrir(seule)
    du = backend.http.get("/api/v1/compte", headers=session).json()["a_faire"]
    deja = next(compte for compte in comptes_demo() if compte.depot_de_ressources)
    autre, _ = backend.ouvrir(deja)

    assert [(a["demarche"], a["avant_le"]) for a in du] == [("ressources", "2022-12-31")]
    assert backend.http.get("/api/v1/compte", headers=autre).json()["a_faire"] == []


def test_the_demonstration_has_people_for_every_situation() -> None:
    comptes = comptes_demo()

    assert len({lire_nir(compte.nir).valeur for compte in comptes}) == len(comptes)
    assert all(len(compte.nir) == 15 and len(compte.mot_de_passe) >= 12 for compte in comptes)
    assert all(compte.foyer[0].qualite == "vous" for compte in comptes)
    assert {min(len(compte.foyer), 7) for compte in comptes} >= {1, 2, 4, 7}
