"""Paths in pictures: through the craft, behind planets, brighter where they are past."""

from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths
from mars7viz.scene.legend import grades_in_picture
from mars7viz.scene.subjects import hidden_by_body
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.camera import default_pose
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import CameraPose, ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance, pose_from

PATHS = replace(BARE, paths=True)
SIZE = (640, 480)

LOOKS = [
    ("1973-08-09T19:30:00", CameraPose("earth", 60.0, 25.0, 120_000.0)),
    ("1973-11-20T00:00:00", CameraPose("sun", 270.0, 62.0, 3.3 * AU_KM)),
    ("1974-03-09T08:50:00", CameraPose("mars", 200.0, 20.0, 40_000.0)),
    ("1974-03-09T08:20:00", CameraPose("coast_stage", 140.0, 35.0, 9_000.0)),
    ("1974-03-09T08:20:00", CameraPose("mars", 120.0, 50.0, 60_000.0, shift_x=0.3)),
    ("1974-03-09T12:00:00", CameraPose("lander", 200.0, 60.0, 30_000.0, shift_y=-0.4)),
    ("1990-06-01T00:00:00", CameraPose("sun", 10.0, 75.0, 4.0 * AU_KM)),
    ("1990-06-01T00:00:00", CameraPose("coast_stage", 10.0, 40.0, 0.3 * AU_KM)),
]


def _line(picture, snapshot, pose, *, supersample=2):
    """What the path adds to a picture, and the geometry of that picture."""
    with_path = picture(snapshot, pose, size=SIZE, supersample=supersample, layers=PATHS)
    with_path = luminance(with_path.copy())
    without = luminance(picture(snapshot, pose, size=SIZE, supersample=supersample, layers=BARE))
    view = ViewGeometry.of(snapshot, ViewOptions(pose), width=SIZE[0], height=SIZE[1])
    return with_path - without, view


@pytest.mark.parametrize(("utc", "pose"), LOOKS)
def test_the_path_runs_through_the_craft(loaded_world, picture, utc, pose):
    snapshot = evaluate(loaded_world, utc_to_et(utc))
    added, view = _line(picture, snapshot, pose)
    craft = snapshot.craft(pose.focus) or snapshot.craft("coast_stage")
    x, y, _ = view.pixels(np.array(craft.position_km))[0]
    rows, columns = np.nonzero(added > 6.0)
    offset = np.column_stack([columns + 0.5 - x, rows + 0.5 - y])
    near = np.hypot(*offset.T) < 16.0
    assert near.sum() > 10
    # Principal axis of the lit pixels about the craft: the line, whatever its dashes.
    points, weight = offset[near], added[rows, columns][near]
    middle = np.average(points, axis=0, weights=weight)
    _, _, axes = np.linalg.svd((points - middle) * np.sqrt(weight)[:, None])
    assert abs(middle @ np.array([-axes[0, 1], axes[0, 0]])) < 1.0


@pytest.mark.parametrize(("utc", "pose"), LOOKS)
def test_the_drawn_line_has_the_craft_as_a_vertex(loaded_world, utc, pose):
    snapshot = evaluate(loaded_world, utc_to_et(utc))
    view = ViewGeometry.of(snapshot, ViewOptions(pose), width=SIZE[0], height=SIZE[1])
    lines = drawn_paths(loaded_world).lines(Frame(snapshot, ViewOptions(pose), view, 1.0))
    for craft in snapshot.spacecraft:
        if craft.attached_to is not None:
            continue
        x, y, _ = view.pixels(np.array(craft.position_km))[0]
        ends = np.array([line.positions_km[k] for line in lines for k in (0, -1)])
        pixels = view.pixels(ends)[:, :2]
        assert np.nanmin(np.hypot(*(pixels - (x, y)).T)) < 1e-3


def test_a_path_behind_a_planet_is_hidden(loaded_world, picture):
    snapshot = evaluate(loaded_world, utc_to_et("1974-03-09T08:50:00"))
    pose = CameraPose("mars", 200.0, 20.0, 40_000.0)
    added, view = _line(picture, snapshot, pose)
    mars = np.array(snapshot.body("mars").position_km)
    frame = Frame(snapshot, ViewOptions(pose), view, 1.0)
    hidden = seen = 0
    for line in drawn_paths(loaded_world).lines(frame):
        for place, (x, y, depth) in zip(
            line.positions_km, view.pixels(line.positions_km), strict=True
        ):
            if not (depth > 0.0 and 4 < x < SIZE[0] - 4 and 4 < y < SIZE[1] - 4):
                continue
            patch = added[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2]
            if hidden_by_body(place, view.eye_km, snapshot, body_scale=0.93, but=""):
                hidden += 1
                assert np.abs(patch).max() < 2.0
            elif np.linalg.norm(place - mars) > 4_000.0:
                seen += patch.max() > 20.0
    assert hidden > 5
    assert seen > 20


def test_the_past_is_brighter_than_the_future(loaded_world, picture):
    snapshot = evaluate(loaded_world, utc_to_et("1974-03-09T08:20:00"))
    pose = CameraPose("coast_stage", 140.0, 35.0, 9_000.0)
    added, view = _line(picture, snapshot, pose)
    craft = snapshot.craft("coast_stage")
    mars = snapshot.body("mars")
    along = np.array(craft.velocity_km_s) - np.array(mars.velocity_km_s)
    ahead = view.axes @ along
    rows, columns = np.nonzero(added > 6.0)
    x, y, _ = view.pixels(np.array(craft.position_km))[0]
    side = (columns + 0.5 - x) * ahead[0] - (rows + 0.5 - y) * ahead[1]
    brightness = added[rows, columns]
    past, future = (np.percentile(brightness[select], 90) for select in (side < 0.0, side > 0.0))
    assert past > 1.3 * future


def test_the_reconstructed_path_is_dashed_amber(loaded_world, picture):
    snapshot = evaluate(loaded_world, utc_to_et("1973-11-20T00:00:00"))
    pose = CameraPose("sun", 270.0, 62.0, 3.3 * AU_KM)
    image = picture(snapshot, pose, size=(960, 720), supersample=2, layers=PATHS).astype(float)
    amber = image[luminance(image) > 90.0]
    amber = amber[amber[:, 0] > 1.3 * amber[:, 2]]
    hue = np.median(amber, axis=0) / np.median(amber, axis=0)[0]
    assert hue == pytest.approx(np.array([0xE6, 0xA2, 0x3C]) / 0xE6, abs=0.06)


def test_legend_knows_the_grades_of_the_paths_in_the_picture(loaded_world):
    snapshot = evaluate(loaded_world, utc_to_et("1974-03-09T08:50:00"))

    def grades(pose, layers=PATHS):
        options = ViewOptions(pose, layers=layers)
        view = ViewGeometry.of(snapshot, options, width=SIZE[0], height=SIZE[1])
        frame = Frame(snapshot, options, view, 1.0)
        return [str(grade) for grade in grades_in_picture(drawn_paths(loaded_world), frame)]

    encounter = CameraPose("mars", 200.0, 20.0, 40_000.0)
    assert grades(encounter) == ["reconstructed"]
    assert grades(encounter, BARE) == []
    sun, jupiter = (np.array(snapshot.body(name).position_km) for name in ("sun", "jupiter"))
    assert grades(pose_from(sun - jupiter, "jupiter", 500_000.0)) == []


def test_two_pictures_are_the_same_to_the_byte(loaded_world, picture):
    snapshot = evaluate(loaded_world, utc_to_et("1974-03-09T08:50:00"))
    pose = default_pose(loaded_world, "mars", snapshot.et)
    everything = replace(PATHS, orbits=True, labels=True, markers=True, legend=True, scale_bar=True)
    first = picture(snapshot, pose, layers=everything, language="ru").copy()
    other = evaluate(loaded_world, snapshot.et + 86_400.0)
    picture(other, pose, layers=everything, language="en")
    assert np.array_equal(picture(snapshot, pose, layers=everything, language="ru"), first)
