"""Numerical integration of batches of paths: DOP853 about one center at a time.

A batch shares its steps, so that paths which differ by a little differ smoothly: what partial
derivatives by differences need.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from mars7viz.determination.forces import ForceModel
from mars7viz.ephemeris.errors import NoConvergenceError
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

FINE: Final = 1e-13
"""Relative tolerance of the nominal path."""

MEDIUM: Final = 1e-11
"""Relative tolerance of partial derivatives."""

COARSE: Final = 1e-9
"""Relative tolerance of the ensemble."""

# Absolute tolerance for each unit of relative: a component near zero needs no more digits.
_SCALE_KM: Final = 1e3
_SCALE_KM_S: Final = 1e-1


class Thrust(Protocol):
    """Acceleration by an engine."""

    def __call__(self, elapsed_s: Floats, states: Floats) -> Floats:
        """(m, 3) km/s^2 after (m,) s of burning at (m, 6) states about the center."""
        ...


@dataclass(frozen=True, eq=False)
class Leg:
    """A batch of paths about one center over one span.

    Attributes
    ----------
    center : str
        Body.
    start_et, stop_et : float
        Span; it may run backwards.
    final : ndarray
        (m, 6), km and km/s from the center at `stop_et`.
    dense : callable or None
        Elapsed seconds (n,) to (6 m, n).
    steps : int
        Steps taken.
    """

    center: str
    start_et: float
    stop_et: float
    final: Floats
    dense: Callable[[Floats], Floats] | None
    steps: int

    def states(self, ets: Floats) -> Floats:
        """(n, m, 6) at (n,) instants of the span; the leg must have been asked to be dense."""
        if self.dense is None:
            raise ValueError("the leg was integrated without dense output")
        rows = self.dense(np.asarray(ets, dtype=np.float64) - self.start_et)
        return rows.T.reshape(len(ets), -1, 6)


def fly(
    model: ForceModel,
    states: Floats,
    *,
    center: str,
    start_et: float,
    stop_et: float,
    sunlight_km_s2: float | Floats = 0.0,
    rtol: float = FINE,
    dense: bool = False,
    max_step_s: float = np.inf,
) -> Leg:
    """Integrate a batch from one instant to another.

    Parameters
    ----------
    model : ForceModel
        The forces.
    states : (m, 6) array
        Km and km/s from `center` at `start_et`, ICRF.
    center : str
        Body about which to integrate.
    start_et, stop_et : float
        TDB seconds past J2000.
    sunlight_km_s2 : float or (m,) array
        See `mars7viz.determination.forces.Sunlight`.
    rtol : float
        Relative tolerance of a step.
    dense : bool
        Whether the leg can be asked for states in between.
    max_step_s : float
        Longest step.

    Returns
    -------
    Leg

    Raises
    ------
    NoConvergenceError
        If the steps become too small: a path through a body's center.
    """
    count = len(states)

    def rates(elapsed_s: float, flat: Floats) -> Floats:
        batch = flat.reshape(count, 6)
        result = np.empty_like(batch)
        result[:, :3] = batch[:, 3:]
        result[:, 3:] = model.accelerations(
            start_et + elapsed_s, batch, center=center, sunlight_km_s2=sunlight_km_s2
        )
        return result.ravel()

    final, steps, solution = _solve(
        rates, states, stop_et - start_et, rtol=rtol, dense=dense, max_step=max_step_s
    )
    return Leg(center, start_et, stop_et, final, solution, steps)


def fly_each(
    model: ForceModel,
    states: Floats,
    *,
    center: str,
    start_et: float,
    span_s: Floats,
    thrust: Thrust | None = None,
    rtol: float = FINE,
) -> Floats:
    """Integrate each path of a batch over its own span, with an engine on or off.

    Parameters
    ----------
    model, states, center, rtol
        As `fly`.
    start_et : float
        Where they begin, on average: it serves to find the bodies.
    span_s : (m,) array
        How long each lasts. Not two instants: et resolves 1e-7 s, which of a burn is 100 m at Mars.
    thrust : Thrust or None
        Engine that burns from start to stop.

    Returns
    -------
    ndarray
        (m, 6) at the stops.

    Raises
    ------
    NoConvergenceError
        As `fly`.
    """
    # The spans differ by seconds, in which the tides of Sun and Moon change by a part in 1e5 of
    # 1e-9 km/s^2: all are taken at the mean instant, exact for a batch of one.
    mean_span = float(span_s.mean())

    def rates(fraction: float, flat: Floats) -> Floats:
        batch = flat.reshape(-1, 6)
        elapsed = fraction * span_s
        result = np.empty_like(batch)
        result[:, :3] = batch[:, 3:]
        result[:, 3:] = model.accelerations(
            start_et + fraction * mean_span, batch, center=center, sunlight_km_s2=0.0
        )
        if thrust is not None:
            result[:, 3:] += thrust(elapsed, batch)
        result *= span_s[:, None]
        return result.ravel()

    final, _, _ = _solve(rates, states, 1.0, rtol=rtol, dense=False, max_step=np.inf)
    return final


def fly_burning(
    model: ForceModel,
    state: Floats,
    *,
    center: str,
    start_et: float,
    stop_et: float,
    thrust: Thrust,
    rtol: float = FINE,
) -> Leg:
    """Integrate one path (6,) under thrust, densely."""

    def rates(elapsed_s: float, flat: Floats) -> Floats:
        batch = flat.reshape(1, 6)
        pull = model.accelerations(start_et + elapsed_s, batch, center=center, sunlight_km_s2=0.0)
        pull += thrust(np.array([elapsed_s]), batch)
        return np.concatenate([batch[0, 3:], pull[0]])

    final, steps, solution = _solve(
        rates, state[None], stop_et - start_et, rtol=rtol, dense=True, max_step=20.0
    )
    return Leg(center, start_et, stop_et, final, solution, steps)


def moved(solar_system: SolarSystem, states: Floats, *, old: str, new: str, et: float) -> Floats:
    """Give (m, 6) states about another center at an instant."""
    if old == new:
        return states
    result: Floats = states + solar_system.relative_state(old, new, et)
    return result


def _solve(
    rates: Callable[[float, Floats], Floats],
    states: Floats,
    stop: float,
    *,
    rtol: float,
    dense: bool,
    max_step: float,
) -> tuple[Floats, int, Callable[[Floats], Floats] | None]:
    if stop == 0.0:
        return states.copy(), 0, (lambda t: np.tile(states.ravel()[:, None], len(t)))
    scale = np.tile(np.repeat([_SCALE_KM, _SCALE_KM_S * 1e-3], 3), len(states))
    solution = solve_ivp(
        rates,
        (0.0, stop),
        states.ravel(),
        method="DOP853",
        rtol=rtol,
        atol=rtol * scale,
        dense_output=dense,
        max_step=max_step,
        t_eval=(stop,) if not dense else None,
    )
    if not solution.success:
        raise NoConvergenceError(f"the integration of a path stopped: {solution.message}")
    final: Floats = solution.y[:, -1].reshape(states.shape)
    return final, solution.nfev // 12, solution.sol if dense else None


def fly_sampled(
    model: ForceModel,
    states: Floats,
    *,
    center: str,
    ets: Floats,
    sunlight_km_s2: float | Floats,
    rtol: float,
) -> Floats:
    """Integrate a batch and keep it at chosen instants.

    Parameters
    ----------
    model, states, center, sunlight_km_s2, rtol
        As `fly`; `states` hold at the first instant.
    ets : (n,) array
        Increasing instants, TDB seconds past J2000.

    Returns
    -------
    ndarray
        (n, m, 6), km and km/s from `center`.

    Raises
    ------
    NoConvergenceError
        As `fly`.
    """
    count, start_et = len(states), float(ets[0])

    def rates(elapsed_s: float, flat: Floats) -> Floats:
        batch = flat.reshape(count, 6)
        pull = model.accelerations(
            start_et + elapsed_s, batch, center=center, sunlight_km_s2=sunlight_km_s2
        )
        return np.concatenate([batch[:, 3:], pull], axis=1).ravel()

    span = float(ets[-1]) - start_et
    solution = solve_ivp(
        rates,
        (0.0, span),
        states.ravel(),
        method="DOP853",
        rtol=rtol,
        atol=rtol * np.tile(np.repeat([_SCALE_KM, _SCALE_KM_S * 1e-3], 3), count),
        t_eval=np.minimum(ets - start_et, span),
    )
    if not solution.success:
        raise NoConvergenceError(f"the integration of a path stopped: {solution.message}")
    result: Floats = solution.y.T.reshape(len(ets), count, 6)
    return result
