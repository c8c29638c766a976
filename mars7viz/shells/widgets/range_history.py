"""Distance of a craft from Earth and Mars over time, sampled once, for the small plots. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.mission.grade import Grade

Float64 = NDArray[np.float64]

CENTERS: Final = ("mars", "earth")
MIN_HALF_WINDOW_S: Final = 1800.0
MAX_HALF_WINDOW_S: Final = 200.0 * DAY_S
# The window reaches a little past the closest approach, so that it comes into sight.
_REACH: Final = 1.3
_DERELICT_STEP_S: Final = 20.0 * DAY_S


@dataclass(frozen=True, eq=False)
class RangeHistory:
    """Distances from the centers of Earth and Mars, km; ``ets`` is (n,), increasing."""

    ets: Float64
    distances_km: dict[str, Float64]
    closest_et: float
    grade: Grade

    def half_window_s(self, et: float) -> float:
        """Half the stretch to show about ``et``: long in cruise, short at launch and encounter."""
        wanted = _REACH * min(abs(self.closest_et - et), abs(et - float(self.ets[0])))
        return float(min(max(wanted, MIN_HALF_WINDOW_S), MAX_HALF_WINDOW_S))

    def window(self, et: float, center: str, n: int) -> tuple[Float64, Float64]:
        """Return instants within the window about ``et`` and the distances there, km.

        Both are (m,) with m at most ``n``: instants outside the craft's life are left out. Between
        samples the logarithm of the distance is straight.
        """
        half = self.half_window_s(et)
        ets = np.linspace(et - half, et + half, n)
        ets = ets[(ets >= self.ets[0]) & (ets <= self.ets[-1])]
        logs = np.interp(ets, self.ets, np.log(self.distances_km[center]))
        return ets, np.exp(logs)


def sample_ets(start_et: float, stop_et: float, closest_et: float) -> Float64:
    """Instants dense about launch and closest approach, sparse in the derelict years."""
    spread = np.geomspace(20.0, 250.0 * DAY_S, 160)
    derelict = np.arange(closest_et + 250.0 * DAY_S, stop_et, _DERELICT_STEP_S)
    ets = np.concatenate(
        (
            start_et + np.arange(0.0, 4.0 * 3600.0, 60.0),
            start_et + np.geomspace(4.0 * 3600.0, 30.0 * DAY_S, 60),
            closest_et - spread,
            [closest_et],
            closest_et + spread,
            derelict,
            [start_et, stop_et - 1.0],
        )
    )
    return np.unique(ets[(ets >= start_et) & (ets < stop_et)])


def sample_ranges(chronology: Chronology, closest_et: float) -> RangeHistory:
    """Sample the distances of a craft over its whole life."""
    start_et, stop_et = chronology.coverage
    ets = sample_ets(start_et, stop_et, closest_et)
    distances = {
        center: np.linalg.norm(chronology.relative_state(ets, center)[:, :3], axis=1)
        for center in CENTERS
    }
    return RangeHistory(ets, distances, closest_et, Grade.RECONSTRUCTED)
