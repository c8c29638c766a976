"""Phobos and Deimos against JPL Horizons and what is known of their orbits."""

import json
import math

import numpy as np
import pytest

from mars7viz.assets import asset_path
from mars7viz.constants import GM_KM3_S2
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.frames import ECLIPTIC_TO_ICRF
from mars7viz.ephemeris.kepler import Elements, elements, from_elements
from mars7viz.ephemeris.moons import read_moons
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.solar_system import MOONS_FILE

# JPL Horizons, osculating elements about Mars (500@499), ecliptic of J2000, at 2460642.5 TDB
# (2024-11-28): EC, QR km, IN, OM, W, TA deg; as published in a project that quotes its output.
HORIZONS_ET = (2460642.5 - 2451545.0) * 86400.0
HORIZONS = {
    "phobos": (1.488911986011352e-02, 9.239240714526164e03, 2.612626927005928e01,
               8.486814910358899e01, 3.438114266487729e02, 1.359108130946083e02),
    "deimos": (3.081896334520172e-04, 2.345103637795569e04, 2.427418930612024e01,
               8.069489330791494e01, 1.422288176795356e01, 3.058346499290049e02),
}  # fmt: skip
# The elements' stated worst for 2000 is 181 and 25 km, and grows with the years.
TOLERANCE_KM = {"phobos": 250.0, "deimos": 100.0}
ENCOUNTER_ET = -814_676_654.8
GM = GM_KM3_S2["mars"]


@pytest.mark.parametrize("name", ["phobos", "deimos"])
def test_position_agrees_with_horizons(sky, name):
    e, periapsis_km, i, node, argp, nu = HORIZONS[name]
    orbit = Elements(math.nan, e, i, node, argp, nu, periapsis_km, None, None)
    there = ECLIPTIC_TO_ICRF @ from_elements(orbit, gm_km3_s2=GM)[:3]
    ours = sky.position_of(name, "mars", HORIZONS_ET)
    assert np.linalg.norm(ours - there) < TOLERANCE_KM[name]


@pytest.mark.parametrize(
    ("name", "a_km", "period_s"), [("phobos", 9376.0, 27553.8), ("deimos", 23458.0, 109074.7)]
)
def test_orbit_is_the_known_one(sky, name, a_km, period_s):
    # NSSDC's fact sheet: sidereal periods 0.31891 and 1.26244 d, near the equator of Mars.
    moon = sky.moons[name]
    pole = body_rotation("mars", ENCOUNTER_ET)[2]
    for et in ENCOUNTER_ET + np.linspace(0.0, 3e6, 40):
        state = np.array(moon.state_at(float(et)))
        orbit = elements(state, gm_km3_s2=GM)
        assert orbit.a_km == pytest.approx(a_km, rel=0.01)
        assert orbit.period_s == pytest.approx(period_s, rel=0.01)
        normal = np.cross(state[:3], state[3:])
        assert math.degrees(math.acos(pole @ normal / np.linalg.norm(normal))) < 3.0
    after = np.array(moon.state_at(ENCOUNTER_ET + period_s))
    before = np.array(moon.state_at(ENCOUNTER_ET))
    assert np.linalg.norm(after - before) < 0.01 * a_km


@pytest.mark.parametrize("name", ["phobos", "deimos"])
def test_velocity_is_the_derivative_of_position(sky, name):
    moon, step = sky.moons[name], 2.0
    ahead, behind = (np.array(moon.state_at(ENCOUNTER_ET + d)) for d in (step, -step))
    slope = (ahead[:3] - behind[:3]) / (2.0 * step)
    np.testing.assert_allclose(slope, moon.state_at(ENCOUNTER_ET)[3:], atol=2e-6)


def test_accuracy_is_stated(sky):
    assert "Phobos 1974-03: 45" in sky.moons["phobos"].accuracy
    assert "Deimos 1974-03: 52" in sky.moons["deimos"].accuracy


def test_broken_table_is_refused_by_file_and_key(tmp_path):
    path = tmp_path / "moons.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(EphemerisError, match=r"moons\.json is not JSON"):
        read_moons(path)
    table = json.loads(asset_path("ephemeris", MOONS_FILE).read_text(encoding="utf-8"))
    del table["bodies"]["phobos"]["Pnode"]
    path.write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(EphemerisError, match=r"moons\.json: key 'Pnode' is missing"):
        read_moons(path)
