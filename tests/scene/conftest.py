"""One loaded world and one scene for the scene's tests."""

from dataclasses import replace

import pytest

from mars7viz.snapshot.world import load_world
from tests.scene.kit import BARE, Pictures


@pytest.fixture(scope="session")
def loaded_world():
    return load_world()


@pytest.fixture(scope="session")
def picture(loaded_world):
    pictures = Pictures(loaded_world)
    yield pictures
    pictures.close()


@pytest.fixture
def stars_only():
    return replace(BARE, stars=True)
