"""Everything written in a picture, laid out: labels first, then small writings. Pure, no GL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import DrawnPaths
from mars7viz.scene.label_content import Label, label_of
from mars7viz.scene.label_layout import Box, LabelRequest, Placement, Segments, place_labels
from mars7viz.scene.overlay_layout import reserved_boxes, text_scale
from mars7viz.scene.subjects import Subject, subjects
from mars7viz.scene.writing_sources import all_writings
from mars7viz.scene.writings import Shown, shown_writings
from mars7viz.snapshot.world import World

MARK_PX: Final = 15.0
"""Size of a sign, design pixels."""


@dataclass(frozen=True, eq=False)
class Words:
    """Everything written in a picture: what is named, labels with their places, small writings."""

    named: tuple[Subject, ...]
    labels: tuple[tuple[Label, Placement], ...]
    writings: tuple[Shown, ...]


def words_of(frame: Frame, world: World, paths: DrawnPaths) -> Words:
    """Lay out everything that is written in a picture. Pure, no GL."""
    named = subjects(frame, world)
    labels: tuple[tuple[Label, Placement], ...] = ()
    if frame.options.layers.labels:
        labels = _placed(frame, world, named, paths)
    view, edge = frame.view, 6.0 * text_scale(frame)
    writings = shown_writings(
        all_writings(frame, world, paths),
        [*reserved_boxes(frame), *(p.box for _, p in labels), *_in_the_way(frame, named)],
        frame=Box(edge, edge, view.width - 2.0 * edge, view.height - 2.0 * edge),
        scale=text_scale(frame),
    )
    return Words(named, labels, writings)


def _placed(
    frame: Frame, world: World, named: tuple[Subject, ...], paths: DrawnPaths
) -> tuple[tuple[Label, Placement], ...]:
    scale = text_scale(frame)
    labels = {label.subject.key: label for label in (label_of(frame, world, s) for s in named)}
    view = frame.view
    edge = 10.0 * scale
    placed = place_labels(
        [
            LabelRequest(
                key=key,
                x=label.subject.x,
                y=label.subject.y,
                subject_radius=max(label.subject.radius_px, 0.5 * MARK_PX * frame.pixel_scale),
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
        lines=_segments(frame, paths),
    )
    return tuple((labels[placement.key], placement) for placement in placed)


def _segments(frame: Frame, paths: DrawnPaths) -> Segments | None:
    """Return the pieces of path in the picture, (k, 4) pixels, for labels to keep off."""
    if not frame.options.layers.paths:
        return None
    view = frame.view
    ends = []
    for line in paths.lines(frame):
        x, y, depth = view.pixels(line.positions_km).T
        margin = 0.5 * view.width
        near = (depth > 0.0) & (np.abs(x - margin) < view.width) & (np.abs(y) < 2 * view.height)
        pairs = near[1:] & near[:-1]
        ends.append(np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])[pairs])
    return np.concatenate(ends) if ends else None


def _in_the_way(frame: Frame, named: tuple[Subject, ...]) -> list[Box]:
    """Return boxes about what small writings must not cover: craft, signs and small discs."""
    least, most = 0.6 * MARK_PX * frame.pixel_scale, 0.35 * frame.view.height
    boxes = []
    for subject in named:
        if subject.kind == "body" and subject.radius_px > 26.0 * frame.pixel_scale:
            continue
        reach = min(max(subject.radius_px, least), most)
        boxes.append(Box(subject.x - reach, subject.y - reach, 2.0 * reach, 2.0 * reach))
    return boxes
