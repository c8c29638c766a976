"""Aim the departure at the encounter: the coordinates in which the fit is nearly linear.

A degree of departure moves the pass of Mars by a million kilometers. So the pass itself is free
(its point in the B-plane and its instant) and the departure follows from it by Newton's method.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2
from mars7viz.determination.flight import PARAMETERS, STEPS, Flight
from mars7viz.determination.hyperbola import b_axes, hyperbolas
from mars7viz.ephemeris.errors import NoConvergenceError

Floats = NDArray[np.float64]

DEPARTURE: Final = ("insertion_range", "burn_length", "burn_yaw")
"""Parameters that the aim decides."""

FREE: Final[dict[str, tuple[str, float]]] = {
    name: {
        "insertion_range": ("b_t", "km", 20.0),
        "burn_length": ("b_r", "km", 20.0),
        "burn_yaw": ("pass_shift", "s", 10.0),
        "parking_perigee": (name, "km", 0.05),
        "parking_apogee": (name, "km", 0.05),
        "parking_inclination": (name, "deg", 1e-3),
        "plane_lead": (name, "s", 0.5),
        "perigee_offset": (name, "deg", 0.05),
        "ignition_shift": (name, "s", 0.1),
        "burn_pitch": (name, "deg", 0.01),
        "correction_size": (name, "m/s", 0.02),
        "correction_in_plane": (name, "deg", 0.5),
        "correction_off_plane": (name, "deg", 0.5),
        "sunlight_factor": (name, "", 0.02),
        "entry_shift": (name, "s", 1.0),
        "entry_angle": (name, "deg", 0.01),
        "entry_clock": (name, "deg", 0.01),
        "approach_x": (name, "m/s", 0.05),
        "approach_y": (name, "m/s", 0.05),
        "approach_z": (name, "m/s", 0.05),
    }[name][1:]
    for name in PARAMETERS
}
_AIMED_NAMES: Final = {"insertion_range": "b_t", "burn_length": "b_r", "burn_yaw": "pass_shift"}

FREE_NAMES: Final = tuple(_AIMED_NAMES.get(name, name) for name in PARAMETERS)
"""Names of the free coordinates, column by column of `PARAMETERS`."""

FREE_STEPS: Final = np.array([step for _, step in FREE.values()])
FREE_UNITS: Final = tuple(unit for unit, _ in FREE.values())

FREE_COLUMN: Final = {name: column for column, name in enumerate(FREE_NAMES)}

_AIMED: Final = np.array([list(PARAMETERS).index(name) for name in DEPARTURE])
ENOUGH_KM: Final = 1e-2
_MOST_STEPS: Final = 30
_LARGEST_MOVE: Final = np.array([2.0, 2.0, 4.0])
"""Longest Newton step: degrees, seconds, degrees."""


class Targeting:
    """From free coordinates to parameters of the flight.

    Parameters
    ----------
    flight : Flight
        The law.
    """

    def __init__(self, flight: Flight) -> None:
        self.flight = flight

    def coordinates(self, p: Floats) -> Floats:
        """Give the free coordinates (m, n) of parameters (m, n)."""
        q = p.copy()
        q[:, _AIMED] = self.passes(p)
        return q

    def passes(self, p: Floats) -> Floats:
        """Give (m, 3): the pass in the B-plane, km along T and R, and its instant, s.

        It is that of the hyperbola on which the craft enters the sphere of Mars: a path that is
        still far from its aim, and might run into Mars, need not be followed further.
        """
        flight = self.flight
        entry = flight.arrivals(p)["mars_entry_mars"]
        passes = hyperbolas(entry, gm_km3_s2=GM_KM3_S2["mars"])
        lead_s = flight.times.mars_entry_et - flight.times.closest_approach_et
        t_axis, r_axis = b_axes(passes.incoming, self.flight.model.pole("mars"))
        return np.stack(
            [
                np.einsum("mk,mk->m", passes.b_km, t_axis),
                np.einsum("mk,mk->m", passes.b_km, r_axis),
                lead_s - passes.since_periapsis_s,
            ],
            axis=1,
        )

    def parameters(self, q: Floats, near: Floats, *, enough_km: float = ENOUGH_KM) -> Floats:
        """Give the parameters (m, n) of free coordinates (m, n), from a guess near them.

        Parameters
        ----------
        q : (m, n) array
            Free coordinates.
        near : (n,) or (m, n) array
            Parameters to start from.
        enough_km : float
            Largest miss left, km in the B-plane and s.

        Returns
        -------
        ndarray
            (m, n).

        Raises
        ------
        NoConvergenceError
            If no departure meets the pass.
        """
        p = q.copy()
        p[:, _AIMED] = np.broadcast_to(near, q.shape)[:, _AIMED]
        worst = np.inf
        slopes = self._slopes(p[0])
        for step in range(_MOST_STEPS):
            miss = self.passes(p) - q[:, _AIMED]
            before, worst = worst, float(np.abs(miss).max())
            if worst < enough_km:
                return p
            if step and worst > 0.2 * before:
                slopes = self._slopes(p[0])
            move = -np.linalg.solve(slopes, miss.T).T
            scale = np.minimum(1.0, (_LARGEST_MOVE / np.maximum(np.abs(move), 1e-300)).min(axis=1))
            p[:, _AIMED] += scale[:, None] * move
        raise NoConvergenceError(f"no departure meets the pass of Mars: {worst:.4g} km or s left")

    def _slopes(self, p: Floats) -> Floats:
        """(3, 3): how the pass moves with the departure."""
        batch = np.tile(p, (6, 1))
        steps = STEPS[_AIMED]
        for row, column in enumerate(_AIMED):
            batch[2 * row, column] += steps[row]
            batch[2 * row + 1, column] -= steps[row]
        passes = self.passes(batch)
        result: Floats = ((passes[::2] - passes[1::2]) / (2.0 * steps)[:, None]).T
        return result
