"""Write paths as SPK kernels: Chebyshev polynomials through the points that pin their ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import spiceypy
from numpy.typing import NDArray

from mars7viz.determination.errors import DeterminationError
from mars7viz.determination.ids import CENTER_ID

Floats = NDArray[np.float64]

DEGREE: Final = 15
FIT_ERROR_KM: Final = 5e-4
"""Largest error of a polynomial against the path it stands for: half a meter."""

_FIT_ERROR_KM_S: Final = 1e-6
_SHORTEST_S: Final = 1.0
_MOST_HALVINGS: Final = 24

States = Callable[[Floats], Floats]
"""(n,) instants to (n, 6), km and km/s about the center, ICRF."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Equal records over one span: one SPK segment of type 3.

    Attributes
    ----------
    craft_id : int
        NAIF id of the target.
    center : str
        "earth", "sun" or "mars".
    arc : str
        Name of the arc, which becomes the segment's.
    start_et, stop_et : float
        Span, TDB seconds past J2000.
    coefficients : ndarray
        (records, 6, DEGREE + 1).
    error_km : float
        Largest error found between the nodes.
    """

    craft_id: int
    center: str
    arc: str
    start_et: float
    stop_et: float
    coefficients: Floats
    error_km: float


def fitted_pieces(
    states: States,
    *,
    craft_id: int,
    center: str,
    arc: str,
    start_et: float,
    stop_et: float,
    longest_s: float,
) -> tuple[Piece, ...]:
    """Fit a smooth arc, with shorter records where it turns faster.

    Parameters
    ----------
    states : callable
        The arc.
    craft_id, center, arc, start_et, stop_et
        See `Piece`.
    longest_s : float
        Longest record.

    Returns
    -------
    tuple of Piece
        End to end, from start to stop.

    Raises
    ------
    DeterminationError
        If the arc cannot be fitted to `FIT_ERROR_KM`.
    """
    count = max(1, int(np.ceil((stop_et - start_et) / longest_s)))
    # Whole steps of equal length; halved as often as needed, neighbours of one length together.
    edges = np.linspace(start_et, stop_et, count + 1)
    depths: list[tuple[float, float]] = []
    for left, right in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        _split(states, left, right, 0, depths)
    pieces = []
    first = 0
    while first < len(depths):
        length = depths[first][1] - depths[first][0]
        last = first
        while (
            last + 1 < len(depths)
            and abs(depths[last + 1][1] - depths[last + 1][0] - length) < 1e-6 * length + 1e-6
        ):
            last += 1
        pieces.append(
            _piece(
                states,
                craft_id=craft_id,
                center=center,
                arc=arc,
                start_et=depths[first][0],
                stop_et=depths[last][1],
                records=last - first + 1,
            )
        )
        first = last + 1
    return tuple(pieces)


def _split(
    states: States, left: float, right: float, depth: int, found: list[tuple[float, float]]
) -> None:
    _, position, velocity = _record(states, left, right)
    if position < FIT_ERROR_KM and velocity < _FIT_ERROR_KM_S:
        found.append((left, right))
        return
    if depth >= _MOST_HALVINGS or right - left < 2.0 * _SHORTEST_S:
        raise DeterminationError(
            f"a path cannot be fitted by polynomials: {position * 1e3:.3g} m left in "
            f"{right - left:.3g} s"
        )
    middle = 0.5 * (left + right)
    _split(states, left, middle, depth + 1, found)
    _split(states, middle, right, depth + 1, found)


def _record(states: States, left: float, right: float) -> tuple[Floats, float, float]:
    """Coefficients (6, DEGREE + 1), and the largest errors of position and velocity."""
    half = 0.5 * (right - left)
    middle = left + half
    values = states(np.clip(middle + half * _NODES, left, right))
    coefficients: Floats = values.T @ _FROM_VALUES.T
    # Inside the span: at its very ends the polynomial has the path's own values.
    between = states(np.clip(middle + half * _CHECKS, left, right))
    errors = coefficients @ _AT_CHECKS - between.T
    position = float(np.linalg.norm(errors[:3], axis=0).max())
    return coefficients, position, float(np.linalg.norm(errors[3:], axis=0).max())


def _piece(
    states: States,
    *,
    craft_id: int,
    center: str,
    arc: str,
    start_et: float,
    stop_et: float,
    records: int,
) -> Piece:
    # The reader counts records by a fixed length from the start: so do the nodes.
    length = (stop_et - start_et) / records
    fits = [
        _record(states, start_et + number * length, min(start_et + (number + 1) * length, stop_et))
        for number in range(records)
    ]
    return Piece(
        craft_id=craft_id,
        center=center,
        arc=arc,
        start_et=start_et,
        stop_et=stop_et,
        coefficients=np.array([coefficients for coefficients, _, _ in fits]),
        error_km=max(position for _, position, _ in fits),
    )


def write_spk(path: Path, pieces: Sequence[Piece], *, comments: Sequence[str]) -> None:
    """Write pieces into one new SPK file.

    Parameters
    ----------
    path : Path
        File that must not exist.
    pieces : sequence of Piece
        In order of time for each craft.
    comments : sequence of str
        Lines of the comment area, ASCII.
    """
    reserved = sum(len(line) + 1 for line in comments) + 1024
    file = spiceypy.spkopn(str(path), "mars7viz reconstruction", reserved)
    try:
        spiceypy.dafac(file, [line if line else " " for line in comments])
        for piece in pieces:
            records = len(piece.coefficients)
            spiceypy.spkw03(
                file,
                piece.craft_id,
                CENTER_ID[piece.center],
                "J2000",
                piece.start_et,
                piece.stop_et,
                piece.arc[:40],
                (piece.stop_et - piece.start_et) / records,
                records,
                DEGREE,
                piece.coefficients.ravel(),
                piece.start_et,
            )
    finally:
        spiceypy.spkcls(file)


def _lobatto_matrix(degree: int) -> Floats:
    """From values at the Chebyshev points of the second kind to coefficients, (n, n)."""
    j = np.arange(degree + 1)
    cosines = np.cos(np.pi * np.outer(j, j) / degree)
    weight = np.ones(degree + 1)
    weight[[0, -1]] = 0.5
    result: Floats = 2.0 / degree * weight[:, None] * cosines * weight[None, :]
    return result


_NODES: Final = np.cos(np.pi * np.arange(DEGREE + 1) / DEGREE)
_FROM_VALUES: Final = _lobatto_matrix(DEGREE)
_CHECKS: Final = np.cos(np.pi * (np.arange(DEGREE) + 0.5) / DEGREE)
_AT_CHECKS: Final = np.cos(np.outer(np.arange(DEGREE + 1), np.arccos(_CHECKS)))
