"""The exhibit's window, band and ears, without a picture."""

import pytest
from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QWindow
from PyQt6.QtWidgets import QLabel, QWidget

from mars7viz.session.tour import tour_session
from mars7viz.session.tour_file import load_tour
from mars7viz.session.tour_limits import TourLimits
from mars7viz.shells.kiosk.band import ControlBand
from mars7viz.shells.kiosk.idle import Mode
from mars7viz.shells.kiosk.touch_scene import (
    MOST_ORBIT_DEG,
    ORBIT_PART,
    TEXT_SCALE,
    CalmGestures,
    LargerWords,
)
from mars7viz.shells.kiosk.touches import Touches
from mars7viz.shells.kiosk.window import KioskWindow
from mars7viz.shells.widgets.theme import Theme, load_fonts
from mars7viz.snapshot.world import load_world
from tests.unit.session.tours import as_toml, tour

# Qt's platform without a screen says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture
def session(world, tmp_path):
    path = tmp_path / "tour.toml"
    path.write_text(as_toml(tour()), encoding="utf-8")
    return tour_session(world, load_tour(path, TourLimits.of(world)), language="en")


@pytest.fixture
def band(qtbot, world):
    load_fonts()
    made = ControlBand(world.mission, Theme(base_px=22.0))
    qtbot.addWidget(made)
    made.resize(1920, made.sizeHint().height())
    made.show()
    return made


@pytest.mark.parametrize("base_px", [16.0, 22.0, 44.0])
def test_every_target_is_large_enough_for_a_finger(qtbot, world, base_px):
    band = ControlBand(world.mission, Theme(base_px=base_px))
    qtbot.addWidget(band)
    for button in band.buttons():
        assert button.minimumWidth() >= 48
        assert button.minimumHeight() >= 48
    # Two bars, each a target.
    assert band.scrubber.sizeHint().height() >= 96


def test_buttons_ask_and_presenting_does_not(qtbot, band, session):
    asked = []
    band.home_requested.connect(lambda: asked.append("home"))
    band.play_requested.connect(lambda: asked.append("play"))
    band.step_requested.connect(asked.append)
    band.language_requested.connect(lambda: asked.append("language"))
    band.focus_requested.connect(asked.append)
    band.scrubber.seek_requested.connect(asked.append)
    session.add_view(band)
    session.tick(0.0)
    session.seek(session.timeline.et + 1000.0)
    session.set_language("ru")
    session.play()
    session.tick(0.1)
    assert asked == []
    for button in band.buttons():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["mars", "lander", "earth", "sun", "home", -1, "play", 1, "language"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Pause", "Русский")), ("ru", ("Пауза", "English"))],
)
def test_the_band_speaks_both_languages(band, session, language, words):
    session.add_view(band)
    session.set_language(language)
    session.play()
    session.tick(0.1)
    assert (band.play.text().strip(), band.language.text().strip()) == words
    assert all(button.accessibleName() for button in band.buttons())


@pytest.mark.parametrize("language", ["en", "ru"])
def test_at_1280_pixels_nothing_is_cut(qtbot, world, session, language):
    narrow = ControlBand(world.mission, Theme(base_px=16.0))
    qtbot.addWidget(narrow)
    session.add_view(narrow)
    session.set_language(language)
    session.tick(0.0)
    assert narrow.minimumSizeHint().width() <= 1280


def test_the_band_shows_the_clock_and_what_is_looked_at(band, session):
    session.add_view(band)
    session.focus("earth")
    session.tick(0.0)
    assert [name for name, button in band.looks.items() if button.isChecked()] == ["earth"]
    utc, _, mission_time = band.clock.texts
    assert utc.startswith("197")
    assert mission_time.startswith("T")
    session.seek(session.world.mission.timeline_start_et)
    session.tick(0.0)
    assert not band.looks["lander"].isEnabled()


class Camera:
    def __init__(self):
        self.turned = []

    def orbit(self, *, d_azimuth_deg, d_elevation_deg):
        self.turned.append((d_azimuth_deg, d_elevation_deg))

    def zoom(self, factor):
        self.turned.append(factor)


def test_a_finger_turns_the_camera_gently_and_the_right_way():
    camera = Camera()
    calm = CalmGestures(camera)
    calm.orbit(d_azimuth_deg=-5.0, d_elevation_deg=0.0)
    calm.orbit(d_azimuth_deg=30.0, d_elevation_deg=-40.0)
    calm.orbit(d_azimuth_deg=0.0, d_elevation_deg=0.0)
    calm.zoom(0.5)
    assert camera.turned[0] == (pytest.approx(-5.0 * ORBIT_PART), 0.0)
    assert camera.turned[1] == pytest.approx((0.6 * MOST_ORBIT_DEG, -0.8 * MOST_ORBIT_DEG))
    assert camera.turned[2:] == [0.5]


def test_words_of_the_scene_are_larger(session):
    class Scene:
        def present(self, snapshot, options):
            self.options = options

    scene = Scene()
    session.add_view(LargerWords(scene, lambda: 0.75))
    session.tick(0.0)
    assert scene.options.ui_scale == pytest.approx(TEXT_SCALE / 0.75)
    assert scene.options.camera == session.options.camera


@pytest.fixture
def window(qtbot, band):
    made = KioskWindow(QWidget(), band, Theme(base_px=22.0))
    qtbot.addWidget(made, before_close_func=lambda widget: widget.finish())
    made.resize(1280, 720)
    made.show()
    return made


def test_band_hint_and_warning_come_and_go(window, band):
    hint = window.findChild(QLabel, "hint")
    warning = window.findChild(QLabel, "warning")
    shown = {}
    for mode in Mode:
        window.show_mode(mode, seconds_left=7, language="en")
        shown[mode] = (band.isVisible(), hint.isVisible(), warning.isVisible())
    assert shown == {
        Mode.ATTRACT: (False, True, False),
        Mode.VISITOR: (True, False, False),
        Mode.WARNING: (True, False, True),
    }
    assert "7" in warning.text()


def test_the_hint_is_in_both_languages(window):
    text = window.findChild(QLabel, "hint").text()
    assert "Touch to explore" in text
    assert any("а" <= letter <= "я" for letter in text)


def test_the_window_closes_only_when_told_to(window):
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    window.close()
    assert window.isVisible()
    window.finish()
    assert not window.isVisible()


def test_words_never_take_a_touch(window):
    for name in ("hint", "warning"):
        label = window.findChild(QLabel, name)
        assert label.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class Ears:
    """Touches, with an exhibit that answers as it is told to."""

    def __init__(self):
        self.window = QWindow()
        self.answers = []
        self.heard = []
        self.touches = Touches(
            felt=self._felt,
            moved=lambda: self.heard.append("moved"),
            leave=lambda: self.heard.append("leave"),
        )

    def _felt(self):
        self.heard.append("felt")
        return self.answers.pop(0) if self.answers else False

    def mouse(self, kind, buttons=Qt.MouseButton.LeftButton):
        at = QPointF(1, 1)
        event = QMouseEvent(
            kind, at, at, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier
        )
        return self.touches.eventFilter(self.window, event)

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier, *, repeats=False):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", repeats)
        return self.touches.eventFilter(self.window, event)


@pytest.fixture
def ears(qapp):
    return Ears()


def test_the_first_touch_goes_no_further_until_it_is_let_go(ears):
    ears.answers = [True, False, False]
    assert ears.mouse(QEvent.Type.MouseButtonPress)
    assert ears.mouse(QEvent.Type.MouseMove)
    assert ears.mouse(QEvent.Type.MouseButtonRelease)
    assert not ears.mouse(QEvent.Type.MouseButtonPress)
    assert not ears.mouse(QEvent.Type.MouseButtonRelease)


def test_a_hand_that_only_moves_the_pointer_is_not_a_touch(ears):
    assert not ears.mouse(QEvent.Type.MouseMove, Qt.MouseButton.NoButton)
    assert ears.heard == ["moved"]


def test_a_dragging_finger_is_still_there(ears):
    ears.mouse(QEvent.Type.MouseMove)
    assert ears.heard == ["moved", "felt"]


def test_a_key_wakes_it_and_the_first_goes_no_further(ears):
    ears.answers = [True, False]
    assert ears.key(Qt.Key.Key_Space)
    assert not ears.key(Qt.Key.Key_Space)


def test_a_key_that_something_lies_on_is_nobodys(ears):
    assert not ears.key(Qt.Key.Key_Space, repeats=True)
    assert ears.heard == []


def test_the_staff_leave_with_three_keys(ears):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert ears.key(Qt.Key.Key_Q, both)
    assert ears.heard == ["leave"]
    ears.key(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert ears.heard == ["leave", "felt"]


@pytest.mark.parametrize("kind", [QEvent.Type.ContextMenu, QEvent.Type.Shortcut])
def test_no_menus_and_no_shortcuts(ears, kind):
    assert ears.touches.eventFilter(ears.window, QEvent(kind))


def test_what_reaches_a_widget_was_heard_at_its_window(ears, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    assert not ears.touches.eventFilter(widget, QEvent(QEvent.Type.MouseButtonPress))
    assert ears.heard == []
