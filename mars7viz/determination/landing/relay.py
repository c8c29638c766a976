"""Whether the coast stage could have heard the lander: range and line of sight over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import RADII_KM
from mars7viz.determination.landing.field import LandingFrame
from mars7viz.determination.landing.values import LandingOutcome, WhatIf
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.mission.grade import Grade

Floats = NDArray[np.float64]

_STEP_S = 10.0
_ON_THE_GROUND_S = 12.0 * 3600.0
_AFTER_S = 60.0


@dataclass(frozen=True, slots=True)
class Window:
    """A span in which nothing of Mars stands between lander and coast stage."""

    start_et: float
    stop_et: float


@dataclass(frozen=True, eq=False)
class Relay:
    """Link from the lander to the coast stage over n instants, the arrays read-only."""

    et: Floats
    """(n,), rising; from the release to the end of the path, or to 12 h after a landing."""
    range_km: Floats
    """(n,)."""
    clearance_deg: Floats
    """(n,), angle of the line of sight above the limb of Mars; on the ground above the horizon."""
    windows: tuple[Window, ...]
    grade: Grade = Grade.WHAT_IF

    def at(self, et: float) -> tuple[float, float]:
        """Return range (km) and clearance (degrees) at an instant within the span."""
        return (
            float(np.interp(et, self.et, self.range_km)),
            float(np.interp(et, self.et, self.clearance_deg)),
        )

    def is_open(self, et: float) -> bool:
        """Tell whether there is a line of sight."""
        return any(window.start_et <= et <= window.stop_et for window in self.windows)


def relay(what_if: WhatIf, coast_stage: Chronology, frame: LandingFrame) -> Relay:
    """Follow the line of sight from the release on.

    Geometry alone: antennas, transmitter power and the silence of a hot entry are not in it.

    Parameters
    ----------
    what_if : WhatIf
        Where the lander is.
    coast_stage : Chronology
        Its path about Mars.
    frame : LandingFrame
        For the turn of a lander that stands on the ground.
    """
    flight_et, flight = what_if.samples.et, what_if.samples.states[:, :3]
    on_ground = what_if.outcome is LandingOutcome.LANDED
    if on_ground:
        end_et = min(flight_et[-1] + _ON_THE_GROUND_S, coast_stage.coverage[1] - _AFTER_S)
        ground_et = np.arange(flight_et[-1] + _STEP_S, end_et, _STEP_S)
        ground = _turned(flight[-1], ground_et - flight_et[-1], frame)
        et, lander = np.concatenate([flight_et, ground_et]), np.concatenate([flight, ground])
    else:
        et, lander = flight_et, flight
    # The samples of the path may share an instant where one phase ends and the next begins.
    et, kept = np.unique(et, return_index=True)
    lander = lander[kept]
    stage = coast_stage.relative_state(et, "mars")[:, :3]
    clearance = _clearance_deg(lander @ frame.from_icrf.T, stage @ frame.from_icrf.T)
    distance = np.linalg.norm(stage - lander, axis=1)
    for array in (et, distance, clearance):
        array.flags.writeable = False
    return Relay(et, distance, clearance, _windows(et, clearance))


def _turned(position: Floats, dt_s: Floats, frame: LandingFrame) -> Floats:
    """Where a point of the ground goes, (n, 3), ICRF."""
    x, y, z = frame.from_icrf @ position
    angle = frame.spin_rad_s * dt_s
    cosine, sine = np.cos(angle), np.sin(angle)
    turned = np.stack([cosine * x - sine * y, sine * x + cosine * y, np.full_like(dt_s, z)], axis=1)
    back: Floats = turned @ frame.from_icrf
    return back


def _clearance_deg(lander: Floats, stage: Floats) -> Floats:
    """Angle between the line of sight and the limb, seen from the lander, (n,), degrees.

    In axes stretched along the pole Mars is a sphere, and a line stays a line: the sign is exact,
    the angle within the 0.3 degrees of the flattening.
    """
    a_km, _, c_km = RADII_KM["mars"]
    stretch = np.array([1.0, 1.0, a_km / c_km])
    here, there = lander * stretch, stage * stretch
    sight = there - here
    radius = np.linalg.norm(here, axis=1)
    down = -np.sum(here * sight, axis=1) / (radius * np.linalg.norm(sight, axis=1))
    from_center = np.arccos(np.clip(down, -1.0, 1.0))
    limb = np.arcsin(np.minimum(1.0, a_km / radius))
    clear = np.degrees(from_center - limb)
    # Nearer than the limb a stage in front of Mars is seen all the same.
    nearer = np.linalg.norm(sight, axis=1) < np.sqrt(np.maximum(radius**2 - a_km**2, 0.0))
    angle: Floats = np.where(nearer & (clear < 0.0), -clear, clear)
    return angle


def _windows(et: Floats, clearance: Floats) -> tuple[Window, ...]:
    is_open = clearance >= 0.0
    windows = []
    start = float(et[0]) if is_open[0] else None
    for i in np.flatnonzero(is_open[1:] != is_open[:-1]).tolist():
        low, high = clearance[i], clearance[i + 1]
        crossing = float(et[i] + (et[i + 1] - et[i]) * low / (low - high))
        if start is None:
            start = crossing
        else:
            windows.append(Window(start, crossing))
            start = None
    if start is not None:
        windows.append(Window(start, float(et[-1])))
    return tuple(windows)
