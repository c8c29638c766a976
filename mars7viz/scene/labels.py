"""Names over the picture: bodies, craft and one event, with signs where a craft is too small."""

from __future__ import annotations

import math
from typing import Final

from mars7viz.grade_colors import SECONDARY_HEX, TEXT_HEX, rgb
from mars7viz.mission.grade import Grade
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths
from mars7viz.scene.grade_style import GRADE_STYLES
from mars7viz.scene.label_content import Label, craft_state, line_height
from mars7viz.scene.label_layout import Box, Placement
from mars7viz.scene.overlay_layout import text_scale
from mars7viz.scene.overlay_painter import OverlayPainter
from mars7viz.scene.subjects import Subject
from mars7viz.scene.text_span import Span, width_px
from mars7viz.scene.words import MARK_PX, words_of
from mars7viz.scene.writings import Shown
from mars7viz.snapshot.world import World

CRAFT_MARK: Final = "▢"
"""The sign of Mars 7 among the four craft of 1973."""

_TEXT, _SECONDARY = rgb(TEXT_HEX), rgb(SECONDARY_HEX)
_SHOWN_RADIUS_PX: Final = (6.0, 14.0)
"""A craft's sign goes as its own picture comes: radii at which it begins and has ended to fade."""


class LabelsPass:
    """Draws labels, small writings and signs in output pixels, after the tone curve."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._paths = drawn_paths(world)
        self._painter = OverlayPainter()

    def draw(self, frame: Frame) -> None:
        """Draw into the output buffer."""
        layers = frame.options.layers
        words = words_of(frame, self._world, self._paths)
        self._painter.begin()
        for shown in words.writings:
            draw_writing(self._painter, shown)
        for label, placement in words.labels:
            self._draw_label(label, placement, text_scale(frame))
        if layers.markers:
            said = {placement.key for _, placement in words.labels}
            for subject in words.named:
                # A ring about a body that goes unnamed would only puzzle; a craft is never lost.
                is_said = subject.key in said or not layers.labels
                if is_said or subject.kind in ("craft", "site"):
                    self._draw_sign(frame, subject)
        self._painter.draw(width=frame.view.width, height=frame.view.height)

    def delete(self) -> None:
        """Free program, buffer and atlas."""
        self._painter.delete()

    def _draw_sign(self, frame: Frame, subject: Subject) -> None:
        scale = frame.pixel_scale
        size = max(9, round(MARK_PX * scale))
        x, y = subject.x, subject.y
        if subject.kind == "event":
            # Where it stands on the path is a matter of its date, so the date's grade marks it.
            style = GRADE_STYLES[self._world.mission.event(subject.key).time_grade]
            self._painter.mark(style.mark, x=x, y=y, size_px=max(9, size), color=style.color)
        elif subject.kind == "site":
            self._draw_aim(subject, size)
        elif subject.kind == "craft":
            low, high = _SHOWN_RADIUS_PX
            alpha = 1.0 - min(max((subject.radius_px / scale - low) / (high - low), 0.0), 1.0)
            if alpha > 0.0:
                color = GRADE_STYLES[craft_state(frame, subject).grade].color
                large, dot = round(1.25 * size), max(5, round(0.45 * size))
                place = {"x": x, "y": y, "alpha": alpha}
                self._painter.mark(CRAFT_MARK, size_px=large, color=color, **place)
                self._painter.mark("●", size_px=dot, color=_TEXT, **place)
        elif subject.radius_px < 3.0 * scale and subject.key != "sun":
            self._painter.mark("○", x=x, y=y, size_px=size, color=_SECONDARY, alpha=0.55)

    def _draw_aim(self, subject: Subject, size: int) -> None:
        """Draw a ring with four strokes: a place that was aimed at, and not reached."""
        color = GRADE_STYLES[Grade.DOCUMENTED].color
        x, y, alpha = subject.x, subject.y, subject.alpha
        self._painter.mark("○", x=x, y=y, size_px=round(1.3 * size), color=color, alpha=alpha)
        near, far = 0.52 * size, 0.95 * size
        for along, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            self._painter.rule(
                (x + near * along, y + near * down),
                (x + far * along, y + far * down),
                width_px=0.11 * size,
                color=color,
                alpha=alpha,
            )

    def _draw_label(self, label: Label, placement: Placement, scale: float) -> None:
        box, subject = placement.box, label.subject
        if placement.has_leader:
            self._draw_leader(box, subject, scale)
        is_left = box.right <= subject.x
        top = box.top
        for line in label.lines:
            height = line_height(line)
            x = box.right - width_px(line) if is_left else box.left
            size = max(span.size_px for span in line)
            self._painter.line_of_text(line, x=x, baseline=top + 0.5 * height + 0.36 * size)
            top += height

    def _draw_leader(self, box: Box, subject: Subject, scale: float) -> None:
        end_x = min(max(subject.x, box.left), box.right)
        end_y = min(max(subject.y, box.top), box.bottom)
        run = math.hypot(end_x - subject.x, end_y - subject.y)
        start = max(subject.radius_px, 0.5 * MARK_PX * scale) + 2.0 * scale
        stop = run - 3.0 * scale
        if stop <= start:
            return
        dx, dy = (end_x - subject.x) / run, (end_y - subject.y) / run
        self._painter.rule(
            (subject.x + start * dx, subject.y + start * dy),
            (subject.x + stop * dx, subject.y + stop * dy),
            width_px=1.2 * scale,
            color=_SECONDARY,
            alpha=0.75,
        )


def draw_writing(painter: OverlayPainter, shown: Shown) -> None:
    """Draw one small writing with its dot."""
    writing, box, alpha = shown.writing, shown.box, shown.alpha
    size = writing.size_px
    if writing.dot_px:
        painter.mark(
            "●",
            x=writing.x,
            y=writing.y,
            size_px=writing.dot_px,
            color=writing.color,
            alpha=alpha,
        )
    spans: tuple[Span, ...] = (Span(writing.text, writing.face, size, writing.color, alpha),)
    if writing.grade_mark:
        mark = f"{writing.grade_mark} "
        spans = (Span(mark, writing.face, size, writing.grade_color, alpha), *spans)
    painter.line_of_text(spans, x=box.left, baseline=box.top + 0.5 * box.height + 0.36 * size)
