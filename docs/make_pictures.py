"""Make the pictures of README and docs: ``.venv/bin/python docs/make_pictures.py [NAME ...]``.

``python3 run.py setup dev`` makes that environment. Stills are drawn without a display, windows on
a virtual one (Linux), so no picture here can show what the program does not do.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tools.tiers import virtual_display  # noqa: E402 - after the path

IMAGES = ROOT / "docs" / "images"

STILLS: dict[str, tuple[str, ...]] = {
    "encounter.png": ("--clock",),
    "encounter-ru.png": ("--clock", "--language", "ru"),
    "path.png": ("--utc", "1973-12-01", "--focus", "sun", "--clock"),
    "craft.png": ("--utc", "1974-01-15", "--focus", "coast_stage", "--clock"),
    "departure.png": (
        *("--utc", "1973-08-09T17:40", "--focus", "earth", "--clock"),
        *("--azimuth", "18", "--elevation", "14", "--distance-km", "21000"),
    ),
}
"""File name and the arguments of ``mars7viz still`` that make it."""

WINDOWS: dict[str, tuple[str, str, str]] = {
    "window.png": ("en", "", ""),
    "window-ru.png": ("ru", "1973-10-01", "coast_stage"),
}
"""File name, language, instant and focus of a window; empty for the opening view."""

GRAB = """
import sys
from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtWidgets import QApplication
from mars7viz.scene.backend import use_qt

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
app = QApplication(sys.argv[:1])
use_qt()
from mars7viz.shells.desktop.app import Desktop
from mars7viz.shells.desktop.opening import opened_session
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.world import load_world

target, language, utc, focus = sys.argv[1:]
world = load_world()
session = opened_session(world, utc=utc or None, focus=focus or None, language=language)
theme = Theme()
theme.dress(app)
desktop = Desktop(world, session, theme)
desktop.window.resize(1600, 900)
desktop.open()
for _ in range(300):
    app.processEvents()
    app.thread().msleep(10)
desktop.canvas.image()
for _ in range(20):
    app.processEvents()
    app.thread().msleep(10)
if not desktop.window.grab().save(target):
    raise SystemExit(f"cannot write {target}")
desktop.close()
"""


def main() -> int:
    """Make all pictures, or those whose names are given."""
    wanted = set(sys.argv[1:]) or {*STILLS, *WINDOWS}
    unknown = wanted - {*STILLS, *WINDOWS}
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are: {', '.join([*STILLS, *WINDOWS])}")
        return 2
    IMAGES.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name, arguments in STILLS.items():
        if name in wanted:
            size = ("--size", "1600x900", "-o", str(IMAGES / name))
            command = [sys.executable, "-m", "mars7viz", "still", *arguments, *size]
            subprocess.run(command, check=True, env=environment)
            print(name)
    with virtual_display() as display:
        for name, arguments in WINDOWS.items():
            if name in wanted:
                command = [sys.executable, "-c", GRAB, str(IMAGES / name), *arguments]
                window = {**environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
                subprocess.run(command, check=True, env=window)
                print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
