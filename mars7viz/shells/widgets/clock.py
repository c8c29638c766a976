"""Clock: the instant shown, in UTC, Moscow time and mission time."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QPointF, QSize
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from mars7viz.figures import mission_time
from mars7viz.i18n import language_named, tr
from mars7viz.shells.widgets.dates import clock_digits, day_and_month
from mars7viz.shells.widgets.theme import SECONDARY, TEXT, Theme, color
from mars7viz.shells.widgets.thin_text import draw_thin, thin_width
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

_SAMPLES: Final = ("0000-00-00 00:00:00", "00:00", "T+00 000 сут 00:00:00")


class Clock(QWidget):
    """Three readings on one line, in figures of one width: nothing moves but the digits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def texts(self) -> tuple[str, ...]:
        """UTC, Moscow and mission time as shown."""
        return tuple(text for _, text in self._parts)

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show the instant of the snapshot."""
        language = language_named(options.language)
        date, time = clock_digits(snapshot.utc)
        moscow_date, moscow = clock_digits(snapshot.moscow)
        # Three hours ahead, Moscow may be a day ahead too; then it says so.
        moscow = moscow[:5]
        if moscow_date != date:
            moscow = f"{day_and_month(moscow_date, language)} {moscow}"
        parts = (
            ("UTC", f"{date} {time}"),
            (tr("Moscow", language), moscow),
            ("", mission_time(snapshot.met_s, language=language)),
        )
        if parts != self._parts:
            hint = self.sizeHint()
            self._parts = parts
            self.setAccessibleName(", ".join(f"{name} {text}".strip() for name, text in parts))
            if self.sizeHint() != hint:
                self.updateGeometry()
            self.update()

    def content_width(self) -> float:
        """Width that the readings need, in pixels."""
        return self._walk(None)

    def sizeHint(self) -> QSize:
        """Room for the widest readings."""
        return QSize(round(self._walk(None, sized=True)) + 2, self._theme.space(28))

    def minimumSizeHint(self) -> QSize:
        """The same: a clock is not cut."""
        return self.sizeHint()

    def _walk(self, painter: QPainter | None, *, sized: bool = False) -> float:
        """Lay the readings out from the left, painting them if there is a painter."""
        label_font, font = self._theme.sans(-1), self._theme.mono()
        labels = QFontMetricsF(label_font)
        baseline = self.height() / 2 + QFontMetricsF(font).capHeight() / 2
        x = 0.0
        for i, (label, text) in enumerate(self._parts):
            x += self._theme.space(16) if i else 0.0
            if label:
                if painter is not None:
                    painter.setFont(label_font)
                    painter.setPen(color(SECONDARY))
                    painter.drawText(QPointF(x, baseline), label)
                x += labels.horizontalAdvance(label) + self._theme.space(6)
            if painter is not None:
                draw_thin(painter, QPointF(x, baseline), text, font, color(TEXT))
            width = thin_width(text, font)
            x += max(width, thin_width(_SAMPLES[i], font)) if sized else width
        return x

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the readings."""
        painter = QPainter(self)
        self._walk(painter)
        painter.end()
