"""Flights: where they begin and end, what they pass and how smoothly."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mars7viz.constants import AU_KM, RADII_KM
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.snapshot.camera import (
    clamped_distance_km,
    default_pose,
    eye_and_axes,
    focus_names,
    framing,
    look_at,
    resolved_pose,
)
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.flight import (
    LONGEST_S,
    SHORTEST_S,
    Flight,
    cleared,
    eased,
    flight,
)
from mars7viz.snapshot.options import CameraPose

STEPS = 60


@pytest.fixture(scope="module")
def snapshots(world):
    dates = ("1973-08-10T12:00", "1973-12-20", "1974-03-09T08:45", "1974-03-09T09:30")
    return [evaluate(world, utc_to_et(date)) for date in dates]


@st.composite
def poses(draw):
    focus = draw(
        st.sampled_from(["earth", "moon", "mars", "phobos", "sun", "jupiter", "lander"])
        | st.just("coast_stage")
    )
    nearest = clamped_distance_km(focus, 0.0)
    distance = nearest * math.exp(draw(st.floats(0.0, math.log(3.0 * AU_KM / nearest))))
    return CameraPose(
        focus,
        draw(st.floats(0.0, 360.0)),
        draw(st.floats(-89.0, 89.0)),
        distance,
        roll_deg=draw(st.floats(-180.0, 180.0)),
        field_of_view_deg=draw(st.floats(10.0, 90.0)),
        shift_x=draw(st.floats(-0.8, 0.8)),
        pan_deg=draw(st.sampled_from([0.0, 25.0])),
    )


def position(snapshot, name):
    return np.array(snapshot.position_km(name))


def clearance(snapshot, eye):
    return min(
        np.linalg.norm(eye - np.array(body.position_km)) / max(RADII_KM[body.name])
        for body in snapshot.bodies
    )


def check_with(snapshots, examples=60):
    """Run a property over snapshots and pairs of poses that stand outside every body."""

    def run(holds):
        @settings(max_examples=examples, deadline=None)
        @given(st.integers(0, len(snapshots) - 1), poses(), poses())
        def each(index, start, end):
            snapshot = snapshots[index]
            holds(snapshot, cleared(snapshot, start), cleared(snapshot, end))

        each()

    return run


def test_ends_are_exact(snapshots):
    @check_with(snapshots)
    def _(snapshot, start, end):
        assert flight(start, end, snapshot, 0.0) == start
        assert flight(start, end, snapshot, 1.0) == end
        planned = Flight.planned(start, end, snapshot)
        for s, pose in ((1e-9, start), (1.0 - 1e-9, end)):
            eye, axes = eye_and_axes(snapshot, planned.at(snapshot, s))
            end_eye, end_axes = eye_and_axes(snapshot, pose)
            # A double has 1e-7 km left an astronomical unit from the origin.
            assert eye == pytest.approx(end_eye, abs=1e-6 * pose.distance_km + 1e-6)
            assert axes == pytest.approx(end_axes, abs=1e-6)


def test_no_pose_is_inside_a_body(snapshots):
    @check_with(snapshots)
    def _(snapshot, start, end):
        planned = Flight.planned(start, end, snapshot)
        for s in np.linspace(0.0, 1.0, STEPS + 1):
            eye, _ = eye_and_axes(snapshot, planned.at(snapshot, s))
            assert clearance(snapshot, eye) > 1.0199


def test_nothing_jumps(snapshots):
    @check_with(snapshots, examples=40)
    def _(snapshot, start, end):
        planned = Flight.planned(start, end, snapshot)
        step = 1e-5
        for s in np.linspace(0.01, 0.99, 25):
            (eye, axes), (next_eye, next_axes) = (
                eye_and_axes(snapshot, planned.at(snapshot, at)) for at in (s, s + step)
            )
            near = min(
                np.linalg.norm(eye - position(snapshot, pose.focus)) for pose in (start, end)
            )
            # Sixty e-foldings of the nearer distance in a whole flight, eased twice as fast.
            assert np.linalg.norm(next_eye - eye) <= 200.0 * step * near + 1e-6
            assert np.linalg.norm(next_axes - axes) <= 400.0 * step


def test_about_one_focus_distance_never_turns_back_and_the_way_is_short(snapshots):
    @check_with(snapshots)
    def _(snapshot, start, end):
        end = replace(start, azimuth_deg=end.azimuth_deg, elevation_deg=end.elevation_deg)
        end = cleared(snapshot, replace(end, distance_km=3.0 * start.distance_km))
        focus = position(snapshot, start.focus)
        planned = Flight.planned(start, end, snapshot)
        offsets = [
            eye_and_axes(snapshot, planned.at(snapshot, s))[0] - focus
            for s in np.linspace(0.0, 1.0, STEPS + 1)
        ]
        if planned.detour != (0.0, 0.0, 0.0):
            return
        distances = np.array([np.linalg.norm(offset) for offset in offsets])
        rising = np.sign(end.distance_km - start.distance_km)
        assert (np.diff(distances) * rising >= -1e-6 - 1e-9 * distances[:-1]).all()
        directions = [offset / np.linalg.norm(offset) for offset in offsets]
        turned = sum(
            math.atan2(np.linalg.norm(np.cross(a, b)), a @ b)
            for a, b in itertools.pairwise(directions)
        )
        whole = math.atan2(
            np.linalg.norm(np.cross(directions[0], directions[-1])), directions[0] @ directions[-1]
        )
        # A meter's digits are all that is left of a craft far from the origin.
        assert turned == pytest.approx(whole, abs=1e-5 if start.distance_km > 1.0 else 1e-2)


def test_near_its_target_a_flight_only_comes_nearer(snapshots):
    @check_with(snapshots)
    def _(snapshot, start, end):
        target = position(snapshot, end.focus)
        gap = np.linalg.norm(target - position(snapshot, start.focus))
        if start.distance_km > 0.2 * gap or end.distance_km > 0.005 * gap:
            return
        planned = Flight.planned(start, end, snapshot)
        away = np.array(
            [
                np.linalg.norm(eye_and_axes(snapshot, planned.at(snapshot, s))[0] - target)
                for s in np.linspace(0.0, 1.0, 80)
            ]
        )
        near = away[80 - int(np.argmax(away[::-1] > 0.05 * gap)) :]
        assert len(near) > 1
        assert (np.diff(near) <= 1e-6).all()


def test_the_target_stands_in_its_place_from_half_way_on(snapshots):
    @check_with(snapshots)
    def _(snapshot, start, end):
        end = replace(end, pan_deg=0.0)
        planned = Flight.planned(start, end, snapshot)
        for s in (0.5, 0.7, 0.9, 0.999):
            pose = planned.at(snapshot, s)
            eye, axes = eye_and_axes(snapshot, pose)
            x, y, z = axes @ (position(snapshot, end.focus) - eye)
            assert z < 0.0
            assert math.hypot(x, y) < 1e-6 * -z + 1e-6
            assert pose.shift_x == pytest.approx(end.shift_x)


def test_every_focus_is_reached_from_every_other(world, snapshots):
    snapshot = snapshots[2]
    blocked = []
    for first in focus_names(world):
        for last in focus_names(world):
            start, end = (default_pose(world, name, snapshot.et) for name in (first, last))
            planned = Flight.planned(start, end, snapshot)
            assert SHORTEST_S <= planned.duration_s(snapshot) <= LONGEST_S
            room = min(
                clearance(snapshot, eye_and_axes(snapshot, planned.at(snapshot, s))[0])
                for s in np.linspace(0.0, 1.0, 41)
            )
            if room < 1.0199:
                blocked.append((first, last))
    assert blocked == []


def test_a_planet_in_the_way_is_flown_around(snapshots):
    snapshot = snapshots[0]
    to_moon = position(snapshot, "moon") - position(snapshot, "earth")
    # From behind the Earth, as seen from the Moon, to before the Moon's near side.
    behind = look_at("earth", "moon", distance_km=30_000.0)
    start = resolved_pose(snapshot, replace(behind, azimuth_deg=180.0, elevation_deg=0.0))
    end = resolved_pose(
        snapshot, CameraPose("moon", 0.0, 0.0, 4_000.0, mode="two_body", other="earth")
    )
    planned = Flight.planned(start, end, snapshot)
    nearest = min(
        np.linalg.norm(
            eye_and_axes(snapshot, planned.at(snapshot, s))[0] - position(snapshot, "earth")
        )
        for s in np.linspace(0.0, 1.0, 400)
    )
    assert nearest > 1.0199 * RADII_KM["earth"][0]
    assert np.linalg.norm(to_moon) > 300_000.0


def test_a_pose_inside_another_body_is_moved_out(snapshots):
    snapshot = snapshots[2]
    to_mars = position(snapshot, "mars") - position(snapshot, "phobos")
    inside = CameraPose(
        "phobos", 0.0, 0.0, float(np.linalg.norm(to_mars)), mode="two_body", other="mars"
    )
    aimed = resolved_pose(snapshot, replace(inside, mode="look_at", azimuth_deg=0.0))
    buried = replace(aimed, distance_km=float(np.linalg.norm(to_mars)))
    assert clearance(snapshot, eye_and_axes(snapshot, cleared(snapshot, buried))[0]) > 1.0199
    free = default_pose_of("phobos")
    assert cleared(snapshot, free) is free
    assert cleared(snapshot, framing("mars", "lander")).mode == "two_body"


def default_pose_of(name):
    return CameraPose(name, 10.0, 5.0, 80.0)


def test_the_world_may_move_under_a_flight(world, snapshots):
    start = default_pose(world, "earth", snapshots[1].et)
    end = default_pose(world, "mars", snapshots[1].et)
    planned = Flight.planned(start, end, snapshots[1])
    for s in np.linspace(0.0, 1.0, 30):
        later = evaluate(world, snapshots[1].et + s * 20 * 86_400.0)
        eye, _ = eye_and_axes(later, planned.at(later, s))
        assert clearance(later, eye) > 1.0199
    assert planned.at(later, 1.0) == end


def test_easing_rests_at_both_ends():
    assert [eased(s) for s in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert eased(0.01) < 1.1e-5
