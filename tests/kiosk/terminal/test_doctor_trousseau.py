"""The terminal's secret: in a real Secret Service or a private file, shown to a real backend, never told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.terminal import diagnostic_backend
from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.diagnostic_trousseau import regarder
from kiosk.terminal.secrets import Coffre, Enrolement, Garde, choisir
from kiosk.terminal.visite import Profil
from tests.helpers import trousseau
from tests.helpers.hall_enrole import Hall, hall
from tests.helpers.trousseau import Session, Trousseau

SECRET = "0123456789abcdef.secret-de-la-borne"
Ouvrir = Callable[[Trousseau], Session]


@pytest.fixture
def ouvrir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ouvrir]:
    """A session with this Secret Service, whose environment becomes the test's own."""
    if not trousseau.possible():
        pytest.skip(trousseau.MANQUE)
    with ExitStack() as pile:

        def ouvre(genre: Trousseau) -> Session:
            faite = pile.enter_context(trousseau.session(tmp_path / "session", genre))
            for nom, valeur in faite.env.items():
                monkeypatch.setenv(nom, valeur)
            return faite

        yield ouvre


@pytest.fixture(autouse=True)
def poste_neuf(monkeypatch: pytest.MonkeyPatch) -> None:
    for nom in ("PYTHON_KEYRING_BACKEND", "CREDENTIALS_DIRECTORY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(nom, raising=False)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    dossier = tmp_path / "etat"
    dossier.mkdir(mode=0o700)
    return dossier


def enroler(dossier: Path, profil: Profil, secret: str = SECRET) -> Coffre:
    """As `caf-kiosk enroll` leaves things."""

    async def garder() -> Coffre:
        coffre = await choisir(dossier, profil)
        await coffre.garder(Garde(secret))
        Enrolement("Hall 2", datetime(2026, 11, 23, 9, 12, tzinfo=UTC).isoformat(), coffre.classe).ecrire(
            dossier
        )
        return coffre

    return asyncio.run(garder())


def seul(dossier: Path, profil: Profil) -> Constat:
    [constat] = regarder(dossier, profil)
    assert SECRET not in repr(constat)
    return constat


@pytest.mark.parametrize(
    ("profil", "ou"), [(Profil.BORNE, "CoffreFichier"), (Profil.LIBRE_SERVICE, "Keyring")]
)
def test_an_enrolled_terminal_is_said_by_its_name(
    ouvrir: Ouvrir, dossier: Path, profil: Profil, ou: str
) -> None:
    ouvrir(Trousseau.OUVERT)
    enroler(dossier, profil)
    constat = seul(dossier, profil)
    assert constat.code == "trousseau.ok"
    assert constat.cause.startswith("«\u00a0Hall 2\u00a0», enrôlé le 23/11/2026 à ")
    assert constat.cause.endswith(f"lu dans {ou}.")


def test_a_terminal_that_can_be_enrolled_and_is_not(ouvrir: Ouvrir, dossier: Path) -> None:
    ouvrir(Trousseau.OUVERT)
    for profil in Profil:
        assert seul(dossier, profil).code == "trousseau.non-enrolee"
    assert not list(dossier.iterdir())


@pytest.mark.parametrize("genre", [Trousseau.ABSENT, Trousseau.VERROUILLE, Trousseau.VIERGE])
def test_a_shared_pc_without_a_keyring_is_told_before_it_is_enrolled(
    ouvrir: Ouvrir, dossier: Path, genre: Trousseau
) -> None:
    ouvrir(genre)
    constat = seul(dossier, Profil.LIBRE_SERVICE)
    assert constat.code == "trousseau.a-preparer"
    assert "gnome-keyring" in constat.que_faire


@pytest.mark.parametrize(
    ("genre", "code"),
    [
        (Trousseau.ABSENT, "trousseau.absent"),
        (Trousseau.VERROUILLE, "trousseau.verrouille"),
        (Trousseau.OUVERT, "trousseau.vide"),
    ],
)
def test_an_enrolled_pc_whose_keyring_does_not_answer(
    ouvrir: Ouvrir, dossier: Path, genre: Trousseau, code: str
) -> None:
    ouvrir(genre)
    Enrolement("Hall 2", "2026-11-23T09:12:00+00:00", "keyring.backends.SecretService.Keyring").ecrire(
        dossier
    )
    constat = seul(dossier, Profil.LIBRE_SERVICE)
    assert constat.code == code
    assert constat.que_faire


def test_a_damaged_enrolment_says_so(dossier: Path) -> None:
    (dossier / "terminal.json").write_text("{")
    constat = seul(dossier, Profil.BORNE)
    assert constat.code == "trousseau.inutilisable"
    assert "terminal.json" in constat.cause


def test_a_secret_that_systemd_gives(dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "caf-kiosk.terminal").write_text(SECRET)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    constat = seul(dossier, Profil.BORNE)
    assert (constat.code, constat.cause) == ("trousseau.ok", "Donné par systemd.")


# --- and the backend that asks for it ---------------------------------------------------------------------


def verdict(exigeant: Hall, dossier: Path) -> dict[str, Constat]:
    return {constat.code: constat for constat in diagnostic_backend.regarder(exigeant.url, dossier)}


def test_a_backend_takes_the_terminal_it_knows_until_it_is_revoked(dossier: Path, tmp_path: Path) -> None:
    with hall(tmp_path / "serveur") as exigeant:
        inconnue = verdict(exigeant, dossier)["backend.terminal-inconnu"]
        assert "aucun secret ne se lit d’ici" in inconnue.cause
        enroler(dossier, Profil.BORNE, exigeant.enroler())
        assert "backend.cle" in verdict(exigeant, dossier)
        exigeant.revoquer()
        assert "backend.terminal-revoque" in verdict(exigeant, dossier)
        enroler(dossier, Profil.BORNE, SECRET)
        assert verdict(exigeant, dossier)["backend.terminal-inconnu"].cause.endswith("ce poste.")
