"""run.py: which word leads where, and what a newcomer reads when something is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

import run
from tools.environment import SetUpError

PYTHON = Path("python-of-the-environment")


@pytest.fixture
def calls(monkeypatch):
    """What run.py would do to the machine, in order, instead of doing it."""
    made = []
    monkeypatch.setattr(
        run.system_libraries, "ensure", lambda groups: made.append(("system", tuple(groups)))
    )

    def environment(root, level):
        made.append(("environment", level))
        return PYTHON

    def become(command):
        made.append(("run", command))
        return 7

    monkeypatch.setattr(run.environment, "ensure", environment)
    monkeypatch.setattr(run, "become", become)
    monkeypatch.setattr(run, "has_display", lambda: True)
    return made


def test_arguments_go_to_the_program(calls):
    assert run.main(["state", "--utc", "1974-03-09T12:00"]) == 7
    assert calls == [
        ("system", ()),
        ("environment", "app"),
        ("run", [str(PYTHON), "-P", "-m", "mars7viz", "state", "--utc", "1974-03-09T12:00"]),
    ]


@pytest.mark.parametrize(
    ("arguments", "groups"),
    [
        ([], ("headless", "window")),
        (["kiosk"], ("headless", "window")),
        (["still", "-o", "mars.png"], ("headless",)),
        (["--", "--help"], ()),
    ],
)
def test_only_what_is_needed_is_asked_of_the_system(calls, arguments, groups):
    run.main(arguments)
    assert calls[0] == ("system", groups)


def test_without_a_display_the_demo_is_drawn_and_said(calls, monkeypatch, capsys):
    monkeypatch.setattr(run, "has_display", lambda: False)
    run.main([])
    assert calls[-1] == ("run", [str(PYTHON), "-P", "-m", "mars7viz", "demo", "-o", "out/"])
    assert calls[0] == ("system", ("headless",))
    assert "no display" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "level", "script"),
    [("test", "dev", "tools/tiers.py"), ("check", "dev", "tools/check")],
)
def test_words_of_its_own(calls, word, level, script):
    assert run.main([word, "-x"]) == 7
    assert calls[-2:] == [
        ("environment", level),
        ("run", [str(PYTHON), str(run.ROOT / script), "-x"]),
    ]


def test_setting_up_alone(calls):
    assert run.main(["setup", "bench"]) == 0
    assert calls == [("environment", "bench")]


def test_an_unknown_level_is_refused_with_those_there_are(calls, capsys):
    assert run.main(["setup", "everything"]) == 2
    assert "app, dev, bench" in capsys.readouterr().err
    assert calls == []


def test_a_failed_set_up_is_one_message_and_exit_code_2(calls, monkeypatch, capsys):
    def fail(root, level):
        raise SetUpError("no room on the disk")

    monkeypatch.setattr(run.environment, "ensure", fail)
    assert run.main(["state"]) == 2
    assert capsys.readouterr().err == "run.py: no room on the disk\n"


def test_an_interruption_says_so(calls, monkeypatch, capsys):
    def interrupt(root, level):
        raise KeyboardInterrupt

    monkeypatch.setattr(run.environment, "ensure", interrupt)
    assert run.main(["state"]) == 130
    assert "next start" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a display")
@pytest.mark.parametrize(
    ("name", "expected"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("TERM", False)]
)
def test_a_display_is_x_or_wayland(monkeypatch, name, expected):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv(name, ":1")
    assert run.has_display() is expected


def test_help_touches_nothing_and_needs_nothing():
    done = subprocess.run(
        [sys.executable, "-I", str(run.ROOT / "run.py"), "--help"],
        check=False,
        capture_output=True,
        text=True,
    )
    # -I leaves the folder of the script out of the path, as a careful Python may
    assert done.returncode == 0, done.stderr
    for word in ("test", "bench", "check", "setup", "out/"):
        assert word in done.stdout


def test_it_imports_the_standard_library_alone():
    code = (
        "import sys; before = set(sys.modules); import run; "
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=run.ROOT, check=True, capture_output=True, text=True
    )
    assert set(done.stdout.split()) - set(sys.stdlib_module_names) == {"run", "tools"}
