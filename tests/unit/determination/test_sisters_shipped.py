"""The kernels of Mars 4, 5 and 6 that ship: what they meet, and who can read them."""

import hashlib
import json
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
import spiceypy

from mars7viz.assets import asset_path
from mars7viz.constants import C_KM_S, GM_KM3_S2, RADII_KM
from mars7viz.determination.ids import CENTER_ID, NAIF_ID
from mars7viz.determination.sisters.chronologies import sister_chronologies, sister_grades
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.kepler import elements
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.search import find_root
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.ephemeris.surface import geodetic
from mars7viz.mission.grade import Grade

GM = GM_KM3_S2["mars"]
MARS_KM = RADII_KM["mars"][0]
CRAFT = ("mars4", "mars5", "mars6", "mars6_lander")


@pytest.fixture(scope="module")
def sky():
    return SolarSystem.load()


@pytest.fixture(scope="module")
def paths(sky):
    return sister_chronologies(sky)


@pytest.fixture(scope="module")
def listed():
    return json.loads(asset_path("trajectories", "sisters.json").read_text(encoding="utf-8"))


def arc_of(path, name):
    return next(arc for arc in path.arcs if arc.id == name)


def last_state(arc):
    """State at the end of an arc, which is the next one's: the polynomial's own last point."""
    return arc.relative_state(np.array([arc.stop_et]))[0]


def closest_approach(path, near):
    """Instant and state about Mars where the distance has its minimum."""

    def outward(et):
        state = path.relative_state(et, "mars")
        return float(state[:3] @ state[3:])

    et = find_root(outward, near - 3600.0, near + 3600.0)
    return et, path.relative_state(et, "mars")


def v_infinity(state):
    return float(np.sqrt(state[3:] @ state[3:] - 2.0 * GM / np.linalg.norm(state[:3])))


def equatorial(state, et):
    """State in axes of Mars's equator, x to the IAU node."""
    pole = body_rotation("mars", et)[2]
    x = np.cross([0.0, 0.0, 1.0], pole)
    x /= np.linalg.norm(x)
    axes = np.array([x, np.cross(pole, x), pole])
    return np.concatenate([axes @ state[:3], axes @ state[3:]])


def test_all_craft_are_there_from_launch_to_end(paths):
    assert tuple(paths) == CRAFT
    launches = {
        "mars4": "1973-07-21T19:30:59.2",
        "mars5": "1973-07-25T18:55:48",
        "mars6": "1973-08-05T17:45:48",
        "mars6_lander": "1974-03-12T04:49:15",
    }
    for craft, launch in launches.items():
        assert paths[craft].coverage[0] == pytest.approx(utc_to_et(launch), abs=1e-6)
    for craft in ("mars4", "mars6"):
        assert paths[craft].coverage[1] > utc_to_et("2030-12-31T00:00:00")


@pytest.mark.parametrize("craft", CRAFT)
def test_joints_are_continuous(paths, sky, craft):
    kicks = {}
    for before, after in pairwise(paths[craft].arcs):
        et = after.start_et
        jump = last_state(before) - after.relative_state(et)
        if before.center != after.center:
            jump = jump - sky.relative_state(after.center, before.center, et)
        assert np.linalg.norm(jump[:3]) < 1e-3, (before.id, after.id)
        kicks[before.id] = np.linalg.norm(jump[3:]) * 1e3
    pushes = {"mars4": ("early_cruise", 4.97, 0.1), "mars6": ("early_cruise", 5.17, 0.1)}
    pushes |= {"mars5": ("early_cruise", 5.0, 2.0), "mars6_lander": ("released", 120.0, 5.0)}
    arc, size, tolerance = pushes[craft]
    assert kicks.pop(arc) == pytest.approx(size, abs=tolerance)
    assert max(kicks.values(), default=0.0) < 5e-3


def test_mars4_passes_at_the_documented_height_and_time(paths):
    documented = utc_to_et("1974-02-10T15:34:00")
    et, state = closest_approach(paths["mars4"], documented)
    assert et == pytest.approx(documented, abs=1.0)
    assert geodetic("mars", et, state[:3]).height_km == pytest.approx(1844.0, abs=0.1)


def test_mars6_coast_stage_passes_at_the_documented_height(paths):
    et, state = closest_approach(paths["mars6"], utc_to_et("1974-03-12T09:01:00"))
    assert geodetic("mars", et, state[:3]).height_km == pytest.approx(1600.0, abs=0.1)


def test_mars6_lander_enters_when_and_where_documented(paths):
    et = utc_to_et("1974-03-12T08:53:12")
    arc = arc_of(paths["mars6_lander"], "entry_path")
    assert arc.stop_et == pytest.approx(et, abs=1e-6)
    state = last_state(arc)
    place = geodetic("mars", et, state[:3])
    assert place.height_km == pytest.approx(100.0, abs=0.5)
    assert np.linalg.norm(state[3:]) == pytest.approx(5.6, abs=0.05)
    # Still several degrees short of the site, along a path that keeps to its latitude.
    assert place.lat_deg == pytest.approx(-23.9, abs=1.0)
    assert -33.0 < place.lon_deg < -19.42


def test_mars6_lander_leaves_its_craft(paths):
    release = utc_to_et("1974-03-12T04:49:15")
    joint = paths["mars6"].relative_state(release, "mars")
    alone = paths["mars6_lander"].relative_state(release, "mars")
    assert np.linalg.norm(joint[:3] - alone[:3]) < 1e-3
    assert np.linalg.norm(joint[3:] - alone[3:]) * 1e3 == pytest.approx(0.3, abs=1e-3)
    assert np.linalg.norm(joint[:3]) == pytest.approx(48_000.0, abs=1000.0)


def test_mars5_orbit_is_the_documented_one(paths):
    arc = arc_of(paths["mars5"], "mars_orbit")
    assert arc.start_et == pytest.approx(utc_to_et("1974-02-12T15:45:00"), abs=120.0)
    state = arc.relative_state(arc.start_et)
    orbit = elements(equatorial(state, arc.start_et), gm_km3_s2=GM)
    assert orbit.periapsis_km - MARS_KM == pytest.approx(1760.0, abs=0.1)
    assert orbit.apoapsis_km - MARS_KM == pytest.approx(32_586.0, abs=0.5)
    assert orbit.i_deg == pytest.approx(35.3, abs=0.01)
    assert orbit.period_s / 3600.0 == pytest.approx(24.883, abs=0.02)
    assert orbit.argp_deg == pytest.approx(288.0, abs=5.0)
    assert (orbit.node_deg + 180.0) % 360.0 - 180.0 == pytest.approx(2.8, abs=5.0)
    latitude = np.arcsin(np.sin(np.radians(orbit.i_deg)) * np.sin(np.radians(orbit.argp_deg)))
    assert np.degrees(latitude) == pytest.approx(-33.3, abs=1.0)


def test_mars5_comes_back_every_period_and_its_node_drifts(paths):
    path = paths["mars5"]
    arc = arc_of(path, "mars_orbit")
    first, _ = closest_approach(path, arc.start_et + 24.88 * 3600.0)
    tenth, _ = closest_approach(path, first + 9 * 24.88 * 3600.0)
    # Osculating period at the insertion, 24.879 h, less what the oblateness takes: a minute.
    assert (tenth - first) / 9.0 / 3600.0 == pytest.approx(24.883, abs=0.03)
    nodes = [
        elements(equatorial(path.relative_state(et, "mars"), et), gm_km3_s2=GM).node_deg
        for et in (first, tenth)
    ]
    drift = ((nodes[1] - nodes[0] + 180.0) % 360.0 - 180.0) / ((tenth - first) / 86_400.0)
    assert drift == pytest.approx(-0.12, abs=0.02)


@pytest.mark.parametrize(
    ("craft", "arrival", "speed", "light_s"),
    [
        ("mars4", "1974-02-10T15:34:00", 2.958, 614.5),
        ("mars5", "1974-02-12T15:45:00", 2.901, 624.4),
        ("mars6", "1974-03-12T08:53:12", 2.587, 761.0),
    ],
)
def test_arrival_agrees_with_the_fact_base(paths, sky, craft, arrival, speed, light_s):
    et = utc_to_et(arrival)
    approach = arc_of(paths[craft], "approach")
    assert v_infinity(last_state(approach)) == pytest.approx(speed, abs=0.03)
    distance = np.linalg.norm(sky.position_of("earth", "mars", et))
    assert distance / C_KM_S == pytest.approx(light_s, abs=1.0)


@pytest.mark.parametrize(("craft", "c3"), [("mars4", 15.15), ("mars5", 14.61), ("mars6", 16.08)])
def test_departure_energy_agrees_with_the_fact_base(paths, listed, craft, c3):
    assert listed["craft"][craft]["figures"]["departure_c3"] == pytest.approx(c3, abs=0.05)
    departure = arc_of(paths[craft], "departure")
    state = departure.relative_state(departure.start_et)
    osculating = state[3:] @ state[3:] - 2.0 * GM_KM3_S2["earth"] / np.linalg.norm(state[:3])
    assert osculating == pytest.approx(c3, abs=0.15)


def test_transfers_agree_with_the_fact_base(listed):
    expected = {"mars4": (1.015, 1.664, 566.0), "mars5": (1.015, 1.664, 566.0)}
    expected |= {"mars6": (1.013, 1.644, 559.0)}
    for craft, (perihelion, aphelion, days) in expected.items():
        figures = listed["craft"][craft]["figures"]
        assert figures["transfer_perihelion"] == pytest.approx(perihelion, abs=0.002)
        assert figures["transfer_aphelion"] == pytest.approx(aphelion, abs=0.002)
        assert figures["transfer_period"] == pytest.approx(days, abs=1.0)


def test_every_arc_is_graded_and_only_the_unflown_guess_is_assumed(paths):
    grades = sister_grades()
    for craft, path in paths.items():
        assert set(grades[craft]) == {arc.id for arc in path.arcs}
    assumed = {(c, a) for c, own in grades.items() for a, g in own.items() if g is Grade.ASSUMED}
    assert assumed == {(c, "ascent") for c in CRAFT[:3]} | {("mars5", "silent_orbit")}


def test_the_silent_orbit_begins_with_the_last_contact(paths):
    silent = arc_of(paths["mars5"], "silent_orbit")
    assert silent.start_et == pytest.approx(utc_to_et("1974-02-28T23:59:59"), abs=1e-6)
    assert paths["mars5"].coverage[1] == pytest.approx(utc_to_et("1974-04-01T00:00:00"), abs=1e-6)


def test_list_tells_the_kernels_hashes_and_closeness(listed):
    for entry in listed["craft"].values():
        content = asset_path("trajectories", entry["kernel"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert entry["fit_error_m"] < 1.0


@pytest.mark.parametrize("craft", CRAFT)
def test_spice_reads_the_same(paths, craft):
    file = asset_path("trajectories", f"{craft.removesuffix('_lander')}.bsp")
    spiceypy.furnsh(str(file))
    try:
        random = np.random.default_rng(7)
        for arc in paths[craft].arcs:
            # Not at the joint itself, where SPICE takes the later arc.
            ets = random.uniform(arc.start_et, arc.stop_et, 12)
            for et in ets:
                theirs, _ = spiceypy.spkgeo(NAIF_ID[craft], et, "J2000", CENTER_ID[arc.center])
                ours = arc.relative_state(float(et))
                assert np.linalg.norm(theirs[:3] - ours[:3]) < 1e-3
                assert np.linalg.norm(theirs[3:] - ours[3:]) < 1e-6
    finally:
        spiceypy.kclear()


def test_running_program_needs_neither_scipy_nor_spiceypy():
    code = (
        "import sys\n"
        "from mars7viz.determination.sisters.chronologies import sister_chronologies\n"
        "from mars7viz.ephemeris.solar_system import SolarSystem\n"
        "sister_chronologies(SolarSystem.load())\n"
        "print([n for n in ('scipy', 'spiceypy', 'matplotlib') if n in sys.modules])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
