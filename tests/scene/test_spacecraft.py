"""The craft as a solid: its size, its place, its light."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.scene.spacecraft import craft_bodies, planet_shine
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.attitude import quaternion
from mars7viz.snapshot.camera_axes import camera_axes
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import CameraPose, ViewOptions
from tests.scene.kit import BARE, luminance, pose_from

LIT = replace(BARE, fill_light=True)
CRUISE = "1974-01-09T08:50:00"


def _upright(snapshot, pose):
    """The craft with its long axis up the picture and its panels across."""
    right, up, backward = camera_axes(pose)
    attitude = quaternion(np.array([right, -backward, up]))
    craft = tuple(replace(state, attitude=attitude) for state in snapshot.spacecraft)
    return replace(snapshot, spacecraft=craft)


def _mask(image, half_px):
    """Lit pixels about the middle; planets and words stand elsewhere."""
    row, column = image.shape[0] // 2, image.shape[1] // 2
    middle = image[row - half_px : row + half_px, column - half_px : column + half_px]
    return luminance(middle) > 3.0


@pytest.mark.parametrize("distance_m", [20.0, 60.0])
def test_the_stack_is_as_tall_in_the_picture_as_the_formula_says(loaded_world, picture, distance_m):
    pose = CameraPose("coast_stage", 310.0, 12.0, distance_m / 1000.0)
    snapshot = _upright(evaluate(loaded_world, utc_to_et(CRUISE)), pose)
    image = picture(snapshot, pose, size=(900, 900), supersample=2, layers=LIT)
    focal_px = 450.0 / math.tan(math.radians(20.0))
    half_px = int(0.75 * focal_px * 5.0 / distance_m)
    rows, columns = np.nonzero(_mask(image, half_px))
    height_px = rows.max() - rows.min() + 1
    assert height_px == pytest.approx(focal_px * 4.1 / distance_m, rel=0.03, abs=1.5)
    # The panels' tips lie in the plane of the axis: 5.0 m, plus the antenna rod on one side.
    assert columns.max() - columns.min() + 1 >= 0.97 * focal_px * 5.0 / distance_m


def test_the_picture_does_not_shake_ten_metres_from_a_craft_far_from_the_sun(loaded_world, picture):
    start = utc_to_et("1974-02-20T03:00:00")
    pose = CameraPose("coast_stage", 310.0, 12.0, 0.010)
    attitude = evaluate(loaded_world, start).spacecraft[0].attitude
    first = None
    for k in range(6):
        snapshot = evaluate(loaded_world, start + 0.37 * k)
        craft = tuple(replace(state, attitude=attitude) for state in snapshot.spacecraft)
        snapshot = replace(snapshot, spacecraft=craft)
        image = picture(snapshot, pose, size=(400, 400), supersample=2, layers=LIT).astype(int)
        first = image if first is None else first
        # A shift of a tenth of a pixel changes edges by more than this.
        assert np.abs(image - first).max() <= 20
        assert _mask(image, 150).mean() > 0.05


def test_a_craft_smaller_than_a_pixel_is_not_drawn(loaded_world, picture):
    snapshot = evaluate(loaded_world, utc_to_et(CRUISE))
    pose = CameraPose("coast_stage", 310.0, 12.0, 500.0)
    assert not _mask(picture(snapshot, pose, layers=LIT), 20).any()


def test_release_makes_two_of_one(loaded_world):
    release = loaded_world.mission.event("release").et
    before, after = (evaluate(loaded_world, release + dt) for dt in (-10.0, 10.0))
    assert [body.assembly for body in craft_bodies(before)] == ["stack"]
    assert [body.assembly for body in craft_bodies(after)] == ["coast_stage", "lander"]
    assert craft_bodies(evaluate(loaded_world, loaded_world.mission.launch_et - 10.0)) == ()


def test_the_sunlit_side_is_bright_and_the_other_nearly_black(loaded_world, picture):
    et = utc_to_et(CRUISE)
    snapshot = evaluate(loaded_world, et)
    craft = snapshot.spacecraft[0]
    sun = np.array(snapshot.body("sun").position_km) - np.array(craft.position_km)
    across = np.cross(sun, [0.0, 0.0, 1.0])
    means = []
    for side in (1.0, -1.0):
        # A little to the side, so that the Sun itself is not behind the craft.
        pose = pose_from(side * sun + 0.9 * across, "coast_stage", 0.014)
        image = picture(snapshot, pose, size=(500, 500), supersample=1)
        view = ViewGeometry.of(snapshot, ViewOptions(pose), width=500, height=500)
        x, y = (int(part) for part in view.pixels(np.array(craft.position_km))[0][:2])
        means.append(luminance(image)[y - 40 : y + 40, x - 40 : x + 40].mean())
    assert means[0] > 90.0
    assert means[1] < 16.0


def test_the_planet_nearby_gives_light_from_its_direction(loaded_world):
    snapshot = evaluate(loaded_world, utc_to_et("1974-03-09T08:50:00"))
    craft = np.array(snapshot.craft("lander").position_km)
    mars = np.array(snapshot.body("mars").position_km)
    direction, light, spread = planet_shine(snapshot, craft)
    assert direction @ (mars - craft) == pytest.approx(np.linalg.norm(mars - craft))
    assert 0.0 < light[2] < light[1] < light[0] < 0.3
    assert spread == pytest.approx(3396.19 / np.linalg.norm(mars - craft))
    quiet = evaluate(loaded_world, utc_to_et(CRUISE))
    far = planet_shine(quiet, np.array(quiet.spacecraft[0].position_km))
    assert max(far[1]) < 1e-6
