"""The environment is whole or made anew, whatever happened to the last attempt."""

import json
import sys
from pathlib import Path

import pytest

from tools import environment
from tools.environment import STAMP, SetUpError, ensure, key, python_in, standing_level


@pytest.fixture
def root(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for level in environment.LEVELS:
        lock = tmp_path / "requirements" / f"{level}.txt"
        lock.write_text(f"{level}==1.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def pip(monkeypatch):
    """Stand-in for pip that notes what it is told and can be made to fail."""
    told = []

    def run_pip(command, options, *, n_packages):
        told.append(options)
        if run_pip.error is not None:
            raise run_pip.error

    def create(venv):
        (venv / STAMP).unlink(missing_ok=True)
        python_in(venv).parent.mkdir(parents=True, exist_ok=True)
        python_in(venv).touch()
        told.append("created")
        return ["pip"]

    run_pip.error = None
    run_pip.told = told
    monkeypatch.setattr(environment, "_run_pip", run_pip)
    monkeypatch.setattr(environment, "_create", create)
    monkeypatch.setattr(environment, "_pip_for", lambda venv: ["pip"])
    return run_pip


def test_the_first_start_installs_the_lock_with_hashes_and_then_the_checkout(root, pip):
    assert ensure(root, "app") == python_in(root / ".venv")
    created, lock, itself = pip.told
    assert created == "created"
    assert {"--require-hashes", "--no-deps", str(root / "requirements" / "app.txt")} <= set(lock)
    assert itself[-2:] == ["--editable", str(root)]
    assert "--no-index" in itself


def test_the_second_start_installs_nothing(root, pip):
    ensure(root, "app")
    pip.told.clear()
    ensure(root, "app")
    assert pip.told == []


def test_a_higher_level_is_added_and_holds_the_lower_ones(root, pip):
    ensure(root, "app")
    pip.told.clear()
    ensure(root, "dev")
    ensure(root, "app")
    ensure(root, "dev")
    (lock,) = pip.told
    assert str(root / "requirements" / "dev.txt") in lock


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements/app.txt"])
def test_a_changed_file_makes_it_anew(root, pip, name):
    ensure(root, "app")
    pip.told.clear()
    (root / name).write_text("changed\n", encoding="utf-8")
    ensure(root, "app")
    assert pip.told[0] == "created"


def test_an_environment_does_not_survive_a_move(root, pip, tmp_path_factory):
    ensure(root, "app")
    moved = tmp_path_factory.mktemp("elsewhere") / "checkout"
    root.rename(moved)
    assert standing_level(moved, moved / ".venv") is None


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SetUpError("pip failed")])
def test_an_interruption_leaves_nothing_that_looks_whole(root, pip, error):
    pip.error = error
    with pytest.raises(type(error)):
        ensure(root, "app")
    assert standing_level(root, root / ".venv") is None
    pip.error = None
    pip.told.clear()
    ensure(root, "app")
    assert pip.told[0] == "created"


def test_an_interrupted_addition_leaves_the_program_as_it_was(root, pip):
    ensure(root, "app")
    pip.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        ensure(root, "dev")
    assert standing_level(root, root / ".venv") == "app"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"level": "huge", "key": ""}', "\x00"])
def test_a_broken_stamp_is_no_stamp(root, pip, text):
    ensure(root, "app")
    (root / ".venv" / STAMP).write_text(text, encoding="utf-8")
    assert standing_level(root, root / ".venv") is None


def test_a_stamp_without_an_interpreter_counts_for_nothing(root, pip):
    ensure(root, "app")
    python_in(root / ".venv").unlink()
    assert standing_level(root, root / ".venv") is None


def test_a_missing_lock_is_named(root):
    (root / "requirements" / "app.txt").unlink()
    with pytest.raises(SetUpError, match=r"app\.txt"):
        key(root, "app")


def test_pip_that_fails_is_quoted(tmp_path):
    failing = [sys.executable, "-c", "import sys; print('no such hash'); sys.exit(3)"]
    with pytest.raises(SetUpError, match="no such hash"):
        environment._run_pip(failing, [], n_packages=1)


def test_no_pip_anywhere_gives_a_command(tmp_path, monkeypatch):
    def without(*command, **options):
        class Told:
            returncode = 1
            stdout = "No module named pip"

        return Told()

    monkeypatch.setattr(environment.subprocess, "run", without)
    assert environment._pip_for(tmp_path) is None
    with pytest.raises(SetUpError, match=r"install it with:\n  .*pip"):
        environment._bundled_pip(tmp_path)


@pytest.mark.parametrize(
    ("version", "enough"), [("22.2.2", False), ("22.3", True), ("23.0.1", True), ("9.0.3", False)]
)
def test_pip_must_know_how_to_serve_another_interpreter(tmp_path, monkeypatch, version, enough):
    class Told:
        stdout = f"pip {version} from somewhere (python 3.11)\n"

    monkeypatch.setattr(environment.subprocess, "run", lambda *command, **options: Told())
    assert (environment._pip_for(tmp_path) is not None) is enough


ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("level", environment.LEVELS)
def test_the_locks_have_a_hash_for_each_package_and_no_address(level):
    lines = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8").splitlines()
    pins = [number for number, line in enumerate(lines) if "==" in line and line[0].isalnum()]
    assert len(pins) >= 20
    assert all("--hash=sha256:" in lines[number + 1] for number in pins)
    assert not [line for line in lines if "//" in line or line.startswith("-")]


def test_each_lock_holds_the_one_before_at_the_same_versions():
    def pins(level):
        text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
        return {line.split()[0] for line in text.splitlines() if line[:1].isalnum()}

    assert pins("app") < pins("dev") <= pins("bench")


def test_the_stamp_is_json(root, pip):
    ensure(root, "app")
    stamp = json.loads((root / ".venv" / STAMP).read_text(encoding="utf-8"))
    assert stamp == {"level": "app", "key": key(root, "app")}
