"""One picture that holds every text in use, and where in it each text lies. No GL."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.scene.text_raster import Face, Raster, mark_raster, raster

UInt8 = NDArray[np.uint8]

_WIDTH = 2048
_FIRST_HEIGHT = 512
_FULL = 0.75


@dataclass(frozen=True, slots=True)
class Region:
    """Where a text lies in the atlas, in pixels, and its metrics (see ``Raster``)."""

    x: int
    y: int
    width: int
    height: int
    origin_x: int
    origin_y: int
    advance_px: float


class TextAtlas:
    """Texts drawn once and kept until the atlas fills up.

    ``pixels`` is (height, 2048, 2): coverage and halo. What changed since the last upload is told
    by :meth:`take_changes`. A text keeps its place until :meth:`begin_frame` starts anew.
    """

    def __init__(self) -> None:
        self.pixels: UInt8 = np.zeros((_FIRST_HEIGHT, _WIDTH, 2), dtype=np.uint8)
        self._clear()

    def _clear(self) -> None:
        self.pixels[:] = 0
        self._regions: dict[tuple[str, str, int], Region] = {}
        self._changes: list[Region] = []
        self._shelf_x = self._shelf_y = self._shelf_height = 0
        self._is_new = True
        white = np.full((8, 8), 255, dtype=np.uint8)
        self.white = self._placed(Raster(white, np.zeros_like(white), 4, 4, 0.0))

    def begin_frame(self) -> None:
        """Forget every text when little room is left; only now does no picture refer to them."""
        if self._shelf_y + self._shelf_height > _FULL * self.pixels.shape[0]:
            self._clear()

    def text(self, text: str, face: Face, size_px: int) -> Region:
        """Return the place of a line of text, drawn now if it is new."""
        key = (text, face.value, size_px)
        if key not in self._regions:
            self._regions[key] = self._placed(raster(text, face, size_px))
        return self._regions[key]

    def mark(self, mark: str, size_px: int) -> Region:
        """Return the place of a mark with its origin in its center."""
        key = (mark, "", size_px)
        if key not in self._regions:
            self._regions[key] = self._placed(mark_raster(mark, size_px))
        return self._regions[key]

    def take_changes(self) -> tuple[bool, list[Region]]:
        """Return whether all pixels must be sent, else the regions new since last asked."""
        answer = self._is_new, self._changes
        self._is_new, self._changes = False, []
        return answer

    def _placed(self, drawn: Raster) -> Region:
        height, width = drawn.coverage.shape
        if width + 1 > _WIDTH:
            raise ValueError(f"text is {width} pixels wide; allowed: {_WIDTH - 1}")
        if self._shelf_x + width + 1 > _WIDTH:
            self._shelf_y += self._shelf_height
            self._shelf_x = self._shelf_height = 0
        while self._shelf_y + height + 1 > self.pixels.shape[0]:
            self.pixels = np.concatenate([self.pixels, np.zeros_like(self.pixels)])
            self._is_new = True
        x, y = self._shelf_x, self._shelf_y
        self.pixels[y : y + height, x : x + width, 0] = drawn.coverage
        self.pixels[y : y + height, x : x + width, 1] = drawn.halo
        self._shelf_x += width + 1
        self._shelf_height = max(self._shelf_height, height + 1)
        region = Region(x, y, width, height, drawn.origin_x, drawn.origin_y, drawn.advance_px)
        self._changes.append(region)
        return region
