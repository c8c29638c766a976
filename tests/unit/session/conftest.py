import pytest

from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="session")
def world():
    return load_world()
