"""OffscreenScene: pictures without a window, for stills, video and tests."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from mars7viz.scene.backend import NoOpenGLError, use_headless
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

if TYPE_CHECKING:
    from mars7viz.scene.renderer import Renderer

UInt8 = NDArray[np.uint8]
UInt16 = NDArray[np.uint16]

_canvas: Any = None


def _current_canvas() -> Any:
    """One tiny canvas for the life of the process: each further one would leak 10 MB."""
    global _canvas  # noqa: PLW0603 - a GL context belongs to the process, not to a scene
    use_headless()
    from vispy import app  # noqa: PLC0415 - only after the backend is chosen

    if _canvas is None:
        try:
            _canvas = app.Canvas(size=(16, 16), show=False, create_native=True)
        except (RuntimeError, OSError) as error:
            raise NoOpenGLError("headless", error) from error
    _canvas.set_current()
    return _canvas


class OffscreenScene:
    """A view that draws into memory.

    Parameters
    ----------
    world
        What never changes.
    width, height
        Size of the picture in pixels.
    supersample
        Samples a side of a pixel, 1 to 4.
    depth
        Bits a channel, 8 or 16.

    Raises
    ------
    NoOpenGLError
        With one line that says what to install.
    """

    def __init__(
        self, world: World, *, width: int, height: int, supersample: int = 2, depth: int = 8
    ) -> None:
        _current_canvas()
        # vispy.gloo loads OpenGL when imported: not before the backend is known to work.
        from mars7viz.scene.renderer import Renderer  # noqa: PLC0415

        self.width, self.height, self.supersample = width, height, supersample
        self._renderer: Renderer | None = Renderer(world, depth=depth)

    @property
    def renderer(self) -> Renderer:
        """The renderer, for reading what the driver lacks.

        Raises
        ------
        RuntimeError
            After :meth:`close`.
        """
        if self._renderer is None:
            raise RuntimeError("this scene is closed")
        return self._renderer

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Draw the world as it is in ``snapshot``, all textures in full size."""
        renderer = self.renderer
        _current_canvas()
        renderer.render(
            snapshot,
            options,
            width=self.width,
            height=self.height,
            supersample=self.supersample,
        )

    def image(self, out: UInt8 | None = None) -> UInt8:
        """Return the picture presented last, (h, w, 3) uint8 sRGB, top row first."""
        renderer = self.renderer
        _current_canvas()
        return renderer.read(out)

    def image_16(self) -> UInt16:
        """Return the picture presented last, (h, w, 3) uint16 sRGB; needs ``depth`` 16."""
        renderer = self.renderer
        _current_canvas()
        return renderer.read_16()

    def close(self) -> None:
        """Free the GPU's memory; the context stays for the next scene."""
        if self._renderer is not None:
            _current_canvas()
            self._renderer.delete()
            self._renderer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
