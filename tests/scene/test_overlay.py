"""Furniture of the picture: a true scale, what must be said, nothing on top of each other."""

from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.grade import Grade
from mars7viz.mission.text import Text
from mars7viz.scene.legend import banner
from mars7viz.scene.overlay import mission_time
from mars7viz.scene.scale_bar import scale_bar
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import CameraPose, Caption, ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance

UTC = "1974-01-09T08:50:00"
CAPTION = Caption(
    Text(
        "The lander left the coast stage four hours early and flew past Mars.",
        "Спускаемый аппарат отделился за четыре часа и прошёл мимо Марса.",
    ),
    Text("The miss", "Мимо Марса"),
    "NASA SP-4515",
)


def _added(picture, snapshot, pose, layers, size, **options):
    """What the furniture adds to an empty picture of the sky away from the path."""
    bare = picture(snapshot, pose, size=size, layers=BARE).astype(int)
    return picture(snapshot, pose, size=size, layers=layers, **options).astype(int) - bare


@pytest.mark.parametrize(
    "pose",
    [
        CameraPose("jupiter", 10.0, 5.0, 900_000.0),
        CameraPose("moon", 10.0, 5.0, 9_000.0),
        CameraPose("sun", 270.0, 80.0, 6.0 * AU_KM),
    ],
)
@pytest.mark.parametrize("size", [(1280, 720), (640, 360)])
def test_the_scale_bar_is_as_long_as_its_words_say(loaded_world, picture, pose, size):
    snapshot = evaluate(loaded_world, utc_to_et(UTC))
    added = _added(picture, snapshot, pose, replace(BARE, scale_bar=True), size)
    view = ViewGeometry.of(snapshot, ViewOptions(pose), width=size[0], height=size[1])
    bar = scale_bar(
        km_per_px=pose.distance_km / view.focal_px, max_px=230.0 * size[1] / 1080, language="en"
    )
    focus = np.array(snapshot.position_km(pose.focus))
    ends = np.array([focus, focus + bar.length_km * view.axes[0]])
    projected_px = np.ptp(view.pixels(ends)[:, 0])
    assert bar.length_px == pytest.approx(projected_px, rel=1e-6)
    corner = luminance(np.maximum(added, 0))[size[1] // 2 :, size[0] // 2 :]
    longest = max(_longest_run(row > 120.0) for row in corner)
    assert longest == pytest.approx(projected_px, abs=2.0)


def _longest_run(lit):
    edges = np.flatnonzero(np.diff(np.concatenate([[0], lit.astype(int), [0]])))
    return int(np.max(edges[1::2] - edges[::2], initial=0))


def test_a_reconstruction_says_so_in_the_pixels(loaded_world, picture):
    pose = CameraPose("coast_stage", 140.0, 20.0, 500_000.0)
    snapshot = evaluate(loaded_world, utc_to_et(UTC))
    added = _added(picture, snapshot, pose, BARE, (1280, 720))
    assert not added.any()
    drawn = picture(snapshot, pose, size=(1280, 720), layers=replace(BARE, paths=True))
    corner = drawn[:60, 900:].astype(float)
    ink = corner[corner.max(axis=2) > 150.0]
    assert len(ink) > 100
    assert np.median(ink[:, 2] / ink[:, 0]) < 0.5


def test_the_boldest_claim_is_the_one_said():
    assert banner((Grade.DOCUMENTED,), "en") is None
    assert banner((Grade.RECONSTRUCTED, Grade.DERIVED), "en") == (
        Grade.RECONSTRUCTED,
        "RECONSTRUCTION",
    )
    grade, _ = banner((Grade.RECONSTRUCTED, Grade.WHAT_IF), "ru")
    assert grade is Grade.WHAT_IF


def test_exaggeration_and_fill_light_are_admitted(loaded_world, picture):
    pose = CameraPose("neptune", 10.0, 5.0, 3.0 * AU_KM)
    snapshot = evaluate(loaded_world, utc_to_et(UTC))
    legend = replace(BARE, legend=True)
    for layers, options in (
        (legend, {"body_scale": 100.0}),
        (replace(legend, fill_light=True), {}),
    ):
        added = _added(picture, snapshot, pose, layers, (1280, 720), **options)
        corner = luminance(np.maximum(added, 0))[600:, :300]
        assert (corner > 100.0).sum() > 60
    plain = _added(picture, snapshot, pose, legend, (1280, 720))
    assert not plain[600:, :300].any()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1080, 1920)])
def test_caption_chapter_clock_source_and_scale_do_not_touch(loaded_world, picture, language, size):
    pose = CameraPose("neptune", 10.0, 5.0, 3.0 * AU_KM)
    snapshot = evaluate(loaded_world, utc_to_et(UTC))
    everything = replace(BARE, legend=True, scale_bar=True, fill_light=True, clock=True)

    def lit(layers, **options):
        added = _added(picture, snapshot, pose, layers, size, language=language, **options)
        return np.abs(added).max(axis=2) > 0

    words = Caption(CAPTION.text)
    pieces = [
        lit(replace(everything, legend=False, scale_bar=False), caption=CAPTION),
        lit(replace(BARE, legend=True, fill_light=True), body_scale=100.0),
    ]
    assert not (pieces[0] & pieces[1]).any()
    only_words = lit(BARE, caption=words)
    rows, columns = np.nonzero(only_words[size[1] // 2 :])
    assert columns.min() > 0.15 * size[0]
    assert columns.max() < 0.85 * size[0]
    assert rows.max() + size[1] // 2 < size[1] - 8


def test_mission_time_is_written_with_its_sign():
    assert mission_time(211 * 86_400 + 56_407.9, "en") == "T+211\u2009d 15:40:07"
    assert mission_time(-61.0, "en").startswith("T\u22120")
