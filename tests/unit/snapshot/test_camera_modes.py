"""Modes of the camera: each as the pose it is at an instant."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.snapshot.camera import (
    default_pose,
    eye_and_axes,
    focus_names,
    framing,
    kept_out,
    look_at,
    resolved_pose,
)
from mars7viz.snapshot.camera_axes import (
    camera_axes,
    ecliptic_axes,
    part_of_turn,
    placed,
    standing_axes,
    turned_about,
    unit,
)
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import CameraPose

ENCOUNTER = "1974-03-09T08:45"
ANGLE = st.floats(-180.0, 180.0)
LATITUDE = st.floats(-89.0, 89.0)


@pytest.fixture(scope="module")
def encounter(world):
    return evaluate(world, utc_to_et(ENCOUNTER))


def position(snapshot, name):
    return np.array(snapshot.position_km(name))


def seen(snapshot, pose, name):
    """Where a thing falls in the picture, in half heights from the center, and how far off."""
    eye, axes = eye_and_axes(snapshot, pose)
    x, y, z = axes @ (position(snapshot, name) - eye)
    scale = math.tan(math.radians(pose.field_of_view_deg) / 2) * -z
    return x / scale + pose.shift_x, y / scale + pose.shift_y, -z


@given(ANGLE, LATITUDE, ANGLE, st.floats(-85.0, 85.0), ANGLE)
def test_a_pose_comes_back_from_its_own_axes(azimuth, elevation, roll, pan, tilt):
    pose = CameraPose("mars", azimuth, elevation, 5000.0, roll_deg=roll, pan_deg=pan, tilt_deg=tilt)
    axes = ecliptic_axes(pose)
    again = placed(pose, "mars", standing_axes(pose)[2] * 5000.0, axes)
    assert ecliptic_axes(again) == pytest.approx(axes, abs=1e-11)
    assert again.distance_km == pytest.approx(5000.0)
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)


@pytest.mark.parametrize("pan", [90.0, -90.0])
def test_a_look_square_to_the_side_comes_back_too(pan):
    pose = CameraPose("mars", 20.0, 10.0, 5000.0, roll_deg=30.0, pan_deg=pan, tilt_deg=40.0)
    again = placed(pose, "mars", standing_axes(pose)[2] * 5000.0, ecliptic_axes(pose))
    assert ecliptic_axes(again) == pytest.approx(ecliptic_axes(pose), abs=1e-8)


def test_pan_turns_right_and_tilt_turns_up():
    still = camera_axes(CameraPose("mars", 20.0, 10.0, 5000.0))
    panned = camera_axes(CameraPose("mars", 20.0, 10.0, 5000.0, pan_deg=10.0))
    tilted = camera_axes(CameraPose("mars", 20.0, 10.0, 5000.0, tilt_deg=10.0))
    assert -panned[2] @ still[0] == pytest.approx(math.sin(math.radians(10.0)))
    assert -tilted[2] @ still[1] == pytest.approx(math.sin(math.radians(10.0)))


@given(
    st.floats(0.0, 3.1415926),
    st.floats(0.0, 1.0),
    st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1),
)
def test_part_of_a_turn_is_that_part_of_its_angle(angle, share, axis):
    turn = turned_about(unit(np.array(axis)), angle)
    assert part_of_turn(turn, share) == pytest.approx(
        turned_about(unit(np.array(axis)), share * angle), abs=1e-6
    )


def test_an_inertial_pose_is_itself(encounter):
    pose = CameraPose("mars", 20.0, 10.0, 5000.0, roll_deg=5.0, pan_deg=3.0)
    assert resolved_pose(encounter, pose) is pose


def test_follow_looks_along_the_motion_about_mars(encounter):
    behind = CameraPose("lander", 180.0, 0.0, 0.02, mode="follow", other="mars")
    eye, axes = eye_and_axes(encounter, behind)
    craft, mars = encounter.craft("lander"), encounter.body("mars")
    motion = np.array(craft.velocity_km_s) - np.array(mars.velocity_km_s)
    assert -axes[2] @ motion / np.linalg.norm(motion) == pytest.approx(1.0, abs=1e-12)
    # Deep inside Mars's sphere motion is about Mars by itself.
    by_itself = CameraPose("lander", 180.0, 0.0, 0.02, mode="follow")
    assert eye_and_axes(encounter, by_itself)[0] == pytest.approx(eye, abs=1e-6)


def test_follow_turns_smoothly_from_earth_to_sun(world):
    pose = CameraPose("coast_stage", 150.0, 20.0, 0.02, mode="follow")
    start = utc_to_et("1973-08-10T06:00")
    looks = [
        resolved_pose(evaluate(world, start + hour * 3600.0), pose).azimuth_deg
        for hour in range(24 * 9)
    ]
    steps = [abs(math.remainder(b - a, 360.0)) for a, b in itertools.pairwise(looks)]
    assert max(steps) < 8.0
    assert abs(math.remainder(looks[-1] - looks[0], 360.0)) > 1.0


def test_body_fixed_stays_over_its_place(world):
    pose = CameraPose("earth", 63.3, 45.9, 8378.0, mode="body_fixed")
    for hours in (0.0, 5.0, 12.0):
        snapshot = evaluate(world, utc_to_et("1973-08-09T12:00") + hours * 3600.0)
        eye, _ = eye_and_axes(snapshot, pose)
        fixed = np.array(snapshot.body("earth").rotation) @ (eye - position(snapshot, "earth"))
        assert math.degrees(math.atan2(fixed[1], fixed[0])) == pytest.approx(63.3)
        assert math.degrees(math.asin(fixed[2] / np.linalg.norm(fixed))) == pytest.approx(45.9)


def test_body_fixed_has_north_up(encounter):
    pose = CameraPose("mars", 10.0, 5.0, 9000.0, mode="body_fixed")
    _, axes = eye_and_axes(encounter, pose)
    north = np.array(encounter.body("mars").rotation)[2]
    assert axes[0] @ north == pytest.approx(0.0, abs=1e-12)
    assert axes[1] @ north > 0.9


@pytest.mark.parametrize(
    ("eye_of", "target", "distance_km"),
    [("lander", "mars", 0.02), ("coast_stage", "sun", 0.02), ("phobos", "mars", 40.0)],
)
def test_look_at_sits_at_one_and_centers_the_other(encounter, eye_of, target, distance_km):
    pose = look_at(eye_of, target, distance_km=distance_km)
    eye, _ = eye_and_axes(encounter, pose)
    assert np.linalg.norm(eye - position(encounter, eye_of)) == pytest.approx(distance_km, rel=1e-4)
    x, y, depth = seen(encounter, pose, target)
    assert (x, y) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert depth > 0.0
    # Over its shoulder: the near one stands before the camera.
    assert seen(encounter, pose, eye_of)[2] > 0.0


def test_look_at_has_the_horizon_level(encounter):
    _, axes = eye_and_axes(encounter, look_at("lander", "mars", distance_km=0.02))
    assert (ICRF_TO_ECLIPTIC @ axes[0])[2] == pytest.approx(0.0, abs=1e-12)


def test_framing_holds_both_at_every_instant(world):
    @settings(max_examples=80, deadline=None)
    @given(
        pair=st.sampled_from(
            [
                ("lander", "mars"),
                ("mars", "lander"),
                ("coast_stage", "lander"),
                ("earth", "moon"),
                ("mars", "phobos"),
                ("sun", "earth"),
            ]
        ),
        days=st.floats(-150.0, 3.0),
        azimuth=ANGLE,
        elevation=LATITUDE,
        fov=st.floats(5.0, 100.0),
        shift=st.floats(-0.6, 0.6),
    )
    def holds(pair, days, azimuth, elevation, fov, shift):
        snapshot = evaluate(world, utc_to_et(ENCOUNTER) + days * 86_400.0)
        pose = replace(
            framing(*pair, distance_km=0.02, azimuth_deg=azimuth, elevation_deg=elevation),
            field_of_view_deg=fov,
            shift_x=shift,
        )
        if snapshot.position_km(pair[0]) == snapshot.position_km(pair[1]):
            assert resolved_pose(snapshot, pose).focus == pair[0]
            return
        eye, _ = eye_and_axes(snapshot, pose)
        for name in pair:
            x, y, depth = seen(snapshot, pose, name)
            assert depth > 0.0
            distance = np.linalg.norm(position(snapshot, name) - eye)
            radius = max(RADII_KM[name]) if name in RADII_KM else 0.0
            assert distance > radius
            reach = math.hypot(x - shift, y)
            half = math.tan(math.radians(fov) / 2)
            edge = math.tan(math.atan(reach * half) + math.asin(radius / distance)) / half
            assert edge + abs(shift) <= 1.0 + 1e-4

    holds()


def test_framing_goes_no_farther_back_than_it_must(encounter):
    pose = framing("mars", "lander", azimuth_deg=90.0)
    back = resolved_pose(encounter, pose).distance_km
    gap = np.linalg.norm(position(encounter, "mars") - position(encounter, "lander"))
    assert gap < back < 6.0 * gap


def test_framing_changes_smoothly_through_the_encounter(world):
    pose = framing("lander", "mars", distance_km=0.02)
    start = utc_to_et("1974-03-09T08:00")
    snapshots = [evaluate(world, start + 30.0 * i) for i in range(240)]
    directions = [eye_and_axes(snapshot, pose)[1][2] for snapshot in snapshots]
    steps = [math.acos(min(1.0, a @ b)) for a, b in itertools.pairwise(directions)]
    assert max(steps) < math.radians(6.0)


def test_an_absent_second_leaves_the_first(world):
    snapshot = evaluate(world, utc_to_et("1973-08-09T12:00"))
    for pose in (look_at("lander", "earth", distance_km=0.02), framing("earth", "lander")):
        assert resolved_pose(snapshot, pose).focus == "earth"


def test_what_the_camera_sits_about_keeps_it_out():
    assert look_at("mars", "phobos", distance_km=1.0).distance_km > RADII_KM["mars"][0]
    assert look_at("lander", "mars", distance_km=0.02).distance_km == 0.02
    low = CameraPose("earth", 63.0, 46.0, 1.0, mode="body_fixed")
    assert kept_out(low).distance_km > RADII_KM["earth"][0]


def test_every_default_pose_looks_at_its_focus(world, encounter):
    for name in focus_names(world):
        x, y, depth = seen(encounter, default_pose(world, name, encounter.et), name)
        # Half a millionth of the picture: what 64 bits leave of a craft seen from ten meters.
        assert (x, y) == pytest.approx((0.0, 0.0), abs=1e-5)
        assert depth > 0.0
