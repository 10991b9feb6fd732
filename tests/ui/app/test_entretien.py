"""A long form: the backend does not close the session of somebody who is still answering."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import JOUR, reglages_serveur

from kiosk.backend.client import ClientBackend
from kiosk.backend.errors import SessionExpiree
from kiosk.server.demo import CompteDemo
from kiosk.server.serveur import en_fil
from ui.app.guichet import Guichet


class Temps:
    """One clock for both sides, moved by hand."""

    def __init__(self) -> None:
        self.secondes = 0.0

    def serveur(self) -> datetime:
        return datetime(2022, 12, 1, 9, tzinfo=UTC) + timedelta(seconds=self.secondes)

    def terminal(self) -> float:
        return self.secondes


@pytest.mark.parametrize("entretenue", [True, False])
def test_pages_of_a_long_form_keep_the_session(
    modele_serveur: Path, tmp_path: Path, seule: CompteDemo, entretenue: bool
) -> None:
    shutil.copytree(modele_serveur, tmp_path / "serveur")
    temps = Temps()

    async def remplir(url: str) -> None:
        client = ClientBackend(url)
        guichet = Guichet(client, tmp_path / "envois", lambda: JOUR, lambda: None, temps.terminal)
        await guichet.identifier(seule.nir[:13], seule.mot_de_passe)
        for _ in range(8):
            temps.secondes += 150
            if entretenue:
                await guichet.entretenir()
        if entretenue:
            assert (await guichet.compte()).prenom == seule.prenom
        else:
            with pytest.raises(SessionExpiree):
                await guichet.compte()
        await guichet.fermer()

    with en_fil(reglages_serveur(tmp_path / "serveur"), horloge=temps.serveur) as url:
        asyncio.run(remplir(url))


def test_a_backend_that_is_gone_does_not_stop_the_form(modele_serveur: Path, tmp_path: Path) -> None:
    shutil.copytree(modele_serveur, tmp_path / "serveur")
    temps = Temps()

    async def remplir(url: str) -> None:
        client = ClientBackend(url, delai_s=1, essais=1)
        guichet = Guichet(client, tmp_path / "envois", lambda: JOUR, lambda: None, temps.terminal)
        temps.secondes += 300
        await guichet.entretenir()
        await guichet.fermer()

    with en_fil(reglages_serveur(tmp_path / "serveur"), horloge=temps.serveur) as url:
        pass
    asyncio.run(remplir(url))
