"""The supervisor's side of the staff's page: who may come in, for how long, and what is then done.

One visible process at a time may have the door opened to it, by the right PIN and until `silence_s` seconds have
passed without a word from it. Nothing here blocks the loop: the PIN is compared in a thread, the terminal is
examined in a process. Each access and each action is a line of the log.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from kiosk.terminal.a_part import a_part
from kiosk.terminal.diagnostic import Constat
from kiosk.terminal.equipe_pin import (
    Accepte,
    Attendre,
    EquipePin,
    Indisponible,
    Refuse,
    SansPin,
    Verdict,
)
from kiosk.terminal.link_equipe import (
    MOTIFS,
    DeLEquipe,
    EquipeAction,
    EquipeAppel,
    EquipeCode,
    EquipeEchec,
    EquipeEtat,
    EquipeExamen,
    EquipePorte,
    EquipePresente,
    Geste,
    Porte,
    PourLEquipe,
)

DELAI_PIN_S: Final = 10.0
"""For a disk that is slow; one that hangs keeps the door shut."""

TROP_LENT: Final = "lenteur"


class Page(Protocol):
    """The process that shows the staff's page."""

    @property
    def pid(self) -> int:
        """The process number."""

    def repondre(self, message: PourLEquipe) -> None:
        """Tell it something; one that is over hears nothing."""


class Terminal(Protocol):
    """What the staff may do to the terminal. All of them may take the page away."""

    @property
    def est_hors_service(self) -> bool:
        """Whether it is closed to visitors."""

    def mettre_hors_service(self, motif: str) -> None:
        """Close it to visitors."""

    def remettre_en_service(self) -> None:
        """Open it again. Raises OSError."""

    def redemarrer(self) -> None:
        """Begin anew."""

    def quitter(self) -> None:
        """Stop for good."""


class PorteEquipe:
    """The door of the terminal whose state directory is `dossier`.

    `examiner` gives what `doctor` says; `quitter_permis`: whether the settings allow « quitter »; `silence_s`: how
    long the door stays open to a page that says nothing.
    """

    def __init__(
        self,
        dossier: Path,
        terminal: Terminal,
        dire: Callable[..., None],
        examiner: Callable[[], Awaitable[tuple[Constat, ...]]],
        *,
        quitter_permis: bool,
        silence_s: float,
    ) -> None:
        self._dossier = dossier
        self._terminal = terminal
        self._dire = dire
        self._examiner = examiner
        self._quitter_permis = quitter_permis
        self._silence_s = silence_s
        self._page: Page | None = None
        self._ouverte = False
        self._silence: asyncio.TimerHandle | None = None
        self._taches: set[asyncio.Task[None]] = set()

    def recevoir(self, page: Page, message: DeLEquipe) -> None:
        """What a page that is shown to nobody's visit says."""
        match message:
            case EquipeAppel():
                self.oublier()
                self._page = page
                self._lancer("appel", self._repondre(page))
            case EquipeCode(saisi):
                if page is not self._page:
                    page.repondre(EquipePorte(Porte.CLOSE))
                elif not self._ouverte:
                    self._lancer("code", self._juger(page, saisi))
            case EquipePresente() | EquipeExamen() | EquipeAction():
                if page is not self._page or not self._ouverte:
                    self._refuser(page, message)
                    return
                self._armer()
                if isinstance(message, EquipeExamen):
                    self._montrer(page)
                elif isinstance(message, EquipeAction):
                    self._agir(page, message)

    def oublier(self, page: Page | None = None) -> None:
        """The door is shut; `page`: only if it was open to this one, which is going."""
        if page is not None and page is not self._page:
            return
        self._page, self._ouverte = None, False
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None
        for tache in self._taches:
            tache.cancel()

    async def fermer(self) -> None:
        """Shut it, and leave nothing running."""
        self.oublier()
        await asyncio.gather(*self._taches, return_exceptions=True)

    # --- the PIN --------------------------------------------------------------------------------------

    async def _repondre(self, page: Page) -> None:
        """Whether a PIN can be typed now."""
        acces = self._acces()
        try:
            defini, (_, attente_s) = await a_part(lambda: (acces.defini(), acces.essais()), DELAI_PIN_S)
        except (OSError, TimeoutError) as erreur:
            self._dire("acces_equipe", resultat="indisponible", cause=type(erreur).__name__)
            page.repondre(EquipePorte(Porte.INDISPONIBLE))
            return
        if not defini:
            self._dire("acces_equipe", resultat="sans_pin")
            page.repondre(EquipePorte(Porte.SANS_PIN))
        elif attente_s:
            page.repondre(EquipePorte(Porte.ATTENTE, attente_s))
        else:
            page.repondre(EquipePorte(Porte.A_SAISIR))

    async def _juger(self, page: Page, saisi: str) -> None:
        acces = self._acces()
        try:
            verdict: Verdict = await a_part(lambda: acces.verifier(saisi), DELAI_PIN_S)
        except TimeoutError:
            self._dire("acces_equipe", resultat="indisponible", cause=TROP_LENT)
            verdict = Indisponible(TROP_LENT)
        if page is not self._page:
            return
        match verdict:
            case Accepte():
                self._ouverte = True
                self._armer()
                page.repondre(EquipePorte(Porte.OUVERTE))
                self._montrer(page)
            case Refuse(attente_s):
                page.repondre(EquipePorte(Porte.REFUSEE, attente_s))
            case Attendre(restant_s):
                page.repondre(EquipePorte(Porte.ATTENTE, restant_s))
            case SansPin():
                page.repondre(EquipePorte(Porte.SANS_PIN))
            case Indisponible():
                page.repondre(EquipePorte(Porte.INDISPONIBLE))

    def _acces(self) -> EquipePin:
        """The PIN, whose lines of log come back from its thread to the loop."""
        boucle = asyncio.get_running_loop()

        def dire(evenement: str, **champs: object) -> None:
            with suppress(RuntimeError):  # the loop is over
                boucle.call_soon_threadsafe(partial(self._dire, evenement, **champs))

        return EquipePin(self._dossier, dire=dire)

    def _armer(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
        self._silence = asyncio.get_running_loop().call_later(self._silence_s, self._expirer)

    def _expirer(self) -> None:
        page = self._page
        self.oublier()
        self._dire("acces_equipe", resultat="expire")
        if page is not None:
            page.repondre(EquipePorte(Porte.CLOSE))

    def _refuser(self, page: Page, message: DeLEquipe) -> None:
        """Asked by a page that the door was not opened to, or was just shut to."""
        if isinstance(message, EquipeAction):
            self._dire("equipe_sans_acces", pid=page.pid, geste=message.geste.value)
        page.repondre(EquipePorte(Porte.CLOSE))

    # --- the page -------------------------------------------------------------------------------------

    def _montrer(self, page: Page) -> None:
        """« Examen en cours… », then what was found."""
        page.repondre(EquipeEtat(None, self._terminal.est_hors_service))
        self._lancer("examen", self._montrer_les_constats(page))

    async def _montrer_les_constats(self, page: Page) -> None:
        constats = await self._examiner()
        if page is self._page and self._ouverte:
            page.repondre(EquipeEtat(constats, self._terminal.est_hors_service))

    def _agir(self, page: Page, action: EquipeAction) -> None:
        motif = "" if action.motif is None else MOTIFS[action.motif]
        if action.geste is Geste.QUITTER and not self._quitter_permis:
            self._refuser(page, action)
            return
        self._dire("action_equipe", geste=action.geste.value, motif=motif, pid=page.pid)
        match action.geste:
            case Geste.FERMER:
                self._terminal.mettre_hors_service(motif)
            case Geste.REDEMARRER:
                self._terminal.redemarrer()
            case Geste.QUITTER:
                self._terminal.quitter()
            case Geste.ROUVRIR:
                try:
                    self._terminal.remettre_en_service()
                except OSError as erreur:
                    self._dire("hors_service_non_efface", errno=erreur.errno)
                    page.repondre(EquipeEchec())

    def _lancer(self, nom: str, travail: Coroutine[Any, Any, None]) -> None:
        """One of each at a time: what is asked again meanwhile is dropped."""
        if any(tache.get_name() == nom and not tache.cancelling() for tache in self._taches):
            travail.close()
            return
        tache = asyncio.get_running_loop().create_task(travail, name=nom)
        self._taches.add(tache)
        tache.add_done_callback(self._taches.discard)
