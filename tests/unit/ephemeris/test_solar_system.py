"""The twelve bodies by name."""

import math
import tomllib

import numpy as np
import pytest
from astropy.coordinates import get_body_barycentric_posvel, solar_system_ephemeris
from astropy.time import Time

from mars7viz.assets import asset_path
from mars7viz.constants import AU_KM, C_KM_S, GM_KM3_S2, J2_MARS, RADII_KM
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.errors import EphemerisError, OutsideCoverageError
from mars7viz.ephemeris.solar_system import BODY_NAMES, KERNEL_FILE, NAIF_IDS

ENCOUNTER = "1974-03-09T12:00"


def test_distances_of_the_encounter(sky):
    # The figures: Sun-Mars 1.6009 au, Earth-Mars 223.9 million km, 12.45 min of light.
    et = utc_to_et(ENCOUNTER)
    assert np.linalg.norm(sky.position_of("mars", "sun", et)) / AU_KM == pytest.approx(
        1.6009, abs=5e-5
    )
    earth_mars_km = np.linalg.norm(sky.position_of("mars", "earth", et))
    assert earth_mars_km / 1e6 == pytest.approx(223.9, abs=0.05)
    assert earth_mars_km / C_KM_S / 60.0 == pytest.approx(12.45, abs=0.005)


def test_all_states_are_each_state(sky):
    et = utc_to_et(ENCOUNTER)
    states = sky.states(et)
    assert states.shape == (12, 6)
    ets = np.array((et, et + 1e6, -1e7))
    for row, name in enumerate(BODY_NAMES):
        np.testing.assert_allclose(states[row], sky.state(name, et), rtol=1e-14, atol=1e-6)
        many = sky.state(name, ets)
        assert many.shape == (3, 6)
        np.testing.assert_allclose(many[1], sky.state(name, et + 1e6), rtol=1e-13, atol=1e-6)


def test_relative_states_are_differences(sky):
    ets = utc_to_et(ENCOUNTER) + np.linspace(0.0, 1e6, 5)
    for name, center in (("phobos", "earth"), ("earth", "deimos"), ("phobos", "deimos")):
        wanted = sky.state(name, ets) - sky.state(center, ets)
        np.testing.assert_allclose(sky.relative_state(name, center, ets), wanted, atol=1e-6)
        np.testing.assert_allclose(
            sky.position_of(name, center, float(ets[0])), wanted[0, :3], atol=1e-6
        )


def test_astropy_agrees_with_the_same_kernel(sky):
    time = Time(ENCOUNTER, scale="utc")
    states = dict(zip(BODY_NAMES, sky.states(utc_to_et(ENCOUNTER)), strict=True))
    with solar_system_ephemeris.set(str(asset_path("ephemeris", KERNEL_FILE))):
        for name in NAIF_IDS:
            position, velocity = get_body_barycentric_posvel(name, time)
            there_km = position.xyz.to_value("km")
            assert np.linalg.norm(states[name][:3] - there_km) < 1e-3, name
            there_km_s = velocity.xyz.to_value("km/s")
            assert np.linalg.norm(states[name][3:] - there_km_s) < 1e-6, name


def test_outside_coverage_and_unknown_bodies(sky):
    start_et, stop_et = sky.coverage
    for et in (start_et - 1.0, stop_et + 1.0, math.nan):
        for call in (
            lambda et=et: sky.states(et),
            lambda et=et: sky.state("phobos", et),
            lambda et=et: sky.position_of("earth", "sun", np.array((0.0, et))),
            lambda et=et: sky.check_covered(et, what="Mars 7"),
        ):
            with pytest.raises(OutsideCoverageError, match="1970-01-01"):
                call()
    sky.check_covered(start_et, what="Mars 7")
    with pytest.raises(EphemerisError, match="no body 'pluto'; there are: sun, mercury"):
        sky.state("pluto", 0.0)


def test_constants_are_those_of_the_files(spice):
    for name in BODY_NAMES:
        body = {"mars": 499, "jupiter": 599, "saturn": 699, "uranus": 799, "neptune": 899,
                "phobos": 401, "deimos": 402}.get(name) or NAIF_IDS[name]  # fmt: skip
        np.testing.assert_array_equal(RADII_KM[name], spice.bodvcd(body, "RADII", 3)[1])
    assert set(GM_KM3_S2) == set(RADII_KM) == set(BODY_NAMES)
    # GMM-3's normalised C20, without its sign.
    assert math.isclose(J2_MARS, 8.750211323545289e-4 * math.sqrt(5.0), rel_tol=1e-7)


def test_gm_of_the_sun_moves_the_planets_as_the_kernel_says(sky):
    # Osculating mean motion against the counted year of Mars, 686.98 d: a check on GM and units.
    et = utc_to_et(ENCOUNTER)
    state = sky.relative_state("mars", "sun", et)
    energy = state[3:] @ state[3:] / 2.0 - GM_KM3_S2["sun"] / np.linalg.norm(state[:3])
    a_km = -GM_KM3_S2["sun"] / (2.0 * energy)
    year_d = math.tau * math.sqrt(a_km**3 / GM_KM3_S2["sun"]) / 86400.0
    assert year_d == pytest.approx(686.98, abs=0.2)


def test_every_shipped_file_has_a_credit_and_its_sum():
    import hashlib

    folder = asset_path("ephemeris")
    rows = tomllib.loads((folder / "CREDITS.toml").read_text(encoding="utf-8"))["file"]
    sums = {row["name"]: row["sha256"] for row in rows}
    files = {path.name for path in folder.iterdir() if path.name != "CREDITS.toml"}
    assert files == set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert all(row["credit"] and row["licence"] and row["origin"] for row in rows)
