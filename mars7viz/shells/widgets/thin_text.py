"""Figures painted with real thin spaces: the font of the numbers has none."""

from __future__ import annotations

from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from mars7viz.figures import THIN

# Of the width of a figure; a thin space is a fifth to a quarter of an em.
_GAP = 0.36


def thin_width(text: str, font: QFont) -> float:
    """Width of a text whose thin spaces are thin, in pixels."""
    metrics = QFontMetricsF(font)
    parts = text.split(THIN)
    gap = metrics.horizontalAdvance("0") * _GAP
    return sum(metrics.horizontalAdvance(part) for part in parts) + gap * (len(parts) - 1)


def draw_thin(painter: QPainter, baseline: QPointF, text: str, font: QFont, hue: QColor) -> float:
    """Draw a text from the left end of its baseline; answer its width."""
    metrics = QFontMetricsF(font)
    gap = metrics.horizontalAdvance("0") * _GAP
    painter.setFont(font)
    painter.setPen(hue)
    x = baseline.x()
    for i, part in enumerate(text.split(THIN)):
        x += gap if i else 0.0
        painter.drawText(QPointF(x, baseline.y()), part)
        x += metrics.horizontalAdvance(part)
    return x - baseline.x()
