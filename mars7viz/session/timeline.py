"""Timeline: the span, the instant and how time runs. A frozen value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mars7viz.constants import DAY_S

RATES: tuple[float, ...] = (
    1.0,
    10.0,
    60.0,
    300.0,
    1000.0,
    3600.0,
    4.0 * 3600.0,
    DAY_S,
    3.0 * DAY_S,
    10.0 * DAY_S,
    30.0 * DAY_S,
)
"""Mission seconds per wall second, from real time to thirty days a second."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where we are in ``[start_et, stop_et]`` and how fast time runs.

    ``rate`` is mission seconds per wall second; a negative rate runs backwards. A held timeline
    does not advance, so that a dragged handle stays under the finger.
    """

    start_et: float
    stop_et: float
    et: float
    rate: float = 1.0
    is_playing: bool = False
    is_held: bool = False

    def __post_init__(self) -> None:
        """Refuse spans and instants that are not finite and ordered."""
        if not (math.isfinite(self.start_et) and self.start_et < self.stop_et < math.inf):
            raise ValueError(f"timeline span is empty: {self.start_et} to {self.stop_et}")
        if not self.start_et <= self.et <= self.stop_et:
            raise ValueError(
                f"et {self.et} is outside the timeline ({self.start_et} to {self.stop_et})"
            )
        if not math.isfinite(self.rate) or self.rate == 0.0:
            raise ValueError(f"rate must be finite and not zero, not {self.rate}")

    def seek(self, et: float) -> Timeline:
        """Return the timeline at ``et``, clamped to its span."""
        if math.isnan(et):
            raise ValueError("et is not a number")
        return replace(self, et=min(max(et, self.start_et), self.stop_et))

    def advanced(self, wall_dt_s: float) -> Timeline:
        """Return the timeline ``wall_dt_s`` wall seconds later; it stops at either end."""
        if not self.is_playing or self.is_held or wall_dt_s <= 0.0:
            return self
        moved = self.seek(self.et + self.rate * wall_dt_s)
        at_end = moved.et >= self.stop_et if self.rate > 0 else moved.et <= self.start_et
        return replace(moved, is_playing=not at_end)

    def playing(self) -> Timeline:
        """Return the timeline running; from the end it is running towards, it stays stopped."""
        at_end = self.et >= self.stop_et if self.rate > 0 else self.et <= self.start_et
        return replace(self, is_playing=not at_end)

    def paused(self) -> Timeline:
        """Return the timeline standing still."""
        return replace(self, is_playing=False)

    def with_rate(self, rate: float) -> Timeline:
        """Return the timeline with another rate (mission seconds per wall second)."""
        return replace(self, rate=rate)

    def reversed(self) -> Timeline:
        """Return the timeline running the other way at the same speed."""
        return replace(self, rate=-self.rate)

    def faster(self) -> Timeline:
        """Return the timeline at the next higher speed of the ladder, same direction."""
        speed = next((step for step in RATES if step > abs(self.rate) * (1 + 1e-9)), RATES[-1])
        return replace(self, rate=math.copysign(speed, self.rate))

    def slower(self) -> Timeline:
        """Return the timeline at the next lower speed of the ladder, same direction."""
        lower = [step for step in RATES if step < abs(self.rate) * (1 - 1e-9)]
        return replace(self, rate=math.copysign(lower[-1] if lower else RATES[0], self.rate))

    def held(self) -> Timeline:
        """Return the timeline held by a finger."""
        return replace(self, is_held=True)

    def released(self) -> Timeline:
        """Return the timeline let go."""
        return replace(self, is_held=False)
