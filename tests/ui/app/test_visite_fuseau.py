"""A hall overseas: its own hour on the screen and on the receipt, Paris's day for what may be declared."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from conftest import UneVisite
from doigts import ecran, lu, visibles
from exemples import reglages
from pydantic import ValidationError
from PySide6.QtWidgets import QAbstractButton

from kiosk.metier.numero_depot import numero
from kiosk.server.storage.models import DepotLigne
from kiosk.terminal.settings import Reglages
from ui.app.horloge import Horloge
from ui.app.suivi import HEURE_D_AILLEURS
from ui.screens.fin import EcranFin
from ui.screens.suivi import VOIR_RECU, EcranDepot

CAYENNE, PARIS = "America/Cayenne", "Europe/Paris"
DEPOT = UUID(int=7)
TARD = datetime(2022, 11, 1, 23, 30, tzinfo=UTC)
"""20:30 on the 1st in Cayenne, 00:30 on the 2nd in Paris."""


@pytest.fixture
def depose_a_cayenne(serveur, seule) -> None:
    """A deposit of Camille's, made overseas in the evening."""
    base = serveur.base_de(seule)
    with base._registre.session() as session:
        session.add(
            DepotLigne(
                id=DEPOT,
                empreinte=bytes(32),
                compte_id=base.id,
                numero=numero("G", DEPOT),
                demarche="grossesse",
                titre="Déclaration de grossesse",
                date_reference=date(2022, 11, 2),
                recu_le=TARD,
                fuseau=CAYENNE,
                etat="recu",
                foyer=[],
                parcours=[],
                reponses={},
                recapitulatif={"sections": [], "suites": []},
            )
        )


@pytest.mark.parametrize(("ici", "precise"), [(CAYENNE, False), (PARIS, True), ("Indian/Reunion", True)])
@pytest.mark.usefixtures("depose_a_cayenne")
def test_an_earlier_deposit_keeps_its_hour_which_is_told_apart_elsewhere(
    mener, commencer, serveur, seule, ici: str, precise: bool
) -> None:
    async def scenario() -> None:
        visite: UneVisite = commencer(serveur.url, zone=ici)
        await visite.s_identifier(seule)
        assert "Envoyée le 1er novembre 2022" in lu(visite.fenetre)
        [nom] = [
            b.accessibleName()
            for b in visibles(visite.fenetre, QAbstractButton)
            if b.accessibleName().startswith(VOIR_RECU) and b.accessibleName().endswith(numero("G", DEPOT))
        ]
        await visite.toucher(nom)
        page = lu(ecran(visite.fenetre, EcranDepot))
        assert "Mardi 1er novembre 2022 à 20 h 30" in page
        assert (HEURE_D_AILLEURS in page) == precise

    mener(scenario())


def test_the_end_page_and_the_account_say_the_same_hour_of_the_hall(mener, commencer, serveur, seule) -> None:
    async def scenario() -> None:
        visite: UneVisite = commencer(serveur.url, zone=CAYENNE)
        await visite.s_identifier(seule)
        await visite.jusqu_a_la_verification()
        await visite.envoyer()
        page = lu(ecran(visite.fenetre, EcranFin))
        [depot] = (await visite.guichet.compte()).depots[:1]
        assert depot.recu_le.utcoffset() == timedelta(hours=-3)
        assert f"à {depot.recu_le.hour} h {depot.recu_le.minute:02}" in page

    mener(scenario())


@pytest.mark.parametrize(
    ("zone", "heure"), [(CAYENNE, "01 20:30"), (PARIS, "02 00:30"), ("Indian/Reunion", "02 03:30")]
)
def test_the_rules_have_the_day_of_paris_and_the_page_the_hour_of_the_hall(zone: str, heure: str) -> None:
    horloge = Horloge(reglages(date_reference=None, fuseau=zone))
    with time_machine.travel(TARD, tick=False):
        assert horloge.jour() == date(2022, 11, 2)
        assert f"{horloge.heure():%d %H:%M}" == heure


def test_a_demonstration_shows_the_day_that_it_plays() -> None:
    horloge = Horloge(reglages(date_reference=date(2022, 12, 1), fuseau=CAYENNE))
    with time_machine.travel(datetime(2023, 7, 14, 12, tzinfo=UTC), tick=False):  # 14:00 in Paris, in summer
        assert horloge.jour() == date(2022, 12, 1)
        assert f"{horloge.heure():%d/%m %H:%M %z}" == "01/12 10:00 -0300"


@pytest.mark.parametrize("nom", ["Mars/Olympus", "", "America", "../etc/passwd"])
def test_a_zone_that_does_not_exist_is_refused_as_a_setting(nom: str) -> None:
    with pytest.raises(ValidationError, match="fuseau"):
        Reglages.model_validate({"fuseau": nom})
