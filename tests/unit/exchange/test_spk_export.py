"""SPK kernels as spiceypy, Skyfield, astropy and the program's own reader see them."""

from dataclasses import dataclass

import numpy as np
import pytest
import spiceypy
from astropy.coordinates import get_body_barycentric_posvel
from astropy.time import Time
from skyfield.api import load
from skyfield.jpllib import SpiceKernel

from mars7viz import __version__
from mars7viz.assets import asset_path
from mars7viz.constants import DAY_S, JD_J2000
from mars7viz.ephemeris.chronology import Arc, Chronology
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.kernel import Kernel
from mars7viz.ephemeris.solar_system import NAIF_IDS
from mars7viz.exchange import chebyshev_fit
from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.errors import ExchangeError
from tests.unit.exchange.exports import export

DE440 = asset_path("ephemeris", "de440_1970_2031.bsp")
ONE_METER_KM = 1e-3
CRUISE_ET = utc_to_et("1973-12-01")


@pytest.fixture(scope="module")
def kernel(path, tmp_path_factory):
    return export("spk", path, tmp_path_factory.mktemp("spk") / "sun.bsp", center="sun")


@pytest.mark.parametrize("center", [None, "sun", "ssb"])
def test_spice_reads_our_own_values_to_a_meter(path, between, tmp_path, center):
    file = export("spk", path, tmp_path / "path.bsp", center=center)
    with spiceypy.KernelPool([str(DE440), str(file)]):
        for about, naif_id in (("sun", 10), ("earth", 399), ("mars", 4)):
            found = np.array([spiceypy.spkgeo(-106776, et, "J2000", naif_id)[0] for et in between])
            apart = found - path.chronology.relative_state(between, about)
            assert np.linalg.norm(apart[:, :3], axis=1).max() < ONE_METER_KM
            # A meter over the shortest records, of minutes, is centimeters a second at most.
            assert np.linalg.norm(apart[:, 3:], axis=1).max() < 5e-5


def test_spice_sees_one_unbroken_span(path, kernel):
    window = spiceypy.spkcov(str(kernel), -106776)
    assert spiceypy.wncard(window) == 1
    assert spiceypy.wnfetd(window, 0) == pytest.approx(path.chronology.coverage, abs=1e-6)


def test_our_own_reader_agrees(path, between, kernel):
    found = Kernel.open(DE440, kernel).state(-106776, 10, between)
    apart = found - path.chronology.relative_state(between, "sun")
    assert np.linalg.norm(apart[:, :3], axis=1).max() < ONE_METER_KM


def test_skyfield_reads_our_own_values_to_a_meter(path, between, kernel):
    planets, ours = SpiceKernel(str(DE440)), SpiceKernel(str(kernel))
    try:
        planets.segments.extend(ours.segments)
        timescale = load.timescale(builtin=True)
        craft, sun = planets[-106776], planets["sun"]
        for et in between[::40].tolist():
            days = et / DAY_S
            instant = timescale.tdb_jd(JD_J2000 + np.floor(days))
            instant.whole, instant.tdb_fraction = JD_J2000 + np.floor(days), days % 1.0
            found = (craft - sun).at(instant)
            state = path.chronology.relative_state(et, "sun")
            assert np.linalg.norm(found.position.km - state[:3]) < ONE_METER_KM
            assert np.linalg.norm(found.velocity.km_per_s - state[3:]) < 1e-4
    finally:
        planets.close()
        ours.close()


def test_astropy_reads_a_single_segment_to_a_meter(path, tmp_path):
    cruise = path.chronology.arc_at(CRUISE_ET)
    start_et, stop_et = cruise.start_et, cruise.stop_et
    file = export(
        "spk",
        path,
        tmp_path / "cruise.bsp",
        start_et=start_et,
        stop_et=stop_et,
        center="sun",
        single_segment=True,
    )
    et = np.linspace(start_et + 10.0, stop_et - 10.0, 501)
    # Two-part dates: a Julian date in one float64 is 40 microseconds, a meter.
    instants = Time(JD_J2000 + np.floor(et / DAY_S), (et / DAY_S) % 1.0, format="jd", scale="tdb")
    position, velocity = get_body_barycentric_posvel(
        [(10, -106776)], instants, ephemeris=file.as_uri()
    )
    state = path.chronology.relative_state(et, "sun")
    apart_km = position.xyz.to_value("km").T - state[:, :3]
    assert np.linalg.norm(apart_km, axis=1).max() < ONE_METER_KM
    apart_km_s = velocity.xyz.to_value("km/s").T - state[:, 3:]
    assert np.linalg.norm(apart_km_s, axis=1).max() < 1e-6


def test_the_flyby_fits_into_a_single_segment_about_mars(path, tmp_path):
    flyby = path.chronology.arc_at(utc_to_et("1974-03-09T08:45"))
    start_et = max(flyby.start_et, utc_to_et("1974-03-09T05:00"))
    stop_et = min(flyby.stop_et, utc_to_et("1974-03-09T12:00"))
    file = export(
        "spk",
        path,
        tmp_path / "flyby.bsp",
        start_et=start_et,
        stop_et=stop_et,
        center="mars",
        single_segment=True,
    )
    et = np.linspace(start_et, stop_et, 1000)
    apart = Kernel.open(file).state(-106776, 4, et) - path.chronology.relative_state(et, "mars")
    assert np.linalg.norm(apart[:, :3], axis=1).max() < ONE_METER_KM


def test_comments_say_reconstructed_and_the_version(kernel):
    handle = spiceypy.dafopr(str(kernel))
    try:
        count, lines, _ = spiceypy.dafec(handle, 100, 90)
    finally:
        spiceypy.dafcls(handle)
    text = "\n".join(lines[:count])
    assert "reconstructed" in text
    assert f"mars7viz {__version__}" in text
    assert "No tracking data" in text


def test_segments_are_named_reconstructed(kernel):
    handle = spiceypy.dafopr(str(kernel))
    try:
        spiceypy.dafbfs(handle)
        while spiceypy.daffna():
            assert spiceypy.dafgn(60).endswith("reconstructed")
    finally:
        spiceypy.dafcls(handle)


def test_one_segment_cannot_hold_a_kink(path, tmp_path):
    with pytest.raises(ExchangeError, match="kinks between"):
        export("spk", path, tmp_path / "all.bsp", center="sun", single_segment=True)
    assert list(tmp_path.iterdir()) == []


def test_one_segment_of_too_many_records_is_refused(path, tmp_path, monkeypatch):
    monkeypatch.setattr(chebyshev_fit, "MAX_RECORDS", 50)
    departure = path.chronology.arc_at(utc_to_et("1973-08-10"))
    with pytest.raises(ExchangeError, match=r"would need \d+ records .* choose a shorter span"):
        export(
            "spk",
            path,
            tmp_path / "departure.bsp",
            start_et=departure.start_et,
            stop_et=departure.stop_et,
            single_segment=True,
        )
    assert list(tmp_path.iterdir()) == []


@dataclass(frozen=True)
class KernelArc:
    """An arc of our path as a kernel gives it: polynomials with seams of centimeters."""

    arc: Arc
    kernel: Kernel

    def __getattr__(self, name):
        return getattr(self.arc, name)

    def relative_state(self, et):
        return self.kernel.state(-106776, NAIF_IDS[self.center], et)


def test_a_path_that_is_itself_a_kernel_can_be_exported(path, between, tmp_path):
    first = export("spk", path, tmp_path / "first.bsp")
    once = Kernel.open(DE440, first)
    arcs = [KernelArc(arc, once) for arc in path.chronology.arcs]
    again = CraftPath(
        "coast_stage", Chronology("coast_stage", arcs, path.solar_system), path.solar_system
    )
    file = export("spk", again, tmp_path / "again.bsp", center="sun")
    found = Kernel.open(DE440, file).state(-106776, 10, between)
    apart = found - again.chronology.relative_state(between, "sun")
    assert np.linalg.norm(apart[:, :3], axis=1).max() < ONE_METER_KM
    assert file.stat().st_size < 20 * first.stat().st_size


@dataclass(frozen=True)
class Torn:
    """An arc that jumps by 10 km."""

    arc: Arc

    def __getattr__(self, name):
        return getattr(self.arc, name)

    def relative_state(self, et):
        middle = 0.5 * (self.arc.start_et + self.arc.stop_et) + 1.0
        return self.arc.relative_state(et) + np.where(np.asarray(et)[..., None] > middle, 10.0, 0.0)


def test_a_torn_path_is_refused(path, tmp_path):
    arc = path.chronology.arc_at(CRUISE_ET)
    torn = CraftPath(
        "coast_stage", Chronology("torn", [Torn(arc)], path.solar_system), path.solar_system
    )
    with pytest.raises(ExchangeError, match="not smooth at 197"):
        export("spk", torn, tmp_path / "torn.bsp")
    assert list(tmp_path.iterdir()) == []


def test_lander_has_its_own_id(lander_path, tmp_path):
    file = export("spk", lander_path, tmp_path / "lander.bsp")
    assert list(spiceypy.spkobj(str(file))) == [-107224]
