"""The virtual environment that run.py makes: standard library only, any system.

``.venv`` is whole when its stamp is there: the stamp is removed before anything is taken away and
written after everything is in place, so that an interruption at any moment leaves either a whole
environment or one that the next start builds again.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

LEVELS = ("app", "dev", "bench")  # each holds everything of the one before
STAMP = "mars7viz-stamp.json"
_OLDEST_PIP = (22, 3)  # the first that has --python


class SetUpError(Exception):
    """The set-up cannot go on; the message says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal; standard output belongs to the program."""
    print(f"run.py: {text}", file=sys.stderr, flush=True)


def python_in(venv: Path) -> Path:
    """Interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def key(root: Path, level: str) -> str:
    """Digest of everything that decides what an environment of this level holds.

    The place of the checkout is part of it: an environment does not survive a move.
    """
    digest = hashlib.sha256(str(root).encode())
    for name in ("pyproject.toml", f"requirements/{level}.txt"):
        try:
            digest.update((root / name).read_bytes())
        except OSError as error:
            raise SetUpError(f"cannot read {root / name}: {error.strerror}") from error
    return digest.hexdigest()


def standing_level(root: Path, venv: Path) -> str | None:
    """Level of the environment that stands there, or None if it is not whole and current."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
        level, stamped = stamp["level"], stamp["key"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if level not in LEVELS or stamped != key(root, level) or not python_in(venv).exists():
        return None
    return str(level)


def ensure(root: Path, level: str) -> Path:
    """Make the environment of a level, or find it.

    Parameters
    ----------
    root : Path
        The checkout.
    level : str
        One of ``LEVELS``.

    Returns
    -------
    Path
        Interpreter that has the locked packages and, editable, the checkout itself.

    Raises
    ------
    SetUpError
        If pip is missing or an installation fails.
    """
    venv = root / ".venv"
    standing = standing_level(root, venv)
    if standing is not None and LEVELS.index(standing) >= LEVELS.index(level):
        return python_in(venv)
    start_s = time.monotonic()
    if standing is None:
        say("making the environment .venv")
        pip = _create(venv)
    else:
        pip = _pip_for(venv) or _bundled_pip(venv)
    _install(pip, root, level)
    if standing is None:
        say("installing mars7viz itself, editable")
        itself = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", str(root)]
        _run_pip(pip, itself, n_packages=0)
    _stamp(venv, level=level, digest=key(root, level))
    say(f"ready in {time.monotonic() - start_s:.0f} s")
    return python_in(venv)


def _stamp(venv: Path, *, level: str, digest: str) -> None:
    written = venv / f"{STAMP}.new"
    written.write_text(json.dumps({"level": level, "key": digest}), encoding="utf-8")
    written.replace(venv / STAMP)


# ------------------------------------------------------------------------------------------- pip


def _pip_for(venv: Path) -> list[str] | None:
    """Pip of the running Python, pointed at the environment; None if there is none that can."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], check=False, capture_output=True, text=True
    )
    version = re.match(r"pip (\d+)\.(\d+)", told.stdout)
    if version is None or (int(version[1]), int(version[2])) < _OLDEST_PIP:
        return None
    return [sys.executable, "-m", "pip", "--python", str(python_in(venv))]


def _bundled_pip(venv: Path) -> list[str]:
    """Pip inside the environment, put there from the copy that Python itself carries."""
    command = [str(python_in(venv)), "-m", "ensurepip", "--upgrade", "--default-pip"]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        raise SetUpError(no_pip_message())
    return [str(python_in(venv)), "-m", "pip"]


def no_pip_message() -> str:
    """Tell how to get pip on this system."""
    if Path("/etc/debian_version").exists():
        sudo = "" if getattr(os, "geteuid", lambda: 1)() == 0 else "sudo "
        command = f"{sudo}apt-get update && {sudo}apt-get install -y python3-pip"
    else:
        command = f"{sys.executable} -m ensurepip --user"
    return f"this Python has no pip; install it with:\n  {command}"


def _create(venv: Path) -> list[str]:
    try:
        import venv as maker  # noqa: PLC0415 - only the first start pays for it
    except ImportError as error:
        raise SetUpError(f"this Python cannot make environments: {error}") from error
    (venv / STAMP).unlink(missing_ok=True)
    try:
        maker.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False).create(venv)
    except OSError as error:
        raise SetUpError(f"cannot make {venv}: {error.strerror or error}") from error
    return _pip_for(venv) or _bundled_pip(venv)


def _install(pip: list[str], root: Path, level: str) -> None:
    lock = root / "requirements" / f"{level}.txt"
    n_packages = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(encoding="utf-8"), re.M))
    say(f"installing up to {n_packages} packages from requirements/{level}.txt")
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock)]
    _run_pip(pip, options, n_packages=n_packages)


def _run_pip(pip: list[str], options: list[str], *, n_packages: int) -> None:
    """Install, showing one short line for each package; on failure all that pip said."""
    common = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    # A person's own settings that would send the packages elsewhere.
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    }
    said: list[str] = []
    n_found = 0
    with subprocess.Popen(
        [*pip, "install", *common, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env=environ,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            found = re.match(r"(?:Collecting|Processing) (?:\S*/)?(\S+)", line)
            if found is not None and n_packages:
                n_found += 1
                say(f"  {n_found}/{n_packages} {found[1].removesuffix('.whl')}")
            elif n_packages and line.startswith("Installing collected packages"):
                say("  unpacking")
    if process.returncode != 0:
        raise SetUpError("pip failed:\n" + "".join(said[-30:]).rstrip())
