"""Where labels go so that none covers another or what it names. Pure, pixels, y down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Segments = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    def overlaps(self, other: Box) -> bool:
        """Tell whether two rectangles share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def grown(self, margin: float) -> Box:
        """Return the rectangle with a margin on all sides."""
        return Box(
            self.left - margin,
            self.top - margin,
            self.width + 2.0 * margin,
            self.height + 2.0 * margin,
        )

    def contains(self, other: Box) -> bool:
        """Tell whether ``other`` lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets_circle(self, x: float, y: float, radius: float) -> bool:
        """Tell whether a circle reaches into the rectangle."""
        dx = max(self.left - x, 0.0, x - self.right)
        dy = max(self.top - y, 0.0, y - self.bottom)
        return dx * dx + dy * dy < radius * radius


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """A label wanted: size of its text, where its subject is and how large that looks.

    Lower ``priority`` is placed first.
    """

    key: str
    x: float
    y: float
    subject_radius: float
    width: float
    height: float
    priority: float


@dataclass(frozen=True, slots=True)
class Placement:
    """A label that has room. ``has_leader`` asks for a line to a subject some way off."""

    key: str
    box: Box
    has_leader: bool


# Right first, then left, then the corners: the order never depends on the neighbours' motion, so a
# label changes sides only when its place is taken.
_DIRECTIONS: Final = (
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.75, -0.75),
    (0.75, 0.75),
    (-0.75, -0.75),
    (-0.75, 0.75),
    (0.0, 1.0),
    (0.0, -1.0),
)


def place_labels(
    requests: Sequence[LabelRequest],
    *,
    frame: Box,
    taken: Sequence[Box] = (),
    gap: float = 8.0,
    margin: float = 3.0,
    small_radius: float = 24.0,
    lines: Segments | None = None,
) -> tuple[Placement, ...]:
    """Place labels greedily by priority; one that finds no room is left out.

    Parameters
    ----------
    requests : sequence of LabelRequest
        Labels wanted. Equal priorities are settled by key, so their order does not matter.
    frame : Box
        Where labels may be.
    taken : sequence of Box
        Rectangles already in use.
    gap, margin : float
        Distance to the subject, and between labels, pixels.
    small_radius : float
        Subjects up to this size are kept clear of every label, larger ones of their own only: a
        craft before a planet's disc has its name on the disc.
    lines : ndarray, (k, 4), or None
        Segments x0, y0, x1, y1 that a label crosses only where every free place near its subject
        does.

    Returns
    -------
    tuple of Placement
        In order of priority.
    """
    in_use = list(taken)
    placed: list[Placement] = []
    for request in sorted(requests, key=lambda item: (item.priority, item.key)):
        circles = [
            (other.x, other.y, other.subject_radius)
            for other in requests
            if other is request or other.subject_radius <= small_radius
        ]
        near, far = request.subject_radius + gap, request.subject_radius + 5.0 * gap
        for reach, avoided in ((near, lines), (near, None), (far, None)):
            room = _Room(frame, in_use, circles, avoided)
            box = room.box_for(request, reach)
            if box is not None:
                placed.append(Placement(request.key, box, has_leader=reach == far))
                in_use.append(box.grown(margin))
                break
    return tuple(placed)


@dataclass(frozen=True, eq=False)
class _Room:
    """What is free: inside the frame, off boxes, circles and lines."""

    frame: Box
    in_use: Sequence[Box]
    circles: Sequence[tuple[float, float, float]]
    lines: Segments | None

    def box_for(self, request: LabelRequest, reach: float) -> Box | None:
        for direction in _DIRECTIONS:
            box = _candidate(request, direction, reach)
            if (
                self.frame.contains(box)
                and not any(box.overlaps(other) for other in self.in_use)
                and not any(box.meets_circle(x, y, radius) for x, y, radius in self.circles)
                and not (self.lines is not None and crossed(box, self.lines))
            ):
                return box
        return None


def crossed(box: Box, lines: Segments) -> bool:
    """Tell whether any segment (k, 4) enters a rectangle."""
    start, step = lines[:, :2], lines[:, 2:] - lines[:, :2]
    low = np.array([box.left, box.top]) - start
    high = np.array([box.right, box.bottom]) - start
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = low / step, high / step
    # A segment along an edge's direction is inside that slab throughout or never.
    still = step == 0.0
    within = (low <= 0.0) & (high >= 0.0)
    enter = np.where(still, np.where(within, 0.0, 2.0), np.minimum(first, second))
    leave = np.where(still, np.where(within, 1.0, -1.0), np.maximum(first, second))
    begins = np.maximum(enter.max(axis=1), 0.0)
    ends = np.minimum(leave.min(axis=1), 1.0)
    return bool((begins < ends).any())


def _candidate(request: LabelRequest, direction: tuple[float, float], reach: float) -> Box:
    """Return the box that touches a circle of radius ``reach`` in a direction."""
    along_x, along_y = direction
    x = request.x + along_x * reach
    y = request.y + along_y * reach
    left = x - request.width * (0.5 - 0.5 * _sign(along_x))
    top = y - request.height * (0.5 - 0.5 * _sign(along_y))
    return Box(left, top, request.width, request.height)


def _sign(value: float) -> float:
    return float((value > 0.0) - (value < 0.0))
