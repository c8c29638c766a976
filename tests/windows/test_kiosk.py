"""The exhibit as a process of its own on a virtual screen: it plays, is taken over, comes back."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
        reason="needs Xvfb and xdotool",
    ),
]

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 960, 540
PATIENCE_S = 40.0


class Screen:
    """A virtual screen with no window manager, whose pixels can be read."""

    def __init__(self, folder):
        self.folder = folder
        receives, sends = os.pipe()
        self.server = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", str(sends), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"),
                *("-fbdir", str(folder), "-nolisten", "tcp"),
            ],
            pass_fds=(sends,),
            stderr=subprocess.DEVNULL,
        )
        os.close(sends)
        with os.fdopen(receives) as stream:
            self.display = f":{stream.readline().strip()}"

    def environment(self):
        kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "EGL_PLATFORM")}
        return kept | {"DISPLAY": self.display, "PYTHONPATH": str(ROOT)}

    def pixels(self):
        """What is on the screen, (height, width, 3)."""
        raw = (self.folder / "Xvfb_screen0").read_bytes()
        header = np.frombuffer(raw[:100], ">u4")
        size, n_colors, line = int(header[0]), int(header[19]), int(header[12])
        image = np.frombuffer(raw[size + 12 * n_colors :], np.uint8, count=line * HEIGHT)
        return image.reshape(HEIGHT, line // 4, 4)[:, :WIDTH, 2::-1].copy()

    def do(self, *arguments):
        command = ["xdotool", *map(str, arguments)]
        subprocess.run(command, env=self.environment(), check=True, capture_output=True)

    def click(self, x, y):
        self.do("mousemove", x, y, "click", 1)

    def close(self):
        self.server.terminate()
        self.server.wait(10)


class Kiosk:
    """A running exhibit and what it says."""

    def __init__(self, screen, *arguments):
        self.screen = screen
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mars7viz", "kiosk", *map(str, arguments)],
            env=screen.environment(),
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()

    def _listen(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip())

    def said(self, pattern, n=1):
        return sum(re.search(pattern, line) is not None for line in self.lines) >= n

    def wait_for(self, pattern, n=1):
        deadline = time.monotonic() + PATIENCE_S
        while not self.said(pattern, n):
            everything = "\n".join(self.lines)
            assert self.process.poll() is None, f"ended while waiting for {pattern}:\n{everything}"
            assert time.monotonic() < deadline, f"never said {pattern}:\n{everything}"
            time.sleep(0.05)

    @property
    def is_alive(self):
        return self.process.poll() is None

    def end(self, number=signal.SIGTERM):
        if self.is_alive:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE_S)
        self.reader.join(5)
        self.process.stderr.close()
        return status


@pytest.fixture
def screen(tmp_path):
    made = Screen(tmp_path)
    yield made
    made.close()


@pytest.fixture
def start(screen):
    started = []

    def begin(*arguments):
        kiosk = Kiosk(screen, *arguments)
        started.append(kiosk)
        kiosk.wait_for("first picture")
        return kiosk

    yield begin
    for kiosk in started:
        kiosk.end(signal.SIGKILL)


def difference(first, second):
    """Share of pixels that differ by more than noise."""
    return float((np.abs(first.astype(int) - second.astype(int)).max(axis=2) > 12).mean())


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"never {what}"
        time.sleep(0.1)


def test_the_loop_fills_the_screen_and_goes_on(start, screen):
    kiosk = start()
    wait_until(lambda: screen.pixels().max() > 150, "anything bright on the screen")
    first = screen.pixels()
    # Without a window manager a full-screen wish leaves a small window: all four corners are ours.
    geometry = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "Mars 7", "getwindowgeometry"],
        env=screen.environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"Geometry: {WIDTH}x{HEIGHT}" in geometry
    wait_until(lambda: difference(first, screen.pixels()) > 0.01, "a change on the screen")
    assert not kiosk.said("visitor")
    assert kiosk.end() == 0


def test_a_click_takes_over_and_after_the_idle_time_the_loop_is_back(start, screen):
    kiosk = start("--idle", 4)
    assert kiosk.said("loop")
    screen.click(WIDTH // 2, HEIGHT // 3)
    kiosk.wait_for("visitor")
    wait_until(lambda: band_is_shown(screen), "the band of controls")
    kiosk.wait_for("warning")
    kiosk.wait_for("loop", n=2)
    wait_until(lambda: not band_is_shown(screen), "the band gone")
    assert kiosk.is_alive


def band_is_shown(screen):
    """Tell whether the lowest line is the band's own dark blue, from one side to the other."""
    lowest = screen.pixels()[-2, 4:-4].astype(int)
    return bool((np.abs(lowest - (0x0E, 0x12, 0x18)).max(axis=1) <= 3).mean() > 0.9)


def test_a_touch_answers_the_warning(start, screen):
    kiosk = start("--idle", 4)
    screen.click(WIDTH // 2, HEIGHT // 3)
    kiosk.wait_for("warning")
    screen.click(WIDTH // 2, HEIGHT // 3)
    kiosk.wait_for("visitor", n=2)
    assert not kiosk.said("loop", n=2)


def test_nothing_that_a_visitor_presses_ends_it(start, screen):
    kiosk = start("--idle", 3)
    for keys in (
        "Escape F1 F11 alt+F4 ctrl+q ctrl+w ctrl+o ctrl+c alt+Tab alt+space super Menu",
        "ctrl+alt+Left ctrl+shift+Escape shift+F10 Tab Return space Left Page_Down Home End",
        "plus minus 0 F5 ctrl+r Delete BackSpace ctrl+shift+Tab space Tab Tab Tab Return",
    ):
        screen.do("key", "--delay", 15, *keys.split())
    for x, y in ((10, 10), (WIDTH - 10, HEIGHT - 10), (60, HEIGHT - 30), (WIDTH // 2, HEIGHT - 60)):
        screen.do("mousemove", x, y, "click", 3)
        screen.click(x, y)
        screen.do("click", 4, "click", 5)
    screen.do("mousemove", 300, 200, "mousedown", 1, "mousemove", 600, 300, "mouseup", 1)
    # And a window manager that asks it to close.
    window = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "Mars 7"],
        env=screen.environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(window) == 1
    kiosk.wait_for("loop", n=2)
    assert kiosk.is_alive
    before = screen.pixels()
    wait_until(lambda: difference(before, screen.pixels()) > 0.005, "a change after the attack")
    assert not [line for line in kiosk.lines if "error" in line.lower()]


def test_the_staff_can_end_it(start, screen):
    kiosk = start()
    screen.do("key", "ctrl+shift+q")
    assert kiosk.process.wait(PATIENCE_S) == 0
    assert kiosk.said("ended by the staff")


def test_an_error_ends_it_with_a_failure_for_the_supervisor(screen, tmp_path):
    crash = (
        "import sys\n"
        "from mars7viz.shells.kiosk import app, exhibit\n"
        "def broken(self, now_s): raise RuntimeError('planted')\n"
        "exhibit.Exhibit._play_loop = broken\n"
        "sys.exit(app.run_kiosk())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", crash],
        env=screen.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 1
    assert "RuntimeError: planted" in done.stderr


def test_without_a_display_one_line_says_so(screen):
    environment = screen.environment()
    del environment["DISPLAY"]
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "mars7viz", "kiosk"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("mars7viz: no display: neither DISPLAY")
    assert done.stderr.count("\n") == 1
