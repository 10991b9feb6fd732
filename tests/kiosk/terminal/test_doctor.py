"""Probes that cannot hold each other up, and the report that is made of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.diagnostic import Constat, Etat, Fiche, Sonde, sonder
from kiosk.terminal.diagnostic_mots import duree, nombre, taille
from kiosk.terminal.diagnostic_versions import bibliotheques_manquantes
from kiosk.terminal.doctor import CATALOGUE, Rapport, examiner

BON = Constat("essai.ok", Etat.OK, "Essai", "vu")
MAUVAIS = Constat("essai.panne", Etat.PANNE, "Essai", "cassé", "Réparez.")


def test_a_probe_that_hangs_is_left_behind_and_the_others_are_not() -> None:
    toujours = threading.Event()

    def pendue() -> Iterator[Constat]:
        yield BON
        toujours.wait(60)
        yield MAUVAIS

    depart = time.monotonic()
    trouves = sonder(
        [
            Sonde("lente", "Lente", pendue, 0.2),
            Sonde("vive", "Vive", lambda: [MAUVAIS]),
        ]
    )
    passe_s = time.monotonic() - depart
    toujours.set()
    assert passe_s < 5
    assert [constat.code for constat in trouves] == ["essai.ok", "lente.sans-reponse", "essai.panne"]
    assert trouves[1].etat is Etat.INCONNU
    assert trouves[1].titre == "Lente"


def test_a_probe_that_fails_says_so_without_quoting_what_it_was_given() -> None:
    def cassee() -> Iterator[Constat]:
        yield BON
        raise ValueError("1 85 05 78 006 084")

    trouves = sonder([Sonde("cassee", "Cassée", cassee), Sonde("vive", "Vive", lambda: [BON])])
    assert [constat.code for constat in trouves] == ["essai.ok", "cassee.en-echec", "essai.ok"]
    assert trouves[1].cause == "ValueError"
    assert trouves[1].que_faire


def test_probes_run_together() -> None:
    rendez_vous = threading.Barrier(3)

    def ensemble() -> Iterator[Constat]:
        rendez_vous.wait(timeout=20)
        yield BON

    assert sonder([Sonde(str(rang), "x", ensemble) for rang in range(3)]) == (BON, BON, BON)


def test_what_to_do_is_filled_in() -> None:
    fiche = Fiche("a.b", Etat.PANNE, "Titre", "chmod 700 {dossier}")
    assert fiche.constat("vu", dossier="/x y") == Constat("a.b", Etat.PANNE, "Titre", "vu", "chmod 700 /x y")


@pytest.mark.parametrize(
    ("etats", "etat", "code"),
    [
        ([], Etat.OK, 0),
        ([Etat.OK], Etat.OK, 0),
        ([Etat.OK, Etat.INCONNU], Etat.INCONNU, 0),
        ([Etat.ATTENTION, Etat.INCONNU], Etat.ATTENTION, 0),
        ([Etat.PANNE, Etat.ATTENTION, Etat.OK], Etat.PANNE, 1),
    ],
)
def test_only_what_is_broken_is_a_failure(etats: list[Etat], etat: Etat, code: int) -> None:
    rapport = Rapport(datetime(2026, 11, 23, tzinfo=UTC), tuple(Constat("a", e, "t") for e in etats))
    assert (rapport.etat, rapport.code_sortie) == (etat, code)


def test_a_report_in_json_is_its_findings() -> None:
    rapport = Rapport(datetime(2026, 11, 23, 9, 12, tzinfo=UTC), (MAUVAIS,))
    assert json.loads(json.dumps(rapport.to_json())) == {
        "quand": "2026-11-23T09:12:00+00:00",
        "etat": "panne",
        "constats": [
            {
                "code": "essai.panne",
                "etat": "panne",
                "titre": "Essai",
                "cause": "cassé",
                "que_faire": "Réparez.",
            }
        ],
    }


# --- the catalogue ----------------------------------------------------------------------------------------


def test_codes_are_given_once_and_name_what_they_are_about() -> None:
    codes = [fiche.code for _, _, fiches in CATALOGUE for fiche in fiches]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", code) for code in codes)


def test_what_is_wrong_always_comes_with_what_to_do_and_what_is_right_never_does() -> None:
    for _, _, fiches in CATALOGUE:
        for fiche in fiches:
            assert bool(fiche.que_faire) == (fiche.etat is not Etat.OK), fiche.code


def test_what_to_do_is_in_short_sentences_and_french_typography() -> None:
    for _, _, fiches in CATALOGUE:
        for fiche in fiches:
            for phrase in re.split(r"(?<=[.\u00a0:])\s", fiche.que_faire):
                assert len(phrase.split()) <= 20, phrase
            assert "'" not in fiche.que_faire, fiche.code
            assert not re.search(r"\w [:;!?]", fiche.que_faire), fiche.code


# --- the whole --------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def poste_neuf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    monkeypatch.delenv("CAF_KIOSK_CONFIG", raising=False)


def test_wrong_settings_are_the_first_thing_said_and_the_rest_waits_for_them(tmp_path: Path) -> None:
    fichier = tmp_path / "borne.toml"
    fichier.write_text("inactivte_s = 90\n")
    rapport = examiner(fichier)
    codes = [constat.code for constat in rapport.constats]
    assert codes == ["reglages.invalides", "versions.ok", "reglages.requis"]
    assert "« inactivte_s »" in rapport.constats[0].cause
    assert str(fichier) in rapport.constats[0].cause
    assert rapport.code_sortie == 1


def test_settings_that_do_not_belong_in_a_hall_are_pointed_at(tmp_path: Path) -> None:
    fichier = tmp_path / "borne.toml"
    fichier.write_text('date_reference = "2022-11-15"\n[ecran]\nmode = "fenetre"\n')
    fichier.chmod(0o666)
    codes = {constat.code: constat for constat in examiner(fichier).constats}
    assert {"reglages.ok", "reglages.modifiables", "reglages.date-jouee", "reglages.fenetre"} <= codes.keys()
    assert "15/11/2022" in codes["reglages.date-jouee"].cause
    assert codes["reglages.modifiables"].que_faire.endswith(f"chmod go-w {fichier}")


def test_the_same_words_are_right_on_a_terminal_and_on_a_shared_pc(tmp_path: Path) -> None:
    """A shared PC is no « borne »: whatever is found says « le poste » or « l’application »."""
    fichier = tmp_path / "poste.toml"
    fichier.write_text('profil = "libre_service"\ndate_reference = "2022-11-15"\n[ecran]\nmode = "fenetre"\n')
    dits = [texte for c in examiner(fichier).constats for texte in (c.titre, c.cause, c.que_faire)]
    dits += [
        texte for _, titre, fiches in CATALOGUE for f in fiches for texte in (titre, f.titre, f.que_faire)
    ]
    assert [texte for texte in dits if "borne" in texte.casefold()] == []


def test_variables_are_named_and_their_values_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAF_KIOSK_CAF_NOM", "Caf du Nord")
    constat = next(c for c in examiner().constats if c.code == "reglages.sans-fichier")
    assert "CAF_KIOSK_CAF_NOM" in constat.cause
    assert "Nord" not in constat.cause


def test_it_looks_and_touches_nothing(tmp_path: Path) -> None:
    rapport = examiner()
    assert {"etat.absent", "superviseur.absent", "service.ok", "equipe.sans-pin"} <= {
        constat.code for constat in rapport.constats
    }
    assert not (tmp_path / "etat").exists()


def test_qt_is_found_and_never_loaded() -> None:
    code = (
        "import sys; from kiosk.terminal.diagnostic_versions import regarder; "
        "print([c.code for c in regarder()], [m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))])"
    )
    lu = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert lu.stdout == "['versions.ok'] []\n"


def test_a_library_that_is_missing_is_named(tmp_path: Path) -> None:
    import PySide6

    greffon = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    copie = tmp_path / "libqxcb.so"
    assert bibliotheques_manquantes(copie) == ("libqxcb.so",)
    copie.write_bytes(greffon.read_bytes().replace(b"libxcb-cursor.so.0\0", b"libxcb-rideau.so.0\0"))
    manquantes = bibliotheques_manquantes(copie)  # and Qt's own, which are not beside the copy
    assert "libxcb-rideau.so.0" in manquantes
    assert "libxcb-cursor.so.0" not in manquantes


# --- words ------------------------------------------------------------------------------------------------


def test_durations_and_sizes_are_read_at_a_glance() -> None:
    assert [duree(s) for s in (0, 59, 60, 3_599, 3_600, 90_000, 172_800)] == [
        "moins d’une minute",
        "moins d’une minute",
        "1\u00a0minute",
        "59\u00a0minutes",
        "1\u00a0heure",
        "1\u00a0jour",
        "2\u00a0jours",
    ]
    assert [taille(o) for o in (0, 512_000_000, 3_440_000_000)] == ["0\u00a0Mo", "512\u00a0Mo", "3,4\u00a0Go"]


@given(st.integers(0, 10**6))
def test_a_plural_is_from_two(combien: int) -> None:
    assert nombre(combien, "envoi").endswith("s") == (combien >= 2)
