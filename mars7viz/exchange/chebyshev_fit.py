"""Chebyshev records through a path: as long as the wanted closeness allows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from mars7viz.ephemeris.tdb import tdb_text
from mars7viz.exchange.craft_path import CraftPath, Piece
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.request import Progress
from mars7viz.exchange.sampling import bisected

Floats = NDArray[np.float64]

DEGREE: Final = 15
FIT_TOLERANCE_KM: Final = 2e-4
"""Largest distance between polynomial and path at the instants in between: 20 cm."""

MAX_RECORDS: Final = 200_000
"""Records of one segment: 80 MB."""

# A path out of a kernel has seams of centimeters; records that span one are halved to this and let
# be. A kink strays by more.
_SHORTEST_RECORD_S: Final = 1.0
_SEAM_KM: Final = 8e-4
_EVEN_UP_TO: Final = 4
_CHUNK: Final = 2048

# Chebyshev nodes of the first kind, and the matrix that turns values there into coefficients.
_NODES: Final = chebyshev.chebpts1(DEGREE + 1)
_TO_COEFFICIENTS: Final = np.linalg.inv(chebyshev.chebvander(_NODES, DEGREE))
# Checked where an interpolating polynomial strays most: between its nodes, and at the ends.
_CHECKS: Final = np.concatenate(([-1.0], 0.5 * (_NODES[1:] + _NODES[:-1]), [1.0]))
_AT_CHECKS: Final = chebyshev.chebvander(_CHECKS, DEGREE)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Records of equal length, end to end.

    Attributes
    ----------
    start_et, stop_et : float
        Span, TDB seconds past J2000.
    coefficients : ndarray
        (records, 3, `DEGREE` + 1), km.
    """

    start_et: float
    stop_et: float
    coefficients: Floats


def fitted(path: CraftPath, piece: Piece, center: str | None) -> list[Run]:
    """Fit a piece with records that are halved where the path bends.

    Parameters
    ----------
    path : CraftPath
        The path.
    piece : Piece
        The stretch.
    center : str or None
        Center of the positions, see `CraftPath.states`.

    Returns
    -------
    list of Run
        End to end over the piece.

    Raises
    ------
    ExchangeError
        If the path is not smooth.
    """
    ends = bisected(
        piece.start_et,
        piece.stop_et,
        lambda starts, stops: _fit(path, piece, center, starts, stops)[1],
    )
    lengths = np.diff(ends)
    count = round((piece.stop_et - piece.start_et) / lengths.min())
    if count <= _EVEN_UP_TO * len(lengths):
        # Few more records, and one segment where an eccentric orbit would make dozens.
        ends, lengths = np.linspace(piece.start_et, piece.stop_et, count + 1), np.ones(count)
    # Lengths are the piece's, halved: equal ones differ by rounding only.
    halvings = np.rint(np.log2(lengths.max() / lengths))
    cuts = [0, *(np.flatnonzero(np.diff(halvings)) + 1).tolist(), len(lengths)]
    runs = []
    for first, last in pairwise(cuts):
        coefficients, _ = _fit(path, piece, center, ends[first:last], ends[first + 1 : last + 1])
        runs.append(Run(float(ends[first]), float(ends[last]), coefficients))
    return runs


def fitted_evenly(path: CraftPath, piece: Piece, center: str | None, progress: Progress) -> Run:
    """Fit a piece with records of one length, for readers that see one segment only.

    Parameters
    ----------
    path : CraftPath
        The path.
    piece : Piece
        The stretch.
    center : str or None
        Center of the positions, see `CraftPath.states`.
    progress : callable
        Told how many records are done.

    Returns
    -------
    Run

    Raises
    ------
    ExchangeError
        If that takes more than `MAX_RECORDS`, or the path is not smooth.
    """
    adaptive = fitted(path, piece, center)
    shortest_s = min((run.stop_et - run.start_et) / len(run.coefficients) for run in adaptive)
    count = round((piece.stop_et - piece.start_et) / shortest_s)
    if count > MAX_RECORDS:
        raise ExchangeError(
            f"one segment from {tdb_text(piece.start_et)} to {tdb_text(piece.stop_et)} would need "
            f"{count} records of {shortest_s:.0f} s, and at most {MAX_RECORDS} are written; "
            "choose a shorter span, or leave --single-segment out"
        )
    ends = np.linspace(piece.start_et, piece.stop_et, count + 1)
    parts = []
    for first in range(0, count, _CHUNK):
        last = min(first + _CHUNK, count)
        parts.append(_fit(path, piece, center, ends[first:last], ends[first + 1 : last + 1])[0])
        progress(last, count)
    return Run(piece.start_et, piece.stop_et, np.concatenate(parts))


def _fit(
    path: CraftPath, piece: Piece, center: str | None, starts: Floats, stops: Floats
) -> tuple[Floats, Floats]:
    """Coefficients (n, 3, terms) of n records, and whether each is close enough."""
    nodes = np.concatenate((_NODES, _CHECKS))
    middles, halves = 0.5 * (starts + stops), 0.5 * (stops - starts)
    et = middles[:, None] + halves[:, None] * nodes
    # Rounding must not leave the piece: the path may end there.
    et = np.clip(et, piece.start_et, piece.stop_et)
    positions = path.states(piece, et.ravel(), center)[:, :3].reshape(len(starts), len(nodes), 3)
    coefficients = np.einsum("kn,rnc->rck", _TO_COEFFICIENTS, positions[:, : len(_NODES)])
    found = np.einsum("nk,rck->rnc", _AT_CHECKS, coefficients)
    strayed_km = np.linalg.norm(found - positions[:, len(_NODES) :], axis=2).max(axis=1)
    short = stops - starts < _SHORTEST_RECORD_S
    fine = (strayed_km <= FIT_TOLERANCE_KM) | short
    torn = short & (strayed_km > _SEAM_KM)
    if torn.any():
        raise _not_smooth(path, float(starts[torn][0]))
    return coefficients, fine


def _not_smooth(path: CraftPath, et: float) -> ExchangeError:
    return ExchangeError(
        f"{path.chronology.name}: the path is not smooth at {tdb_text(et)}, and polynomials "
        "cannot follow it; export OEM or CSV"
    )
