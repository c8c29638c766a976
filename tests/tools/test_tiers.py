"""The tests of the tests: tiers in a checkout made for the occasion."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import tiers
from tools.tiers import Result, judge, paths_of, split_arguments

GOOD = "def test_good(): assert 1 + 1 == 2\n"
BAD = "def test_bad(): assert 1 + 1 == 3\n"
SKIPPED = "import pytest\ndef test_skipped(): pytest.skip('not today')\n"
CRASHED = "import os\ndef test_crash(): os.abort()\n"
BROKEN = "import no_such_module\n"


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "tools").mkdir()
    shutil.copy(tiers.__file__, tmp_path / "tools" / "tiers.py")
    (tmp_path / "pyproject.toml").write_text(
        "[tool.pytest.ini_options]\ntestpaths = ['tests']\n", encoding="utf-8"
    )

    def write(**files):
        for name, text in files.items():
            folder = tmp_path / "tests" / name
            folder.mkdir(parents=True)
            (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def run_tiers(root, *arguments, ci=False, here=None):
    environ = {name: value for name, value in os.environ.items() if name != "CI"}
    environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | ({"CI": "true"} if ci else {})
    done = subprocess.run(
        [sys.executable, str(root / "tools" / "tiers.py"), "-q", *arguments],
        cwd=here or root,
        env=environ,
        check=False,
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    tier_lines = {line.split()[1]: line for line in lines if line.startswith("tier ")}
    return done.returncode, lines[-1], tier_lines


@pytest.mark.slow
def test_each_tier_has_its_line_and_the_last_line_is_the_sum(checkout):
    root = checkout(unit=GOOD + BAD, widgets=GOOD)
    returncode, last, lines = run_tiers(root)
    assert returncode == 1
    assert last == "2 passed, 1 failed"
    assert list(lines) == ["unit", "widgets", "scene", "windows"]
    assert "FAILED   1 passed, 1 failed" in lines["unit"]
    assert "ok       1 passed, 0 failed" in lines["widgets"]
    assert "left out" in lines["scene"]
    assert lines["scene"].endswith("no tests in tests/scene and tests/golden")


@pytest.mark.slow
def test_on_ci_an_empty_tier_and_a_skip_fail(checkout):
    root = checkout(unit=GOOD + SKIPPED, widgets=GOOD)
    assert run_tiers(root)[:2] == (0, "2 passed, 0 failed, 1 skipped")
    returncode, last, lines = run_tiers(root, ci=True)
    assert returncode == 1
    assert last == "2 passed, 0 failed, 1 skipped"
    assert lines["unit"].endswith("nothing may be skipped on CI")
    assert "FAILED" in lines["scene"]
    assert "FAILED" not in lines["widgets"]


@pytest.mark.slow
@pytest.mark.parametrize("text", [CRASHED, BROKEN])
def test_a_tier_that_breaks_down_counts_as_a_failure(checkout, text):
    returncode, last, lines = run_tiers(checkout(unit=text))
    assert returncode == 1
    assert last == "0 passed, 1 failed"
    assert "FAILED" in lines["unit"]


@pytest.mark.slow
def test_a_path_chooses_its_tier_also_from_elsewhere(checkout):
    root = checkout(unit=GOOD, widgets=BAD)
    returncode, last, lines = run_tiers(
        root, "unit/test_unit.py::test_good", here=root / "tests", ci=True
    )
    assert (returncode, last, list(lines)) == (0, "1 passed, 0 failed", ["unit"])


@pytest.mark.slow
def test_choosing_nothing_at_all_is_not_success(checkout):
    returncode, last, _ = run_tiers(checkout(unit=GOOD), "-k", "no_such_test")
    assert (returncode, last) == (tiers.NO_TESTS, "0 passed, 0 failed")


def test_arguments_are_parted_into_paths_and_options():
    here = Path(__file__).parent
    paths, options = split_arguments(
        ["-k", "drag", "test_tiers.py::test_x", "tests/conftest.py", "--lf", "nowhere/x.py"],
        here=here,
    )
    assert paths == ["tests/tools/test_tiers.py::test_x", "tests/conftest.py"]
    assert options == ["-k", "drag", "--lf", "nowhere/x.py"]


def test_the_folder_above_all_touches_every_tier_that_has_tests():
    unit = tiers.TIERS[0]
    assert "tests/tools" in paths_of(unit, ["tests"])
    assert paths_of(unit, ["tests/windows"]) == []


def test_a_signal_is_named():
    result = judge(Result("scene"), returncode=-11, chosen=False, strict=False)
    assert (result.n_failed, result.remark) == (1, "pytest ended with signal 11")


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_two_virtual_displays_do_not_meet():
    with tiers.virtual_display() as one, tiers.virtual_display() as other:
        assert one != other
        sockets = [Path(f"/tmp/.X11-unix/X{display[1:]}") for display in (one, other)]
        assert all(path.is_socket() for path in sockets)
    assert not any(path.exists() for path in sockets)


def test_no_xvfb_is_said(monkeypatch):
    monkeypatch.setattr(tiers.shutil, "which", lambda name: None)
    with pytest.raises(RuntimeError, match="Xvfb is not installed"), tiers.virtual_display():
        pass
