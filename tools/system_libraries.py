"""System libraries that no wheel carries: look for them, and install them where that is allowed.

Linux only; on macOS and Windows everything needed is in the wheels or in the system.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from tools.environment import SetUpError, say

# Shared library (or program) and the Debian package that has it.
GROUPS: dict[str, dict[str, str]] = {
    # Qt's own needs, and OpenGL through EGL without a display.
    "headless": {
        "libglib-2.0.so.0": "libglib2.0-0",
        "libGL.so.1": "libgl1",
        "libEGL.so.1": "libegl1",
        "libfontconfig.so.1": "libfontconfig1",
        "libxkbcommon.so.0": "libxkbcommon0",
        "libdbus-1.so.3": "libdbus-1-3",
    },
    # What Qt's xcb plugin opens.
    "window": {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    # A display, and hands, for the tests of real windows.
    "test": {"Xvfb": "xvfb", "xdotool": "xdotool"},
}
FEDORA = "mesa-libGL mesa-libEGL fontconfig libxkbcommon-x11 dbus-libs glib2 xcb-util-cursor"


def is_there(name: str) -> bool:
    """Tell whether a shared library can be opened, or a program is on the path."""
    if ".so" not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing(groups: Iterable[str]) -> dict[str, str]:
    """What is not there: library or program, and its Debian package."""
    return {
        name: package
        for group in groups
        for name, package in GROUPS[group].items()
        if not is_there(name)
    }


def _privilege() -> list[str] | None:
    """Words before a command that make it run as root without a question; None if none do."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def advice(absent: dict[str, str]) -> str:
    """Tell what is missing and the exact command that installs it."""
    packages = " ".join(sorted(set(absent.values())))
    if shutil.which("apt-get"):
        sudo = "" if os.geteuid() == 0 else "sudo "
        command = (
            f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {packages}"
        )
    elif shutil.which("dnf"):
        command = f"sudo dnf install {FEDORA}"
        command += " xorg-x11-server-Xvfb" if "Xvfb" in absent else ""
    else:
        command = f"(with your package manager; Debian calls them) {packages}"
    return f"missing on this system: {', '.join(absent)}\ninstall with:\n  {command}"


def ensure(groups: Iterable[str]) -> None:
    """See that the libraries are there.

    Parameters
    ----------
    groups : iterable of str
        Keys of ``GROUPS``.

    Raises
    ------
    SetUpError
        If some are missing and may not or cannot be installed; the message holds the command.
    """
    groups = tuple(groups)
    if not sys.platform.startswith("linux"):
        return
    absent = missing(groups)
    if not absent:
        return
    privilege = _privilege() if shutil.which("apt-get") else None
    if privilege is None:
        raise SetUpError(advice(absent))
    packages = sorted(set(absent.values()))
    say(f"installing system packages: {' '.join(packages)}")
    _apt_get(privilege, packages)
    absent = missing(groups)
    if absent:
        raise SetUpError(advice(absent))


def _apt_get(privilege: list[str], packages: list[str]) -> None:
    """Install; with fresh package lists if the ones at hand do not do."""
    apt_get = [*privilege, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = [*apt_get, "install", "-y", "--no-install-recommends", *packages]
    if _quiet(install).returncode == 0:
        return
    _quiet([*apt_get, "update"])
    done = _quiet(install)
    if done.returncode != 0:
        say("apt-get failed:\n" + "".join(done.stdout.splitlines(keepends=True)[-8:]).rstrip())


def _quiet(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
