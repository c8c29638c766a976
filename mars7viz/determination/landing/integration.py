"""SciPy's DOP853, stepped phase by phase, with terminal events and dense samples."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import DOP853
from scipy.optimize import brentq

Floats = NDArray[np.float64]
Rates = Callable[[float, Floats], Sequence[float]]
Crossing = Callable[[float, Floats], float]
"""Falls through zero at the event; positive before it."""

RELATIVE_TOLERANCE = 1e-9
ABSOLUTE_TOLERANCE_KM = 1e-7


@dataclass(frozen=True, slots=True)
class Stop:
    """What ends a phase."""

    id: str
    crossing: Crossing


class Track:
    """Instants and states of a path, phase after phase.

    Parameters
    ----------
    t : float
        First instant, s.
    y : (6,) array
        First state, km and km/s.
    tolerance : float
        Multiplies both tolerances.
    """

    def __init__(self, t: float, y: Floats, *, tolerance: float = 1.0) -> None:
        self.t = t
        self.y = y
        self._tolerance = tolerance
        self._times: list[Floats] = [np.array([t])]
        self._states: list[Floats] = [y[None, :]]

    @property
    def times(self) -> Floats:
        """(n,), s, rising."""
        return np.concatenate(self._times)

    @property
    def states(self) -> Floats:
        """(n, 6), km and km/s."""
        return np.concatenate(self._states)

    def run(
        self,
        rates: Rates,
        until: float,
        *,
        stops: Sequence[Stop] = (),
        spacing_s: float,
        max_step_s: float = math.inf,
    ) -> str:
        """Follow ``rates`` until an instant or the first stop.

        Parameters
        ----------
        rates : callable
            Time (s) and state (6,) to its six rates.
        until : float
            Last instant, s.
        stops : sequence of Stop
            Each ends the phase where it falls through zero.
        spacing_s : float
            The samples are no farther apart.
        max_step_s : float
            Longest step of the integrator.

        Returns
        -------
        str
            Id of the stop, or "" when ``until`` was reached.
        """
        if until <= self.t:
            return ""
        solver = DOP853(
            rates,
            self.t,
            self.y,
            until,
            rtol=RELATIVE_TOLERANCE * self._tolerance,
            atol=ABSOLUTE_TOLERANCE_KM * self._tolerance,
            max_step=max_step_s,
        )
        values = [stop.crossing(self.t, self.y) for stop in stops]
        while solver.status == "running":
            solver.step()
            if solver.status == "failed":
                raise ArithmeticError(f"the path cannot be followed past {solver.t:.3f} s")
            dense = solver.dense_output()
            ends = [stop.crossing(solver.t, solver.y) for stop in stops]
            first, ended = solver.t, ""
            for stop, before, after in zip(stops, values, ends, strict=True):
                if before > 0.0 >= after:
                    t = brentq(_on(stop, dense), solver.t_old, solver.t, xtol=1e-9, rtol=1e-14)
                    if t < first or not ended:
                        first, ended = t, stop.id
            self._record(dense, solver.t_old, first, spacing_s)
            if ended:
                return ended
            values = ends
        return ""

    def _record(
        self, dense: Callable[[Floats], Floats], start: float, stop: float, spacing_s: float
    ) -> None:
        count = max(1, math.ceil((stop - start) / spacing_s))
        times = start + (stop - start) * np.arange(1, count + 1) / count
        states = dense(times).T
        self._times.append(times)
        self._states.append(states)
        self.t, self.y = float(times[-1]), states[-1]


def _on(stop: Stop, dense: Callable[[float], Floats]) -> Callable[[float], float]:
    return lambda t: stop.crossing(t, dense(t))
