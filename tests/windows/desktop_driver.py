"""Opens the desktop and answers, line by line, what it shows: the other end of `test_desktop`.

A line on standard input is a question; the answer is one line of JSON. Nothing here touches the
window: every gesture comes from the outside, through the X server.
"""

import json
import os
import sys

from PyQt6.QtCore import QPoint, QSocketNotifier
from PyQt6.QtWidgets import QApplication

from mars7viz.shells.desktop import app as desktop_app


def center(widget):
    at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
    return [at.x(), at.y()]


def figures(panel):
    keys = ("earth", "mars", "sun", "earth_speed", "altitude", "light_time", "closest")
    return {key: panel.grid.cell(key).text for key in keys}


def report(desktop):
    window, session = desktop.window, desktop.session
    drawn = desktop.canvas._wanted
    focus = QApplication.focusWidget()
    camera = session.options.camera
    return {
        "et": session.timeline.et,
        "is_playing": session.timeline.is_playing,
        "language": session.options.language,
        "focus": camera.focus,
        "azimuth_deg": camera.azimuth_deg,
        "scene_et": None if drawn is None else drawn[0].et,
        "failure": repr(desktop.canvas.failure),
        "clock": window.bar.clock.texts,
        "coast_stage": figures(window.coast_stage),
        "lander": figures(window.lander),
        "lander_words": window.lander.words,
        "panels_open": [window.coast_stage.is_open, window.lander.is_open],
        "events_shown": window.events.isVisible(),
        "event": window.events.current_event_id if window.events.isVisible() else None,
        "focus_widget": "" if focus is None else focus.accessibleName(),
        "scene_box": [*center(window.scene), window.scene.width(), window.scene.height()],
        "size": [window.width(), window.height()],
        "dialogs": [
            dialog.windowTitle()
            for dialog in QApplication.topLevelWidgets()
            if dialog.isVisible() and dialog is not window
        ],
    }


def place(desktop, et):
    look = desktop.window.scrubber.look()
    at = QPoint(round(look.overview_x(et)), round(look.boxes.overview.center().y()))
    at = desktop.window.scrubber.mapToGlobal(at)
    return [at.x(), at.y()]


def answers(desktop):
    def answer():
        for line in os.read(0, 65536).decode().splitlines():
            word, *rest = line.split()
            if word == "report":
                said = report(desktop)
            elif word == "place":
                said = place(desktop, float(rest[0]))
            else:
                said = center(desktop.window.controls.buttons[rest[0]])
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()

    return answer


def main():
    opened = desktop_app.Desktop.open

    def open_and_listen(desktop):
        opened(desktop)
        desktop.window.move(0, 0)
        desktop.listener = QSocketNotifier(0, QSocketNotifier.Type.Read)
        desktop.listener.activated.connect(answers(desktop))

    desktop_app.Desktop.open = open_and_listen
    return desktop_app.run_desktop(utc=sys.argv[1], focus=sys.argv[2])


if __name__ == "__main__":
    sys.exit(main())
