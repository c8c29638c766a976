"""Pictures against approved ones, where the same software draws them."""

import os
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mars7viz.snapshot.world import load_world
from tests.golden.cases import CASES, SIZE, draw, gl_renderer
from tests.golden.compare import Limits, complaint, leave_evidence

HERE = Path(__file__).parent
EVIDENCE = HERE.parents[1] / "out" / "golden"


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def renderer_name(world):
    return gl_renderer(world)


@pytest.fixture(scope="module")
def captions():
    return tomllib.loads((HERE / "captions.toml").read_text(encoding="utf-8"))


@pytest.mark.skipif("CI" not in os.environ, reason="asks what draws on CI")
def test_ci_compares_and_does_not_only_look(renderer_name):
    assert "llvmpipe" in renderer_name


def test_every_picture_has_its_caption_and_every_caption_its_picture(captions):
    assert sorted(captions) == sorted(CASES)
    assert sorted(path.stem for path in HERE.glob("*.png")) == sorted(CASES)
    for name, caption in captions.items():
        assert caption["shows"].endswith("."), name
        assert set(caption) <= {"shows", "most", "slightly", "share", "because"}, name
        loosened = set(caption) & {"most", "slightly", "share"}
        assert not loosened or caption.get("because"), f"{name} is loosened without a reason"


@pytest.mark.parametrize("name", CASES)
def test_the_picture_is_the_approved_one(world, renderer_name, captions, name):
    actual = draw(world, name)
    assert actual.shape == (SIZE[1], SIZE[0], 3)
    assert actual.max() > 100, "nothing was drawn"
    if "llvmpipe" not in renderer_name:
        return
    expected = np.asarray(Image.open(HERE / f"{name}.png").convert("RGB"))
    own = {
        key: captions[name][key] for key in ("most", "slightly", "share") if key in captions[name]
    }
    wrong = complaint(expected, actual, Limits(**own))
    if wrong:
        folder = leave_evidence(EVIDENCE, name, expected, actual)
        pytest.fail(
            f"{name}: {wrong}; it should show: {captions[name]['shows']} Look at {folder}; if the "
            f"new one is right: python tools/update_golden.py {name}"
        )


def picture(value=100):
    return np.full((180, 320, 3), value, dtype=np.uint8)


def test_equal_pictures_pass_and_small_noise_too():
    assert complaint(picture(), picture(), Limits()) is None
    assert complaint(picture(), picture(102), Limits()) is None
    assert complaint(picture(102), picture(), Limits()) is None


@pytest.mark.parametrize("change", [9, -9])
def test_one_pixel_too_far_fails_in_either_direction(change):
    actual = picture()
    actual[3, 7, 1] = 100 + change
    assert "at x 7, y 3" in complaint(picture(), actual, Limits())
    assert complaint(picture(), actual, Limits(most=9)) is None


def test_many_pixels_a_little_off_fail():
    actual = picture()
    actual.reshape(-1, 3)[: 180 * 320 // 500] += 3
    assert "differ by more than 2" in complaint(picture(), actual, Limits())


def test_another_size_fails():
    assert "approved is" in complaint(picture(), picture()[1:], Limits())


def test_a_failure_leaves_three_pictures(tmp_path):
    leave_evidence(tmp_path / "new", "mars", picture(), picture(101))
    names = ["mars.actual.png", "mars.difference.png", "mars.expected.png"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names
    with Image.open(tmp_path / "new" / "mars.difference.png") as difference:
        assert difference.getpixel((5, 5)) == (144, 144, 144)
