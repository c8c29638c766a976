"""Quality levels, bloom, sixteen bits and what happens when the context goes."""

import io
import subprocess
import sys
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from mars7viz.cli import main
from mars7viz.scene.context_watch import LostContextError
from mars7viz.scene.offscreen import OffscreenScene
from mars7viz.scene.quality import (
    BEST,
    GOOD,
    LATE_S,
    LEVELS,
    PLAIN,
    FramePace,
    is_software,
    quality_for,
    step_down,
)
from mars7viz.shells.render.png_16 import write_png_16
from mars7viz.snapshot.options import ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance, make_snapshot, pose_from

MARS = np.array([1.5 * AU_KM, 0.0, 0.0])


@pytest.mark.parametrize(
    ("renderer", "level"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", PLAIN),
        ("SwiftShader Device (LLVM 10.0.0)", PLAIN),
        ("Microsoft Basic Render Driver", PLAIN),
        ("GDI Generic", PLAIN),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", GOOD),
        ("AMD Radeon Graphics (radeonsi, renoir, LLVM 15.0.7, DRM 3.49)", GOOD),
        ("Apple M2", GOOD),
        ("something new", GOOD),
        ("NVIDIA GeForce RTX 3060/PCIe/SSE2", BEST),
        ("AMD Radeon RX 6600 (radeonsi, navi23)", BEST),
        ("Intel(R) Arc(TM) A770 Graphics", BEST),
    ],
)
def test_what_gl_reports_chooses_the_level(renderer, level):
    assert quality_for(renderer) is level
    assert is_software(renderer) is (level is PLAIN)


def test_levels_go_down_one_by_one_and_end():
    assert [step_down(level) for level in LEVELS] == [PLAIN, PLAIN, GOOD]


def steps(frames_s):
    pace = FramePace()
    return [index for index, frame_s in enumerate(frames_s) if pace.is_too_slow(frame_s)]


def test_late_frames_step_down_and_the_count_begins_anew():
    assert steps([2 * LATE_S] * 11) == []
    assert steps([2 * LATE_S] * 36) == [11, 23, 35]


def test_punctual_frames_and_single_hitches_change_nothing():
    assert steps([0.5 * LATE_S] * 500) == []
    assert steps([1.0 if index % 7 == 0 else 0.01 for index in range(500)]) == []
    assert steps([LATE_S] * 100) == []


@pytest.fixture
def sun():
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS})
    return snapshot, pose_from((1, 0, 0.05), "sun", 4e7, field_of_view_deg=30.0)


def images(world, snapshot, options, *, size=(320, 180), supersample=2):
    with OffscreenScene(world, width=size[0], height=size[1], supersample=supersample) as scene:
        assert scene.renderer.has_bloom, "stills have the best"
        scene.present(snapshot, options)
        with_bloom = luminance(scene.image())
        scene.renderer.has_bloom = False
        scene.present(snapshot, options)
        return with_bloom, luminance(scene.image())


def test_bloom_spreads_what_is_beyond_white_and_nothing_else(loaded_world, sun):
    snapshot, pose = sun
    options = ViewOptions(camera=pose, layers=BARE)
    bloomed, plain = images(loaded_world, snapshot, options)
    assert (bloomed - plain).max() > 4.0
    assert (bloomed - plain).min() >= -1.0
    # Four stops down nothing but the disc is beyond white, and what it spreads is a stop's worth.
    dark = replace(options, exposure_ev=-20.0)
    bloomed_dark, plain_dark = images(loaded_world, snapshot, dark)
    assert np.abs(bloomed_dark - plain_dark).max() <= 1.0


def test_sunlit_ground_does_not_bloom(loaded_world):
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS})
    options = ViewOptions(camera=pose_from((-1, 0.3, 0.2), "mars", 12_000.0), layers=BARE)
    bloomed, plain = images(loaded_world, snapshot, options)
    assert plain.max() > 100.0
    assert np.array_equal(bloomed, plain)


def test_a_halo_is_the_same_share_of_the_picture_at_every_size(loaded_world, sun):
    snapshot, pose = sun
    options = ViewOptions(camera=pose, layers=BARE)
    small, small_plain = images(loaded_world, snapshot, options, size=(480, 270))
    large, large_plain = images(loaded_world, snapshot, options, size=(960, 540))
    first = (small - small_plain).mean()
    second = (large - large_plain).mean()
    assert second == pytest.approx(first, rel=0.15)


def test_sixteen_bits_agree_with_eight_and_hold_more(loaded_world):
    snapshot = make_snapshot({"sun": (0, 0, 0), "mars": MARS})
    options = ViewOptions(camera=pose_from((-0.4, 1, 0.2), "mars", 9_000.0), layers=BARE)
    with OffscreenScene(loaded_world, width=160, height=90) as scene:
        scene.present(snapshot, options)
        eight = scene.image().astype(int)
        with pytest.raises(RuntimeError, match="8 bits a channel, not 16"):
            scene.image_16()
    with OffscreenScene(loaded_world, width=160, height=90, depth=16) as scene:
        scene.present(snapshot, options)
        sixteen = scene.image_16()
    assert sixteen.dtype == np.uint16
    assert np.abs(sixteen / 257.0 - eight).max() <= 1.5
    assert len(np.unique(sixteen)) > 4 * len(np.unique(eight))


def test_a_depth_that_does_not_exist_is_refused(loaded_world):
    with pytest.raises(ValueError, match="allowed: 8 or 16"):
        OffscreenScene(loaded_world, width=16, height=16, depth=10)


def decoded_png_16(path):
    """Read filters 0 and 2 of a 16-bit PNG by the specification, without the writer's code."""
    content = path.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, {}
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(
            content[at + 8 + length : at + 12 + length], "big"
        )
        chunks[kind] = chunks.get(kind, b"") + body
        at += 12 + length
    width, height = (int.from_bytes(chunks[b"IHDR"][i : i + 4], "big") for i in (0, 4))
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, -1)
    assert set(rows[:, 0]) == {2}
    plain = np.cumsum(rows[:, 1:].astype(np.uint64), axis=0).astype(np.uint8)
    return plain.reshape(-1).view(">u2").reshape(height, width, 3).astype(np.uint16)


def test_a_16_bit_png_holds_every_value(tmp_path):
    picture = np.random.default_rng(1).integers(0, 65536, (7, 5, 3)).astype(np.uint16)
    with (tmp_path / "a.png").open("wb") as stream:
        write_png_16(picture, stream)
    assert np.array_equal(decoded_png_16(tmp_path / "a.png"), picture)
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (5, 7)
        assert np.abs(np.asarray(image).astype(int) - picture // 256).max() <= 1
    with pytest.raises(ValueError, match="uint16"):
        write_png_16(picture.astype(np.uint8), io.BytesIO())


def test_the_command_line_writes_sixteen_bits(tmp_path):
    target = tmp_path / "deep.png"
    arguments = ["still", "--size", "160x90", "--depth", "16", "-o", str(target)]
    assert main(arguments) == 0
    first = target.read_bytes()
    assert decoded_png_16(target).max() > 30_000
    assert main(arguments) == 0
    assert target.read_bytes() == first


def test_a_lost_context_is_one_clear_message(loaded_world):
    script = """
from vispy.app.backends import _egl
from vispy.ext import egl
from mars7viz.scene import offscreen
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.world import load_world
from tests.scene.kit import BARE, make_snapshot, pose_from

options = ViewOptions(camera=pose_from((1, 0, 0), "mars", 1e4), layers=BARE)
snapshot = make_snapshot({"sun": (0, 0, 0), "mars": (2e8, 0, 0)})
scene = offscreen.OffscreenScene(load_world(), width=32, height=32)
scene.present(snapshot, options)
offscreen._current_canvas = lambda: None
egl.eglMakeCurrent(_egl._EGL_DISPLAY, None, None, None)
try:
    scene.present(snapshot, options)
except RuntimeError as error:
    print(type(error).__name__, error)
"""
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False
    )
    assert "LostContextError the graphics driver has dropped" in process.stdout, process.stderr


def test_objects_that_are_gone_are_a_lost_context(loaded_world, sun):
    from vispy.gloo import gl

    snapshot, pose = sun
    options = ViewOptions(camera=pose, layers=BARE)
    with OffscreenScene(loaded_world, width=32, height=32) as scene:
        scene.present(snapshot, options)
        # What a new context in the place of the old one looks like from here.
        gl.glDeleteTexture(scene.renderer._watch._handle)
        with pytest.raises(LostContextError, match="close the program and start it again") as lost:
            scene.present(snapshot, options)
        assert "\n" not in str(lost.value)
