"""Write what a determination yields: kernels, list of arcs, solution, spread. All or nothing."""

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.determination.determine import Residual, Solution
from mars7viz.determination.documents import Documents
from mars7viz.determination.ensemble import LEVELS, MEMBERS, SEED, Ensemble
from mars7viz.determination.estimate import Estimate
from mars7viz.determination.flight import PARAMETERS, Flight
from mars7viz.determination.ids import NAIF_ID
from mars7viz.determination.mars6 import ENTRY_UTC, Proof
from mars7viz.determination.paths import PathArc, paths, pieces
from mars7viz.determination.spk_writer import write_spk
from mars7viz.determination.targeting import FREE_NAMES, FREE_UNITS
from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.mission.model import Mission
from mars7viz.mission.trajectories import SCHEMA

Floats = NDArray[np.float64]

KERNEL: Final = "mars7.bsp"
ARCS: Final = "mars7.json"
SOLUTION: Final = "mars7_solution.json"
SPREAD: Final = "mars7_spread.npz"
COVARIANCE_FOR_S: Final = 365.0 * DAY_S
"""How long after Mars a covariance is kept, s."""
REPORT: Final = "report.json"

_CLAIMS: Final = (
    "pad_latitude",
    "pad_longitude",
    "parking_orbit_perigee",
    "parking_orbit_apogee",
    "parking_orbit_inclination",
    "correction_1_delta_v",
    "closest_approach_altitude",
    "release_push",
)
_EVENTS: Final = ("launch", "correction_1")
_PAST_THE_END_S: Final = 1.0

Progress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Nominal paths as written: their arcs, and how well polynomials stand for them."""

    arcs: Mapping[str, tuple[PathArc, ...]]
    fit_error_km: float


def stop_et(mission: Mission) -> float:
    """Where the paths end: arcs are half-open, the timeline's last instant must be inside."""
    return mission.timeline_stop_et + _PAST_THE_END_S


def write_trajectory(
    folder: Path, solution: Solution, mission: Mission, *, progress: Progress
) -> Trajectory:
    """Write kernel and list of arcs into a folder that holds neither."""
    arcs = paths(solution, stop_et=stop_et(mission), progress=progress)
    progress("polynomials")
    fitted = [piece for craft, own in arcs.items() for piece in pieces(craft, own)]
    write_spk(folder / KERNEL, fitted, comments=_comments())
    listed = {
        "schema": SCHEMA,
        "kernel": KERNEL,
        "naif_ids": {craft: NAIF_ID[craft] for craft in arcs},
        "arcs": {
            craft: [
                {
                    "id": arc.id,
                    "center": arc.center,
                    "start_et": arc.start_et,
                    "stop_et": arc.stop_et,
                }
                for arc in own
            ]
            for craft, own in arcs.items()
        },
        "claims": {name: _figure(mission, name) for name in _CLAIMS},
        "events": {name: mission.event(name).et for name in _EVENTS},
    }
    _write_json(folder / ARCS, listed)
    return Trajectory(arcs, max(piece.error_km for piece in fitted))


def write_solution(folder: Path, solution: Solution) -> None:
    """Write what the paths can be made from again without another fit."""
    times = solution.flight.times
    _write_json(
        folder / SOLUTION,
        {
            "schema": SCHEMA,
            "closest_approach_guess_et": times.closest_approach_et,
            "release_et": times.release_et,
            "closest_approach_et": solution.closest_approach_et,
            "entry_et": solution.entry_et,
            "closest_approach_sigma_s": solution.closest_approach_sigma_s,
            "entry_sigma_s": solution.entry_sigma_s,
            "approach_correction": solution.flight.approach_correction,
            "parameters": dict(zip(PARAMETERS, solution.parameters.tolist(), strict=True)),
            "free_coordinates": dict(
                zip(FREE_NAMES, solution.estimate.parameters.tolist(), strict=True)
            ),
            "units": dict(zip(FREE_NAMES, FREE_UNITS, strict=True)),
            "covariance": solution.estimate.covariance.tolist(),
        },
    )


def read_solution(path: Path, documents: Documents, solar_system: SolarSystem) -> Solution:
    """Read a solution back; it has no residuals, for those belong to the fit."""
    root = json.loads(path.read_text(encoding="utf-8"))
    flight = Flight(
        documents,
        solar_system,
        closest_approach_et=root["closest_approach_guess_et"],
        release_et=root["release_et"],
        approach_correction=root["approach_correction"],
    )
    estimate = Estimate(
        parameters=np.array([root["free_coordinates"][name] for name in FREE_NAMES]),
        residuals=np.zeros(0),
        jacobian=np.zeros((0, len(PARAMETERS))),
        covariance=np.array(root["covariance"]),
        iterations=0,
    )
    return Solution(
        flight=flight,
        parameters=np.array([root["parameters"][name] for name in PARAMETERS]),
        estimate=estimate,
        fitted=(),
        shown=(),
        closest_approach_et=root["closest_approach_et"],
        entry_et=root["entry_et"],
        closest_approach_sigma_s=root["closest_approach_sigma_s"],
        entry_sigma_s=root["entry_sigma_s"],
    )


def write_spread(folder: Path, spread: Ensemble) -> None:
    """Write the ensemble's quantiles and its members' states after Mars; numpy alone reads it."""
    arrays: dict[str, Any] = {
        "levels": np.array(LEVELS),
        "start_et": np.array(spread.start_et),
        "pass_et": spread.pass_et,
    }
    for craft, tube in spread.tubes.items():
        arrays[f"{craft}_ets"] = tube.ets
        for name in ("along_deg", "radial_km", "normal_km", "spread_km"):
            arrays[f"{craft}_{name}"] = getattr(tube, name)
        # Later the members lie all along the orbit, and no covariance describes that.
        tight = tube.ets <= spread.start_et + COVARIANCE_FOR_S
        arrays[f"{craft}_covariance"] = tube.covariance[tight]
        arrays[f"{craft}_start_sun"] = spread.start_sun[craft]
        arrays[f"{craft}_stop_sun"] = spread.stop_sun[craft]
    np.savez_compressed(folder / SPREAD, **arrays)


def report(
    solution: Solution, trajectory: Trajectory, spread: Ensemble, proof: Proof | None
) -> dict[str, Any]:
    """Give the machine-readable report."""
    times = solution.flight.times
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "closest_approach_utc": et_to_utc(solution.closest_approach_et),
        "closest_approach_sigma_s": solution.closest_approach_sigma_s,
        "intended_entry_utc": et_to_utc(solution.entry_et),
        "intended_entry_sigma_s": solution.entry_sigma_s,
        "release_utc": et_to_utc(times.release_et),
        "iterations": solution.estimate.iterations,
        "sum_of_squares": solution.estimate.cost,
        "residuals": [_residual(r) for r in (*solution.fitted, *solution.shown)],
        "chebyshev_fit_error_m": trajectory.fit_error_km * 1e3,
        "ensemble": {
            "members": MEMBERS,
            "seed": SEED,
            "pass_sigma_s": float(np.std(spread.pass_et)),
            "along_1_sigma_deg_at_end": {
                craft: [float(tube.along_deg[-1, 1]), float(tube.along_deg[-1, 3])]
                for craft, tube in spread.tubes.items()
            },
        },
    }
    if proof is not None:
        result["mars6"] = {
            "documented_entry_utc": f"{ENTRY_UTC}Z",
            "predicted_entry_utc": et_to_utc(proof.entry_et),
            "error_s": proof.error_s,
            "sigma_s": proof.sigma_s,
            "s_per_degree_of_entry_angle": proof.s_per_degree,
            "entry_angle_that_fits_deg": proof.angle_that_fits_deg,
            "residuals": [_residual(r) for r in proof.fitted],
        }
    return result


def put_in_place(work: Path, out: Path) -> None:
    """Move every file of a finished work folder to its place, each in one step."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(work.iterdir()):
        os.replace(path, out / path.name)


def work_folder(out: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk of `out`, so that files can be moved there in one step."""
    parent = out.parent
    parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".reconstruct-", dir=parent)


def write_report(folder: Path, content: Mapping[str, Any]) -> None:
    """Write the machine-readable report."""
    _write_json(folder / REPORT, content)


def _residual(residual: Residual) -> dict[str, Any]:
    document = residual.document
    formal = residual.formal_sigma
    return {
        "document": document.id,
        "name": document.name.en,
        "value": document.value,
        "sigma": document.sigma,
        "unit": document.unit,
        "grade": str(document.grade),
        "sources": list(document.sources),
        "fitted": document.fitted,
        "computed": residual.computed,
        "formal_sigma": formal if np.isfinite(formal) else None,
        "residual": residual.difference,
        "residual_sigmas": residual.sigmas,
    }


def _figure(mission: Mission, quantity: str) -> float:
    value = mission.quantity(quantity).claim.value
    if not isinstance(value, int | float):
        raise TypeError(f"quantity {quantity!r} is no number: {value!r}")
    return float(value)


def _comments() -> list[str]:
    return [
        "Mars 7 (3MP No. 51P), reconstructed from the documents by mars7viz.",
        "No tracking data of this flight is at hand: every state is an estimate.",
        "Uncertainty: mars7_spread.npz. Method and residuals: docs/reconstruction.md.",
        "Ids: -106776 coast stage, -107224 lander, -106777 Blok D (no number on record).",
        "Centers: 399 Earth, 10 Sun, 4 Mars. Frame J2000 (ICRF). Needs JPL DE440 beside it.",
    ]


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
