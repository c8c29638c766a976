"""The desktop's composition root: every part is made and connected here, and nowhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PyQt6.QtCore import QCoreApplication, QRect, Qt, QTimer
from PyQt6.QtWidgets import QApplication

from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.i18n import tr
from mars7viz.scene.backend import use_qt
from mars7viz.scene.window import SceneCanvas
from mars7viz.session.session import Session
from mars7viz.shells.desktop.faults import FaultBox, log_path
from mars7viz.shells.desktop.main_window import SMALLEST_SCREEN, MainWindow
from mars7viz.shells.desktop.opening import DesktopError, opened_session
from mars7viz.shells.desktop.pictures import PictureError, picture_path, save_picture
from mars7viz.shells.desktop.sizes import opening_size, stepped, usual_theme
from mars7viz.shells.widgets.display import need_display, need_gl
from mars7viz.shells.widgets.range_history import sample_ranges
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.camera import focus_names
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.world import World, load_world

TICK_MS: Final = 16
LONGEST_TICK_S: Final = 0.1
"""A window that was stopped or hidden does not leap through the mission afterwards."""
_ORBIT_STEP_DEG: Final = 5.0
_ZOOM_STEP: Final = 1.25


def run_desktop(
    *,
    mission_path: Path | None = None,
    utc: str | None = None,
    focus: str | None = None,
    language: str | None = None,
) -> int:
    """Open the window and run it until it is closed.

    Raises
    ------
    UserError
        With one line: no display, no OpenGL, or arguments that cannot be used.
    """
    world = load_world(mission_path)
    session = opened_session(world, utc=utc, focus=focus, language=language)
    need_display()
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise DesktopError("this process has a Qt application without windows already")
    need_gl()
    use_qt()
    screen = app.primaryScreen()
    size = SMALLEST_SCREEN if screen is None else screen.size()
    theme = usual_theme(size.width(), size.height())
    theme.dress(app)
    desktop = Desktop(world, session, theme)
    desktop.open()
    status = app.exec()
    desktop.close()
    return status


class Desktop:
    """The parts of a running window and every connection between them."""

    def __init__(self, world: World, session: Session, theme: Theme) -> None:
        self.session = session
        self._world = world
        self._usual_theme = theme
        closest_et = world.mission.event("closest_approach").et
        self.canvas = SceneCanvas(world, gestures=session, on_failure=self._fail)
        self.window = MainWindow(
            self.canvas.native,
            world.mission,
            theme,
            names=focus_names(world),
            histories={
                name: sample_ranges(chronology, closest_et)
                for name, chronology in world.chronologies.items()
            },
        )
        for view in (self.canvas, self.window):
            session.add_view(view)
        self.faults = FaultBox(self.window, log_path(), language=session.options.language)
        self._connect_widgets()
        self._connect_actions()
        self._timer = QTimer(self.window)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._ticked_s = time.monotonic()

    def open(self) -> None:
        """Show the window and start the loop."""
        self.faults.install()
        self.session.tick(0.0)
        self._show_window()
        self._timer.start(TICK_MS)

    def _show_window(self) -> None:
        """Show the window on most of the screen, on all of a small one."""
        screen = self.window.screen()
        if screen is None:
            self.window.show()
            return
        room = screen.availableGeometry()
        size = opening_size(room.width(), room.height())
        if size is None:
            # Without a window manager to ask, the size itself does it.
            self.window.setGeometry(room)
            self.window.showMaximized()
            return
        box = QRect(0, 0, *size)
        box.moveCenter(room.center())
        self.window.setGeometry(box)
        self.window.show()

    def _set_theme(self, theme: Theme) -> None:
        """Show the interface in other sizes, if the window still fits its screen."""
        if theme == self.window.theme:
            return
        app, before = QApplication.instance(), self.window.theme
        if not isinstance(app, QApplication):
            return
        for tried in (theme, before):
            tried.dress(app)
            self.window.set_theme(tried)
            least, screen = self.window.minimumSizeHint(), self.window.screen()
            room = None if screen is None else screen.availableGeometry()
            if room is None or (least.width() <= room.width() and least.height() <= room.height()):
                break
        self._connect_widgets()

    def close(self) -> None:
        """Stop the loop and free what the scene holds."""
        self._timer.stop()
        self.canvas.close_scene()

    def _fail(self, error: Exception) -> None:
        self.faults.take(type(error), error, error.__traceback__)

    def _tick(self) -> None:
        now_s = time.monotonic()
        wall_dt_s, self._ticked_s = now_s - self._ticked_s, now_s
        self.session.tick(min(wall_dt_s, LONGEST_TICK_S))

    def _connect_widgets(self) -> None:
        session, window = self.session, self.window
        window.scrubber.seek_requested.connect(session.seek)
        window.scrubber.scrub_started.connect(session.hold)
        window.scrubber.scrub_ended.connect(session.release)
        window.controls.play_toggled.connect(session.toggle_play)
        window.controls.reverse_requested.connect(session.reverse)
        window.controls.slower_requested.connect(session.slower)
        window.controls.faster_requested.connect(session.faster)
        window.controls.event_step_requested.connect(session.step_event)
        window.events.event_chosen.connect(session.seek_event)
        window.bar.focus_menu.focus_requested.connect(session.focus)
        window.bar.view_menu.layer_toggled.connect(session.toggle_layer)
        window.bar.view_menu.body_scale_requested.connect(session.set_body_scale)
        window.bar.view_menu.exposure_requested.connect(session.set_exposure)
        window.bar.language_requested.connect(session.set_language)
        window.bar.events_button.clicked.connect(window.toggle_events)
        window.bar.help_button.clicked.connect(window.open_help)

    def _answers(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, with the window's parts as they are now."""
        session, window = self.session, self.window
        turn, step = session.orbit, _ORBIT_STEP_DEG
        return {
            "play": session.toggle_play,
            "reverse": session.reverse,
            "slower": session.slower,
            "faster": session.faster,
            "previous_event": lambda: session.step_event(-1),
            "next_event": lambda: session.step_event(1),
            "orbit_left": lambda: turn(d_azimuth_deg=-step, d_elevation_deg=0.0),
            "orbit_right": lambda: turn(d_azimuth_deg=step, d_elevation_deg=0.0),
            "orbit_up": lambda: turn(d_azimuth_deg=0.0, d_elevation_deg=step),
            "orbit_down": lambda: turn(d_azimuth_deg=0.0, d_elevation_deg=-step),
            "nearer": lambda: session.zoom(1.0 / _ZOOM_STEP),
            "farther": lambda: session.zoom(_ZOOM_STEP),
            "focus": window.bar.focus_button.showMenu,
            "view": window.bar.view_button.showMenu,
            "opening": self._go_to_opening,
            "timeline": window.scrubber.setFocus,
            "events": window.toggle_events,
            "coast_stage": window.coast_stage.toggle,
            "lander": window.lander.toggle,
            "larger": lambda: self._set_theme(stepped(window.theme, 1)),
            "smaller": lambda: self._set_theme(stepped(window.theme, -1)),
            "usual_size": lambda: self._set_theme(self._usual_theme),
            "full_screen": window.toggle_full_screen,
            "picture": self._save_picture,
            "language": window.bar.language_button.click,
            "sources": window.open_sources,
            "about": window.open_about,
            "help": window.open_help,
            "quit": window.close,
        }

    def _connect_actions(self) -> None:
        for name, action in self.window.actions_by_id.items():
            # Looked up when asked for: a change of size makes the parts anew.
            action.triggered.connect(lambda _checked, name=name: self._answers()[name]())

    def _go_to_opening(self) -> None:
        et, options = opening_view(self._world)
        self.session.pause()
        self.session.set_rate(1.0)
        self.session.seek(et)
        self.session.look(options.camera)

    def _save_picture(self) -> None:
        path = picture_path(et_to_utc(self.session.timeline.et))
        language = self.session.options.language
        try:
            save_picture(self.canvas.image(scale=2), path)
        except PictureError as error:
            self.window.say(str(error))
        else:
            self.window.say(tr("Saved: {path}", language).format(path=path))
