"""RAH and HGI against SPICE, the almanac and the archive's own words."""

import math

import numpy as np
import pytest
import spiceypy

from mars7viz.assets import asset_path
from mars7viz.constants import AU_KM, DAY_S
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.exchange.heliocentric import (
    ICRF_TO_HGI,
    SUN_NODE_RAD,
    SUN_TILT_RAD,
    archive_hgi_to_rah,
    icrf_to_rah,
    rah_to_archive_hgi,
    rah_to_icrf,
)


@pytest.fixture(scope="module")
def et():
    return utc_to_et("1973-08-10") + DAY_S * np.arange(0.0, 210.0, 3.0)


def test_node_and_tilt_are_the_published_ones():
    # Fränz and Harper 2002, table 5 and equation 14: 75.76 and 7.25 deg; SPICE's HCI: 75.77.
    assert math.degrees(SUN_NODE_RAD) == pytest.approx(75.765, abs=0.01)
    assert math.degrees(SUN_TILT_RAD) == pytest.approx(7.25, abs=0.005)


def test_pole_is_that_of_spice():
    with spiceypy.KernelPool([str(asset_path("ephemeris", "pck00010.tpc"))]):
        pole = spiceypy.pxform("J2000", "IAU_SUN", 0.0)[2]
    assert ICRF_TO_HGI[2] == pytest.approx(pole, abs=1e-12)


def test_hgi_axes_are_right_handed_and_x_lies_in_the_ecliptic():
    assert pytest.approx(np.eye(3), abs=1e-14) == ICRF_TO_HGI @ ICRF_TO_HGI.T
    assert np.linalg.det(ICRF_TO_HGI) == pytest.approx(1.0)
    # SPICE's ECLIPJ2000.
    north = spiceypy.pxform("ECLIPJ2000", "J2000", 0.0)[:, 2]
    assert ICRF_TO_HGI[0] @ north == pytest.approx(0.0, abs=1e-9)


def test_earth_crosses_the_solar_equator_when_the_almanac_says(path):
    """The Astronomical Almanac: B0 is zero about 6 June and 7 December, -7.25 about 6 March."""
    system = path.solar_system

    def latitude(utc):
        at = np.array([utc_to_et(utc)])
        x, y, z = (system.position_of("earth", "sun", at) @ ICRF_TO_HGI.T)[0]
        return math.degrees(math.atan2(z, math.hypot(x, y)))

    assert latitude("1974-06-05") < 0.0 < latitude("1974-06-08")
    assert latitude("1973-12-06") > 0.0 > latitude("1973-12-09")
    assert latitude("1974-03-06") == pytest.approx(-7.25, abs=0.02)


def test_rah_goes_there_and_back(path, et):
    ours = path.chronology.relative_state(et, "sun")[:, :3]
    rah = icrf_to_rah(ours, et, path.solar_system)
    assert rah_to_icrf(rah, et, path.solar_system) == pytest.approx(ours, abs=1e-4)


def test_rah_of_the_earth_and_of_what_is_ahead(path, et):
    earth = path.solar_system.relative_state("earth", "sun", et)
    rah = icrf_to_rah(earth[:, :3], et, path.solar_system)
    assert rah[:, 0] == pytest.approx(np.linalg.norm(earth[:, :3], axis=1))
    assert rah[:, 1] == pytest.approx(0.0, abs=1e-9)
    assert abs(rah[:, 2]).max() < 5e4  # the Earth stays by the ecliptic of J2000
    # Where the Earth will be in ten days is ahead of it, by about ten degrees.
    later = path.solar_system.position_of("earth", "sun", et + 10.0 * DAY_S)
    ahead = icrf_to_rah(later, et, path.solar_system)[:, 1]
    assert ((ahead > 9.4) & (ahead < 10.3)).all()


def test_archive_conversion_by_its_own_words():
    """A craft at the Earth's place on 1981-03-20 17:03.1, by hand.

    The Sun is then at the equinox, the Earth opposite, 180 deg; the node is at 75.5 deg, so the
    craft is 104.5 deg past it; the height over the solar equator is -sin(7.25) sin(104.5) R.
    """
    at = np.array([utc_to_et("1981-03-20T17:03:06")])
    hgi = rah_to_archive_hgi(np.array([[AU_KM, 0.0, 0.0]]), at)[0] / AU_KM
    past, tilt = math.radians(104.5), math.radians(7.25)
    assert hgi == pytest.approx(
        [math.cos(past), math.sin(past) * math.cos(tilt), -math.sin(past) * math.sin(tilt)],
        abs=1e-12,
    )
    # A quarter of 365.25 days later the even Earth is a quarter round.
    quarter = at + 365.25 / 4.0 * DAY_S
    turned = rah_to_archive_hgi(np.array([[AU_KM, 0.0, 0.0]]), quarter)[0] / AU_KM
    assert turned[0] == pytest.approx(math.cos(past + math.pi / 2.0), abs=1e-12)


def test_archive_conversion_is_undone(path, et):
    ours = path.chronology.relative_state(et, "sun")[:, :3]
    rah = icrf_to_rah(ours, et, path.solar_system)
    assert archive_hgi_to_rah(rah_to_archive_hgi(rah, et), et) == pytest.approx(rah, abs=1e-6)


def test_even_earth_of_the_archive_matters(path, et):
    """Why the archive's HGI must not be read as true HGI: millions of kilometers.

    The true Earth is 2 e = 1.9 deg ahead of an even one in April and as much behind in October; an
    even Earth that is right at the March equinox is therefore up to 3.8 deg off.
    """
    ours = path.chronology.relative_state(et, "sun")[:, :3]
    archive = rah_to_archive_hgi(icrf_to_rah(ours, et, path.solar_system), et)
    apart = np.linalg.norm(archive - ours @ ICRF_TO_HGI.T, axis=1)
    assert 3e6 < apart.max() < math.radians(3.9) * np.linalg.norm(ours, axis=1).max()
