#!/usr/bin/env python3
"""Set up mars7viz and run it, with nothing but Python 3.11+ and pip on the machine.

python3 run.py                  open the window (no display: write demo pictures to out/)
python3 run.py ARGUMENTS        the same as 'mars7viz ARGUMENTS': state, still, render, kiosk ...
python3 run.py test [PYTEST]    run the tests; paths and options of pytest choose some
python3 run.py bench [OPTIONS]  run the benchmarks
python3 run.py check            format, lint, types, imports, house rules
python3 run.py setup [LEVEL]    only set up: app (default), dev or bench
python3 run.py -- ARGUMENTS     pass everything on, --help too

The first start makes .venv beside this file and installs the versions that requirements/ locks;
later starts find it. Delete .venv to begin anew. System libraries that are missing are installed
where that needs no question (Debian, Ubuntu; root or sudo without password); elsewhere the
command to install them is printed and the exit code is 2.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)

if sys.version_info < OLDEST:  # before any import that an older Python could not read
    sys.exit(f"run.py: mars7viz needs Python 3.11 or newer; this is {sys.version.split()[0]}")

sys.path.insert(0, str(ROOT))  # python -P and -I leave it out
from tools import environment, system_libraries  # noqa: E402 - after the version check
from tools.environment import SetUpError, say  # noqa: E402 - the same

# What each word needs of the system; everything else may open a window.
NEEDS: dict[str, tuple[str, ...]] = {
    "state": (),
    "--version": (),
    "--help": (),
    "demo": ("headless",),
    "still": ("headless",),
    "render": ("headless",),
}


def has_display() -> bool:
    """Tell whether a window could be shown; only Linux can be without."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def become(command: list[str]) -> int:
    """Run the command in place of this process, or under it where that cannot be done."""
    environ = {"OPENBLAS_NUM_THREADS": "1", **os.environ}  # numpy starts in half the time
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execve(command[0], command, environ)
    try:
        return subprocess.run(command, env=environ, check=False).returncode
    except KeyboardInterrupt:
        return 130  # the child got the same signal and has said what it has to say


def program(arguments: list[str]) -> int:
    """Set up and start mars7viz."""
    if not arguments and not has_display():
        say("no display here (DISPLAY and WAYLAND_DISPLAY are empty): demo pictures go to out/")
        arguments = ["demo", "-o", "out/"]
    word = arguments[0] if arguments else "desktop"
    system_libraries.ensure(NEEDS.get(word, ("headless", "window")))
    python = environment.ensure(ROOT, "app")
    return become([str(python), "-P", "-m", "mars7viz", *arguments])


def script(level: str, path: str, arguments: list[str]) -> int:
    """Set up and start one of the repository's own scripts."""
    if not (ROOT / path).is_file():
        raise SetUpError(f"{path} is missing; bring it back with 'git checkout -- {path}'")
    python = environment.ensure(ROOT, level)
    return become([str(python), str(ROOT / path), *arguments])


def dispatch(arguments: list[str]) -> int:
    """Do what the first word says."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if word in {"-h", "--help", "help"}:
        print(__doc__)
        return 0
    if word == "test":
        system_libraries.ensure(("headless", "window", "test"))
        return script("dev", "tools/tiers.py", rest)
    if word == "bench":
        system_libraries.ensure(("headless",))
        return script("bench", "benchmarks/run.py", rest)
    if word == "check":
        return script("dev", "tools/check", rest)
    if word == "setup":
        level = rest[0] if rest else "app"
        if level not in environment.LEVELS or len(rest) > 1:
            raise SetUpError(f"setup takes one of: {', '.join(environment.LEVELS)}")
        environment.ensure(ROOT, level)
        return 0
    return program(rest if word == "--" else arguments)


def main(arguments: list[str]) -> int:
    """Run; every failure of the set-up is one clear message and exit code 2."""
    try:
        return dispatch(arguments)
    except SetUpError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("interrupted; the next start takes it up again")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
