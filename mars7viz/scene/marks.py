"""The small signs of the visual language, drawn as shapes: no font carries all of them."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

_OVERSAMPLING: Final = 8
_STROKE: Final = 0.11
_RADIUS: Final = 0.40

MARKS: Final = "●◐◌○◇▢△"
"""Grade marks, and the signs of the craft along a path."""


def mark_coverage(mark: str, size_px: int) -> NDArray[np.uint8]:
    """Draw a mark in a square of ``size_px``.

    Parameters
    ----------
    mark : str
        One of ``MARKS``.
    size_px : int
        Side of the square; the sign fills four fifths of it.

    Returns
    -------
    ndarray of uint8, (size_px, size_px)
        Coverage of each pixel, 0 to 255.

    Raises
    ------
    ValueError
        For any other sign.
    """
    side = size_px * _OVERSAMPLING
    image = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(image)
    center, radius, stroke = 0.5 * side, _RADIUS * side, max(1, round(_STROKE * side))
    box = (center - radius, center - radius, center + radius, center + radius)
    match mark:
        case "●":
            pen.ellipse(box, fill=255)
        case "○":
            pen.ellipse(box, outline=255, width=stroke)
        case "◐":
            pen.ellipse(box, outline=255, width=stroke)
            pen.pieslice(box, 90, 270, fill=255)
        case "◌":
            for k in range(8):
                pen.arc(box, 45 * k - 14, 45 * k + 14, fill=255, width=stroke)
        case "◇" | "△" | "▢":
            _draw_outline(pen, _CORNERS[mark], center=center, radius=radius, stroke=stroke)
        case _:
            raise ValueError(f"mark {mark!r}; allowed: {', '.join(MARKS)}")
    small = image.resize((size_px, size_px), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.uint8)


_CORNERS: Final = {
    "◇": tuple((math.cos(0.5 * math.pi * k), math.sin(0.5 * math.pi * k)) for k in range(4)),
    "△": ((0.0, -0.92), (0.95, 0.72), (-0.95, 0.72)),
    "▢": ((-0.82, -0.82), (0.82, -0.82), (0.82, 0.82), (-0.82, 0.82)),
}


def _draw_outline(
    pen: ImageDraw.ImageDraw,
    corners: tuple[tuple[float, float], ...],
    *,
    center: float,
    radius: float,
    stroke: int,
) -> None:
    reach = radius - 0.5 * stroke
    points = [(center + reach * x, center + reach * y) for x, y in corners]
    pen.line([*points, points[0], points[1]], fill=255, width=stroke, joint="curve")
