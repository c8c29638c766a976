"""Maps: every file has a credit, sizes are as asked, Mars is graded."""

import hashlib
import tomllib

import numpy as np
import pytest

from mars7viz.assets import asset_path
from mars7viz.scene.body_looks import LOOKS
from mars7viz.scene.texture_recipes import LEFT_EDGE_DEG, RECIPES


@pytest.mark.parametrize("folder", ["textures", "stars"])
def test_every_file_has_a_credit_and_a_licence(folder):
    root = asset_path(folder)
    entries = tomllib.loads((root / "CREDITS.toml").read_text(encoding="utf-8"))["file"]
    credited = {entry["name"] for entry in entries}
    present = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.suffix in {".jpg", ".png", ".npz", ".json"}
    }
    assert credited == present
    for entry in entries:
        assert entry["licence"]
        assert entry["credit"]
        content = (root / entry["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["name"]


def test_every_body_has_a_map_and_an_edge():
    bodies = set(LOOKS) - {"sun"}
    assert bodies <= set(RECIPES)
    assert bodies == set(LEFT_EDGE_DEG)


@pytest.mark.parametrize("name", ["earth", "earth-masks", "mars", "jupiter"])
def test_a_small_map_is_the_full_one_made_smaller(name):
    small = RECIPES[name](256).astype(float)
    assert small.shape[:2] == (128, 256)
    large = RECIPES[name](1024).astype(float)
    reduced = large.reshape(128, 4, 256, 4, 3).mean(axis=(1, 3))
    assert np.abs(small - reduced).mean() < 5.0


def test_mars_is_graded_from_brick_to_butterscotch():
    red, green, blue = np.median(RECIPES["mars"](512)[128:384].reshape(-1, 3), axis=0)
    assert 0.66 < green / red < 0.84
    assert 0.45 < blue / red < 0.66
