"""Picking by geometry, no GL."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.scene.picking import pick
from mars7viz.scene.view_geometry import ViewGeometry
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
    beside = {"x_px": 400.0, "y_px": 300.0 - 60.0}
    assert pick(world, snapshot, options, **SIZE, **beside) is None
    assert pick(world, snapshot, replace(options, body_scale=10.0), **SIZE, **beside).name == "mars"
