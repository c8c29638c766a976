"""Lines of sky and flight, where they fall in the picture; labels that stand still."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths
from mars7viz.scene.space_marks import sphere_radius_km
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.scene.words import words_of
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.options import CameraPose, ViewOptions
from tests.scene.kit import BARE, luminance

QUIET = replace(BARE, landing_site=False, ticks=False, closest_approach=False)
SIZE = (800, 600)


def _added(picture, snapshot, pose, **layers):
    """What a layer brings to a picture, as luminance."""
    bare = luminance(picture(snapshot, pose, size=SIZE, layers=QUIET)).copy()
    return luminance(picture(snapshot, pose, size=SIZE, layers=replace(QUIET, **layers))) - bare


def _view(snapshot, pose):
    return ViewGeometry.of(snapshot, ViewOptions(pose), width=SIZE[0], height=SIZE[1])


@pytest.fixture(scope="module")
def encounter(loaded_world):
    return evaluate(loaded_world, utc_to_et("1974-03-09T08:50:00"))


@pytest.mark.parametrize("layer", ["ecliptic_grid", "equatorial_grid"])
def test_the_main_circle_of_a_grid_lies_where_its_latitude_is_nought(picture, encounter, layer):
    pose = CameraPose("coast_stage", 40.0, 7.0, 1.0e3, field_of_view_deg=50.0)
    light = _added(picture, encounter, pose, **{layer: True})
    lon = np.radians(np.arange(0.0, 360.0, 0.7))
    circle = np.column_stack([np.cos(lon), np.sin(lon), np.zeros_like(lon)])
    if layer == "ecliptic_grid":
        circle = circle @ ICRF_TO_ECLIPTIC
    x, y, cosine = _view(encounter, pose).direction_pixels(circle).T
    inside = (cosine > 0) & (x > 4) & (x < SIZE[0] - 4) & (y > 4) & (y < SIZE[1] - 4)
    assert inside.sum() > 20
    rows, columns = y[inside].astype(int), x[inside].astype(int)
    around = np.max(
        [light[rows + dy, columns + dx] for dx in (-1, 0, 1) for dy in (-1, 0, 1)], axis=0
    )
    assert (around > 15.0).mean() > 0.95
    # Thin: ten pixels beside it there is nothing but other lines of the grid.
    assert (np.abs(light) > 15.0).mean() < 0.05


def test_a_figure_joins_its_stars_and_leaves_them_open(picture, encounter):
    """Betelgeuse to Bellatrix: light in the middle of the line, none at the stars."""
    ends = []
    for ra_deg, dec_deg in ((88.793, 7.407), (81.283, 6.350)):
        ra, dec = np.radians(ra_deg), np.radians(dec_deg)
        ends.append([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)])
    x, y, z = -(ICRF_TO_ECLIPTIC @ np.mean(ends, axis=0))
    pose = CameraPose(
        "coast_stage",
        float(np.degrees(np.arctan2(y, x))),
        float(np.degrees(np.arcsin(z / np.linalg.norm([x, y, z])))),
        1.0e3,
    )
    pixels = _view(encounter, pose).direction_pixels(np.array([*ends, np.mean(ends, axis=0)]))
    light = _added(picture, encounter, pose, constellations=True)

    def near(column, row):
        return light[int(row) - 2 : int(row) + 3, int(column) - 2 : int(column) + 3].max()

    assert near(*pixels[2, :2]) > 20.0
    assert near(*pixels[0, :2]) < 8.0
    assert near(*pixels[1, :2]) < 8.0


def test_the_sphere_of_influence_is_as_large_as_its_formula(picture, loaded_world, encounter):
    radius_km = sphere_radius_km("mars", loaded_world, encounter.et)
    assert radius_km == pytest.approx(577_000.0, rel=0.01)
    away_km = 2.6e6
    pose = CameraPose("mars", 60.0, 60.0, away_km)
    light = _added(picture, encounter, pose, spheres=True)
    rows, columns = np.nonzero(light > 15.0)
    off = np.hypot(columns + 0.5 - 400.0, rows + 0.5 - 300.0)
    focal_px = _view(encounter, pose).focal_px
    wanted_px = focal_px * radius_km / np.sqrt(away_km**2 - radius_km**2)
    ring = np.abs(off - wanted_px) < 2.0
    assert ring.mean() > 0.98
    assert ring.sum() > 400


def test_the_distance_line_is_as_long_as_the_documented_altitude(loaded_world, encounter):
    from mars7viz.scene.space_marks import _closest

    pose = CameraPose("mars", 350.0, -30.0, 11_500.0)
    options = ViewOptions(pose)
    frame = Frame(encounter, options, _view(encounter, pose), pixel_scale=600 / 1080)
    closest = _closest(frame, loaded_world)
    ground, path = closest.ends_km
    assert np.linalg.norm(path - ground) == pytest.approx(closest.altitude_km, abs=15.0)
    mars = np.array(encounter.body("mars").position_km)
    assert min(RADII_KM["mars"]) <= np.linalg.norm(ground - mars) <= max(RADII_KM["mars"])


def test_the_ground_track_lies_on_mars(picture, encounter):
    pose = CameraPose("mars", 350.0, -30.0, 14_000.0)
    light = _added(picture, encounter, pose, ground_track=True)
    rows, columns = np.nonzero(np.abs(light) > 12.0)
    assert len(rows) > 60
    limb_px = _view(encounter, pose).focal_px * 3396.2 / np.sqrt(14_000.0**2 - 3396.2**2)
    assert np.hypot(columns - 400.0, rows - 300.0).max() < limb_px + 3.0


@pytest.mark.parametrize("name", ["opening", "sun", "disc", "near"])
def test_a_label_keeps_its_side_while_the_camera_moves_by_less_than_a_pixel(loaded_world, name):
    et, options = opening_view(loaded_world)
    snapshot = evaluate(loaded_world, et)
    pose = {
        "opening": options.camera,
        "sun": CameraPose("sun", 270.0, 72.0, 6.7e8),
        "disc": CameraPose("mars", 330.0, -30.0, 16_000.0),
        "near": CameraPose("lander", 340.0, -30.0, 3_000.0),
    }[name]
    layers = replace(options.layers, features=True, star_names=True)
    sides, strengths = [], []
    for step in range(12):
        # The twelve steps together are some nine tenths of a pixel in the middle.
        turned = replace(pose, azimuth_deg=pose.azimuth_deg + step * 0.0025)
        here = replace(options, camera=turned, layers=layers)
        view = ViewGeometry.of(snapshot, here, width=1280, height=720)
        frame = Frame(snapshot, here, view, pixel_scale=720 / 1080)
        words = words_of(frame, loaded_world, drawn_paths(loaded_world))
        sides.append(
            {
                label.subject.key: (
                    np.sign(round((box.left + box.right) / 2 - label.subject.x)),
                    placement.has_leader,
                )
                for label, placement in words.labels
                for box in (placement.box,)
            }
        )
        strengths.append({one.writing.key: one.alpha for one in words.writings})
    assert all(one == sides[0] for one in sides)
    assert sides[0]
    for before, after in itertools.pairwise(strengths):
        for key in before.keys() | after.keys():
            assert abs(before.get(key, 0.0) - after.get(key, 0.0)) < 0.25, key
