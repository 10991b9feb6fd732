"""The screen: what it announces to the kernel, what the settings say of it, and the X screen of a real display."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.diagnostic_ecran import regarder
from kiosk.terminal.diagnostic_edid import EcranVu, ecrans_branches, lire_edid
from kiosk.terminal.diagnostic_x11 import ecran_x11
from kiosk.terminal.settings import Reglages
from kiosk.terminal.settings_sections import Ecran
from kiosk.terminal.visite import Profil
from tests.helpers.bureau import Bureau


def edid(
    largeur: int, hauteur: int, largeur_mm: int, hauteur_mm: int, *, verre_cm: tuple[int, int] = (0, 0)
) -> bytes:
    """The base block of a screen, by the standard (VESA E-EDID 1.4, §3): header, sizes, preferred mode, sum."""
    bloc = bytearray(128)
    bloc[:8] = bytes.fromhex("00ffffffffffff00")
    bloc[18:20] = (1, 4)
    bloc[21:23] = verre_cm
    bloc[54:72] = bytes(
        [
            *(0x02, 0x3A),
            *(largeur & 0xFF, 0x18, (largeur >> 8) << 4),
            *(hauteur & 0xFF, 0x2D, (hauteur >> 8) << 4),
            *(0x58, 0x2C, 0x45, 0x00),
            *(largeur_mm & 0xFF, hauteur_mm & 0xFF, (largeur_mm >> 8) << 4 | hauteur_mm >> 8),
            *(0x00, 0x00, 0x1E),
        ]
    )
    bloc[127] = -sum(bloc) % 256
    return bytes(bloc)


KIOSQUE = edid(1920, 1080, 476, 268)  # a screen of 21.5 inches: 102.5 pixels per inch


@pytest.fixture
def drm(tmp_path: Path) -> Path:
    """The kernel's tree of a machine with two places, nothing plugged in."""
    for nom in ("card0-HDMI-A-1", "card0-DP-1"):
        (tmp_path / nom).mkdir()
        (tmp_path / nom / "status").write_text("disconnected\n")
        (tmp_path / nom / "edid").write_bytes(b"")
        (tmp_path / nom / "modes").write_text("")
    (tmp_path / "card0").mkdir()
    (tmp_path / "version").write_text("drm 1.1.0")
    return tmp_path


def brancher(
    drm: Path, octets: bytes, nom: str = "card0-HDMI-A-1", modes: str = "1920x1080\n1280x720\n"
) -> None:
    (drm / nom / "status").write_text("connected\n")
    (drm / nom / "edid").write_bytes(octets)
    (drm / nom / "modes").write_text(modes)


@pytest.fixture(autouse=True)
def sans_x(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)


def codes(drm: Path, profil: Profil = Profil.BORNE, **ecran: object) -> dict[str, Constat]:
    reglages = Reglages(profil=profil, ecran=Ecran(**ecran))  # type: ignore[arg-type]
    return {constat.code: constat for constat in regarder(reglages, drm)}


# --- what is announced ------------------------------------------------------------------------------------


def test_a_screen_announces_its_pixels_and_its_millimetres() -> None:
    lu = lire_edid("HDMI-A-1", KIOSQUE)
    assert lu == EcranVu("HDMI-A-1", 1920, 1080, 476, 268)
    assert lu.ppi == 102.5


def test_without_the_picture_s_millimetres_those_of_the_glass_serve() -> None:
    lu = lire_edid("x", edid(1920, 1080, 0, 0, verre_cm=(48, 27)))
    assert lu is not None
    assert (lu.largeur_mm, lu.hauteur_mm) == (480, 270)


@pytest.mark.parametrize(
    ("largeur_mm", "hauteur_mm"),
    [(0, 0), (160, 90), (1600, 900), (476, 476), (16, 9)],
)
def test_a_size_that_no_screen_has_is_not_believed(largeur_mm: int, hauteur_mm: int) -> None:
    lu = lire_edid("x", edid(1920, 1080, largeur_mm, hauteur_mm))
    assert lu is not None
    assert lu.ppi is None


@given(st.binary(max_size=300))
def test_anything_plugged_in_is_read_or_not(octets: bytes) -> None:
    lire_edid("x", octets)


@given(st.integers(0, 127), st.integers(1, 255))
def test_a_damaged_announcement_is_not_believed(place: int, change: int) -> None:
    abime = bytearray(KIOSQUE)
    abime[place] ^= change
    assert lire_edid("x", bytes(abime)) is None


def test_a_machine_without_any_place_for_a_screen_says_nothing(tmp_path: Path) -> None:
    assert ecrans_branches(tmp_path / "absent") is None


# --- what is said of it -----------------------------------------------------------------------------------


def test_a_screen_as_the_settings_say_it_is(drm: Path) -> None:
    brancher(drm, KIOSQUE)
    vus = codes(drm, largeur=1080, hauteur=1920, ppi=102.46)  # it stands
    assert list(vus) == ["ecran.ok"]
    assert vus["ecran.ok"].cause == "HDMI-A-1\u00a0: 1920 × 1080\u00a0pixels, 102,5 pixels par pouce."


def test_nothing_plugged_in(drm: Path) -> None:
    assert list(codes(drm)) == ["ecran.aucun"]


def test_nothing_to_be_seen_from_here(tmp_path: Path) -> None:
    assert list(codes(tmp_path / "absent")) == ["ecran.pas-vu"]


def test_settings_of_another_screen(drm: Path) -> None:
    brancher(drm, KIOSQUE)
    vus = codes(drm, largeur=1080, hauteur=1280, ppi=96)
    assert list(vus) == ["ecran.taille", "ecran.ppi-different"]
    assert "les réglages disent 1080 × 1280" in vus["ecran.taille"].cause
    assert "disent 96 pixels par pouce, l’écran annonce 102,5" in vus["ecran.ppi-different"].cause


def test_what_was_measured_is_believed_over_a_screen_that_announces_nonsense(drm: Path) -> None:
    brancher(drm, edid(1920, 1080, 160, 90))
    assert list(codes(drm, ppi=102.46)) == ["ecran.ok"]


def test_a_terminal_whose_millimetres_nobody_measured(drm: Path) -> None:
    brancher(drm, KIOSQUE)
    assert "l’écran annonce 102,5" in codes(drm)["ecran.ppi-absent"].cause
    brancher(drm, edid(1920, 1080, 0, 0))
    assert "rien de sûr" in codes(drm)["ecran.ppi-absent"].cause
    assert list(codes(drm, Profil.LIBRE_SERVICE)) == ["ecran.ok"]


def test_a_second_screen_is_pointed_at(drm: Path) -> None:
    brancher(drm, KIOSQUE)
    brancher(drm, KIOSQUE, "card0-DP-1")
    assert "DP-1, HDMI-A-1" in codes(drm, ppi=102.46)["ecran.plusieurs"].cause


@pytest.mark.parametrize("nom", ["HDMI-A-1", "HDMI-1", "hdmi-a-1"])
def test_the_screen_that_the_settings_name_is_the_one_looked_at_and_the_others_are_no_fault(
    drm: Path, nom: str
) -> None:
    brancher(drm, KIOSQUE)
    brancher(drm, edid(1280, 1024, 338, 270), "card0-DP-1")
    vus = codes(drm, ppi=102.46, nom=nom)
    assert list(vus) == ["ecran.ok"]
    assert vus["ecran.ok"].cause.startswith("HDMI-A-1")


def test_a_named_screen_that_is_not_plugged_in_is_told_with_those_that_are(drm: Path) -> None:
    brancher(drm, KIOSQUE, "card0-DP-1")
    vus = codes(drm, ppi=102.46, nom="HDMI-A-1")
    assert "HDMI-A-1, qui n’est pas branché. Branchés\u00a0: DP-1" in vus["ecran.nom-absent"].cause
    assert "ecran.ok" in vus


def test_a_screen_that_announces_nothing_still_has_its_pixels(drm: Path) -> None:
    brancher(drm, b"", modes="1920x1080i\n1280x720\n")
    assert "1920 × 1080" in codes(drm, ppi=102.46)["ecran.ok"].cause


# --- a real display ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("bureau_possible")
def test_a_real_x_screen_is_seen_without_any_other_tool(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Bureau(640, 480) as bureau:
        monkeypatch.setenv("DISPLAY", bureau.env["DISPLAY"])
        vu = ecran_x11()
        assert vu is not None
        assert (vu.largeur, vu.hauteur, vu.ppi) == (640, 480, None)
        assert "640 × 480" in codes(tmp_path / "absent", ppi=96)["ecran.ok"].cause
    assert ecran_x11() is None
