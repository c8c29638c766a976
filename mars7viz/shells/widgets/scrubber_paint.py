"""How the scrubber looks: overview in pieces above, lens below, the wedge between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from mars7viz.i18n import Language, marked, tr
from mars7viz.mission.model import Mission, MissionEvent
from mars7viz.shells.widgets.dates import span_dates
from mars7viz.shells.widgets.marks import grade_pen, paint_grade_mark
from mars7viz.shells.widgets.theme import (
    ACCENT,
    BACKGROUND,
    GRADE_HUES,
    LINE,
    PANEL,
    RAISED,
    SECONDARY,
    TEXT,
    Theme,
    color,
)
from mars7viz.shells.widgets.time_axis import LensSpan, OverviewAxis, lens_ticks, span_title

_TINTS = (RAISED, "#1E2531")
SHORT_PHASES: Final = {
    "parking_orbit": marked("Orbit"),
    "early_cruise": marked("Early"),
    "after_mars": marked("After Mars"),
    "derelict": marked("Derelict"),
}
"""What a phase is called where its whole name has no room; the pointer tells the whole."""
# A band wider than this says itself how little is known; a tick in its middle would claim more.
_MARK_PX = 12.0


@dataclass(frozen=True)
class ScrubberBoxes:
    """Where the parts of the scrubber are, in its own pixels."""

    overview: QRectF
    lens: QRectF

    @classmethod
    def in_size(cls, width: float, height: float, theme: Theme) -> ScrubberBoxes:
        """Lay the two bars out in a widget of this size."""
        pad = theme.space(14)
        span = max(width - 2 * pad, 1.0)
        bar = theme.space(26)
        top = theme.space(16)
        lens_top = height - bar - theme.space(22)
        return cls(QRectF(pad, top, span, bar), QRectF(pad, lens_top, span, bar))

    @property
    def middle(self) -> float:
        """Height at which the overview's half of the widget ends."""
        return (self.overview.bottom() + self.lens.top()) / 2


@dataclass(frozen=True)
class ScrubberLook:
    """Everything one painting of the scrubber depends on."""

    mission: Mission
    axis: OverviewAxis
    lens: LensSpan
    et: float
    language: Language
    theme: Theme
    boxes: ScrubberBoxes
    has_focus: bool

    def overview_x(self, et: float) -> float:
        """Pixel of an instant on the overview."""
        box = self.boxes.overview
        return box.left() + self.axis.x_of(et, box.width())

    def lens_x(self, et: float) -> float:
        """Pixel of an instant on the lens, which may be off its ends."""
        box = self.boxes.lens
        return box.left() + self.lens.x_of(et, box.width())


def paint_scrubber(painter: QPainter, look: ScrubberLook) -> None:
    """Paint all of it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_wedge(painter, look)
    _paint_bands(painter, look, look.boxes.overview, look.overview_x)
    _paint_breaks(painter, look)
    _paint_overview_dates(painter, look)
    _paint_events(painter, look, look.boxes.overview, look.overview_x)
    painter.save()
    painter.setClipRect(look.boxes.lens.adjusted(0, -look.theme.space(14), 0, 1))
    _paint_bands(painter, look, look.boxes.lens, look.lens_x)
    painter.restore()
    _paint_lens_ticks(painter, look)
    _paint_events(painter, look, look.boxes.lens, look.lens_x)
    _paint_event_names(painter, look)
    _paint_knob(painter, look, look.boxes.overview, look.overview_x(look.et))
    x = look.lens_x(look.et)
    if look.boxes.lens.left() - 1 <= x <= look.boxes.lens.right() + 1:
        _paint_knob(painter, look, look.boxes.lens, x)


def _paint_wedge(painter: QPainter, look: ScrubberLook) -> None:
    """The faint wedge that ties the lens to its place on the overview."""
    box, lens = look.boxes.overview, look.boxes.lens
    left, right = look.overview_x(look.lens.start_et), look.overview_x(look.lens.stop_et)
    right = max(right, left + 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(ACCENT, 0.07))
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(left, box.bottom()),
                QPointF(right, box.bottom()),
                QPointF(lens.right(), lens.top()),
                QPointF(lens.left(), lens.top()),
            ]
        )
    )


def _paint_bands(
    painter: QPainter, look: ScrubberLook, box: QRectF, x_of: Callable[[float], float]
) -> None:
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.fillRect(box, color(BACKGROUND))
    font = look.theme.sans(-1)
    metrics = QFontMetricsF(font)
    pad = look.theme.space(6)
    now = x_of(look.et)
    for i, phase in enumerate(look.mission.phases):
        left, right = x_of(phase.start_et), x_of(phase.stop_et)
        if right < box.left() or left > box.right():
            continue
        band = QRectF(left, box.top(), right - left, box.height()).intersected(box)
        painter.fillRect(band, color(_TINTS[i % 2]))
        past = QRectF(band.left(), band.top(), min(now, band.right()) - band.left(), band.height())
        if past.width() > 0:
            painter.fillRect(past, color(TEXT, 0.09))
        if left > box.left() + 1:
            painter.fillRect(QRectF(left, box.top(), 1, box.height()), color(PANEL))
        painter.setPen(grade_pen(phase.grade, 2.0, 0.55))
        foot = box.bottom() - 1.0
        painter.drawLine(QPointF(band.left(), foot), QPointF(band.right(), foot))
        name = phase.name.in_language(look.language)
        short = tr(SHORT_PHASES[phase.id], look.language) if phase.id in SHORT_PHASES else name
        if metrics.horizontalAdvance(name) > right - left - 2 * pad:
            name = short
        start = band.left() + pad
        knob = look.theme.space(10)
        if start < now + knob and start + metrics.horizontalAdvance(name) > now - knob:
            start = now + knob
        room = band.right() - pad - start
        # A few letters and an ellipsis are worse than no name; the pointer tells it anyway.
        if room < min(metrics.horizontalAdvance(name), look.theme.space(88)):
            continue
        is_now = phase.start_et <= look.et < phase.stop_et
        painter.setFont(font)
        painter.setPen(color(TEXT if is_now else SECONDARY))
        painter.drawText(
            QRectF(start, band.top(), room, band.height() - 1),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, room),
        )
    painter.restore()


def _paint_breaks(painter: QPainter, look: ScrubberLook) -> None:
    """Two slanted strokes where the scale changes: the line is not to one scale."""
    box = look.boxes.overview
    slant, gap = look.theme.space(4), look.theme.space(3)
    for edge in look.axis.breaks(box.width()):
        x = box.left() + edge
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(PANEL))
        top, bottom = box.top() - 3, box.bottom() + 3
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - gap + slant, top),
                    QPointF(x + gap + slant, top),
                    QPointF(x + gap - slant, bottom),
                    QPointF(x - gap - slant, bottom),
                ]
            )
        )
        painter.setPen(QPen(color(SECONDARY), 1.0))
        for side in (-gap, gap):
            painter.drawLine(QPointF(x + side + slant, top), QPointF(x + side - slant, bottom))


def _paint_overview_dates(painter: QPainter, look: ScrubberLook) -> None:
    """Under each piece the dates it reaches from and to, as long as there is room."""
    box = look.boxes.overview
    font = look.theme.sans(-2)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(color(SECONDARY))
    edges = look.axis.edges(box.width())
    room_px = look.theme.space(6)
    for piece, left, right in zip(look.axis.pieces, edges, edges[1:], strict=False):
        for label in span_dates(piece.start_et, piece.stop_et, look.language):
            width = metrics.horizontalAdvance(label)
            if width <= right - left - room_px:
                x = box.left() + (left + right - width) / 2
                baseline = box.bottom() + metrics.ascent() + look.theme.space(4)
                painter.drawText(QPointF(x, baseline), label)
                break


def _paint_events(
    painter: QPainter, look: ScrubberLook, box: QRectF, x_of: Callable[[float], float]
) -> None:
    """Ticks above the bar, taller for what matters more; a band where only the day is known."""
    for event in sorted(look.mission.events, key=lambda event: -event.importance):
        x = x_of(event.et)
        left, right = x_of(event.start_et), x_of(event.stop_et)
        if right < box.left() or left > box.right():
            continue
        top = box.top() - look.theme.space({1: 9, 2: 6}.get(event.importance, 4))
        left, right = max(left, box.left()), min(right, box.right())
        is_past = event.et <= look.et
        if right - left > 2.5:
            hue = color(GRADE_HUES[event.time_grade], 0.42 if is_past else 0.24)
            height = look.theme.space(3)
            painter.fillRect(QRectF(left, box.top() - height, right - left, height), hue)
            if not is_dated_to_the_minute(event) and right - left > _MARK_PX:
                continue
        if not box.left() - 1 <= x <= box.right() + 1:
            continue
        pen = QPen(color(GRADE_HUES[event.time_grade], 1.0 if is_past else 0.72), 1.4)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, top), QPointF(x, box.top()))
        if event.importance == 1:
            hue = color(GRADE_HUES[event.time_grade], 1.0 if is_past else 0.8)
            paint_grade_mark(
                painter, QPointF(x, top - 1.0), look.theme.base_px * 0.24, event.time_grade, hue
            )


def is_dated_to_the_minute(event: MissionEvent) -> bool:
    """Tell whether the record gives a time of day, not just a day, a month or a span."""
    return "T" in event.utc and "/" not in event.utc


def _paint_event_names(painter: QPainter, look: ScrubberLook) -> None:
    """Names over the lens where they fit whole, the most important first."""
    box = look.boxes.lens
    font = look.theme.sans(-1)
    metrics = QFontMetricsF(font)
    gap = look.theme.space(8)
    taken: list[tuple[float, float]] = []
    painter.setFont(font)
    baseline = box.top() - look.theme.space(5)

    def place(event: MissionEvent) -> None:
        x = look.lens_x(event.et)
        if not box.left() <= x <= box.right():
            return
        name = event.name.in_language(look.language)
        width = metrics.horizontalAdvance(name)
        left = x + look.theme.space(6)
        if left + width > box.right():
            left = x - look.theme.space(6) - width
        right = left + width
        if left < box.left() or any(left < b + gap and right > a - gap for a, b in taken):
            return
        taken.append((left, right))
        painter.setPen(color(TEXT if event.et <= look.et else SECONDARY))
        painter.drawText(QPointF(left, baseline), name)

    # Every mark is an obstacle for the names of the others.
    events = sorted(look.mission.events, key=lambda event: (event.importance, event.et))
    for event in events:
        place(event)


def _paint_lens_ticks(painter: QPainter, look: ScrubberLook) -> None:
    box, theme = look.boxes.lens, look.theme
    font = theme.mono(-2)
    metrics = QFontMetricsF(font)
    baseline = box.bottom() + metrics.ascent() + theme.space(6)
    title = span_title(look.lens, look.language)
    title_font = theme.sans(-2)
    painter.setFont(title_font)
    painter.setPen(color(TEXT))
    painter.drawText(QPointF(box.left(), baseline), title)
    free_from = box.left()
    if title:
        free_from += QFontMetricsF(title_font).horizontalAdvance(title) + theme.space(14)
    n_most = max(int(box.width() / theme.space(92)), 2)
    for tick in lens_ticks(look.lens, n_most=n_most, language=look.language):
        x = look.lens_x(tick.et)
        painter.fillRect(
            QRectF(x, box.bottom(), 1.0, theme.space(5 if tick.is_major else 3)),
            color(TEXT if tick.is_major else SECONDARY),
        )
        painter.fillRect(QRectF(x, box.top(), 1.0, box.height() - 2), color(LINE, 0.8))
        width = metrics.horizontalAdvance(tick.label)
        left = x - width / 2
        if left < free_from or left + width > box.right():
            continue
        painter.setFont(font)
        painter.setPen(color(TEXT if tick.is_major else SECONDARY))
        painter.drawText(QPointF(left, baseline), tick.label)
        free_from = left + width + theme.space(8)


def _paint_knob(painter: QPainter, look: ScrubberLook, box: QRectF, x: float) -> None:
    radius = look.theme.space(6)
    x = min(max(x, box.left()), box.right())
    center = QPointF(x, box.center().y())
    painter.fillRect(
        QRectF(x - 1, box.top() - look.theme.space(3), 2, box.height() + look.theme.space(6)),
        color(TEXT),
    )
    painter.setPen(QPen(color(BACKGROUND), 2.0))
    painter.setBrush(color(ACCENT if look.has_focus else TEXT))
    painter.drawEllipse(center, radius, radius)
    if look.has_focus:
        painter.setPen(QPen(color(ACCENT), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, radius + 3.5, radius + 3.5)
