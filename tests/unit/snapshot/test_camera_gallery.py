"""The gallery: its table can be drawn as it stands, and its index is the one it makes."""

import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from mars7viz.constants import RADII_KM
from mars7viz.snapshot.camera import eye_and_axes
from mars7viz.snapshot.options import Layers

ROOT = Path(__file__).resolve().parents[3]
GALLERY = ROOT / "docs" / "gallery"


@pytest.fixture(scope="module")
def make_gallery():
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import make_gallery
    finally:
        sys.path.pop(0)
    return make_gallery


@pytest.fixture(scope="module")
def pictures(make_gallery):
    return make_gallery.read_pictures(GALLERY / "poses.toml")


def test_it_shows_the_whole_flight(pictures):
    assert len(pictures) == 12
    assert len({picture.id for picture in pictures}) == 12
    flight = [p.utc for p in pictures if p.shows_craft]
    assert (min(flight)[:4], max(flight)[:4]) == ("1973", "2030")


def test_every_camera_stands_in_the_open(world, make_gallery, pictures):
    layers = {field.name for field in fields(Layers)}
    for picture in pictures:
        assert picture.layers.keys() <= layers
        snapshot, options = make_gallery.view_of(world, picture)
        eye_km, _ = eye_and_axes(snapshot, options.camera)
        for body in snapshot.bodies:
            away_km = np.linalg.norm(eye_km - np.array(body.position_km))
            assert away_km > 1.02 * max(RADII_KM[body.name]), picture.id


def test_the_index_names_instant_camera_and_evidence(world, make_gallery, pictures):
    index = make_gallery.index_of(world, pictures)
    for line in ("Instant", "Camera", "Evidence"):
        assert index.count(f"- {line}: ") == len(pictures)
    assert index == (GALLERY / "README.md").read_text(encoding="utf-8")


def test_every_picture_is_there_and_light(pictures):
    shipped = {path.stem for path in GALLERY.glob("*.jpg")}
    assert shipped == {picture.id for picture in pictures}
    assert all(path.stat().st_size < 1_000_000 for path in GALLERY.glob("*.jpg"))
