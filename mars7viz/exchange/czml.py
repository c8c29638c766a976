"""CZML, the scene description that Cesium draws: one path about the Earth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.epoch import et_to_utc, tdb_minus_tt_s
from mars7viz.exchange.craft_path import OBJECT_NAMES, CraftPath, Piece
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.new_file import write_text
from mars7viz.exchange.provenance import PROGRAM, statements
from mars7viz.exchange.request import Progress, Request
from mars7viz.exchange.sampling import INTERPOLATION_DEGREE, sampled

Floats = NDArray[np.float64]

_COLORS: Final = {"coast_stage": [255, 178, 62, 255], "lander": [106, 200, 255, 255]}
_PLAYBACK_SPEED: Final = 86_400
_M_PER_KM: Final = 1000.0


def export_czml(
    path: CraftPath,
    file: Path,
    request: Request,
    progress: Progress,
) -> None:
    """Write a CZML document.

    Positions are from the center of the Earth in ICRF axes, the only inertial frame that CZML has.

    Parameters
    ----------
    path : CraftPath
        The path.
    file : Path
        The document to write.
    request : Request
        Span, step and center; None or "earth", for CZML has no other.
    progress : callable
        Told how many arcs are done.

    Raises
    ------
    ExchangeError
        If the span, the step, the center or the file cannot be had.
    OutsideCoverageError
        If the span reaches beyond the path.
    """
    if request.center not in {None, "earth"}:
        raise ExchangeError(
            f"CZML knows no center {request.center!r}: its positions are from the Earth's center"
        )
    pieces = sampled(path, request)
    first_et, last_et = pieces[0][0].start_et, pieces[-1][0].stop_et
    epoch = et_to_utc(first_et, decimals=6)
    interval = f"{epoch}/{et_to_utc(last_et, decimals=6)}"
    intervals = []
    for number, (piece, et) in enumerate(pieces, start=1):
        intervals.append(_interval(path, piece, et))
        progress(number, len(pieces))
    color = _COLORS[path.craft]
    packets: list[dict[str, Any]] = [
        {
            "id": "document",
            "name": f"{OBJECT_NAMES[path.craft].title()}, reconstructed ({PROGRAM})",
            "version": "1.0",
            "description": " ".join(statements(path.craft)),
            "clock": {
                "interval": interval,
                "currentTime": epoch,
                "multiplier": _PLAYBACK_SPEED,
                "range": "LOOP_STOP",
                "step": "SYSTEM_CLOCK_MULTIPLIER",
            },
        },
        {
            "id": f"mars7/{path.craft}",
            "name": f"{OBJECT_NAMES[path.craft].title()} (reconstructed)",
            "description": " ".join(statements(path.craft)),
            "availability": interval,
            "position": intervals,
            "point": {"pixelSize": 8, "color": {"rgba": color}},
            "label": {"text": f"{OBJECT_NAMES[path.craft].title()} (reconstructed)"},
            "path": {
                "width": 1.5,
                "material": {"solidColor": {"color": {"rgba": color}}},
            },
        },
    ]
    write_text(file, json.dumps(packets, indent=1) + "\n", overwrite=request.overwrite)


def _interval(path: CraftPath, piece: Piece, et: Floats) -> dict[str, Any]:
    """One arc: no interpolation across the kink to the next."""
    epoch = et_to_utc(piece.start_et, decimals=6)
    # Cesium counts SI seconds on the ground, not TDB: up to 3 ms apart.
    ground_s = [instant - tdb_minus_tt_s(instant) for instant in et.tolist()]
    meters = path.states(piece, et, "earth") * _M_PER_KM
    samples: list[float] = []
    for instant_s, state in zip(ground_s, meters.tolist(), strict=True):
        samples.append(round(instant_s - ground_s[0], 6))
        samples += [round(value, 4) for value in state[:3]]
        samples += [round(value, 9) for value in state[3:]]
    return {
        "interval": f"{epoch}/{et_to_utc(piece.stop_et, decimals=6)}",
        "epoch": epoch,
        "referenceFrame": "INERTIAL",
        "interpolationAlgorithm": "HERMITE",
        "interpolationDegree": INTERPOLATION_DEGREE,
        "cartesianVelocity": samples,
    }
