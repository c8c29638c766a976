"""The film shell with the real scene: a frame is the scene's own picture, the same every time."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from mars7viz.assets import asset_path
from mars7viz.scene.offscreen import OffscreenScene
from mars7viz.session.tour import picture_at
from mars7viz.session.tour_file import load_tour
from mars7viz.session.tour_limits import TourLimits
from mars7viz.shells.render.app import run_render
from mars7viz.snapshot.world import load_world

SIZE = (160, 90)
FPS = 2
FRAMES = (0, 24, 38, 56)


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def tour_path():
    return asset_path("tours", "encounter.toml")


@pytest.fixture(scope="module")
def drawn(world, tour_path, tmp_path_factory):
    """Some frames of the shipped tour, twice, each in a folder of its own."""
    folders = [tmp_path_factory.mktemp("film") for _ in range(2)]
    for folder in folders:
        for index in FRAMES:
            status = run_render(
                tour_path,
                folder,
                size=SIZE,
                fps=FPS,
                frames=range(index, index + 1),
                world=world,
                console=Console(file=io.StringIO()),
            )
            assert status == 0
    return folders


def test_two_runs_give_the_same_bytes(drawn):
    for index in FRAMES:
        name = f"frame_{index:06d}.png"
        assert (drawn[0] / name).read_bytes() == (drawn[1] / name).read_bytes()


def test_a_frame_is_the_scenes_picture_of_its_instant(drawn, world, tour_path):
    tour = load_tour(tour_path, TourLimits.of(world))
    with OffscreenScene(world, width=SIZE[0], height=SIZE[1], supersample=2) as scene:
        for index in FRAMES:
            scene.present(*picture_at(world, tour, index / FPS, language="en"))
            picture = np.asarray(Image.open(drawn[0] / f"frame_{index:06d}.png"))
            assert np.array_equal(picture, scene.image())


def test_frames_show_something_and_not_the_same(drawn):
    pictures = [np.asarray(Image.open(drawn[0] / f"frame_{i:06d}.png")) for i in FRAMES]
    for picture in pictures:
        assert picture.max() > 100
    for first, second in itertools.pairwise(pictures):
        assert (np.abs(first.astype(int) - second) > 20).mean() > 0.01
