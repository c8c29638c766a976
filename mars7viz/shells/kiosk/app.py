"""The exhibit's composition root: every part is made and connected here, and nowhere else."""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from mars7viz.assets import asset_path
from mars7viz.errors import UserError
from mars7viz.i18n import Language
from mars7viz.scene.backend import use_qt
from mars7viz.scene.window import SceneCanvas
from mars7viz.session.tour import Tour, tour_session
from mars7viz.session.tour_file import load_tour
from mars7viz.session.tour_limits import TourLimits
from mars7viz.shells.kiosk.band import ControlBand
from mars7viz.shells.kiosk.exhibit import Exhibit
from mars7viz.shells.kiosk.health import LOG, FrameCount
from mars7viz.shells.kiosk.idle import Attendance, Mode
from mars7viz.shells.kiosk.touch_scene import CalmGestures, LargerWords
from mars7viz.shells.kiosk.touches import Touches
from mars7viz.shells.kiosk.window import KioskWindow
from mars7viz.shells.widgets.display import need_display, need_gl
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.world import World, load_world

Clock = Callable[[], float]

CRASHED = 1
_TICK_MS = 16
_POINTER_RESTS_S = 3.0
# Running text of 22 px on a screen 1080 px high, and in proportion on others.
_TEXT_PER_HEIGHT = 22.0 / 1080.0
_SMALLEST_TEXT_PX = 16.0
_TRIAL_SIZE = (1280, 720)


class KioskError(UserError):
    """The exhibit cannot open; one line says why."""


def run_kiosk(
    *,
    tour_path: Path | None = None,
    idle_s: float = 60.0,
    language: Language = "en",
    windowed: bool = False,
    size: tuple[int, int] | None = None,
    mission_path: Path | None = None,
    clock: Clock = time.monotonic,
) -> int:
    """Open the exhibit and run it until the staff end it.

    Parameters
    ----------
    tour_path
        The tour of the loop; by default the encounter.
    idle_s
        Seconds without a touch after which a visitor is forgotten.
    language
        The language the loop begins with.
    windowed, size
        A window of this size in pixels, for trying out, instead of the whole screen.
    mission_path
        A mission file other than the shipped one.
    clock
        A monotonic clock, seconds.

    Returns
    -------
    0 when the staff ended it (Ctrl+Shift+Q, SIGTERM), 1 after an error, for a supervisor.

    Raises
    ------
    TourFileError, KioskError
        With one line that says what is wrong.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    opened_s = clock()
    if not 0.0 < idle_s < 86_400.0:
        raise KioskError(f"idle time {idle_s:g} s; allowed: more than 0, at most a day")
    need_display()
    world = load_world(mission_path)
    tour = load_tour(tour_path or asset_path("tours", "encounter.toml"), TourLimits.of(world))
    use_qt()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise KioskError("this process has a Qt application without windows already")
    need_gl()
    _exit_on_error(app)
    kiosk = _Kiosk(app, world, tour, idle_s=idle_s, language=language, clock=clock)
    kiosk.frames = FrameCount(opened_s)
    kiosk.open(windowed=windowed, size=size or _TRIAL_SIZE)
    status = app.exec()
    kiosk.close()
    return status


class _Kiosk:
    """The parts of a running exhibit and every connection between them."""

    def __init__(
        self,
        app: QApplication,
        world: World,
        tour: Tour,
        *,
        idle_s: float,
        language: Language,
        clock: Clock,
    ) -> None:
        self._app = app
        self._clock = clock
        self.frames = FrameCount(clock())
        screen = app.primaryScreen()
        height_px = _TRIAL_SIZE[1] if screen is None else screen.geometry().height()
        theme = Theme(base_px=max(_SMALLEST_TEXT_PX, _TEXT_PER_HEIGHT * height_px))
        theme.dress(app)
        session = tour_session(world, tour, language=language)
        now_s = clock()
        self._exhibit = exhibit = Exhibit(
            session,
            tour,
            language=language,
            attendance=Attendance.opening(now_s, idle_s=idle_s),
            now_s=now_s,
        )
        self._session = session
        self._canvas = SceneCanvas(world, gestures=CalmGestures(session))
        scene = self._canvas.native
        band = ControlBand(world.mission, theme)
        self._window = KioskWindow(scene, band, theme)
        for view in (LargerWords(self._canvas, self._window.scene_part), band):
            session.add_view(view)

        scrubber = band.scrubber
        scrubber.seek_requested.connect(exhibit.seek)
        scrubber.scrub_started.connect(session.hold)
        scrubber.scrub_ended.connect(session.release)
        band.home_requested.connect(exhibit.go_home)
        band.play_requested.connect(exhibit.toggle_play)
        band.step_requested.connect(exhibit.step_event)
        band.language_requested.connect(exhibit.next_language)
        band.focus_requested.connect(exhibit.look_at)
        scene.frameSwapped.connect(self._shown)

        self._moved_s = -_POINTER_RESTS_S
        self._mode = exhibit.mode
        self._touches = Touches(felt=self._felt, moved=self._pointer_moved, leave=self.leave)
        app.installEventFilter(self._touches)
        app.setQuitOnLastWindowClosed(False)
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        # Python hears signals between two of its own lines: the timer gives it those.
        signal.signal(signal.SIGTERM, self._terminated)
        signal.signal(signal.SIGINT, self._terminated)

    def open(self, *, windowed: bool, size: tuple[int, int]) -> None:
        """Show the window and start the loop."""
        self._window.show_pointer(visible=False)
        if windowed:
            self._window.resize(*size)
            self._window.show()
        else:
            _fill_screen(self._app, self._window)
        LOG.info("loop")
        self._tick()
        self._timer.start()

    def close(self) -> None:
        """Stop the loop and close the window."""
        self._timer.stop()
        self._app.removeEventFilter(self._touches)
        self._window.finish()

    def leave(self) -> None:
        """End the exhibit: the staff asked for it."""
        LOG.info("ended by the staff")
        self._app.exit(0)

    def _terminated(self, number: int, frame: FrameType | None) -> None:
        LOG.info("ended by signal %d", number)
        self._app.exit(0)

    def _felt(self) -> bool:
        has_done_its_work = self._exhibit.touched(self._clock())
        self._show_mode(self._exhibit.mode)
        return has_done_its_work

    def _shown(self) -> None:
        # Qt swaps after a failed picture too; the failure itself ends the program elsewhere.
        if self._canvas.failure is None:
            self.frames.drawn(self._clock())

    def _pointer_moved(self) -> None:
        self._moved_s = self._clock()

    def _tick(self) -> None:
        self._show_mode(self._exhibit.tick(self._clock()))

    def _show_mode(self, mode: Mode) -> None:
        now_s = self._clock()
        if mode is not self._mode:
            LOG.info({Mode.ATTRACT: "loop", Mode.VISITOR: "visitor", Mode.WARNING: "warning"}[mode])
            if self._mode is Mode.ATTRACT:
                self._window.setFocus()
        self._mode = mode
        self._window.show_mode(
            mode,
            seconds_left=self._exhibit.seconds_left(now_s),
            language=self._session.options.language,
        )
        rests = now_s - self._moved_s >= _POINTER_RESTS_S
        self._window.show_pointer(visible=mode is not Mode.ATTRACT and not rests)


def _fill_screen(app: QApplication, window: QWidget) -> None:
    """Cover the whole screen, and do so again whenever the screen changes."""
    screen = app.primaryScreen()
    if screen is None:
        raise KioskError("there is no screen")

    def cover() -> None:
        # Without a window manager full screen is a wish that nobody grants.
        window.setGeometry(screen.geometry())

    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    cover()
    window.showFullScreen()
    cover()
    screen.geometryChanged.connect(cover)


def _exit_on_error(app: QApplication) -> None:
    """Make any error that nobody catches end the program, so that a supervisor starts it anew."""

    def ended(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        LOG.critical("error; the exhibit ends", exc_info=(kind, error, where))
        app.exit(CRASHED)

    sys.excepthook = ended
