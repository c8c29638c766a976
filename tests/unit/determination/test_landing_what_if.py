"""The intended landing as the mission planned it, and what other burns would have done."""

import json
import time

import numpy as np
import pytest

from mars7viz.cli import main
from mars7viz.determination.landing.intended import IntendedLanding
from mars7viz.determination.landing.mars6 import (
    END_SPEED_M_S,
    ENTRY_TO_PARACHUTE_S,
    UNDER_CANOPY_S,
    fly_mars6,
)
from mars7viz.determination.landing.parameters import load_landing_model
from mars7viz.determination.landing.relay import relay
from mars7viz.determination.landing.report import burn_map, what_if_lines
from mars7viz.determination.landing.values import LandingOutcome
from mars7viz.ephemeris.chronology import Chronology, KeplerArc
from mars7viz.ephemeris.surface import geodetic
from mars7viz.mission.grade import Grade
from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def landing(world):
    return IntendedLanding.of_mission(world.mission, world.chronologies)


@pytest.fixture(scope="module")
def nominal(landing):
    return landing.what_if()


@pytest.fixture(scope="module")
def link(world, landing, nominal):
    return relay(nominal, world.chronologies["coast_stage"], landing.frame)


def test_the_planned_burn_lands_at_the_aim_point(nominal):
    assert nominal.outcome is LandingOutcome.LANDED
    assert nominal.entry_angle_deg == pytest.approx(11.7, abs=1e-4)
    assert nominal.in_corridor
    assert nominal.entry_speed_km_s == pytest.approx(5.56, abs=0.06)
    assert nominal.event("touchdown").lat_deg == pytest.approx(-50.0, abs=1.0)
    # The planned angle is a recollection: its degree is worth some 150 km along the track.
    assert nominal.site_miss_km < 120.0


def test_the_sequence_is_whole_and_in_order(landing, nominal):
    assert [event.id for event in nominal.events] == [
        "release", "retro_ignition", "retro_cutoff", "turn", "entry", "peak_load",
        "pilot_parachute", "main_reefed", "main_full", "shield_drop", "soft_landing",
        "touchdown", "petals",
    ]  # fmt: skip
    at = {event.id: event for event in nominal.events}
    assert at["release"].et == landing.release_et
    assert at["retro_ignition"].et == pytest.approx(landing.release_et + 900.0, abs=1e-6)
    assert at["entry"].altitude_km == pytest.approx(100.0, abs=1e-6)
    assert 6.0 < at["peak_load"].load_g == nominal.peak_load_g < 10.0
    assert at["pilot_parachute"].speed_m_s == pytest.approx(600.0, abs=1e-6)
    assert 8.0 < at["pilot_parachute"].altitude_km < 13.0
    assert at["soft_landing"].altitude_km == pytest.approx(0.030, abs=1e-6)
    assert at["touchdown"].altitude_km == pytest.approx(0.0, abs=1e-6)
    assert 15.0 < at["touchdown"].speed_m_s < 30.0
    masses = [event.mass_kg for event in nominal.events]
    assert masses == sorted(masses, reverse=True)
    assert (masses[0], at["entry"].mass_kg, masses[-1]) == (1210.0, 844.0, 355.0)


def test_everything_is_graded_what_if(nominal, link):
    assert {nominal.grade, link.grade, *(event.grade for event in nominal.events)} == {
        Grade.WHAT_IF
    }


def test_the_path_starts_from_the_given_one_and_never_jumps(world, landing, nominal):
    samples = nominal.samples
    start = world.chronologies["lander"].relative_state(landing.release_et, "mars")
    np.testing.assert_allclose(samples.states[0], start, rtol=1e-12)
    steps = np.diff(samples.et)
    assert (steps > 0.0).all()
    mean = 0.5 * (samples.states[1:, 3:] + samples.states[:-1, 3:])
    moved = np.diff(samples.states[:, :3], axis=0)
    assert np.abs(moved - mean * steps[:, None]).max() < 2.0
    assert not samples.states.flags.writeable


def test_the_burn_has_its_size_and_direction(landing):
    silent, fired = landing.what_if(0.0), landing.what_if(120.0)
    cutoff = fired.event("retro_cutoff").et
    velocity = [
        [np.interp(cutoff, run.samples.et, run.samples.states[:, 3 + axis]) for axis in range(3)]
        for run in (silent, fired)
    ]
    gained = 1000.0 * (np.array(velocity[1]) - velocity[0])
    assert np.linalg.norm(gained) == pytest.approx(120.0, abs=0.05)
    assert gained @ np.array(fired.direction) == pytest.approx(120.0, abs=0.05)
    assert np.linalg.norm(fired.direction) == pytest.approx(1.0, abs=1e-12)
    assert fired.event("retro_cutoff").mass_kg == pytest.approx(1210.0 * np.exp(-120.0 / 2300.0))


def test_without_the_burn_the_lander_does_what_it_did(world, landing):
    run = landing.what_if(0.0)
    assert run.outcome is LandingOutcome.MISSED
    assert run.entry_angle_deg is run.site_miss_km is None
    assert not run.in_corridor
    closest = run.event("closest_approach")
    state = world.chronologies["lander"].relative_state(closest.et, "mars")
    place = geodetic("mars", closest.et, state[:3])
    assert closest.altitude_km == pytest.approx(place.height_km, abs=5.0)


def test_a_burn_of_about_a_hundred_suffices_as_the_documents_say(landing):
    """FACTS 2: from the path at 1300 km 95 to 101 m/s across would have been enough."""
    plan = landing.plan()
    assert 93.0 < plan.least_delta_v_m_s < 105.0
    assert 0.0 < plan.braking_share < 1.0


def test_more_burn_goes_from_a_miss_over_a_skip_and_a_landing_to_a_crash(landing):
    sizes = [0.0, *range(90, 151, 2)]
    (row,) = burn_map(landing, delta_vs_m_s=sizes, delays_s=[900.0])
    order = [
        LandingOutcome.MISSED,
        LandingOutcome.SKIPPED,
        LandingOutcome.LANDED,
        LandingOutcome.CRASHED,
    ]
    assert list(dict.fromkeys(row)) == order
    assert [order.index(outcome) for outcome in row] == sorted(map(order.index, row))
    assert row[sizes.index(120)] is LandingOutcome.LANDED


@pytest.mark.parametrize("sideways_m_s", [-12.0, 6.0])
@pytest.mark.parametrize("late_s", [-1500.0, 1500.0])
def test_any_path_drops_in(world, landing, sideways_m_s, late_s):
    """A flyby farther off or nearer, half an hour earlier or later: the plan follows it."""
    et = landing.release_et
    state = np.array(world.chronologies["lander"].relative_state(et + late_s, "mars"))
    state[3:] += 1e-3 * sideways_m_s * np.cross(state[3:], [0.0, 0.0, 1.0]) / 2.8
    arc = KeplerArc("flyby", "mars", et - 10.0, et + 90_000.0, et, tuple(state.tolist()))
    other = IntendedLanding(Chronology("lander", [arc], world.solar_system), et, landing.model)
    plan = other.plan()
    assert plan.least_delta_v_m_s < 120.0
    run = other.what_if()
    assert run.outcome is LandingOutcome.LANDED
    assert run.entry_angle_deg == pytest.approx(11.7, abs=1e-4)
    assert run.event("touchdown").lat_deg == pytest.approx(-50.0, abs=8.0)


def test_a_later_burn_needs_more(landing):
    def least_that_lands(delay_s):
        sizes = np.arange(100.0, 150.1, 2.0)
        return next(
            size
            for size in sizes
            if landing.what_if(float(size), delay_s).outcome is LandingOutcome.LANDED
        )

    assert least_that_lands(0.0) < least_that_lands(1800.0) < least_that_lands(3000.0)


def test_in_thin_air_a_steep_entry_meets_the_ground_before_the_parachutes(world, landing):
    thin = load_landing_model(world.mission, density_factor=0.2)
    run = IntendedLanding(world.chronologies["lander"], landing.release_et, thin).what_if(145.0)
    assert run.outcome is LandingOutcome.TOO_STEEP
    assert run.events[-1].id == "impact"
    assert run.event("pilot_parachute") is None
    assert run.site_miss_km is not None


def test_it_is_fast_enough_for_a_slider_and_answers_the_same_each_time(landing):
    def once(number):
        start = time.perf_counter()
        run = landing.what_if(118.0 + 0.5 * number, 900.0, 11.0 + 0.1 * number)
        return time.perf_counter() - start, run

    assert min(once(number)[0] for number in range(6)) < 0.1
    again, first = once(1)[1], once(1)[1]
    assert again.events == first.events
    np.testing.assert_array_equal(again.samples.states, first.samples.states)


def test_the_coast_stage_hears_the_descent_and_sets_later(nominal, link):
    touchdown = nominal.event("touchdown")
    assert all(link.is_open(event.et) for event in nominal.events)
    range_km, elevation_deg = link.at(touchdown.et)
    assert 1000.0 < range_km < 3000.0
    assert 20.0 < elevation_deg < 90.0
    assert 300.0 < link.windows[0].stop_et - touchdown.et < 5400.0


def test_elevation_on_the_ground_is_that_of_the_ephemeris(world, nominal, link):
    et = nominal.event("touchdown").et + 300.0
    index = int(np.argmin(np.abs(link.et - et)))
    et = float(link.et[index])
    state = world.chronologies["coast_stage"].relative_state(et, "mars")
    touchdown = nominal.event("touchdown")
    from mars7viz.ephemeris.surface import surface_position_km

    here = surface_position_km(
        "mars", et, lon_deg=touchdown.lon_east_deg, lat_deg=touchdown.lat_deg, height_km=0.0
    )
    above = surface_position_km(
        "mars", et, lon_deg=touchdown.lon_east_deg, lat_deg=touchdown.lat_deg, height_km=1.0
    )
    sight = state[:3] - here
    assert link.range_km[index] == pytest.approx(np.linalg.norm(sight), abs=0.1)
    elevation = np.degrees(np.arcsin((above - here) @ sight / np.linalg.norm(sight)))
    assert link.clearance_deg[index] == pytest.approx(elevation, abs=0.5)


def test_mars6_as_flown(landing):
    """159 s to 600 m/s and the speed at the end are not fitted; the time under canopy is."""
    shallow, steep = fly_mars6(landing.model, 10.3), fly_mars6(landing.model, 11.7)
    assert steep.entry_to_parachute_s < ENTRY_TO_PARACHUTE_S < shallow.entry_to_parachute_s
    run = fly_mars6(landing.model, 11.2)
    assert run.outcome is LandingOutcome.LANDED
    assert run.entry_to_parachute_s == pytest.approx(ENTRY_TO_PARACHUTE_S, abs=5.0)
    assert run.under_canopy_s == pytest.approx(UNDER_CANOPY_S, abs=8.0)
    assert run.end_speed_m_s == pytest.approx(END_SPEED_M_S, abs=3.0)
    assert 6.0 < run.peak_load_g < 9.0
    end = run.events[-1]
    assert (end.lat_deg, end.lon_east_deg) == pytest.approx((-23.90, 340.58), abs=0.5)


def test_the_command_prints_and_speaks_russian(capsys, nominal, link):
    assert main(["landing", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["grade"] == "what-if"
    assert report["outcome"] == "landed"
    assert report["events"][-2]["id"] == "touchdown"
    assert report["relay"]["windows"]
    assert main(["landing", "--delta-v", "0", "--language", "ru", "--mars6"]) == 0
    text = capsys.readouterr().out
    assert "мимо Марса" in text
    assert "«Марс-6»" in text
    assert any("Touchdown" in line for line in what_if_lines(nominal, link, "en"))
