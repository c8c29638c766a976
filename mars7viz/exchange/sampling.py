"""At which instants to take a path so that nothing happens between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2
from mars7viz.exchange.craft_path import CraftPath, Piece
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.request import Request

Floats = NDArray[np.float64]

STEP_PER_TIMESCALE: Final = 0.08
"""Longest step as a part of sqrt(r^3 / GM) and of r / v, whichever is less. Hermite interpolation
of degree 7 over four samples then stays below a meter from launch to 2030 (8 cm measured)."""

INTERPOLATION_DEGREE: Final = 7
"""Degree of the Hermite interpolation that `STEP_PER_TIMESCALE` is made for."""

MAX_SAMPLES: Final = 1_000_000
_ATTRACTING: Final = ("sun", "earth", "moon", "mars")
_MAX_HALVINGS: Final = 40


def bisected(
    start_et: float, stop_et: float, is_fine: Callable[[Floats, Floats], Floats]
) -> Floats:
    """Halve a span until every part is fine.

    Parameters
    ----------
    start_et, stop_et : float
        The span, TDB seconds past J2000.
    is_fine : callable
        Takes starts and stops of parts, (n,) each; gives (n,) booleans.

    Returns
    -------
    ndarray
        (m + 1,) ends of the m parts, in order of time.

    Raises
    ------
    ExchangeError
        If 40 halvings are not enough, or the parts are too many.
    """
    starts, stops = np.array([start_et]), np.array([stop_et])
    done = [np.array([stop_et])]
    for _ in range(_MAX_HALVINGS):
        coarse = ~np.asarray(is_fine(starts, stops), dtype=bool)
        done.append(starts[~coarse])
        if not coarse.any():
            return np.sort(np.concatenate(done))
        starts, stops = starts[coarse], stops[coarse]
        middles = 0.5 * (starts + stops)
        starts, stops = np.concatenate((starts, middles)), np.concatenate((middles, stops))
        if len(starts) > MAX_SAMPLES:
            break
    raise ExchangeError(
        f"the path cannot be sampled from et = {start_et:.3f} to {stop_et:.3f}: "
        f"{MAX_SAMPLES} steps are not enough"
    )


def natural_times(path: CraftPath, piece: Piece) -> Floats:
    """Give instants that follow the motion: seconds apart at a perigee, days between planets.

    Parameters
    ----------
    path : CraftPath
        Whose motion.
    piece : Piece
        The stretch.

    Returns
    -------
    ndarray
        (n,) TDB seconds past J2000, both ends of the piece included.
    """

    def is_fine(starts: Floats, stops: Floats) -> Floats:
        steps = stops - starts
        fine = np.ones(len(steps), dtype=bool)
        for et in (starts, 0.5 * (starts + stops), stops):
            for body in _ATTRACTING:
                state = path.relative_to_body(piece, et, body)
                away_km = np.linalg.norm(state[:, :3], axis=1)
                falling_s = np.sqrt(away_km**3 / GM_KM3_S2[body])
                # A hyperbola passes quicker than it falls.
                passing_s = away_km / np.linalg.norm(state[:, 3:], axis=1)
                fine &= steps <= STEP_PER_TIMESCALE * np.minimum(falling_s, passing_s)
        return fine

    return bisected(piece.start_et, piece.stop_et, is_fine)


def sampled(path: CraftPath, request: Request) -> list[tuple[Piece, Floats]]:
    """Give the instants to write: evenly spaced from the start of each arc, or as the motion asks.

    Parameters
    ----------
    path : CraftPath
        Whose motion.
    request : Request
        Span and step; the last instant in a piece may be closer than a step.

    Returns
    -------
    list of tuple
        Each piece with its instants, (n,) TDB seconds past J2000, both ends included.

    Raises
    ------
    ExchangeError
        If the span is empty, the step is not positive or it makes more than `MAX_SAMPLES`.
    OutsideCoverageError
        If the span reaches beyond the path.
    """
    pieces = path.pieces(request.start_et, request.stop_et)
    step_s = request.step_s
    if step_s is None:
        return [(piece, natural_times(path, piece)) for piece in pieces]
    if not (np.isfinite(step_s) and step_s > 0.0):
        raise ExchangeError(f"a step must be a positive number of seconds, not {step_s:g}")
    count = (pieces[-1].stop_et - pieces[0].start_et) / step_s
    if count > MAX_SAMPLES:
        raise ExchangeError(
            f"a step of {step_s:g} s makes {count:.0f} samples; at most {MAX_SAMPLES} are written"
        )
    return [(piece, _even_times(piece, step_s)) for piece in pieces]


def _even_times(piece: Piece, step_s: float) -> Floats:
    # A last whole step that rounding leaves just before the end is the end.
    count = np.ceil((piece.stop_et - piece.start_et) / step_s - 1e-6)
    return np.append(piece.start_et + step_s * np.arange(count), piece.stop_et)
