"""The process on the screen and the warm spare behind it: what is started, what is shown, what goes."""

from collections.abc import Callable

from kiosk.terminal.dire import Dire
from kiosk.terminal.link_messages import Depart, HorsService
from kiosk.terminal.processus import peut_revenir_de_nice
from kiosk.terminal.rythme import Rythme
from kiosk.terminal.troupe import Troupe
from kiosk.terminal.visit_process import Phase, ProcessusVisite
from kiosk.terminal.visite import ReglagesVisite


class Plateau:
    """Does as the supervisor rules, which says when.

    Args:
        reglages: what each visit is told.
        troupe: starts the processes, and sees to the end of those that left the screen.
        rythme: durations, and the spare's priority.
        dire: where events go.
        impossible: called when the system refuses to start a process.
    """

    def __init__(
        self,
        reglages: ReglagesVisite,
        troupe: Troupe,
        rythme: Rythme,
        dire: Dire,
        impossible: Callable[[], None],
    ) -> None:
        self._reglages = reglages
        self._troupe = troupe
        self._rythme = rythme
        self._dire = dire
        self._impossible = impossible
        self.visible: ProcessusVisite | None = None
        self.reserve: ProcessusVisite | None = None

    @property
    def reserve_prete(self) -> bool:
        """Whether there is a spare that can be shown at once."""
        return self.reserve is not None and self.reserve.phase is Phase.PRET

    def chauffer(self) -> None:
        """Start the spare."""
        self.reserve = self._lancer(Depart(self._reglages))
        if self.reserve is not None:
            self._dire("reserve_lancee", pid=self.reserve.pid)
            if peut_revenir_de_nice():
                self.reserve.regler_nice(self._rythme.nice_reserve)

    def montrer_le_suivant(self, fermeture: HorsService | None, *, peut_lancer: bool) -> None:
        """Show the spare, or start a process that shows itself where there is none and `peut_lancer`."""
        if not self.reserve_prete:
            # Nothing can be shown at once: what a visitor may have left on the screen must not be seen.
            if self.reserve is not None and fermeture is not None:
                self.reserve.tuer()
                self.reserve = None
            self._troupe.tuer_les_sortants(suivant=peut_lancer or self.reserve is not None)
        suivant, self.reserve = self.reserve, None
        if suivant is None:
            if peut_lancer:
                self.visible = self._lancer(Depart(self._reglages, montrer=True, hors_service=fermeture))
            return
        self.visible = suivant
        if peut_revenir_de_nice():
            suivant.regler_nice(0)
        if fermeture is None:
            suivant.montrer()
        else:
            suivant.montrer_hors_service(fermeture)

    def retirer(self) -> None:
        """The visible process leaves the screen as soon as another page is there."""
        if self.visible is not None:
            self._troupe.retirer(self.visible)
            self.visible = None

    def abandonner_la_reserve(self) -> None:
        """The spare, if there is one, goes at once."""
        if self.reserve is not None:
            self.reserve.tuer()
        self.reserve = None

    def _lancer(self, depart: Depart) -> ProcessusVisite | None:
        try:
            return self._troupe.lancer(depart)
        except OSError as erreur:
            self._dire("lancement_impossible", errno=erreur.errno)
            self._impossible()
            return None
