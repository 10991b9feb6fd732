"""The gesture of the staff: those who know it make it, those who do not never do."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.terminal.geste_equipe import (
    APPUI_MAX_S,
    APPUI_MIN_S,
    COTE,
    ENTRE_MAX_S,
    SUITE,
    Coin,
    GesteEquipe,
    coin_de,
)


@dataclass(frozen=True)
class Appui:
    """One press: where, for how long, how long after the end of the one before."""

    x: float
    y: float
    duree_s: float = 2.0
    apres_s: float = 0.5
    glisse: tuple[float, float] = (0.0, 0.0)


HG, BD = (0.01, 0.02), (0.98, 0.99)
GESTE = [Appui(*HG), Appui(*BD), Appui(*HG)]


def jouer(geste: GesteEquipe, appuis: list[Appui], t: float = 10.0) -> list[bool]:
    """One finger, press after press; what each release answers."""
    faits = []
    for appui in appuis:
        t += appui.apres_s
        geste.presser(appui.x, appui.y, t)
        t += appui.duree_s
        faits.append(geste.relacher(appui.x + appui.glisse[0], appui.y + appui.glisse[1], t))
    return faits


def test_those_who_know_it_make_it_as_often_as_they_like() -> None:
    geste = GesteEquipe()
    assert jouer(geste, GESTE * 3) == [False, False, True] * 3


def test_a_first_press_may_have_been_one_too_many() -> None:
    assert jouer(GesteEquipe(), [Appui(0.5, 0.5, 0.1), Appui(*HG), *GESTE]) == [False] * 4 + [True]


@pytest.mark.parametrize(
    "appuis",
    [
        GESTE[:2],
        GESTE[1:],
        [GESTE[0]] * 9,
        [GESTE[1]] * 9,
        [GESTE[0], GESTE[1], GESTE[1], GESTE[0]],
        [GESTE[0], Appui(0.5, 0.5, 0.1), *GESTE[1:]],
        [Appui(*HG, duree_s=APPUI_MIN_S - 0.01), *GESTE[1:]],
        [Appui(*HG, duree_s=APPUI_MAX_S + 0.01), *GESTE[1:]],
        [GESTE[0], Appui(*BD, apres_s=ENTRE_MAX_S + 0.01), GESTE[2]],
        [*GESTE[:2], Appui(*HG, duree_s=60.0)],
        [*GESTE[:2], Appui(*HG, glisse=(0.3, 0.0))],
        [Appui(0.01, 0.98), Appui(0.98, 0.01), Appui(0.01, 0.98)],
    ],
)
def test_what_comes_near_it_is_not_it(appuis: list[Appui]) -> None:
    assert not any(jouer(GesteEquipe(), appuis))


def test_a_second_finger_breaks_it_and_both_must_be_gone_before_it_begins_again() -> None:
    geste = GesteEquipe()
    geste.presser(*HG, 0.0, contact=1)
    geste.presser(0.5, 0.5, 0.5, contact=2)
    assert not geste.relacher(*HG, 2.0, contact=1)
    # A palm that stays: nothing made beside it counts.
    for rang, appui in enumerate(GESTE):
        geste.presser(appui.x, appui.y, 3.0 + 3 * rang, contact=1)
        assert not geste.relacher(appui.x, appui.y, 5.0 + 3 * rang, contact=1)
    geste.relacher(0.5, 0.5, 20.0, contact=2)
    assert jouer(geste, GESTE, 20.0)[-1]


def test_a_release_of_another_finger_is_not_the_end_of_the_press() -> None:
    geste = GesteEquipe()
    jouer(geste, GESTE[:2])
    geste.presser(*HG, 15.5, contact=1)
    assert not geste.relacher(*HG, 17.5, contact=2)
    assert not geste.relacher(*HG, 18.0, contact=1)


def test_a_lost_release_harms_only_the_gesture_it_was_part_of() -> None:
    geste = GesteEquipe()
    geste.presser(*HG, 0.0)
    assert jouer(geste, GESTE, 2.0)[-1]
    geste.presser(*HG, 20.0, contact=7)
    geste.annuler()
    assert jouer(geste, GESTE, 22.0)[-1]


def test_leaving_the_page_starts_it_over() -> None:
    geste = GesteEquipe()
    jouer(geste, GESTE[:2])
    geste.annuler()
    assert not any(jouer(geste, GESTE[2:], 15.0))


def test_its_zones_are_the_corners_only() -> None:
    assert coin_de(0, 0) is Coin.HAUT_GAUCHE
    assert coin_de(1, 1) is Coin.BAS_DROITE
    assert coin_de(COTE, COTE) is Coin.HAUT_GAUCHE
    assert coin_de(COTE + 0.001, 0) is None
    assert coin_de(-0.01, 0) is None
    assert coin_de(float("nan"), 0) is None


def test_a_gesture_of_one_corner_is_refused() -> None:
    with pytest.raises(ValueError, match="two corners"):
        GesteEquipe([Coin.HAUT_GAUCHE])


# --- never by chance --------------------------------------------------------------------------------------

coordonnee = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.01, COTE, 0.5, 1 - COTE, 0.99, 1.0]))
evenement = st.tuples(
    st.sampled_from(["presser", "relacher"]),
    st.one_of(st.tuples(coordonnee, coordonnee), st.sampled_from([HG, BD])),
    st.floats(0, 6),
    st.integers(0, 2),
)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.tuples(coordonnee, coordonnee), st.sampled_from([HG, BD])),
            st.floats(0, APPUI_MIN_S, exclude_max=True),
            st.floats(0, 3),
        ),
        max_size=60,
    )
)
def test_taps_never_make_it_however_many_and_wherever(
    taps: list[tuple[tuple[float, float], float, float]],
) -> None:
    # A tenth of a nanosecond less: sums of floats must not make a tap longer than it is.
    appuis = [Appui(x, y, max(0.0, duree - 1e-10), apres) for (x, y), duree, apres in taps]
    assert not any(jouer(GesteEquipe(), appuis))


@given(st.lists(st.tuples(coordonnee, coordonnee, st.floats(0, 10), st.floats(0, 5)), max_size=40))
def test_a_corner_that_is_never_touched_is_enough_to_be_safe(
    suite: list[tuple[float, float, float, float]],
) -> None:
    appuis = [Appui(*appui) for appui in suite]
    assume(any(all(coin_de(a.x, a.y) is not coin for a in appuis) for coin in set(SUITE)))
    assert not any(jouer(GesteEquipe(), appuis))


def _accompli(recit: list[tuple[str, tuple[float, float], float, int]]) -> bool:
    """Whether the last six events are the gesture, alone on the screen: the definition, read backwards."""
    if len(recit) < 2 * len(SUITE):
        return False
    fin = recit[-2 * len(SUITE) :]
    # Whoever is still down when the gesture begins: a contact pressed and not released since.
    bas: set[int] = set()
    for quoi, _, _, contact in recit[: -2 * len(SUITE)]:
        (bas.add if quoi == "presser" else bas.discard)(contact)
    for rang, coin in enumerate(SUITE):
        (q1, p1, t1, c1), (q2, p2, t2, c2) = fin[2 * rang : 2 * rang + 2]
        bas.discard(c1)
        if (q1, q2) != ("presser", "relacher") or c1 != c2 or bas:
            return False
        if coin_de(*p1) is not coin or coin_de(*p2) is not coin or not APPUI_MIN_S <= t2 - t1 <= APPUI_MAX_S:
            return False
        if rang and not 0 <= t1 - fin[2 * rang - 1][2] <= ENTRE_MAX_S:
            return False
    return True


@given(st.lists(st.one_of(evenement, st.sampled_from(range(3))), max_size=40))
def test_it_is_exactly_what_it_says_it_is(suite: list[object]) -> None:
    """Whatever happens on the screen, with three fingers and lost events, the answer is the definition's."""
    geste, recit, t = GesteEquipe(), [], 0.0
    depuis = 0
    for element in suite:
        if isinstance(element, int):  # a clean press of the gesture, so that it does come about
            point = (HG, BD, HG)[element]
            pas = [("presser", point, 0.5, 0), ("relacher", point, 2.0, 0)]
        else:
            pas = [element]
        for quoi, point, delai, contact in pas:
            t += delai
            recit.append((quoi, point, t, contact))
            if quoi == "presser":
                geste.presser(*point, t, contact)
                continue
            fait = geste.relacher(*point, t, contact)
            assert fait == (_accompli(recit) and len(recit) - depuis >= 2 * len(SUITE))
            if fait:
                depuis = len(recit)
