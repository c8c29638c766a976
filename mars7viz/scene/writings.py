"""Words that belong to places of the scene, written small: names of ground and sky, dates of paths.

Every kind offers its writings; one layout decides how strongly each shows (soft_layout.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from mars7viz.scene.grade_style import Color
from mars7viz.scene.label_layout import Box
from mars7viz.scene.soft_layout import opacities
from mars7viz.scene.text_raster import Face, advance_px

LINE_HEIGHT: Final = 1.2
_FADE_PX: Final = 9.0
_FAINTEST: Final = 0.02

Side = Literal["middle", "above", "right", "below"]


@dataclass(frozen=True, slots=True)
class Writing:
    """One line of text at a place of the picture, pixels, y down.

    ``wanted`` is 0 to 1, how much the place shows; ``strength`` is the opacity in full;
    ``dot_px`` is the size of the dot on the place itself, 0 for none. A writing that ``follows``
    another, which comes before it, shows only with it.
    """

    key: str
    text: str
    face: Face
    size_px: int
    color: Color
    x: float
    y: float
    side: Side
    gap_px: float
    wanted: float
    strength: float = 1.0
    dot_px: int = 0
    grade_mark: str = ""
    grade_color: Color = (1.0, 1.0, 1.0)
    follows: str = ""

    @property
    def width(self) -> float:
        """Width of the line, pixels."""
        mark = _width(f"{self.grade_mark} ", self.face, self.size_px) if self.grade_mark else 0.0
        return mark + _width(self.text, self.face, self.size_px)

    @property
    def box(self) -> Box:
        """Where the line stands."""
        width, height = self.width, LINE_HEIGHT * self.size_px
        if self.side == "right":
            return Box(self.x + self.gap_px, self.y - 0.5 * height, width, height)
        top = {
            "above": self.y - self.gap_px - height,
            "middle": self.y - 0.5 * height,
            "below": self.y + self.gap_px,
        }[self.side]
        return Box(self.x - 0.5 * width, top, width, height)


@dataclass(frozen=True, slots=True)
class Shown:
    """A writing as it stands in the picture."""

    writing: Writing
    box: Box
    alpha: float


@lru_cache(maxsize=16_384)
def _width(text: str, face: Face, size_px: int) -> float:
    return advance_px(text, face, size_px)


def shown_writings(
    writings: Sequence[Writing], obstacles: Sequence[Box], *, frame: Box, scale: float
) -> tuple[Shown, ...]:
    """Return what is written, the more important first: none on another or on an obstacle.

    Parameters
    ----------
    writings
        In order of importance.
    obstacles
        What is in the picture already.
    frame
        A writing that does not lie in it whole is left out.
    scale
        Output pixels per design pixel of text.
    """
    found = [(writing, writing.box) for writing in writings]
    found = [(writing, box) for writing, box in found if frame.contains(box)]
    if not found:
        return ()
    edges = np.array([_with_dot(writing, box) for writing, box in found])
    taken = np.array([(b.left, b.top, b.right, b.bottom) for b in obstacles]).reshape(-1, 4)
    wanted = np.array([writing.wanted for writing, _ in found])
    alphas = opacities(edges, wanted, obstacles=taken, fade_px=_FADE_PX * scale)
    shown: dict[str, Shown] = {}
    for (writing, box), alpha in zip(found, alphas, strict=True):
        if alpha > _FAINTEST and (not writing.follows or writing.follows in shown):
            shown[writing.key] = Shown(writing, box, float(alpha) * writing.strength)
    return tuple(shown.values())


def _with_dot(writing: Writing, box: Box) -> tuple[float, float, float, float]:
    """Return the edges of a writing together with the dot on its place."""
    if not writing.dot_px:
        return box.left, box.top, box.right, box.bottom
    reach = 0.5 * writing.dot_px
    return (
        min(box.left, writing.x - reach),
        min(box.top, writing.y - reach),
        max(box.right, writing.x + reach),
        max(box.bottom, writing.y + reach),
    )
