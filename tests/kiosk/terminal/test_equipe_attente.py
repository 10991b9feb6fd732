"""The waits after wrong PINs: what no clock, no reboot and no patience can shorten."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.terminal.equipe_attente import (
    ATTENTE_MAX_S,
    ECHECS_INCONNUS,
    ESSAIS_LIBRES,
    Essais,
    Instant,
    attente_apres,
)


def test_five_tries_are_free_then_the_waits_double_up_to_a_quarter_of_an_hour() -> None:
    assert [attente_apres(n) for n in range(13)] == [0] * 5 + [30, 60, 120, 240, 480, 900, 900, 900]
    assert attente_apres(ECHECS_INCONNUS) == ATTENTE_MAX_S


def test_a_wait_is_counted_to_the_second() -> None:
    essais = Essais(5, Instant("a", 1000.0))
    assert essais.restant_s(Instant("a", 1000.0)) == 30
    assert essais.restant_s(Instant("a", 1000.5)) == 30
    assert essais.restant_s(Instant("a", 1029.1)) == 1
    assert essais.restant_s(Instant("a", 1030.0)) == 0


def test_a_reboot_begins_the_wait_again_and_never_skips_it() -> None:
    essais = Essais(5, Instant("a", 1000.0))
    assert essais.restant_s(Instant("b", 0.0)) == 30
    assert essais.restant_s(Instant("b", 12.0)) == 18
    assert essais.restant_s(Instant("b", 30.0)) == 0


def test_a_machine_put_back_to_an_earlier_moment_waits_no_longer_than_the_wait() -> None:
    assert Essais(5, Instant("a", 1_000_000.0)).restant_s(Instant("a", 3.0)) == 27


@dataclass
class Machine:
    """Real seconds, and what the machine makes of them."""

    vecu_s: float = 50.0
    demarre_a: float = 0.0
    demarrages: int = 0
    essais: Essais = field(default_factory=Essais)

    @property
    def maintenant(self) -> Instant:
        return Instant(str(self.demarrages), self.vecu_s - self.demarre_a)

    def passer(self, secondes: float) -> None:
        self.vecu_s += secondes

    def redemarrer(self, duree_s: float) -> None:
        self.vecu_s += duree_s
        self.demarre_a = self.vecu_s
        self.demarrages += 1


gestes = st.one_of(
    st.tuples(st.just("passer"), st.floats(0, 2000, allow_nan=False)),
    st.tuples(st.just("redemarrer"), st.floats(0, 2000, allow_nan=False)),
    st.tuples(st.just("essayer"), st.just(0.0)),
)


@given(st.lists(gestes, max_size=80))
def test_between_two_tries_that_are_looked_at_the_whole_wait_was_really_lived(
    suite: list[tuple[str, float]],
) -> None:
    machine = Machine()
    regardes: list[float] = []
    for geste, duree in suite:
        if geste == "passer":
            machine.passer(duree)
        elif geste == "redemarrer":
            machine.redemarrer(duree)
        elif not machine.essais.restant_s(machine.maintenant):
            if regardes:
                # A rounded second is the record's own precision.
                assert machine.vecu_s - regardes[-1] >= attente_apres(len(regardes)) - 0.01
            regardes.append(machine.vecu_s)
            machine.essais = machine.essais.rater(machine.maintenant)
    assert machine.essais.echecs == len(regardes)


@given(st.integers(0, 40), st.booleans(), st.floats(0, 10_000, allow_nan=False))
def test_nobody_waits_longer_than_the_wait(echecs: int, redemarre: bool, avant_s: float) -> None:
    machine = Machine()
    machine.passer(avant_s)
    machine.essais = Essais(echecs, machine.maintenant)
    if redemarre:
        machine.redemarrer(60)
    assert machine.essais.restant_s(machine.maintenant) <= attente_apres(echecs)
    machine.passer(attente_apres(echecs))
    assert machine.essais.restant_s(machine.maintenant) == 0


@settings(deadline=None)  # thousands of tries an example
@given(st.integers(1, 30))
def test_a_day_of_tries_is_a_hundred(jours: int) -> None:
    machine = Machine()
    fin, regardes = machine.vecu_s + jours * 86_400, 0
    while machine.vecu_s < fin:
        machine.passer(machine.essais.restant_s(machine.maintenant))
        machine.essais = machine.essais.rater(machine.maintenant)
        regardes += 1
    assert regardes <= 97 * jours + ESSAIS_LIBRES + 6
