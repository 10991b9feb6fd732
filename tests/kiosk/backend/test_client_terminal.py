"""The terminal's credential on the wire: on every call, renewed under way, refused in its own words, shown nowhere."""

import traceback
from collections.abc import Awaitable, Callable

import pytest
from backend_brut import (
    COMPTE,
    DEPOT,
    ID,
    MOT_DE_PASSE,
    NIR,
    SESSION,
    Requete,
    client,
    en_json,
    http,
    jouer,
    probleme,
    un_backend,
)

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import (
    REFUS_DEFINITIFS,
    BackendIncompris,
    Refus,
    SessionExpiree,
    TerminalInconnu,
    TerminalRefuse,
    TerminalRevoque,
)
from kiosk.backend.identite import ENTETE, Identite

SECRET, SUIVANT = "11111111-2222-4333-8444-555555555555.AAAA", "11111111-2222-4333-8444-555555555555.BBBB"
DONNE = {"id": str(ID), "nom": "Hall 2", "secret": SUIVANT}


def vu(requete: Requete) -> str | None:
    return requete.entetes.get(ENTETE.lower())


def test_every_call_carries_it_and_none_without_one() -> None:
    async def scenario() -> None:
        terminal = Identite()
        async with (
            un_backend(
                en_json(201, SESSION), en_json(200, COMPTE), en_json(201, DEPOT), http(204, media=None)
            ) as serveur,
            client(serveur, terminal=terminal) as ligne,
        ):
            await ligne.ouvrir_session(NIR, MOT_DE_PASSE)
            terminal.changer(SECRET)
            await ligne.compte()
            await ligne.deposer(ID, b"octets")
            await ligne.fermer_session()
            assert [vu(requete) for requete in serveur.requetes] == [None, SECRET, SECRET, SECRET]
            assert serveur.requetes[1].entetes["authorization"]  # beside the visitor's own

    jouer(scenario)


def test_a_call_that_crossed_a_rotation_is_made_again_with_the_new_one() -> None:
    async def scenario() -> None:
        terminal = Identite(SECRET)

        async def entretemps(requete: Requete, redacteur: object) -> None:
            terminal.changer(SUIVANT)
            await probleme(403, "terminal_inconnu")(requete, redacteur)  # type: ignore[arg-type]

        async with un_backend(entretemps, en_json(201, SESSION)) as serveur:
            async with client(serveur, terminal=terminal) as ligne:
                await ligne.ouvrir_session(NIR, MOT_DE_PASSE)
            assert [vu(requete) for requete in serveur.requetes] == [SECRET, SUIVANT]
            assert serveur.requetes[0].corps == serveur.requetes[1].corps

    jouer(scenario)


@pytest.mark.parametrize(
    ("code", "erreur"), [("terminal_inconnu", TerminalInconnu), ("terminal_revoque", TerminalRevoque)]
)
def test_a_refused_terminal_is_told_once_and_its_envelopes_are_not_at_fault(
    code: str, erreur: type[TerminalRefuse]
) -> None:
    async def scenario() -> None:
        refus: list[str] = []
        async with un_backend(en_json(201, SESSION), probleme(403, code)) as serveur:
            async with client(serveur, terminal=Identite(SECRET, refus.append)) as ligne:
                await ligne.ouvrir_session(NIR, MOT_DE_PASSE)
                with pytest.raises(erreur) as leve:
                    await ligne.compte()
                assert ligne.session_ouverte  # it is not the visitor's session that is over
            assert len(serveur.requetes) == 2
        assert refus == [code]
        assert not isinstance(leve.value, SessionExpiree)
        assert SECRET not in "".join(traceback.format_exception(leve.value))
        assert code not in REFUS_DEFINITIFS

    jouer(scenario)


def test_enrolling_and_renewing_are_repeated_when_their_answer_is_lost() -> None:
    async def scenario() -> None:
        perdu = http(502, b"", None)
        async with un_backend(perdu, en_json(201, DONNE), perdu, en_json(201, DONNE)) as serveur:
            async with client(serveur, terminal=Identite(SECRET)) as ligne:
                for appel in (ligne.enroler("7K3-F9Q-MX2"), ligne.renouveler_secret()):
                    donne = await appel
                    assert donne.secret == SUIVANT
                    assert SUIVANT not in repr(donne)
            assert [r.chemin for r in serveur.requetes] == ["/api/v1/terminaux"] * 2 + [
                "/api/v1/terminaux/courant/secret"
            ] * 2

    jouer(scenario)


@pytest.mark.parametrize(
    "appel", [lambda ligne: ligne.enroler("7K3-F9Q-MX2"), lambda ligne: ligne.renouveler_secret()]
)
def test_a_credential_that_no_header_can_carry_is_not_taken(
    appel: Callable[[ClientBackend], Awaitable[object]],
) -> None:
    async def scenario() -> None:
        async with (
            un_backend(en_json(201, {**DONNE, "secret": "a\r\nb"})) as serveur,
            client(serveur) as ligne,
        ):
            with pytest.raises(BackendIncompris):
                await appel(ligne)

    jouer(scenario)


def test_what_was_typed_instead_of_a_code_is_refused_and_not_quoted() -> None:
    async def scenario() -> None:
        async with un_backend(en_json(201, DONNE)) as serveur, client(serveur) as ligne:
            with pytest.raises(Refus) as leve:
                await ligne.enroler("x" * 41)
            assert leve.value.code == "enrolement_refuse"
            assert "xxx" not in "".join(traceback.format_exception(leve.value))
            assert not serveur.requetes

    jouer(scenario)


@pytest.mark.parametrize("secret", ["", " a", "a\n", "é", "a\0"])
def test_an_identity_holds_what_a_header_can_carry_and_never_shows_it(secret: str) -> None:
    identite = Identite(SECRET)

    assert SECRET not in repr(identite)
    with pytest.raises(ValueError, match="no header") as leve:
        identite.changer(secret)
    assert not secret.strip() or secret not in str(leve.value) or secret == " a"
    assert identite.secret == SECRET
