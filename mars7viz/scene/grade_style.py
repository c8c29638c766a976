"""How each grade looks in the picture: hue, dash pattern, weight and mark, as one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mars7viz.grade_colors import GRADE_HEX, rgb
from mars7viz.mission.grade import Grade

Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class GradeStyle:
    """Line and mark of one grade; lengths in design pixels.

    ``dashes`` are (start, stop) along one period of ``period_px``, without the round caps that add
    half the width at both ends; a dot is a dash of no length. No dashes means a solid line.
    """

    color: Color
    mark: str
    width_px: float
    period_px: float = 0.0
    dashes: tuple[tuple[float, float], ...] = ()


GRADE_STYLES: Final[Mapping[Grade, GradeStyle]] = MappingProxyType(
    {
        Grade.DOCUMENTED: GradeStyle(rgb(GRADE_HEX["documented"]), "●", 2.6),
        Grade.DERIVED: GradeStyle(rgb(GRADE_HEX["derived"]), "◐", 1.6),
        Grade.RECONSTRUCTED: GradeStyle(
            rgb(GRADE_HEX["reconstructed"]), "◌", 2.4, 26.0, ((2.0, 18.0),)
        ),
        Grade.ASSUMED: GradeStyle(rgb(GRADE_HEX["assumed"]), "○", 3.0, 10.0, ((5.0, 5.0),)),
        Grade.WHAT_IF: GradeStyle(
            rgb(GRADE_HEX["what-if"]), "◇", 2.4, 34.0, ((2.0, 18.0), (27.0, 27.0))
        ),
        Grade.NO_RECORD: GradeStyle(rgb(GRADE_HEX["no record"]), "—", 1.6),
    }
)
"""A path of grade NO_RECORD does not exist; its row serves words and legend alone."""


def tones(color: Color) -> Color:
    """Return the linear light of an sRGB color."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    return red, green, blue
