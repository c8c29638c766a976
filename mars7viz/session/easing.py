"""Smooth curves through a few points: how a camera moves from one keyframe to the next."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence


def smoothstep(fraction: float) -> float:
    """Ease ``fraction`` (0 to 1) in and out: it starts and ends at rest."""
    bounded = min(max(fraction, 0.0), 1.0)
    return bounded * bounded * (3.0 - 2.0 * bounded)


def short_way_deg(angles_deg: Sequence[float]) -> tuple[float, ...]:
    """Unwrap angles so that each is reached from the one before by at most half a turn."""
    unwrapped = list(angles_deg[:1])
    for angle in angles_deg[1:]:
        unwrapped.append(unwrapped[-1] + math.remainder(angle - unwrapped[-1], 360.0))
    return tuple(unwrapped)


def linear(knots: Sequence[float], values: Sequence[float], at: float) -> float:
    """Interpolate on straight lines; outside the knots the end values hold.

    ``knots`` increase and are as many as ``values``.
    """
    if at <= knots[0]:
        return values[0]
    if at >= knots[-1]:
        return values[-1]
    left = bisect_right(knots, at) - 1
    fraction = (at - knots[left]) / (knots[left + 1] - knots[left])
    return values[left] + fraction * (values[left + 1] - values[left])


def smooth(knots: Sequence[float], values: Sequence[float], at: float) -> float:
    """Interpolate on a monotone cubic that rests at both ends; outside them the end values hold.

    The curve has a continuous slope and never leaves the range of the two values around it
    (Fritsch and Butland 1984, SIAM J. Sci. Stat. Comput. 5, 300), so that a camera never swings
    past the place it was told to go to.
    """
    if at <= knots[0]:
        return values[0]
    if at >= knots[-1]:
        return values[-1]
    left = bisect_right(knots, at) - 1
    width = knots[left + 1] - knots[left]
    s = (at - knots[left]) / width
    slope0 = _slope(knots, values, left) * width
    slope1 = _slope(knots, values, left + 1) * width
    rise = values[left + 1] - values[left]
    value = (
        values[left]
        + s * slope0
        + s * s * (3.0 * rise - 2.0 * slope0 - slope1)
        + s * s * s * (slope0 + slope1 - 2.0 * rise)
    )
    # The cubic is monotone; rounding alone could leave the range by one last place.
    low, high = sorted((values[left], values[left + 1]))
    return min(max(value, low), high)


def _slope(knots: Sequence[float], values: Sequence[float], index: int) -> float:
    """Slope of the curve at one knot: zero at the ends and wherever the values turn round."""
    if index in (0, len(knots) - 1):
        return 0.0
    before_width = knots[index] - knots[index - 1]
    after_width = knots[index + 1] - knots[index]
    before = (values[index] - values[index - 1]) / before_width
    after = (values[index + 1] - values[index]) / after_width
    if before == 0.0 or after == 0.0 or (before > 0.0) != (after > 0.0):
        return 0.0
    before_weight = before_width + 2.0 * after_width
    after_weight = 2.0 * before_width + after_width
    # Divided by ratios and not by slopes: a slope may be as small as floats go.
    smaller = min(before, after, key=abs)
    weighted = before_weight * (smaller / before) + after_weight * (smaller / after)
    return smaller * (before_weight + after_weight) / weighted
