"""RangePlot: distance to Mars and Earth over the time about now, on a small painted chart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from mars7viz.constants import DAY_S
from mars7viz.figures import MINUS, THIN, distance, number_text
from mars7viz.i18n import Language, tr
from mars7viz.shells.widgets.marks import grade_pen
from mars7viz.shells.widgets.range_history import CENTERS, Float64, RangeHistory
from mars7viz.shells.widgets.theme import LINE, PANEL, SECONDARY, TEXT, Theme, color
from mars7viz.shells.widgets.thin_text import draw_thin, thin_width

_N_POINTS = 120
# Of the largest distance to the smallest: beyond it one of the two lines is flat.
_WIDEST_RATIO = 300.0


@dataclass(frozen=True)
class _Scale:
    """From kilometres to pixels: straight, or logarithmic over more than a decade."""

    low_km: float
    high_km: float
    box: QRectF
    is_logarithmic: bool

    @classmethod
    def of(cls, km: Float64, box: QRectF) -> _Scale:
        low, high = float(km.min()), float(km.max())
        if high > 10.0 * low:
            return cls(low / 1.3, high * 1.5, box, is_logarithmic=True)
        room = max(0.12 * (high - low), 0.01 * high)
        return cls(max(low - room, 0.0), high + room, box, is_logarithmic=False)

    def y(self, km: Float64) -> Float64:
        if self.is_logarithmic:
            part = np.log(km / self.low_km) / math.log(self.high_km / self.low_km)
        else:
            part = (km - self.low_km) / (self.high_km - self.low_km)
        return np.asarray(self.box.bottom() - part * self.box.height())

    def ticks(self) -> tuple[float, ...]:
        """Two to four round distances."""
        if self.is_logarithmic:
            powers = range(
                math.ceil(math.log10(self.low_km)), math.floor(math.log10(self.high_km)) + 1
            )
            return tuple(10.0**power for power in powers)[:: -(-len(powers) // 4) or 1]
        span = self.high_km - self.low_km
        step = 10.0 ** math.floor(math.log10(span / 2))
        step *= next(m for m in (5.0, 2.0, 1.0) if span / (m * step) >= 2)
        first = math.ceil(self.low_km / step)
        return tuple(step * i for i in range(first, math.floor(self.high_km / step) + 1))


class RangePlot(QWidget):
    """Two graded lines over a window that narrows towards the encounter; now is in the middle."""

    def __init__(self, history: RangeHistory, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._theme = theme
        self._et = history.closest_et
        self._language: Language = "en"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_at(self, et: float, language: Language) -> None:
        """Show the window about an instant."""
        if (et, language) != (self._et, self._language):
            self._et, self._language = et, language
            self.setAccessibleName(tr("Plot of the distance to Mars and Earth over time", language))
            self.update()

    def sizeHint(self) -> QSize:
        """Small: it accompanies the numbers."""
        return QSize(self._theme.space(240), self._theme.space(112))

    def minimumSizeHint(self) -> QSize:
        """The same height, half the width."""
        return QSize(self._theme.space(120), self._theme.space(112))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint decades, lines, and now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = self._theme.sans(-2)
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        foot = metrics.height() + self._theme.space(3)
        left = self._theme.space(5)
        box = QRectF(left, metrics.height() + 1, self.width() - left - 1.0, 0.0)
        box.setBottom(self.height() - foot)
        curves = self._curves()
        if not curves:
            painter.end()
            return
        scale = _Scale.of(np.concatenate([km for _, km in curves.values()]), box)
        self._paint_lines(painter, scale)
        for center, (ets, km) in curves.items():
            self._paint_curve(painter, box, center, ets=ets, ys=scale.y(km))
        self._paint_labels(painter, scale)
        middle = box.center().x()
        painter.setPen(QPen(color(TEXT, 0.8), 1.0))
        painter.drawLine(QPointF(middle, box.top()), QPointF(middle, box.bottom()))
        self._paint_feet(painter, box, metrics)
        painter.end()

    def _curves(self) -> dict[str, tuple[Float64, Float64]]:
        """Distances to show: both bodies while one scale serves them, else the nearer one."""
        curves = {center: self._history.window(self._et, center, _N_POINTS) for center in CENTERS}
        if any(km.size < 2 for _, km in curves.values()):
            return {}
        nearest = min(curves, key=lambda center: float(curves[center][1].min()))
        low = float(curves[nearest][1].min())
        if max(float(km.max()) for _, km in curves.values()) > _WIDEST_RATIO * low:
            return {nearest: curves[nearest]}
        return curves

    def _paint_lines(self, painter: QPainter, scale: _Scale) -> None:
        painter.setPen(QPen(color(LINE), 1.0))
        for km in scale.ticks():
            y = float(scale.y(np.array([km]))[0])
            painter.drawLine(QPointF(scale.box.left(), y), QPointF(scale.box.right(), y))

    def _paint_labels(self, painter: QPainter, scale: _Scale) -> None:
        for km in scale.ticks():
            y = float(scale.y(np.array([km]))[0])
            figures = next((n for n in range(1, 6) if float(f"{km:.{n}g}") == km), 6)
            text = distance(km, language=self._language, figures=figures).plain
            self._paint_label(painter, QPointF(scale.box.left() + 2, y - 3), text, SECONDARY)

    def _paint_label(self, painter: QPainter, baseline: QPointF, text: str, hue: str) -> None:
        """Write over whatever line runs there, on a patch of the panel's colour."""
        metrics = QFontMetricsF(painter.font())
        width = thin_width(text, painter.font())
        top = baseline.y() - metrics.capHeight() - 2
        patch = QRectF(baseline.x() - 2, top, width + 4, metrics.capHeight() + 4)
        painter.fillRect(patch, color(PANEL, 0.85))
        draw_thin(painter, baseline, text, painter.font(), color(hue))

    def _paint_curve(
        self,
        painter: QPainter,
        box: QRectF,
        center: str,
        *,
        ets: Float64,
        ys: Float64,
    ) -> None:
        half = self._history.half_window_s(self._et)
        xs = box.left() + (ets - self._et + half) / (2 * half) * box.width()
        path = QPainterPath(QPointF(float(xs[0]), float(ys[0])))
        for x, y in zip(xs[1:], ys[1:], strict=True):
            path.lineTo(QPointF(float(x), float(y)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(grade_pen(self._history.grade, 1.8 if center == "mars" else 1.1))
        painter.drawPath(path)
        name = tr("Mars", self._language) if center == "mars" else tr("Earth", self._language)
        metrics = QFontMetricsF(painter.font())
        x = box.right() - metrics.horizontalAdvance(name) - 2
        # Below a line that runs along the top, above every other.
        y = float(ys[-1]) - 4
        if y - metrics.ascent() < 0:
            y = float(ys[-1]) + metrics.ascent() + 3
        self._paint_label(painter, QPointF(x, y), name, TEXT)

    def _paint_feet(self, painter: QPainter, box: QRectF, metrics: QFontMetricsF) -> None:
        half = self._history.half_window_s(self._et)
        if half >= 2 * DAY_S:
            size, unit = half / DAY_S, tr("d", self._language)
        elif half >= 7200.0:
            size, unit = half / 3600.0, tr("h", self._language)
        else:
            size, unit = half / 60.0, tr("min", self._language)
        text = f"{number_text(size, decimals=0, language=self._language)}{THIN}{unit}"
        baseline = box.bottom() + metrics.ascent() + 3
        now = tr("now", self._language)
        painter.setPen(color(SECONDARY))
        font = painter.font()
        left, right = f"{MINUS}{text}", f"+{text}"
        draw_thin(painter, QPointF(box.left() + 2, baseline), left, font, color(SECONDARY))
        x = box.right() - thin_width(right, font) - 2
        draw_thin(painter, QPointF(x, baseline), right, font, color(SECONDARY))
        painter.setPen(color(TEXT))
        x = box.center().x() - metrics.horizontalAdvance(now) / 2
        painter.drawText(QPointF(x, baseline), now)
