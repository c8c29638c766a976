"""Positions against CSPICE reading the same file, and kernels of several segments."""

import math

import numpy as np
import pytest
import spiceypy

from mars7viz.assets import asset_path
from mars7viz.ephemeris.errors import EphemerisError, OutsideCoverageError
from mars7viz.ephemeris.kernel import Kernel
from mars7viz.ephemeris.solar_system import KERNEL_FILE, NAIF_IDS
from mars7viz.ephemeris.spk import Segment

METER_KM = 1e-3
MM_S = 1e-6
IDS = tuple(NAIF_IDS.values())
EARTH, MOON, MARS, SUN = 399, 301, 4, 10


def instants(kernel, count, seed=1974):
    start_et, stop_et = kernel.coverage
    ends = [start_et, stop_et, np.nextafter(stop_et, 0.0), np.nextafter(start_et, 0.0)]
    return np.concatenate((ends, np.random.default_rng(seed).uniform(start_et, stop_et, count)))


@pytest.fixture(scope="module")
def kernel(sky):
    return sky.kernel


def test_a_thousand_instants_agree_with_spice_for_every_body(kernel, spice):
    ets = instants(kernel, 1000)
    many = {body: kernel.state(body, 0, ets) for body in IDS}
    for row, et in enumerate(ets.tolist()):
        ours = kernel.states(et, IDS)
        theirs = np.array([spice.spkssb(body, et, "J2000") for body in IDS])
        vectorised = np.array([many[body][row] for body in IDS])
        for states in (ours, vectorised):
            assert np.linalg.norm(states[:, :3] - theirs[:, :3], axis=1).max() < METER_KM
            assert np.linalg.norm(states[:, 3:] - theirs[:, 3:], axis=1).max() < MM_S


@pytest.mark.parametrize(
    ("target", "center"), [(MOON, EARTH), (EARTH, SUN), (MARS, EARTH), (3, EARTH), (0, MARS)]
)
def test_relative_states_agree_with_spice(kernel, spice, target, center):
    ets = instants(kernel, 50)
    theirs = np.array([spice.spkgeo(target, et, "J2000", center)[0] for et in ets])
    np.testing.assert_allclose(kernel.state(target, center, ets), theirs, rtol=1e-11, atol=1e-9)
    for et, state in zip(ets.tolist(), theirs, strict=True):
        np.testing.assert_allclose(kernel.state(target, center, et), state, rtol=1e-11, atol=1e-9)


def test_moon_about_earth_is_its_own_segments_and_loses_no_digits(kernel):
    et = -814_676_654.8
    moon = kernel.state(MOON, 3, et) - kernel.state(EARTH, 3, et)
    np.testing.assert_allclose(kernel.state(MOON, EARTH, et), moon, rtol=1e-14)


def test_a_body_about_itself_stays(kernel):
    assert not kernel.state(MARS, MARS, np.array((0.0, 1e8))).any()


def test_velocity_is_the_derivative_of_position(kernel):
    et, step = -814_676_654.0, 64.0
    ahead, behind = kernel.state(EARTH, 0, et + step), kernel.state(EARTH, 0, et - step)
    slope = (ahead[:3] - behind[:3]) / (2.0 * step)
    np.testing.assert_allclose(slope, kernel.state(EARTH, 0, et)[3:], atol=1e-7)


@pytest.mark.parametrize("et", [-946_728_001.0, 978_264_000.5, math.nan, math.inf, -math.inf])
def test_outside_the_span_is_an_error_that_states_it(kernel, et):
    calls = (
        lambda: kernel.states(et, IDS),
        lambda: kernel.state(MARS, SUN, et),
        lambda: kernel.state(MARS, SUN, np.array((0.0, et, 1.0))),
    )
    for call in calls:
        with pytest.raises(OutsideCoverageError) as caught:
            call()
        assert "1970-01-01 00:00:00 TDB to 2031-01-01 00:00:00 TDB" in str(caught.value)
        assert (caught.value.start_et, caught.value.stop_et) == kernel.coverage
        assert caught.value.et == et or math.isnan(et)


def test_unknown_bodies_are_refused_by_id(kernel):
    with pytest.raises(EphemerisError, match="does not join 599 to 0"):
        kernel.state(599, 0, 0.0)
    with pytest.raises(EphemerisError, match="no body 9"):
        kernel.coverage_of(9)


def test_no_instants_give_no_states(kernel):
    assert kernel.state(MARS, 0, np.array(())).shape == (0, 6)


def test_instants_in_a_table_are_refused(kernel):
    with pytest.raises(EphemerisError, match="a row of them"):
        kernel.state(MARS, 0, np.zeros((2, 2)))


CRAFT, OTHER = -73, -74


def polynomials(seed, count, components):
    return np.random.default_rng(seed).normal(size=(count, components, 5)).ravel() * 1e4


@pytest.fixture(scope="module")
def craft_path(tmp_path_factory):
    """Written by CSPICE: type 3 about the Earth, then type 2 about the Sun, then Mars; a gap."""
    path = tmp_path_factory.mktemp("kernels") / "craft.bsp"
    file = spiceypy.spkopn(str(path), "craft", 0)
    spiceypy.spkw03(
        file, CRAFT, EARTH, "J2000", 0.0, 3000.0, "a", 1000.0, 3, 4, polynomials(1, 3, 6), 0.0
    )
    spiceypy.spkw02(
        file, CRAFT, SUN, "J2000", 3000.0, 5000.0, "b", 1000.0, 2, 4, polynomials(2, 2, 3), 3000.0
    )
    spiceypy.spkw02(
        file, CRAFT, MARS, "J2000", 5000.0, 7000.0, "c", 500.0, 4, 4, polynomials(3, 4, 3), 5000.0
    )
    spiceypy.spkw02(
        file, OTHER, CRAFT, "J2000", 1000.0, 2000.0, "d", 1000.0, 1, 4, polynomials(4, 1, 3), 1000.0
    )
    spiceypy.spkcls(file)
    return path


def test_segments_in_turn_about_other_centers_agree_with_spice(craft_path, spice):
    both = Kernel.open(asset_path("ephemeris", KERNEL_FILE), craft_path)
    spice.furnsh(str(craft_path))
    try:
        # Joints belong to the later segment with us and in SPICE to the last in the file: the same.
        ets = np.array((0.0, 1.0, 999.0, 2999.999, 3000.0, 4999.0, 5000.0, 6999.0, 7000.0))
        theirs = np.array([spice.spkgeo(CRAFT, et, "J2000", 0)[0] for et in ets])
        np.testing.assert_allclose(both.state(CRAFT, 0, ets), theirs, rtol=1e-12, atol=1e-8)
        for et, state in zip(ets.tolist(), theirs, strict=True):
            np.testing.assert_allclose(both.state(CRAFT, 0, et), state, rtol=1e-12, atol=1e-8)
        state = spice.spkgeo(OTHER, 1500.0, "J2000", EARTH)[0]
        np.testing.assert_allclose(both.state(OTHER, EARTH, 1500.0), state, rtol=1e-12)
    finally:
        spice.unload(str(craft_path))


def test_a_craft_kernel_alone_answers_about_its_own_centers_only(craft_path):
    alone = Kernel.open(craft_path)
    assert alone.targets == (CRAFT, OTHER)
    assert alone.coverage == (1000.0, 2000.0)
    assert alone.coverage_of(CRAFT) == (0.0, 7000.0)
    assert alone.state(CRAFT, EARTH, 10.0).shape == (6,)
    with pytest.raises(EphemerisError, match="does not join"):
        alone.state(CRAFT, SUN, 10.0)


def test_a_target_that_ends_early_has_its_last_instant_and_nothing_after(craft_path):
    alone = Kernel.open(craft_path)
    last = alone.state(OTHER, CRAFT, 2000.0)
    np.testing.assert_allclose(alone.state(OTHER, CRAFT, np.array((2000.0,)))[0], last, rtol=1e-14)
    near = alone.state(OTHER, CRAFT, 1999.999)
    np.testing.assert_allclose(last[:3], near[:3] + near[3:] * 1e-3, rtol=1e-7)
    for et in (2000.001, 999.0):
        with pytest.raises(OutsideCoverageError, match=f"body {OTHER}") as caught:
            alone.state(OTHER, CRAFT, et)
        assert (caught.value.start_et, caught.value.stop_et) == (1000.0, 2000.0)


def test_the_file_is_closed_after_reading(craft_path, tmp_path):
    copy = tmp_path / "copy.bsp"
    copy.write_bytes(craft_path.read_bytes())
    kernel = Kernel.open(copy)
    copy.unlink()
    assert kernel.state(CRAFT, EARTH, 5.0).shape == (6,)


def test_what_is_no_kernel_is_refused_by_name(tmp_path, craft_path):
    text = tmp_path / "text.bsp"
    text.write_text("not a kernel " * 200)
    with pytest.raises(EphemerisError, match=r"text\.bsp is not a sound SPK kernel"):
        Kernel.open(text)
    short = tmp_path / "short.bsp"
    short.write_bytes(craft_path.read_bytes()[:2200])
    with pytest.raises(EphemerisError, match=r"short\.bsp"):
        Kernel.open(short)
    with pytest.raises(EphemerisError, match="at least one segment"):
        Kernel([])


def test_other_types_and_frames_are_refused(tmp_path):
    path = tmp_path / "type9.bsp"
    file = spiceypy.spkopn(str(path), "x", 0)
    states, epochs = np.ones((4, 6)), np.arange(4.0)
    spiceypy.spkw09(file, CRAFT, EARTH, "J2000", 0.0, 3.0, "x", 3, 4, states, epochs)
    spiceypy.spkcls(file)
    with pytest.raises(EphemerisError, match=r"type9.bsp: .* type 9; types 2 and 3"):
        Kernel.open(path)
    path = tmp_path / "frame.bsp"
    file = spiceypy.spkopn(str(path), "x", 0)
    spiceypy.spkw02(
        file, CRAFT, EARTH, "ECLIPJ2000", 0.0, 9.0, "x", 9.0, 1, 4, polynomials(1, 1, 3), 0.0
    )
    spiceypy.spkcls(file)
    with pytest.raises(EphemerisError, match="frame 17; frame 1"):
        Kernel.open(path)


def test_a_damaged_directory_is_refused(craft_path, tmp_path):
    # The directory's last word is the number of records: 3 in the first segment, type 3.
    words = np.frombuffer(craft_path.read_bytes(), dtype="<f8").copy()
    (place,) = np.nonzero((words[:-1] == 32.0) & (words[1:] == 3.0))
    words[place[0] + 1] = 4.0
    damaged = tmp_path / "damaged.bsp"
    damaged.write_bytes(words.tobytes())
    with pytest.raises(EphemerisError, match=r"damaged.bsp: segment of -73 about 399 is damaged"):
        Kernel.open(damaged)


def test_segments_that_lead_round_in_a_circle_are_refused():
    there = Segment(1, 2, 0.0, 9.0, 0.0, 9.0, np.ones((1, 6, 2)))
    back = Segment(2, 1, 0.0, 9.0, 0.0, 9.0, np.ones((1, 6, 2)))
    with pytest.raises(EphemerisError, match="from 1 round in a circle"):
        Kernel([there, back]).state(1, 0, 1.0)
