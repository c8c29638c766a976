"""One instant, one camera: desktop, kiosk and film draw the same pixels."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TOUR_S = 17.3
SIZE = (640, 360)

COMMON = f"""
import sys
import numpy as np
from mars7viz.assets import asset_path
from mars7viz.session.tour import picture_at, play_moment, tour_session
from mars7viz.session.tour_file import load_tour
from mars7viz.session.tour_limits import TourLimits
from mars7viz.snapshot.world import load_world

world = load_world()
tour = load_tour(asset_path("tours", "encounter.toml"), TourLimits.of(world))
WIDTH, HEIGHT = {SIZE}
T_S = {TOUR_S}
"""

FILM = """
from dataclasses import replace

from mars7viz.scene.offscreen import OffscreenScene

with OffscreenScene(world, width=WIDTH, height=HEIGHT, supersample=2) as scene:
    snapshot, options = picture_at(world, tour, T_S, language="ru")
    ui_scale = float(sys.argv[2]) if len(sys.argv) > 2 else options.ui_scale
    scene.present(snapshot, replace(options, ui_scale=ui_scale))
    np.save(sys.argv[1], scene.image())
"""

QT = """
from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtWidgets import QApplication
from mars7viz.scene.backend import use_qt
from mars7viz.shells.widgets.theme import Theme

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
app = QApplication(sys.argv[:1])
use_qt()

def settle(done):
    for _ in range(400):
        app.processEvents()
        if done():
            return
        app.thread().msleep(10)
    raise SystemExit("the window was never drawn")
"""

DESKTOP = (
    QT
    + """
from mars7viz.shells.desktop.app import Desktop

session = tour_session(world, tour, language="ru")
play_moment(session, tour.at(T_S))
theme = Theme()
theme.dress(app)
desktop = Desktop(world, session, theme)
desktop.canvas.native.setFixedSize(WIDTH, HEIGHT)
desktop.open()
settle(lambda: desktop.canvas._renderer is not None)
np.save(sys.argv[1], desktop.canvas.image())
desktop.close()
"""
)

KIOSK = (
    QT
    + """
from mars7viz.shells.kiosk.app import _Kiosk

now = [0.0]
kiosk = _Kiosk(app, world, tour, idle_s=60.0, language="ru", clock=lambda: now[0])
kiosk._canvas.native.setFixedSize(WIDTH, HEIGHT)
now[0] = T_S
kiosk.open(windowed=True, size=(WIDTH, HEIGHT))
settle(lambda: kiosk._canvas._renderer is not None)
np.save(sys.argv[1], kiosk._canvas.image())
print(kiosk._canvas._wanted[1].ui_scale)
kiosk.close()
"""
)


def drawn(script, target, *arguments, **environment):
    """Run one shell in a process of its own (one process has one GL backend); what it said."""
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "EGL_PLATFORM")}
    process = subprocess.run(
        [sys.executable, "-c", COMMON + script, str(target), *map(str, arguments)],
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return np.load(target), process.stdout


def film_image(folder, *arguments):
    return drawn(FILM, folder / "film.npy", *arguments, EGL_PLATFORM="surfaceless")[0]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return film_image(tmp_path_factory.mktemp("film"))


def test_the_film_shows_something(film):
    assert film.shape == (SIZE[1], SIZE[0], 3)
    assert film.max() > 100
    assert len(np.unique(film.reshape(-1, 3), axis=0)) > 1000


def assert_same(image, film):
    assert image.shape == film.shape
    differing = np.argwhere((image != film).any(axis=2))
    assert len(differing) == 0, f"{len(differing)} pixels differ, first at {differing[0]}"


def test_the_window_draws_what_the_film_draws(film, tmp_path):
    image, _ = drawn(DESKTOP, tmp_path / "window.npy", QT_QPA_PLATFORM="xcb")
    assert_same(image, film)


def test_the_kiosk_draws_what_the_film_draws_with_words_as_large(film, tmp_path):
    image, said = drawn(KIOSK, tmp_path / "window.npy", QT_QPA_PLATFORM="xcb")
    ui_scale = float(said.split()[-1])
    assert ui_scale > 1.0
    assert_same(image, film_image(tmp_path, ui_scale))


def test_a_saved_picture_is_twice_the_window_and_the_window_goes_on(film, tmp_path):
    script = DESKTOP.replace(
        "np.save(sys.argv[1], desktop.canvas.image())",
        "large = desktop.canvas.image(scale=2)\n"
        "assert large.shape == (2 * HEIGHT, 2 * WIDTH, 3), large.shape\n"
        "assert large.max() > 100\n"
        "settle(lambda: desktop.canvas._drawn is not None)\n"
        "np.save(sys.argv[1], desktop.canvas.image())",
    )
    image, _ = drawn(script, tmp_path / "again.npy", QT_QPA_PLATFORM="xcb")
    assert (image == film).all()
