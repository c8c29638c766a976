"""Many flights that the documents allow as well as ours, and how far they part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.determination.determine import Solution
from mars7viz.determination.flight import COLUMN, PARAMETERS, Flight
from mars7viz.determination.integrate import COARSE, fly_sampled, moved
from mars7viz.determination.targeting import FREE_COLUMN, FREE_STEPS, Targeting

Floats = NDArray[np.float64]

MEMBERS: Final = 500
SEED: Final = 19730809
LEVELS: Final = (0.022750, 0.158655, 0.5, 0.841345, 0.977250)
"""Shares of the members below -2, -1, 0, 1, 2 standard deviations of a normal distribution."""

_RTOL: Final = 1e-11
_ENOUGH_KM: Final = 1.0
_HOMOTOPY: Final = 4
_AFTER_STEP_S: Final = 30.0 * DAY_S


@dataclass(frozen=True, eq=False)
class Tube:
    """Spread of an ensemble about one craft's nominal path.

    Attributes
    ----------
    ets : ndarray
        (n,), TDB seconds past J2000.
    along_deg : ndarray
        (n, 5): quantiles `LEVELS` of the angle about the Sun by which members lead the nominal.
    radial_km, normal_km : ndarray
        (n, 5): of their distance from the Sun and their height over its plane, less the nominal's.
    spread_km : ndarray
        (n,): root mean square distance of the members from the nominal, in space.
    covariance : ndarray
        (n, 6, 6): mean products of the members' offsets from the nominal state, km and km/s, ICRF.
    """

    ets: Floats
    along_deg: Floats
    radial_km: Floats
    normal_km: Floats
    spread_km: Floats
    covariance: Floats


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Members and their spread.

    Attributes
    ----------
    tubes : dict
        By craft.
    start_et : float
        When `start_sun` holds: Mars is left behind.
    start_sun, stop_sun : dict
        By craft, (members, 6), km and km/s about the Sun, ICRF, then and at the last instant.
    pass_et : ndarray
        (members,): instants of closest approach.
    """

    tubes: dict[str, Tube]
    start_et: float
    start_sun: dict[str, Floats]
    stop_sun: dict[str, Floats]
    pass_et: Floats


def ensemble(
    solution: Solution,
    *,
    stop_et: float,
    members: int = MEMBERS,
    progress: Callable[[str], None] = lambda _what: None,
) -> Ensemble:
    """Fly members drawn from the covariance, launch to the end.

    The free coordinates are drawn from their normal distribution; each member's departure is then
    aimed anew, so that the draw is as nonlinear as the flight. Member 0 is the nominal path.
    """
    times = solution.flight.times
    flight = Flight(
        solution.flight.documents,
        solution.flight.solar_system,
        closest_approach_et=times.closest_approach_et,
        entry_et=solution.entry_et,
        approach_correction=solution.flight.approach_correction,
        rtol=_RTOL,
    )
    progress("ensemble: aim")
    q = _drawn(solution, members)
    p = _aimed(Targeting(flight), solution, q)
    joints = flight.joints(p)
    model, sky = flight.model, flight.solar_system
    factor = p[:, COLUMN["sunlight_factor"]]
    joint = flight.sunlight_km_s2("joint") * factor

    def samples(states: Floats, center: str, ets: Floats, push: Floats, rtol: float) -> Floats:
        return fly_sampled(model, states, center=center, ets=ets, sunlight_km_s2=push, rtol=rtol)

    progress("ensemble: launch to release")
    spans: list[tuple[str, Floats, Floats]] = []
    away_s = np.geomspace(60.0, times.earth_exit_et - times.separation_et, 14)
    ets = np.concatenate([[times.separation_et], times.separation_et + away_s])
    ets[-1] = times.earth_exit_et
    spans.append(("earth", ets, samples(joints.separation_earth, "earth", ets, joint, _RTOL)))
    state = moved(sky, spans[-1][2][-1], old="earth", new="sun", et=times.earth_exit_et)
    ets = np.linspace(times.earth_exit_et, times.correction_et, 4)
    spans.append(("sun", ets, samples(state, "sun", ets, joint, _RTOL)))
    ets = np.linspace(times.correction_et, times.mars_entry_et, 48)
    spans.append(("sun", ets, samples(joints.correction_after_sun, "sun", ets, joint, _RTOL)))
    ets = np.linspace(times.mars_entry_et, times.release_et, 16)
    spans.append(("mars", ets, samples(joints.mars_entry_mars, "mars", ets, joint, _RTOL)))
    near = times.closest_approach_et + 3600.0 * np.linspace(-3.0, 3.0, 25)
    ets = np.unique(np.concatenate([[times.release_et], near, [times.mars_exit_et]]))
    ets = ets[ets >= times.release_et]
    released = {"coast_stage": joints.release_before_mars, "lander": joints.release_after_mars}
    both = np.concatenate([joints.release_before_mars, joints.release_after_mars])
    push = np.concatenate([flight.sunlight_km_s2(craft) * factor for craft in released])
    passing = samples(both, "mars", ets, push, _RTOL)
    progress("ensemble: after Mars, to the end")
    state = moved(sky, passing[-1], old="mars", new="sun", et=times.mars_exit_et)
    count = int(np.ceil((stop_et - times.mars_exit_et) / _AFTER_STEP_S))
    after = np.linspace(times.mars_exit_et, stop_et, count + 1)
    orbit = samples(state, "sun", after, push, COARSE)
    tubes, start_sun, stop_sun = {}, {}, {}
    for number, craft in enumerate(released):
        rows = slice(number * members, (number + 1) * members)
        own = [*spans, ("mars", ets, passing[:, rows]), ("sun", after, orbit[:, rows])]
        tubes[craft] = _tube(flight, own)
        start_sun[craft], stop_sun[craft] = orbit[0, rows], orbit[-1, rows]
    return Ensemble(
        tubes=tubes,
        start_et=times.mars_exit_et,
        start_sun=start_sun,
        stop_sun=stop_sun,
        pass_et=times.closest_approach_et - flight.passes(joints).since_periapsis_s,
    )


def _drawn(solution: Solution, members: int) -> Floats:
    """(members, n) free coordinates from their covariance; the first is the estimate."""
    estimate = solution.estimate
    columns = np.flatnonzero(np.diag(estimate.covariance) > 0.0)
    covariance = estimate.covariance[np.ix_(columns, columns)]
    spread = np.sqrt(np.diag(covariance))
    # The factor of the correlations: units from degrees to kilometers would spoil it.
    values, vectors = np.linalg.eigh(covariance / np.outer(spread, spread))
    root = spread[:, None] * vectors * np.sqrt(np.maximum(values, 0.0))
    normal = np.random.default_rng(SEED).standard_normal((members, len(columns)))
    normal[0] = 0.0
    q = np.tile(estimate.parameters, (members, 1))
    q[:, columns] += normal @ root.T
    # A correction's direction is an angle: nearly free, it may turn all the way round.
    column = FREE_COLUMN["correction_in_plane"]
    q[:, column] = (q[:, column] + 180.0) % 360.0 - 180.0
    if len(PARAMETERS) != q.shape[1]:
        raise ValueError("coordinates and parameters differ in number")
    return q


def _aimed(targeting: Targeting, solution: Solution, q: Floats) -> Floats:
    """(members, n) parameters: each departure aimed, by steps away from the nominal one."""
    estimate = solution.estimate
    columns = np.flatnonzero(np.diag(estimate.covariance) > 0.0)
    batch = np.tile(estimate.parameters, (2 * len(columns), 1))
    for row, column in enumerate(columns):
        batch[2 * row, column] += FREE_STEPS[column]
        batch[2 * row + 1, column] -= FREE_STEPS[column]
    near = targeting.parameters(batch, solution.parameters, enough_km=_ENOUGH_KM)
    slopes = (near[::2] - near[1::2]) / (2.0 * FREE_STEPS[columns])[:, None]
    away = q - estimate.parameters
    p = np.tile(solution.parameters, (len(q), 1))
    step = away[:, columns] @ slopes / _HOMOTOPY
    for number in range(1, _HOMOTOPY + 1):
        before = p
        p = targeting.parameters(
            estimate.parameters + away * (number / _HOMOTOPY), before + step, enough_km=_ENOUGH_KM
        )
        step = p - before
    return p


def _tube(flight: Flight, spans: list[tuple[str, Floats, Floats]]) -> Tube:
    """Quantiles along, across and over the nominal path, about the Sun."""
    ets: list[Floats] = []
    along: list[Floats] = []
    radial: list[Floats] = []
    normal: list[Floats] = []
    spread: list[Floats] = []
    covariance: list[Floats] = []
    for number, (center, all_instants, all_states) in enumerate(spans):
        first = 1 if number else 0  # the joint belongs to the span before
        instants, states = all_instants[first:], all_states[first:]
        apart = states[:, :, :3] - states[:, :1, :3]
        spread.append(np.sqrt(np.einsum("nmk,nmk->nm", apart, apart).mean(axis=1) + 0.0))
        offset = states - states[:, :1]
        products = np.einsum("nmi,nmj->nij", offset, offset) / (states.shape[1] - 1)
        covariance.append(0.5 * (products + products.transpose(0, 2, 1)))
        sun = np.array(
            [flight.solar_system.relative_state(center, "sun", float(et)) for et in instants]
        )
        about_sun = states + sun[:, None, :]
        r, v = about_sun[:, 0, :3], about_sun[:, 0, 3:]
        outward = r / np.linalg.norm(r, axis=1)[:, None]
        pole = np.cross(r, v)
        pole /= np.linalg.norm(pole, axis=1)[:, None]
        forward = np.cross(pole, outward)
        x = np.einsum("nmk,nk->nm", about_sun[:, :, :3], outward)
        y = np.einsum("nmk,nk->nm", about_sun[:, :, :3], forward)
        z = np.einsum("nmk,nk->nm", about_sun[:, :, :3], pole)
        ets.append(instants)
        along.append(np.arctan2(y, x))
        radial.append(np.hypot(x, y) - x[:, :1])
        normal.append(z)
    angles = np.degrees(np.unwrap(np.concatenate(along), axis=0))

    def levels(values: Floats) -> Floats:
        result: Floats = np.quantile(values, LEVELS, axis=1).T
        return result

    return Tube(
        ets=np.concatenate(ets),
        along_deg=levels(angles),
        radial_km=levels(np.concatenate(radial)),
        normal_km=levels(np.concatenate(normal)),
        spread_km=np.concatenate(spread),
        covariance=np.concatenate(covariance),
    )
