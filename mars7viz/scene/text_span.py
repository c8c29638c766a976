"""A piece of a line of text, and how long lines are. No GL."""

from __future__ import annotations

from dataclasses import dataclass

from mars7viz.scene.grade_style import Color
from mars7viz.scene.text_raster import Face, advance_px


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line of text in one face, size (whole pixels) and color."""

    text: str
    face: Face
    size_px: int
    color: Color
    alpha: float = 1.0

    @property
    def advance_px(self) -> float:
        """How far the next span begins from this one."""
        return advance_px(self.text, self.face, self.size_px)


def width_px(spans: tuple[Span, ...]) -> float:
    """Return the width of a line made of spans."""
    return sum(span.advance_px for span in spans)
