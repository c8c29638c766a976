"""Write the sisters' paths: a kernel for each craft, and one list of what they are."""

import hashlib
import json
import math
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from mars7viz.determination.ids import NAIF_ID
from mars7viz.determination.sisters.base import SisterPath
from mars7viz.determination.sisters.chronologies import LIST, SCHEMA
from mars7viz.determination.sisters.determine import determine
from mars7viz.determination.sisters.documents import Sisters
from mars7viz.determination.spk_writer import Piece, fitted_pieces, write_spk
from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.ephemeris.solar_system import SolarSystem

Progress = Callable[[str], None]

# Single instants that a path gives, not documents to compare with.
_INSTANTS: Final = ("closest_approach_et",)


def make_sisters(
    sisters: Sisters,
    folder: Path,
    solar_system: SolarSystem,
    *,
    progress: Progress = lambda _what: None,
) -> dict[str, SisterPath]:
    """Determine the three paths and write them; nothing is replaced unless all went well.

    Parameters
    ----------
    sisters : Sisters
        What is on record.
    folder : Path
        Where kernels and list go; made if need be.
    solar_system : SolarSystem
        Where the bodies are.
    progress : callable
        Told what is being done.

    Returns
    -------
    dict of SisterPath
        By craft.

    Raises
    ------
    UserError
        If no path meets the documents; the message names craft and document.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".sisters-", dir=folder) as name:
        work = Path(name)
        paths: dict[str, SisterPath] = {}
        listed: dict[str, Any] = {}
        for craft, documents in sisters.craft.items():
            path = determine(documents, solar_system, progress=progress)
            paths[craft] = path
            progress(f"{craft}: polynomials")
            pieces = polynomials(path)
            file = work / f"{craft}.bsp"
            write_spk(file, pieces, comments=_comments(path))
            listed[craft] = _listed(path, pieces, file, sisters)
        content = {"schema": SCHEMA, "craft": listed}
        (work / LIST).write_text(
            json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        for file in sorted(work.iterdir()):
            os.replace(file, folder / file.name)
    return paths


def polynomials(path: SisterPath) -> tuple[Piece, ...]:
    """Fit every arc of a path."""
    return tuple(
        piece
        for arc in path.arcs
        for piece in fitted_pieces(
            arc.states,
            craft_id=NAIF_ID[arc.craft],
            center=arc.center,
            arc=arc.arc,
            start_et=arc.start_et,
            stop_et=arc.stop_et,
            longest_s=arc.longest_s,
        )
    )


def residuals(path: SisterPath) -> list[dict[str, Any]]:
    """Give every document beside the path's own figure."""
    rows = []
    for document in path.documents.documents.values():
        computed = path.figures.get(document.id, path.parameters.get(document.id))
        rows.append(
            {
                "id": document.id,
                "name": {"en": document.name.en, "ru": document.name.ru},
                "value": document.value,
                "sigma": document.sigma,
                "unit": document.unit,
                "grade": str(document.grade),
                "sources": list(document.sources),
                "fitted": document.fitted,
                "computed": computed,
                "residual_sigmas": None
                if computed is None
                else (computed - document.value) / document.sigma,
            }
        )
    return rows


def _listed(
    path: SisterPath, pieces: tuple[Piece, ...], file: Path, sisters: Sisters
) -> dict[str, Any]:
    documents = path.documents
    craft = dict.fromkeys(arc.craft for arc in path.arcs)
    return {
        "name": {"en": documents.name.en, "ru": documents.name.ru},
        "designator": documents.designator,
        "kernel": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "fit_error_m": max(piece.error_km for piece in pieces) * 1e3,
        "naif_ids": {name: NAIF_ID[name] for name in craft},
        "arcs": {
            name: [
                {
                    "id": arc.arc,
                    "center": arc.center,
                    "start_et": arc.start_et,
                    "stop_et": arc.stop_et,
                    "grade": str(sisters.arcs[arc.arc].grade),
                    "name": {
                        "en": sisters.arcs[arc.arc].name.en,
                        "ru": sisters.arcs[arc.arc].name.ru,
                    },
                }
                for arc in path.arcs
                if arc.craft == name
            ]
            for name in craft
        },
        "parameters": path.parameters,
        "figures": {
            name: value
            for name, value in path.figures.items()
            if name not in _INSTANTS and math.isfinite(value)
        },
        "instants": {
            name: et_to_utc(path.figures[name], decimals=1)
            for name in _INSTANTS
            if name in path.figures
        },
        "documents": residuals(path),
        "events": [_event(event_id, path) for event_id in documents.events],
    }


def _event(event_id: str, path: SisterPath) -> Mapping[str, Any]:
    event = path.documents.events[event_id]
    return {
        "id": event.id,
        "name": {"en": event.name.en, "ru": event.name.ru},
        "utc": et_to_utc(event.value, decimals=1),
        "sigma_s": event.sigma,
        "grade": str(event.grade),
        "sources": list(event.sources),
    }


def _comments(path: SisterPath) -> list[str]:
    return [
        f"{path.documents.name.en} ({path.documents.designator}), reconstructed by mars7viz.",
        "No tracking data of this flight is at hand: every state is an estimate.",
        "Method, residuals, weak points: docs/sister-craft.md.",
        *(
            f"Target {NAIF_ID[name]}: {name}"
            for name in dict.fromkeys(arc.craft for arc in path.arcs)
        ),
        "Centers: 399 Earth, 10 Sun, 4 Mars. Frame J2000 (ICRF). Needs JPL DE440 beside it.",
    ]
