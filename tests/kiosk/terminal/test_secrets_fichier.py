"""The keyring of a borne: systemd's credential, the private file of a rotation, and which of the two counts."""

import asyncio
import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import keyring
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.terminal.coffre_fichier import FICHIER, CoffreFichier
from kiosk.terminal.ecriture import ecrire_durablement
from kiosk.terminal.secrets import (
    CREDENTIAL,
    Coffre,
    CoffreInutilisable,
    Enrolement,
    Garde,
    choisir,
    ouvrir,
)
from kiosk.terminal.visite import Profil

PRIVE = "kiosk.terminal.coffre_fichier.CoffreFichier"
UN, DEUX = Garde("id.un"), Garde("id.deux", "id.un")


@pytest.fixture(autouse=True)
def rien_de_regle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for nom in ("PYTHON_KEYRING_BACKEND", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(nom, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory that systemd makes for a unit; what is written to it is what the unit was given."""
    dossier = tmp_path / "credentials"
    dossier.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(dossier))
    return dossier / CREDENTIAL


def lire(dossier: Path) -> Garde | None:
    return asyncio.run(Coffre(dossier, PRIVE).lire())


def garder(dossier: Path, garde: Garde) -> None:
    asyncio.run(Coffre(dossier, PRIVE).garder(garde))


def test_a_borne_keeps_its_secret_in_a_file_that_nobody_else_reads(tmp_path: Path) -> None:
    etat = tmp_path / "etat"
    coffre = asyncio.run(choisir(etat, Profil.BORNE))
    assert coffre.classe == PRIVE
    assert asyncio.run(coffre.lire()) is None

    ancien = os.umask(0)
    try:
        garder(etat, UN)
        garder(etat, DEUX)
    finally:
        os.umask(ancien)

    assert lire(etat) == DEUX
    assert stat.S_IMODE((etat / FICHIER).stat().st_mode) == 0o600
    assert stat.S_IMODE(etat.stat().st_mode) == 0o700
    assert [fichier.name for fichier in etat.iterdir()] == [FICHIER]


def test_what_systemd_gives_is_used_until_a_rotation_replaces_it(tmp_path: Path, credentials: Path) -> None:
    credentials.write_text("id.un\n")
    assert lire(tmp_path) == UN
    garder(tmp_path, DEUX)
    assert lire(tmp_path) == DEUX

    # The operator gives another one, after a revocation for instance: it is the newer.
    credentials.write_text("id.trois\n")
    assert lire(tmp_path) == Garde("id.trois")
    garder(tmp_path, Garde("id.quatre"))
    assert lire(tmp_path) == Garde("id.quatre")


@pytest.mark.parametrize("donne", [None, "", "\n"])
def test_a_unit_that_is_given_nothing_has_its_file(
    tmp_path: Path, credentials: Path, donne: str | None
) -> None:
    if donne is not None:
        credentials.write_text(donne)

    assert lire(tmp_path) is None
    garder(tmp_path, UN)
    assert lire(tmp_path) == UN


def test_a_credential_that_is_withdrawn_leaves_the_file(tmp_path: Path, credentials: Path) -> None:
    credentials.write_text("id.un")
    garder(tmp_path, DEUX)
    credentials.unlink()

    assert lire(tmp_path) == DEUX


@given(st.lists(st.sampled_from(("systemd", "rotation", "redémarrage")), max_size=12))
@settings(max_examples=60, deadline=None)
def test_what_was_put_there_last_is_what_is_used(gestes: list[str]) -> None:
    with tempfile.TemporaryDirectory() as prive, pytest.MonkeyPatch.context() as environnement:
        environnement.setenv("CREDENTIALS_DIRECTORY", prive)
        coffre, dernier = CoffreFichier(), None
        for rang, genre in enumerate(gestes):
            if genre == "systemd":
                dernier = f"id.donne{rang}"
                (Path(prive) / CREDENTIAL).write_text(dernier)
            elif genre == "rotation":
                dernier = f"id.tire{rang}"
                coffre.set_password("caf-kiosk", prive, dernier)
            else:
                coffre = CoffreFichier()
            assert coffre.get_password("caf-kiosk", prive) == dernier


@pytest.mark.parametrize(
    "abimer",
    [
        lambda fichier: fichier.write_bytes(b"\0\xff"),
        lambda fichier: fichier.write_text("{}"),
        lambda fichier: fichier.write_text('{"secret": 3, "remplace": null}'),
        lambda fichier: fichier.write_text(json.dumps({"secret": "a b c", "remplace": None})),
        lambda fichier: fichier.write_text(json.dumps({"secret": "", "remplace": None})),
        lambda fichier: fichier.write_text(json.dumps({"secret": "é", "remplace": None})),
        lambda fichier: fichier.chmod(0o640),
        lambda fichier: (fichier.unlink(), fichier.mkdir()),
    ],
)
def test_a_file_that_cannot_be_trusted_is_not_used_and_not_quoted(tmp_path: Path, abimer: object) -> None:
    garder(tmp_path, Garde("id.tres-secret"))
    abimer(tmp_path / FICHIER)  # type: ignore[operator]

    with pytest.raises(CoffreInutilisable) as leve:
        lire(tmp_path)
    assert "tres-secret" not in str(leve.value)


def test_a_damaged_file_is_made_good_by_a_credential(tmp_path: Path, credentials: Path) -> None:
    (tmp_path / FICHIER).write_text("{")
    credentials.write_text("id.un")

    assert lire(tmp_path) == UN


def test_a_disk_that_refuses_keeps_what_was_there(tmp_path: Path) -> None:
    garder(tmp_path, UN)
    (tmp_path / f".{FICHIER}.nouveau").mkdir()

    with pytest.raises(CoffreInutilisable):
        garder(tmp_path, DEUX)
    assert lire(tmp_path) == UN


def test_a_terminal_that_was_never_enrolled_loads_no_keyring(tmp_path: Path) -> None:
    programme = (
        "import asyncio, sys; from pathlib import Path; from kiosk.terminal.secrets import ouvrir\n"
        "assert asyncio.run(ouvrir(Path(sys.argv[1]))) is None\n"
        "assert 'keyring' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", programme, str(tmp_path)], check=True, timeout=30)


def test_the_keyring_that_was_chosen_is_the_one_that_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", PRIVE)
    coffre = asyncio.run(choisir(tmp_path, Profil.LIBRE_SERVICE))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    Enrolement("Hall 2", "2026-11-23T10:00:00+01:00", coffre.classe).ecrire(tmp_path)

    ouvert = asyncio.run(ouvrir(tmp_path))

    assert ouvert is not None
    assert ouvert.classe == PRIVE
    assert Enrolement.lire(tmp_path) == Enrolement("Hall 2", "2026-11-23T10:00:00+01:00", PRIVE)


def test_an_operator_s_credential_counts_more_than_what_was_enrolled_on_the_spot(
    tmp_path: Path, credentials: Path
) -> None:
    assert asyncio.run(ouvrir(tmp_path)) is None
    credentials.write_text("id.un")
    for _ in range(2):
        ouvert = asyncio.run(ouvrir(tmp_path))
        assert ouvert is not None
        assert asyncio.run(ouvert.lire()) == UN
        Enrolement("Hall 2", "2026-11-23T10:00:00+01:00", "keyring.backends.null.Keyring").ecrire(tmp_path)


def test_no_program_takes_the_private_file_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/personne")
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)

    assert not isinstance(keyring.get_keyring(), CoffreFichier)


@pytest.mark.parametrize("nom", ["n.existe.Pas", "kiosk.terminal.secrets.Absente", "rien"])
def test_a_keyring_that_does_not_load_is_named_in_the_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nom: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", nom)
    with pytest.raises(CoffreInutilisable, match="PYTHON_KEYRING_BACKEND"):
        asyncio.run(choisir(tmp_path, Profil.BORNE))

    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    with pytest.raises(CoffreInutilisable):
        asyncio.run(Coffre(tmp_path, nom).lire())


@pytest.mark.parametrize(
    "texte", ["{", "[]", '{"nom": "Hall 2"}', '{"nom": 1, "depuis": 2, "coffre": 3, "x": 4}']
)
def test_a_damaged_enrolment_asks_to_be_done_again(tmp_path: Path, texte: str) -> None:
    (tmp_path / "terminal.json").write_text(texte)

    with pytest.raises(CoffreInutilisable, match="enrôlez ce terminal de nouveau"):
        asyncio.run(ouvrir(tmp_path))


def test_what_root_writes_belongs_to_whom_the_directory_belongs(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root writes for somebody else")
    tmp_path.chmod(0o700)
    os.chown(tmp_path, 12345, 12346)

    ecrire_durablement(tmp_path / "essai", b"x")

    assert ((tmp_path / "essai").stat().st_uid, (tmp_path / "essai").stat().st_gid) == (12345, 12346)


def test_nothing_of_the_secret_shows() -> None:
    assert "id." not in repr(DEUX)
