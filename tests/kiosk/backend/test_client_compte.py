"""The client's conversation about the account: contact details, codes, password, receipt by mail."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from backend_brut import (
    COMPTE,
    ID,
    INJOIGNABLE,
    JETON,
    MOT_DE_PASSE,
    NIR,
    SESSION,
    brut,
    client,
    en_json,
    http,
    jouer,
    probleme,
    un_backend,
)

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import (
    Attente,
    BackendIncompris,
    BackendInjoignable,
    BackendLent,
    CompteVerrouille,
    CoordonneesChangees,
    MotDePasseAChanger,
    Panne,
    Refus,
    ReponsesRefusees,
    SessionExpiree,
)
from kiosk.backend.schemas import (
    BilanCoordonnees,
    CoordonneesCompletes,
    DemandeVerification,
    EnvoiVue,
    EtatEnvoi,
    GesteDemande,
    GestesDemandes,
    VerificationVue,
)
from kiosk.metier.coordonnees import Geste, NatureCoordonnee

ENVOI = UUID("99999999-2222-4333-8444-555555555555")
NOUVEAU = "un nouveau très secret"
GESTES = GestesDemandes(
    version=7,
    gestes=(
        GesteDemande(nature=NatureCoordonnee.MOBILE, geste=Geste.CONFIRMER),
        GesteDemande(nature=NatureCoordonnee.MAIL, geste=Geste.MODIFIER, valeur="zoe@exemple.fr"),
    ),
)
DEMANDE = DemandeVerification(id=ID, nature=NatureCoordonnee.MAIL)
BILAN = BilanCoordonnees.model_validate(
    {"confirmees": ["mobile"], "coordonnees": {"version": 8, "en_attente": []}}
)
VERIFICATION = VerificationVue(
    id=ID,
    nature=NatureCoordonnee.MAIL,
    valeur_masquee="z•••••@exemple.fr",
    envoi=EtatEnvoi.EN_RETARD,
    expire_dans_s=900,
    renvoi_dans_s=60,
    essais_restants=5,
    codes_restants=4,
)
COMPLETES = CoordonneesCompletes.model_validate(
    {"version": 7, "coordonnees": [{"nature": "mobile", "valeur": "06 39 98 10 42"}]}
)
PARTI = EnvoiVue(valeur_masquee="z•••••@exemple.fr", envoi=EtatEnvoi.PARTI)


@dataclass(frozen=True)
class Appel:
    """One call of the client, what it must send, what it must give, and whether it may be sent again."""

    faire: Callable[[ClientBackend], Awaitable[object]]
    ligne: tuple[str, str]
    corps: Any
    reponse: Any
    repete: bool


APPELS = {
    "coordonnees": Appel(
        lambda c: c.coordonnees(), ("GET", "/api/v1/coordonnees"), None, COMPLETES, repete=True
    ),
    "enregistrer": Appel(
        lambda c: c.enregistrer_coordonnees(GESTES),
        ("POST", "/api/v1/coordonnees"),
        {
            "version": 7,
            "gestes": [
                {"nature": "mobile", "geste": "confirmer"},
                {"nature": "mail", "geste": "modifier", "valeur": "zoe@exemple.fr"},
            ],
        },
        BILAN,
        repete=False,
    ),
    "envoyer": Appel(
        lambda c: c.envoyer_code(DEMANDE),
        ("POST", "/api/v1/coordonnees/verifications"),
        {"id": str(ID), "nature": "mail"},
        VERIFICATION,
        repete=True,
    ),
    "verifier": Appel(
        lambda c: c.verifier_code(ID, "123 456"),
        ("POST", f"/api/v1/coordonnees/verifications/{ID}/code"),
        {"code": "123 456"},
        BILAN,
        repete=False,
    ),
    "changer": Appel(
        lambda c: c.changer_mot_de_passe(MOT_DE_PASSE, NOUVEAU),
        ("PUT", "/api/v1/mot-de-passe"),
        {"actuel": MOT_DE_PASSE, "nouveau": NOUVEAU},
        None,
        repete=False,
    ),
    "mail": Appel(
        lambda c: c.envoyer_recapitulatif(ID, ENVOI),
        ("POST", f"/api/v1/depots/{ID}/mail"),
        {"id": str(ENVOI)},
        PARTI,
        repete=True,
    ),
}
tous = pytest.mark.parametrize("appel", APPELS.values(), ids=APPELS)


def reponse_a(appel: Appel, statut: int = 200) -> Any:
    if appel.reponse is None:
        return http(204, media=None)
    return http(statut, appel.reponse.model_dump_json().encode())


@tous
def test_what_is_sent_and_what_is_read(appel: Appel) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION), reponse_a(appel)) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert await appel.faire(c) == appel.reponse
            envoi = serveur.requetes[1]
            assert (envoi.methode, envoi.chemin) == appel.ligne
            assert envoi.entetes["authorization"] == f"Bearer {JETON}"
            assert (json.loads(envoi.corps) if envoi.corps else None) == appel.corps
            assert envoi.entetes.get("content-type") == (appel.corps and "application/json")

    jouer(scenario)


def test_a_temporary_password_is_not_given_again() -> None:
    async def scenario() -> None:
        reponses = en_json(201, SESSION | {"mot_de_passe_a_changer": True}), http(204, media=None)
        async with un_backend(*reponses) as serveur, client(serveur) as c:
            assert (await c.ouvrir_session(NIR, MOT_DE_PASSE)).mot_de_passe_a_changer
            await c.changer_mot_de_passe(None, NOUVEAU)
            assert json.loads(serveur.requetes[1].corps) == {"nouveau": NOUVEAU}

    jouer(scenario)


@tous
def test_without_a_session_nothing_is_asked(appel: Appel) -> None:
    async def scenario() -> None:
        async with un_backend(reponse_a(appel)) as serveur, client(serveur) as c:
            with pytest.raises(SessionExpiree):
                await appel.faire(c)
            assert serveur.requetes == []

    jouer(scenario)


@tous
@pytest.mark.parametrize(
    ("statut", "code", "classe", "reste_ouverte"),
    [
        (401, "session_expiree", SessionExpiree, False),
        (401, "autre_401", SessionExpiree, False),
        (403, "mot_de_passe_a_changer", MotDePasseAChanger, True),
        (403, "mot_de_passe_refuse", Refus, True),
        (409, "coordonnees_changees", CoordonneesChangees, True),
        (422, "reponses_refusees", ReponsesRefusees, True),
        (422, "code_incorrect", Refus, True),
        (429, "code_trop_tot", Refus, True),
        (429, "attente", Attente, True),
        (423, "compte_verrouille", CompteVerrouille, True),
        (404, "introuvable", Refus, True),
        (503, "indisponible", Panne, True),
    ],
)
def test_a_refusal_is_told_once_and_only_a_401_ends_the_session(
    appel: Appel, statut: int, code: str, classe: type[Refus], reste_ouverte: bool
) -> None:
    async def scenario() -> None:
        refuse = probleme(statut, code, essais_restants=3, attente_s=38)
        async with un_backend(en_json(201, SESSION), refuse) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(Refus) as refus:
                await appel.faire(c)
            assert type(refus.value) is classe
            assert refus.value.code == code
            assert (refus.value.probleme.essais_restants, refus.value.probleme.attente_s) == (3, 38)
            assert c.session_ouverte is reste_ouverte
            assert len(serveur.requetes) == 2

    jouer(scenario)


@tous
@pytest.mark.parametrize("cas", INJOIGNABLE)
def test_only_what_can_be_asked_again_without_harm_is(appel: Appel, cas: str) -> None:
    async def scenario() -> None:
        reponses = en_json(201, SESSION), INJOIGNABLE[cas]
        async with un_backend(*reponses) as serveur, client(serveur, essais=3) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(BackendInjoignable) as erreur:
                await appel.faire(c)
            assert erreur.value.__context__ is None
            demandes = serveur.requetes[1:]
            assert len(demandes) == (3 if appel.repete else 1)
            assert len({(d.chemin, d.corps) for d in demandes}) == 1
            assert c.session_ouverte

    jouer(scenario)


@tous
def test_one_cut_is_survived_by_what_may_be_repeated(appel: Appel) -> None:
    async def scenario() -> None:
        reponses = en_json(201, SESSION), brut(b"", couper=True), reponse_a(appel)
        async with un_backend(*reponses) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            if appel.repete:
                assert await appel.faire(c) == appel.reponse
            else:
                with pytest.raises(BackendInjoignable):
                    await appel.faire(c)

    jouer(scenario)


@tous
def test_a_backend_that_never_ends_its_answer_is_left_at_the_time_limit(appel: Appel) -> None:
    async def scenario() -> None:
        reponses = (
            en_json(201, SESSION),
            brut(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"),
        )
        async with un_backend(*reponses) as serveur, client(serveur, delai_s=0.3) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(BackendLent):
                await appel.faire(c)
            assert c.session_ouverte

    jouer(scenario)


@tous
@pytest.mark.parametrize("corps", [{"id": 1}, COMPTE, [], "oui"])
def test_an_answer_of_another_shape_is_refused(appel: Appel, corps: object) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION), en_json(200, corps)) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(BackendIncompris) as erreur:
                await appel.faire(c)
            assert erreur.value.__context__ is None

    jouer(scenario)


def test_the_code_that_is_answered_may_be_one_sent_before_but_not_to_something_else() -> None:
    deja = VERIFICATION.model_copy(update={"id": ENVOI})
    autre = VERIFICATION.model_copy(update={"nature": NatureCoordonnee.MOBILE})

    async def scenario() -> None:
        corps = (http(201, vue.model_dump_json().encode()) for vue in (deja, autre))
        async with un_backend(en_json(201, SESSION), *corps) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            assert (await c.envoyer_code(DEMANDE)).id == ENVOI
            with pytest.raises(BackendIncompris):
                await c.envoyer_code(DEMANDE)

    jouer(scenario)


@pytest.mark.parametrize(
    ("faire", "code"),
    [
        (lambda c: c.verifier_code(ID, ""), "code_incorrect"),
        (lambda c: c.verifier_code(ID, "1" * 33), "code_incorrect"),
        (lambda c: c.changer_mot_de_passe("x", "secret" * 100), "requete_invalide"),
        (lambda c: c.changer_mot_de_passe("\ud800", "secret"), "requete_invalide"),
    ],
)
def test_what_the_wire_cannot_hold_is_refused_on_the_spot_and_quoted_nowhere(
    faire: Callable[[ClientBackend], Awaitable[object]], code: str
) -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, SESSION)) as serveur, client(serveur) as c:
            await c.ouvrir_session(NIR, MOT_DE_PASSE)
            with pytest.raises(Refus) as refus:
                await faire(c)
            assert refus.value.code == code
            assert refus.value.__context__ is None
            assert "secret" not in repr(vars(refus.value))
            assert len(serveur.requetes) == 1

    jouer(scenario)
