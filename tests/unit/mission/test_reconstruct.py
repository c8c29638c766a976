"""The path against the figures that others computed (FACTS.md, sections 1 and 8)."""

import numpy as np
import pytest

from mars7viz.constants import AU_KM, GM_KM3_S2
from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.ephemeris.errors import OutsideCoverageError
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.ephemeris.kepler import elements
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.ephemeris.surface import geodetic
from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.grade import Grade
from mars7viz.mission.load import load_mission
from mars7viz.mission.reconstruct import arc_grade, path_conditions, reconstruct

ARCS = (
    "ascent",
    "parking_orbit",
    "departure",
    "early_cruise",
    "cruise",
    "approach",
    "flyby",
    "solar_orbit",
)
MANEUVERS = {("parking_orbit", "departure"), ("early_cruise", "cruise")}


@pytest.fixture(scope="module")
def mission():
    return load_mission()


@pytest.fixture(scope="module")
def solar_system():
    return SolarSystem.load()


@pytest.fixture(scope="module")
def paths(mission, solar_system):
    return reconstruct(mission, solar_system)


def test_both_craft_fly_the_same_arcs_in_order(paths):
    assert tuple(paths) == ("coast_stage", "lander")
    for chronology in paths.values():
        assert tuple(arc.id for arc in chronology.arcs) == ARCS


def test_coverage_is_launch_to_the_end_of_the_timeline(paths, mission):
    for chronology in paths.values():
        start_et, stop_et = chronology.coverage
        assert et_to_utc(start_et) == "1973-08-09T17:00:17Z"
        assert start_et == mission.launch_et
        assert chronology.state(mission.timeline_stop_et).shape == (6,)
        for outside in (start_et - 1.0, stop_et + 1.0):
            with pytest.raises(OutsideCoverageError):
                chronology.state(outside)


@pytest.mark.parametrize("craft", ["coast_stage", "lander"])
def test_joints_are_continuous_but_for_named_maneuvers(paths, craft):
    chronology = paths[craft]
    for before, after in zip(chronology.arcs, chronology.arcs[1:], strict=False):
        joint_et = after.start_et
        left = before.relative_state(joint_et)
        right = after.relative_state(joint_et)
        if before.center != after.center:
            shift = chronology._solar_system.state(before.center, joint_et)
            shift = shift - chronology._solar_system.state(after.center, joint_et)
            left = left + shift
        assert np.linalg.norm((left - right)[:3]) < 1e-4, (before.id, after.id)
        jump_m_s = np.linalg.norm((left - right)[3:]) * 1e3
        released = craft == "lander" and (before.id, after.id) == ("approach", "flyby")
        if (before.id, after.id) not in MANEUVERS and not released:
            assert jump_m_s < 1e-4, (before.id, after.id)


def test_the_correction_has_its_documented_size(paths, mission):
    correction_et = mission.event("correction_1").et
    arcs = {arc.id: arc for arc in paths["coast_stage"].arcs}
    before = arcs["early_cruise"].relative_state(correction_et)
    after = arcs["cruise"].relative_state(correction_et)
    assert np.linalg.norm((after - before)[3:]) * 1e3 == pytest.approx(5.06, abs=1e-6)


def test_lander_passes_1300_km_above_the_surface_at_its_closest(paths, mission):
    et = mission.event("closest_approach").et
    ets = et + np.arange(-600.0, 601.0, 1.0)
    states = paths["lander"].relative_state(ets, "mars")
    heights = [
        geodetic("mars", float(t), state[:3]).height_km
        for t, state in zip(ets, states, strict=True)
    ]
    distances = np.linalg.norm(states[:, :3], axis=1)
    assert abs(ets[np.argmin(distances)] - et) <= 1.0
    assert heights[600] == pytest.approx(1300.0, abs=0.01)


def test_coast_stage_passes_within_fifteen_kilometers_of_the_lander(paths, mission):
    # FACTS conflict 6: unpowered separation differs by 10-15 km at most.
    et = mission.event("closest_approach").et
    apart = paths["lander"].relative_state(et, "mars") - paths["coast_stage"].relative_state(
        et, "mars"
    )
    assert 0.1 < np.linalg.norm(apart[:3]) < 15.0


def test_encounter_figures(paths, mission):
    # FACTS section 8: V-infinity 2.54 +- 0.03, 45 800 +- 500 km four hours out (Mars 6: 46-48 000).
    arcs = {arc.id: arc for arc in paths["lander"].arcs}
    flyby = arcs["flyby"].relative_state(mission.event("closest_approach").et)
    speed = np.linalg.norm(flyby[3:])
    v_infinity = np.sqrt(speed**2 - 2 * GM_KM3_S2["mars"] / np.linalg.norm(flyby[:3]))
    assert speed == pytest.approx(4.967, abs=0.02)
    assert v_infinity == pytest.approx(2.536, abs=0.04)
    out = paths["lander"].relative_state(mission.event("closest_approach").et - 4 * 3600, "mars")
    assert np.linalg.norm(out[:3]) == pytest.approx(45_800, abs=700)


def test_pass_lies_over_the_aimed_side_in_daylight(paths, mission, solar_system):
    # FACTS section 8: periapsis near 50 S, 27 W, solar zenith angle about 82 deg.
    et = mission.event("closest_approach").et
    offset = paths["lander"].relative_state(et, "mars")[:3]
    place = geodetic("mars", et, offset)
    assert place.lat_deg == pytest.approx(-50.0, abs=2.0)
    assert place.lon_deg == pytest.approx(-27.0, abs=4.0)
    to_sun = solar_system.relative_state("sun", "mars", et)[:3]
    cosine = offset @ to_sun / np.linalg.norm(offset) / np.linalg.norm(to_sun)
    assert np.degrees(np.arccos(cosine)) == pytest.approx(82.0, abs=4.0)


@pytest.mark.parametrize(
    ("event", "arc_id", "end"),
    [("mars_sphere_entry", "approach", "start_et"), ("mars_sphere_exit", "flyby", "stop_et")],
)
def test_events_of_our_own_path_are_dated_by_it(paths, mission, event, arc_id, end):
    arc = next(arc for arc in paths["lander"].arcs if arc.id == arc_id)
    assert getattr(arc, end) == pytest.approx(mission.event(event).et, abs=60.0)


def test_transfer_ellipse(paths, mission):
    # FACTS section 8: 1.011 x 1.646 au, 559 +- 4 d, 2.64 +- 0.1 deg to the ecliptic.
    state = paths["coast_stage"].relative_state(utc_to_et("1973-12-01"), "sun")
    orbit = elements(
        np.concatenate([ICRF_TO_ECLIPTIC @ state[:3], ICRF_TO_ECLIPTIC @ state[3:]]),
        gm_km3_s2=GM_KM3_S2["sun"],
    )
    assert orbit.periapsis_km / AU_KM == pytest.approx(1.011, abs=0.01)
    assert orbit.apoapsis_km / AU_KM == pytest.approx(1.646, abs=0.005)
    assert orbit.period_s / 86400 == pytest.approx(559, abs=4)
    assert orbit.i_deg == pytest.approx(2.64, abs=0.1)


def test_orbit_after_mars(paths):
    # FACTS section 8: about 1.11 x 1.68 au, 5.8 deg, 601 d, graded estimated.
    state = paths["coast_stage"].relative_state(utc_to_et("1990-01-01"), "sun")
    orbit = elements(state, gm_km3_s2=GM_KM3_S2["sun"])
    assert orbit.periapsis_km / AU_KM == pytest.approx(1.11, abs=0.02)
    assert orbit.apoapsis_km / AU_KM == pytest.approx(1.68, abs=0.02)
    assert orbit.period_s / 86400 == pytest.approx(601, abs=8)


def test_parking_orbit_is_the_documented_one(paths):
    arc = next(arc for arc in paths["coast_stage"].arcs if arc.id == "parking_orbit")
    orbit = elements(arc.relative_state(arc.start_et), gm_km3_s2=GM_KM3_S2["earth"])
    assert orbit.periapsis_km - 6378.1366 == pytest.approx(162.0, abs=1e-3)
    assert orbit.apoapsis_km - 6378.1366 == pytest.approx(189.0, abs=1e-3)
    normal = np.cross(arc.relative_state(arc.start_et)[:3], arc.relative_state(arc.start_et)[3:])
    pole = body_rotation("earth", arc.start_et)[2]
    inclination = np.degrees(np.arccos(normal @ pole / np.linalg.norm(normal)))
    assert inclination == pytest.approx(51.51, abs=1e-6)


def test_injection_is_nearly_in_plane_and_has_the_computed_size(paths):
    # FACTS section 1: impulsive TMI 3.947 km/s; our sphere of influence cuts the Earth's pull
    # short, which lowers it by some 0.04 km/s.
    arcs = {arc.id: arc for arc in paths["coast_stage"].arcs}
    et = arcs["departure"].start_et
    jump = arcs["departure"].relative_state(et) - arcs["parking_orbit"].relative_state(et)
    assert np.linalg.norm(jump[3:]) == pytest.approx(3.93, abs=0.03)
    before = arcs["parking_orbit"].relative_state(et)
    normal = np.cross(before[:3], before[3:])
    assert abs(jump[3:] @ normal / np.linalg.norm(normal)) < 0.05


def test_ascent_starts_at_the_pad_and_only_climbs(paths):
    arc = paths["coast_stage"].arcs[0]
    pad = geodetic("earth", arc.start_et, arc.relative_state(arc.start_et)[:3])
    assert (pad.lat_deg, pad.lon_deg) == pytest.approx((46.071, 62.985), abs=1e-6)
    assert pad.height_km == pytest.approx(0.0, abs=1e-6)
    ets = np.linspace(arc.start_et, arc.stop_et - 1e-3, 300)
    radius = np.linalg.norm(arc.relative_state(ets)[:, :3], axis=1)
    assert (np.diff(radius) > 0).all()


def test_ascent_velocity_is_the_derivative_of_its_position(paths):
    arc = paths["coast_stage"].arcs[0]
    et, h = arc.start_et + 300.0, 1.0
    numeric = (arc.relative_state(et + h)[:3] - arc.relative_state(et - h)[:3]) / (2 * h)
    assert arc.relative_state(et)[3:] == pytest.approx(numeric, abs=1e-5)


def test_only_the_ascent_is_assumed():
    assert {arc: arc_grade(arc) for arc in ARCS} == {
        arc: Grade.ASSUMED if arc == "ascent" else Grade.RECONSTRUCTED for arc in ARCS
    }


def test_another_miss_distance_gives_another_path(mission, solar_system):
    from dataclasses import replace

    from mars7viz.mission.patched_conics import solve

    conditions = replace(path_conditions(mission), miss_altitude_km=2200.0)
    path = solve(conditions, solar_system)
    from mars7viz.ephemeris.conic import Conic

    flyby = Conic.from_state(path.release_lander_mars, gm_km3_s2=GM_KM3_S2["mars"])
    state = flyby.state(conditions.closest_approach_et - conditions.release_et)
    height = geodetic("mars", conditions.closest_approach_et, state[:3]).height_km
    assert height == pytest.approx(2200.0, abs=0.01)


def test_a_figure_that_is_no_number_is_named(mission):
    from dataclasses import replace

    def broken(quantity):
        if quantity.id != "b_theta":
            return quantity
        return replace(quantity, claim=replace(quantity.claim, value="west"))

    bad = replace(mission, quantities=tuple(broken(q) for q in mission.quantities))
    with pytest.raises(MissionFileError, match=r"quantity 'b_theta'.*finite number.*'west'"):
        path_conditions(bad)
