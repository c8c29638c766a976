"""Paths as strips: clipped at the eye, joined, dashed from a point that does not move."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.scene.path_geometry import Polyline, clip_spans, strip_of
from mars7viz.scene.view_geometry import ViewGeometry

WIDTH, HEIGHT = 800, 600


@pytest.fixture(scope="module")
def view():
    return _view()


def _view():
    return ViewGeometry(
        eye_km=np.zeros(3),
        axes=np.eye(3),
        focal_px=700.0,
        center_px=(400.0, 300.0),
        width=WIDTH,
        height=HEIGHT,
    )


def _line(points, alpha=None):
    points = np.asarray(points, dtype=np.float64)
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    return Polyline(points, run, np.ones(len(points)) if alpha is None else alpha)


def _strip(points, view, period_px=20.0, depth_km=100.0):
    return strip_of(_line(points), view, period_px=period_px, reference_depth_km=depth_km)


coordinate = st.floats(-1e9, 1e9, allow_nan=False)
points = st.lists(st.tuples(coordinate, coordinate, coordinate), min_size=2, max_size=8)


@given(points)
def test_nothing_is_drawn_far_outside_the_picture_or_behind_the_eye(given_points):
    strip = _strip(given_points, _view())
    assert (strip.depth_km > 0.0).all()
    for pixels in (strip.start_px, strip.stop_px):
        assert (pixels >= -65.0).all()
        assert (pixels[:, 0] <= WIDTH + 65.0).all()
        assert (pixels[:, 1] <= HEIGHT + 65.0).all()


def test_a_path_that_passes_the_eye_leaves_by_the_edge_and_does_not_turn_back(view):
    strip = _strip([[10.0, 0.0, -200.0], [10.0, 0.0, 200.0]], view)
    x = np.append(strip.start_px[:, 0], strip.stop_px[-1, 0])
    assert (np.diff(x) > 0.0).all()
    assert x[0] == pytest.approx(400.0 + 700.0 * 10.0 / 200.0)
    assert x[-1] == pytest.approx(WIDTH + 64.0)


def test_a_path_wholly_behind_the_eye_is_not_drawn(view):
    assert len(_strip([[-5.0, 1.0, 3.0], [5.0, 1.0, 9.0]], view).start_px) == 0


def test_pieces_of_one_path_meet(view):
    angle = np.linspace(0.0, 2.0, 60)
    curve = np.column_stack([30 * np.cos(angle), 30 * np.sin(angle), np.full(60, -100.0)])
    strip = _strip(curve, view)
    assert strip.stop_px[:-1] == pytest.approx(strip.start_px[1:], abs=1e-9)
    assert strip.stop_out[:-1] == pytest.approx(strip.start_out[1:], abs=1e-9)


def test_miters_have_the_width_of_the_line_on_both_arms(view):
    strip = _strip([[-10.0, 0.0, -100.0], [0.0, 0.0, -100.0], [10.0, 10.0, -100.0]], view)
    corner = strip.stop_out[0]
    for k in range(2):
        run = strip.stop_px[k] - strip.start_px[k]
        across = np.array([-run[1], run[0]]) / np.hypot(*run)
        assert corner @ across == pytest.approx(1.0)


@given(st.floats(-30.0, 30.0), st.floats(1e-4, 0.3))
def test_dashes_stay_on_the_path_while_the_camera_slides_along_it(shift_km, step):
    view = _view()
    base = np.array([[-300.0, -5.0, -100.0], [300.0, -5.0, -100.0]])
    shifts = (shift_km, shift_km + step)
    phases = []
    for shift in shifts:
        strip = _strip(base + np.array([shift, 0.0, 0.0]), view)
        # Phase at the place of the path that is 300 km from its start.
        share = (300.0 - _run_at(strip, base, shift, 0)) / (
            _run_at(strip, base, shift, 1) - _run_at(strip, base, shift, 0)
        )
        phases.append(strip.phase[0, 0] + share * (strip.phase[0, 1] - strip.phase[0, 0]))
    turns = phases[1] - phases[0]
    assert turns == pytest.approx(round(turns), abs=1e-6)


def _run_at(strip, base, shift, end):
    pixel = (strip.start_px, strip.stop_px)[end][0, 0]
    return (pixel - 400.0) * 100.0 / 700.0 - (base[0, 0] + shift)


def test_dash_periods_are_of_like_size_all_over_the_picture(view):
    strip = _strip([[1.0, -2.0, -10.0], [400.0, -2.0, -6000.0]], view, period_px=20.0)
    depth = np.sqrt(strip.depth_km[:, 0] * strip.depth_km[:, 1])
    run_km = np.linalg.norm([399.0, 0.0, 5990.0]) * np.diff(strip.depth_km, axis=1)[:, 0] / 5990.0
    period_km = run_km / np.diff(strip.phase, axis=1)[:, 0]
    period_px = 700.0 * period_km / depth
    assert (period_px > 20.0 / 2.1).all()
    assert (period_px < 20.0 * 2.1).all()


def test_spans_say_what_part_of_a_segment_is_seen(view):
    start = np.array([[0.0, 0.0, -1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    stop = np.array([[0.0, 0.0, -2.0], [0.0, 0.0, -1.0], [0.0, 0.0, 2.0]])
    enter, leave = clip_spans(start, stop, view)
    assert (enter[0], leave[0]) == (0.0, 1.0)
    assert enter[1] == pytest.approx(0.5, abs=1e-3)
    assert not enter[2] < leave[2]
