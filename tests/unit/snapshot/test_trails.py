"""Drawn lines lie on the paths they stand for."""

import numpy as np
import pytest

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.grade import Grade
from mars7viz.snapshot.trails import PRIMARIES


def find(world, target, center, grade=Grade.RECONSTRUCTED):
    return next(
        trail
        for trail in world.trails
        if (trail.target, trail.center, trail.grade) == (target, center, grade)
    )


def test_every_craft_has_a_trail_about_sun_earth_and_mars(world):
    have = {(trail.target, trail.center) for trail in world.trails}
    assert have == {(c, b) for c in ("coast_stage", "lander") for b in ("sun", "earth", "mars")}


def test_samples_increase_and_are_finite(world):
    for trail in world.trails:
        assert (np.diff(trail.ets) > 0).all()
        assert np.isfinite(trail.positions_km).all()
        assert len(trail.ets) == len(trail.positions_km) == len(trail.velocities_km_s)


@pytest.mark.parametrize(
    ("center", "first", "last", "tolerance_km"),
    [
        ("sun", "1973-10-01", "1974-03-01", 2.0),
        ("sun", "1975-01-01", "2030-01-01", 400.0),
        ("mars", "1974-03-08", "1974-03-10", 0.5),
        ("earth", "1973-08-09T17:20", "1973-08-11", 0.5),
    ],
)
def test_between_samples_the_line_is_on_the_path(world, center, first, last, tolerance_km):
    trail = find(world, "lander", center)
    ets = np.linspace(utc_to_et(first), utc_to_et(last), 500)
    path = world.chronologies["lander"].relative_state(ets, center)[:, :3]
    off = np.linalg.norm(trail.positions_at(ets) - path, axis=1)
    assert off.max() < tolerance_km


def test_the_ascent_is_a_trail_of_its_own_grade(world):
    ascent = find(world, "coast_stage", "earth", Grade.ASSUMED)
    assert ascent.ets[-1] - ascent.ets[0] == pytest.approx(823.0, abs=1.0)


def test_orbits_pass_through_their_bodies_and_close(world):
    et = utc_to_et("1974-03-09T08:55")
    orbits = world.orbits_at(et)
    assert {orbit.target for orbit in orbits} == set(PRIMARIES)
    for orbit in orbits:
        size = np.linalg.norm(orbit.positions_km, axis=1).max()
        gap = np.linalg.norm(orbit.positions_km[0] - orbit.positions_km[-1])
        assert gap < 1e-6 * size
        start = orbit.ets[0]
        assert abs(start - et) <= DAY_S
        body = world.solar_system.state(orbit.target, start)
        body = body - world.solar_system.state(orbit.center, start)
        assert orbit.positions_km[0] == pytest.approx(body[:3], abs=1e-6 * size)
