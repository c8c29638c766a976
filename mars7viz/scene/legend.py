"""Which grades a picture shows and how its legend names them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from mars7viz.i18n import marked, tr
from mars7viz.mission.grade import Grade
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import DrawnLine, DrawnPaths

GRADE_WORDS: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.DOCUMENTED: marked("documented"),
        Grade.DERIVED: marked("derived"),
        Grade.RECONSTRUCTED: marked("reconstructed"),
        Grade.ASSUMED: marked("assumed"),
        Grade.WHAT_IF: marked("what-if"),
        Grade.NO_RECORD: marked("no record"),
    }
)
_BANNERS: Final[Mapping[Grade, str]] = MappingProxyType(
    {
        Grade.RECONSTRUCTED: marked("RECONSTRUCTION"),
        Grade.WHAT_IF: marked("WHAT-IF"),
    }
)

_LEAST_PX: Final = 12.0


def grade_word(grade: Grade, language: str) -> str:
    """Return the word of a grade in a language."""
    return tr(GRADE_WORDS[grade], language)


def banner(grades: tuple[Grade, ...], language: str) -> tuple[Grade, str] | None:
    """Return the word that must stand in the pixels, and its grade; the boldest claim wins."""
    for grade in (Grade.WHAT_IF, Grade.RECONSTRUCTED):
        if grade in grades:
            return grade, tr(_BANNERS[grade], language)
    return None


def grades_in_picture(paths: DrawnPaths, frame: Frame) -> tuple[Grade, ...]:
    """Return the grades of the paths that can be made out in the picture, best evidence first."""
    if not frame.options.layers.paths:
        return ()
    seen = {line.grade for line in paths.lines(frame) if _is_made_out(line, frame)}
    return tuple(grade for grade in Grade if grade in seen)


def _is_made_out(line: DrawnLine, frame: Frame) -> bool:
    """Tell whether lit vertices of a line in the picture lie more than a few pixels apart."""
    view = frame.view
    x, y, depth = view.pixels(line.positions_km[line.part.alpha > 0.05]).T
    inside = (depth > 0.0) & (x >= 0.0) & (x < view.width) & (y >= 0.0) & (y < view.height)
    if not inside.any():
        return False
    reach = max(float(np.ptp(x[inside])), float(np.ptp(y[inside])))
    return reach > _LEAST_PX * frame.pixel_scale
