"""Stars and Sun at the pixel that geometry gives."""

import math

import numpy as np
import pytest

from mars7viz.scene.star_catalogue import star_directions
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.options import ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance, make_snapshot, pose_from

SIZE = 400

# Right ascension and declination, ICRS, J2000 epoch, degrees (SIMBAD); proper motion over the 26
# years to 1974 is 34 arcseconds for Sirius, a fiftieth of a pixel here.
STARS = {
    "Sirius": (101.28716, -16.71612),
    "Vega": (279.23473, 38.78369),
    "Altair": (297.69583, 8.86832),
}


def unit(right_ascension_deg, declination_deg):
    a, d = math.radians(right_ascension_deg), math.radians(declination_deg)
    return np.array([math.cos(d) * math.cos(a), math.cos(d) * math.sin(a), math.sin(d)])


def looking_near(star, snapshot):
    aside = np.cross(star, [0.1, 0.4, 0.9])
    ahead = star + 0.11 * aside / np.linalg.norm(aside)
    pose = pose_from(-ahead, "mercury", 1e6)
    view = ViewGeometry.of(snapshot, ViewOptions(camera=pose), width=SIZE, height=SIZE)
    return pose, view


@pytest.mark.parametrize("name", STARS)
@pytest.mark.parametrize("supersample", [1, 2])
def test_a_bright_star_is_at_its_pixel(picture, stars_only, name, supersample):
    star = unit(*STARS[name])
    snapshot = make_snapshot({"sun": (0, 0, 0), "mercury": (50 * AU_KM, 0, 0)})
    pose, view = looking_near(star, snapshot)
    image = luminance(picture(snapshot, pose, layers=stars_only, supersample=supersample))
    x, y, _ = view.direction_pixels(star)[0]
    left, top = int(x) - 4, int(y) - 4
    patch = image[top : top + 9, left : left + 9]
    assert patch.max() > 200.0
    rows, columns = np.mgrid[top : top + 9, left : left + 9] + 0.5
    assert np.average(columns, weights=patch) == pytest.approx(x, abs=0.3)
    assert np.average(rows, weights=patch) == pytest.approx(y, abs=0.3)


def test_stars_are_small_and_round(picture, stars_only):
    star = unit(*STARS["Vega"])
    snapshot = make_snapshot({"sun": (0, 0, 0), "mercury": (50 * AU_KM, 0, 0)})
    pose, view = looking_near(star, snapshot)
    image = luminance(picture(snapshot, pose, layers=stars_only))
    x, y, _ = view.direction_pixels(star)[0]
    rows, columns = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    distance = np.hypot(columns - x, rows - y)
    assert image[distance < 1.0].min() > 60.0
    assert np.median(image[(distance > 4.0) & (distance < 8.0)]) < 8.0


def test_proper_motion_moves_a_star_to_the_date():
    # Sirius: -546 and -1223 mas a year.
    at_2000, before = star_directions(0.0)[0], star_directions(-100.0)[0]
    moved_mas = math.degrees(math.acos(min(float(at_2000 @ before), 1.0))) * 3.6e6
    assert moved_mas == pytest.approx(100.0 * math.hypot(546.01, 1223.07), rel=1e-3)
    assert before[2] > at_2000[2]


def test_stars_can_be_left_out_and_fade_before_a_bright_planet(picture, stars_only):
    place = np.array([1.5 * AU_KM, 0, 0])
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": place})
    near = pose_from((-1, 0, 0), "mars", 3396.0 * 3.0)
    far = pose_from((-1, 0, 0), "mars", 3396.0 * 3e3)

    def sky(pose, layers):
        image = luminance(picture(snapshot, pose, layers=layers))
        return image[:50, :50].sum() + image[-50:, -50:].sum()

    assert sky(far, BARE) == 0.0
    assert 0.0 < sky(near, stars_only) < 0.6 * sky(far, stars_only)


def test_the_sun_glows_unless_a_planet_hides_it(picture):
    mars = np.array([1.5 * AU_KM, 0, 0])
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": mars})
    # From the night side: the planet over the Sun, then from above its pole, the Sun beside it.
    hidden = picture(snapshot, pose_from((1, 0, 0), "mars", 3396.0 * 4))
    assert luminance(hidden)[:30].max() == 0.0
    beside = picture(snapshot, pose_from((1, 0, 0.28), "mars", 3396.0 * 4))
    view = ViewGeometry.of(
        snapshot,
        ViewOptions(camera=pose_from((1, 0, 0.28), "mars", 3396.0 * 4)),
        width=SIZE,
        height=SIZE,
    )
    x, y, _ = view.pixels(np.zeros(3))[0]
    assert 0 < x < SIZE
    assert 0 < y < SIZE
    assert luminance(beside)[int(y), int(x)] > 240.0
    dimmer = picture(snapshot, pose_from((1, 0, 0.28), "mars", 3396.0 * 4), exposure_ev=-4.0)
    ring = (slice(int(y) - 30, int(y) + 30), slice(int(x) - 30, int(x) + 30))
    assert luminance(dimmer)[ring].sum() < 0.7 * luminance(beside)[ring].sum()
