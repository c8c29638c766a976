"""CCSDS orbit ephemeris messages (CCSDS 502.0-B-2, OEM 2.0, key-value form): writing."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mars7viz.exchange.craft_path import OBJECT_IDS, OBJECT_NAMES, SSB, CraftPath, Piece
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.new_file import write_text
from mars7viz.exchange.provenance import CREATION_DATE, ORIGINATOR, statements
from mars7viz.exchange.request import Progress, Request
from mars7viz.exchange.sampling import INTERPOLATION_DEGREE, sampled
from mars7viz.exchange.times import tdb_calendar

Floats = NDArray[np.float64]

_CENTER_NAMES: Final = {SSB: "SOLAR SYSTEM BARYCENTER", "mars": "MARS"}
# Digits after the point: 1e-9 km and 1e-12 km/s, the last that a float64 between planets holds.
_POSITION: Final = ".9f"
_VELOCITY: Final = ".12f"


class CovarianceProvider(Protocol):
    """Where the uncertainty of a path comes from."""

    def covariance(self, craft: str, et: float) -> Floats | None:
        """Give the covariance of a state.

        Parameters
        ----------
        craft : str
            "coast_stage" or "lander".
        et : float
            TDB seconds past J2000.

        Returns
        -------
        ndarray or None
            (6, 6), symmetric, of position (km) and velocity (km/s) in ICRF axes; None where it is
            not known.
        """
        ...


def export_oem(
    path: CraftPath,
    file: Path,
    request: Request,
    progress: Progress,
    *,
    covariances: CovarianceProvider | None = None,
) -> None:
    """Write an orbit ephemeris message, one segment for each arc.

    Parameters
    ----------
    path : CraftPath
        The path.
    file : Path
        The message to write.
    request : Request
        Span, step and center; where None, each arc's own.
    progress : callable
        Told how many arcs are done.
    covariances : CovarianceProvider, optional
        Uncertainties at the start and stop of each segment; without them the message says so.

    Raises
    ------
    ExchangeError
        If the span, the step or the file cannot be had, or a covariance is none.
    OutsideCoverageError
        If the span reaches beyond the path.
    """
    pieces = sampled(path, request)
    lines = [
        "CCSDS_OEM_VERS = 2.0",
        *(f"COMMENT {sentence}" for sentence in statements(path.craft)),
        "COMMENT CREATION_DATE is the date of the reconstruction, so that the same request",
        "COMMENT gives the same bytes.",
    ]
    if covariances is None:
        lines.append("COMMENT No covariance: none was at hand for this path.")
    lines += [f"CREATION_DATE = {CREATION_DATE}", f"ORIGINATOR = {ORIGINATOR}", ""]
    for number, (piece, et) in enumerate(pieces, start=1):
        lines += _segment(path, piece, et, request.center)
        if covariances is not None:
            lines += _covariance_block(path, piece, covariances)
        progress(number, len(pieces))
    write_text(file, "\n".join(lines) + "\n", overwrite=request.overwrite)


def _segment(path: CraftPath, piece: Piece, et: Floats, center: str | None) -> list[str]:
    about = center or piece.arc.center
    states = path.states(piece, et, about)
    epochs = [tdb_calendar(instant) for instant in et.tolist()]
    # Hermite interpolation takes half as many states as it has terms; fewer give a lower degree.
    degree = min(INTERPOLATION_DEGREE, 2 * len(et) - 1)
    lines = [
        "META_START",
        f"COMMENT Arc {piece.arc.id}, reconstructed.",
        f"OBJECT_NAME = {OBJECT_NAMES[path.craft]}",
        f"OBJECT_ID = {OBJECT_IDS[path.craft]}",
        f"CENTER_NAME = {_CENTER_NAMES.get(about, about.upper())}",
        "REF_FRAME = ICRF",
        "TIME_SYSTEM = TDB",
        f"START_TIME = {epochs[0]}",
        f"STOP_TIME = {epochs[-1]}",
        "INTERPOLATION = HERMITE",
        f"INTERPOLATION_DEGREE = {degree}",
        "META_STOP",
        "",
    ]
    for epoch, state in zip(epochs, states.tolist(), strict=True):
        numbers = [format(value, _POSITION) for value in state[:3]]
        numbers += [format(value, _VELOCITY) for value in state[3:]]
        lines.append(f"{epoch} {' '.join(numbers)}")
    lines.append("")
    return lines


def _covariance_block(path: CraftPath, piece: Piece, covariances: CovarianceProvider) -> list[str]:
    lines: list[str] = []
    for et in (piece.start_et, piece.stop_et):
        matrix = covariances.covariance(path.craft, et)
        if matrix is None:
            continue
        _check_covariance(matrix, et)
        lines += [f"EPOCH = {tdb_calendar(et)}", "COV_REF_FRAME = ICRF"]
        lines += [" ".join(f"{matrix[row, k]:.12e}" for k in range(row + 1)) for row in range(6)]
    if not lines:
        return ["COMMENT No covariance is known for this segment.", ""]
    return ["COVARIANCE_START", *lines, "COVARIANCE_STOP", ""]


def _check_covariance(matrix: Floats, et: float) -> None:
    """Refuse what no reader could take for a covariance."""
    good = matrix.shape == (6, 6) and bool(np.isfinite(matrix).all())
    good = good and np.allclose(matrix, matrix.T, rtol=1e-9, atol=0.0)
    if good:
        sigma = np.sqrt(np.maximum(np.diag(matrix), 0.0))
        scale = np.where(sigma > 0.0, sigma, 1.0)
        good = bool(np.linalg.eigvalsh(matrix / np.outer(scale, scale)).min() > -1e-9)
    if not good:
        raise ExchangeError(
            f"the covariance at {tdb_calendar(et)} TDB is not a symmetric (6, 6) matrix of finite "
            "numbers without negative variances"
        )
