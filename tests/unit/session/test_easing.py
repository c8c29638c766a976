"""Curves between keyframes."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mars7viz.session.easing import linear, short_way_deg, smooth, smoothstep

FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)


@st.composite
def points(draw):
    widths = draw(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6))
    knots = [0.0]
    for width in widths:
        knots.append(knots[-1] + width)
    values = draw(st.lists(FINITE, min_size=len(knots), max_size=len(knots)))
    return knots, values


@pytest.mark.parametrize("curve", [linear, smooth])
@given(points())
def test_passes_through_every_point(curve, given_points):
    knots, values = given_points
    for knot, value in zip(knots, values, strict=True):
        assert curve(knots, values, knot) == pytest.approx(value, abs=1e-6, rel=1e-9)


@pytest.mark.parametrize("curve", [linear, smooth])
@given(points(), st.floats(0.0, 1.0))
def test_never_leaves_the_range_of_its_neighbours(curve, given_points, fraction):
    knots, values = given_points
    at = fraction * knots[-1]
    left = max(i for i, knot in enumerate(knots[:-1]) if knot <= at)
    low, high = sorted(values[left : left + 2])
    slack = 1e-9 * (1.0 + abs(low) + abs(high))
    assert low - slack <= curve(knots, values, at) <= high + slack


@given(points(), st.floats(0.0, 1.0))
def test_the_smooth_curve_has_no_jump_and_no_kink(given_points, fraction):
    knots, values = given_points
    step = 1e-7
    at = step + fraction * (knots[-1] - 2 * step)
    steepest = max(
        abs(b - a) / (u - t)
        for t, u, a, b in zip(knots, knots[1:], values, values[1:], strict=False)
    )
    before, here, after = (smooth(knots, values, t) for t in (at - step, at, at + step))
    # A monotone cubic is nowhere steeper than three times its steepest chord.
    assert abs(after - here) <= 3.0 * steepest * step + 1e-8
    # A kink would show as a difference of slopes that does not shrink with the step.
    narrowest = min(u - t for t, u in itertools.pairwise(knots))
    bend = abs(after - 2 * here + before) / step
    assert bend <= 40.0 * steepest * step / narrowest + 4e-16 * 1e6 / step * 4


@given(points())
def test_the_smooth_curve_rests_at_both_ends(given_points):
    knots, values = given_points
    assume(max(values) > min(values))
    span = max(values) - min(values)
    step = 1e-4 * min(u - t for t, u in itertools.pairwise(knots))
    assert abs(smooth(knots, values, step) - values[0]) <= 1e-6 * span + 1e-9
    assert abs(smooth(knots, values, knots[-1] - step) - values[-1]) <= 1e-6 * span + 1e-9


def test_outside_the_knots_the_ends_hold():
    for curve in (linear, smooth):
        assert curve([0.2, 0.8], [1.0, 2.0], 0.0) == 1.0
        assert curve([0.2, 0.8], [1.0, 2.0], 1.0) == 2.0
        assert curve([0.2], [1.0], 0.7) == 1.0


def test_tiny_slopes_do_not_overflow():
    assert smooth([0.0, 0.5, 1.0], [0.0, 5e-324, 1.0], 0.25) >= 0.0


@pytest.mark.parametrize(
    ("angles", "unwrapped"),
    [((350.0, 10.0), (350.0, 370.0)), ((10.0, 350.0), (10.0, -10.0)), ((5.0,), (5.0,)), ((), ())],
)
def test_angles_go_the_short_way(angles, unwrapped):
    assert short_way_deg(angles) == unwrapped


@given(st.lists(st.floats(-720.0, 720.0), min_size=2, max_size=8))
def test_no_step_of_unwrapped_angles_is_over_half_a_turn(angles):
    unwrapped = short_way_deg(angles)
    for first, second in itertools.pairwise(unwrapped):
        assert abs(second - first) <= 180.0 + 1e-9
    for angle, same in zip(angles, unwrapped, strict=True):
        turns = (same - angle) / 360.0
        assert turns == pytest.approx(round(turns), abs=1e-9)


def test_smoothstep_is_slow_at_both_ends():
    assert [smoothstep(x) for x in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert smoothstep(0.1) < 0.1
    assert smoothstep(0.9) > 0.9
