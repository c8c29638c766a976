"""The tests, tier by tier: each in a process of its own, each with its own result line.

One process takes one VisPy backend and one Qt platform, so the tiers cannot share. ``python3
run.py test [arguments of pytest]`` runs this; paths among the arguments choose the tiers that
they touch. With ``CI=true`` a tier without tests, or with a skipped one, fails.
"""

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code when it found none
DISPLAY_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Tier:
    """Folders of tests that run in one process, and what that process needs around it."""

    name: str
    folders: tuple[str, ...]
    environ: Mapping[str, str]
    own_display: bool = False
    linux_only: bool = False


TIERS = (
    Tier("unit", ("tests/unit", "tests/tools"), {"QT_QPA_PLATFORM": "offscreen"}),
    Tier("widgets", ("tests/widgets",), {"QT_QPA_PLATFORM": "offscreen"}),
    Tier(
        "scene",
        ("tests/scene", "tests/golden"),
        {"QT_QPA_PLATFORM": "offscreen", "EGL_PLATFORM": "surfaceless"},
        linux_only=True,
    ),
    Tier(
        "windows",
        ("tests/windows",),
        {"QT_QPA_PLATFORM": "xcb"},
        own_display=True,
        linux_only=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one tier came to."""

    name: str
    n_passed: int = 0
    n_failed: int = 0
    n_skipped: int = 0
    wall_s: float = 0.0
    remark: str = ""
    fails: bool = False  # whatever the counts say

    @property
    def n_tests(self) -> int:
        """Tests that were chosen, skipped ones too."""
        return self.n_passed + self.n_failed + self.n_skipped

    def line(self) -> str:
        """One line for people."""
        state = "FAILED" if self.fails or self.n_failed else "ok" if self.n_tests else "left out"
        counts = f"{self.n_passed} passed, {self.n_failed} failed, {self.n_skipped} skipped"
        remark = f" - {self.remark}" if self.remark else ""
        return f"tier {self.name:8} {state:8} {counts} in {self.wall_s:.1f} s{remark}"


# --------------------------------------------------------------------------------- what to run


def split_arguments(arguments: list[str], *, here: Path) -> tuple[list[str], list[str]]:
    """Part pytest's arguments into test paths, relative to the checkout, and the rest."""
    paths: list[str] = []
    others: list[str] = []
    for argument in arguments:
        name, _, node = argument.partition("::")
        found = None
        if not argument.startswith("-"):
            # as seen from where the person stands, or else from the checkout
            found = next((base / name for base in (here, ROOT) if (base / name).exists()), None)
        if found is not None and found.resolve().is_relative_to(ROOT / "tests"):
            relative = found.resolve().relative_to(ROOT).as_posix()
            paths.append(f"{relative}::{node}" if node else relative)
        else:
            others.append(argument)
    return paths, others


def paths_of(tier: Tier, chosen: list[str]) -> list[str]:
    """What one tier runs of the chosen paths; of no choice, all that it has."""
    present = [folder for folder in tier.folders if _has_tests(ROOT / folder)]
    if not chosen:
        return present
    picked: list[str] = []
    for path in chosen:
        place = Path(path.partition("::")[0])
        if any(place.is_relative_to(folder) for folder in tier.folders):
            picked.append(path)
        else:
            picked += [folder for folder in present if Path(folder).is_relative_to(place)]
    return picked


def _has_tests(folder: Path) -> bool:
    return any(folder.rglob("test_*.py"))


# ------------------------------------------------------------------------------------ the display


@contextmanager
def virtual_display() -> Iterator[str]:
    """Start Xvfb on a free number; give its DISPLAY; stop it at the end.

    Raises
    ------
    RuntimeError
        If Xvfb is missing or does not come up.
    """
    program = shutil.which("Xvfb")
    if program is None:
        raise RuntimeError("Xvfb is not installed")
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [
                *(program, "-displayfd", str(writing), "-screen", "0", "1920x1200x24"),
                *("-nolisten", "tcp", "-noreset"),
            ],
            pass_fds=(writing,),
            stdout=log,
            stderr=log,
        )
        os.close(writing)
        try:
            ready, _, _ = select.select([reading], [], [], DISPLAY_TIMEOUT_S)
            number = os.read(reading, 16).decode().strip() if ready else ""
            if not number:
                log.seek(0)
                said = log.read().decode(errors="replace").strip() or "it said nothing"
                raise RuntimeError(f"Xvfb did not start: {said}")
            yield f":{number}"
        finally:
            os.close(reading)
            server.terminate()
            try:
                server.wait(timeout=5.0)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


# ---------------------------------------------------------------------------------------- running


def count(report: Path) -> tuple[int, int, int]:
    """Passed, failed (errors too) and skipped tests of a JUnit report."""
    n_tests = n_failed = n_skipped = 0
    for suite in ET.parse(report).getroot().iter("testsuite"):
        n_tests += int(suite.get("tests", "0"))
        n_failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        n_skipped += int(suite.get("skipped", "0"))
    return max(0, n_tests - n_failed - n_skipped), n_failed, n_skipped


def judge(result: Result, *, returncode: int, chosen: bool, strict: bool) -> Result:
    """Decide whether a tier that ran has failed, and say why.

    Parameters
    ----------
    result : Result
        Counts.
    returncode : int
        Exit code of pytest; negative where a signal ended it.
    chosen : bool
        Whether somebody asked for some tests only; then a tier may be without.
    strict : bool
        Whether nothing may be skipped or missing (CI).
    """
    fails, remark = bool(result.n_failed), ""
    n_failed = result.n_failed
    if returncode == NO_TESTS and not result.n_tests:
        fails, remark = strict and not chosen, "no tests chosen" if chosen else "no tests"
    elif returncode != 0 and not result.n_failed:
        how = f"signal {-returncode}" if returncode < 0 else f"exit code {returncode}"
        fails, n_failed, remark = True, 1, f"pytest ended with {how}"
    elif result.n_skipped and strict:
        fails, remark = True, "nothing may be skipped on CI"
    return replace(result, n_failed=n_failed, remark=remark, fails=fails)


def _pytest(
    tier: Tier, arguments: list[str], environ: Mapping[str, str], *, chosen: bool
) -> Result:
    start_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mars7viz-tests-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", *arguments, f"--junitxml={report}"]
        returncode = subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode
        counts = count(report) if report.exists() else (0, 0, 0)
    wall_s = time.monotonic() - start_s
    return judge(
        Result(tier.name, *counts, wall_s=wall_s),
        returncode=returncode,
        chosen=chosen,
        strict=os.environ.get("CI") == "true",
    )


def run_tier(tier: Tier, chosen: list[str], options: list[str]) -> Result | None:
    """Run one tier; None if the chosen paths do not touch it."""
    strict = os.environ.get("CI") == "true"
    paths = paths_of(tier, chosen)
    if not paths and chosen:
        return None
    if not paths:
        where = " and ".join(tier.folders)
        return Result(tier.name, remark=f"no tests in {where}", fails=strict)
    if tier.linux_only and not sys.platform.startswith("linux"):
        return Result(tier.name, remark="needs EGL or X, which only Linux has here")
    print(f"\n=== tier {tier.name}: {' '.join(paths)}", flush=True)
    environ = {**os.environ, **tier.environ, "OPENBLAS_NUM_THREADS": "1"}
    arguments, some_only = [*paths, *options], bool(chosen or options)
    if not tier.own_display:
        return _pytest(tier, arguments, environ, chosen=some_only)
    environ.pop("WAYLAND_DISPLAY", None)
    try:
        with virtual_display() as display:
            environ["DISPLAY"] = display
            return _pytest(tier, arguments, environ, chosen=some_only)
    except RuntimeError as error:
        return Result(tier.name, n_failed=1, remark=str(error), fails=True)


def main(arguments: list[str]) -> int:
    """Run the tiers, print a summary and, last, one plain line of counts."""
    chosen, options = split_arguments(arguments, here=Path.cwd())
    ran = [run_tier(tier, chosen, options) for tier in TIERS]
    results = [result for result in ran if result is not None]
    print("\n=== summary")
    for result in results:
        print(result.line())
    n_passed = sum(result.n_passed for result in results)
    n_failed = sum(result.n_failed for result in results)
    n_skipped = sum(result.n_skipped for result in results)
    skipped = f", {n_skipped} skipped" if n_skipped else ""
    print(f"{n_passed} passed, {n_failed} failed{skipped}", flush=True)
    if any(result.fails for result in results):
        return 1
    return 0 if n_passed else NO_TESTS


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
