"""SPK kernels of type 2: the form that SPICE, Skyfield, astropy and this program all read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import spiceypy
from spiceypy.utils.exceptions import SpiceyError

from mars7viz.exchange.chebyshev_fit import DEGREE, Run, fitted, fitted_evenly
from mars7viz.exchange.craft_path import CENTERS, CraftPath, Piece
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.new_file import new_file
from mars7viz.exchange.provenance import PROGRAM, statements
from mars7viz.exchange.request import Progress, Request

_FRAME: Final = "J2000"
_COMMENT_WIDTH: Final = 80


def export_spk(
    path: CraftPath,
    file: Path,
    request: Request,
    progress: Progress,
) -> None:
    """Write an SPK kernel.

    Parameters
    ----------
    path : CraftPath
        The path.
    file : Path
        The kernel to write.
    request : Request
        Span, step and center; where None, each arc's own. With one center Skyfield finds
        all segments; with one segment astropy and jplephem do.
    progress : callable
        Told how many pieces or records are done.

    Raises
    ------
    ExchangeError
        If the span, the file or `single_segment` cannot be had.
    OutsideCoverageError
        If the span reaches beyond the path.
    """
    pieces = path.pieces(request.start_et, request.stop_et)
    if request.single_segment and len(pieces) > 1:
        spans = ", ".join(piece.arc.id for piece in pieces)
        raise ExchangeError(
            f"one segment cannot hold the {len(pieces)} arcs {spans}: the path has kinks between "
            "them; choose --start and --stop within one arc (mars7viz export oem lists them)"
        )
    runs: list[tuple[Piece, Run]] = []
    for number, piece in enumerate(pieces, start=1):
        if request.single_segment:
            runs.append((piece, fitted_evenly(path, piece, request.center, progress)))
        else:
            runs += [(piece, run) for run in fitted(path, piece, request.center)]
            progress(number, len(pieces))
    with new_file(file, overwrite=request.overwrite) as part:
        try:
            _write(path, part, runs, request.center)
        except SpiceyError as error:
            raise ExchangeError(f"{file} cannot be written: {_first_line(error)}") from error


def _write(path: CraftPath, part: Path, runs: list[tuple[Piece, Run]], center: str | None) -> None:
    name = f"{path.craft} reconstructed, {PROGRAM}"
    # CSPICE leaves room for comments in records of 1000 characters.
    comments = _comments(path, runs, center)
    handle = spiceypy.spkopn(str(part), name[:60], sum(map(len, comments)) + len(comments))
    try:
        for piece, run in runs:
            count = len(run.coefficients)
            record_s = (run.stop_et - run.start_et) / count
            while run.start_et + count * record_s < run.stop_et:
                record_s = float(np.nextafter(record_s, np.inf))
            spiceypy.spkw02(
                handle,
                path.naif_id,
                CENTERS[center or piece.arc.center],
                _FRAME,
                run.start_et,
                run.stop_et,
                f"{piece.arc.id} reconstructed"[:40],
                record_s,
                count,
                DEGREE,
                run.coefficients.ravel(),
                run.start_et,
            )
        spiceypy.dafac(handle, comments)
    finally:
        spiceypy.dafcls(handle)


def _comments(path: CraftPath, runs: list[tuple[Piece, Run]], center: str | None) -> list[str]:
    about = "the center of each arc" if center is None else center
    lines = [
        *statements(path.craft),
        "",
        f"Target {path.naif_id}, {len(runs)} segments of type 2 about {about}, frame J2000.",
        "The id is not NAIF's: minus 100000 minus the catalogue number of the object.",
        "Polynomials of degree 15, within 20 cm of the path they were fitted to. That",
        "is how well the file follows the reconstruction, not how well that is known.",
    ]
    return [line[:_COMMENT_WIDTH] or " " for line in lines]


def _first_line(error: SpiceyError) -> str:
    text = (error.long or error.explain or error.short or str(error)).strip()
    return " ".join(text.split())[:300]
