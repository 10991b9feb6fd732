"""One timer, pushed back for nothing, and fair to the other side when we were the late ones."""

import asyncio
from collections.abc import Callable

from kiosk.terminal.crash_loop import BoucleDePannes
from kiosk.terminal.deadline import Echeance


class Horloge:
    """A loop whose time passes when it is told to; a real one makes the handles."""

    def __init__(self) -> None:
        self.boucle = asyncio.new_event_loop()
        self.t = 100.0
        self.poses: list[asyncio.TimerHandle] = []

    def time(self) -> float:
        return self.t

    def call_at(self, when: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        pose = asyncio.TimerHandle(when, callback, (), self.boucle)
        self.poses.append(pose)
        return pose

    def aller(self, t: float, retard: float = 0.0) -> None:
        """Serve every timer due by `t`, each `retard` seconds late, then stand at `t`."""
        while due := [p for p in self.poses if not p.cancelled() and p.when() <= t]:
            pose = min(due, key=asyncio.TimerHandle.when)
            self.poses.remove(pose)
            self.t = max(self.t, pose.when() + retard)
            pose._run()
        self.t = max(self.t, t)


def echeance() -> tuple[Horloge, Echeance, list[float]]:
    horloge, sonneries = Horloge(), list[float]()
    return horloge, Echeance(horloge, lambda: sonneries.append(horloge.t)), sonneries


def test_silence_rings_once() -> None:
    horloge, limite, sonneries = echeance()
    limite.armer(5)
    horloge.aller(104.9)
    assert sonneries == []
    horloge.aller(200)
    assert sonneries == [105]
    horloge.boucle.close()


def test_what_is_forgotten_is_never_due_again() -> None:
    horloge, limite, sonneries = echeance()
    limite.armer(5)
    limite.oublier()
    limite.armer(5)
    horloge.aller(200)
    assert sonneries == []
    horloge.boucle.close()


def test_a_sign_of_life_pushes_back_without_a_new_timer() -> None:
    horloge, limite, sonneries = echeance()
    limite.armer(5)
    for t in range(101, 105):
        horloge.aller(t)
        limite.armer(5)
    assert len(horloge.poses) == 1
    horloge.aller(108.9)
    assert sonneries == []
    horloge.aller(109)
    assert sonneries == [109]
    horloge.boucle.close()


def test_a_shorter_limit_counts_at_once() -> None:
    horloge, limite, sonneries = echeance()
    limite.armer(30)
    limite.armer(2)
    horloge.aller(200)
    assert sonneries == [102]
    horloge.boucle.close()


def test_disarmed_it_stays_silent() -> None:
    horloge, limite, sonneries = echeance()
    limite.armer(5)
    limite.desarmer()
    horloge.aller(200)
    assert sonneries == []
    horloge.boucle.close()


def test_when_we_were_held_up_ourselves_the_other_side_has_its_whole_time_again() -> None:
    horloge, limite, sonneries = echeance()
    limite.armer(5)
    horloge.aller(105, retard=60)
    assert sonneries == []
    assert horloge.t == 165
    horloge.aller(169.9)
    assert sonneries == []
    horloge.aller(170)
    assert sonneries == [170]
    horloge.boucle.close()


def test_three_failures_within_the_minute_are_a_loop() -> None:
    pannes = BoucleDePannes(3, 60)
    assert [pannes.noter(t) for t in (0, 30, 61, 89, 90)] == [False, False, False, True, True]
    pannes.oublier()
    assert [pannes.noter(t) for t in (91, 92, 93)] == [False, False, True]
    assert [BoucleDePannes(3, 60).noter(t) for t in (0, 0, 60)] == [False, False, False]
    exact = BoucleDePannes(3, 60)
    assert [exact.noter(t) for t in (0, 30, 60)] == [False, False, True]
