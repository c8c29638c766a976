"""Mars near and in its season: frost of the north, invented ground that says it is invented."""

from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.scene.bodies import has_invented_ground
from mars7viz.scene.drawing import Frame
from mars7viz.scene.overlay import _notes
from mars7viz.scene.texture_recipes import RECIPES
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.options import ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance, make_snapshot, pose_from

MARS = np.array([1.5 * AU_KM, 0.2 * AU_KM, 0.0])
RADIUS_KM = 3396.19


def frost_edges_deg(width):
    """Latitude, for each column, where the map turns from frost to ground."""
    ground = RECIPES["mars"](width).astype(float)
    height = len(ground)
    # Frost is nearly white; the ground's blue is half of its red.
    is_frost = (ground[..., 2] > 0.8 * ground[..., 0]) & (ground.mean(axis=2) > 180.0)
    rows = np.argmin(is_frost, axis=0)
    return 90.0 - rows * 180.0 / height


@pytest.mark.parametrize("width", [1024, 4096])
def test_the_frost_of_the_north_ends_where_observers_saw_it_at_the_season(width):
    edges = frost_edges_deg(width)
    # James (1979) and Cantor et al. (1998): 62 to 66 degrees at Ls 18, not a circle.
    assert np.median(edges) == pytest.approx(64.0, abs=1.5)
    assert 1.0 < np.percentile(edges, 95) - np.percentile(edges, 5) < 9.0
    assert abs(edges[0] - edges[-1]) < 3.0, "the edge goes around without a step"


def test_the_ground_south_of_the_frost_is_the_maps():
    ground = RECIPES["mars"](1024).astype(float)
    south = ground[int(512 * (90 - 55) / 180) : 400]
    red, _, blue = south.reshape(-1, 3).mean(axis=0)
    assert blue < 0.7 * red


def frame_at(height_km, *, supersample=1, **options):
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS})
    view_options = ViewOptions(
        camera=pose_from((-1, 1, 0.2), "mars", RADIUS_KM + height_km), layers=BARE, **options
    )
    view = ViewGeometry.of(snapshot, view_options, width=1920, height=1080)
    return Frame(snapshot, view_options, view.scaled(supersample), pixel_scale=float(supersample))


def test_invented_ground_is_named_whenever_it_is_drawn(loaded_world):
    for height_km, is_near in ((100.0, True), (1300.0, True), (8000.0, False)):
        for supersample in (1, 2, 4):
            frame = frame_at(height_km, supersample=supersample)
            assert has_invented_ground(frame) is is_near
        words = _notes(frame_at(height_km))
        assert words == (["Fine ground detail: synthetic"] if is_near else [])
    russian = _notes(frame_at(100.0, language="ru"))
    assert len(russian) == 1
    assert not russian[0].isascii()
    et, options = opening_view(loaded_world)
    snapshot = evaluate(loaded_world, et)
    view = ViewGeometry.of(snapshot, options, width=1920, height=1080)
    assert not has_invented_ground(Frame(snapshot, options, view, pixel_scale=1.0))


def test_the_note_of_exaggerated_sizes_stands_alone():
    assert not has_invented_ground(frame_at(100.0, body_scale=2.0))


@pytest.mark.parametrize("height_km", [100.0, 1300.0])
def test_ground_that_fills_the_picture_has_detail_and_no_texels(picture, height_km):
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS}, {"mars": ICRF_TO_ECLIPTIC})
    pose = pose_from((-1, 1, 0.2), "mars", RADIUS_KM + height_km)
    image = luminance(picture(snapshot, pose, size=(400, 400), supersample=2))
    fine = image - 0.25 * (
        np.roll(image, 2, 0) + np.roll(image, -2, 0) + np.roll(image, 2, 1) + np.roll(image, -2, 1)
    )
    inner = fine[10:-10, 10:-10]
    # Felt, not seen: a few levels of light, everywhere and never harsh.
    assert 0.5 < inner.std() < 8.0
    quarters = [part.std() for half in np.split(inner, 2) for part in np.split(half, 2, axis=1)]
    assert min(quarters) > 0.3 * max(quarters)
    # Texels of ten km would show as steps along rows and columns alike.
    assert np.abs(np.diff(image[10:-10, 10:-10], axis=1)).max() < 40.0


def test_detail_does_not_swim_when_the_camera_turns_about_its_axis(picture):
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS}, {"mars": ICRF_TO_ECLIPTIC})
    pose = pose_from((-1, 1, 0.2), "mars", RADIUS_KM + 1300.0)
    image = picture(snapshot, pose, size=(200, 200), supersample=2)
    turned = picture(snapshot, replace(pose, roll_deg=90.0), size=(200, 200), supersample=2)
    back = min(
        np.abs(np.rot90(turned, quarter)[20:-20, 20:-20].astype(int) - image[20:-20, 20:-20]).mean()
        for quarter in (1, 3)
    )
    assert back < 1.5
