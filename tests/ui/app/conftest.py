"""One visit in this process: the real window, a real backend on a random port, one event loop for both."""

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from doigts import GAUCHE, bouton, champ, ecran, ecrire, lu, poser_widgets, remplacer, toucher, visibles
from exemples import reglages as reglages_du_poste
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from repos_visite import repos
from serveurs_casses import Relais, serveur_casse
from sqlalchemy import select

from kiosk.backend.client import ClientBackend
from kiosk.metier.fuseau import FUSEAU_PARIS, fuseau
from kiosk.server.demo import CompteDemo, amorcer_demo, comptes_demo
from kiosk.server.horloge import PARIS, Horloge, maintenant
from kiosk.server.reglages import ReglagesArgon2, ReglagesServeur
from kiosk.server.serveur import en_fil
from kiosk.server.storage.models import CompteLigne, MessageLigne
from kiosk.terminal.visite import Profil
from tests.helpers.coordonnees import Registre
from ui.app.guichet import Guichet
from ui.app.visite import Visite
from ui.bridge.ramassage import Ramassage
from ui.bridge.taches import Taches
from ui.components.champs import Champ
from ui.components.ecran import Ecran
from ui.components.panneau import Panneau
from ui.screens.compte import EcranCompte
from ui.screens.identification import EcranIdentification
from ui.screens.incitation import EcranIncitation
from ui.shell.fenetre import Fenetre
from ui.wizard.page_verification import PageVerification

os.environ["QT_API"] = "pyside6"  # qasync looks at it when it is imported
from qasync import QEventLoop

JOUR = date(2022, 12, 1)
Boucle = QEventLoop
Mener = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(autouse=True)
def journal_muet() -> Iterator[None]:
    """Whatever a test does to the logs of the process ends with it."""
    structlog.configure(processors=[_jeter])
    yield
    structlog.reset_defaults()


def _jeter(*_: object) -> Any:
    raise structlog.DropEvent


@pytest.fixture
def visites() -> list["UneVisite"]:
    """The visits that a test began."""
    return []


@pytest.fixture
def mener(qapp: QApplication, visites: list["UneVisite"]) -> Iterator[Mener]:
    """Run a scenario on the loop of a visit, Qt's with asyncio on it; then end its visits, which had no fault."""
    boucle = QEventLoop(qapp)
    asyncio.set_event_loop(boucle)
    ramassage = Ramassage()

    async def entier(scenario: Coroutine[Any, Any, None]) -> None:
        try:
            await scenario
        finally:
            await repos()
            for visite in visites:
                await visite.guichet.fermer()
            for _ in range(3):
                await asyncio.sleep(0)  # not a wait: closed connections tell the loop so at its next turns
        assert [visite.pannes for visite in visites if visite.pannes] == []

    with boucle:
        yield lambda scenario: boucle.run_until_complete(entier(scenario))
    asyncio.set_event_loop(None)
    ramassage.arreter()


@pytest.fixture(scope="session")
def modele_serveur(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated base with the people of the demonstration, and the secrets: copied, never used."""
    dossier = tmp_path_factory.mktemp("modele-ui")
    amorcer_demo(reglages_serveur(dossier))
    return dossier


def reglages_serveur(dossier: Path, **change: Any) -> ReglagesServeur:
    """Settings of a backend whose passwords cost nothing to check, on the day of the deck's campaign."""
    base: dict[str, Any] = {
        "base": f"sqlite+aiosqlite:///{dossier}/base.sqlite3",
        "dossier_cles": dossier / "cles",
        "argon2": ReglagesArgon2(temps=1, memoire_kio=8, parallelisme=1),
        "demonstration": True,
        "date_reference": JOUR,
    }
    return ReglagesServeur(**(base | change))


class Temps:
    """One clock for the backend and the terminal, that only the test moves. The day played does not change."""

    def __init__(self) -> None:
        self.secondes = 0.0
        self._debut = datetime.now(UTC)

    def serveur(self) -> datetime:
        return self._debut + timedelta(seconds=self.secondes)

    def terminal(self) -> float:
        return self.secondes


@pytest.fixture
def temps() -> Temps:
    """The time of this test."""
    return Temps()


class ServeurReel:
    """A backend that a test may stop and start again, at the same address."""

    def __init__(self, reglages: ReglagesServeur, horloge: Horloge = maintenant) -> None:
        self.reglages = reglages
        self._horloge = horloge
        self._pile = ExitStack()
        self.url = self._pile.enter_context(en_fil(reglages, horloge=horloge))

    def arreter(self) -> None:
        self._pile.close()

    def redemarrer(self, **change: Any) -> None:
        """Answer again, with other settings if told."""
        port = int(self.url.rpartition(":")[2])
        self.reglages = self.reglages.model_copy(update=change)
        self._pile.enter_context(en_fil(self.reglages, port=port, horloge=self._horloge))

    def base_de(self, compte: CompteDemo) -> "BaseDuCompte":
        """What the database holds about one person."""
        return BaseDuCompte(Registre(self.reglages.base), compte.prenom)


@pytest.fixture
def serveur(modele_serveur: Path, tmp_path: Path, temps: Temps) -> Iterator[ServeurReel]:
    """A seeded backend that no other test sees."""
    shutil.copytree(modele_serveur, tmp_path / "serveur")
    reel = ServeurReel(reglages_serveur(tmp_path / "serveur"), temps.serveur)
    yield reel
    reel.arreter()


@pytest.fixture
def relais(serveur: ServeurReel) -> Iterator[tuple[Relais, str]]:
    """What stands between the terminal and its backend, and the address of it."""
    entre = Relais(serveur.url)
    with serveur_casse(entre) as url:
        yield entre, url
        entre.lacher()


class BaseDuCompte:
    """The rows of one person, read and changed behind the backend's back."""

    def __init__(self, registre: Registre, prenom: str) -> None:
        self._registre = registre
        with registre.session() as session:
            self.id = session.scalars(select(CompteLigne.id).where(CompteLigne.prenom == prenom)).one()

    def rendre_temporaire(self) -> None:
        """From now on the password is one that an agent gave."""
        with self._registre.session() as session:
            demain = datetime.now(UTC) + timedelta(days=1)
            session.get_one(CompteLigne, self.id).mot_de_passe_temporaire_jusqu_a = demain

    def rendre_non_securisees(self) -> None:
        """From now on nothing of theirs was ever verified."""
        with self._registre.session() as session:
            for ligne in session.get_one(CompteLigne, self.id).coordonnees:
                ligne.securisee_le = None

    def en_vigueur(self) -> dict[str, tuple[str, date | None]]:
        """By kind: the stored value, and the day it was secured."""
        return self._registre.en_vigueur(self.id)

    def en_attente(self) -> dict[str, str]:
        """By kind: the stored value that waits for its code."""
        return self._registre.en_attente(self.id)

    def messages(self) -> list[MessageLigne]:
        """Everything that was to be sent, oldest first."""
        return self._registre.messages(self.id)

    def codes(self) -> list[str]:
        """The codes that the person received, oldest first: the local transport keeps the messages."""
        lignes = sorted(self._registre.codes(self.id), key=lambda ligne: ligne.cree_le)
        return [self._registre.code_recu(ligne.id) for ligne in lignes]

    def code(self) -> str:
        """The last code received."""
        return self.codes()[-1]


@dataclass
class UneVisite:
    """The visit under test, and what it told the others."""

    fenetre: Fenetre
    envois: Path
    client: ClientBackend
    guichet: Guichet
    visite: Visite
    pannes: list[str] = field(default_factory=list)
    prevenus: list[bool] = field(default_factory=list)
    finies: list[bool] = field(default_factory=list)

    async def s_identifier(
        self, compte: CompteDemo, mot_de_passe: str = "", *, incitation: bool = False
    ) -> None:
        """To the first page past the question about the contact details; to the question with `incitation`."""
        page = ecran(self.fenetre, EcranIdentification)
        ecrire(champ(page, "Numéro"), compte.nir[:13])
        ecrire(champ(page, "Mot de passe"), mot_de_passe or compte.mot_de_passe)
        toucher(self.fenetre, "Me connecter")
        await repos()
        if not incitation:
            await self.passer_l_incitation()

    async def passer_l_incitation(self) -> None:
        """Another day: nothing when the question is not asked."""
        if isinstance(self.fenetre.ecran, EcranIncitation):
            toucher(self.fenetre, "Ignorer")
            toucher(self.fenetre, "Ignorer quand même")
            await repos()

    async def jusqu_a_la_verification(self, montant: str = "18240") -> None:
        """From the account to check-answers, one amount declared, the tick ticked."""
        ecran(self.fenetre, EcranCompte)
        toucher(self.fenetre, "Déclarer mes ressources")
        for _ in range(20):
            if any(c.libelle.startswith("Traitements") for c in self.champs()):
                ecrire(champ(self.fenetre, "Traitements"), montant)
            if self.en_verification():
                break
            toucher(self.fenetre, "Continuer")
        toucher(self.fenetre, "J’atteste sur l’honneur que ces informations sont exactes.")

    async def toucher(self, *noms: str) -> None:
        """One button after the other, each once the answer to the one before has come."""
        for nom in noms:
            toucher(self.fenetre, nom)
            await repos()

    async def toucher_deux_fois(self, nom: str) -> None:
        """A finger that trembles: two taps at the same place, the second on whatever came there since."""
        poser_widgets()
        cible = bouton(self.fenetre, nom)
        ou = cible.mapTo(self.fenetre, cible.rect().center())
        fait = asyncio.get_running_loop().create_future()

        def taper() -> None:
            QTest.mouseDClick(self.fenetre.windowHandle(), GAUCHE, pos=ou)
            fait.set_result(None)

        # Qt's own double tap lets other events through: not in the middle of a task.
        asyncio.get_running_loop().call_soon(taper)
        await fait
        await repos()

    async def toucher_sans_attendre(self, nom: str, *, jusqu_a: type[Ecran]) -> None:
        """A button whose page comes while something else is still awaited."""
        venue = asyncio.get_running_loop().create_future()

        def constater() -> None:
            if isinstance(self.fenetre.ecran, jusqu_a) and not venue.done():
                venue.set_result(None)

        self.fenetre.page_changee.connect(constater)
        toucher(self.fenetre, nom)
        constater()
        await venue
        self.fenetre.page_changee.disconnect(constater)

    async def saisir_le_code(self, code: str) -> None:
        """Over what the field holds, then « Valider le code »."""
        remplacer(champ(self.fenetre, "Code"), code)
        await self.toucher("Valider le code")

    def panneau(self) -> str:
        """What the one panel over the page says."""
        poser_widgets()
        [ouvert] = visibles(self.fenetre, Panneau)
        return lu(ouvert)

    def lu(self) -> str:
        """All that can be read."""
        return lu(self.fenetre)

    async def expirer(self) -> None:
        """The backend ends the session, and the terminal does not know."""
        jeton = self.client._jeton
        await self.client.fermer_session()
        self.client._jeton = jeton

    def champs(self) -> list[Champ]:
        poser_widgets()
        return list(visibles(self.fenetre, Champ))

    def en_verification(self) -> bool:
        return isinstance(self.fenetre.ecran, PageVerification)

    async def envoyer(self) -> None:
        toucher(self.fenetre, "Envoyer ma déclaration")
        await repos()

    def enveloppes(self) -> list[Path]:
        return sorted(self.envois.glob("*.enveloppe"))


@pytest.fixture
def commencer(
    fenetre: Fenetre, tmp_path: Path, visites: list[UneVisite], temps: Temps
) -> Callable[..., UneVisite]:
    """A visit on « Identifiez-vous », talking to the backend at `url`; in a window of its own if told."""

    def _commencer(
        url: str,
        fenetre: Fenetre = fenetre,
        profil: Profil = Profil.BORNE,
        zone: str = FUSEAU_PARIS,
        **client: Any,
    ) -> UneVisite:
        envois = tmp_path / "etat" / "envois"
        prevenus: list[bool] = []
        pannes: list[str] = []
        backend = ClientBackend(url, **({"attente_s": 0, "delai_s": 5, "fuseau": zone} | client))
        reglages = reglages_du_poste(
            backend_url=url, dossier_etat=tmp_path / "etat", profil=profil, fuseau=zone
        )
        guichet = Guichet(
            backend,
            envois,
            lambda: JOUR,
            lambda: prevenus.append(True),
            heure=lambda: datetime.combine(JOUR, temps.serveur().astimezone(PARIS).timetz()).astimezone(
                fuseau(zone)
            ),
        )
        visite = Visite(fenetre, guichet, reglages, Taches(pannes.append), lambda: JOUR, temps.terminal)
        une = UneVisite(fenetre, envois, backend, guichet, visite, pannes, prevenus)
        visite.finie.connect(lambda: une.finies.append(True))
        visites.append(une)
        visite.commencer()
        return une

    return _commencer


@pytest.fixture(scope="session")
def seule() -> CompteDemo:
    """Camille, alone at home."""
    return comptes_demo()[0]


@pytest.fixture(scope="session")
def verrouillee() -> CompteDemo:
    """Sylvie, locked out."""
    return comptes_demo()[4]


@pytest.fixture(scope="session")
def personnes() -> dict[str, CompteDemo]:
    """Everybody of the demonstration, by first name."""
    return {compte.prenom: compte for compte in comptes_demo()}
