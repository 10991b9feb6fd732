"""The Pass'Sport questionnaire from the home page: asked of nobody in particular, answered, and nothing left of it."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from doigts import a_corriger, bouton, champ, ecran, ecrire, lu, remplacer, toucher
from exemples import reglages
from PySide6.QtWidgets import QApplication
from repos_visite import repos
from serveurs_casses import Relais, serveur_casse
from tuyau import Bout

from kiosk.terminal.link_messages import Depart, Ended, Motif, VisitStarted
from ui.app import absence as module_absence
from ui.app import composition as module_composition
from ui.app.composition import Composition
from ui.screens.accueil import QUI_Y_A_DROIT as SAVOIR
from ui.screens.inactivite import EcranInactivite
from ui.wizard.pages import PageSortie, PageTexte

JOUR = date(2022, 12, 1)
ARS, AEEH = "Allocation de rentrée scolaire (ARS)", "Allocation d’éducation de l’enfant handicapé (AEEH)"
COUPON = "Un coupon Pass’Sport est prévu en 2022"


class Ecoute(Relais):
    """Notes that somebody called, then passes the call on."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.appels = 0

    async def __call__(self, lecteur: asyncio.StreamReader, redacteur: asyncio.StreamWriter) -> None:
        self.appels += 1
        await super().__call__(lecteur, redacteur)


@pytest.fixture
def ecoute(serveur) -> Iterator[tuple[Ecoute, str]]:
    """What the terminal takes for its backend, which counts the calls."""
    entre = Ecoute(serveur.url)
    with serveur_casse(entre) as url:
        yield entre, url
        entre.lacher()


@pytest.fixture
def chrono(monkeypatch) -> list[float]:
    """The clock of the visit, in seconds: it moves when the test says so."""
    secondes = [0.0]
    for module in (module_absence, module_composition):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: secondes[0]))
    return secondes


class Passant:
    """Somebody in front of the home page of a terminal."""

    def __init__(self, bout: Bout, app: QApplication, etat: Path, url: str, jour: date) -> None:
        self.bout = bout
        self.etat = etat
        les_reglages = reglages(dossier_etat=etat, date_reference=jour, backend_url=url)
        self.composition = Composition(app, Depart(les_reglages, False, None), bout.lien)
        self.fenetre = self.composition.fenetre
        self.arrets: list[int] = []
        # The end of the loop is the end of the process: here the loop is the test's.
        self.composition._arreter = lambda: self.arrets.append(1)  # type: ignore[method-assign]
        self.composition.brancher()
        self.composition.montrer()

    def toucher(self, *noms: str) -> None:
        for nom in noms:
            toucher(self.fenetre, nom)

    def lu(self) -> str:
        return lu(self.fenetre)

    def dire_la_naissance(self, chiffres: str) -> None:
        """From the home page to past the date of birth, eight digits."""
        self.toucher(SAVOIR, "Continuer")
        ecrire(champ(self.fenetre, "Date de naissance"), chiffres)
        self.toucher("Continuer")

    async def fins(self) -> list[Motif]:
        """Why the visit ended, as its supervisor is told, once all is over."""
        await repos()
        return [message.motif for message in self.bout.entendre() if isinstance(message, Ended)]

    def fermer(self) -> None:
        if self.composition.absence.veille is not None:
            self.composition.absence.veille._reveil.stop()  # two minutes later it would wake up in somebody else's test
        self.composition._ramassage.arreter()
        self.bout.fermer()


@pytest.fixture
def approcher(qapp: QApplication, qtbot, tmp_path: Path, chrono, ecoute) -> Iterator[Callable[..., Passant]]:
    """`approcher(jour)`: in front of the home page."""
    venus: list[Passant] = []

    def _approcher(jour: date = JOUR) -> Passant:
        passant = Passant(Bout(), qapp, tmp_path / "etat", ecoute[1], jour)
        qtbot.addWidget(passant.fenetre)
        venus.append(passant)
        return passant

    yield _approcher
    for passant in venus:
        passant.fermer()


def test_a_few_questions_their_answer_and_nothing_said_to_the_backend_nor_kept(
    mener, approcher, ecoute
) -> None:
    async def scenario() -> None:
        passant = approcher()
        fenetre = passant.fenetre

        def personne() -> None:
            """Nobody is signed in, and the bar knows it."""
            assert bouton(fenetre, "Quitter").isVisible()
            assert "Terminer ma session" not in passant.lu()
            assert "Bonjour" not in passant.lu()

        passant.toucher(SAVOIR)
        assert VisitStarted() in passant.bout.entendre()
        ecran(fenetre, PageTexte)
        assert "Vos réponses ne sont pas conservées" in passant.lu()
        personne()
        passant.toucher("Continuer")
        personne()
        ecrire(champ(fenetre, "Date de naissance"), "14092012")
        passant.toucher("Continuer", ARS)
        personne()
        passant.toucher("Continuer", "2022")
        personne()
        passant.toucher("Continuer")
        ecran(fenetre, PageSortie)
        assert COUPON in passant.lu()
        assert "50 €" in passant.lu()
        assert "Ces réponses ne sont pas conservées" in passant.lu()
        personne()
        passant.toucher("Terminer")
        assert await passant.fins() == [Motif.FINI]
        passant.composition._lien.arreter.emit()
        assert passant.arrets == [1]
        assert ecoute[0].appels == 0
        assert list(passant.etat.glob("**/*")) == []

    mener(scenario())


def test_from_the_answer_back_to_the_questions_for_another_child(mener, approcher) -> None:
    async def scenario() -> None:
        passant = approcher()
        passant.dire_la_naissance("14092012")
        passant.toucher(ARS, "Continuer", "2022", "Continuer")
        assert COUPON in passant.lu()
        passant.toucher("Précédent", "Précédent", "Précédent")
        remplacer(champ(passant.fenetre, "Date de naissance"), "20062002")
        passant.toucher("Continuer", AEEH, "Continuer")
        assert "En juin 2022" in passant.lu()  # asked of who turned 20 that month only
        passant.toucher("Non", "Continuer")
        assert "Pas de coupon Pass’Sport en 2022" in passant.lu()
        passant.toucher("Précédent", "Oui", "Continuer")
        assert COUPON in passant.lu()
        assert "livraison d’août 2022" in passant.lu()
        passant.toucher("Terminer")
        assert await passant.fins() == [Motif.FINI]

    mener(scenario())


def test_a_birth_to_come_is_refused_at_its_field(mener, approcher) -> None:
    async def scenario() -> None:
        passant = approcher()
        passant.dire_la_naissance("02122022")
        assert a_corriger(passant.fenetre) == ["Cette date est à venir. Vérifiez l’année de naissance."]
        assert champ(passant.fenetre, "Date de naissance").valeur() == "02/12/2022"

    mener(scenario())


def test_a_campaign_that_is_not_known_is_said_so_at_once_and_asks_nothing(mener, approcher, ecoute) -> None:
    async def scenario() -> None:
        passant = approcher(date(2026, 6, 15))
        passant.toucher(SAVOIR)
        assert "Nous ne connaissons pas encore la campagne 2026" in passant.lu()
        passant.toucher("Continuer")
        ecran(passant.fenetre, PageSortie)
        assert "Le Pass’Sport 2026 n’est pas encore connu" in passant.lu()
        passant.toucher("Terminer")
        assert await passant.fins() == [Motif.FINI]
        assert ecoute[0].appels == 0

    mener(scenario())


@pytest.mark.parametrize("sortie", ["Précédent", "Quitter"])
def test_leaving_from_the_first_page_ends_the_visit(mener, approcher, ecoute, sortie: str) -> None:
    async def scenario() -> None:
        passant = approcher()
        passant.toucher(SAVOIR, sortie)
        assert await passant.fins() == [Motif.FINI]
        assert ecoute[0].appels == 0

    mener(scenario())


def test_leaving_in_the_middle_ends_the_visit_without_a_question(mener, approcher) -> None:
    """Nothing is lost that was to be kept."""

    async def scenario() -> None:
        passant = approcher()
        passant.dire_la_naissance("14092012")
        passant.toucher(ARS, "Quitter")
        assert await passant.fins() == [Motif.FINI]

    mener(scenario())


def test_silence_is_warned_of_then_ends_the_visit(mener, approcher, chrono, ecoute) -> None:
    async def scenario() -> None:
        passant = approcher()
        fenetre = passant.fenetre
        passant.toucher(SAVOIR, "Continuer")
        ecrire(champ(fenetre, "Date de naissance"), "1409")
        for fois in (1, 2):
            chrono[0] += 120
            passant.composition.absence.veille.constater()
            assert fenetre.couverte
            if fois == 1:
                toucher(fenetre.findChild(EcranInactivite), "Oui, je continue")
                assert not fenetre.couverte
                assert champ(fenetre, "Date de naissance").valeur() == "14/09"
        chrono[0] += 44
        passant.composition.absence.veille.constater()
        assert await passant.fins() == []
        chrono[0] += 1
        passant.composition.absence.veille.constater()
        assert await passant.fins() == [Motif.SILENCE]
        passant.composition._lien.arreter.emit()
        assert passant.arrets == [1]
        assert ecoute[0].appels == 0

    mener(scenario())
