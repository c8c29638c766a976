"""The craft's sign along its path: sparse, square, and still while the craft moves."""

import numpy as np
import pytest

from mars7viz.scene.path_geometry import Polyline
from mars7viz.scene.path_signs import SIGN_PX, sign_places, sign_strip
from mars7viz.scene.view_geometry import ViewGeometry


def _line(first_km, last_km):
    """A straight path across the picture at 1000 km, whose fixed point is at x = -5000 km."""
    run = np.linspace(first_km, last_km, 40)
    camera = np.column_stack([run - 5000.0, np.full(40, 20.0), np.full(40, -1000.0)])
    return Polyline(camera, run, np.ones(40))


def _strip(line, craft_px=None):
    view = ViewGeometry(
        eye_km=np.zeros(3),
        axes=np.eye(3),
        focal_px=1000.0,
        center_px=(960.0, 540.0),
        width=1920,
        height=1080,
    )
    return sign_strip(line, view, pixel_scale=1.0, reference_depth_km=1000.0, craft_px=craft_px)


def test_signs_stay_where_they_are_while_the_path_grows():
    short = sign_places(_line(0.0, 5200.0), spacing_km=512.0, reach_km=6000.0)[0]
    longer = sign_places(_line(0.0, 5400.0), spacing_km=512.0, reach_km=6000.0)[0]
    assert longer[: len(short)] == pytest.approx(short, abs=1e-6)
    assert np.diff(short[:, 0]) == pytest.approx(512.0)


def test_signs_are_small_squares_far_apart():
    strip = _strip(_line(0.0, 9000.0))
    corners = strip.start_px.reshape(-1, 4, 2)
    assert len(corners) >= 2
    for square in corners:
        assert np.ptp(square, axis=0) == pytest.approx(SIGN_PX)
    assert np.diff(corners.mean(axis=1)[:, 0]).min() > 250.0
    assert strip.stop_px.reshape(-1, 4, 2) == pytest.approx(np.roll(corners, -1, axis=1))


def test_no_sign_beside_the_craft():
    everywhere = _strip(_line(0.0, 9000.0)).start_px.reshape(-1, 4, 2).mean(axis=1)
    x, y = everywhere[0]
    fewer = _strip(_line(0.0, 9000.0), craft_px=(x + 4.0, y)).start_px.reshape(-1, 4, 2)
    assert len(fewer) == len(everywhere) - 1


def test_a_path_far_away_has_no_signs():
    assert len(_strip(_line(50_000.0, 90_000.0)).start_px) == 0
