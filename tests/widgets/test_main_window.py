from dataclasses import replace

import pytest
from PyQt6.QtCore import QRect, Qt, pyqtBoundSignal
from PyQt6.QtGui import QFontMetrics, QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from mars7viz.shells.desktop.actions import SPECS
from mars7viz.shells.desktop.main_window import MainWindow
from mars7viz.shells.widgets.clock import Clock
from mars7viz.shells.widgets.play_controls import RateReading
from mars7viz.shells.widgets.range_history import sample_ranges
from mars7viz.shells.widgets.reading_cell import ReadingCell
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.camera import focus_names
from mars7viz.snapshot.options import SurfacePlace

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

MOMENTS = (
    "1973-08-09T10:00",
    "1973-08-09T17:05",
    "1973-11-20T10:00",
    "1974-03-08T12:00",
    "1974-03-09T08:45",
    "1974-03-09T10:45",
    "2029-06-01T00:00",
)


@pytest.fixture
def window(qtbot, shipped_world, mission, theme, view_at):
    closest_et = mission.event("closest_approach").et
    made = MainWindow(
        QWidget(),
        mission,
        theme,
        names=focus_names(shipped_world),
        histories={
            name: sample_ranges(chronology, closest_et)
            for name, chronology in shipped_world.chronologies.items()
        },
    )
    qtbot.addWidget(made)
    made.present(*view_at("1974-03-09T08:45"))
    made.resize(1280, 720)
    made.show()
    return made


def clipped(window):
    """Say what does not fit: words, numbers, buttons, and panels wider than their view."""
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        box = label.contentsRect()
        wrap = Qt.TextFlag.TextWordWrap if label.wordWrap() else 0
        room = QRect(0, 0, box.width(), 10_000)
        need = label.fontMetrics().boundingRect(room, wrap, label.text())
        if need.width() > box.width() + 1 or need.height() > box.height() + 1:
            yield f"label '{label.text()}' needs {need.size()}, has {box.size()}"
    for kind in (ReadingCell, Clock, RateReading):
        for cell in window.findChildren(kind):
            if cell.isVisible() and cell.content_width() > cell.width():
                yield f"{kind.__name__} {cell.accessibleName()}"
    for button in window.findChildren(QAbstractButton):
        words = QFontMetrics(button.font()).horizontalAdvance(button.text())
        if button.isVisible() and words and words + button.iconSize().width() > button.width():
            yield f"button '{button.text()}'"
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.widget().width() > area.viewport().width():
            yield f"a panel is {area.widget().width()} wide in {area.viewport().width()}"


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("at", MOMENTS)
def test_nothing_is_cut_at_1280_by_720(window, view_at, at, language):
    window.present(*view_at(at, language))
    # Texts that wrap settle in rounds: a new width asks for a new height.
    for _ in range(6):
        QApplication.processEvents()
    assert (window.width(), window.height()) == (1280, 720)
    assert list(clipped(window)) == []


def test_the_smallest_window_fits_the_smallest_screen(window):
    hint = window.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 720


def test_at_4k_the_scene_grows_and_not_the_panels(window):
    QApplication.processEvents()
    before = window.coast_stage.width(), window.lander.width(), window.scene.width()
    window.resize(3840, 2160)
    QApplication.processEvents()
    assert window.coast_stage.width() == before[0]
    assert window.lander.width() == before[1]
    assert window.scene.width() == before[2] + 3840 - 1280


def signals_of(widget):
    own = vars(type(widget)).keys()
    return [
        getattr(widget, name)
        for name in own
        if isinstance(getattr(widget, name, None), pyqtBoundSignal)
    ]


def test_ten_presents_emit_no_signal(window, view_at):
    emitted = []
    parts = [window, *window.findChildren(QWidget)]
    n_signals = 0
    for part in parts:
        if not type(part).__module__.startswith("mars7viz"):
            continue
        for signal in signals_of(part):
            n_signals += 1
            signal.connect(lambda *_, name=signal.signal: emitted.append(name))
    for action in window.actions_by_id.values():
        action.triggered.connect(lambda *_: emitted.append("action"))
    assert n_signals >= 12
    window.toggle_events()
    for i, at in enumerate((*MOMENTS, *MOMENTS[:3])):
        window.present(*view_at(at, ("en", "ru")[i % 2]))
        QApplication.processEvents()
    assert emitted == []


def test_the_language_changes_every_word_at_once(window, view_at):
    window.toggle_events()
    window.present(*view_at("1974-03-09T08:45", "ru"))
    assert window.windowTitle().startswith("Марс-7")
    assert window.actions_by_id["play"].text() == "Пуск или пауза"
    assert window.bar.events_button.text().strip() == "События"
    assert window.coast_stage.words[0] == "Пролёт Марса"
    window.present(*view_at("1974-03-09T08:45", "en"))
    assert window.coast_stage.words[0] == "Encounter"


def test_every_control_has_a_name(window):
    window.toggle_events()
    for kind in (QAbstractButton, QLineEdit):
        for control in window.findChildren(kind):
            if control.isVisible():
                assert control.accessibleName() or control.text(), control.toolTip()
    for part in (window.scrubber, window.events.view, window.scene.scene, window.bar.clock):
        assert part.accessibleName()


def test_tab_visits_every_control_once(window, qtbot):
    window.activateWindow()
    window.scrubber.setFocus()
    qtbot.waitUntil(window.scrubber.hasFocus)
    visited = [QApplication.focusWidget()]
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is visited[0]:
            break
        visited.append(QApplication.focusWidget())
    assert visited[: 1 + len(window.controls.buttons)] == [
        window.scrubber,
        *window.controls.buttons.values(),
    ]
    buttons = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
    assert set(buttons) <= set(visited)
    assert len(set(visited)) == len(visited)
    assert window.coast_stage.grid.cell("earth") in visited
    assert window.scene.scene in visited


def test_no_key_means_two_things(window):
    keys = [QKeySequence(key).toString() for spec in SPECS for key in spec.keys]
    assert len(keys) == len(set(keys))
    assert set(window.actions_by_id) == {spec.id for spec in SPECS}
    assert all(action.text() for action in window.actions_by_id.values())


def test_panels_and_events_come_and_go(window):
    QApplication.processEvents()
    scene = window.scene.width()
    window.coast_stage.toggle()
    window.lander.toggle()
    QApplication.processEvents()
    assert window.scene.width() > scene + 500
    window.toggle_events()
    assert window.bar.events_button.isChecked()
    assert window.events.current_event_id == "retro_silent"
    window.toggle_events()
    assert window.events.isHidden()


def test_dialogs_open_in_the_language_of_the_window(window, qtbot, view_at):
    window.present(*view_at("1974-03-09T08:45", "ru"))
    for opened, title in (
        (window.open_help, "Клавиши и знаки"),
        (window.open_about, "О программе и её источниках"),
        (window.open_sources, "Источники"),
    ):
        dialog = opened()
        assert dialog.windowTitle() == title
        assert dialog.page.toPlainText()
        dialog.close()


def test_the_window_says_things_for_a_while(window):
    window.say("Saved: a picture")
    assert window._toast.isVisible()
    assert window._toast.text() == "Saved: a picture"
    assert (
        window._toast.geometry().bottom()
        < window.scrubber.mapTo(window, window.scrubber.rect().topLeft()).y()
    )


def test_a_place_that_was_pointed_at_is_said_once(window, view_at):
    snapshot, options = view_at("1974-03-09T08:45")
    pointed = replace(options, place=SurfacePlace("mars", -50.0, 332.0, "Argyre Planitia"))
    window.present(snapshot, pointed)
    assert window._toast.isVisible()
    assert window._toast.text() == "Mars, Argyre Planitia: 50.0°\u00a0S, 332.0°\u00a0E"
    window._toast.hide()
    window.present(snapshot, pointed)
    assert not window._toast.isVisible()
    window.present(snapshot, replace(pointed, place=SurfacePlace("mars", 1.0, 2.0)))
    assert window._toast.isVisible()


def test_another_size_keeps_the_scene_and_what_was_open(window, theme, qapp):
    scene, width = window.scene.scene, window.coast_stage.sizeHint().width()
    window.toggle_events()
    window.lander.toggle()
    larger = Theme(base_px=1.5 * theme.base_px)
    window.resize(1920, 1080)
    larger.dress(qapp)
    window.set_theme(larger)
    QApplication.processEvents()
    assert window.scene.scene is scene
    assert scene.isVisible()
    assert scene.window() is window
    assert window.coast_stage.sizeHint().width() == pytest.approx(1.5 * width, abs=2)
    assert not window.lander.is_open
    assert window.events.isVisible()
    assert window.bar.clock.texts[0].startswith("1974-03-09")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_before_launch_the_bar_says_what_is_seen(window, view_at, language):
    snapshot, options = view_at("1973-08-08T18:00", language)
    craft = replace(options.camera, focus="coast_stage")
    window.present(snapshot, options.with_camera(craft))
    words = {"en": "Earth (Coast stage not", "ru": "Земля (Пролётный аппарат не"}
    assert window.bar.focus_button.text().strip().startswith(words[language])
    for _ in range(6):
        QApplication.processEvents()
    assert list(clipped(window)) == []
    assert window.minimumSizeHint().width() <= 1280


def test_events_in_large_text_take_the_place_of_a_panel(window, qapp):
    large = Theme(base_px=16.0)
    large.dress(qapp)
    window.set_theme(large)
    QApplication.processEvents()
    window.toggle_events()
    QApplication.processEvents()
    assert window.events.isVisible()
    assert not window.coast_stage.is_open
    assert window.width() == 1280
    window.toggle_events()
    assert window.coast_stage.is_open
