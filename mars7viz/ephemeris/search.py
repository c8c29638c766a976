"""Roots and minima of a function of `et`: when something happens."""

import math
from collections.abc import Callable
from typing import Final

from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError

Function = Callable[[float], float]

_MOST_STEPS: Final = 200
_GOLDEN: Final = (3.0 - math.sqrt(5.0)) / 2.0
_FEWEST_SAMPLES: Final = 3


def find_root(f: Function, low: float, high: float, *, tolerance: float = 1e-6) -> float:
    """Find a zero of a function between two arguments where its signs differ.

    Parameters
    ----------
    f : callable
        Continuous function of one float.
    low, high : float
        Ends of the bracket, in either order.
    tolerance : float
        Allowed error of the argument; a few float steps are always allowed.

    Returns
    -------
    float
        The argument, by Chandrupatla's method (1997, Adv. Eng. Software 28:145).

    Raises
    ------
    EphemerisError
        If the function has the same sign at both ends, or is not finite there.
    NoConvergenceError
        If 200 steps do not suffice.
    """
    newest, other = low, high
    f_newest, f_other = f(newest), f(other)
    if not (math.isfinite(f_newest) and math.isfinite(f_other)) or f_newest * f_other > 0.0:
        raise EphemerisError(f"no change of sign between {low} ({f_newest}) and {high} ({f_other})")
    if f_newest == 0.0 or f_other == 0.0:
        return newest if f_newest == 0.0 else other
    part = 0.5
    for _ in range(_MOST_STEPS):
        x = newest + part * (other - newest)
        fx = f(x)
        if (fx < 0.0) == (f_newest < 0.0):
            oldest, f_oldest = newest, f_newest
        else:
            oldest, f_oldest = other, f_other
            other, f_other = newest, f_newest
        newest, f_newest = x, fx
        best, f_best = min(((newest, f_newest), (other, f_other)), key=lambda pair: abs(pair[1]))
        least = (2.0 * math.ulp(best) + tolerance / 2.0) / max(abs(other - newest), math.ulp(best))
        if least > 0.5 or f_best == 0.0:
            return best
        xi = (newest - other) / (oldest - other)
        phi = (f_newest - f_other) / (f_oldest - f_other)
        part = 0.5
        # Inverse quadratic interpolation where the three points allow it.
        if phi**2 < xi and (1.0 - phi) ** 2 < 1.0 - xi:
            part = f_newest / (f_other - f_newest) * f_oldest / (f_other - f_oldest) + (
                (oldest - newest) / (other - newest)
            ) * f_newest / (f_oldest - f_newest) * f_other / (f_oldest - f_other)
        part = min(max(part, least), 1.0 - least)
    raise NoConvergenceError(f"no root found between {low} and {high} in {_MOST_STEPS} steps")


def find_roots(
    f: Function, start: float, stop: float, *, samples: int, tolerance: float = 1e-6
) -> list[float]:
    """Find the zeros of a function in a span.

    Parameters
    ----------
    f : callable
        Continuous function of one float.
    start, stop : float
        The span.
    samples : int
        Instants at equal steps, at least 3, between which a change of sign is looked for: two
        zeros within one step are not seen.
    tolerance : float
        Allowed error of the arguments.

    Returns
    -------
    list of float
        Arguments in order; empty if there is no change of sign.

    Raises
    ------
    EphemerisError
        For an empty span or too few samples.
    """
    instants = _instants(start, stop, samples)
    values = [f(instant) for instant in instants]
    roots: list[float] = []
    for index in range(samples - 1):
        if values[index] == 0.0:
            roots.append(instants[index])
        elif values[index] * values[index + 1] < 0.0:
            roots.append(find_root(f, *instants[index : index + 2], tolerance=tolerance))
    return [*roots, instants[-1]] if values[-1] == 0.0 else roots


def find_minimum(f: Function, low: float, high: float, *, tolerance: float = 1e-3) -> float:
    """Find where a function with one dip in a span is least, by golden sections.

    Parameters
    ----------
    f : callable
        Continuous function of one float.
    low, high : float
        Ends of the span.
    tolerance : float
        Length to which the span is cut down. The error is no less than where rounding of `f` hides
        the dip.

    Returns
    -------
    float
        The argument; an end of the span if the function is least there.

    Raises
    ------
    EphemerisError
        For an empty span.
    """
    if not low < high:
        raise EphemerisError(f"the span {low} to {high} is empty")
    left, right = low, high
    x1, x2 = left + _GOLDEN * (right - left), right - _GOLDEN * (right - left)
    f1, f2 = f(x1), f(x2)
    while right - left > max(tolerance, 4.0 * math.ulp(max(abs(left), abs(right)))):
        if f1 <= f2:
            right, x2, f2 = x2, x1, f1
            x1 = left + _GOLDEN * (right - left)
            f1 = f(x1)
        else:
            left, x1, f1 = x1, x2, f2
            x2 = right - _GOLDEN * (right - left)
            f2 = f(x2)
    return min((low, (left + right) / 2.0, high), key=f)


def closest_approach(
    f: Function, start: float, stop: float, *, samples: int, tolerance: float = 1e-3
) -> tuple[float, float]:
    """Find when a distance is least in a span.

    Parameters
    ----------
    f : callable
        Distance as a function of `et`.
    start, stop : float
        The span, TDB seconds past J2000, both ends included.
    samples : int
        Instants at equal steps, at least 3; the dip next to the least of them is refined.
    tolerance : float
        Allowed error of the instant, seconds.

    Returns
    -------
    tuple of float
        The instant, TDB seconds past J2000, and the distance there.

    Raises
    ------
    EphemerisError
        For an empty span or too few samples.
    """
    instants = _instants(start, stop, samples)
    values = [f(instant) for instant in instants]
    least = min(range(samples), key=values.__getitem__)
    low, high = instants[max(least - 1, 0)], instants[min(least + 1, samples - 1)]
    et = find_minimum(f, low, high, tolerance=tolerance)
    return et, f(et)


def _instants(start: float, stop: float, samples: int) -> list[float]:
    if not start < stop or samples < _FEWEST_SAMPLES:
        raise EphemerisError(
            f"cannot search {start} to {stop} with {samples} samples: the span must not be empty "
            f"and needs at least {_FEWEST_SAMPLES}"
        )
    step = (stop - start) / (samples - 1)
    return [*(start + index * step for index in range(samples - 1)), stop]
