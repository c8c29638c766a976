"""Poses as pure functions."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.snapshot.camera import (
    MAX_DISTANCE_KM,
    clamped_distance_km,
    default_pose,
    eye_and_axes,
    focus_names,
    orbited,
    resolved_pose,
    zoomed,
)
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.options import CameraPose

POSE = CameraPose(focus="mars", azimuth_deg=10.0, elevation_deg=0.0, distance_km=20_000.0)


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_orbit_stays_off_the_poles_and_wraps(d_azimuth, d_elevation):
    pose = orbited(POSE, d_azimuth, d_elevation)
    assert 0.0 <= pose.azimuth_deg < 360.0 + 1e-9
    assert abs(pose.elevation_deg) <= 89.9


@given(st.floats(1e-12, 1e12))
def test_zoom_stays_between_surface_and_the_edge(factor):
    pose = zoomed(POSE, factor)
    assert 1.02 * RADII_KM["mars"][0] <= pose.distance_km <= MAX_DISTANCE_KM


def test_ten_meters_is_as_close_as_a_craft_lets():
    assert clamped_distance_km("lander", 1e-9) == 0.01


def test_a_distance_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="finite"):
        clamped_distance_km("mars", math.nan)


def test_every_focus_has_a_pose(world):
    et = utc_to_et("1974-03-09T08:00")
    for name in focus_names(world):
        pose = default_pose(world, name, et)
        assert pose.focus == name
        assert pose.distance_km == clamped_distance_km(name, pose.distance_km)


def test_an_absent_craft_leaves_the_camera_at_the_earth(world):
    before = evaluate(world, utc_to_et("1973-08-09T12:00"))
    pose = replace(POSE, focus="lander", distance_km=0.02)
    assert resolved_pose(before, pose).focus == "earth"
    assert resolved_pose(before, pose).distance_km > RADII_KM["earth"][0]
    after = evaluate(world, utc_to_et("1973-08-10"))
    assert resolved_pose(after, pose) == pose


def test_opening_is_ten_minutes_before_the_closest_approach(world):
    et, options = opening_view(world)
    assert world.mission.event("closest_approach").et - et == 600.0
    assert options.camera.focus == "mars"


@pytest.mark.parametrize(
    ("utc", "planet", "aside_deg"),
    [("1974-03-09T08:30", "mars", 30.0), ("1973-08-09T17:40", "earth", 76.2 - 4.0)],
)
def test_a_craft_near_a_planet_is_seen_before_it_or_its_limb(world, utc, planet, aside_deg):
    snapshot = evaluate(world, utc_to_et(utc))
    pose = default_pose(world, "lander", snapshot.et)
    eye, axes = eye_and_axes(snapshot, pose)
    to_planet = np.subtract(snapshot.position_km(planet), eye)
    off_axis = -axes[2] @ to_planet / np.linalg.norm(to_planet)
    assert math.degrees(math.acos(off_axis)) == pytest.approx(aside_deg, abs=1.5)
