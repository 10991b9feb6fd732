"""A password that an agent gave: it opens one door, for a while, and only until the person has their own."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, select

from kiosk.metier.nir import lire_nir
from kiosk.server.administration import mot_de_passe_temporaire
from kiosk.server.demo import CompteDemo, comptes_demo
from kiosk.server.identity import temporaire
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.models import MessageLigne

NOUVEAU = "quatre girafes sous la pluie"
FAUX = "ce n’est pas le bon"
UN_ID = "5f0c2b1e-8f57-4e0b-9f0a-6f6f1d0c7a11"

Demarrer = Callable[[ReglagesServeur], Any]


@pytest.fixture(scope="session")
def nouvelle() -> CompteDemo:
    """Somebody who signs in for the first time, with a temporary password."""
    return next(compte for compte in comptes_demo() if compte.temporaire_jours)


def connecter(backend: Any, compte: CompteDemo, mot_de_passe: str | None = None) -> dict[str, str]:
    reponse = backend.identifier(compte.nir, mot_de_passe or compte.mot_de_passe)
    assert reponse.status_code == 201, reponse.text
    assert reponse.json()["mot_de_passe_a_changer"] is True
    return {"Authorization": f"Bearer {reponse.json()['jeton']}"}


def changer(backend: Any, session: dict[str, str], nouveau: str, **actuel: str) -> Any:
    return backend.http.put("/api/v1/mot-de-passe", json={"nouveau": nouveau, **actuel}, headers=session)


# -- what it opens -----------------------------------------------------------------------------------------


def test_an_ordinary_password_has_nothing_to_change(backend: Any, seule: CompteDemo) -> None:
    assert backend.identifier(seule.nir, seule.mot_de_passe).json()["mot_de_passe_a_changer"] is False


def test_every_door_that_asks_for_a_session_is_closed_but_two(
    deux_bases: ReglagesServeur, demarrer: Demarrer, nouvelle: CompteDemo
) -> None:
    backend = demarrer(deux_bases)
    session = connecter(backend, nouvelle)
    chemins = backend.http.get("/api/v1/openapi.json").json()["paths"]
    proteges = {
        (methode.upper(), chemin)
        for chemin, operations in chemins.items()
        for methode, operation in operations.items()
        if any("session" in portes for portes in operation.get("security", ()))
    }
    ouvertes = {("PUT", "/api/v1/mot-de-passe"), ("DELETE", "/api/v1/sessions/courante")}
    assert ouvertes < proteges
    assert ("GET", "/api/v1/compte") in proteges

    for methode, chemin in sorted(proteges - ouvertes):
        adresse = re.sub(r"\{\w+\}", UN_ID, chemin)
        refus = backend.http.request(methode, adresse, headers=session, json={})
        assert (refus.status_code, refus.json()["code"]) == (403, "mot_de_passe_a_changer"), chemin
        assert "mot_de_passe_a_changer" in str(chemins[chemin][methode.lower()]["responses"]["403"]), chemin

    assert backend.http.delete("/api/v1/sessions/courante", headers=session).status_code == 204
    assert backend.http.get("/api/v1/compte", headers=session).status_code == 401


@pytest.mark.parametrize("avec_actuel", [False, True])
def test_once_changed_the_same_session_opens_everything(
    deux_bases: ReglagesServeur, demarrer: Demarrer, nouvelle: CompteDemo, avec_actuel: bool
) -> None:
    backend = demarrer(deux_bases)
    session, ailleurs = connecter(backend, nouvelle), connecter(backend, nouvelle)
    actuel = {"actuel": nouvelle.mot_de_passe} if avec_actuel else {}

    assert changer(backend, session, NOUVEAU, **actuel).status_code == 204

    assert backend.http.get("/api/v1/compte", headers=session).json()["prenom"] == nouvelle.prenom
    assert backend.http.get("/api/v1/compte", headers=ailleurs).status_code == 401
    assert backend.identifier(nouvelle.nir, nouvelle.mot_de_passe).status_code == 401
    ouverte = backend.identifier(nouvelle.nir, NOUVEAU)
    assert (ouverte.status_code, ouverte.json()["mot_de_passe_a_changer"]) == (201, False)


def test_the_temporary_one_cannot_be_kept_nor_a_poor_one_taken(backend: Any, nouvelle: CompteDemo) -> None:
    session = connecter(backend, nouvelle)

    for nouveau, code in (
        (nouvelle.mot_de_passe, "mot-de-passe-identique"),
        ("trop court", "mot-de-passe-longueur"),
        (f"bonjour {nouvelle.prenom} bonjour", "mot-de-passe-nom"),
    ):
        refus = changer(backend, session, nouveau)
        assert [a["code"] for a in refus.json()["anomalies"]] == [code]
    assert changer(backend, session, NOUVEAU, actuel=FAUX).json()["code"] == "mot_de_passe_refuse"
    assert backend.http.get("/api/v1/compte", headers=session).status_code == 403


def test_asking_again_when_the_answer_was_lost_is_no_error(backend: Any, nouvelle: CompteDemo) -> None:
    session = connecter(backend, nouvelle)
    assert changer(backend, session, NOUVEAU).status_code == 204

    assert changer(backend, session, NOUVEAU).status_code == 204
    # Another one is no repetition: whoever asks must now say the current one.
    assert changer(backend, session, f"{NOUVEAU} fine").json()["code"] == "mot_de_passe_refuse"
    assert backend.identifier(nouvelle.nir, NOUVEAU).status_code == 201


# -- its time ----------------------------------------------------------------------------------------------


def test_past_its_time_it_is_a_wrong_password_like_any_other(
    deux_bases: ReglagesServeur, demarrer: Demarrer, seule: CompteDemo, couple: CompteDemo
) -> None:
    backend = demarrer(deux_bases)
    donne = mot_de_passe_temporaire(deux_bases, seule.nir, backend.temps)
    assert donne.jusqu_a == backend.temps() + timedelta(days=7)
    backend.temps.avancer(days=7, seconds=-1)
    connecter(backend, seule, donne.mot_de_passe)
    backend.temps.avancer(seconds=1)

    def essayer(nir: str, mot_de_passe: str) -> tuple[int, bytes, int]:
        avant = backend.etat.mots_de_passe.verifications
        reponse = backend.identifier(nir, mot_de_passe)
        return reponse.status_code, reponse.content, backend.etat.mots_de_passe.verifications - avant

    for _ in range(10):
        expire = essayer(seule.nir, donne.mot_de_passe)
        assert expire == essayer(couple.nir, FAUX)
        attente = backend.identifier(seule.nir, FAUX).json().get("attente_s", 0) if expire[0] == 429 else 0
        backend.temps.avancer(seconds=attente)
    assert expire[0] == 423


def test_a_session_that_it_opened_in_time_may_still_change_it(
    backend: Any, reglages: ReglagesServeur, seule: CompteDemo
) -> None:
    donne = mot_de_passe_temporaire(reglages, seule.nir, backend.temps)
    backend.temps.avancer(days=7, seconds=-1)
    session = connecter(backend, seule, donne.mot_de_passe)
    backend.temps.avancer(minutes=5)

    assert changer(backend, session, NOUVEAU).status_code == 204
    assert backend.identifier(seule.nir, NOUVEAU).status_code == 201


# -- given at the desk -------------------------------------------------------------------------------------


def test_giving_one_unlocks_ends_every_session_and_warns_the_person(
    deux_bases: ReglagesServeur, demarrer: Demarrer
) -> None:
    verrouille = next(compte for compte in comptes_demo() if compte.verrouille)
    backend = demarrer(deux_bases)
    backend.http.portal.call(backend.etat.tentatives.effacer, identifiant(backend, verrouille))
    sessions = [backend.ouvrir(verrouille)[0] for _ in range(2)]
    backend.http.portal.call(backend.etat.tentatives.verrouiller, identifiant(backend, verrouille))

    donne = mot_de_passe_temporaire(deux_bases, verrouille.nir, backend.temps)

    for session in sessions:
        assert backend.http.get("/api/v1/compte", headers=session).status_code == 401
    assert backend.identifier(verrouille.nir, verrouille.mot_de_passe).status_code == 401
    connecter(backend, verrouille, donne.mot_de_passe)
    url = deux_bases.base.replace("sqlite+aiosqlite", "sqlite")
    with create_engine(url, poolclass=NullPool).connect() as connexion:
        (message,) = connexion.execute(select(MessageLigne.__table__)).all()
    assert (message.canal, message.destinataire) == ("mail", "sylvie.lambert@exemple.fr")
    assert "agent" in message.corps
    assert donne.mot_de_passe not in message.corps


def test_a_second_one_ends_the_first_and_whatever_it_had_opened(
    backend: Any, reglages: ReglagesServeur, seule: CompteDemo
) -> None:
    premier = mot_de_passe_temporaire(reglages, seule.nir, backend.temps)
    session = connecter(backend, seule, premier.mot_de_passe)

    second = mot_de_passe_temporaire(reglages, seule.nir, backend.temps)

    assert changer(backend, session, NOUVEAU).status_code == 401
    assert backend.identifier(seule.nir, premier.mot_de_passe).status_code == 401
    connecter(backend, seule, second.mot_de_passe)


def test_nobody_gets_one_for_a_number_that_has_no_account(reglages: ReglagesServeur, backend: Any) -> None:
    with pytest.raises(temporaire.CompteInconnu):
        mot_de_passe_temporaire(reglages, "1850575056123", backend.temps)


def test_how_long_it_lasts_is_a_setting(reglages: ReglagesServeur, temps: Any, seule: CompteDemo) -> None:
    court = reglages.model_copy(update={"mot_de_passe_temporaire_j": 2})

    assert mot_de_passe_temporaire(court, seule.nir, temps).jusqu_a == temps() + timedelta(days=2)


def identifiant(backend: Any, compte: CompteDemo) -> str:
    return str(backend.etat.connexion.identifiant(lire_nir(compte.nir)))


# -- what it is made of ------------------------------------------------------------------------------------


def test_its_words_are_plain_distinct_and_numerous_enough() -> None:
    mots = temporaire.mots()

    assert len(mots) ** temporaire.NOMBRE_DE_MOTS >= 2**27
    assert list(mots) == sorted(set(mots))
    assert all(re.fullmatch(r"[a-z]{4,8}", mot) for mot in mots)
    # With one letter misread, none becomes another.
    variantes = {mot[:i] + "?" + mot[i + 1 :] for mot in mots for i in range(len(mot))}
    assert len(variantes) == sum(map(len, mots))


def test_no_two_are_alike_and_none_is_too_short() -> None:
    tires = {temporaire.generer() for _ in range(50)}

    assert len(tires) == 50
    assert all(len(mot_de_passe) >= 12 and len(mot_de_passe.split(" ")) == 3 for mot_de_passe in tires)
