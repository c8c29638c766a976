"""ReadingCell: grade mark, number, unit; painted, so that nothing shifts when digits change."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from mars7viz.figures import Figure
from mars7viz.i18n import Language
from mars7viz.mission.grade import Grade
from mars7viz.shells.widgets.evidence import Evidence, Shown, Sources
from mars7viz.shells.widgets.evidence_row import EvidenceRow
from mars7viz.shells.widgets.marks import paint_grade_mark
from mars7viz.shells.widgets.theme import ACCENT, SECONDARY, TEXT, Theme, color
from mars7viz.shells.widgets.thin_text import draw_thin, thin_width

EMPTY: Final = Shown(Figure(""), Grade.NO_RECORD)


class ReadingCell(EvidenceRow):
    """One reading: the number ends where its column ends, the unit follows it.

    ``number_sample`` and ``unit_samples`` are the widest that will be shown; they fix the size.
    """

    def __init__(
        self,
        sources: Sources,
        theme: Theme,
        *,
        number_sample: str,
        unit_samples: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(sources, parent)
        self._theme = theme
        self._shown = EMPTY
        self._number_font = theme.mono()
        self._unit_font = theme.sans(-1)
        self._mark_px = float(theme.space(16))
        self._number_px = thin_width(number_sample, self._number_font)
        units = QFontMetricsF(self._unit_font)
        widths = [units.horizontalAdvance(unit) for unit in unit_samples]
        self._unit_px = max(widths, default=0.0)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown, as one string."""
        return self._shown.figure.plain

    @property
    def grade(self) -> Grade:
        """Grade of what is shown."""
        return self._shown.grade

    def show_reading(self, shown: Shown, evidence: Evidence, language: Language, name: str) -> None:
        """Show a reading; ``name`` is what a screen reader calls it."""
        self.set_evidence(evidence, language)
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(f"{name}: {shown.figure.plain}")
            self.update()

    def content_width(self) -> float:
        """Width that what is shown needs, in pixels."""
        number = thin_width(self._shown.figure.number, self._number_font)
        unit = QFontMetricsF(self._unit_font).horizontalAdvance(self._shown.figure.unit)
        return self._mark_px + max(number, self._number_px) + self._gap() + unit

    def _gap(self) -> float:
        return float(self._theme.space(4))

    def sizeHint(self) -> QSize:
        """Room for the samples."""
        width = self._mark_px + self._number_px + self._gap() + self._unit_px + 2
        return QSize(round(width + 0.5), self._theme.space(21))

    def minimumSizeHint(self) -> QSize:
        """Room for the samples."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint mark, number and unit on one line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        if self.hasFocus():
            painter.setPen(QPen(color(ACCENT), 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if self._shown is not EMPTY:
            radius = self._theme.base_px * 0.29
            mark = QPointF(self._mark_px / 2, middle)
            paint_grade_mark(painter, mark, radius, self._shown.grade)
        figure = self._shown.figure
        baseline = middle + QFontMetricsF(self._number_font).capHeight() / 2
        if not self._shown.has_record:
            painter.setFont(self._unit_font)
            painter.setPen(color(SECONDARY))
            painter.drawText(
                QRectF(self._mark_px, 0, self.width() - self._mark_px, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                figure.number,
            )
        else:
            width = thin_width(figure.number, self._number_font)
            x = self._mark_px + max(self._number_px - width, 0.0)
            draw_thin(painter, QPointF(x, baseline), figure.number, self._number_font, color(TEXT))
            painter.setFont(self._unit_font)
            painter.setPen(color(SECONDARY))
            end = self._mark_px + max(self._number_px, width) + self._gap()
            painter.drawText(QPointF(end, baseline), figure.unit)
        painter.end()
