"""One load of the world for the tests of files that go out and come in."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.sampling import natural_times
from mars7viz.snapshot.world import World, load_world


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="session")
def path(world: World) -> CraftPath:
    return CraftPath("coast_stage", world.chronologies["coast_stage"], world.solar_system)


@pytest.fixture(scope="session")
def lander_path(world: World) -> CraftPath:
    return CraftPath("lander", world.chronologies["lander"], world.solar_system)


@pytest.fixture(scope="session")
def between(path: CraftPath) -> np.ndarray:
    """Instants all along the path, between those that exporters write."""
    parts = []
    for piece in path.pieces():
        et = natural_times(path, piece)
        parts += [et[:-1] + share * np.diff(et) for share in (0.13, 0.5, 0.71)]
    return np.sort(np.concatenate(parts))


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """Write a text and give its path."""

    def write(text: str, name: str = "theirs.txt") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write
