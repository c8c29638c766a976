"""The only call to ``vispy.use``: one backend for the life of the process."""

from __future__ import annotations

import os
import sys

from mars7viz.errors import UserError

_chosen: str | None = None

_NO_GL = (
    "no OpenGL for the {what} picture ({why}); on Debian or Ubuntu install "
    "libegl1 libgl1 libgl1-mesa-dri libfontconfig1, elsewhere a graphics driver with OpenGL 2.1"
)


class NoOpenGLError(UserError, RuntimeError):
    """Nothing can be drawn on this machine or in this process; says what to install."""

    def __init__(self, what: str, why: object) -> None:
        reason = str(why).strip().splitlines()
        super().__init__(_NO_GL.format(what=what, why=reason[0] if reason else type(why).__name__))


def use_headless() -> None:
    """Draw without a window system: EGL on the surfaceless platform, OpenGL 2.1 through ctypes.

    Raises
    ------
    NoOpenGLError
        If EGL cannot start, or the process draws in windows already.
    """
    if _chosen != "egl" and "vispy.app.backends._egl" not in sys.modules:
        # Debian's Mesa defaults to X11 and then fails without a display; read once, at import.
        os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    _use("egl", "headless")


def use_qt() -> None:
    """Draw in Qt widgets (PyQt6), OpenGL 2.1 through ctypes.

    Raises
    ------
    NoOpenGLError
        If there is no OpenGL library, or the process draws headless already.
    """
    _use("pyqt6", "window's")


def _use(backend: str, what: str) -> None:
    global _chosen  # noqa: PLW0603 - vispy keeps one backend per process; this mirrors that fact
    if _chosen == backend:
        return
    if _chosen is not None:
        raise NoOpenGLError(what, f"this process draws through {_chosen} already")
    try:
        import vispy  # noqa: PLC0415 - EGL_PLATFORM must be set before this import
        from vispy import config  # noqa: PLC0415

        config["gl_debug"] = False
        vispy.set_log_level("error")
        vispy.use(app=backend, gl="gl2")
    except (RuntimeError, OSError, ImportError) as error:
        raise NoOpenGLError(what, error) from error
    _chosen = backend
