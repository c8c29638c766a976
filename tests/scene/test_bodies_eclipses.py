"""Shadows between bodies: where they fall and when they pass, against other people's geometry."""

import math
from dataclasses import replace

import numpy as np
import pytest
import spiceypy

from mars7viz.assets import asset_path
from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.scene.eclipses import casters, covered_share, limb_angle, sunlit_share
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance, make_snapshot, pose_from

SIZE = 400
MARS = np.array([1.4 * AU_KM, 0.5 * AU_KM, 0.2 * AU_KM])
TILTED = np.linalg.qr(np.array([[0.3, -0.8, 0.5], [0.9, 0.4, 0.1], [0.2, 0.5, 0.8]]))[0]

# Greatest eclipse by Espenak and Meeus, Five Millennium Catalog of Solar Eclipses: UT, latitude
# north, longitude east (degrees). The catalogue rounds to a tenth of a degree.
SOLAR_ECLIPSES = {
    "annular": ("1973-12-24T15:02:00", 1.1, -48.5),
    "total": ("1974-06-20T04:47:20", -32.1, 103.7),
}


@pytest.fixture(scope="module")
def spice():
    spiceypy.kclear()
    for name in ("de440_1970_2031.bsp", "pck00010.tpc", "naif0012.tls"):
        spiceypy.furnsh(str(asset_path("ephemeris", name)))
    yield spiceypy
    spiceypy.kclear()


def without(snapshot, name):
    """The same instant with one body put far behind the Sun."""
    gone = (-9e10, 1e10, 1e10)
    return replace(
        snapshot,
        bodies=tuple(
            replace(body, position_km=gone) if body.name == name else body
            for body in snapshot.bodies
        ),
    )


def darkest_place(picture, snapshot, caster, target, distance_radii):
    """(lon, lat) in degrees of the shadow's middle, from two pictures of the sunlit side."""
    body = snapshot.body(target)
    center = np.array(body.position_km)
    toward = np.array(snapshot.body("sun").position_km) - center
    pose = pose_from(toward, target, distance_radii * RADII_KM[target][0])
    lit = luminance(picture(without(snapshot, caster), pose)) + 1.0
    shaded = luminance(picture(snapshot, pose)) + 1.0
    lost = np.where(lit > 15.0, 1.0 - shaded / lit, 0.0)
    weight = np.where(lost > 0.85 * lost.max(), lost, 0.0)
    rows, columns = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    options = ViewOptions(camera=pose, layers=BARE)
    view = ViewGeometry.of(snapshot, options, width=SIZE, height=SIZE)
    ray = view.ray(np.average(columns, weights=weight), np.average(rows, weights=weight))
    turn = np.array(body.rotation)
    axes = RADII_KM[target]
    place = spiceypy.surfpt(turn @ (view.eye_km - center), turn @ ray, *axes)
    lon, lat, _ = spiceypy.recgeo(place, axes[0], (axes[0] - axes[2]) / axes[0])
    return math.degrees(lon), math.degrees(lat), lost.max()


def axis_place(snapshot, caster, target):
    """Where the line from the Sun through the caster meets the target, degrees."""
    body = snapshot.body(target)
    center = np.array(body.position_km)
    start = np.array(snapshot.body(caster).position_km)
    along = start - np.array(snapshot.body("sun").position_km)
    turn = np.array(body.rotation)
    axes = RADII_KM[target]
    place = spiceypy.surfpt(turn @ (start - center), turn @ along, *axes)
    lon, lat, _ = spiceypy.recgeo(place, axes[0], (axes[0] - axes[2]) / axes[0])
    return math.degrees(lon), math.degrees(lat)


@pytest.mark.parametrize("kind", SOLAR_ECLIPSES)
def test_the_moons_shadow_falls_on_the_earth_where_it_fell(loaded_world, picture, spice, kind):
    utc, lat_deg, lon_deg = SOLAR_ECLIPSES[kind]
    et = utc_to_et(utc)
    snapshot = evaluate(loaded_world, et)
    lon, lat, depth = darkest_place(picture, snapshot, "moon", "earth", 6.0)
    assert lat == pytest.approx(lat_deg, abs=1.0)
    assert lon == pytest.approx(lon_deg, abs=1.0)
    # And against the same kernel read by SPICE, with its own orientation of the Earth.
    moon, _ = spice.spkpos("MOON", et, "IAU_EARTH", "NONE", "EARTH")
    sun, _ = spice.spkpos("SUN", et, "IAU_EARTH", "NONE", "EARTH")
    place = spice.surfpt(moon, moon - sun, *RADII_KM["earth"])
    there = [math.degrees(angle) for angle in spice.recgeo(place, 6378.1366, 1 / 298.257)[:2]]
    assert [lon, lat] == pytest.approx(there, abs=1.0)
    # A total eclipse takes everything, an annular one leaves a ring of about a sixth of the disc.
    assert depth > 0.95 if kind == "total" else 0.4 < depth < 0.8


def test_an_annular_eclipse_leaves_the_ring_that_the_sizes_give():
    # 1973: the Moon's disc was 0.917 of the Sun's (Espenak and Meeus): 0.842 of the area.
    sun = 0.004727
    assert covered_share(sun, 0.9174 * sun, 0.0) == pytest.approx(0.8416, abs=1e-3)
    assert covered_share(sun, 0.9174 * sun, 0.9 * sun) < 0.5
    assert covered_share(sun, 1.2 * sun, 0.1 * sun) == 1.0
    assert covered_share(sun, sun, 2.0 * sun) == 0.0


def test_phobos_throws_its_small_shadow_where_the_line_from_the_sun_meets_mars(
    loaded_world, picture
):
    start_et = utc_to_et("1974-03-08T15:30:00")
    for et in np.arange(start_et, start_et + 3600.0, 60.0):
        snapshot = evaluate(loaded_world, float(et))
        offset = {c.name: c.offset_km for c in casters(snapshot, snapshot.body("mars"))}
        if "phobos" not in offset:
            continue
        sun = np.array(snapshot.body("sun").position_km)
        to_sun = sun - np.array(snapshot.body("mars").position_km)
        to_sun /= np.linalg.norm(to_sun)
        aside = offset["phobos"] - to_sun * (offset["phobos"] @ to_sun)
        if np.linalg.norm(aside) < 2200.0:
            break
    else:
        pytest.fail("the shadow of Phobos never reached the middle of the disc")
    lon_deg, lat_deg = axis_place(snapshot, "phobos", "mars")
    # From straight above the place, below Phobos: the shadow is tens of pixels across.
    turn = np.array(snapshot.body("mars").rotation)
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    up = spiceypy.georec(lon, lat, 0.0, 3396.19, (3396.19 - 3376.20) / 3396.19)
    pose = pose_from(turn.T @ up, "mars", 3396.19 + 1000.0, field_of_view_deg=20.0)
    lit = luminance(picture(without(snapshot, "phobos"), pose)) + 1.0
    shaded = luminance(picture(snapshot, pose)) + 1.0
    lost = 1.0 - shaded / lit
    rows, columns = np.nonzero(lost > 0.5 * lost.max())
    # 1,000 km up, 20 degrees over 400 pixels: one pixel is 0.9 km, the umbra's heart 10 km wide.
    assert np.hypot(rows.mean() - 199.5, columns.mean() - 199.5) < 6.0
    assert 0.05 < lost.max() < 0.6, "Phobos covers about a fifth of the Sun"
    assert np.count_nonzero(lost > 0.02) > 100


def test_the_moon_goes_dark_in_the_earths_shadow(loaded_world, picture):
    # 1974-11-29, total, greatest at 15:13 UT; first umbral contact 13:29 (Espenak and Meeus).
    def light(utc):
        snapshot = evaluate(loaded_world, utc_to_et(utc))
        toward = -np.array(snapshot.body("moon").position_km) + np.array(
            snapshot.body("earth").position_km
        )
        return luminance(picture(snapshot, pose_from(toward, "moon", 8000.0))).sum()

    before, partial, total = (
        light(f"1974-11-29T{time}:00") for time in ("12:00", "14:05", "15:13")
    )
    assert before > 0.0
    assert 0.1 * before < partial < 0.9 * before
    assert total < 0.01 * before


def test_exaggerated_bodies_throw_no_shadows(loaded_world, picture):
    snapshot = evaluate(loaded_world, utc_to_et("1974-06-20T04:47:20"))
    toward = np.array(snapshot.body("sun").position_km) - np.array(
        snapshot.body("earth").position_km
    )
    pose = pose_from(toward, "earth", 6.0 * 6378.0)
    large = picture(snapshot, pose, body_scale=1.5)
    assert np.array_equal(large, picture(without(snapshot, "moon"), pose, body_scale=1.5))


def sampled_share(snapshot, place, name, count=6000):
    """Share of the Sun seen past an ellipsoid: one ray for each of many points of its disc."""
    to_sun = np.array(snapshot.body("sun").position_km) - place
    sun_km = np.linalg.norm(to_sun)
    out = to_sun / sun_km
    first = np.cross(out, [0.3, 0.5, 0.8])
    first /= np.linalg.norm(first)
    second = np.cross(out, first)
    i = np.arange(count) + 0.5
    radius, turn = 696_000.0 * np.sqrt(i / count), i * 2.399963229728653
    rays = (
        to_sun
        + (radius * np.cos(turn))[:, None] * first
        + (radius * np.sin(turn))[:, None] * second
    )
    body = snapshot.body(name)
    scale = np.array(body.rotation).T / np.array(RADII_KM[name])
    start = (place - np.array(body.position_km)) @ scale
    rays = rays @ scale
    along = -(rays @ start) / np.einsum("ij,ij->i", rays, rays)
    nearest = start + along[:, None] * rays
    hidden = (np.einsum("ij,ij->i", nearest, nearest) < 1.0) & (along > 0.0)
    return 1.0 - np.count_nonzero(hidden) / count


def test_a_craft_enters_the_shadow_of_mars_at_the_right_second():
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS}, {"mars": TILTED})
    out = MARS / np.linalg.norm(MARS)
    aside = np.cross(out, [0.2, 0.9, -0.3])
    aside /= np.linalg.norm(aside)
    speed_km_s = 5.0

    def place(seconds):
        return MARS + 5000.0 * out + (3300.0 - speed_km_s * seconds) * -aside

    times = np.arange(-40.0, 40.0, 0.5)
    ours = np.array([sunlit_share(snapshot, place(t)) for t in times])
    sampled = np.array([sampled_share(snapshot, place(t), "mars") for t in times])
    assert ours.max() == 1.0
    assert ours.min() == 0.0
    assert np.abs(ours - sampled).max() < 0.01

    def half(shares):
        return (
            np.interp(0.5, shares[::-1], times[::-1])
            if shares[0] > shares[-1]
            else np.interp(0.5, shares, times)
        )

    assert half(ours) == pytest.approx(half(sampled), abs=0.1)
    assert 0.0 < np.count_nonzero((ours > 0.0) & (ours < 1.0)) * 0.5 < 30.0


def test_the_limb_of_a_flattened_planet_is_where_rays_touch_it():
    snapshot = make_snapshot({"sun": (0, 0, 0), "saturn": MARS}, {"saturn": TILTED})
    body = snapshot.body("saturn")
    rng = np.random.default_rng(3)
    scale = np.array(body.rotation).T / np.array(RADII_KM["saturn"])
    for _ in range(40):
        start = rng.normal(size=3) * 1.5e5
        if np.linalg.norm(start @ scale) < 1.05:
            continue
        to_sun = rng.normal(size=3) * 1e9
        angle = limb_angle(body, start, to_sun)
        inward = -start / np.linalg.norm(start)
        side = to_sun - inward * (to_sun @ inward)
        side /= np.linalg.norm(side)

        def miss(t, inward=inward, side=side, start=start):
            ray = (math.cos(t) * inward + math.sin(t) * side) @ scale
            from_center = start @ scale
            along = -(ray @ from_center) / (ray @ ray)
            return np.linalg.norm(from_center + along * ray)

        assert miss(angle) == pytest.approx(1.0, abs=1e-9)


def test_a_craft_in_the_earths_shadow_is_dark_and_comes_out_with_sunrise(loaded_world):
    # The launch was at night; the parking orbit met the Sun again within half an hour.
    def share(utc):
        snapshot = evaluate(loaded_world, utc_to_et(utc))
        return sunlit_share(snapshot, np.array(snapshot.craft("coast_stage").position_km))

    assert share("1973-08-09T17:10:00") == 0.0
    assert share("1973-08-09T17:40:00") == 1.0
    assert share("1974-03-09T08:45:00") == 1.0
