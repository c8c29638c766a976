"""Is there a screen to open a window on, and OpenGL to draw with? Asked before Qt aborts."""

from __future__ import annotations

import os
import re
import socket
import sys

from PyQt6.QtGui import QOffscreenSurface, QOpenGLContext

from mars7viz.errors import UserError

OLDEST_GL = (2, 1)


class DisplayError(UserError):
    """No window can be opened or drawn in; one line says why."""


def need_display() -> None:
    """Refuse where there is no display: Qt would abort the process.

    Raises
    ------
    DisplayError
        If no display is named, or the named one on this machine does not answer.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    advice = "'mars7viz still' and 'mars7viz render' draw without one"
    if not display:
        raise DisplayError(f"no display: neither DISPLAY nor WAYLAND_DISPLAY is set; {advice}")
    local = re.fullmatch(r":(\d+)(\.\d+)?", display)
    if local is not None and not _answers(int(local[1])):
        raise DisplayError(
            f"no display: DISPLAY is '{display}' and nothing answers there; {advice}"
        )


def _answers(number: int) -> bool:
    """Tell whether an X server listens, at its socket in the file system or its abstract one."""
    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2.0)
            if probe.connect_ex(address) == 0:
                return True
    return False


def need_gl() -> None:
    """Refuse where Qt has no OpenGL: its window would stay empty. Needs a QApplication.

    Raises
    ------
    DisplayError
        If no context can be made, or it is older than 2.1.
    """
    advice = "'mars7viz state' needs none"
    context = QOpenGLContext()
    surface = QOffscreenSurface()
    surface.create()
    if not (context.create() and context.makeCurrent(surface)):
        raise DisplayError(f"no OpenGL on this display; install a driver such as Mesa; {advice}")
    found = context.format().version()
    context.doneCurrent()
    if found < OLDEST_GL:
        raise DisplayError(
            f"OpenGL {found[0]}.{found[1]} on this display; allowed: 2.1 or later; {advice}"
        )
