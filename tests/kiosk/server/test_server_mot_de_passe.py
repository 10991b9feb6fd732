"""Replacing a password: who asks, what the new one lacks, what ends with it; all of it at once, or nothing."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO
from threading import Barrier
from typing import Any

import httpx2
import pytest
from sqlalchemy import NullPool, create_engine, select

from kiosk.backend.client import ClientBackend
from kiosk.backend.schemas import ChangementMotDePasse
from kiosk.server import journal
from kiosk.server.demo import CompteDemo, comptes_demo
from kiosk.server.identity import changement
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.serveur import en_fil
from kiosk.server.storage.models import MessageLigne

NOUVEAU = "quatre girafes sous la pluie"
AUTRE = "le wagon bleu du dimanche"
FAUX = "ce n’est pas le bon"
INCONNU = "1850575056123"

Demarrer = Callable[[ReglagesServeur], Any]


def changer(backend: Any, session: dict[str, str], nouveau: str, actuel: str | None = None) -> Any:
    corps = {"nouveau": nouveau} if actuel is None else {"actuel": actuel, "nouveau": nouveau}
    return backend.http.put("/api/v1/mot-de-passe", json=corps, headers=session)


def vivante(backend: Any, session: dict[str, str]) -> bool:
    return backend.http.get("/api/v1/compte", headers=session).status_code == 200


def messages(backend: Any) -> list[MessageLigne]:
    url = backend.etat.reglages.base.replace("sqlite+aiosqlite", "sqlite")
    with create_engine(url, poolclass=NullPool).connect() as connexion:
        return list(connexion.execute(select(MessageLigne.__table__)).all())


# -- the change --------------------------------------------------------------------------------------------


def test_the_new_password_opens_the_old_one_does_not_and_the_other_sessions_end(
    deux_bases: ReglagesServeur, demarrer: Demarrer, seule: CompteDemo, couple: CompteDemo
) -> None:
    backend = demarrer(deux_bases)
    sienne, _ = backend.ouvrir(seule)
    ailleurs = [backend.ouvrir(seule)[0] for _ in range(2)]
    voisin, _ = backend.ouvrir(couple)

    reponse = changer(backend, sienne, NOUVEAU, seule.mot_de_passe)

    assert (reponse.status_code, reponse.content) == (204, b"")
    assert vivante(backend, sienne)
    assert not any(vivante(backend, session) for session in ailleurs)
    assert vivante(backend, voisin)
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 401
    assert backend.identifier(seule.nir, NOUVEAU).status_code == 201


def test_a_deposit_that_waits_in_an_outbox_is_still_taken(backend: Any, seule: CompteDemo) -> None:
    session, bon = backend.ouvrir(seule)
    autre, autre_bon = backend.ouvrir(seule)
    assert changer(backend, session, NOUVEAU, seule.mot_de_passe).status_code == 204

    for droit in (bon, autre_bon):
        assert backend.deposer(backend.sceller(backend.dossier(droit))).status_code == 201
    assert not vivante(backend, autre)


@pytest.mark.parametrize(
    "saisie", ["vélo Ǆ pomme café", "ve\u0301lo Ǆ pomme cafe\u0301", "vélo DŽ pomme café"]
)
def test_the_same_characters_from_another_keyboard_are_the_same_password(
    backend: Any, seule: CompteDemo, saisie: str
) -> None:
    session, _ = backend.ouvrir(seule)
    assert changer(backend, session, "vélo Ǆ pomme café", seule.mot_de_passe).status_code == 204

    assert backend.identifier(seule.nir, saisie).status_code == 201


# -- the current one ---------------------------------------------------------------------------------------


def test_a_wrong_current_password_counts_like_a_failure_to_sign_in(backend: Any, seule: CompteDemo) -> None:
    session, _ = backend.ouvrir(seule)
    codes = []
    for _ in range(10):
        refus = changer(backend, session, NOUVEAU, FAUX)
        probleme = refus.json()
        codes.append((refus.status_code, probleme["code"]))
        for _ in range(probleme.get("attente_s", 0) // 75):
            backend.temps.avancer(seconds=75)
            assert vivante(backend, session)

    assert codes[:4] == [(403, "mot_de_passe_refuse")] * 4
    assert codes[4:9] == [(429, "attente")] * 5
    assert codes[9] == (423, "compte_verrouille")
    assert backend.identifier(seule.nir, seule.mot_de_passe).json()["code"] == "compte_verrouille"


def test_the_two_doors_share_one_count_and_success_at_either_forgets_it(
    backend: Any, seule: CompteDemo
) -> None:
    session, _ = backend.ouvrir(seule)
    for _ in range(2):
        assert backend.identifier(seule.nir, FAUX).status_code == 401
        assert changer(backend, session, NOUVEAU, FAUX).status_code == 403
    attente = changer(backend, session, NOUVEAU, FAUX)
    assert (attente.status_code, attente.json()["attente_s"]) == (429, 75)
    assert attente.headers["Retry-After"] == "75"

    # During the wait the right one is not looked at, at either door.
    travail = backend.etat.mots_de_passe.verifications
    assert changer(backend, session, NOUVEAU, seule.mot_de_passe).status_code == 429
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 429
    assert backend.etat.mots_de_passe.verifications == travail

    backend.temps.avancer(seconds=75)
    # Right, though what is asked next is refused: that is no failure to say who one is.
    assert changer(backend, session, "court", seule.mot_de_passe).json()["code"] == "reponses_refusees"
    for _ in range(4):
        assert backend.identifier(seule.nir, FAUX).status_code == 401


def test_a_wrong_current_password_costs_what_an_unknown_person_costs(backend: Any, seule: CompteDemo) -> None:
    session, _ = backend.ouvrir(seule)

    def travail(agir: Callable[[], Any]) -> int:
        avant = backend.etat.mots_de_passe.verifications
        assert agir().status_code in (401, 403)
        return int(backend.etat.mots_de_passe.verifications - avant)

    assert travail(lambda: changer(backend, session, NOUVEAU, FAUX)) == 1
    assert travail(lambda: backend.identifier(INCONNU, FAUX)) == 1


def test_nothing_is_told_of_the_new_one_before_the_current_one_is_right(
    backend: Any, seule: CompteDemo
) -> None:
    session, _ = backend.ouvrir(seule)

    refus = changer(backend, session, seule.mot_de_passe, FAUX)

    assert (refus.json()["code"], refus.json().get("anomalies", [])) == ("mot_de_passe_refuse", [])
    assert vivante(backend, session)


@pytest.mark.parametrize("nouveau", [NOUVEAU, "soleil velo pomme bleue"])
def test_leaving_the_current_one_out_changes_nothing(backend: Any, seule: CompteDemo, nouveau: str) -> None:
    session, _ = backend.ouvrir(seule)

    assert changer(backend, session, nouveau).json()["code"] == "mot_de_passe_refuse"

    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201


@pytest.mark.parametrize("entetes", [{}, {"Authorization": "Bearer x"}])
def test_only_an_open_session_may_ask(backend: Any, seule: CompteDemo, entetes: dict[str, str]) -> None:
    refus = changer(backend, entetes, NOUVEAU, seule.mot_de_passe)

    assert (refus.status_code, refus.json()["code"]) == (401, "session_expiree")


# -- the new one -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nouveau", "codes"),
    [
        ("trop court", ["mot-de-passe-longueur"]),
        ("m" + "ka" * 64, ["mot-de-passe-longueur"]),
        ("azertyuiop123", ["mot-de-passe-courant"]),
        ("je suis 2 85 06 75 990 011 82", ["mot-de-passe-nir"]),
        ("la rue de MARTÍN, la nuit", ["mot-de-passe-nom"]),
        ("chez Martin", ["mot-de-passe-longueur", "mot-de-passe-nom"]),
        ("soleil velo pomme", ["mot-de-passe-identique"]),
    ],
)
def test_each_requirement_that_is_not_met_is_said_with_how_to_correct_it(
    backend: Any, seule: CompteDemo, nouveau: str, codes: list[str]
) -> None:
    session, _ = backend.ouvrir(seule)

    refus = changer(backend, session, nouveau, seule.mot_de_passe)

    assert (refus.status_code, refus.json()["code"]) == (422, "reponses_refusees")
    anomalies = refus.json()["anomalies"]
    assert [anomalie["code"] for anomalie in anomalies] == codes
    assert all(anomalie["champs"] == ["nouveau"] for anomalie in anomalies)
    assert all(anomalie["message"].endswith(".") for anomalie in anomalies)
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201
    assert messages(backend) == []


def test_an_absurdly_long_one_is_refused_before_anything_is_looked_at(
    backend: Any, seule: CompteDemo
) -> None:
    session, _ = backend.ouvrir(seule)
    travail = backend.etat.mots_de_passe.verifications

    assert changer(backend, session, "a" * 513, seule.mot_de_passe).json()["code"] == "requete_invalide"
    assert changer(backend, session, NOUVEAU, "a" * 513).json()["code"] == "requete_invalide"
    assert backend.etat.mots_de_passe.verifications == travail


# -- the warning -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prenom", "destinataires"),
    [
        ("Camille", [("mail", "camille.martin@exemple.fr")]),
        ("Moussa", [("sms", "+33639984008")]),
        ("Livia", []),
        ("Hugo", []),
    ],
    ids=["the mail", "the mobile without a mail", "a mobile never secured", "a landline only"],
)
def test_the_person_is_warned_once_on_what_only_they_can_read(
    backend: Any, prenom: str, destinataires: list[tuple[str, str]]
) -> None:
    compte = next(compte for compte in comptes_demo() if compte.prenom == prenom)
    session, _ = backend.ouvrir(compte)
    assert changer(backend, session, NOUVEAU, FAUX).status_code == 403
    assert messages(backend) == []

    assert changer(backend, session, NOUVEAU, compte.mot_de_passe).status_code == 204

    postes = messages(backend)
    assert [(message.canal, message.destinataire) for message in postes] == destinataires
    for message in postes:
        assert (
            "1er\u00a0décembre\u00a02022 à 10\u00a0h\u00a030" in message.corps
            or "01/12/2022" in message.corps
        )
        assert NOUVEAU not in message.corps
        assert compte.mot_de_passe not in message.corps


@pytest.mark.parametrize(
    ("zone", "mail", "sms"),
    [
        (
            "America/Cayenne",
            "1er\u00a0décembre\u00a02022 à 20\u00a0h\u00a030 (heure de Guyane).",
            "01/12/2022 à 20:30.",
        ),
        (
            "Indian/Reunion",
            "2\u00a0décembre\u00a02022 à 03\u00a0h\u00a030 (heure de La\u00a0Réunion).",
            "02/12/2022 à 03:30.",
        ),
        ("Europe/Paris", "2\u00a0décembre\u00a02022 à 00\u00a0h\u00a030.", "02/12/2022 à 00:30."),
        ("Mars/Olympus", "2\u00a0décembre\u00a02022 à 00\u00a0h\u00a030.", "02/12/2022 à 00:30."),
    ],
)
@pytest.mark.parametrize("prenom", ["Camille", "Moussa"])
def test_the_warning_gives_the_hour_of_the_hall_that_the_terminal_says(
    reglages: ReglagesServeur, backend: Any, temps: Any, prenom: str, zone: str, mail: str, sms: str
) -> None:
    temps.instant = datetime(2022, 12, 1, 23, 30, tzinfo=UTC)
    compte = next(compte for compte in comptes_demo() if compte.prenom == prenom)

    async def changer_au_terminal(url: str) -> None:
        async with ClientBackend(url, fuseau=zone) as client:
            await client.ouvrir_session(compte.nir, compte.mot_de_passe)
            await client.changer_mot_de_passe(compte.mot_de_passe, NOUVEAU)

    with en_fil(reglages, horloge=temps) as url:
        asyncio.run(changer_au_terminal(url))

    (message,) = messages(backend)
    assert f"a été changé le {mail if prenom == 'Camille' else sms}" in message.corps


def test_the_text_message_is_a_single_one(backend: Any) -> None:
    moussa = next(compte for compte in comptes_demo() if compte.prenom == "Moussa")
    session, _ = backend.ouvrir(moussa)
    changer(backend, session, NOUVEAU, moussa.mot_de_passe)

    (sms,) = messages(backend)

    assert len(sms.corps) <= 160
    # GSM 03.38: the letters with accents that a telephone has without tripling the price of the message.
    assert set(sms.corps) <= set(map(chr, range(0x20, 0x7F))) | set("éàèùç")


# -- several at once ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("meme_session", [True, False])
def test_of_two_changes_at_once_one_wins_and_the_other_is_told_that_its_current_one_is_wrong(
    deux_bases: ReglagesServeur, temps: Any, seule: CompteDemo, meme_session: bool
) -> None:
    depart = Barrier(2)
    with (
        en_fil(deux_bases, horloge=temps) as un,
        en_fil(deux_bases, horloge=temps) as deux,
        httpx2.Client() as http,
        ThreadPoolExecutor(2) as fils,
    ):

        def ouvrir() -> dict[str, str]:
            corps = {"nir": seule.nir, "mot_de_passe": seule.mot_de_passe}
            return {
                "Authorization": f"Bearer {http.post(f'{un}/api/v1/sessions', json=corps).json()['jeton']}"
            }

        sessions = [ouvrir()] * 2 if meme_session else [ouvrir(), ouvrir()]

        def essayer(rang: int) -> tuple[int, str]:
            corps = {"actuel": seule.mot_de_passe, "nouveau": (NOUVEAU, AUTRE)[rang]}
            depart.wait(10)
            reponse = http.put(
                f"{(un, deux)[rang]}/api/v1/mot-de-passe", json=corps, headers=sessions[rang], timeout=30
            )
            return reponse.status_code, reponse.json()["code"] if reponse.content else ""

        resultats = list(fils.map(essayer, range(2)))

        gagnant = resultats.index((204, ""))
        # The session of the second may be closed before it is read: it then never gets as far as its password.
        assert resultats[1 - gagnant] in {(403, "mot_de_passe_refuse"), (401, "session_expiree")}
        for rang, mot_de_passe in enumerate((NOUVEAU, AUTRE)):
            corps = {"nir": seule.nir, "mot_de_passe": mot_de_passe}
            attendu = 201 if rang == gagnant else 401
            assert http.post(f"{un}/api/v1/sessions", json=corps).status_code == attendu


def test_changes_and_sign_ins_at_once_leave_one_password_and_one_session(
    deux_bases: ReglagesServeur, temps: Any, seule: CompteDemo
) -> None:
    with en_fil(deux_bases, horloge=temps) as url, httpx2.Client(timeout=30) as http:

        def connecter() -> str:
            corps = {"nir": seule.nir, "mot_de_passe": seule.mot_de_passe}
            return str(http.post(f"{url}/api/v1/sessions", json=corps).json().get("jeton", ""))

        def porteur(jeton: str) -> dict[str, str]:
            return {"Authorization": f"Bearer {jeton}"}

        sessions = [connecter(), connecter()]

        def essayer(rang: int) -> int | str:
            # Two sign-ins with the old one among them: none may open a session that outlives the change.
            if rang % 2:
                return connecter()
            corps = {"actuel": seule.mot_de_passe, "nouveau": (NOUVEAU, AUTRE)[rang // 2]}
            return http.put(
                f"{url}/api/v1/mot-de-passe", json=corps, headers=porteur(sessions[rang // 2])
            ).status_code

        # Four at once, so that no wait begins.
        with ThreadPoolExecutor(4) as fils:
            resultats = list(fils.map(essayer, range(4)))

        changements = resultats[::2]
        assert changements.count(204) == 1
        tous = [*sessions, *map(str, filter(None, resultats[1::2]))]
        vivantes = [j for j in tous if http.get(f"{url}/api/v1/compte", headers=porteur(j)).is_success]
        assert vivantes == [sessions[changements.index(204)]]


def test_a_session_that_is_ended_meanwhile_changes_nothing(
    backend: Any, seule: CompteDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The visitor ends the session while the slow part of the change is under way."""
    session, _ = backend.ouvrir(seule)
    jeton = session["Authorization"].removeprefix("Bearer ")
    hacher = backend.etat.mots_de_passe.hacher

    async def hacher_puis_fermer(clair: str) -> str:
        empreinte: str = await hacher(clair)
        await backend.etat.sessions.fermer(jeton)
        return empreinte

    monkeypatch.setattr(backend.etat.mots_de_passe, "hacher", hacher_puis_fermer)

    refus = changer(backend, session, NOUVEAU, seule.mot_de_passe)

    assert (refus.status_code, refus.json()["code"]) == (401, "session_expiree")
    assert backend.identifier(seule.nir, seule.mot_de_passe).status_code == 201
    assert messages(backend) == []


def test_a_sign_in_with_the_old_one_that_began_before_the_change_opens_nothing(
    deux_bases: ReglagesServeur, demarrer: Demarrer, seule: CompteDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is committed between the check of the old password and the session that it would open."""
    backend = demarrer(deux_bases)
    session, _ = backend.ouvrir(seule)
    verifier = backend.etat.mots_de_passe.verifier

    async def verifier_puis_changer(clair: str, empreinte: str | None) -> bool:
        juste: bool = await verifier(clair, empreinte)
        monkeypatch.undo()
        jeton = session["Authorization"].removeprefix("Bearer ")
        compte_id = (await backend.etat.sessions.suivre(jeton)).compte_id
        demande = ChangementMotDePasse(actuel=seule.mot_de_passe, nouveau=NOUVEAU)
        await changement.changer(backend.etat, compte_id, jeton, demande)
        return juste

    monkeypatch.setattr(backend.etat.mots_de_passe, "verifier", verifier_puis_changer)

    assert backend.identifier(seule.nir, seule.mot_de_passe).json()["code"] == "identifiants_refuses"
    assert vivante(backend, session)
    assert backend.identifier(seule.nir, NOUVEAU).status_code == 201


def test_a_sign_in_that_hashes_the_old_one_again_does_not_bring_it_back(
    deux_bases: ReglagesServeur, demarrer: Demarrer, seule: CompteDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is committed while a backend with another cost makes its own hash of the old password."""
    backend = demarrer(deux_bases)
    session, _ = backend.ouvrir(seule)
    plus_cher = ReglagesArgon2(temps=2, memoire_kio=16, parallelisme=1)
    autre = demarrer(deux_bases.model_copy(update={"argon2": plus_cher}))
    hacher = autre.etat.mots_de_passe.hacher

    async def changer_puis_hacher(clair: str) -> str:
        monkeypatch.undo()
        reponse = await asyncio.to_thread(changer, backend, session, NOUVEAU, seule.mot_de_passe)
        assert reponse.status_code == 204
        return str(await hacher(clair))

    monkeypatch.setattr(autre.etat.mots_de_passe, "hacher", changer_puis_hacher)

    assert autre.identifier(seule.nir, seule.mot_de_passe).status_code == 401
    assert autre.identifier(seule.nir, NOUVEAU).status_code == 201


# -- nothing leaks -----------------------------------------------------------------------------------------


def test_neither_logs_nor_answers_nor_the_database_hold_a_password_or_a_nir(
    reglages: ReglagesServeur, demarrer: Demarrer, seule: CompteDemo, tmp_path: Any
) -> None:
    sortie = StringIO()
    journal.configurer(sortie)
    backend = demarrer(reglages)
    session, _ = backend.ouvrir(seule)
    reponses = [
        changer(backend, session, NOUVEAU, FAUX),
        changer(backend, session, "court", seule.mot_de_passe),
        changer(backend, session, f"{seule.nir} {seule.nom}", seule.mot_de_passe),
        backend.http.put("/api/v1/mot-de-passe", json={"nouveau": [NOUVEAU], "x": FAUX}, headers=session),
        changer(backend, session, NOUVEAU, seule.mot_de_passe),
    ]

    assert [reponse.status_code for reponse in reponses] == [403, 422, 422, 422, 204]
    secrets = [NOUVEAU, FAUX, seule.mot_de_passe, seule.nir[:13], session["Authorization"][7:]]
    ecrit = sortie.getvalue() + "".join(reponse.text for reponse in reponses)
    assert "/mot-de-passe" in ecrit
    base = b"".join(fichier.read_bytes() for fichier in (tmp_path / "serveur").glob("base.sqlite3*"))
    for secret in secrets:
        assert secret not in ecrit
        assert secret.encode() not in base
