import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import (
    QEventPoint,
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QTouchEvent,
    QWheelEvent,
)
from PyQt6.QtTest import QTest

from mars7viz.shells.widgets.time_scrubber import TimeScrubber

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def asked():
    return []


@pytest.fixture
def scrubber(qtbot, mission, theme, view_at, asked):
    made = TimeScrubber(mission, theme)
    qtbot.addWidget(made)
    made.resize(1000, made.sizeHint().height())
    made.show()
    made.seek_requested.connect(lambda et: asked.append(et))
    made.scrub_started.connect(lambda: asked.append("started"))
    made.scrub_ended.connect(lambda: asked.append("ended"))
    made.present(*view_at("1974-03-09T08:45"))
    return made


def boxes(scrubber):
    return scrubber.look().boxes


def overview_point(scrubber, et):
    return QPoint(
        round(scrubber.look().overview_x(et)), round(boxes(scrubber).overview.center().y())
    )


def lens_point(scrubber, et):
    return QPoint(round(scrubber.look().lens_x(et)), round(boxes(scrubber).lens.center().y()))


def px_s(scrubber):
    return scrubber.lens.duration_s / boxes(scrubber).lens.width()


def wheel(scrubber, at, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(at),
        QPointF(scrubber.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    scrubber.wheelEvent(event)


def move(scrubber, at, buttons=Qt.MouseButton.LeftButton):
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(scrubber.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    scrubber.mouseMoveEvent(event)


def test_ten_presents_ask_for_nothing(scrubber, view_at, asked, mission):
    for i in range(10):
        scrubber.present(*view_at(mission.launch_et + i * 2_000_000.0))
    assert asked == []


def test_a_drag_from_launch_to_the_encounter_ends_there(scrubber, asked, mission):
    encounter = mission.event("closest_approach").et
    QTest.mousePress(
        scrubber, Qt.MouseButton.LeftButton, pos=overview_point(scrubber, mission.launch_et)
    )
    for part in (0.3, 0.6, 1.0):
        start, stop = (overview_point(scrubber, et) for et in (mission.launch_et, encounter))
        move(scrubber, start + (stop - start) * part)
    QTest.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=overview_point(scrubber, encounter))
    assert asked[0] == "started"
    assert asked[-1] == "ended"
    ets = [et for et in asked if isinstance(et, float)]
    assert ets == sorted(ets)
    hours_a_px = 3 * 24 / (boxes(scrubber).overview.width() * 0.32)
    assert abs(ets[-1] - encounter) <= hours_a_px * 3600


def test_the_handle_stays_under_the_finger(scrubber, asked, view_at):
    et = view_at("1974-03-09T08:45")[0].et
    grab = lens_point(scrubber, et) + QPoint(9, 0)
    QTest.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=grab)
    assert asked == ["started"]
    move(scrubber, grab + QPoint(50, 0))
    expected = et + 50 * px_s(scrubber)
    # A press lands on a whole pixel; the handle may stand between two.
    assert asked[-1] == pytest.approx(expected, abs=1.1 * px_s(scrubber))


def test_a_click_on_the_lens_seeks_and_is_no_scrub(scrubber, asked, view_at):
    target = view_at("1974-03-09T09:10")[0].et
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=lens_point(scrubber, target))
    assert asked == [pytest.approx(target, abs=px_s(scrubber))]


def test_dragging_the_lens_pans_it_and_moves_no_time(scrubber, asked, view_at):
    before = scrubber.lens
    grab = lens_point(scrubber, view_at("1974-03-09T09:10")[0].et)
    QTest.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=grab)
    move(scrubber, grab - QPoint(100, 0))
    QTest.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=grab - QPoint(100, 0))
    assert asked == []
    assert scrubber.lens.start_et - before.start_et == pytest.approx(100 * px_s(scrubber), rel=0.01)


def test_the_wheel_zooms_about_the_pointer_and_a_double_click_resets(scrubber, asked, view_at):
    resting = scrubber.lens
    target = view_at("1974-03-09T09:10")[0].et
    at = lens_point(scrubber, target)
    under = scrubber.et_at(QPointF(at))
    wheel(scrubber, at, 4)
    assert scrubber.lens.duration_s == pytest.approx(resting.duration_s / 1.25**4)
    assert scrubber.et_at(QPointF(at)) == pytest.approx(under, abs=1.0)
    wheel(scrubber, at, -8)
    assert scrubber.lens.duration_s > resting.duration_s
    QTest.mouseDClick(scrubber, Qt.MouseButton.LeftButton, pos=at)
    assert scrubber.lens.duration_s == pytest.approx(resting.duration_s)
    assert asked == []


def test_the_wheel_with_shift_pans(scrubber):
    before = scrubber.lens
    wheel(scrubber, QPoint(500, 100), -1, Qt.KeyboardModifier.ShiftModifier)
    assert scrubber.lens.duration_s == before.duration_s
    assert scrubber.lens.start_et > before.start_et


@pytest.mark.parametrize(
    ("key", "modifier", "lenses"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 0.01),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, -0.01),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 0.1),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier, -0.001),
    ],
)
def test_arrows_step_by_a_part_of_the_lens(scrubber, asked, view_at, key, modifier, lenses):
    et = view_at("1974-03-09T08:45")[0].et
    QTest.keyClick(scrubber, key, modifier)
    assert asked == [pytest.approx(et + lenses * scrubber.lens.duration_s)]


def test_keys_between_two_frames_add_up(scrubber, asked, view_at):
    et = view_at("1974-03-09T08:45")[0].et
    for _ in range(5):
        QTest.keyClick(scrubber, Qt.Key.Key_Period)
    assert asked[-1] == pytest.approx(et + 5.0)
    QTest.keyClick(scrubber, Qt.Key.Key_Comma)
    assert asked[-1] == pytest.approx(et + 4.0)


def test_keys_reach_ends_and_events(scrubber, asked, mission):
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(scrubber, key)
    assert asked == [mission.timeline_start_et, mission.timeline_stop_et]
    QTest.keyClick(scrubber, Qt.Key.Key_PageUp)
    last = max(event.et for event in mission.events if event.et < mission.timeline_stop_et)
    assert asked[-1] == last


def test_plus_and_minus_zoom_and_nought_resets(scrubber, asked):
    resting = scrubber.lens.duration_s
    QTest.keyClick(scrubber, Qt.Key.Key_Plus)
    assert scrubber.lens.duration_s == pytest.approx(resting / 1.25)
    QTest.keyClick(scrubber, Qt.Key.Key_Minus)
    QTest.keyClick(scrubber, Qt.Key.Key_Minus)
    assert scrubber.lens.duration_s == pytest.approx(resting * 1.25)
    QTest.keyClick(scrubber, Qt.Key.Key_0)
    assert scrubber.lens.duration_s == pytest.approx(resting)
    assert asked == []


def touch(scrubber, kind, state, *points):
    device = QPointingDevice(
        "screen",
        1,
        QInputDevice.DeviceType.TouchScreen,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        2,
        0,
    )
    made = [
        QEventPoint(i, state, QPointF(point), QPointF(scrubber.mapToGlobal(point)))
        for i, point in enumerate(points)
    ]
    scrubber.event(QTouchEvent(kind, device, Qt.KeyboardModifier.NoModifier, made))


def test_a_finger_scrubs_like_the_mouse(scrubber, asked, mission):
    start = overview_point(scrubber, mission.launch_et)
    stop = overview_point(scrubber, mission.event("closest_approach").et)
    touch(scrubber, QEvent.Type.TouchBegin, QEventPoint.State.Pressed, start)
    touch(scrubber, QEvent.Type.TouchUpdate, QEventPoint.State.Updated, stop)
    touch(scrubber, QEvent.Type.TouchEnd, QEventPoint.State.Released, stop)
    assert asked[0] == "started"
    assert asked[-1] == "ended"
    assert asked[-2] == pytest.approx(scrubber.et_at(QPointF(stop)))


def test_two_fingers_zoom_the_lens_and_let_time_be(scrubber, asked):
    before = scrubber.lens.duration_s
    y = round(boxes(scrubber).lens.center().y())
    begin, update = QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate
    pressed, updated = QEventPoint.State.Pressed, QEventPoint.State.Updated
    touch(scrubber, begin, pressed, QPoint(300, y), QPoint(400, y))
    touch(scrubber, update, updated, QPoint(250, y), QPoint(450, y))
    assert scrubber.lens.duration_s == pytest.approx(before / 2, rel=0.01)
    assert asked == []


def test_the_pointer_is_told_time_and_event(scrubber, mission):
    approach = mission.event("closest_approach")
    text = scrubber.hover_text(QPointF(lens_point(scrubber, approach.et)))
    assert "9 Mar 1974, 08:5" in text
    assert approach.name.en in text
    assert approach.description.en in text
    # What is disputed is disputed here too, and both accounts of the miss are named.
    assert all(account.name.en in text for account in mission.accounts)


def test_the_lens_follows_a_seek_and_is_finer_at_the_encounter(scrubber, view_at):
    cruise, options = view_at("1973-12-01")
    scrubber.present(cruise, options)
    assert scrubber.lens.duration_s > 86400.0
    encounter, options = view_at("1974-03-09T08:45")
    scrubber.present(encounter, options)
    assert scrubber.lens.start_et < encounter.et < scrubber.lens.stop_et
    assert scrubber.lens.duration_s < 3 * 3600.0


@pytest.mark.parametrize(
    "at", ["1973-08-08T18:00", "1973-08-09T17:05", "1974-03-09T08:45", "2030-12-30"]
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_paints_at_every_part_of_the_mission(scrubber, view_at, at, language):
    scrubber.present(*view_at(at, language))
    image = scrubber.grab().toImage()
    look = scrubber.look()
    ratio = image.devicePixelRatio()
    # The stem of the handle, above the bar, is the text's ivory.
    x = min(max(look.overview_x(look.et), look.boxes.overview.left()), look.boxes.overview.right())
    stem = image.pixelColor(round(x * ratio), round((look.boxes.overview.bottom() + 1) * ratio))
    assert stem.lightnessF() > 0.5


def test_it_speaks_russian(scrubber, view_at):
    scrubber.present(*view_at("1974-03-09T08:45", "ru"))
    assert scrubber.accessibleName() == "Шкала времени"


def test_both_bars_are_large_enough_for_a_finger(scrubber):
    assert boxes(scrubber).middle >= 44
    assert scrubber.height() - boxes(scrubber).middle >= 44
