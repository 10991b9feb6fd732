"""Starting and stopping: secrets, ports, demonstrations, and what an operator is told when it fails."""

import json
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.server.app import creer_app
from kiosk.server.cles import SecretsInutilisables, charger, creer_si_absents, tourner
from kiosk.server.demo import CompteDemo, amorcer_demo
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.serveur import DemarrageImpossible, en_fil, servir


def test_two_backends_share_nothing(
    reglages: ReglagesServeur, tmp_path: Path, demarrer: Callable[[ReglagesServeur], Any], seule: CompteDemo
) -> None:
    autre = reglages.model_copy(
        update={
            "base": f"sqlite+aiosqlite:///{tmp_path}/autre.sqlite3",
            "dossier_cles": tmp_path / "autres-cles",
            "demonstration": True,
        }
    )
    un, deux = demarrer(reglages), demarrer(autre)

    assert un.identifier(seule.nir, seule.mot_de_passe).status_code == 201
    assert deux.identifier(seule.nir, seule.mot_de_passe).status_code == 401
    assert un.http.get("/api/v1/cle-publique").json() != deux.http.get("/api/v1/cle-publique").json()


def test_secrets_are_made_by_a_demonstration_only_and_never_replaced(
    reglages: ReglagesServeur, tmp_path: Path, demarrer: Callable[[ReglagesServeur], Any]
) -> None:
    neuf = reglages.model_copy(update={"dossier_cles": tmp_path / "neuf"})
    with pytest.raises(SecretsInutilisables):
        demarrer(neuf)

    demarrer(neuf.model_copy(update={"demonstration": True}))

    fichiers = sorted(neuf.dossier_cles.iterdir())
    assert [fichier.name for fichier in fichiers] == ["0001.cle", "identifiants.secret"]
    assert {stat.S_IMODE(fichier.stat().st_mode) for fichier in fichiers} == {0o600}
    avant = [fichier.read_bytes() for fichier in fichiers]
    creer_si_absents(neuf.dossier_cles)
    assert [fichier.read_bytes() for fichier in fichiers] == avant


def test_secrets_that_others_can_read_are_refused(tmp_path: Path) -> None:
    creer_si_absents(tmp_path)
    (tmp_path / "0001.cle").chmod(0o640)

    with pytest.raises(SecretsInutilisables, match="chmod 600"):
        charger(tmp_path)


def test_no_secret_shows_in_a_repr(tmp_path: Path) -> None:
    creer_si_absents(tmp_path)
    premiere = charger(tmp_path).publique
    tourner(tmp_path)
    secrets = charger(tmp_path)

    assert secrets.publique != premiere
    assert set(secrets.trousseau) == {premiere.id, secrets.publique.id}
    for fichier in tmp_path.iterdir():
        assert fichier.read_text().strip() not in repr(secrets)
    assert repr(secrets.identifiants) not in repr(secrets)


def test_an_answer_does_not_wait_for_the_network_to_acknowledge_the_one_before(
    reglages: ReglagesServeur,
) -> None:
    with en_fil(reglages) as url, httpx2.Client(base_url=url) as http:
        durees = [http.get("/healthz").elapsed.total_seconds() for _ in range(10)]

    # The second and later answers on a connection, where Nagle's algorithm costs 40 ms each time.
    assert min(durees[1:]) < 0.03


def test_a_port_that_is_taken_is_said_before_anything_starts(reglages: ReglagesServeur) -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()

        with pytest.raises(OSError, match="in use"):
            servir(reglages, port=prise.getsockname()[1])


@pytest.mark.parametrize(("arret", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_served_backend_says_where_it_is_and_stops_when_told(
    reglages: ReglagesServeur, arret: signal.Signals, code: int
) -> None:
    programme = (
        "import sys; from kiosk.server.reglages import ReglagesServeur; from kiosk.server.serveur import servir;"
        "servir(ReglagesServeur.model_validate_json(sys.argv[1]), annoncer=lambda url: print(url, flush=True))"
    )
    processus = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", programme, reglages.model_dump_json()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with processus:
        assert processus.stdout is not None
        url = processus.stdout.readline().strip()
        assert httpx2.get(f"{url}/readyz").json() == {"etat": "pret"}
        processus.send_signal(arret)
        _, journal_ecrit = processus.communicate(timeout=20)

    assert processus.returncode == code
    assert [json.loads(ligne)["event"] for ligne in journal_ecrit.splitlines()] == ["ecoute", "requete"]


def test_a_backend_that_cannot_start_says_so(reglages: ReglagesServeur, tmp_path: Path) -> None:
    with (
        pytest.raises(DemarrageImpossible),
        en_fil(reglages.model_copy(update={"dossier_cles": tmp_path / "rien"})),
    ):
        pass


def test_loading_the_demonstration_again_changes_nothing(reglages: ReglagesServeur, backend: Any) -> None:
    avant = backend.nombre_de_depots()

    amorcer_demo(reglages, backend.temps)

    assert backend.nombre_de_depots() == avant == 1


@pytest.mark.parametrize("jour", [None, date(2000, 1, 1), date(2022, 12, 1)])
def test_a_demonstration_plays_any_day(tmp_path: Path, seule: CompteDemo, jour: date | None) -> None:
    reglages = ReglagesServeur(
        base=f"sqlite+aiosqlite:///{tmp_path}/b.sqlite3",
        dossier_cles=tmp_path / "cles",
        demonstration=True,
        date_reference=jour,
        argon2=ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1),
    )

    amorcer_demo(reglages)

    with en_fil(reglages) as url, httpx2.Client(base_url=f"{url}/api/v1") as http:
        jeton = http.post("/sessions", json={"nir": seule.nir, "mot_de_passe": seule.mot_de_passe}).json()[
            "jeton"
        ]
        compte = http.get("/compte", headers={"Authorization": f"Bearer {jeton}"}).json()
        assert compte["prenom"] == seule.prenom


def test_building_an_application_touches_nothing(tmp_path: Path) -> None:
    creer_app(
        ReglagesServeur(base=f"sqlite+aiosqlite:///{tmp_path}/b.sqlite3", dossier_cles=tmp_path / "cles")
    )

    assert list(tmp_path.iterdir()) == []
