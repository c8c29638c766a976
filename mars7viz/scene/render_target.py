"""A framebuffer that is made anew only when its size changes."""

from __future__ import annotations

from vispy import gloo

from mars7viz.scene.program import flush

_DEPTH_COMPONENT24 = 0x81A6


class RenderTarget:
    """A framebuffer with a color texture and maybe a depth buffer of 24 bits.

    Attributes
    ----------
    size : tuple of int
        Width and height in pixels; zeros before the first :meth:`bind`.
    color : gloo.Texture2D or None
        What was drawn.
    """

    def __init__(self, internalformat: str, *, depth: bool, interpolation: str = "nearest") -> None:
        self.internalformat = internalformat
        self._has_depth = depth
        self._interpolation = interpolation
        self.size: tuple[int, int] = (0, 0)
        self.color: gloo.Texture2D | None = None
        self._depth: gloo.RenderBuffer | None = None
        self._buffer: gloo.FrameBuffer | None = None

    def bind(self, width: int, height: int) -> None:
        """Draw into this from now on, at a size in pixels.

        Raises
        ------
        RuntimeError
            If the driver cannot draw into this format.
        """
        if self.size != (width, height):
            self.delete()
            self.color = gloo.Texture2D(
                shape=(height, width, 4),
                format="rgba",
                internalformat=self.internalformat,
                interpolation=self._interpolation,
                wrapping="clamp_to_edge",
            )
            if self._has_depth:
                self._depth = gloo.RenderBuffer((height, width), _DEPTH_COMPONENT24)
            self._buffer = gloo.FrameBuffer(self.color, self._depth)
            self.size = (width, height)
        assert self._buffer is not None
        self._buffer.activate()
        gloo.set_viewport(0, 0, width, height)
        # An incomplete buffer must be known here, where a lesser format can still be tried.
        flush()

    def release(self) -> None:
        """Draw into what was bound before."""
        if self._buffer is not None:
            self._buffer.deactivate()

    def delete(self) -> None:
        """Free the buffer."""
        for part in (self._buffer, self.color, self._depth):
            if part is not None:
                part.delete()
        self.color = self._depth = self._buffer = None
        self.size = (0, 0)
