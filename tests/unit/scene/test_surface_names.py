"""Names on Mars: where they lie, which show, on which side."""

from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.surface import fixed_place
from mars7viz.scene.drawing import Frame
from mars7viz.scene.features import nomenclature
from mars7viz.scene.subjects import SITE_KEY, subjects
from mars7viz.scene.surface_names import surface_names
from mars7viz.scene.text_raster import Face, has_glyph
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import CameraPose, ViewOptions
from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="module")
def world():
    return load_world()


def _frame(world, pose, *, size=(1280, 720), **options):
    snapshot = evaluate(world, utc_to_et("1974-03-09T08:45:00"))
    view = ViewOptions(pose, **options)
    geometry = ViewGeometry.of(snapshot, view, width=size[0], height=size[1])
    return Frame(snapshot, view, geometry, pixel_scale=size[1] / 1080)


def test_every_name_is_there_in_both_languages_in_letters_of_the_shipped_font():
    places = nomenclature()
    assert len(places["mars"].names["en"]) == 2052
    assert set(places) == {"mars", "phobos", "deimos"}
    for body in places.values():
        assert len(body.names["en"]) == len(body.names["ru"]) == len(body.weight_km)
        letters = {
            c for names in body.names.values() for name in names for c in name + name.upper()
        }
        assert all(has_glyph(Face.TEXT, letter) for letter in letters - {" "})


def test_the_great_names_come_first_and_lie_where_the_gazetteer_has_them():
    mars = nomenclature()["mars"]
    row = mars.names["en"].index("Olympus Mons")
    assert row < 40
    place = fixed_place("mars", mars.fixed_km[row])
    # Planetocentric 18.65 N, 226.2 E is a fifth of a degree farther north by the normal.
    assert place.lat_deg == pytest.approx(18.85, abs=0.1)
    assert place.lon_deg % 360.0 == pytest.approx(226.2, abs=0.3)
    assert place.height_km == pytest.approx(0.0, abs=1e-6)
    assert (np.diff(mars.weight_km) <= 0.0).all()


def test_names_stand_on_the_side_that_is_seen_and_not_near_its_limb(world):
    frame = _frame(world, CameraPose("mars", 330.0, -20.0, 14_000.0))
    mars = frame.snapshot.body("mars")
    x0, y0, _ = frame.view.pixels(np.array(mars.position_km))[0]
    places = nomenclature()["mars"]
    names = surface_names(frame)
    assert len(names) > 30
    radius_px = frame.view.focal_px * 3389.5 / np.sqrt(14_000.0**2 - 3389.5**2)
    for name in names:
        assert np.hypot(name.x - x0, name.y - y0) < 0.99 * radius_px
        row = int(name.key.split("/")[1])
        spot = np.array(mars.position_km) + places.fixed_km[row] @ np.array(mars.rotation)
        up = places.normals[row] @ np.array(mars.rotation)
        assert up @ (frame.view.eye_km - spot) > 0.0


def test_nearer_brings_smaller_places_and_far_away_there_are_none(world):
    def smallest(distance_km):
        frame = _frame(world, CameraPose("mars", 330.0, -20.0, distance_km))
        rows = [int(one.key.split("/")[1]) for one in surface_names(frame)]
        return nomenclature()["mars"].weight_km[rows].min()

    assert smallest(5_000.0) < smallest(9_000.0) < smallest(14_000.0)
    assert surface_names(_frame(world, CameraPose("mars", 330.0, -20.0, 200_000.0))) == []


def test_languages_name_the_same_places(world):
    pose = CameraPose("mars", 330.0, -20.0, 9_000.0)
    english, russian = (surface_names(_frame(world, pose, language=x)) for x in ("en", "ru"))
    assert [one.key for one in english] == [one.key for one in russian]
    assert not any(a.text == b.text for a, b in zip(english, russian, strict=True))


def test_the_aim_point_is_marked_at_its_latitude_and_longitude(world):
    # Above 50 S, 332 E as Mars stands: the site is then in the middle.
    frame = _frame(world, CameraPose("mars", 0.0, 0.0, 14_000.0))
    mars = frame.snapshot.body("mars")
    lat, lon = np.radians(-50.0), np.radians(332.0)
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC

    x, y, z = ICRF_TO_ECLIPTIC @ (up @ np.array(mars.rotation))
    pose = CameraPose("mars", np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(z)), 14_000.0)
    frame = _frame(world, pose)
    (site,) = (s for s in subjects(frame, world) if s.key == SITE_KEY)
    # Along the normal, not the radius: a third of a degree of Mars's figure, 9 px at most here.
    assert np.hypot(site.x - 640.0, site.y - 360.0) < 9.0
    assert site.alpha == 1.0
    behind = _frame(world, replace(pose, azimuth_deg=pose.azimuth_deg + 180.0,
                                   elevation_deg=-pose.elevation_deg))  # fmt: skip
    assert not [s for s in subjects(behind, world) if s.key == SITE_KEY]
