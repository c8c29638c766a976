"""The renderer as a machine: same bytes, no leaks, no jitter, clear errors."""

import math
import os
import sys
from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.scene.backend import NoOpenGLError, use_headless, use_qt
from mars7viz.scene.offscreen import OffscreenScene
from mars7viz.scene.program import Program, ShaderError
from mars7viz.scene.renderer import Renderer
from mars7viz.snapshot.options import Layers, ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance, make_snapshot, pose_from

MARS = np.array([1.5 * AU_KM, 0.2 * AU_KM, 0.0])


@pytest.fixture
def mars():
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS})
    return snapshot, pose_from((-1.0, 0.4, 0.2), "mars", 3396.0 * 3.2)


def test_the_same_picture_has_the_same_bytes(picture, mars):
    snapshot, pose = mars
    layers = Layers()
    first = picture(snapshot, pose, layers=layers, supersample=2)
    picture(
        snapshot, replace(pose, azimuth_deg=10.0, distance_km=8e4), layers=layers, supersample=2
    )
    again = picture(snapshot, pose, layers=layers, supersample=2)
    assert np.array_equal(first, again)


def test_a_new_renderer_makes_the_same_bytes(loaded_world, mars):
    snapshot, pose = mars
    images = []
    for _ in range(2):
        with OffscreenScene(loaded_world, width=160, height=90) as scene:
            scene.present(snapshot, ViewOptions(camera=pose))
            images.append(scene.image())
    assert images[0].max() > 100
    assert np.array_equal(*images)


def test_supersampling_changes_edges_and_not_the_light(picture, mars):
    one, two = (luminance(picture(*mars, size=(240, 160), supersample=s)).mean() for s in (1, 2))
    assert two == pytest.approx(one, rel=0.02)


def test_pictures_of_every_size_have_the_planet_in_the_middle(picture, mars):
    for width, height in ((321, 123), (120, 200), (17, 9)):
        image = luminance(picture(*mars, size=(width, height)))
        assert image.shape == (height, width)
        assert image[height // 2, width // 2] > 30.0


def test_the_top_row_comes_first(picture):
    snapshot = make_snapshot({"sun": (0, 0, 0), "moon": MARS})
    pose = replace(pose_from((-1, 0, 0), "moon", 1737.4 * 6), shift_y=0.5)
    image = luminance(picture(snapshot, pose))
    assert image[:200].sum() > 20.0 * image[200:].sum()


def test_an_image_can_be_read_into_an_array(picture, mars):
    snapshot, pose = mars
    scene = picture.scene(200, 100, 1)
    scene.present(snapshot, ViewOptions(camera=pose, layers=BARE))
    out = np.zeros((100, 200, 3), dtype=np.uint8)
    assert scene.image(out) is out
    assert np.array_equal(out, scene.image())
    with pytest.raises(ValueError, match="must be a C-contiguous"):
        scene.image(np.zeros((100, 200, 4), dtype=np.uint8))


def test_no_jitter_when_the_camera_moves_a_millimetre_a_frame(picture):
    # Two balls a metre across, 1.5 au from the origin; the camera circles one at 10 m.
    scale = 5e-5
    aside = np.array([0.0, 0.0012, 0.0005])
    snapshot = make_snapshot(
        {"sun": (0, 0, 0), "phobos": MARS, "deimos": MARS + ICRF_TO_ECLIPTIC.T @ aside}
    )
    focal_px = 200.0 / math.tan(math.radians(20.0))
    errors = []
    for step in range(24):
        azimuth = math.radians(180.0) + 1e-4 * step
        pose = replace(
            pose_from((-1, 0, 0), "phobos", 0.01),
            azimuth_deg=math.degrees(azimuth),
            elevation_deg=0.0,
        )
        image = luminance(picture(snapshot, pose, body_scale=scale))
        back = np.array([math.cos(azimuth), math.sin(azimuth), 0.0])
        right = np.array([-math.sin(azimuth), math.cos(azimuth), 0.0])
        depth = 0.01 - aside @ back
        x = 200.0 + focal_px * (aside @ right) / depth
        y = 200.0 - focal_px * aside[2] / depth
        window = image[int(y) - 30 : int(y) + 31, int(x) - 30 : int(x) + 31]
        assert window.max() > 20.0
        rows, columns = np.mgrid[int(y) - 30 : int(y) + 31, int(x) - 30 : int(x) + 31] + 0.5
        errors.append(
            (np.average(columns, weights=window) - x, np.average(rows, weights=window) - y)
        )
    # Light falls unevenly on the ball, so its center is off by a constant: its moving counts.
    assert np.std(errors, axis=0).max() < 0.06


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_is_flat_over_300_frames(loaded_world, mars):
    snapshot, pose = mars

    def resident_mb():
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    with OffscreenScene(loaded_world, width=96, height=54, supersample=1) as scene:
        for frame in range(400):
            if frame == 100:
                before = resident_mb()
            moved = replace(pose, azimuth_deg=frame * 1.7, distance_km=5e3 + 4e3 * (frame % 9))
            scene.present(replace(snapshot, et=snapshot.et + frame), ViewOptions(camera=moved))
            scene.image()
        assert resident_mb() - before < 2.0


def test_small_textures_are_replaced_by_full_ones(loaded_world, mars, picture):
    snapshot, pose = mars
    wanted = picture(snapshot, pose, size=(300, 300))
    options = ViewOptions(camera=pose, layers=BARE)
    renderer = Renderer(loaded_world, starts_small=True)
    size = {"width": 300, "height": 300, "supersample": 1}
    try:
        renderer.render(snapshot, options, **size)
        early = renderer.read()
        assert not renderer.textures.is_complete
        assert not np.array_equal(early, wanted)
        renderer.textures.finish()
        assert renderer.textures.is_complete
        renderer.render(snapshot, options, **size)
        assert np.array_equal(renderer.read(), wanted)
    finally:
        renderer.delete()


def test_upgrades_arrive_between_frames(loaded_world, mars):
    snapshot, pose = mars
    renderer = Renderer(loaded_world, starts_small=True)
    try:
        size = {"width": 64, "height": 64, "supersample": 1}
        renderer.render(snapshot, ViewOptions(camera=pose, layers=BARE), **size)
        for _ in range(2000):
            if renderer.improve():
                break
        else:
            import time

            time.sleep(1.0)
            assert renderer.improve()
        assert renderer.textures.is_complete
    finally:
        renderer.delete()


def test_a_size_out_of_range_is_refused_with_what_is_allowed(loaded_world, mars):
    snapshot, pose = mars
    with (
        OffscreenScene(loaded_world, width=32, height=32, supersample=5) as scene,
        pytest.raises(ValueError, match="supersampled 1 to 4"),
    ):
        scene.present(snapshot, ViewOptions(camera=pose))


def test_a_closed_scene_says_so(loaded_world, mars):
    scene = OffscreenScene(loaded_world, width=32, height=32)
    scene.close()
    with pytest.raises(RuntimeError, match="closed"):
        scene.image()


def test_a_shader_that_fails_says_which_and_why(picture, mars):
    picture(*mars)
    program = Program("broken", "void main() { gl_Position = vec4(0.0); }", "void main() { no; }")
    with pytest.raises(ShaderError, match="shader 'broken' does not work on this driver"):
        program.draw("points")


def test_one_process_keeps_one_backend(picture):
    use_headless()
    with pytest.raises(NoOpenGLError, match="draws through egl already"):
        use_qt()


def test_nothing_is_lost_on_this_driver(picture, mars):
    picture(*mars)
    assert picture.scene(400, 400, 1).renderer.loss == ""
