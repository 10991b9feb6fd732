"""A deposit keeps the hour of the hall where it was made, on both sides of midnight; the rules keep Paris's day."""

import asyncio
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from kiosk.backend.client import ClientBackend
from kiosk.backend.envelope import Enveloppe
from kiosk.server.demo import CompteDemo
from kiosk.server.serveur import en_fil

TARD = datetime(2022, 12, 1, 23, 30, tzinfo=UTC)
"""20:30 on the 1st in Cayenne, 00:30 on the 2nd in Paris, 03:30 on the 2nd in La Réunion."""


def deposer(backend: Any, enveloppe: Enveloppe, zone: str | None) -> httpx2.Response:
    entetes = {"Idempotency-Key": str(enveloppe.id)} | ({} if zone is None else {"Caf-Fuseau": zone})
    return backend.http.post("/api/v1/depots", content=enveloppe.octets, headers=entetes)


def pdf(backend: Any, session: dict[str, str], depot: UUID, dossier: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt install poppler-utils")
    octets = backend.http.get(f"/api/v1/depots/{depot}/recapitulatif.pdf", headers=session).content
    (dossier / "r.pdf").write_bytes(octets)
    sortie = subprocess.run(
        ["pdftotext", "-layout", "r.pdf", "-"], cwd=dossier, check=True, capture_output=True, text=True
    ).stdout
    return " ".join(sortie.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("zone", "recu_le", "lu"),
    [
        ("America/Cayenne", "2022-12-01T20:30:00-03:00", "1er décembre 2022 à 20 h 30 (heure de Guyane)"),
        ("Indian/Reunion", "2022-12-02T03:30:00+04:00", "2 décembre 2022 à 3 h 30 (heure de La Réunion)"),
        ("Europe/Paris", "2022-12-02T00:30:00+01:00", "2 décembre 2022 à 0 h 30 Déposé"),
        (None, "2022-12-02T00:30:00+01:00", "2 décembre 2022 à 0 h 30 Déposé"),
        ("Mars/Olympus", "2022-12-02T00:30:00+01:00", "2 décembre 2022 à 0 h 30 Déposé"),
        ("../../etc/passwd", "2022-12-02T00:30:00+01:00", "2 décembre 2022 à 0 h 30 Déposé"),
    ],
)
def test_the_account_and_the_pdf_show_the_hour_of_the_hall(
    backend: Any, seule: CompteDemo, tmp_path: Path, zone: str | None, recu_le: str, lu: str
) -> None:
    backend.temps.instant = TARD
    session, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon, date_reference=date(2022, 12, 2)))

    reponse = deposer(backend, enveloppe, zone)

    assert (reponse.status_code, reponse.json()["recu_le"]) == (201, recu_le)
    [depot] = backend.http.get("/api/v1/compte", headers=session).json()["depots"]
    assert depot["recu_le"] == recu_le
    assert lu in pdf(backend, session, enveloppe.id, tmp_path)


def test_sent_again_from_elsewhere_it_keeps_its_first_hall(backend: Any, seule: CompteDemo) -> None:
    _, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon))
    premiere = deposer(backend, enveloppe, "Indian/Mayotte")
    encore = deposer(backend, enveloppe, "America/Cayenne")
    assert (encore.status_code, encore.content) == (200, premiere.content)
    assert premiere.json()["recu_le"] == "2022-12-01T12:30:00+03:00"


@pytest.mark.parametrize(("zone", "heure"), [("America/Cayenne", 20), ("Europe/Paris", 0)])
def test_the_client_of_a_terminal_says_its_zone(
    reglages: Any, temps: Any, backend: Any, seule: CompteDemo, zone: str, heure: int
) -> None:
    temps.instant = TARD
    _, bon = backend.ouvrir(seule)
    enveloppe = backend.sceller(backend.dossier(bon, date_reference=date(2022, 12, 2)))

    async def envoyer(url: str) -> int:
        async with ClientBackend(url, fuseau=zone) as client:
            return (await client.deposer(enveloppe.id, enveloppe.octets)).recu_le.hour

    with en_fil(reglages, horloge=temps) as url:
        assert asyncio.run(envoyer(url)) == heure
