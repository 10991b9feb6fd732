"""What the log tells of a page that is painted and of a spare that is warm, with the time that each took."""

import time
from collections.abc import Callable
from dataclasses import asdict

from kiosk.terminal.dire import Dire
from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.visit_process import ProcessusVisite


class Releve:
    """Told what happens, logs it, times in milliseconds. `heure`: monotonic seconds."""

    def __init__(self, dire: Dire, heure: Callable[[], float] = time.monotonic) -> None:
        self._dire = dire
        self._heure = heure
        self._fin_de_visite: float | None = None
        self._attend_reserve: float | None = None

    def fin_de_visite(self) -> None:
        """The process on the screen has ended: the next page and the next spare are waited for from here."""
        self._attend_reserve = self._heure()
        if self._fin_de_visite is None:
            self._fin_de_visite = self._attend_reserve

    def reserve_prete(self, processus: ProcessusVisite) -> None:
        """The spare is warm."""
        delai, self._attend_reserve = self._attend_reserve, None
        if delai is None:
            self._dire("reserve_prete", pid=processus.pid, warmup_ms=self._ms_depuis(processus.lance_a))
        else:
            self._dire("reserve_prete", pid=processus.pid, spare_ready_ms=self._ms_depuis(delai))

    def affiche(self, processus: ProcessusVisite, fermeture: HorsService | None) -> None:
        """The new page is painted: the home page, or « hors service »."""
        fin, self._fin_de_visite = self._fin_de_visite, None
        if fermeture is not None:
            self._dire("hors_service_affiche", pid=processus.pid, **asdict(fermeture))
        elif fin is not None:
            self._dire("accueil_affiche", pid=processus.pid, next_visitor_ms=self._ms_depuis(fin))
        else:
            self._dire("accueil_affiche", pid=processus.pid, start_ms=self._ms_depuis(processus.lance_a))

    def oublier(self) -> None:
        """Everything starts afresh: nothing is waited for any more."""
        self._fin_de_visite = self._attend_reserve = None

    def _ms_depuis(self, date_s: float) -> float:
        return round((self._heure() - date_s) * 1000, 1)
