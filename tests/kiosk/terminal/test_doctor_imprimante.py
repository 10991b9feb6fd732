"""The printer, asked of a real CUPS: every state it can be in, and a CUPS that is not there or is not one."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal import ipp
from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.diagnostic_imprimante import FILE_LONGUE, regarder
from kiosk.terminal.impression_cups import imprimantes
from kiosk.terminal.impression_memoire import Memoire
from kiosk.terminal.ipp import CupsIncompris, Serveur, serveur_du_poste
from kiosk.terminal.lock import Verrou
from tests.helpers import cups as cups_reel
from tests.helpers.imprimerie import imprimerie

RACINE = Path(__file__).parents[3]
NOM = "Accueil-2"


@pytest.fixture(scope="module")
def cups() -> Iterator[cups_reel.Cups]:
    if cups_reel.manque():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(cups_reel.ABSENT)
    with cups_reel.cups() as serveur:
        yield serveur


@pytest.fixture
def imprimante(cups: cups_reel.Cups) -> Iterator[cups_reel.Cups]:
    """One queue, the default one."""
    cups.ajouter(NOM)
    cups.commande("lpadmin", "-d", NOM)
    yield cups
    cups.commande("lpadmin", "-x", NOM)


def codes(cups: cups_reel.Cups, nom: str = "") -> dict[str, Constat]:
    return {constat.code: constat for constat in regarder(nom, Serveur(prise=str(cups.prise)))}


@pytest.mark.parametrize("nom", ["", NOM])
def test_a_printer_that_is_ready(imprimante: cups_reel.Cups, nom: str) -> None:
    vus = codes(imprimante, nom)
    assert list(vus) == ["imprimante.ok"]
    assert vus["imprimante.ok"].cause == f"«\u00a0{NOM}\u00a0» est prête."


def test_cups_without_any_printer(cups: cups_reel.Cups) -> None:
    assert codes(cups)["imprimante.aucune"].cause.endswith("CUPS n’en connaît aucune.")
    assert codes(cups, NOM)["imprimante.inconnue"].cause.endswith("CUPS n’en connaît aucune.")


def test_a_wrong_name_is_answered_with_those_that_exist(imprimante: cups_reel.Cups) -> None:
    assert codes(imprimante, "Acceuil")["imprimante.inconnue"].cause.endswith(f"CUPS connaît\u00a0: {NOM}.")


def test_a_queue_that_was_stopped_or_closed_says_how_to_open_it(imprimante: cups_reel.Cups) -> None:
    imprimante.commande("cupsdisable", NOM)
    imprimante.commande("cupsreject", NOM)
    vus = codes(imprimante)
    assert list(vus) == ["imprimante.arretee", "imprimante.fermee"]
    assert vus["imprimante.arretee"].que_faire.endswith(f"cupsenable {NOM}")
    assert vus["imprimante.fermee"].que_faire.endswith(f"cupsaccept {NOM}")


@pytest.mark.parametrize(
    ("raison", "code", "dit"),
    [
        ("media-empty-error", "imprimante.papier", "plus de papier"),
        ("media-needed", "imprimante.papier", "papier attendu"),
        ("media-low-report", "imprimante.papier-bas", "bientôt"),
        ("media-jam-error", "imprimante.bourrage", "coincé"),
        ("cover-open-error", "imprimante.capot", "capot ouvert"),
        ("marker-supply-empty-error", "imprimante.encre", "plus d’encre"),
        ("toner-low-warning", "imprimante.encre-basse", "bientôt"),
        ("offline-report", "imprimante.debranchee", "ne répond pas"),
        ("fuser-over-temp-error", "imprimante.autre", "«\u00a0fuser-over-temp\u00a0»"),
    ],
)
def test_what_the_printer_lacks_is_said_in_words(
    imprimante: cups_reel.Cups, raison: str, code: str, dit: str
) -> None:
    imprimante.raison(NOM, raison)
    vus = codes(imprimante)
    assert list(vus) == [code]
    assert dit in vus[code].cause


def test_several_reasons_are_all_said(imprimante: cups_reel.Cups) -> None:
    imprimante.raison(NOM, "media-empty-error,cover-open-error")
    assert list(codes(imprimante)) == ["imprimante.papier", "imprimante.capot"]


def test_what_the_last_receipt_denied_is_not_said(
    imprimante: cups_reel.Cups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    imprimante.raison(NOM, "media-empty-error,cover-open-error")
    Memoire().retenir(NOM, frozenset({"media-empty-error"}))
    assert list(codes(imprimante)) == ["imprimante.capot"]
    Memoire().retenir("Autre", frozenset({"media-empty-error"}))
    assert list(codes(imprimante)) == ["imprimante.papier", "imprimante.capot"]


def du_doctor(cups: cups_reel.Cups, dossier: Path) -> list[str]:
    """What `caf-kiosk doctor` finds about the printer, run from a shell that has no session."""
    config = dossier.parent / "borne.toml"
    config.write_text(f'dossier_etat = "{dossier}"\n')
    sans_session = {nom: valeur for nom, valeur in os.environ.items() if nom != "XDG_RUNTIME_DIR"}
    lu = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "doctor", "--json", "--journal", "-", "--config", str(config)],
        env={**sans_session, "CUPS_SERVER": str(cups.prise)},
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=RACINE,
    )
    codes = [constat["code"] for constat in json.loads(lu.stdout)["constats"]]
    return [code for code in codes if code.startswith("imprimante.")]


def test_doctor_reads_what_the_terminal_s_own_session_remembers(
    imprimante: cups_reel.Cups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, session = tmp_path / "etat", tmp_path / "session"
    session.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    verrou = Verrou(dossier)
    verrou.prendre()
    imprimante.raison(NOM, "media-empty-error,cover-open-error")
    Memoire().retenir(NOM, frozenset({"media-empty-error"}))
    assert du_doctor(imprimante, dossier) == ["imprimante.capot"]
    verrou.rendre()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_an_account_that_cannot_read_it_is_told(imprimante: cups_reel.Cups, tmp_path: Path) -> None:
    dossier = tmp_path / "etat"
    verrou = Verrou(dossier)
    verrou.prendre()
    imprimante.raison(NOM, "media-empty-error")
    # pytest's own directories are closed to others.
    for parent in dossier.parents[:3]:
        parent.chmod(0o755)
    code = (
        "import os, sys; from pathlib import Path; from kiosk.terminal.diagnostic_imprimante import regarder; "
        "import encodings.idna; os.setgid(65534); os.setuid(65534); "
        "print([c.code for c in regarder('', dossier=Path(sys.argv[1]))])"
    )
    lu = subprocess.run(
        [sys.executable, "-c", code, str(dossier)],
        env={**os.environ, "CUPS_SERVER": str(imprimante.prise)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=RACINE,
    )
    verrou.rendre()
    assert lu.stdout == "['imprimante.papier', 'imprimante.memoire']\n"


def test_a_printer_that_can_be_asked_speaks_for_itself(cups: cups_reel.Cups) -> None:
    with imprimerie() as machine, machine.en_reseau() as port, imprimerie() as poste:
        machine.ajouter("machine")
        machine.raison("machine", "cover-open-error")
        poste.brancher(NOM, f"ipp://127.0.0.1:{port}/printers/machine")
        poste.raison(NOM, "media-empty-error")
        assert [c.code for c in regarder("", poste.serveur)] == ["imprimante.capot"]


def test_prints_that_pile_up_are_counted(imprimante: cups_reel.Cups, tmp_path: Path) -> None:
    imprimante.commande("cupsdisable", NOM)
    texte = tmp_path / "recepisse.txt"
    texte.write_text("essai")
    for _ in range(FILE_LONGUE):
        imprimante.commande("lp", "-d", NOM, "-o", "raw", str(texte))
    vus = codes(imprimante)
    assert f"{FILE_LONGUE} impressions" in vus["imprimante.file"].cause
    imprimante.commande("cancel", "-a", NOM)
    imprimante.commande("cupsenable", NOM)
    assert list(codes(imprimante)) == ["imprimante.ok"]


def test_no_cups_is_a_failure_only_when_the_settings_name_a_printer(tmp_path: Path) -> None:
    nulle_part = Serveur(prise=str(tmp_path / "cups.sock"))
    assert [c.code for c in regarder("", nulle_part)] == ["imprimante.cups-absent"]
    assert [c.code for c in regarder(NOM, nulle_part)] == ["imprimante.cups-requis"]


# --- the protocol -----------------------------------------------------------------------------------------


@pytest.fixture
def repondeur() -> Iterator[tuple[Serveur, list[bytes]]]:
    """Something else than CUPS: it answers each connection with the next of these bytes."""
    reponses: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as prise:

        def repondre() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = prise.accept()
                    with client, contextlib.suppress(OSError):
                        client.settimeout(5)
                        client.recv(65_536)
                        client.sendall(reponses[0])

        threading.Thread(target=repondre, daemon=True).start()
        yield Serveur(hote="127.0.0.1", port=prise.getsockname()[1]), reponses
        prise.shutdown(socket.SHUT_RDWR)


def http(corps: bytes, statut: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {statut}\r\nContent-Length: {len(corps)}\r\nConnection: close\r\n\r\n".encode() + corps


@pytest.mark.parametrize(
    "reponse",
    [
        b"pas du HTTP\r\n\r\n",
        http(b"non", "404 Not Found"),
        http(b""),
        http(b"\x02\x00\x00\x00\x00\x00\x00\x01"),
        http(b"\x02\x00\x04\x00\x00\x00\x00\x01\x03"),
        http(b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x42\x00\x0cprinter-name\xff\xffA\x03"),
    ],
)
def test_what_is_not_cups_is_said(repondeur: tuple[Serveur, list[bytes]], reponse: bytes) -> None:
    serveur, reponses = repondeur
    reponses.append(reponse)
    with pytest.raises(CupsIncompris):
        imprimantes(serveur, 5)
    assert [c.code for c in regarder("", serveur)] == ["imprimante.cups-incompris"]


def test_a_cups_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as prise, pytest.raises(ipp.CupsAbsent):
        imprimantes(Serveur(hote="127.0.0.1", port=prise.getsockname()[1]), 0.2)


@given(st.binary(max_size=200))
def test_any_answer_is_read_or_refused(corps: bytes) -> None:
    with contextlib.suppress(IndexError, UnicodeDecodeError):
        ipp.lire(corps)


@pytest.mark.parametrize(
    ("dit", "attendu"),
    [
        ("/tmp/cups.sock", Serveur(prise="/tmp/cups.sock")),
        ("imprimerie", Serveur(hote="imprimerie")),
        ("imprimerie:8631", Serveur(hote="imprimerie", port=8631)),
        ("imprimerie:8631/version=1.1", Serveur(hote="imprimerie", port=8631)),
        ("[::1]:8631", Serveur(hote="::1", port=8631)),
    ],
)
def test_cups_is_looked_for_where_its_own_commands_do(
    monkeypatch: pytest.MonkeyPatch, dit: str, attendu: Serveur
) -> None:
    monkeypatch.setenv("CUPS_SERVER", dit)
    assert serveur_du_poste() == attendu


def test_the_commands_of_cups_find_the_same_server(
    imprimante: cups_reel.Cups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(imprimante.prise))
    lu = subprocess.run(["lpstat", "-e"], capture_output=True, text=True, timeout=30, check=True)
    assert lu.stdout.split() == [NOM]
    assert [i.nom for i in imprimantes(serveur_du_poste(), 5)] == [NOM]
