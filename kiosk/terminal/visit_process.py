"""One child process as the supervisor sees it: its phase, its deadline, its end.

    DEMARRE --ready--> PRET --montrer()--> AFFICHAGE --shown--> AFFICHE --visit-started--> EN_VISITE
                         (any of them) --ended, end of pipe, garbage, silence--> FINI

The end is told once, whatever its cause. `ended` does not kill: a process that said so closes its session on the
backend, and exits once told (`stop`) that the next one is shown; the supervisor sees to it that it has gone soon after.
"""

import asyncio
import os
import signal
from enum import Enum, auto
from typing import Protocol

from kiosk.terminal.deadline import Echeance
from kiosk.terminal.lancement import Lancement
from kiosk.terminal.link import LienSuperviseur
from kiosk.terminal.link_equipe import (
    DeLEquipe,
    EquipeAction,
    EquipeAppel,
    EquipeCode,
    EquipeExamen,
    EquipePresente,
    PourLEquipe,
)
from kiosk.terminal.link_messages import (
    Alive,
    DeLaVisite,
    Depart,
    Deposited,
    DuSuperviseur,
    Ended,
    HorsService,
    LienInvalide,
    Motif,
    Ready,
    SecretTerminal,
    Show,
    Shown,
    Stop,
    VisitStarted,
    Yield,
)
from kiosk.terminal.rythme import Rythme


class Phase(Enum):
    """Where a child stands."""

    DEMARRE = auto()
    PRET = auto()
    AFFICHAGE = auto()
    AFFICHE = auto()
    EN_VISITE = auto()
    FINI = auto()


class Ecoute(Protocol):
    """What the supervisor wants to be told. Called on the loop, never re-entrantly from a command."""

    def pret(self, processus: "ProcessusVisite") -> None:
        """It is warm, and not asked to show itself yet."""

    def affiche(self, processus: "ProcessusVisite") -> None:
        """It is painted."""

    def commence(self, processus: "ProcessusVisite") -> None:
        """A visitor is there."""

    def depose(self, processus: "ProcessusVisite") -> None:
        """An envelope is in the outbox."""

    def equipe(self, processus: "ProcessusVisite", message: DeLEquipe) -> None:
        """The staff's page speaks, or the gesture that asks for it was made."""

    def fini(self, processus: "ProcessusVisite", motif: Motif) -> None:
        """Its turn is over; the process may still exist."""

    def parti(self, processus: "ProcessusVisite", code: int) -> None:
        """The process no longer exists; `code` as `subprocess` gives it (negative: a signal)."""


class ProcessusVisite:
    """One child, watched from its start to its burial."""

    def __init__(
        self,
        lancement: Lancement,
        depart: Depart,
        rythme: Rythme,
        ecoute: Ecoute,
        boucle: asyncio.AbstractEventLoop,
    ) -> None:
        self._processus = lancement.processus
        self._lien = LienSuperviseur(lancement.prise)
        self._rythme = rythme
        self._ecoute = ecoute
        self._boucle = boucle
        self._a_montrer = depart.montrer
        self._montre_seul = depart.montrer
        self.page_hors_service = depart.hors_service is not None
        self._echeance = Echeance(boucle, lambda: self._finir(Motif.FIGE))
        self._parti = boucle.create_future()
        self._pidfd = os.pidfd_open(self.pid)
        self.phase = Phase.DEMARRE
        self.lance_a = lancement.lance_a
        self.motif: Motif | None = None
        boucle.add_reader(self._lien.fileno(), self._lisible)
        boucle.add_reader(self._pidfd, self._sorti)
        self._echeance.armer(rythme.demarrage_s)
        self._dire(depart)

    @property
    def pid(self) -> int:
        """The process number."""
        return self._processus.pid

    def montrer(self) -> None:
        """Show the home page: at once when warm, else as soon as it is."""
        if self.phase is Phase.PRET:
            self._afficher(Show())
        else:
            self._a_montrer = True

    def montrer_hors_service(self, page: HorsService) -> None:
        """Show the page « hors service »; only for a process that is warm."""
        self.page_hors_service = True
        self._afficher(page)

    def confier(self, secret: str) -> None:
        """Give it the terminal's credential, or another one; a process that is ending still closes its session."""
        if not self._lien.ferme:
            self._dire(SecretTerminal(secret))

    def repondre(self, message: PourLEquipe) -> None:
        """Tell the staff's page something; a process whose turn is over hears nothing."""
        if self.phase is not Phase.FINI and not self._lien.ferme:
            self._dire(message)

    def arreter(self) -> None:
        """Ask it to end by itself."""
        self._dire(Stop())

    def retirer(self) -> None:
        """Its turn is over: nothing it says counts any more. It is told, unless it was the first to say so."""
        if self.motif is None and not self._lien.ferme:
            self._dire(Yield())
        self._clore()

    def tuer(self) -> None:
        """SIGKILL to it and to whatever it started."""
        self._clore()
        if self._processus.returncode is None:
            # Not reaped yet, so the number is still its own.
            os.killpg(self.pid, signal.SIGKILL)

    def regler_nice(self, valeur: int) -> None:
        """Set the priority of all its threads."""
        if self._processus.returncode is None:
            os.setpriority(os.PRIO_PGRP, self.pid, valeur)

    async def attendre(self) -> None:
        """Until the process no longer exists."""
        await asyncio.shield(self._parti)

    def _afficher(self, ordre: DuSuperviseur) -> None:
        self.phase = Phase.AFFICHAGE
        self._echeance.armer(self._rythme.affichage_s)
        self._dire(ordre)

    def _dire(self, message: DuSuperviseur) -> None:
        try:
            self._lien.envoyer(message)
        except LienInvalide:
            # It has not read for so long that the pipe is full.
            self._boucle.call_soon(self._finir, Motif.FIGE)

    def _lisible(self) -> None:
        try:
            messages = self._lien.lire()
        except LienInvalide:
            self._finir(Motif.PANNE)
            return
        for message in messages:
            if self.phase is Phase.FINI:
                return
            self._recevoir(message)
        if self._lien.ferme:
            self._finir(Motif.PANNE)

    def _recevoir(self, message: DeLaVisite) -> None:
        match message, self.phase:
            case Ready(), Phase.DEMARRE:
                self._pret()
            case Shown(), Phase.AFFICHAGE:
                self.phase = Phase.AFFICHE
                self._echeance.armer(self._rythme.gel_s)
                self._ecoute.affiche(self)
            case Alive(), Phase.AFFICHAGE:
                pass  # alive is not painted: the time limit of the display runs on
            case Alive(), Phase.PRET | Phase.AFFICHE | Phase.EN_VISITE:
                self._echeance.armer(self._rythme.gel_s)
            case VisitStarted(), Phase.AFFICHE | Phase.EN_VISITE:
                self.phase = Phase.EN_VISITE
                self._echeance.armer(self._rythme.gel_s)
                self._ecoute.commence(self)
            case Deposited(), Phase.AFFICHE | Phase.EN_VISITE:
                self._echeance.armer(self._rythme.gel_s)
                self._ecoute.depose(self)
            case Ended(motif), Phase.AFFICHE | Phase.EN_VISITE:
                self._finir(motif)
            case (
                EquipeAppel() | EquipeCode() | EquipePresente() | EquipeExamen() | EquipeAction()
            ) as demande, Phase.AFFICHE:
                # Never during a visit: its page is a visitor's.
                self._echeance.armer(self._rythme.gel_s)
                self._ecoute.equipe(self, demande)
            case _:
                # A message out of its turn: this process no longer knows what it does.
                self._finir(Motif.PANNE)

    def _pret(self) -> None:
        if self._montre_seul:
            self.phase = Phase.AFFICHAGE
            self._echeance.armer(self._rythme.affichage_s)
            return
        self.phase = Phase.PRET
        self._echeance.armer(self._rythme.gel_s)
        if self._a_montrer:
            self._afficher(Show())
        else:
            self._ecoute.pret(self)

    def _finir(self, motif: Motif) -> None:
        if self.phase is not Phase.FINI:
            self._clore()
            self.motif = motif
            self._ecoute.fini(self, motif)

    def _clore(self) -> None:
        if self.phase is not Phase.FINI:
            self.phase = Phase.FINI
            # The deadline holds us as we hold it: left to the garbage collector, one visit after another would stay in
            # memory until its next full run, and the highest tide is never given back.
            self._echeance.oublier()
            self._boucle.remove_reader(self._lien.fileno())

    def _sorti(self) -> None:
        """The process is dead; its last words may still be in the pipe, and were read in this same turn."""
        self._boucle.remove_reader(self._pidfd)
        os.close(self._pidfd)
        code = self._processus.wait()
        self._boucle.call_soon(self._enterrer, code)

    def _enterrer(self, code: int) -> None:
        self._finir(Motif.PANNE)
        self._lien.fermer()
        self._parti.set_result(None)
        self._ecoute.parti(self, code)
