"""`caf-kiosk doctor`, `pin` and `reglages`, as they are typed."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.cli_reglages import unite
from kiosk.terminal.doctor import CATALOGUE
from kiosk.terminal.equipe_pin import Accepte, EquipePin
from kiosk.terminal.errors import ReglagesInvalides
from kiosk.terminal.settings_cles import sections
from kiosk.terminal.settings_lecture import lire
from tests.helpers import cups as cups_reel
from tests.helpers.superviseur import borne

RACINE = Path(__file__).parents[2]
PIN = "704193"
MESURES = ("backend.ok", "disque.ok", "disque.bas", "disque.plein")


@pytest.fixture(autouse=True)
def poste_neuf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A state directory of one's own; returns it, not made yet."""
    dossier = tmp_path / "poste" / "etat"
    dossier.parent.mkdir()
    for nom in [nom for nom in os.environ if nom.startswith("CAF_KIOSK_") and "TESTS" not in nom]:
        monkeypatch.delenv(nom)
    monkeypatch.setenv("CAF_KIOSK_DOSSIER_ETAT", str(dossier))
    return dossier


def caf_kiosk(*arguments: str, entree: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", *arguments],
        input=entree,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        cwd=RACINE,
    )


# --- doctor -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real one, in demonstration."""
    etat = tmp_path_factory.mktemp("serveur")
    commande = [sys.executable, "-m", "kiosk.cli", "serve", "--demo", "--etat", str(etat)]
    with subprocess.Popen(commande, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=RACINE) as serveur:
        try:
            assert serveur.stdout is not None
            yield json.loads(serveur.stdout.readline())["url"]
        finally:
            serveur.send_signal(signal.SIGINT)
            serveur.wait(20)


def test_a_terminal_that_is_well_in_text_and_in_json(
    backend: str, poste_neuf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if cups_reel.manque():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(cups_reel.ABSENT)
    poste_neuf.mkdir(mode=0o700)
    monkeypatch.setenv("CAF_KIOSK_BACKEND_URL", backend)
    monkeypatch.setenv("CAF_KIOSK_IMPRESSION__IMPRIMANTE", "Accueil-2")
    EquipePin(poste_neuf).definir(PIN)
    with cups_reel.cups() as cups, borne(poste_neuf) as ici:
        ici.evenement("reserve_prete")
        cups.ajouter("Accueil-2")
        monkeypatch.setenv("CUPS_SERVER", str(cups.prise))
        config = str(poste_neuf.parent / "borne.toml")
        en_json = caf_kiosk("doctor", "--json", "--config", config, "--journal", str(ici.journal))
        en_texte = caf_kiosk("doctor", "--config", config, "--journal", "-", entree=ici.journal.read_text())
    assert (en_json.returncode, en_texte.returncode) == (0, 0), en_json.stdout
    rapport = json.loads(en_json.stdout)
    etats = {constat["code"]: constat["etat"] for constat in rapport["constats"]}
    bons = {code for code, etat in etats.items() if etat == "ok"}
    assert bons >= {
        *("reglages.ok", "versions.ok", "superviseur.ok", "service.ok", "backend.ok", "backend.local"),
        *("backend.cle", "backend.heure", "etat.ok", "envois.ok", "imprimante.ok", "equipe.ok", "journal.ok"),
    }
    # The same values: what differs is what is measured anew, milliseconds of the backend and room on the disk.
    for constat in rapport["constats"]:
        if constat["code"] not in MESURES:
            premiere = constat["cause"].split("\n")[0]
            assert f"{constat['titre']}\u00a0: {premiere}" in en_texte.stdout
        assert not constat["que_faire"] or f"→ {constat['que_faire']}" in en_texte.stdout
    assert PIN not in en_json.stdout + en_texte.stdout


def test_a_terminal_that_is_not_well_says_what_to_do_under_each_fault(poste_neuf: Path) -> None:
    vu = caf_kiosk("doctor")
    assert vu.returncode == 1
    lignes = vu.stdout.splitlines()
    [rang] = [rang for rang, ligne in enumerate(lignes) if "[superviseur.absent]" in ligne]
    assert lignes[rang].startswith("PANNE      Superviseur\u00a0: ")
    assert lignes[rang + 1].strip().startswith("→ Démarrez l’application\u00a0: systemctl start caf-kiosk")
    assert not poste_neuf.exists()


def test_it_prints_french_on_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("CAF_KIOSK_INACTIVITE_S", "1")
    vu = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "doctor"],
        capture_output=True,
        timeout=90,
        check=False,
        cwd=RACINE,
    )
    assert "valeur refusée pour « inactivite_s »" in vu.stdout.decode()


# --- pin --------------------------------------------------------------------------------------------------


def test_a_pin_that_is_piped_in(poste_neuf: Path) -> None:
    fait = caf_kiosk("pin", entree=f"{PIN}\n")
    assert (fait.returncode, fait.stdout) == (0, "Le code de l’équipe est enregistré.\n")
    assert EquipePin(poste_neuf).verifier(PIN) == Accepte()


@pytest.mark.parametrize("entree", ["", "123456\n", "12\n"])
def test_a_pin_that_is_refused_changes_nothing(poste_neuf: Path, entree: str) -> None:
    caf_kiosk("pin", entree=f"{PIN}\n")
    fait = caf_kiosk("pin", entree=entree)
    assert fait.returncode == 2
    assert "Rien n’a changé." in fait.stderr
    assert EquipePin(poste_neuf).verifier(PIN) == Accepte()


def test_a_pin_that_cannot_be_kept_says_so(poste_neuf: Path) -> None:
    poste_neuf.write_text("pas un dossier")
    fait = caf_kiosk("pin", entree=f"{PIN}\n")
    assert fait.returncode == 1
    assert "n’a pas pu être gardé" in fait.stderr


def test_wrong_settings_are_named_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAF_KIOSK_INACTIVITE_S", "1")
    fait = caf_kiosk("pin")
    assert fait.returncode == 78
    assert "inactivite_s" in fait.stderr


@pytest.mark.parametrize(("second", "code"), [(PIN, 0), ("704194", 2)])
def test_a_person_types_it_twice_unseen(poste_neuf: Path, second: str, code: int) -> None:
    maitre, esclave = os.openpty()
    commande = [sys.executable, "-m", "kiosk.cli", "pin"]
    with subprocess.Popen(
        commande, stdin=esclave, stdout=esclave, stderr=esclave, cwd=RACINE, start_new_session=True
    ) as processus:
        os.close(esclave)
        lu = b""
        try:
            for attendu, saisi in ((b"Nouveau code", PIN), (b"seconde fois", second), (b".\r\n", "")):
                depart, limite = len(lu), time.monotonic() + 60
                while attendu not in lu[depart:]:
                    assert select.select([maitre], [], [], 60)[0], lu
                    lu += os.read(maitre, 1024)
                # The prompt is written a moment before the keys are hidden, and keys typed before that are dropped.
                while saisi and termios.tcgetattr(maitre)[3] & termios.ECHO:
                    assert time.monotonic() < limite
                    time.sleep(0.01)
                if saisi:
                    os.write(maitre, f"{saisi}\n".encode())
            assert processus.wait(60) == code
        finally:
            processus.kill()
            os.close(maitre)
    assert PIN.encode() not in lu
    assert EquipePin(poste_neuf).defini() == (code == 0)


# --- reglages, and the documents --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "commande"), [("reglages.md", ["reglages"]), ("diagnostic.md", ["doctor", "--codes"])]
)
def test_the_document_is_the_one_that_the_command_writes(document: str, commande: list[str]) -> None:
    ecrit = CliRunner().invoke(app, commande)
    assert ecrit.exit_code == 0
    assert (RACINE / "docs" / document).read_text("utf-8") == ecrit.stdout, "run `make docs`"


def test_every_setting_is_in_the_table_with_its_unit_and_its_variable() -> None:
    texte = (RACINE / "docs" / "reglages.md").read_text("utf-8")
    noms = {nom for nom, _ in sections()}
    for section, modele in sections():
        for nom, champ in modele.model_fields.items():
            if nom in noms:
                continue
            prefixe = f"{section.upper()}__" if section else ""
            variable = f"CAF_KIOSK_{prefixe}{nom.upper()}"
            [rang] = [ligne for ligne in texte.splitlines() if ligne.endswith(f"| `{variable}` |")]
            assert rang.count(" | ") == 4
            assert str(champ.description) in rang
            nombre = re.search(r"int|float", str(champ.annotation)) is not None
            assert bool(unite(section, nom)) == nombre, nom


@pytest.mark.parametrize("nom", ["Accueil 2", "a/b", "#1", "x" * 128])
def test_a_name_that_no_printer_can_have_is_refused_by_its_key(tmp_path: Path, nom: str) -> None:
    fichier = tmp_path / "borne.toml"
    fichier.write_text(f'[impression]\nimprimante = "{nom}"\n')
    with pytest.raises(ReglagesInvalides, match=r"«\s?impression\.imprimante\s?»"):
        lire(fichier)


def test_the_file_to_fill_in_is_a_file_of_settings(tmp_path: Path) -> None:
    fichier = tmp_path / "borne.toml"
    fichier.write_text(CliRunner().invoke(app, ["reglages", "--toml"]).stdout)
    lire(fichier)


def test_every_code_is_in_the_document() -> None:
    texte = (RACINE / "docs" / "diagnostic.md").read_text("utf-8")
    for nom, _, fiches in CATALOGUE:
        for code in (*(fiche.code for fiche in fiches), f"{nom}.sans-reponse", f"{nom}.en-echec"):
            assert texte.count(f"| `{code}` |") == 1, code
