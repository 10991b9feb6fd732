"""The supervisor with real children: every way a visit can end leaves a clean home and no process behind."""

import asyncio
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.terminal.errors import DejaEnMarche
from kiosk.terminal.lancement import lancer
from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.lock import prevenir
from kiosk.terminal.out_of_service import EtatHorsService
from kiosk.terminal.ouverture import PANNES_REPETEES
from kiosk.terminal.processus import peut_revenir_de_nice
from kiosk.terminal.rythme import Rythme
from kiosk.terminal.service import mettre_hors_service, remettre_en_service
from kiosk.terminal.supervisor import Superviseur
from kiosk.terminal.systemd import Notificateur
from kiosk.terminal.visit_process import ProcessusVisite
from kiosk.terminal.visite import Profil, ReglagesVisite

RACINE = Path(__file__).resolve().parents[3]
ENFANT = RACINE / "tests" / "helpers" / "enfant_visite.py"
LIMITE_S = 15.0
POSE = Rythme(reprise_s=0.05, adieu_s=0.2, arret_s=LIMITE_S)
NERVEUX = Rythme(gel_s=1, affichage_s=1, reprise_s=0.05)
"""For what must be seen frozen; elsewhere a slow machine must not look like it."""
SANS_PATIENCE = Rythme(ecran_s=0.02, reprise_s=0.05, adieu_s=0.2, arret_s=LIMITE_S)


def reglages(dossier: Path) -> ReglagesVisite:
    return ReglagesVisite(
        profil=Profil.BORNE,
        plein_ecran=True,
        ecran_largeur=1080,
        ecran_hauteur=1920,
        ecran_ppi=102.46,
        backend_url="http://127.0.0.1:8000",
        dossier_etat=dossier,
        inactivite_s=120,
        rebours_s=45,
        rebours_grand_texte_s=90,
        delai_touche_ms=150,
        date_reference=None,
        caf_nom="Caf",
        caf_telephone="3230",
        caf_horaires=(),
        theme="clair",
        langue="fr",
    )


class Banc:
    """A supervisor that runs, the events it tells, and orders for its children."""

    def __init__(self, dossier: Path, rythme: Rythme = POSE, **suite: object) -> None:
        self.dossier = dossier
        self.evenements: list[tuple[str, dict[str, object]]] = []
        self.lus: set[int] = set()
        self._nouveau = asyncio.Event()
        self.commande = (sys.executable, str(ENFANT), str(dossier))
        self.superviseur = Superviseur(
            reglages(dossier),
            **{"commande": self.commande, "rythme": rythme, "dire": self._noter, **suite},  # type: ignore[arg-type]
        )

    def _noter(self, evenement: str, **champs: object) -> None:
        self.evenements.append((evenement, champs))
        self._nouveau.set()

    async def voir(self, nom: str, **attendus: object) -> dict[str, object]:
        """The next event of this name with these fields, among those not seen yet."""
        async with asyncio.timeout(LIMITE_S):
            while True:
                for rang, (evenement, champs) in enumerate(self.evenements):
                    voulu = rang not in self.lus and evenement == nom
                    if voulu and attendus.items() <= champs.items():
                        self.lus.add(rang)
                        return champs
                self._nouveau.clear()
                await self._nouveau.wait()

    async def ouvert(self) -> tuple[int, int]:
        """Wait for a home page and its spare: both process numbers."""
        visible = await self.voir("accueil_affiche")
        reserve = await self.voir("reserve_prete")
        return int(str(visible["pid"])), int(str(reserve["pid"]))

    def ordonner(self, pid: int, ordre: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as prise:
            prise.sendto(ordre.encode(), str(self.dossier / f"{pid}.ordre"))

    def consigne(self, mot: str) -> None:
        (self.dossier / "consigne").write_text(mot)

    def page(self, pid: object) -> str:
        return (self.dossier / f"{pid}.page").read_text()

    def compte(self, nom: str) -> int:
        return sum(1 for evenement, _ in self.evenements if evenement == nom)


def derouler(banc: Callable[[], Banc], scenario: Callable[[Banc], Awaitable[None]]) -> Banc:
    """Run `scenario` beside its supervisor, stop it, and check that no child is left."""

    async def tout() -> Banc:
        ici = banc()
        tache = asyncio.create_task(ici.superviseur.tourner())
        recit = asyncio.ensure_future(scenario(ici))
        await asyncio.wait([tache, recit], return_when=asyncio.FIRST_COMPLETED)
        if not tache.done():
            ici.superviseur.arreter()
        await tache
        await recit
        assert enfants() == set(), "a child outlived its supervisor"
        return ici

    return asyncio.run(tout())


D_AVANT: set[int] = set()
"""What other tests of this process started and still use: a keyring's bus, a printing service."""


@pytest.fixture(autouse=True, scope="module")
def d_avant() -> None:
    D_AVANT.update(_enfants())


def enfants() -> set[int]:
    return _enfants() - D_AVANT


def _enfants() -> set[int]:
    taches = Path(f"/proc/{os.getpid()}/task")
    return {int(n) for tache in taches.iterdir() for n in (tache / "children").read_text().split()}


def prises_ouvertes() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def vivant(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


# --- a normal day ---------------------------------------------------------------------------------------


def test_the_home_is_shown_first_and_the_spare_warms_up_after(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        assert banc.page(visible) == "accueil"
        assert not (tmp_path / f"{reserve}.page").exists(), "the spare stays hidden"
        assert [nom for nom, _ in banc.evenements] == ["accueil_affiche", "reserve_lancee", "reserve_prete"]

    derouler(lambda: Banc(tmp_path), scenario)


@pytest.mark.parametrize(
    ("ordre", "motif", "code"),
    [
        ("fini", "fini", 0),  # told that the next page is there, it goes
        ("silence", "silence", 0),
        ("fini-sourd", "fini", -signal.SIGKILL),
        ("panne", "panne", -signal.SIGKILL),
    ],
)
def test_a_visit_that_ends_leaves_the_screen_to_the_spare_then_dies(
    tmp_path: Path, ordre: str, motif: str, code: int
) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        banc.ordonner(visible, "visite")
        banc.ordonner(visible, ordre)
        assert (await banc.voir("processus_fini"))["motif"] == motif
        suite = await banc.voir("accueil_affiche")
        assert suite["pid"] == reserve
        assert isinstance(suite["next_visitor_ms"], float)
        assert (await banc.voir("processus_parti", pid=visible))["code"] == code
        noms = [nom for nom, _ in banc.evenements]
        assert noms[4:7] == ["processus_fini", "accueil_affiche", "reserve_lancee"], "shown first"
        assert noms.index("processus_parti") > noms.index("accueil_affiche", 4), "killed after"
        suivante = await banc.voir("reserve_prete")
        assert suivante["pid"] not in (visible, reserve)
        assert isinstance(suivante["spare_ready_ms"], float)

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_visit_that_is_over_leaves_nothing_behind_in_the_supervisor(tmp_path: Path) -> None:
    async def une_visite(banc: Banc, visible: int) -> int:
        banc.ordonner(visible, "visite")
        banc.ordonner(visible, "panne" if banc.compte("processus_parti") % 2 else "fini")
        _, reserve = await banc.ouvert()
        await banc.voir("processus_parti", pid=visible)
        return reserve

    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        visible, reserve = reserve, await une_visite(banc, visible)
        prises = prises_ouvertes()
        gc.collect()
        gc.disable()
        try:
            for _ in range(2):
                visible, reserve = reserve, await une_visite(banc, visible)
            restes = [objet for objet in gc.get_objects() if isinstance(objet, ProcessusVisite)]
            assert {restant.pid for restant in restes} == {visible, reserve}, (
                "kept until the garbage is collected"
            )
        finally:
            gc.enable()
        assert prises_ouvertes() == prises

    derouler(lambda: Banc(tmp_path, Rythme(adieu_s=0, pannes_max=100, arret_s=LIMITE_S)), scenario)


def test_last_words_count_even_when_the_process_is_already_dead(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible, _ = await banc.ouvert()
        banc.ordonner(visible, "fini-et-sort")
        assert (await banc.voir("processus_fini"))["motif"] == "fini"
        await banc.ouvert()

    derouler(lambda: Banc(tmp_path), scenario)


@pytest.mark.parametrize("fin", ["fini", "silence"])
def test_without_a_warm_spare_the_covered_page_stays_only_for_a_moment(tmp_path: Path, fin: str) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        await banc.voir("reserve_lancee", pid=reserve)
        banc.consigne("jamais-pret")
        os.kill(reserve, signal.SIGKILL)
        lente = int(str((await banc.voir("reserve_lancee"))["pid"]))
        banc.ordonner(visible, fin)
        assert (await banc.voir("processus_parti", pid=visible))["code"] == -signal.SIGKILL
        assert banc.compte("accueil_affiche") == 1, "nobody was warm enough to take its place"
        await banc.voir("processus_fini", pid=lente, motif="fige", visible=True)
        banc.consigne("")
        await banc.ouvert()

    rythme = Rythme(demarrage_s=2, rideau_s=0.2, reprise_s=0.05, pannes_max=9)
    derouler(lambda: Banc(tmp_path, rythme), scenario)


def test_without_a_warm_spare_a_page_that_failed_goes_at_once(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        await banc.voir("reserve_lancee", pid=reserve)
        banc.consigne("jamais-pret")
        os.kill(reserve, signal.SIGKILL)
        await banc.voir("reserve_lancee")
        banc.ordonner(visible, "panne")
        assert (await banc.voir("processus_parti", pid=visible))["code"] == -signal.SIGKILL
        assert banc.compte("accueil_affiche") == 1

    derouler(lambda: Banc(tmp_path, Rythme(rideau_s=LIMITE_S, reprise_s=0.05, pannes_max=9)), scenario)


def test_a_spare_still_warming_up_is_shown_as_soon_as_it_is_ready(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible = int(str((await banc.voir("accueil_affiche"))["pid"]))
        lancee = await banc.voir("reserve_lancee")
        banc.ordonner(visible, "fini")
        assert (await banc.voir("accueil_affiche"))["pid"] == lancee["pid"]
        await banc.voir("reserve_prete")
        assert (await banc.voir("processus_parti", pid=visible))["code"] == 0, "it waited, and was told to go"

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_spare_warms_up_behind_the_others_and_is_shown_as_their_equal(tmp_path: Path) -> None:
    if not peut_revenir_de_nice():
        pytest.skip("needs root or LimitNICE=+0")

    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        assert os.getpriority(os.PRIO_PROCESS, visible) == 0
        assert os.getpriority(os.PRIO_PROCESS, reserve) == 10
        banc.ordonner(visible, "fini")
        await banc.voir("accueil_affiche", pid=reserve)
        assert os.getpriority(os.PRIO_PROCESS, reserve) == 0

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_visit_that_ended_by_itself_has_a_moment_to_close_its_session(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        banc.ordonner(visible, "fini-puis-adieu")
        await banc.voir("accueil_affiche", pid=reserve)
        assert (await banc.voir("processus_parti", pid=visible))["code"] == 7, "it left, nobody killed it"

    derouler(lambda: Banc(tmp_path, Rythme(adieu_s=LIMITE_S)), scenario)


# --- a bad day ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mal", ["avorte", "charabia", "ligne-sans-fin", "hors-tour", "sort", "SIGKILL"])
def test_a_visit_that_crashes_is_replaced(tmp_path: Path, mal: str) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        banc.ordonner(visible, "visite")
        if mal == "SIGKILL":
            os.kill(visible, signal.SIGKILL)
        else:
            banc.ordonner(visible, mal)
        assert (await banc.voir("processus_fini", pid=visible))["motif"] == "panne"
        assert (await banc.voir("accueil_affiche"))["pid"] == reserve
        await banc.voir("processus_parti", pid=visible)
        await banc.voir("reserve_prete")
        assert not vivant(visible)

    derouler(lambda: Banc(tmp_path), scenario)


@pytest.mark.parametrize("mal", ["boucle", "bavarde-sans-vie", "SIGSTOP"])
def test_a_frozen_visit_is_replaced_then_killed(tmp_path: Path, mal: str) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        banc.ordonner(visible, "visite")
        if mal == "SIGSTOP":
            os.kill(visible, signal.SIGSTOP)
        else:
            banc.ordonner(visible, mal)
        assert (await banc.voir("processus_fini", pid=visible))["motif"] == "fige"
        assert (await banc.voir("accueil_affiche"))["pid"] == reserve
        assert (await banc.voir("processus_parti", pid=visible))["code"] == -signal.SIGKILL

    derouler(lambda: Banc(tmp_path, NERVEUX), scenario)


def test_a_frozen_spare_is_replaced_and_nobody_sees_it(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        os.kill(reserve, signal.SIGSTOP)
        assert await banc.voir("processus_fini", pid=reserve, motif="fige", visible=False)
        assert (await banc.voir("reserve_prete"))["pid"] != reserve
        assert vivant(visible)
        assert banc.compte("accueil_affiche") == 1

    derouler(lambda: Banc(tmp_path, NERVEUX), scenario)


def test_a_spare_that_cannot_paint_gives_way_to_a_fresh_process(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible = int(str((await banc.voir("accueil_affiche"))["pid"]))
        banc.consigne("jamais-affiche")
        os.kill(int(str((await banc.voir("reserve_prete"))["pid"])), signal.SIGKILL)
        reserve = int(str((await banc.voir("reserve_prete"))["pid"]))
        banc.consigne("")
        banc.ordonner(visible, "fini")
        assert await banc.voir("processus_fini", pid=reserve, motif="fige", visible=True)
        await banc.ouvert()
        assert not vivant(visible)

    derouler(lambda: Banc(tmp_path, NERVEUX), scenario)


def test_a_visit_survives_spares_that_crash_and_the_terminal_closes_after_it(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible = int(str((await banc.voir("accueil_affiche"))["pid"]))
        banc.ordonner(visible, "visite")
        reserve = int(str((await banc.voir("reserve_prete"))["pid"]))
        banc.consigne("reserve-tombe")
        os.kill(reserve, signal.SIGKILL)
        await banc.voir("hors_service")
        assert vivant(visible), "somebody is in the middle of a démarche"
        banc.ordonner(visible, "fini")
        page = await banc.voir("hors_service_affiche")
        assert banc.page(page["pid"]) == "hors-service"
        await banc.voir("processus_parti", pid=visible)

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_terminal_reopened_before_the_visit_is_over_disturbs_nobody(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        banc.ordonner(visible, "visite")
        await banc.voir("visite_commencee")
        assert mettre_hors_service(tmp_path, "imprimante", datetime.now(UTC))
        await banc.voir("hors_service")
        assert remettre_en_service(tmp_path)
        await banc.voir("remise_en_service")
        assert vivant(visible)
        banc.ordonner(visible, "fini")
        assert (await banc.voir("accueil_affiche"))["pid"] == reserve
        assert banc.page(reserve) == "accueil"

    derouler(lambda: Banc(tmp_path), scenario)


# --- without a screen -----------------------------------------------------------------------------------


class Ecran:
    """A screen that can be taken away."""

    present = True

    def __call__(self) -> bool:
        return self.present


def test_a_screen_that_goes_is_no_fault_of_the_visits_and_is_waited_for(tmp_path: Path) -> None:
    ecran = Ecran()

    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        banc.ordonner(visible, "visite")
        ecran.present = False
        os.kill(visible, signal.SIGKILL)
        await banc.voir("ecran_perdu")
        assert (await banc.voir("processus_parti", pid=reserve))["code"] == -signal.SIGKILL
        await banc.voir("processus_parti", pid=visible)
        await asyncio.sleep(20 * SANS_PATIENCE.ecran_s)
        assert enfants() == set(), "nothing is started that could only die"
        ecran.present = True
        await banc.voir("ecran_revenu")
        suivante, _ = await banc.ouvert()
        assert suivante not in (visible, reserve)
        assert banc.compte("ecran_perdu") == 1
        assert banc.compte("hors_service") == 0

    derouler(lambda: Banc(tmp_path, SANS_PATIENCE, ecran_present=ecran), scenario)


def test_a_screen_that_goes_again_and_again_does_not_close_the_terminal(tmp_path: Path) -> None:
    ecran = Ecran()

    async def scenario(banc: Banc) -> None:
        for _ in range(SANS_PATIENCE.pannes_max + 1):
            visible, _ = await banc.ouvert()
            os.kill(visible, signal.SIGKILL)  # it still listens when its first window goes
            visible, _ = await banc.ouvert()
            ecran.present = False
            os.kill(visible, signal.SIGKILL)
            await banc.voir("ecran_perdu")
            ecran.present = True
        await banc.ouvert()
        assert banc.compte("hors_service") == 0

    derouler(lambda: Banc(tmp_path, SANS_PATIENCE, ecran_present=ecran), scenario)


def test_a_closed_terminal_whose_screen_comes_back_is_still_closed(tmp_path: Path) -> None:
    ecran = Ecran()
    EtatHorsService(tmp_path).declarer(_etat())

    async def scenario(banc: Banc) -> None:
        page = await banc.voir("hors_service_affiche")
        ecran.present = False
        os.kill(int(str(page["pid"])), signal.SIGKILL)
        await banc.voir("ecran_perdu")
        ecran.present = True
        suivante = await banc.voir("hors_service_affiche")
        assert banc.page(suivante["pid"]) == "hors-service"
        assert suivante["motif"] == _etat().motif

        ecran.present = False
        os.kill(int(str(suivante["pid"])), signal.SIGKILL)
        await banc.voir("ecran_perdu")
        await banc.voir("processus_parti", pid=suivante["pid"])
        banc.superviseur.exploitation.remettre_en_service()
        assert enfants() == set(), "nothing is started that could only die"
        ecran.present = True
        await banc.ouvert()

    derouler(lambda: Banc(tmp_path, SANS_PATIENCE, ecran_present=ecran), scenario)


def test_a_terminal_can_be_stopped_while_it_waits_for_a_screen(tmp_path: Path) -> None:
    ecran = Ecran()

    async def scenario(banc: Banc) -> None:
        visible, _ = await banc.ouvert()
        ecran.present = False
        os.kill(visible, signal.SIGKILL)
        await banc.voir("ecran_perdu")

    derouler(lambda: Banc(tmp_path, SANS_PATIENCE, ecran_present=ecran), scenario)


# --- out of service -------------------------------------------------------------------------------------


def test_a_crash_loop_closes_the_terminal_until_somebody_reopens_it(tmp_path: Path) -> None:
    quand = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)

    async def tomber(banc: Banc) -> None:
        banc.consigne("tombe-affiche")
        page = await banc.voir("hors_service")
        assert page["motif"] == PANNES_REPETEES
        banc.consigne("")
        await banc.voir("hors_service_affiche")

    derouler(lambda: Banc(tmp_path, maintenant=lambda: quand), tomber)
    etat = EtatHorsService(tmp_path).lire()
    assert etat is not None
    assert (etat.motif, etat.depuis) == (PANNES_REPETEES, "2026-11-23T09:12:00+00:00")

    async def rouvrir(banc: Banc) -> None:
        page = await banc.voir("hors_service_affiche")
        assert banc.page(page["pid"]) == "hors-service", "a restart reopens nothing"
        assert (page["motif"], page["depuis"]) == (PANNES_REPETEES, quand.isoformat()), "and says why again"
        assert banc.compte("accueil_affiche") == 0
        banc.superviseur.exploitation.remettre_en_service()
        visible, _ = await banc.ouvert()
        assert banc.page(visible) == "accueil"
        await banc.voir("processus_parti", pid=page["pid"])

    derouler(lambda: Banc(tmp_path), rouvrir)
    assert EtatHorsService(tmp_path).lire() is None


def test_after_reopening_one_crash_is_one_crash(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        banc.consigne("tombe-affiche")
        await banc.voir("hors_service")
        banc.consigne("")
        await banc.voir("hors_service_affiche")
        banc.superviseur.exploitation.remettre_en_service()
        await banc.voir("remise_en_service")
        visible = int(str((await banc.voir("reserve_prete"))["pid"]))
        os.kill(visible, signal.SIGKILL)
        await banc.voir("processus_fini", pid=visible)
        await banc.voir("reserve_prete")
        assert banc.compte("hors_service") == 1

    derouler(lambda: Banc(tmp_path), scenario)


def test_the_warm_spare_shows_the_page_when_the_visible_process_closes_the_loop(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        for _ in range(2):
            banc.ordonner(visible, "avorte")
            visible, reserve = await banc.ouvert()
        banc.ordonner(visible, "avorte")
        assert (await banc.voir("hors_service_affiche"))["pid"] == reserve
        assert banc.page(reserve) == "hors-service"

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_page_that_cannot_stay_up_is_tried_ever_more_slowly(tmp_path: Path) -> None:
    EtatHorsService(tmp_path).declarer(_etat())

    async def scenario(banc: Banc) -> None:
        banc.consigne("ne-tient-pas")
        dates = []
        for _ in range(5):
            await banc.voir("processus_fini", motif="panne", visible=True)
            dates.append(asyncio.get_running_loop().time())
        pauses = [suivante - date for date, suivante in pairwise(dates)]
        for rang, pause in enumerate(pauses):
            assert pause >= 0.05 * 2**rang
        banc.consigne("")
        await banc.voir("hors_service_affiche")

    derouler(lambda: Banc(tmp_path), scenario)


def test_the_command_line_reopens_a_running_terminal(tmp_path: Path) -> None:
    EtatHorsService(tmp_path).declarer(_etat())

    async def scenario(banc: Banc) -> None:
        await banc.voir("hors_service_affiche")
        assert remettre_en_service(tmp_path)
        await banc.ouvert()
        assert not remettre_en_service(tmp_path)
        assert mettre_hors_service(tmp_path, "imprimante", datetime.now(UTC))
        await banc.voir("hors_service", motif="imprimante")
        await banc.voir("hors_service_affiche")

    derouler(lambda: Banc(tmp_path), scenario)
    assert not mettre_hors_service(tmp_path, "imprimante", datetime.now(UTC)), "nobody is left to be told"


def test_a_command_that_does_not_exist_ends_out_of_service_without_spinning(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        for _ in range(4):
            await banc.voir("lancement_impossible")
        await banc.voir("hors_service")

    derouler(lambda: Banc(tmp_path, commande=(str(tmp_path / "absent"),)), scenario)
    assert EtatHorsService(tmp_path).lire() is not None


# --- the relay, systemd, age ----------------------------------------------------------------------------


def test_the_relay_starts_after_the_first_page_and_is_woken_by_a_deposit(tmp_path: Path) -> None:
    class Relais:
        def __init__(self) -> None:
            self.reveil = asyncio.Event()
            self.tours = 0

        async def tourner(self) -> None:
            self.tours += 1
            if self.tours == 1:
                raise RuntimeError("panne du relais")
            await self.reveil.wait()
            banc_ici[0]._noter("relais_reveille")
            await asyncio.Event().wait()

        def reveiller(self) -> None:
            self.reveil.set()

    banc_ici: list[Banc] = []

    async def scenario(banc: Banc) -> None:
        banc_ici.append(banc)
        visible, _ = await banc.ouvert()
        assert (await banc.voir("relais_en_panne"))["erreur"] == "RuntimeError"
        banc.ordonner(visible, "visite")
        banc.ordonner(visible, "depot")
        await banc.voir("relais_reveille")

    derouler(lambda: Banc(tmp_path, relais=Relais), scenario)


def test_systemd_is_told(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        boucle = asyncio.get_running_loop()
        recus = []
        async with asyncio.timeout(LIMITE_S):
            while sum("WATCHDOG=1" in recu for recu in recus) < 3 or not any(
                "READY=1" in recu for recu in recus
            ):
                recus.append((await boucle.sock_recv(prise, 4096)).decode())

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as prise:
        prise.setblocking(False)
        prise.bind(str(tmp_path / "notify"))
        environnement = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "100000"}
        derouler(lambda: Banc(tmp_path, notificateur=Notificateur(environnement)), scenario)
        reste = []
        while select.select([prise], [], [], 0)[0]:
            reste.append(prise.recv(4096))
        assert reste[-1] == b"STOPPING=1"


def test_an_idle_home_is_replaced_by_a_fresh_process_but_never_a_visit(tmp_path: Path) -> None:
    age = 1.0

    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        await banc.voir("processus_fini", pid=visible, motif="recyclage")
        assert (await banc.voir("accueil_affiche"))["pid"] == reserve
        banc.ordonner(reserve, "visite")
        await banc.voir("visite_commencee", pid=reserve)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.5 * age):
                await banc.voir("processus_fini")

    derouler(lambda: Banc(tmp_path, Rythme(recyclage_s=age)), scenario)


def test_a_page_that_did_not_ask_to_go_is_told_before_the_next_one_is_shown(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        banc.consigne("attend-qu-on-cede")
        visible, reserve = await banc.ouvert()
        await banc.voir("processus_fini", pid=visible, motif="recyclage")
        assert (await banc.voir("accueil_affiche"))["pid"] == reserve

    derouler(lambda: Banc(tmp_path, Rythme(recyclage_s=1.0)), scenario)


# --- the supervisor's own end ---------------------------------------------------------------------------


def test_two_supervisors_do_not_share_a_state_directory(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        await banc.ouvert()
        with pytest.raises(DejaEnMarche):
            await Banc(tmp_path).superviseur.tourner()

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_child_started_early_is_the_first_page(tmp_path: Path) -> None:
    premier = lancer((sys.executable, str(ENFANT), str(tmp_path)))

    async def scenario(banc: Banc) -> None:
        visible, _ = await banc.ouvert()
        assert visible == premier.processus.pid

    derouler(lambda: Banc(tmp_path, premier=premier), scenario)


def test_a_disk_that_refuses_the_state_does_not_keep_the_page_from_being_shown(tmp_path: Path) -> None:
    (tmp_path / "hors-service.tmp").mkdir()

    async def scenario(banc: Banc) -> None:
        banc.consigne("tombe-au-demarrage")
        assert (await banc.voir("hors_service_non_ecrit"))["errno"]
        banc.consigne("")
        await banc.voir("hors_service_affiche")

    derouler(lambda: Banc(tmp_path), scenario)


def test_a_fault_of_the_supervisor_itself_ends_its_children_and_is_told(tmp_path: Path) -> None:
    async def scenario(banc: Banc) -> None:
        await banc.ouvert()
        (tmp_path / "hors-service.json").mkdir()
        prevenir(tmp_path)

    async def tout() -> None:
        banc = Banc(tmp_path)
        recit = asyncio.create_task(scenario(banc))
        with pytest.raises(IsADirectoryError):
            await banc.superviseur.tourner()
        await recit

    asyncio.run(tout())
    assert enfants() == set()


def test_visit_after_visit_nothing_piles_up(tmp_path: Path) -> None:
    def ouverts() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    async def scenario(banc: Banc) -> None:
        visible, reserve = await banc.ouvert()
        avant = ouverts()
        for _ in range(8):
            banc.ordonner(visible, "visite")
            banc.ordonner(visible, "fini")
            await banc.voir("accueil_affiche", pid=reserve)
            await banc.voir("processus_parti", pid=visible)
            visible, reserve = reserve, int(str((await banc.voir("reserve_prete"))["pid"]))
        assert ouverts() == avant
        assert enfants() == {visible, reserve}

    derouler(lambda: Banc(tmp_path), scenario)


class Seul:
    """A supervisor in a process of its own, as `caf-kiosk run` starts it; its log is read as it comes."""

    def __init__(self, dossier: Path, **environnement: str) -> None:
        programme = (
            "import sys; from pathlib import Path; from kiosk.terminal.run import executer; "
            "sys.exit(executer(Path(sys.argv[1]), commande=(sys.executable, sys.argv[2], sys.argv[3])))"
        )
        config = dossier / "borne.toml"
        config.write_text(f'dossier_etat = "{dossier}"\n')
        self.processus = subprocess.Popen(
            [sys.executable, "-c", programme, str(config), str(ENFANT), str(dossier)],
            cwd=RACINE,
            stderr=subprocess.PIPE,
            env={**os.environ, "XDG_CACHE_HOME": str(dossier / "cache"), **environnement},
        )

    def voir(self, nom: str) -> dict[str, object]:
        assert self.processus.stderr is not None
        for ligne in self.processus.stderr:
            evenement: dict[str, object] = json.loads(ligne)
            if evenement["event"] == nom:
                return evenement
        raise AssertionError(f"{nom} never came")


@pytest.mark.parametrize("gele", [False, True])
def test_a_supervisor_killed_outright_leaves_no_child(tmp_path: Path, gele: bool) -> None:
    seul = Seul(tmp_path)
    pids = [int(str(seul.voir(nom)["pid"])) for nom in ("accueil_affiche", "reserve_prete")]
    poignees = [os.pidfd_open(pid) for pid in pids]
    if gele:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
    seul.processus.kill()
    seul.processus.communicate()
    for poignee in poignees:
        assert select.select([poignee], [], [], LIMITE_S)[0], "a child outlived its supervisor"
        os.close(poignee)


def test_sigterm_is_an_orderly_stop(tmp_path: Path) -> None:
    seul = Seul(tmp_path)
    pids = [int(str(seul.voir(nom)["pid"])) for nom in ("accueil_affiche", "reserve_prete")]
    seul.processus.send_signal(signal.SIGTERM)
    departs = [seul.voir("processus_parti") for _ in pids]
    assert {depart["pid"] for depart in departs} == set(pids)
    assert {depart["code"] for depart in departs} == {0}, "asked to stop, not killed"
    seul.processus.communicate(timeout=LIMITE_S)
    assert seul.processus.returncode == 0


def test_wrong_settings_are_told_and_nothing_stays(tmp_path: Path) -> None:
    seul = Seul(tmp_path, CAF_KIOSK_REBOURS_S="5")
    _, erreurs = seul.processus.communicate(timeout=LIMITE_S)
    assert seul.processus.returncode == 78
    assert "rebours_s" in erreurs.decode()
    assert "CAF_KIOSK_REBOURS_S" in erreurs.decode()


@pytest.mark.parametrize("variable", ["NOTIFY_SOCKET", "WATCHDOG_USEC", "CREDENTIALS_DIRECTORY"])
def test_what_is_the_supervisor_s_alone_reaches_no_visit(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    visite = lancer((sys.executable, "-c", f"import os, sys; sys.exit({variable!r} in os.environ)"))
    assert visite.processus.wait(LIMITE_S) == 0
    visite.prise.close()


def _etat() -> HorsService:
    return HorsService("imprimante", "2026-11-23T09:12:00+01:00")
