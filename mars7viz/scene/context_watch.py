"""Whether the GL context is still ours: drivers take it away on a reset, windows on a move."""

from __future__ import annotations

from typing import Final

from vispy import gloo
from vispy.gloo import gl
from vispy.gloo.context import get_current_canvas

from mars7viz.errors import UserError
from mars7viz.scene.program import flush

_CONTEXT_LOST: Final = 0x0507


class LostContextError(UserError, RuntimeError):
    """The driver has taken the GL context away, and everything drawn into it."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"the graphics driver has dropped the program's pictures ({why}), as after a reset, an "
            "update of the driver or a long sleep; close the program and start it again"
        )


class ContextWatch:
    """Holds one texel in the context; when that is gone, so is everything else."""

    def __init__(self) -> None:
        self._mark = gloo.Texture2D(shape=(1, 1, 3), format="rgb")
        context = get_current_canvas().context
        context.glir.associate(self._mark.glir)
        flush()
        # Given out at its first binding.
        self._handle = int(context.shared.parser.get_object(self._mark.id).handle)
        gl.glBindTexture(gl.GL_TEXTURE_2D, self._handle)
        gl.glBindTexture(gl.GL_TEXTURE_2D, 0)

    def check(self) -> None:
        """Ask; costs two calls that wait for nothing.

        Raises
        ------
        LostContextError
            If the context is lost, not current, or another one stands in its place.
        """
        if not _version():
            raise LostContextError("no context is current")
        if not gl.glIsTexture(self._handle):
            raise LostContextError("its textures are gone")
        error = gl.glGetError()
        if error == _CONTEXT_LOST:
            raise LostContextError("the context was reset")
        if error != gl.GL_NO_ERROR:
            raise RuntimeError(f"OpenGL reports error {error:#06x}")

    def delete(self) -> None:
        """Free the texel."""
        self._mark.delete()


def _version() -> str:
    try:
        return str(gl.glGetParameter(gl.GL_VERSION) or "")
    except (RuntimeError, AttributeError, TypeError):
        return ""
