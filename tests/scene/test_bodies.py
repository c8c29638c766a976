"""Bodies by geometry: sizes, light, order, landmarks."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC, rotation_about_x, rotation_about_z
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.options import ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance, make_snapshot, pose_from

SIZE = 400
FOCAL_PX = 0.5 * SIZE / math.tan(math.radians(20.0))
PLACE = np.array([1.5 * AU_KM, 0.3 * AU_KM, 0.1 * AU_KM])


def toward_sun():
    return -PLACE / np.linalg.norm(PLACE)


def lit_at_full_phase(picture, name, distance_radii, **options):
    """A picture from the Sun's side, with the pole of the body up."""
    snapshot = make_snapshot({"sun": (0, 0, 0), name: PLACE}, {name: ICRF_TO_ECLIPTIC})
    distance = distance_radii * RADII_KM[name][0]
    direction = ICRF_TO_ECLIPTIC @ toward_sun()
    direction[2] = 0.0
    pose = pose_from(ICRF_TO_ECLIPTIC.T @ direction, name, distance)
    return picture(snapshot, pose, **options)


@pytest.mark.parametrize(("name", "distance_radii"), [("mars", 4.0), ("saturn", 9.0), ("moon", 3)])
def test_disc_has_the_size_that_geometry_gives(picture, name, distance_radii):
    image = luminance(lit_at_full_phase(picture, name, distance_radii))
    equator, _, pole = RADII_KM[name]
    reach = math.sqrt((distance_radii * equator) ** 2 - equator**2)
    # The widths of the central row and column, by the light in them: half pixels count. A ring or
    # haze beside the disc would add to the row, so the column alone is asked there.
    column = image[:, SIZE // 2 - 1 : SIZE // 2 + 1].mean(axis=1)
    assert _extent(column) == pytest.approx(2 * FOCAL_PX * pole / reach, abs=2.0)
    if name != "saturn":
        # The haze of Mars adds its scale height, half a pixel here, to either edge.
        row = image[SIZE // 2 - 1 : SIZE // 2 + 1].mean(axis=0)
        assert _extent(row) == pytest.approx(2 * FOCAL_PX * equator / reach, abs=2.5)


def _extent(profile):
    """Pixels between the edges: where light falls under 0.6 of what it is just inside."""
    lit = np.flatnonzero(profile > 40.0)
    first, last = lit[0], lit[-1]
    left = np.flatnonzero(profile > 0.6 * profile[first + 6])[0]
    right = np.flatnonzero(profile > 0.6 * profile[last - 6])[-1]
    return right - left + 1


def test_airless_limb_is_where_geometry_puts_it_to_a_pixel(picture):
    image = luminance(lit_at_full_phase(picture, "moon", 3.0))
    # A pixel counts from about a tenth covered, which puts the edge 0.4 pixels out.
    covered = np.count_nonzero(image > 25.0)
    radius_px = FOCAL_PX / math.sqrt(3.0**2 - 1.0)
    assert math.sqrt(covered / math.pi) == pytest.approx(radius_px + 0.4, abs=0.3)


def test_terminator_runs_through_the_middle_at_quarter_phase(picture):
    # The Sun to the right of the picture: the camera stands a right angle from its direction.
    snapshot = make_snapshot({"sun": (0, 0, 0), "moon": PLACE}, {"moon": ICRF_TO_ECLIPTIC})
    sun = ICRF_TO_ECLIPTIC @ toward_sun()
    azimuth = math.degrees(math.atan2(sun[1], sun[0])) - 90.0
    pose = replace(pose_from((1, 0, 0), "moon", 4 * 1737.4), azimuth_deg=azimuth, elevation_deg=0.0)
    row = luminance(picture(snapshot, pose))[SIZE // 2]
    radius_px = FOCAL_PX / math.sqrt(15.0)
    lit = np.flatnonzero(row > 3.0)
    assert lit[0] == pytest.approx(SIZE / 2, abs=3.0)
    assert lit[-1] == pytest.approx(SIZE / 2 + radius_px, abs=2.0)
    assert row[: SIZE // 2 - 5].max() == 0.0


@pytest.mark.parametrize(
    ("front", "behind", "eye_km"),
    [
        ("phobos", "deimos", 1e4),
        ("deimos", "phobos", 1e4),
        ("neptune", "jupiter", 1e8),
        ("jupiter", "neptune", 1e8),
    ],
)
def test_what_is_nearer_by_a_hundred_thousandth_is_in_front(picture, front, behind, eye_km):
    # Whichever center is nearer, the surface decides: it is depth that is tested, not the order.
    direction = toward_sun()

    def snapshot(*shown):
        positions = {"sun": (0, 0, 0), "mercury": PLACE - 3e5 * direction}
        for name, gap in ((front, 0.0), (behind, 1e-5 * eye_km)):
            radius = RADII_KM[name][0]
            place = PLACE - direction * (gap + radius)
            # What is not shown waits behind the camera, and not before the Sun.
            away = PLACE + eye_km * (3 * direction + np.array([0.0, 0.0, 1.0]))
            positions[name] = place if name in shown else away
        # Every body turns its longest axis to the camera.
        x = direction
        y = np.cross([0.0, 0.0, 1.0], x)
        y /= np.linalg.norm(y)
        axes = np.array([x, y, np.cross(x, y)])
        return make_snapshot(positions, {front: axes, behind: axes})

    pose = pose_from(direction, "mercury", eye_km + 3e5, field_of_view_deg=0.4)
    middle = slice(SIZE // 2 - 2, SIZE // 2 + 2)
    options = {"body_scale": 1.0}

    def view(*shown):
        return picture(snapshot(*shown), pose, **options)[middle, middle].astype(int)

    alone_front, alone_behind, both = view(front), view(behind), view(front, behind)
    assert np.abs(alone_front - alone_behind).max() > 3, "the two must differ to be told apart"
    assert np.array_equal(both, alone_front)


def test_nothing_is_drawn_of_a_body_behind_the_camera(picture):
    # Aside from the Sun's direction, where what is behind the camera throws no shadow.
    direction = toward_sun() + np.array([0.0, 0.0, 0.5])
    direction /= np.linalg.norm(direction)
    positions = {"sun": (0, 0, 0), "mercury": PLACE}
    for name, distance in (("mars", 3500.0), ("earth", 6500.0), ("jupiter", 3e5), ("venus", 1e8)):
        # Just behind the eye, so that some reach beside it.
        positions[name] = PLACE + direction * (1e5 + distance)
    pose = pose_from(direction, "mercury", 1e5, field_of_view_deg=5.0)
    snapshot = make_snapshot(positions)
    alone = picture(make_snapshot({"sun": (0, 0, 0), "mercury": PLACE}), pose)
    assert alone.max() > 50
    assert np.array_equal(picture(snapshot, pose), alone)


def test_the_camera_inside_a_body_sees_through_it(picture):
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": PLACE, "mercury": PLACE + 100.0})
    pose = pose_from(toward_sun(), "mercury", 200.0)
    image = picture(snapshot, pose)
    assert image.max() == 0


# Body, place, something to compare with, and what must be so: (name, lat, lon) east-positive.
# Coordinates from the IAU/USGS gazetteer and any atlas.
BRIGHTER = [
    ("mars", "Arabia Terra", (21.0, 20.0), "Syrtis Major", (9.0, 69.0)),
    ("mars", "Hellas", (-42.0, 70.0), "Mare Tyrrhenum", (-18.0, 105.0)),
    ("mars", "Tharsis by Olympus Mons", (12.0, 228.0), "Mare Sirenum", (-34.0, 205.0)),
    ("mars", "Arabia Terra", (21.0, 20.0), "Acidalia", (45.0, 330.0)),
    ("moon", "highlands east of it", (13.0, 75.0), "Mare Crisium", (17.0, 59.0)),
    ("moon", "Tycho", (-43.3, -11.2), "Mare Nubium", (-21.0, -17.0)),
    ("moon", "far highlands", (10.0, -160.0), "Oceanus Procellarum", (18.0, -57.0)),
    ("earth", "Sahara", (22.0, 12.0), "Arabian Sea", (15.0, 63.0)),
    ("earth", "Kazakhstan", (46.0, 66.0), "Caspian Sea", (41.5, 51.0)),
]


@pytest.mark.parametrize(("name", "bright", "at", "dark", "against"), BRIGHTER)
def test_maps_lie_where_landmarks_are(picture, name, bright, at, dark, against):
    first, second = (luminance(color_at(picture, name, place)) for place in (at, against))
    assert first > 1.12 * second, f"{bright} against {dark}"


@pytest.mark.parametrize("land", [(22.0, 12.0), (-25.0, 128.0), (46.0, 66.0), (22.0, 47.0)])
@pytest.mark.parametrize("sea", [(25.0, -45.0), (0.0, -140.0), (-30.0, 80.0), (41.5, 51.0)])
def test_deserts_are_warm_and_seas_are_blue(picture, land, sea):
    def warmth(place):
        red, green, blue = color_at(picture, "earth", place)
        return (red - blue) / (red + green + blue)

    assert warmth(land) > warmth(sea) + 0.08


def color_at(picture, name, place):
    """sRGB of a place (latitude, longitude) seen from straight above with the Sun behind."""
    # A rotation without symmetry, so that no transposition or sign can hide.
    rotation = rotation_about_z(0.9) @ rotation_about_x(0.4) @ rotation_about_z(-0.3)
    latitude, longitude = np.radians(place)
    above = rotation.T @ [
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    ]
    snapshot = make_snapshot({"sun": PLACE + above * 1.5 * AU_KM, name: PLACE}, {name: rotation})
    pose = pose_from(above, name, 4.0 * RADII_KM[name][0])
    image = picture(snapshot, pose, size=(200, 200))
    return np.median(image[97:103, 97:103].reshape(-1, 3), axis=0)


def test_mars_has_the_colors_of_mars(picture):
    image = lit_at_full_phase(picture, "mars", 4.0).reshape(-1, 3).astype(float)
    lit = image[image.max(axis=1) > 60]
    bright = lit[lit[:, 0] > np.percentile(lit[:, 0], 70)]
    red, green, blue = np.median(bright, axis=0)
    # Butterscotch near (196, 150, 105), not brick.
    assert red == pytest.approx(196, abs=25)
    assert green == pytest.approx(150, abs=22)
    assert blue == pytest.approx(105, abs=25)


def test_earth_at_night_has_lights_and_no_grey_fill(picture):
    snapshot = make_snapshot({"sun": (0, 0, 0), "earth": PLACE}, {"earth": ICRF_TO_ECLIPTIC})
    pose = replace(pose_from(-toward_sun(), "earth", 3.2 * 6378.0))
    image = luminance(picture(snapshot, pose))
    disc = image[SIZE // 2 - 80 : SIZE // 2 + 80, SIZE // 2 - 80 : SIZE // 2 + 80]
    assert np.median(disc) < 14.0
    assert disc.max() > 60.0
    filled = luminance(picture(snapshot, pose, layers=replace(BARE, fill_light=True)))
    assert np.median(filled[SIZE // 2 - 80 : SIZE // 2 + 80, SIZE // 2]) > np.median(disc) + 5.0


def picture_layers():
    from tests.scene.kit import BARE

    return BARE


def test_saturns_rings_stand_off_the_disc_in_the_planets_equator(picture):
    tilt = rotation_about_x(math.radians(-25.0)) @ ICRF_TO_ECLIPTIC
    snapshot = make_snapshot({"sun": (0, 0, 0), "saturn": PLACE}, {"saturn": tilt})
    pose = replace(pose_from(toward_sun(), "saturn", 8 * 60268.0), elevation_deg=0.0)
    image = luminance(picture(snapshot, pose))
    view = ViewGeometry.of(snapshot, ViewOptions(camera=pose), width=SIZE, height=SIZE)
    angles = np.linspace(0.0, 2.0 * np.pi, 40, endpoint=False)
    for radius_km, is_lit in ((1.05e5, True), (1.75e5, False)):
        ring = radius_km * np.column_stack([np.cos(angles), np.sin(angles), np.zeros(40)])
        points = PLACE + ring @ tilt
        pixels = view.pixels(points)
        beside = np.hypot(pixels[:, 0] - SIZE / 2, pixels[:, 1] - SIZE / 2) > 85.0
        assert np.count_nonzero(beside) > 8
        values = [image[int(y), int(x)] for x, y, _ in pixels[beside]]
        assert (np.min(values) > 30.0) if is_lit else (np.max(values) < 5.0)


def test_a_body_too_far_for_a_disc_stays_a_steady_point(picture):
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": PLACE, "jupiter": (5 * AU_KM, 0, 0)})
    light = []
    for step in range(8):
        pose = pose_from(toward_sun(), "mars", 3e7 * (1.0 + 0.013 * step))
        image = luminance(picture(snapshot, pose, size=(SIZE, SIZE)))
        around = image[SIZE // 2 - 8 : SIZE // 2 + 8, SIZE // 2 - 8 : SIZE // 2 + 8]
        assert around.max() > 100.0
        light.append(around.sum())
    assert max(light) / min(light) < 1.3


def test_exaggerated_bodies_are_larger_by_that_factor(picture):
    snapshot = make_snapshot({"sun": (0, 0, 0), "moon": PLACE})
    pose = pose_from(toward_sun(), "moon", 40 * 1737.4)
    areas = [
        np.count_nonzero(luminance(picture(snapshot, pose, body_scale=scale)) > 8.0)
        for scale in (1.0, 8.0)
    ]
    expected = [1 / math.sqrt(40.0**2 - 1), 8 / math.sqrt(40.0**2 - 64)]
    assert math.sqrt(areas[1] / areas[0]) == pytest.approx(expected[1] / expected[0], rel=0.05)
