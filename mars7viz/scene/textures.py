"""Textures: small at once, full when there is time, with mipmaps and anisotropy.

A window shows its first frame with maps 1,024 texels wide, which a JPEG yields at a fraction of
the cost, and takes the full ones one by one after that. A still's store loads full maps at once,
so that its pixels never depend on how long the program has run.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from vispy import gloo
from vispy.gloo import gl
from vispy.gloo.context import get_current_canvas

from mars7viz.scene.program import flush
from mars7viz.scene.quality import is_software
from mars7viz.scene.texture_recipes import RECIPES

UInt8 = NDArray[np.uint8]

SMALL_WIDTH = 1024
FULL_WIDTH = 4096
_NEVER_REDUCED = frozenset({"milky-way"})
"""Maps so smooth that a picture cannot tell reduced levels, which take a third more in software."""
_TEXTURE_MAX_ANISOTROPY = 0x84FE


class TextureStore:
    """The maps that have been asked for, by the names of :data:`RECIPES`.

    Parameters
    ----------
    starts_small
        Whether a map asked for the first time is loaded small and waits for :meth:`upgrade`.
    """

    def __init__(self, *, starts_small: bool) -> None:
        self._starts_small = starts_small
        # On a software rasteriser anisotropy triples the cost of a planet.
        by_processor = is_software(str(gl.glGetParameter(gl.GL_RENDERER)))
        self._anisotropy = 1.0 if by_processor else 8.0
        self._textures: dict[str, gloo.Texture2D] = {}
        self._small: list[str] = []
        self._decoding: tuple[str, Future[UInt8]] | None = None
        self._pool: ThreadPoolExecutor | None = None

    def __getitem__(self, name: str) -> gloo.Texture2D:
        """Return a texture, loading it now if it is asked for the first time."""
        if name not in self._textures:
            pixels = RECIPES[name](SMALL_WIDTH if self._starts_small else FULL_WIDTH)
            self._textures[name] = self._upload(name, pixels)
            if self._starts_small and pixels.shape[1] >= SMALL_WIDTH:
                self._small.append(name)
        return self._textures[name]

    @property
    def is_complete(self) -> bool:
        """Whether every texture asked for has its full size."""
        return not self._small

    def upgrade(self) -> bool:
        """Take one full map if it is decoded, start decoding the next; True if one was taken.

        Decoding runs in a thread; the upload is done here, where the GL context is current.
        """
        if self._decoding is None:
            if self._small:
                name = self._small[0]
                if self._pool is None:
                    self._pool = ThreadPoolExecutor(1, thread_name_prefix="texture")
                self._decoding = (name, self._pool.submit(RECIPES[name], FULL_WIDTH))
            return False
        name, future = self._decoding
        if not future.done():
            return False
        self._take(name, future.result())
        return True

    def finish(self) -> None:
        """Load the full version of every texture asked for so far."""
        if self._decoding is not None:
            name, future = self._decoding
            self._take(name, future.result())
        while self._small:
            name = self._small[0]
            self._take(name, RECIPES[name](FULL_WIDTH))

    def _take(self, name: str, pixels: UInt8) -> None:
        self._decoding = None
        self._small.remove(name)
        self._textures[name].delete()
        self._textures[name] = self._upload(name, pixels)

    def _upload(self, name: str, pixels: UInt8) -> gloo.Texture2D:
        if name in _NEVER_REDUCED:
            return gloo.Texture2D(
                pixels, interpolation="linear", wrapping=("repeat", "clamp_to_edge")
            )
        return _upload(pixels, self._anisotropy)

    def delete(self) -> None:
        """Free the textures and the decoding thread."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for texture in self._textures.values():
            texture.delete()
        self._textures.clear()
        self._small.clear()
        self._decoding = None


def _upload(pixels: UInt8, anisotropy: float) -> gloo.Texture2D:
    texture = gloo.Texture2D(pixels, interpolation="linear", wrapping=("repeat", "clamp_to_edge"))
    context = get_current_canvas().context
    context.glir.associate(texture.glir)
    flush()
    gl.glBindTexture(gl.GL_TEXTURE_2D, context.shared.parser.get_object(texture.id).handle)
    _upload_mipmaps(pixels)
    gl.glTexParameterf(gl.GL_TEXTURE_2D, gl.GL_TEXTURE_MIN_FILTER, gl.GL_LINEAR_MIPMAP_LINEAR)
    if anisotropy > 1.0 and "texture_filter_anisotropic" in gl.glGetParameter(gl.GL_EXTENSIONS):
        gl.glTexParameterf(gl.GL_TEXTURE_2D, _TEXTURE_MAX_ANISOTROPY, anisotropy)
    gl.glBindTexture(gl.GL_TEXTURE_2D, 0)
    return texture


def _upload_mipmaps(pixels: UInt8) -> None:
    # gloo makes no mipmaps. glGenerateMipmap takes 50 ms for a small map in software and may
    # round differently on each driver; halving here takes 3 ms and is the same everywhere.
    formats = {3: gl.GL_RGB, 4: gl.GL_RGBA}
    pixel_format = formats[pixels.shape[2]]
    image = Image.fromarray(pixels)
    level = 0
    gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 1)
    while max(image.size) > 1:
        level += 1
        size = (max(image.width // 2, 1), max(image.height // 2, 1))
        image = image.resize(size, Image.Resampling.BOX)
        gl.glTexImage2D(
            gl.GL_TEXTURE_2D,
            level,
            pixel_format,
            pixel_format,
            gl.GL_UNSIGNED_BYTE,
            np.ascontiguousarray(np.asarray(image)),
        )
    gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 4)
