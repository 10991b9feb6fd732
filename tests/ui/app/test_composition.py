"""One visit put together, at the end of its supervisor's pipe: ready, shown, begun, silent, over."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from types import SimpleNamespace

import pytest
from doigts import champ, ecrire, toucher, visibles
from exemples import reglages
from PySide6.QtWidgets import QApplication
from repos_visite import repos
from tuyau import Bout

from kiosk.terminal.link_equipe import EquipeEtat, EquipePorte, Porte
from kiosk.terminal.link_messages import (
    Alive,
    Depart,
    Ended,
    HorsService,
    Motif,
    Ready,
    Show,
    Shown,
    VisitStarted,
)
from ui.app import absence as module_absence
from ui.app import composition as module_composition
from ui.app.composition import Composition
from ui.components.champs import Champ
from ui.components.rebours import Rebours
from ui.components.textes import Texte
from ui.screens import rideau
from ui.screens.accueil import EcranAccueil
from ui.screens.equipe import EcranEquipe
from ui.screens.hors_service import EcranHorsService
from ui.screens.identification import EcranIdentification
from ui.theme import actuel


@pytest.fixture
def bout(qapp: QApplication) -> Iterator[Bout]:
    un = Bout()
    yield un
    un.fermer()


class Poste:
    """A composed visit at the end of the pipe."""

    def __init__(
        self,
        bout: Bout,
        qapp: QApplication,
        tmp_path,
        hors_service: HorsService | None = None,
        **autres: object,
    ) -> None:
        self.bout = bout
        les_reglages = reglages(dossier_etat=tmp_path, date_reference=date(2022, 12, 1), **autres)
        self.composition = Composition(qapp, Depart(les_reglages, False, hors_service), bout.lien)
        self.fenetre = self.composition.fenetre
        self.arrets: list[int] = []
        # The end of the loop is the end of the process: here the loop is the test's.
        self.composition._arreter = lambda: self.arrets.append(1)  # type: ignore[method-assign]


@pytest.fixture
def poste(bout: Bout, qapp, tmp_path, qtbot) -> Iterator[Poste]:
    un = Poste(bout, qapp, tmp_path)
    qtbot.addWidget(un.fenetre)
    yield un
    if un.composition.absence.veille is not None:
        qapp.removeEventFilter(un.composition.absence.veille)
        un.composition.absence.veille._reveil.stop()  # two minutes later it would wake up in somebody else's test
    if hasattr(un.composition, "_ramassage"):
        un.composition._ramassage.arreter()


def test_a_spare_is_ready_before_it_is_shown_and_shown_once_painted(bout: Bout, poste: Poste, qtbot) -> None:
    poste.composition.brancher()
    poste.composition.chauffer()
    poste.composition.pret()
    assert bout.entendre() == [Ready()]
    assert not poste.fenetre.isVisible()
    bout.lien.ouvrir()
    bout.superviseur.envoyer(Show())
    qtbot.waitUntil(lambda: Shown() in bout.entendre())
    assert [m for m in bout.recus if m != Alive()] == [Ready(), Shown()]
    assert isinstance(poste.fenetre.ecran, EcranAccueil)


def test_the_first_touch_begins_the_visit(bout: Bout, poste: Poste, qtbot) -> None:
    poste.composition.brancher()
    poste.composition.montrer()
    qtbot.waitUntil(lambda: Shown() in bout.entendre())
    toucher(poste.fenetre, "Toucher pour commencer")
    assert VisitStarted() in bout.entendre()
    assert isinstance(poste.fenetre.ecran, EcranIdentification)


@pytest.fixture
def chrono(monkeypatch) -> list[float]:
    """The monotonic clock of the visit, in seconds: it moves when the test says so."""
    secondes = [0.0]
    for module in (module_absence, module_composition):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: secondes[0]))
    return secondes


def test_silence_covers_the_page_gives_it_back_exactly_then_ends_the_visit(
    mener, bout: Bout, poste: Poste, chrono: list[float]
) -> None:
    async def scenario() -> None:
        composition, fenetre = poste.composition, poste.fenetre
        toucher(fenetre, "Toucher pour commencer")
        numero = champ(fenetre, "Numéro")
        ecrire(numero, "28506")
        chrono[0] = 120
        composition.absence.veille.constater()
        assert fenetre.couverte
        assert "45" in fenetre.findChild(Rebours).accessibleName()
        toucher(fenetre, "Oui, je continue")
        assert not fenetre.couverte
        assert numero.valeur() == "28506"
        assert fenetre.focusWidget() is numero.saisie
        chrono[0] += 120
        composition.absence.veille.constater()
        for seconde in range(44, 0, -1):
            chrono[0] += 1
            composition.absence.veille.constater()
            assert next(visibles(fenetre, Rebours)).restant == seconde
        assert Ended(Motif.SILENCE) not in bout.entendre()
        chrono[0] += 1
        composition.absence.veille.constater()
        assert bout.entendre().count(Ended(Motif.SILENCE)) == 1

    poste.composition.brancher()
    poste.composition.montrer()
    mener(scenario())
    assert poste.arrets == []  # its window stays until there is another
    bout.lien.arreter.emit()
    assert poste.arrets == [1]


def test_a_visit_that_nothing_replaces_covers_what_was_typed(mener, bout: Bout, poste: Poste, qtbot) -> None:
    async def scenario() -> None:
        toucher(poste.fenetre, "Toucher pour commencer")
        ecrire(champ(poste.fenetre, "Numéro"), "28506")
        toucher(poste.fenetre, "Quitter")
        assert Ended(Motif.FINI) in bout.entendre()

    poste.composition.brancher()
    poste.composition.montrer()
    mener(scenario())
    qtbot.waitUntil(lambda: poste.fenetre.couverte)
    assert next(visibles(poste.fenetre, Texte)).text() == rideau.TITRE
    assert not list(visibles(poste.fenetre, Champ))


def test_whoever_says_they_are_still_there_keeps_their_session(
    mener, bout: Bout, qapp, tmp_path, qtbot, serveur, seule, temps, chrono: list[float]
) -> None:
    def vue_le() -> str:
        with closing(sqlite3.connect(serveur.reglages.base.removeprefix("sqlite+aiosqlite:///"))) as base:
            (instant,) = base.execute("SELECT max(vue_le) FROM session").fetchone()
        return str(instant)

    async def scenario() -> None:
        toucher(poste.fenetre, "Toucher pour commencer")
        ecrire(champ(poste.fenetre, "Numéro"), seule.nir[:13])
        ecrire(champ(poste.fenetre, "Mot de passe"), seule.mot_de_passe)
        toucher(poste.fenetre, "Me connecter")
        await repos()
        for instant, entretenue in ((120.0, False), (250.0, True)):
            avant = vue_le()
            chrono[0] = temps.secondes = instant
            poste.composition.absence.veille.constater()
            toucher(poste.fenetre, "Oui, je continue")
            await repos()
            assert (vue_le() > avant) is entretenue
        await poste.composition._guichet.fermer()

    poste = Poste(bout, qapp, tmp_path, backend_url=serveur.url)
    qtbot.addWidget(poste.fenetre)
    poste.composition.brancher()
    poste.composition.montrer()
    mener(scenario())
    poste.composition._ramassage.arreter()


def test_large_text_gives_more_time_and_the_tools_work(
    mener, bout, poste: Poste, chrono: list[float]
) -> None:
    async def scenario() -> None:
        fenetre = poste.fenetre
        toucher(fenetre, "Toucher pour commencer")
        for _ in range(2):
            toucher(fenetre, "Texte")
        toucher(fenetre, "Contraste")
        change = asyncio.get_running_loop().create_future()
        poste.composition._apparence.changee.connect(lambda: change.set_result(None))
        await change
        assert actuel().mesures.grand
        assert actuel().nom == "sombre"
        chrono[0] = 120
        poste.composition.absence.veille.constater()
        assert fenetre.findChild(Rebours).restant == 90

    poste.composition.brancher()
    poste.composition.montrer()
    mener(scenario())


def test_leaving_ends_the_visit_with_its_reason_and_the_process_once_the_next_page_is_there(
    mener, bout: Bout, poste: Poste
) -> None:
    async def scenario() -> None:
        toucher(poste.fenetre, "Toucher pour commencer")
        toucher(poste.fenetre, "Quitter")
        assert Ended(Motif.FINI) in bout.entendre()

    poste.composition.brancher()
    poste.composition.montrer()
    mener(scenario())
    assert poste.arrets == []  # its window stays until there is another
    bout.lien.arreter.emit()
    assert poste.arrets == [1]


def test_out_of_service_is_shown_from_the_start_and_later(bout: Bout, qapp, tmp_path, qtbot) -> None:
    fermeture = HorsService("3 pannes en 60 s", "2022-12-01T10:00:00+01:00")
    poste = Poste(bout, qapp, tmp_path, fermeture)
    qtbot.addWidget(poste.fenetre)
    assert isinstance(poste.fenetre.ecran, EcranHorsService)


def test_staff_who_leave_a_closed_terminal_leave_its_page_and_no_empty_screen(
    bout: Bout, qapp, tmp_path, qtbot
) -> None:
    poste = Poste(bout, qapp, tmp_path, HorsService("papier", "2022-12-01T10:00:00+01:00"))
    qtbot.addWidget(poste.fenetre)
    bout.lien.ouvrir()
    poste.composition.montrer()
    qtbot.waitUntil(lambda: Shown() in bout.entendre())
    bout.superviseur.envoyer(EquipePorte(Porte.OUVERTE))
    bout.superviseur.envoyer(EquipeEtat(None, hors_service=True))
    qtbot.waitUntil(lambda: isinstance(poste.fenetre.ecran, EcranEquipe))
    toucher(poste.fenetre, "Fermer")
    assert Ended(Motif.FINI) in bout.entendre()
    # Until the supervisor kills it, once a fresh process shows the same page.
    assert isinstance(poste.fenetre.ecran, EcranHorsService)
    assert poste.arrets == []


def test_out_of_service_replaces_the_home_page(bout: Bout, poste: Poste, qtbot) -> None:
    bout.lien.ouvrir()
    bout.superviseur.envoyer(HorsService("panne", "2022-12-01T10:00:00+01:00"))
    qtbot.waitUntil(lambda: isinstance(poste.fenetre.ecran, EcranHorsService))
    qtbot.waitUntil(lambda: Shown() in bout.entendre())


def test_the_warning_of_silence_comes_over_the_mask_and_gives_the_mask_back(
    mener, poste: Poste, chrono: list[float]
) -> None:
    async def scenario() -> None:
        fenetre = poste.fenetre
        toucher(fenetre, "Toucher pour commencer")
        toucher(fenetre, "Masquer l’écran")
        assert not isinstance(fenetre.ecran, EcranAccueil)
        assert not fenetre.ecran.isVisible()
        chrono[0] = 120
        poste.composition.absence.veille.constater()
        toucher(fenetre, "Oui, je continue")
        assert not fenetre.ecran.isVisible()
        toucher(fenetre, "Afficher mon écran")
        assert fenetre.ecran.isVisible()
        assert not fenetre.couverte

    poste.composition.brancher()
    poste.composition.montrer()
    mener(scenario())
