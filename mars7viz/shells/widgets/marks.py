"""The mark and line style of each grade, painted: the fonts do not hold these signs."""

from __future__ import annotations

import base64
from functools import cache
from typing import Final

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PyQt6.QtWidgets import QWidget

from mars7viz.mission.grade import Grade
from mars7viz.shells.widgets.theme import GRADE_HUES, Theme, color

_DASHES: Final[dict[Grade, list[float]]] = {
    Grade.RECONSTRUCTED: [6.0, 3.0],
    Grade.ASSUMED: [1.0, 3.0],
    Grade.WHAT_IF: [6.0, 2.5, 1.0, 2.5],
}


def grade_pen(grade: Grade, width: float, alpha: float = 1.0) -> QPen:
    """Pen with the hue and the line style of a grade; no record draws no line."""
    pen = QPen(color(GRADE_HUES[grade], alpha), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if grade in _DASHES:
        pen.setDashPattern(_DASHES[grade])
    elif grade is Grade.NO_RECORD:
        pen.setStyle(Qt.PenStyle.NoPen)
    return pen


def paint_grade_mark(
    painter: QPainter, center: QPointF, radius: float, grade: Grade, hue: QColor | None = None
) -> None:
    """Paint ● ◐ ◌ ○ ◇ or — in the hue of its grade."""
    hue = hue or color(GRADE_HUES[grade])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = QPen(hue, max(radius * 0.32, 1.2))
    box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if grade is Grade.DOCUMENTED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue)
        painter.drawEllipse(box)
    elif grade is Grade.DERIVED:
        painter.drawEllipse(box)
        painter.setBrush(hue)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(box, 90 * 16, 180 * 16)
    elif grade is Grade.RECONSTRUCTED:
        # Eight dashes, whatever the size: the pattern is in units of the pen's width.
        dash = 3.14159 * 2 * radius / 8 / line.widthF()
        line.setDashPattern([dash * 0.55, dash * 0.45])
        line.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(line)
        painter.drawEllipse(box)
    elif grade is Grade.ASSUMED:
        painter.drawEllipse(box)
    elif grade is Grade.WHAT_IF:
        r = radius * 1.1
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(center.x(), center.y() - r),
                    QPointF(center.x() + r, center.y()),
                    QPointF(center.x(), center.y() + r),
                    QPointF(center.x() - r, center.y()),
                ]
            )
        )
    else:
        painter.drawLine(
            QPointF(center.x() - radius, center.y()), QPointF(center.x() + radius, center.y())
        )
    painter.restore()


@cache
def grade_mark_uri(grade: Grade, size_px: int) -> str:
    """Grade mark as a data address, for rich text."""
    image = QImage(QSize(size_px, size_px), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_grade_mark(painter, QPointF(size_px / 2, size_px / 2), size_px * 0.36, grade)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(content.data()).decode()


class GradeMark(QWidget):
    """The mark of one grade, as a widget of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grade = Grade.NO_RECORD
        self._radius = theme.base_px * 0.3
        self.setFixedSize(theme.space(12), theme.space(18))

    def set_grade(self, grade: Grade) -> None:
        """Show another grade."""
        if grade is not self._grade:
            self._grade = grade
            self.update()

    def paintEvent(self, event: object) -> None:
        """Paint the mark in the middle."""
        painter = QPainter(self)
        paint_grade_mark(
            painter, QPointF(self.width() / 2, self.height() / 2), self._radius, self._grade
        )
        painter.end()
