"""Propagation, elements and Lambert against CSPICE, textbooks and conservation laws."""

import math

import numpy as np
import pytest
import spiceypy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mars7viz.constants import GM_KM3_S2
from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError
from mars7viz.ephemeris.kepler import Elements, elements, from_elements, propagate, stumpff
from mars7viz.ephemeris.lambert import lambert

GM = GM_KM3_S2["sun"]
GM_VALLADO = 398600.4418


@st.composite
def states(draw):
    """Bound, parabolic and unbound states about the Sun, not straight through it."""
    direction = st.floats(-1.0, 1.0)
    r = np.array([draw(direction) for _ in range(3)])
    v = np.array([draw(direction) for _ in range(3)])
    assume(np.linalg.norm(r) > 0.1 and np.linalg.norm(v) > 0.1)
    r *= draw(st.floats(1e7, 1e9)) / np.linalg.norm(r)
    escape = math.sqrt(2.0 * GM / np.linalg.norm(r))
    v *= escape * draw(st.floats(0.3, 3.0) | st.just(1.0)) / np.linalg.norm(v)
    assume(np.linalg.norm(np.cross(r, v)) > 0.1 * np.linalg.norm(r) * np.linalg.norm(v))
    return np.concatenate((r, v))


# To the millisecond: CSPICE takes exception to denormal numbers.
times = st.floats(-3e8, 3e8).map(lambda s: round(s, 3))


def invariants(state):
    r, v = state[:3], state[3:]
    return v @ v / 2.0 - GM / np.linalg.norm(r), np.cross(r, v)


@settings(max_examples=200)
@given(states(), times)
def test_propagation_agrees_with_spice_and_keeps_energy_and_momentum(state, dt_s):
    moved = propagate(state, gm_km3_s2=GM, dt_s=dt_s)
    there = spiceypy.prop2b(GM, state, dt_s)
    scale = np.linalg.norm(there[:3])
    assert np.linalg.norm(moved[:3] - there[:3]) < 1e-8 * scale
    assert np.linalg.norm(moved[3:] - there[3:]) < 1e-8 * np.linalg.norm(there[3:])
    (energy, momentum), (energy_0, momentum_0) = invariants(moved), invariants(state)
    kinetic = state[3:] @ state[3:] + moved[3:] @ moved[3:]
    assert abs(energy - energy_0) < 1e-11 * kinetic
    # Far out on a hyperbola position and velocity are nearly parallel: their product, not the
    # momentum, sets the rounding.
    size = sum(np.linalg.norm(s[:3]) * np.linalg.norm(s[3:]) for s in (state, moved))
    assert np.linalg.norm(momentum - momentum_0) < 1e-11 * size


@given(states(), st.floats(-3e7, 3e7))
def test_there_and_back(state, dt_s):
    back = propagate(propagate(state, gm_km3_s2=GM, dt_s=dt_s), gm_km3_s2=GM, dt_s=-dt_s)
    assert np.linalg.norm(back[:3] - state[:3]) < 1e-8 * np.linalg.norm(state[:3])
    assert np.linalg.norm(back[3:] - state[3:]) < 1e-8 * np.linalg.norm(state[3:])


@given(states(), st.lists(times, max_size=5))
def test_many_times_are_each_time(state, dts):
    together = propagate(state, gm_km3_s2=GM, dt_s=np.array(dts))
    assert together.shape == (len(dts), 6)
    for row, dt_s in zip(together, dts, strict=True):
        alone = propagate(state, gm_km3_s2=GM, dt_s=dt_s)
        np.testing.assert_allclose(row[:3], alone[:3], atol=1e-9 * np.linalg.norm(alone[:3]))


def test_vallado_example_2_4():
    # Vallado, Fundamentals of Astrodynamics, 4th ed. 2013, p. 94-95.
    state = np.array((1131.340, -2282.343, 6672.423, -5.64305, 4.30333, 2.42879))
    moved = propagate(state, gm_km3_s2=GM_VALLADO, dt_s=40.0 * 60.0)
    np.testing.assert_allclose(moved[:3], (-4219.7527, 4363.0292, -3958.7666), atol=2e-4)
    np.testing.assert_allclose(moved[3:], (3.689866, -1.916735, -6.112511), atol=2e-6)


def test_a_thousand_revolutions_end_where_they_began():
    state = np.array((7000.0, 0.0, 0.0, 0.0, 6.0, 5.0))
    period_s = elements(state, gm_km3_s2=GM_VALLADO).period_s
    moved = propagate(state, gm_km3_s2=GM_VALLADO, dt_s=1000.0 * period_s)
    np.testing.assert_allclose(moved, state, atol=1e-5)


def test_what_cannot_be_propagated():
    good = np.array((1e8, 0.0, 0.0, 0.0, 30.0, 0.0))
    for state, gm, dt_s in (
        (np.zeros(6), GM, 1.0),
        (good, 0.0, 1.0),
        (good, GM, math.nan),
        (np.append(good[:5], math.inf), GM, 1.0),
    ):
        with pytest.raises(EphemerisError, match="cannot propagate"):
            propagate(state, gm_km3_s2=gm, dt_s=dt_s)
    fast = np.array((1.0, 0.0, 0.0, 0.0, 1e3, 0.0))
    with pytest.raises(NoConvergenceError):
        propagate(fast, gm_km3_s2=1.0, dt_s=1e300)


@given(st.floats(-1e4, 1e4))
def test_stumpff_functions_keep_their_relations(psi):
    c2, c3 = (float(c[0]) for c in stumpff(np.array((psi,))))
    root = math.sqrt(abs(psi))
    c0, c1 = (math.cos(root), math.sin(root)) if psi >= 0.0 else (math.cosh(root), math.sinh(root))
    c1 = c1 / root if root else 1.0
    assert 1.0 - psi * c2 == pytest.approx(c0, rel=1e-9, abs=1e-9)
    assert 1.0 - psi * c3 == pytest.approx(c1, rel=1e-9, abs=1e-9)


@given(states())
def test_elements_agree_with_spice_and_come_back(state):
    orbit = elements(state, gm_km3_s2=GM)
    rp, e, i, *_ = spiceypy.oscelt(state, 0.0, GM)
    assert orbit.periapsis_km == pytest.approx(rp, rel=1e-9)
    assert orbit.e == pytest.approx(e, abs=1e-9)
    assert orbit.i_deg == pytest.approx(math.degrees(i), abs=1e-7)
    back = from_elements(orbit, gm_km3_s2=GM)
    assert np.linalg.norm(back[:3] - state[:3]) < 1e-9 * np.linalg.norm(state[:3])
    assert np.linalg.norm(back[3:] - state[3:]) < 1e-9 * np.linalg.norm(state[3:])


@pytest.mark.parametrize("e", [0.0, 0.3, 0.95, 1.7, 9.0])
def test_states_from_elements_agree_with_conics(e):
    state = spiceypy.conics([1e8, e, 0.4, 1.1, 2.2, 0.3, 0.0, GM], 0.0)
    orbit = elements(state, gm_km3_s2=GM)
    assert orbit.periapsis_km == pytest.approx(1e8)
    assert orbit.node_deg == pytest.approx(math.degrees(1.1))
    if e > 0.0:
        assert orbit.argp_deg == pytest.approx(math.degrees(2.2))
    is_open = e > 1.0
    assert (orbit.period_s is None, orbit.apoapsis_km is None) == (is_open, is_open)
    assert orbit.a_km == pytest.approx(1e8 / (1.0 - e))
    np.testing.assert_allclose(from_elements(orbit, gm_km3_s2=GM), state, rtol=1e-9, atol=1e-9)


def test_vallado_example_2_5():
    # Vallado 2013, p. 114-116.
    state = np.array((6524.834, 6862.875, 6448.296, 4.901327, 5.533756, -1.976341))
    orbit = elements(state, gm_km3_s2=GM_VALLADO)
    assert orbit.a_km == pytest.approx(36127.343, abs=0.05)
    assert orbit.e == pytest.approx(0.832853, abs=1e-6)
    assert orbit.i_deg == pytest.approx(87.870, abs=1e-3)
    assert orbit.node_deg == pytest.approx(227.898, abs=1e-3)
    assert orbit.argp_deg == pytest.approx(53.38, abs=1e-2)
    assert orbit.true_anomaly_deg == pytest.approx(92.335, abs=1e-3)


def test_a_circle_in_the_plane_has_elements():
    orbit = elements(np.array((0.0, 7000.0, 0.0, -math.sqrt(GM_VALLADO / 7000.0), 0.0, 0.0)),
                     gm_km3_s2=GM_VALLADO)  # fmt: skip
    assert (orbit.node_deg, orbit.argp_deg, orbit.i_deg) == (0.0, 0.0, 0.0)
    assert orbit.true_anomaly_deg == pytest.approx(90.0)
    assert orbit.period_s == pytest.approx(math.tau * math.sqrt(7000.0**3 / GM_VALLADO))


def test_falls_and_angles_beyond_the_asymptote_are_refused():
    with pytest.raises(EphemerisError, match="no plane"):
        elements(np.array((1e8, 0.0, 0.0, -5.0, 0.0, 0.0)), gm_km3_s2=GM)
    beyond = Elements(math.nan, 2.0, 0.0, 0.0, 0.0, 150.0, 1e8, None, None)
    with pytest.raises(EphemerisError, match="true anomaly of 150"):
        from_elements(beyond, gm_km3_s2=GM)


def test_lambert_vallado_example_7_5():
    # Vallado 2013, p. 497-499.
    r1, r2 = np.array((15945.34, 0.0, 0.0)), np.array((12214.83899, 10249.46731, 0.0))
    v1, v2 = lambert(r1, r2, dt_s=76.0 * 60.0, gm_km3_s2=GM_VALLADO)
    np.testing.assert_allclose(v1, (2.058913, 2.915965, 0.0), atol=1e-6)
    np.testing.assert_allclose(v2, (-3.451565, 0.910315, 0.0), atol=1e-6)


def test_lambert_curtis_example_5_2():
    # Curtis, Orbital Mechanics for Engineering Students, 3rd ed. 2014, p. 251-253.
    r1, r2 = np.array((5000.0, 10000.0, 2100.0)), np.array((-14600.0, 2500.0, 7000.0))
    v1, v2 = lambert(r1, r2, dt_s=3600.0, gm_km3_s2=398600.0)
    np.testing.assert_allclose(v1, (-5.9925, 1.9254, 3.2456), atol=1e-4)
    np.testing.assert_allclose(v2, (-3.3125, -4.1966, -0.38529), atol=1e-4)


@settings(max_examples=150)
@given(states(), st.floats(1e5, 3e8))
def test_lambert_finds_the_arc_that_was_flown(state, dt_s):
    period_s = elements(state, gm_km3_s2=GM).period_s
    assume(period_s is None or dt_s < 0.95 * period_s)
    end = propagate(state, gm_km3_s2=GM, dt_s=dt_s)
    r1, r2 = state[:3], end[:3]
    sine = np.linalg.norm(np.cross(r1, r2)) / np.linalg.norm(r1) / np.linalg.norm(r2)
    momentum = np.cross(r1, state[3:])
    assume(sine > 1e-2 and abs(momentum[2]) > 1e-6 * np.linalg.norm(momentum))
    v1, v2 = lambert(r1, r2, dt_s=dt_s, gm_km3_s2=GM, prograde=bool(momentum[2] > 0.0))
    np.testing.assert_allclose(v1, state[3:], atol=1e-6 * np.linalg.norm(state[3:]))
    np.testing.assert_allclose(v2, end[3:], atol=1e-6 * np.linalg.norm(end[3:]))
    reached = propagate(np.concatenate((r1, v1)), gm_km3_s2=GM, dt_s=dt_s)
    assert np.linalg.norm(reached[:3] - r2) < 1e-6 * np.linalg.norm(r2)


def test_lambert_goes_the_other_way_round_when_asked():
    r1, r2 = np.array((1.5e8, 0.0, 0.0)), np.array((0.0, 2.2e8, 1e6))
    for prograde in (True, False):
        v1, _ = lambert(r1, r2, dt_s=2e7, gm_km3_s2=GM, prograde=prograde)
        assert bool(np.cross(r1, v1)[2] > 0.0) is prograde
        end = propagate(np.concatenate((r1, v1)), gm_km3_s2=GM, dt_s=2e7)
        np.testing.assert_allclose(end[:3], r2, atol=1.0)


@pytest.mark.parametrize(
    ("r2", "dt_s"), [((-2e8, 0.0, 0.0), 1e7), ((2e8, 0.0, 0.0), 1e7), ((0.0, 2e8, 0.0), -1.0)]
)
def test_lambert_refuses_what_fixes_no_arc(r2, dt_s):
    with pytest.raises(EphemerisError, match="no single arc"):
        lambert(np.array((1.5e8, 0.0, 0.0)), np.array(r2), dt_s=dt_s, gm_km3_s2=GM)


def test_lambert_refuses_times_that_no_arc_takes():
    r1, r2 = np.array((1.5e8, 0.0, 0.0)), np.array((0.0, 2e8, 0.0))
    for dt_s in (1e-300, 1e60):
        for prograde in (True, False):
            with pytest.raises(NoConvergenceError, match="no arc of less than one turn"):
                lambert(r1, r2, dt_s=dt_s, gm_km3_s2=GM, prograde=prograde)
