"""How bodies are turned, against CSPICE with the same kernel and astropy for the Earth."""

import math

import astropy.units as u
import numpy as np
import pytest
from astropy.coordinates import GCRS, ITRS, CartesianRepresentation, SkyCoord
from astropy.time import Time
from astropy.utils import iers
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.ephemeris.earth import MODEL_ERROR_RAD, earth_rotation
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError
from mars7viz.ephemeris.frames import (
    ECLIPTIC_TO_ICRF,
    GALACTIC_TO_ICRF,
    ICRF_TO_ECLIPTIC,
    ICRF_TO_GALACTIC,
)
from mars7viz.ephemeris.orientation import IauModels, body_rotation, body_rotations
from mars7viz.ephemeris.solar_system import BODY_NAMES
from mars7viz.ephemeris.surface import (
    fixed_place,
    fixed_position_km,
    geodetic,
    surface_position_km,
)

ET = -814_676_654.8
NAIF_IDS = {"mars": 499, "phobos": 401, "deimos": 402, "moon": 301, "jupiter": 599, "sun": 10}
# UT1 between two days of the table, and rounding of the series to microseconds.
TABLE_ERROR_RAD = 7e-9


@pytest.mark.parametrize("name", BODY_NAMES)
def test_iau_models_agree_with_spice(spice, name):
    models = IauModels.load((name,))
    for et in np.random.default_rng(7).uniform(-9.4e8, 9.7e8, 60).tolist():
        theirs = spice.pxform("J2000", f"IAU_{name.upper()}", et)
        np.testing.assert_allclose(models.rotations(et)[0], theirs, atol=1e-10)
        if name != "earth":
            np.testing.assert_allclose(body_rotation(name, et), theirs, atol=1e-10)


@pytest.mark.parametrize(("name", "body"), NAIF_IDS.items())
def test_tisbod_agrees(spice, name, body):
    np.testing.assert_allclose(
        body_rotation(name, ET), spice.tisbod("J2000", body, ET)[:3, :3], atol=1e-10
    )


def test_all_at_once_are_each_alone():
    together = body_rotations(ET)
    assert together.shape == (12, 3, 3)
    for row, name in enumerate(BODY_NAMES):
        np.testing.assert_allclose(together[row], body_rotation(name, ET), atol=1e-15)
        np.testing.assert_allclose(together[row] @ together[row].T, np.eye(3), atol=1e-14)
        assert np.linalg.det(together[row]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "utc",
    ["1973-08-09T17:00:17", "1973-11-01T00:00:00", "1973-12-31T23:59:60", "1974-01-01T00:00:00",
     "1974-03-09T08:55:00", "1974-12-31T12:00:00", "2020-01-01T00:00:00"],
)  # fmt: skip
def test_earth_agrees_with_astropy_offline(utc):
    with iers.conf.set_temp("auto_download", False):
        time = Time(utc, scale="utc")
        axes = GCRS(CartesianRepresentation(np.eye(3) * 7000.0 * u.km), obstime=time)
        there = axes.transform_to(ITRS(obstime=time)).cartesian.xyz.to_value(u.km) / 7000.0
    ours = earth_rotation(utc_to_et(utc))
    # Full IAU 2006/2000A with the full IERS series there; polar motion is in both.
    assert np.abs(ours - there).max() < MODEL_ERROR_RAD + TABLE_ERROR_RAD < 1e-7
    np.testing.assert_array_equal(body_rotation("earth", utc_to_et(utc)), ours)


def test_no_such_body_or_instant():
    with pytest.raises(EphemerisError, match="no body 'vulcan'; there are: sun"):
        body_rotation("vulcan", ET)
    for et in (math.nan, math.inf):
        with pytest.raises(EphemerisError, match="no orientation"):
            body_rotations(et)


def test_models_name_the_missing_key():
    with pytest.raises(EphemerisError, match="has no BODY499_POLE_RA"):
        IauModels({"BODY4_NUT_PREC_ANGLES": (1.0, 2.0)}, ("mars",))
    with pytest.raises(EphemerisError, match="text in BODY499_POLE_RA"):
        IauModels({"BODY499_POLE_RA": ("north",)}, ("mars",))


places = st.tuples(st.floats(-180.0, 180.0), st.floats(-90.0, 90.0), st.floats(-50.0, 1e6))


@pytest.mark.parametrize("name", ["earth", "mars", "moon", "jupiter"])
def test_places_agree_with_spice(spice, name):
    re, _, rp = spice.bodvrd(name, "RADII", 3)[1]
    random = np.random.default_rng(3)
    for _ in range(60):
        lon, lat = random.uniform(-180.0, 180.0), random.uniform(-90.0, 90.0)
        height = 10.0 ** random.uniform(-2.0, 6.0)
        there = spice.georec(math.radians(lon), math.radians(lat), height, re, (re - rp) / re)
        ours = fixed_position_km(name, lon_deg=lon, lat_deg=lat, height_km=height)
        np.testing.assert_allclose(ours, there, atol=1e-8)
        point = random.normal(size=3) * re * random.uniform(1.0, 40.0)
        lon_rad, lat_rad, height_km = spice.recgeo(point, re, (re - rp) / re)
        place = fixed_place(name, point)
        assert place.lon_deg == pytest.approx(math.degrees(lon_rad), abs=1e-9)
        assert place.lat_deg == pytest.approx(math.degrees(lat_rad), abs=1e-9)
        assert place.height_km == pytest.approx(height_km, abs=1e-7)


@pytest.mark.parametrize("name", ["mars", "earth", "sun"])
@given(place=places)
def test_places_come_back(name, place):
    lon_deg, lat_deg, height_km = place
    offset = surface_position_km(name, ET, lon_deg=lon_deg, lat_deg=lat_deg, height_km=height_km)
    back = geodetic(name, ET, offset)
    assert back.lat_deg == pytest.approx(lat_deg, abs=1e-8)
    assert back.height_km == pytest.approx(height_km, abs=1e-6)
    if abs(lat_deg) < 89.9:
        assert (back.lon_deg - lon_deg + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("name", ["phobos", "deimos"])
@given(place=st.tuples(st.floats(-179.0, 179.0), st.floats(-89.0, 89.0), st.floats(0.0, 1e4)))
def test_three_axes_come_back(name, place):
    fixed = fixed_position_km(name, lon_deg=place[0], lat_deg=place[1], height_km=place[2])
    np.testing.assert_allclose(fixed_place(name, fixed), place, atol=1e-6)


def test_places_are_on_the_axes_they_should_be_on():
    np.testing.assert_allclose(
        fixed_position_km("mars", lon_deg=90.0, lat_deg=0.0, height_km=0.0),
        (0.0, 3396.19, 0.0),
        atol=1e-9,
    )
    np.testing.assert_allclose(fixed_place("mars", np.array((0.0, 0.0, 3377.2))), (0.0, 90.0, 1.0))
    pole_offset = surface_position_km("mars", ET, lon_deg=0.0, lat_deg=90.0)
    np.testing.assert_allclose(pole_offset, 3376.20 * body_rotation("mars", ET)[2], atol=1e-9)


@pytest.mark.parametrize("point", [(0.0, 0.0, 0.0), (1e-3, 0.0, 0.0), (math.nan, 0.0, 1.0)])
def test_no_place_for_the_middle_of_a_body(point):
    with pytest.raises(NoConvergenceError, match="no place of mars"):
        fixed_place("mars", np.array(point))


def test_places_need_numbers_and_bodies():
    with pytest.raises(EphemerisError, match="finite"):
        fixed_position_km("mars", lon_deg=math.nan, lat_deg=0.0, height_km=0.0)
    with pytest.raises(EphemerisError, match="no body 'vulcan'"):
        fixed_position_km("vulcan", lon_deg=0.0, lat_deg=0.0, height_km=0.0)


def test_fixed_frames_agree_with_spice_and_astropy(spice):
    np.testing.assert_allclose(
        ICRF_TO_ECLIPTIC, spice.pxform("J2000", "ECLIPJ2000", 0.0), atol=1e-15
    )
    np.testing.assert_allclose(ECLIPTIC_TO_ICRF @ ICRF_TO_ECLIPTIC, np.eye(3), atol=1e-15)
    np.testing.assert_allclose(GALACTIC_TO_ICRF @ ICRF_TO_GALACTIC, np.eye(3), atol=1e-15)
    for lon, lat in ((0.0, 0.0), (90.0, 0.0), (10.0, 90.0), (200.0, -33.0)):
        galactic = SkyCoord(l=lon * u.deg, b=lat * u.deg, frame="galactic")
        there = galactic.icrs.cartesian.xyz.to_value()
        ours = GALACTIC_TO_ICRF @ galactic.cartesian.xyz.to_value()
        # astropy's galactic axes hang on FK5: 0.1 arcsecond.
        np.testing.assert_allclose(ours, there, atol=5e-7)
    assert not ICRF_TO_ECLIPTIC.flags.writeable
