"""Picking by geometry, no GL."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.surface import fixed_position_km
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths
from mars7viz.scene.picking import Pick, pick
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.scene.words import words_of
from mars7viz.snapshot.camera import default_pose
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.world import load_world

SIZE = {"width": 800, "height": 600}


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def snapshot(world):
    return evaluate(world, utc_to_et("1974-03-09T08:55:00"))


def options_for(world, snapshot, focus, **more):
    return ViewOptions(camera=replace(default_pose(world, focus, snapshot.et), **more))


def test_the_disc_in_the_middle_is_the_focus(world, snapshot):
    options = options_for(world, snapshot, "mars")
    assert pick(world, snapshot, options, **SIZE, x_px=400, y_px=300).name == "mars"


def test_the_disc_is_picked_up_to_its_limb_and_not_beyond(world, snapshot):
    options = options_for(world, snapshot, "jupiter", distance_km=6 * 71492.0)
    focal_px = 300.0 / math.tan(math.radians(20.0))
    # Across the pole of the ecliptic the disc lies between its polar and its equatorial radius.
    least = focal_px * 66854.0 / (71492.0 * math.sqrt(35.0))
    most = focal_px / math.sqrt(35.0)
    assert pick(world, snapshot, options, **SIZE, x_px=400, y_px=300 - least + 3).name == "jupiter"
    assert pick(world, snapshot, options, **SIZE, x_px=400, y_px=300 - most - 20) is None


def test_a_far_planet_is_picked_near_its_point(world, snapshot):
    options = options_for(world, snapshot, "sun")
    view = ViewGeometry.of(snapshot, options, **SIZE)
    x, y, _ = view.pixels(np.array(snapshot.body("earth").position_km))[0]
    assert pick(world, snapshot, options, **SIZE, x_px=x + 5, y_px=y - 4).name in ("earth", "moon")
    assert pick(world, snapshot, options, **SIZE, x_px=x + 60, y_px=y - 60) is None


def test_a_craft_before_a_disc_is_picked_and_behind_it_is_not(world, snapshot):
    craft = snapshot.craft("lander")
    mars = np.array(snapshot.body("mars").position_km)
    to_craft = np.array(craft.position_km) - mars
    options = options_for(world, snapshot, "mars")

    def seen_from(direction):
        from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC

        x, y, z = ICRF_TO_ECLIPTIC @ (direction / np.linalg.norm(direction))
        pose = replace(
            options.camera,
            azimuth_deg=math.degrees(math.atan2(y, x)),
            elevation_deg=math.degrees(math.asin(z)),
            distance_km=60000.0,
        )
        return pick(world, snapshot, options.with_camera(pose), **SIZE, x_px=400, y_px=300).name

    assert seen_from(to_craft) in ("lander", "coast_stage")
    assert seen_from(-to_craft) == "mars"


def test_exaggerated_bodies_are_picked_as_they_are_drawn(world, snapshot):
    options = options_for(world, snapshot, "mars", distance_km=100 * 3396.0)
    options = replace(options, layers=replace(options.layers, labels=False, markers=False))
    beside = {"x_px": 400.0, "y_px": 300.0 - 60.0}
    assert pick(world, snapshot, options, **SIZE, **beside) is None
    assert pick(world, snapshot, replace(options, body_scale=10.0), **SIZE, **beside).name == "mars"


def _frame_and_options(world, snapshot, **layers):
    options = options_for(world, snapshot, "mars", distance_km=14_000.0)
    options = replace(options, layers=replace(options.layers, **layers))
    view = ViewGeometry.of(snapshot, options, **SIZE)
    return options, view


def test_a_point_of_the_path_gives_its_instant(world, snapshot):
    options, view = _frame_and_options(world, snapshot, labels=False)
    trail = next(t for t in world.trails if t.target == "coast_stage" and t.center == "mars")
    mars = np.array(snapshot.body("mars").position_km)
    hits = 0
    for minutes in (-50, -40, -30, 20, 30, 40, 50):
        et = snapshot.et + 60.0 * minutes
        place = trail.positions_at(np.array([et]))[0] + mars
        x, y, depth = view.pixels(place)[0]
        if not (depth > 0.0 and 0.0 < x < 800.0 and 0.0 < y < 600.0):
            continue
        found = pick(world, snapshot, options, **SIZE, x_px=x + 2.0, y_px=y - 2.0)
        if found is not None and found.kind == "path":
            # Three pixels off across or along a path of some 4 km/s.
            assert found.et == pytest.approx(et, abs=90.0)
            assert found.name in ("coast_stage", "lander")
            hits += 1
    assert hits >= 2


def test_no_path_is_picked_where_paths_are_off(world, snapshot):
    options, view = _frame_and_options(world, snapshot, labels=False, paths=False)
    trail = next(t for t in world.trails if t.target == "coast_stage" and t.center == "mars")
    place = trail.positions_at(np.array([snapshot.et + 1800.0]))[0]
    x, y, _ = view.pixels(place + np.array(snapshot.body("mars").position_km))[0]
    found = pick(world, snapshot, options, **SIZE, x_px=float(x), y_px=float(y))
    assert found is None or found.kind != "path"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_place_on_mars_gives_its_latitude_and_longitude(world, snapshot, scale):
    options, _ = _frame_and_options(world, snapshot, labels=False, paths=False)
    options = replace(options, body_scale=scale)
    view = ViewGeometry.of(snapshot, options, **SIZE)
    mars = snapshot.body("mars")
    center = np.array(mars.position_km)
    sight = (view.eye_km - center) / np.linalg.norm(view.eye_km - center)
    seen = 0
    for lat, lon in itertools.product((-60.0, -35.0, 5.0, 40.0), range(10, 360, 35)):
        fixed = fixed_position_km("mars", lon_deg=lon, lat_deg=lat, height_km=0.0)
        place = fixed @ np.array(mars.rotation)
        if place @ sight < 0.75 * 3389.5:
            continue
        x, y, _ = view.pixels(center + scale * place)[0]
        found = pick(world, snapshot, options, **SIZE, x_px=float(x), y_px=float(y))
        assert (found.kind, found.name) == ("body", "mars")
        assert found.place.lat_deg == pytest.approx(lat, abs=1e-6)
        assert found.place.lon_east_deg == pytest.approx(lon, abs=1e-6)
        seen += 1
    assert seen >= 3


def test_words_are_picked_as_what_they_name(world, snapshot):
    options, view = _frame_and_options(world, snapshot, features=True)
    frame = Frame(snapshot, options, view, pixel_scale=600 / 1080)
    words = words_of(frame, world, drawn_paths(world))
    seen = set()
    for label, placement in words.labels:
        box = placement.box
        found = pick(world, snapshot, options, **SIZE, x_px=box.left + 3, y_px=box.top + 3)
        assert found.is_label
        seen.add(found.kind)
        if label.subject.kind == "event":
            assert found.et == world.mission.event(found.name).et
    names = [one for one in words.writings if one.alpha > 0.5 and "mars/" in one.writing.key]
    assert names
    for one in names:
        found = pick(
            world, snapshot, options, **SIZE,
            x_px=one.box.left + 0.5 * one.box.width, y_px=one.box.top + 0.5 * one.box.height,
        )  # fmt: skip
        assert found.kind == "place"
        assert found.place.name == found.name
    assert {"craft"} <= seen


def test_a_pick_is_a_value():
    assert Pick("body", "mars") == Pick("body", "mars")
    assert len({Pick("body", "mars"), Pick("body", "mars"), Pick("craft", "lander")}) == 2
