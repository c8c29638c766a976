"""The window as a process of its own on a virtual screen, worked through mouse and keys."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mars7viz import figures
from mars7viz.figures import figures_of
from mars7viz.shells.widgets.evidence import shown
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.world import load_world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
        reason="needs Xvfb and xdotool",
    ),
]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


def environment(**changes):
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("QT_QPA_PLATFORM", "EGL_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }
    return kept | {"PYTHONPATH": str(ROOT)} | changes


class Window:
    """A running desktop: what it says, and hands to work it with."""

    def __init__(self, display, *arguments, home):
        self.environment = environment(DISPLAY=display, HOME=str(home), XDG_STATE_HOME=str(home))
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/windows/desktop_driver.py"), *arguments],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def take_keys(self):
        """Wait for the first picture, then give the window the keyboard."""
        self.wait(lambda said: said["scene_et"] is not None)
        self.do("search", "--onlyvisible", "--name", "mars7viz", "windowfocus", "--sync")

    def ask(self, question="report"):
        self.process.stdin.write(question + "\n")
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        line = self.process.stdout.readline() if ready else ""
        assert line, f"no answer; {self.process.poll()=}"
        return json.loads(line)

    def wait(self, is_so):
        stop_s = time.monotonic() + PATIENCE_S
        said = self.ask()
        while not is_so(said):
            assert time.monotonic() < stop_s, f"still not so: {said}"
            time.sleep(0.05)
            said = self.ask()
        return said

    def do(self, *arguments):
        command = ["xdotool", *map(str, arguments)]
        subprocess.run(command, env=self.environment, check=True, capture_output=True, timeout=30)

    def key(self, *keys):
        self.do("key", "--delay", "40", *keys)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()
        self.process.wait()


@pytest.fixture(scope="module")
def display():
    receives, sends = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(sends), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
        pass_fds=(sends,),
        stderr=subprocess.DEVNULL,
    )
    os.close(sends)
    with os.fdopen(receives) as stream:
        yield f":{stream.readline().strip()}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def opened(display, tmp_path):
    windows = []

    def open_at(utc, focus="mars"):
        windows.append(Window(display, utc, focus, home=tmp_path))
        windows[-1].take_keys()
        return windows[-1]

    yield open_at
    for window in windows:
        window.close()


@pytest.fixture(scope="module")
def world():
    return load_world()


def expected_figures(snapshot, craft_id):
    """What a panel has to say of a craft, straight from the snapshot."""
    craft = snapshot.craft(craft_id)
    readings = {
        "earth": (craft.relative_to("earth").distance, figures.distance),
        "mars": (craft.relative_to("mars").distance, figures.distance),
        "sun": (craft.relative_to("sun").distance, figures.astronomical),
        "earth_speed": (craft.relative_to("earth").speed, figures.speed),
        "altitude": (craft.relative_to("mars").altitude, figures.distance),
        "light_time": (craft.relative_to("earth").light_time, figures.light_time),
        "closest": (snapshot.time_to_closest_approach, figures.countdown),
    }
    return {
        key: shown(
            reading,
            lambda value, figures, write=write: write(value, language="en", figures=figures),
            figures=figures_of(reading.grade),
            language="en",
        ).figure.plain
        for key, (reading, write) in readings.items()
    }


def check_agreement(said, world):
    """Clock, panels and scene show the same instant as `evaluate`."""
    snapshot = evaluate(world, said["et"])
    assert said["failure"] == "None"
    assert said["scene_et"] == said["et"]
    assert said["clock"][0] == snapshot.utc.replace("T", " ").rstrip("Z")
    assert said["clock"][1] == snapshot.moscow[11:16]
    for craft_id in ("coast_stage", "lander"):
        assert said[craft_id] == expected_figures(snapshot, craft_id)
    assert said["lander_words"][0] == snapshot.phase.name.en


def test_a_drag_from_launch_to_the_encounter(opened, world):
    mission = world.mission
    window = opened("1973-08-09T17:00:20", "coast_stage")
    encounter_et = mission.event("closest_approach").et
    start, stop = (window.ask(f"place {et!r}") for et in (mission.launch_et, encounter_et))
    window.do("mousemove", *start, "mousedown", 1)
    for part in range(1, 21):
        window.do("mousemove", round(start[0] + (stop[0] - start[0]) * part / 20), start[1])
    window.do("mouseup", 1)
    # A pixel of the overview is a quarter of an hour at the encounter.
    said = window.wait(lambda said: abs(said["et"] - encounter_et) < 1800.0)
    said = window.wait(lambda said: said["scene_et"] == said["et"])
    check_agreement(said, world)


def test_everything_works_without_a_mouse(opened, world):
    mission = world.mission
    window = opened("1974-03-09T08:45")
    window.wait(lambda said: said["focus_widget"] == "Timeline")
    window.key("Next")
    said = window.wait(lambda said: said["et"] == mission.event("closest_approach").et)
    check_agreement(window.wait(lambda said: said["scene_et"] == said["et"]), world)
    window.key("Prior", "Prior")
    window.wait(lambda said: said["et"] == mission.event("release").et or said["et"] < 0)
    window.key("alt+Right")
    window.wait(lambda turned: turned["azimuth_deg"] != said["azimuth_deg"])
    window.key("F9", "F10")
    window.wait(lambda said: said["panels_open"] == [False, False])
    window.key("F9", "F10")
    window.wait(lambda said: said["panels_open"] == [True, True])
    window.key("F8")
    window.wait(lambda said: said["events_shown"] and said["focus_widget"] == "Events")
    window.key("Home", "Return")
    said = window.wait(lambda said: said["event"] == "launch")
    assert said["et"] == mission.launch_et
    window.key("ctrl+l")
    window.wait(lambda said: said["focus_widget"] == "События")
    window.key("t")
    window.wait(lambda said: said["focus_widget"] == "Шкала времени")
    # Tab to the play button; Space there presses it, once.
    window.key("Tab", "Tab", "Tab", "Tab")
    window.wait(lambda said: said["focus_widget"] == "Пуск")
    window.key("space")
    window.wait(lambda said: said["is_playing"] and said["et"] > mission.launch_et)
    window.key("space")
    window.wait(lambda said: not said["is_playing"])
    window.key("F1")
    window.wait(lambda said: said["dialogs"] == ["Клавиши и знаки"])
    # A window manager would hand the keys over; there is none here.
    window.do("search", "--onlyvisible", "--name", "Клавиши", "windowfocus", "--sync")
    window.key("Escape")
    window.wait(lambda said: said["dialogs"] == [])
    window.do("search", "--onlyvisible", "--name", "mars7viz", "windowfocus", "--sync")
    window.key("ctrl+q")
    assert window.process.wait(PATIENCE_S) == 0


def test_the_mouse_presses_plays_and_turns(opened):
    window = opened("1974-03-09T08:45")
    before = window.ask()
    x, y, width, _ = before["scene_box"]
    window.do("mousemove", *window.ask("button play"), "click", 1)
    window.wait(lambda said: said["is_playing"] and said["et"] > before["et"])
    window.do("mousemove", x, y, "mousedown", 1)
    for step in range(1, 9):
        window.do("mousemove", x + step * width // 32, y, "sleep", 0.03)
    window.do("mouseup", 1)
    said = window.wait(lambda said: said["azimuth_deg"] != before["azimuth_deg"])
    assert said["failure"] == "None"
    assert said["size"] == [1280, 720]


def run_cli(*arguments, **changes):
    return subprocess.run(
        [sys.executable, "-m", "mars7viz", "desktop", *arguments],
        env=environment(**changes),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "changes", "words"),
    [
        ((), {}, "no display"),
        ((), {"DISPLAY": ":9876"}, "nothing answers there"),
        ((), {"QT_QPA_PLATFORM": "offscreen"}, "no OpenGL"),
        (("--utc", "1973-01-01"), {}, "outside the timeline"),
        (("--utc", "yesterday"), {}, "not a UTC date"),
        (("--focus", "pluto"), {}, "unknown focus 'pluto'"),
    ],
)
def test_what_cannot_open_says_so_in_one_line(arguments, changes, words):
    done = run_cli(*arguments, **changes)
    assert done.returncode == 2, done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("qt.")]
    assert len(lines) == 1, done.stderr
    assert words in lines[0]
