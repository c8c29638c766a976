"""Arcs end to end, and searches along them."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
import spiceypy
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from mars7viz.constants import GM_KM3_S2
from mars7viz.ephemeris.chronology import Chronology, KeplerArc
from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError, OutsideCoverageError
from mars7viz.ephemeris.search import closest_approach, find_minimum, find_root, find_roots

START = -832_000_000.0
FLYBY = (5.0e3, 1.0e3, -2.0e3, -1.0, 5.0, 1.0)
CRUISE = (1.5e8, 2.0e7, 1.0e6, -5.0, 31.0, 1.0)


def arc(name="cruise", center="sun", start=0.0, stop=1000.0, state=CRUISE):
    return KeplerArc(name, center, START + start, START + stop, START, state)


@dataclass(frozen=True)
class Drift:
    """Another kind of arc."""

    id: str
    center: str
    start_et: float
    stop_et: float

    def relative_state(self, et):
        return np.array((et, 0.0, 0.0, 1.0, 0.0, 0.0))


def test_an_arc_of_no_body_is_refused():
    with pytest.raises(EphemerisError, match="arc 'cruise': there is no body 'vulcan'"):
        arc(center="vulcan")


@pytest.fixture(scope="module")
def craft(sky):
    return Chronology(
        "coast stage",
        [arc(), arc("flyby", "mars", 1000.0, 5000.0, FLYBY), arc("after", "sun", 5000.0, 9000.0)],
        sky,
    )


@pytest.mark.parametrize(
    ("center", "state"),
    [("mars", FLYBY), ("sun", CRUISE), ("earth", (7000.0, 0.0, 0.0, 0.0, 8.0, 1.0)),
     ("mars", (4000.0, 0.0, 0.0, 0.0, math.sqrt(2.0 * GM_KM3_S2["mars"] / 4000.0), 0.0))],
)  # fmt: skip
def test_an_arc_is_the_conic_through_its_state(center, state):
    law = KeplerArc("x", center, START, START + 1e6, START + 50.0, state)
    ets = START + np.array((0.0, 50.0, 1e3, 9e5))
    theirs = [spiceypy.prop2b(GM_KM3_S2[center], state, et - START - 50.0) for et in ets]
    np.testing.assert_allclose(law.relative_state(ets), theirs, rtol=1e-8, atol=1e-6)
    for et, there in zip(ets.tolist(), theirs, strict=True):
        np.testing.assert_allclose(law.relative_state(et), there, rtol=1e-8, atol=1e-6)


def test_a_joint_belongs_to_the_later_arc(craft):
    assert craft.arc_at(START).id == "cruise"
    assert craft.arc_at(START + 999.999).id == "cruise"
    assert craft.arc_at(START + 1000.0).id == "flyby"
    assert craft.arc_at(START + 5000.0).id == "after"
    assert craft.coverage == (START, START + 9000.0)
    assert [a.id for a in craft.arcs] == ["cruise", "flyby", "after"]
    assert craft.name == "coast stage"


@pytest.mark.parametrize("offset", [-1e-3, 9000.0, 1e12, math.nan, -math.inf])
def test_outside_the_arcs_is_an_error_that_names_the_craft(craft, offset):
    et = START + offset
    for call in (
        lambda: craft.arc_at(et),
        lambda: craft.state(et),
        lambda: craft.relative_state(np.array((START, et)), "mars"),
    ):
        with pytest.raises(OutsideCoverageError, match="coast stage: no data for") as caught:
            call()
        assert (caught.value.start_et, caught.value.stop_et) == craft.coverage


def test_state_is_the_arc_on_its_center(craft, sky):
    et = START + 2000.0
    relative = craft.arcs[1].relative_state(et)
    np.testing.assert_allclose(craft.state(et), relative + sky.state("mars", et), rtol=1e-14)
    about_sun = relative + sky.relative_state("mars", "sun", et)
    np.testing.assert_allclose(craft.relative_state(et, "sun"), about_sun, rtol=1e-14)


def test_about_its_own_center_nothing_cancels(craft):
    et = START + 2000.0
    np.testing.assert_array_equal(
        craft.relative_state(et, "mars"), craft.arcs[1].relative_state(et)
    )


def test_many_instants_are_each_instant(craft):
    ets = START + np.array((8000.0, 0.0, 999.0, 1000.0, 4999.0, 5000.0))
    for center in ("mars", "sun", "phobos", None):

        def ask(et, center=center):
            return craft.state(et) if center is None else craft.relative_state(et, center)

        together = ask(ets)
        for row, et in zip(together, ets.tolist(), strict=True):
            np.testing.assert_allclose(row, ask(et), rtol=1e-12, atol=1e-7)
    assert craft.state(np.array(())).shape == (0, 6)


@pytest.mark.parametrize(
    ("arcs", "message"),
    [
        ([], "at least one arc"),
        ([Drift("x", "vulcan", 0.0, 1.0)], "arc 'x': there is no body 'vulcan'"),
        ([arc(stop=0.0)], "arc 'cruise': its span .* is empty"),
        ([arc(), arc("b", start=1000.5, stop=2000.0)], "arc 'cruise' ends .* 'b' begins"),
        ([arc(), arc("b", start=999.0, stop=2000.0)], "must meet exactly"),
        ([arc(), arc(start=1000.0, stop=2000.0)], "the same name"),
    ],
)
def test_arcs_that_do_not_fit_are_refused(sky, arcs, message):
    with pytest.raises(EphemerisError, match=f"lander.*{message}"):
        Chronology("lander", arcs, sky)


def test_closest_approach_of_a_conic_is_its_periapsis(sky):
    period = math.tau * math.sqrt(9000.0**3 / GM_KM3_S2["mars"])
    # a = 9000 km, e = 0.4, from the apoapsis at the start: the periapsis half a period later.
    apoapsis_speed = math.sqrt(GM_KM3_S2["mars"] / 9000.0 * 0.6 / 1.4)
    law = arc("x", "mars", 0.0, period, (12600.0, 0.0, 0.0, 0.0, apoapsis_speed, 0.0))
    craft = Chronology("x", [law], sky)

    def distance(et):
        return float(np.linalg.norm(craft.relative_state(et, "mars")[:3]))

    et, km = closest_approach(distance, START, START + 0.99 * period, samples=20)
    assert km == pytest.approx(5400.0, abs=1e-6)
    assert et - START == pytest.approx(period / 2.0, abs=0.05)
    crossings = find_roots(lambda t: distance(t) - 9000.0, START, START + 0.99 * period, samples=50)
    assert len(crossings) == 2
    assert sum(crossings) / 2.0 - START == pytest.approx(period / 2.0, abs=1e-3)


FUNCTIONS = [
    (lambda x: x**3 - 2.0, -3.0, 5.0),
    (lambda x: math.cos(x) - x, 0.0, 1.0),
    (lambda x: math.exp(-x) - 1e-6, 0.0, 100.0),
    (lambda x: (x - 1.0) ** 9, -7.0, 4.0),
    (lambda x: 1.0 if x > 0.3 else -1.0, 0.0, 1.0),
]


@pytest.mark.parametrize(("f", "low", "high"), FUNCTIONS)
def test_roots_agree_with_scipy(f, low, high):
    there = optimize.bisect(f, low, high, xtol=1e-12)
    tolerance = 0.1 if f(there + 1e-3) < 1e-20 else 1e-9
    for ends in ((low, high), (high, low)):
        assert find_root(f, *ends, tolerance=1e-12) == pytest.approx(there, abs=tolerance)


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
def test_any_line_has_its_root_found(root, before, after):
    found = find_root(lambda x: x - root, root - before, root + after)
    assert found == pytest.approx(root, abs=2e-6)


def test_roots_need_a_change_of_sign():
    with pytest.raises(EphemerisError, match="no change of sign"):
        find_root(lambda x: x * x + 1.0, -1.0, 1.0)
    with pytest.raises(EphemerisError, match="no change of sign"):
        find_root(lambda x: math.nan, -1.0, 1.0)
    assert find_roots(lambda x: x * x + 1.0, -1.0, 1.0, samples=9) == []
    assert find_roots(lambda x: x, 0.0, 1.0, samples=3) == [0.0]
    assert find_roots(lambda x: x - 1.0, 0.0, 1.0, samples=3) == [1.0]
    np.testing.assert_allclose(
        find_roots(math.sin, 1.0, 10.0, samples=30), (math.pi, 2 * math.pi, 3 * math.pi), atol=1e-6
    )


def test_a_root_at_an_end_is_found():
    assert find_root(lambda x: x, 0.0, 1.0) == pytest.approx(0.0, abs=1e-6)
    assert find_root(lambda x: x, -1.0, 0.0) == pytest.approx(0.0, abs=1e-6)


def test_minima_agree_with_scipy_and_may_be_at_an_end():
    found = find_minimum(lambda x: (x - 0.3) ** 2 + 1.0, -1.0, 2.0, tolerance=1e-9)
    there = optimize.minimize_scalar(lambda x: (x - 0.3) ** 2, bounds=(-1.0, 2.0), method="bounded")
    assert found == pytest.approx(there.x, abs=1e-6)
    assert find_minimum(lambda x: x, 2.0, 3.0) == 2.0
    assert closest_approach(lambda x: -x, 2.0, 3.0, samples=4) == (3.0, -3.0)


def test_searches_need_a_span_and_samples():
    with pytest.raises(EphemerisError, match="empty"):
        find_minimum(math.sin, 1.0, 1.0)
    for start, stop, samples in ((1.0, 1.0, 9), (0.0, 1.0, 2)):
        with pytest.raises(EphemerisError, match="cannot search"):
            closest_approach(math.sin, start, stop, samples=samples)


def test_a_root_that_is_not_reached_is_an_error():
    # A step next to zero, to the last digit: a thousand halvings.
    with pytest.raises(NoConvergenceError, match="no root found"):
        find_root(lambda x: 1.0 if x > 1e-300 else -1.0, -1.0, 1.0, tolerance=0.0)
