"""Names over the picture: bodies, craft and one event, with signs where a craft is too small."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from mars7viz.figures import ABOUT, THIN, distance, figures_of, is_approximate
from mars7viz.grade_colors import SECONDARY_HEX, TEXT_HEX, rgb
from mars7viz.mission.text import Text
from mars7viz.scene.body_names import body_name
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths
from mars7viz.scene.grade_style import GRADE_STYLES
from mars7viz.scene.label_layout import Box, LabelRequest, Placement, Segments, place_labels
from mars7viz.scene.overlay_layout import reserved_boxes, text_px, text_scale
from mars7viz.scene.overlay_painter import OverlayPainter, Span, width_px
from mars7viz.scene.subjects import Subject, subjects
from mars7viz.scene.text_raster import Face
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.values import SpacecraftState
from mars7viz.snapshot.world import World

CRAFT_MARK: Final = "▢"
"""The sign of Mars 7 among the four craft of 1973."""

_TEXT, _SECONDARY = rgb(TEXT_HEX), rgb(SECONDARY_HEX)
_LINE_HEIGHT: Final = 1.28
_MARK_PX: Final = 15.0
_SHOWN_RADIUS_PX: Final = (6.0, 14.0)
"""A craft's sign goes as its own picture comes: radii at which it begins and has ended to fade."""


@dataclass(frozen=True, eq=False)
class _Label:
    subject: Subject
    lines: tuple[tuple[Span, ...], ...]

    @property
    def width(self) -> float:
        return max(width_px(line) for line in self.lines)

    @property
    def height(self) -> float:
        return sum(_line_height(line) for line in self.lines)


def _line_height(line: tuple[Span, ...]) -> float:
    return _LINE_HEIGHT * max(span.size_px for span in line)


class LabelsPass:
    """Draws labels and signs in output pixels, after the tone curve."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._paths = drawn_paths(world)
        self._painter = OverlayPainter()

    def draw(self, frame: Frame) -> None:
        """Draw into the output buffer."""
        layers = frame.options.layers
        if not (layers.labels or layers.markers):
            return
        named = subjects(frame, self._world)
        self._painter.begin()
        said = self._draw_labels(frame, named) if layers.labels else {s.key for s in named}
        if layers.markers:
            for subject in named:
                # A ring about a body that goes unnamed would only puzzle; a craft is never lost.
                if subject.key in said or subject.kind == "craft":
                    self._draw_sign(frame, subject)
        self._painter.draw(width=frame.view.width, height=frame.view.height)

    def delete(self) -> None:
        """Free program, buffer and atlas."""
        self._painter.delete()

    def _draw_sign(self, frame: Frame, subject: Subject) -> None:
        scale = frame.pixel_scale
        size = max(9, round(_MARK_PX * scale))
        x, y = subject.x, subject.y
        if subject.kind == "event":
            grade = self._world.mission.event(subject.key).grade
            color = GRADE_STYLES[grade].color
            small = max(7, round(0.6 * size))
            self._painter.mark("●", x=x, y=y, size_px=small, color=color)
        elif subject.kind == "craft":
            low, high = _SHOWN_RADIUS_PX
            alpha = 1.0 - min(max((subject.radius_px / scale - low) / (high - low), 0.0), 1.0)
            if alpha > 0.0:
                color = GRADE_STYLES[self._state(frame, subject).grade].color
                large, dot = round(1.25 * size), max(5, round(0.45 * size))
                place = {"x": x, "y": y, "alpha": alpha}
                self._painter.mark(CRAFT_MARK, size_px=large, color=color, **place)
                self._painter.mark("●", size_px=dot, color=_TEXT, **place)
        elif subject.radius_px < 3.0 * scale and subject.key != "sun":
            self._painter.mark("○", x=x, y=y, size_px=size, color=_SECONDARY, alpha=0.55)

    def _draw_labels(self, frame: Frame, named: tuple[Subject, ...]) -> set[str]:
        """Draw the labels that have room and return their keys."""
        scale = text_scale(frame)
        labels = {label.subject.key: label for label in (self._label(frame, s) for s in named)}
        view = frame.view
        edge = 10.0 * scale
        placed = place_labels(
            [
                LabelRequest(
                    key=key,
                    x=label.subject.x,
                    y=label.subject.y,
                    subject_radius=max(label.subject.radius_px, 0.5 * _MARK_PX * frame.pixel_scale),
                    width=label.width,
                    height=label.height,
                    priority=label.subject.priority,
                )
                for key, label in labels.items()
            ],
            frame=Box(edge, edge, view.width - 2.0 * edge, view.height - 2.0 * edge),
            taken=reserved_boxes(frame),
            gap=7.0 * scale,
            margin=3.0 * scale,
            small_radius=26.0 * frame.pixel_scale,
            lines=self._segments(frame),
        )
        for placement in placed:
            self._draw_label(labels[placement.key], placement, scale)
        return {placement.key for placement in placed}

    def _segments(self, frame: Frame) -> Segments | None:
        """Return the pieces of path in the picture, (k, 4) pixels, for labels to keep off."""
        if not frame.options.layers.paths:
            return None
        view = frame.view
        ends = []
        for line in self._paths.lines(frame):
            x, y, depth = view.pixels(line.positions_km).T
            margin = 0.5 * view.width
            near = (depth > 0.0) & (np.abs(x - margin) < view.width) & (np.abs(y) < 2 * view.height)
            pairs = near[1:] & near[:-1]
            ends.append(np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])[pairs])
        return np.concatenate(ends) if ends else None

    def _draw_label(self, label: _Label, placement: Placement, scale: float) -> None:
        box, subject = placement.box, label.subject
        if placement.has_leader:
            self._draw_leader(box, subject, scale)
        is_left = box.right <= subject.x
        top = box.top
        for line in label.lines:
            height = _line_height(line)
            x = box.right - width_px(line) if is_left else box.left
            size = max(span.size_px for span in line)
            self._painter.line_of_text(line, x=x, baseline=top + 0.5 * height + 0.36 * size)
            top += height

    def _draw_leader(self, box: Box, subject: Subject, scale: float) -> None:
        end_x = min(max(subject.x, box.left), box.right)
        end_y = min(max(subject.y, box.top), box.bottom)
        run = math.hypot(end_x - subject.x, end_y - subject.y)
        start = max(subject.radius_px, 0.5 * _MARK_PX * scale) + 2.0 * scale
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

    def _label(self, frame: Frame, subject: Subject) -> _Label:
        language, scale = frame.options.language, text_scale(frame)
        focus = resolved_pose(frame.snapshot, frame.options.camera).focus
        large, small = text_px(18.0, scale), text_px(15.0, scale)
        if subject.kind == "body":
            is_focus = subject.key == focus
            span = Span(
                body_name(subject.key, language),
                Face.MEDIUM if is_focus else Face.TEXT,
                large if is_focus else small,
                _TEXT if is_focus else _SECONDARY,
            )
            return _Label(subject, ((span,),))
        if subject.kind == "event":
            event = self._world.mission.event(subject.key)
            name = Span(_said(event.name, language), Face.TEXT, small, _SECONDARY)
            return _Label(subject, ((name,),))
        return _Label(subject, self._craft_lines(frame, subject, large, small))

    def _craft_lines(
        self, frame: Frame, subject: Subject, large: int, small: int
    ) -> tuple[tuple[Span, ...], ...]:
        language = frame.options.language
        state = self._state(frame, subject)
        name = self._world.mission.name if subject.key == "mission" else state.name
        style = GRADE_STYLES[state.grade]
        title = (
            Span(f"{style.mark} ", Face.MEDIUM, large, style.color),
            Span(_said(name, language), Face.MEDIUM, large, _TEXT),
        )
        altitude = (
            state.relative_to(state.arc_center).altitude
            if state.arc_center in ("earth", "mars")
            else None
        )
        if altitude is None or altitude.value is None:
            return (title,)
        figure = distance(
            altitude.value, language=language, figures=figures_of(altitude.grade, altitude.figures)
        )
        about = f"{ABOUT}{THIN}" if is_approximate(altitude.grade) else ""
        altitude_style = GRADE_STYLES[altitude.grade]
        return (
            title,
            (
                Span(f"{altitude_style.mark} ", Face.NUMBER, small, altitude_style.color),
                Span(f"{about}{figure.number}", Face.NUMBER, small, _TEXT),
                Span(f"{THIN}{figure.unit}", Face.TEXT, max(small - 1, 9), _SECONDARY),
            ),
        )

    def _state(self, frame: Frame, subject: Subject) -> SpacecraftState:
        """Return the craft of a subject; of two in one place, the one looked at or the first."""
        snapshot = frame.snapshot
        focus = resolved_pose(snapshot, frame.options.camera).focus
        wanted = subject.key if subject.key != "mission" else focus
        state = snapshot.craft(wanted)
        return snapshot.spacecraft[0] if state is None else state


def _said(text: Text, language: str) -> str:
    return text.ru if language == "ru" else text.en
