"""Who has the exhibit: the loop or a visitor. A pure state machine; the clock is an argument.

Times are seconds of any monotonic clock, so that a set wall clock changes nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

WARNING_S = 10.0
"""How long a visitor is warned before the exhibit goes back to its loop."""


class Mode(StrEnum):
    """What the exhibit does."""

    ATTRACT = "attract"
    VISITOR = "visitor"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Attendance:
    """The mode and since when.

    ``since_s`` is when the loop began, or when a visitor was last felt. ``idle_s`` is how long a
    visitor may rest; a warning fills the end of it, but never more than half.
    """

    idle_s: float
    mode: Mode
    since_s: float

    @classmethod
    def opening(cls, now_s: float, *, idle_s: float) -> Attendance:
        """Return the exhibit as it opens: the loop at its beginning.

        Raises
        ------
        ValueError
            If ``idle_s`` is not a positive number.
        """
        if not (math.isfinite(idle_s) and idle_s > 0.0):
            raise ValueError(f"idle time {idle_s}; allowed: more than 0 seconds")
        return cls(idle_s=idle_s, mode=Mode.ATTRACT, since_s=now_s)

    @property
    def warning_s(self) -> float:
        """Length of the warning."""
        return min(WARNING_S, 0.5 * self.idle_s)

    def touched(self, now_s: float) -> Attendance:
        """Return the exhibit after a touch, a click or a key: a visitor's."""
        return replace(self, mode=Mode.VISITOR, since_s=now_s)

    def at(self, now_s: float) -> Attendance:
        """Return the exhibit as time alone has made it."""
        if self.mode is Mode.ATTRACT:
            return self
        rested_s = now_s - self.since_s
        if rested_s >= self.idle_s:
            return replace(self, mode=Mode.ATTRACT, since_s=now_s)
        warned = rested_s >= self.idle_s - self.warning_s
        return replace(self, mode=Mode.WARNING if warned else Mode.VISITOR)

    def seconds_left(self, now_s: float) -> int:
        """Return the whole seconds that a warning counts down, at least 1; 0 in the loop."""
        if self.mode is Mode.ATTRACT:
            return 0
        return max(1, math.ceil(self.idle_s - (now_s - self.since_s)))

    def loop_s(self, now_s: float, *, length_s: float) -> float:
        """Return how far the loop of ``length_s`` seconds is in its round."""
        return (now_s - self.since_s) % length_s

    def round_number(self, now_s: float, *, length_s: float) -> int:
        """Return which round of the loop it is, from 0."""
        return int((now_s - self.since_s) // length_s)
