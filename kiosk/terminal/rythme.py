"""How long the supervisor waits for what. Seconds everywhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rythme:
    """The supervisor's durations and thresholds; the defaults are those of a terminal in a hall.

    Attributes:
        gel_s: silence after which a process is frozen (architecture.md §5).
        demarrage_s: time a new process has to become ready.
        affichage_s: time a ready process has to be painted.
        adieu_s: time a visit that ended by itself has, behind the new home page, to close its session on the
            backend and exit; any other is killed at once.
        rideau_s: time a visit that ended by itself has, its page covered, for the next one to be there when none was
            warm; then it is killed, and the screen is empty until the next.
        arret_s: time processes have to end by themselves when the terminal stops.
        recyclage_s: age at which an idle home page is replaced by a fresh process.
        pannes_max: this many failures…
        pannes_fenetre_s: …within this time put the terminal out of service.
        reprise_s: first wait before a failed start is tried again; doubles each time…
        reprise_max_s: …up to this.
        ecran_s: how often a screen that has gone is looked for.
        equipe_s: silence after which the staff's page is closed.
        nice_reserve: priority handicap of a process that warms up behind a visible one (0 to 19).
    """

    gel_s: float = 5.0
    demarrage_s: float = 30.0
    affichage_s: float = 5.0
    adieu_s: float = 1.0
    rideau_s: float = 3.0
    arret_s: float = 2.0
    recyclage_s: float = 4 * 3600.0
    pannes_max: int = 3
    pannes_fenetre_s: float = 60.0
    reprise_s: float = 1.0
    reprise_max_s: float = 300.0
    ecran_s: float = 0.5
    equipe_s: float = 120.0
    nice_reserve: int = 10
