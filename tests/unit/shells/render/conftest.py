"""One world and one sum of the assets for all films."""

from functools import cache

import pytest

from mars7viz.shells.render import manifest
from mars7viz.snapshot.world import load_world
from tests.unit.shells.render.rig import Film


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module", autouse=True)
def sums_once():
    """Sum the assets once for all tests of a file, not once a film."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "_tree_sum", cache(manifest._tree_sum))
        yield


@pytest.fixture
def film(tmp_path, world):
    return Film(tmp_path, world)
