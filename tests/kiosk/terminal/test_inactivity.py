"""The clock of a silent visit: what it promises holds for every order of events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.inactivity import Actif, Averti, Expire, Inactivite


def visite(delai: float = 120, rebours: float = 45, depart: float = 0) -> Inactivite:
    return Inactivite(delai, rebours, depart)


def test_silence_then_the_whole_countdown_then_the_end() -> None:
    horloge = visite()
    assert horloge.maintenant(119.9) == Actif()
    assert horloge.maintenant(120) == Averti(45)
    assert horloge.maintenant(120.5) == Averti(45)
    assert horloge.maintenant(164.5) == Averti(1)
    assert horloge.maintenant(165) == Expire()
    assert horloge.maintenant(9_999) == Expire()
    assert horloge.echeance() is None


def test_input_keeps_the_visit_awake() -> None:
    horloge = visite()
    assert horloge.activite(100) == Actif()
    assert horloge.echeance() == 220
    assert horloge.maintenant(219) == Actif()


def test_a_stray_touch_does_not_reopen_what_the_named_button_does() -> None:
    horloge = visite()
    horloge.maintenant(120)
    assert horloge.activite(130) == Averti(35)
    assert horloge.activite(131) == Averti(34)
    assert horloge.continuer(132) == Actif()
    assert horloge.maintenant(132 + 119.9) == Actif()
    assert horloge.maintenant(132 + 120) == Averti(45)


def test_a_touch_that_comes_after_the_deadline_finds_the_warning() -> None:
    horloge = visite()
    assert horloge.activite(120) == Averti(45)


def test_ten_extensions_and_more_each_with_a_countdown_in_full() -> None:
    horloge = visite()
    t = 0.0
    for rang in range(1, 26):
        t += 120
        assert horloge.maintenant(t) == Averti(45)
        t += 44
        assert horloge.continuer(t) == Actif()
        assert horloge.prolongations == rang


def test_the_button_is_too_late_once_expired() -> None:
    horloge = visite()
    horloge.maintenant(120)
    assert horloge.continuer(165) == Expire()
    assert horloge.activite(166) == Expire()
    assert horloge.prolongations == 0


def test_the_button_means_nothing_while_nobody_asked() -> None:
    horloge = visite()
    assert horloge.continuer(50) == Actif()
    assert horloge.echeance() == 120, "it is no input: only activite() is"
    assert horloge.prolongations == 0


def test_a_terminal_that_slept_shows_the_warning_in_full() -> None:
    horloge = visite()
    assert horloge.maintenant(50_000) == Averti(45)
    assert horloge.maintenant(50_044) == Averti(1)
    assert horloge.maintenant(50_045) == Expire()


def test_a_longer_countdown_serves_from_the_next_warning() -> None:
    horloge = visite()
    horloge.maintenant(120)
    horloge.regler_rebours(90)
    assert horloge.maintenant(121) == Averti(44)
    horloge.continuer(122)
    assert horloge.maintenant(242) == Averti(90)


def test_one_timer_a_second_shown_is_enough() -> None:
    horloge = visite(rebours=20)
    vus = []
    t = horloge.echeance()
    while t is not None:
        vus.append(horloge.maintenant(t))
        t = horloge.echeance()
    assert vus == [Averti(n) for n in range(20, 0, -1)] + [Expire()]


@given(st.floats(0, 1e6), st.floats(60, 300), st.floats(20, 90))
def test_serving_the_deadlines_always_moves_on(depart: float, delai: float, rebours: float) -> None:
    horloge = visite(delai, rebours, depart)
    vues: list[float] = []
    while (echeance := horloge.echeance()) is not None:
        assert not vues or echeance > vues[-1], "a deadline that stands still would spin the screen"
        vues.append(echeance)
        horloge.maintenant(echeance)
    assert len(vues) <= rebours + 2


@pytest.mark.parametrize(
    ("delai", "rebours"), [(59, 45), (301, 45), (120, 19.9), (float("nan"), 45), (120, float("nan"))]
)
def test_lengths_outside_the_bounds_are_refused(delai: float, rebours: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        visite(delai, rebours)


def test_a_clock_that_goes_back_is_refused() -> None:
    horloge = visite(depart=10)
    with pytest.raises(ValueError, match="backwards"):
        horloge.maintenant(9)


gestes = st.lists(
    st.tuples(
        st.sampled_from(["activite", "continuer", "maintenant"]), st.integers(0, 4_000).map(lambda n: n / 16)
    )
)


@given(gestes, st.integers(60, 300), st.integers(20, 90))
def test_nobody_is_put_out_without_the_whole_warning(
    suite: list[tuple[str, float]], delai: int, rebours: int
) -> None:
    horloge = visite(delai, rebours)
    t, derniere, averti_depuis, expire = 0.0, 0.0, None, False
    for geste, pas in suite:
        t += pas
        etat = getattr(horloge, geste)(t)
        if expire:
            assert etat == Expire(), "the end is the end"
        elif isinstance(etat, Expire):
            assert averti_depuis is not None
            assert t - averti_depuis >= rebours
            expire = True
        elif isinstance(etat, Averti):
            assert t - derniere >= delai, "nobody is warned before the silence is over"
            averti_depuis = t if averti_depuis is None else averti_depuis
            assert 1 <= etat.restant_s <= rebours
        else:
            assert averti_depuis is None or geste == "continuer", "only the named button goes back"
            if averti_depuis is not None or geste == "activite":
                derniere = t
            averti_depuis = None


@given(gestes, st.integers(60, 300), st.integers(20, 90))
def test_with_its_deadlines_honoured_a_visit_never_outlives_delay_and_countdown(
    suite: list[tuple[str, float]], delai: int, rebours: int
) -> None:
    """Every deadline is served on time, whatever comes between; then the visitor leaves for good."""
    horloge = visite(delai, rebours)
    t, derniere = 0.0, 0.0
    for geste, pas in suite:
        t += pas
        while (echeance := horloge.echeance()) is not None and echeance <= t:
            if isinstance(horloge.maintenant(echeance), Expire):
                assert echeance - derniere == pytest.approx(delai + rebours)
        avant = horloge.maintenant(t)
        apres = getattr(horloge, geste)(t)
        if apres == Actif() and (geste == "activite" or (geste == "continuer" and isinstance(avant, Averti))):
            derniere = t
    while (echeance := horloge.echeance()) is not None:
        etat = horloge.maintenant(echeance)
        assert echeance - derniere <= delai + rebours + 1e-6
    assert isinstance(horloge.maintenant(t + delai + rebours), Expire) or isinstance(etat, Expire)
