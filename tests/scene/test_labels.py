"""Names in the picture: what is named, what is hidden, where the letters stand."""

from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.text import Text
from mars7viz.scene.drawing import Frame
from mars7viz.scene.label_layout import Box
from mars7viz.scene.overlay_layout import reserved_boxes
from mars7viz.scene.subjects import hidden_by_body, subjects
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import CameraPose, Caption, Layers, ViewOptions
from tests.scene.kit import AU_KM, BARE, luminance

NAMES = replace(BARE, labels=True, markers=True)
ENCOUNTER = "1974-03-09T08:50:00"


def _frame(world, utc, pose, size=(1280, 720), **options):
    snapshot = evaluate(world, utc_to_et(utc))
    options = ViewOptions(pose, **options)
    view = ViewGeometry.of(snapshot, options, width=size[0], height=size[1])
    return Frame(snapshot, options, view, pixel_scale=size[1] / 1080)


def _named(world, frame):
    return {subject.key: subject for subject in subjects(frame, world)}


def test_from_above_the_sun_every_inner_planet_has_a_name(loaded_world):
    frame = _frame(loaded_world, "1973-12-20T00:00:00", CameraPose("sun", 270, 70, 4.5 * AU_KM))
    assert {"sun", "mercury", "venus", "earth", "mars", "mission"} <= set(
        _named(loaded_world, frame)
    )


def test_what_a_planet_hides_has_no_name(loaded_world):
    snapshot = evaluate(loaded_world, utc_to_et(ENCOUNTER))
    mars = np.array(snapshot.body("mars").position_km)
    moon = np.array(snapshot.body("phobos").position_km)
    away = (moon - mars) / np.linalg.norm(moon - mars)
    kwargs = {"body_scale": 1.0, "but": "phobos"}
    assert hidden_by_body(moon, mars - 40_000.0 * away, snapshot, **kwargs)
    assert not hidden_by_body(moon, mars + 40_000.0 * away, snapshot, **kwargs)
    # A planet does not hide what stands before it, nor itself.
    assert not hidden_by_body(mars, mars - 40_000.0 * away, snapshot, body_scale=1.0, but="mars")


def test_a_body_that_fills_the_picture_has_no_name(loaded_world):
    near = _frame(loaded_world, ENCOUNTER, CameraPose("mars", 200, 20, 8_000.0))
    far = _frame(loaded_world, ENCOUNTER, CameraPose("mars", 200, 20, 40_000.0))
    assert "mars" not in _named(loaded_world, near)
    assert "mars" in _named(loaded_world, far)


def test_craft_side_by_side_share_a_name_and_part_when_they_can_be_told_apart(loaded_world):
    together = _frame(loaded_world, ENCOUNTER, CameraPose("mars", 200, 20, 40_000.0))
    assert "mission" in _named(loaded_world, together)
    snapshot = together.snapshot
    one, other = (np.array(state.position_km) for state in snapshot.spacecraft)
    gap_km = float(np.linalg.norm(one - other))
    close = _frame(loaded_world, ENCOUNTER, CameraPose("lander", 200, 20, 2.0 * gap_km))
    named = _named(loaded_world, close)
    assert "lander" in named
    assert "mission" not in named


def test_the_next_event_is_named_on_the_path(loaded_world):
    frame = _frame(
        loaded_world, ENCOUNTER, CameraPose("coast_stage", 140, 20, 6_000.0, shift_x=-0.4)
    )
    events = [s for s in subjects(frame, loaded_world) if s.kind == "event"]
    assert len(events) == 1
    assert events[0].key in (frame.snapshot.next_event, frame.snapshot.previous_event)


def test_a_craft_too_small_to_see_has_a_sign_and_a_name_beside_it(loaded_world, picture):
    pose = CameraPose("lander", 140.0, 20.0, 500_000.0, shift_x=-0.5)
    snapshot = evaluate(loaded_world, utc_to_et("1974-02-01T00:00:00"))
    size = (1280, 720)
    view = ViewGeometry.of(snapshot, ViewOptions(pose), width=size[0], height=size[1])
    x, y = (
        int(part) for part in view.pixels(np.array(snapshot.craft("lander").position_km))[0][:2]
    )
    bare = luminance(picture(snapshot, pose, size=size, layers=BARE)).copy()
    marked = luminance(picture(snapshot, pose, size=size, layers=replace(BARE, markers=True)))
    sign = np.abs(marked - bare)
    rows, columns = np.nonzero(sign > 40.0)
    near = np.hypot(columns - x, rows - y) < 25.0
    rows, columns = rows[near], columns[near]
    assert np.hypot(columns.mean() + 0.5 - x, rows.mean() + 0.5 - y) < 1.5
    assert 7 <= np.ptp(columns) <= 16
    named = luminance(picture(snapshot, pose, size=size, layers=NAMES)) - bare
    rows, columns = np.nonzero(named > 40.0)
    distance = np.hypot(columns - x, rows - y)
    assert ((distance > 14.0) & (distance < 90.0)).sum() > 80


def test_english_and_russian_are_different_letters(loaded_world, picture):
    pose = CameraPose("mars", 200.0, 20.0, 40_000.0)
    snapshot = evaluate(loaded_world, utc_to_et(ENCOUNTER))
    english = picture(snapshot, pose, size=(640, 360), layers=NAMES).copy()
    russian = picture(snapshot, pose, size=(640, 360), layers=NAMES, language="ru")
    assert (english != russian).any()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_reserved_corners_do_not_meet_and_leave_room(loaded_world, size, language):
    caption = Caption(Text("x", "x"), Text("y", "y"), "NASA")
    pose = CameraPose("mars", 200.0, 20.0, 40_000.0)
    layers = Layers(clock=True)
    frame = _frame(
        loaded_world, ENCOUNTER, pose, size, language=language, caption=caption, layers=layers
    )
    boxes = reserved_boxes(frame)
    middle = Box(0.3 * size[0], 0.3 * size[1], 0.4 * size[0], 0.4 * size[1])
    assert not any(middle.overlaps(box) for box in boxes)
    bottom = [box for box in boxes if box.top > 0.5 * size[1]]
    top = [box for box in boxes if box.bottom < 0.5 * size[1]]
    assert len(bottom) + len(top) == len(boxes)
