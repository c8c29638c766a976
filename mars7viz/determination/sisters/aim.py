"""Aim at an encounter: the path that meets it and strays least from documents and assumptions.

Three figures of the encounter are conditions; of the nine free figures of the departure and the
correction, the set is taken whose sum of squared deviations, in standard deviations, is smallest
(least squares with equality constraints, solved by Newton's method on the conditions).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.determination.hyperbola import b_axes, hyperbolas
from mars7viz.determination.sisters.cruise import COLUMN, STEPS, Cruise
from mars7viz.ephemeris.errors import NoConvergenceError
from mars7viz.ephemeris.lambert import lambert

Floats = NDArray[np.float64]

_G0_KM_S2: Final = 9.80665e-03
_MOST_STEPS: Final = 60
_ENOUGH_ASYMPTOTE_KM_S: Final = 1e-4
_STILL: Final = 1e-3
"""Standard deviations that a last step may still move."""

_ENOUGH_PASS: Final = 2e-6
"""Of 1000 km and of 1000 s: 2 m, 2 ms."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """The pass of Mars that is aimed at.

    Attributes
    ----------
    periapsis_km : float
        Distance from the center.
    clock_deg : float
        Direction of the B-vector, from T (along Mars's equator) towards R (south).
    periapsis_et : float
        TDB seconds past J2000.
    """

    periapsis_km: float
    clock_deg: float
    periapsis_et: float


def interplanetary_arc(cruise: Cruise, arrival_et: float) -> tuple[Floats, Floats]:
    """Velocities at infinity, (3,) km/s each, of the two-body arc from Earth to Mars."""
    sky = cruise.solar_system
    start_et = cruise.separation_et - 255.0  # about the middle of the burn
    earth = sky.relative_state("earth", "sun", start_et)
    mars = sky.relative_state("mars", "sun", arrival_et)
    leave, arrive = lambert(
        earth[:3], mars[:3], dt_s=arrival_et - start_et, gm_km3_s2=GM_KM3_S2["sun"]
    )
    return np.asarray(leave - earth[3:]), np.asarray(arrive - mars[3:])


def first_guess(cruise: Cruise, arrival_et: float) -> Floats:
    """Give parameters (n,) whose departure leaves the Earth towards Mars."""
    wanted, _ = interplanetary_arc(cruise, arrival_et)
    mean, sigma = cruise.prior()
    numbers = cruise.documents.numbers
    gm, radius = GM_KM3_S2["earth"], RADII_KM["earth"][0] + 220.0
    speed = np.sqrt(wanted @ wanted + 2.0 * gm / radius) - np.sqrt(gm / radius)
    exhaust = numbers["blok_d_specific_impulse_s"] * _G0_KM_S2
    flow = numbers["blok_d_thrust_kn"] / exhaust
    mean[COLUMN["burn_length"]] = cruise.burnout_mass_kg * np.expm1(speed / exhaust) / flow
    direction, normals = cruise.planes(mean[None])
    normal, pad = normals[0], direction[0]
    x = wanted - (wanted @ normal) * normal
    x /= np.linalg.norm(x)
    turn = np.arccos(-1.0 / (1.0 + radius * (wanted @ wanted) / gm))
    perigee = np.cos(turn) * x - np.sin(turn) * np.cross(normal, x)
    along = np.degrees(np.arctan2(perigee @ np.cross(normal, pad), perigee @ pad))
    rate = np.degrees(np.sqrt(gm / (RADII_KM["earth"][0] + 175.0) ** 3))
    middle_s = 0.5 * float(mean[COLUMN["burn_length"]]) + float(mean[COLUMN["separation_wait"]])
    coast_s = cruise.separation_et - cruise.insertion_et - middle_s
    start = mean.copy()
    start[COLUMN["insertion_range"]] = (along - rate * coast_s + 180.0) % 360.0 - 180.0

    def asymptote_miss(p: Floats) -> Floats:
        away = hyperbolas(cruise.departures(p).separation, gm_km3_s2=gm)
        return away.v_infinity_km_s[:, None] * away.outgoing - wanted

    return _least_deviation(
        start,
        mean,
        sigma,
        asymptote_miss,
        enough=_ENOUGH_ASYMPTOTE_KM_S,
        craft=cruise.documents.id,
    )


def aimed(
    cruise: Cruise, encounter: Encounter, start: Floats, *, rough: Cruise | None = None
) -> Floats:
    """Give the parameters (n,) that meet an encounter, from a guess near them.

    Parameters
    ----------
    cruise : Cruise
        The law.
    encounter : Encounter
        What is aimed at.
    start : (n,) array
        Guess.
    rough : Cruise or None
        The same law less finely integrated, good enough for partial derivatives.

    Raises
    ------
    NoConvergenceError
        If none is found; the message names craft and miss.
    """
    mean, sigma = cruise.prior()
    mean[COLUMN["burn_length"]] = start[COLUMN["burn_length"]]
    pole = cruise.model.pole("mars")
    gm = GM_KM3_S2["mars"]
    clock = np.radians(encounter.clock_deg)

    def miss_of(law: Cruise, p: Floats) -> Floats:
        passes = law.passes(p)
        t_axis, r_axis = b_axes(passes.incoming, pole)
        radius = encounter.periapsis_km
        b = radius * np.sqrt(1.0 + 2.0 * gm / (radius * passes.v_infinity_km_s**2))
        late = (cruise.arrival_et - encounter.periapsis_et) - passes.since_periapsis_s
        return (
            np.stack(
                [
                    np.einsum("mk,mk->m", passes.b_km, t_axis) - b * np.cos(clock),
                    np.einsum("mk,mk->m", passes.b_km, r_axis) - b * np.sin(clock),
                    late,
                ],
                axis=1,
            )
            / 1e3
        )

    return _least_deviation(
        start,
        mean,
        sigma,
        lambda p: miss_of(cruise, p),
        enough=_ENOUGH_PASS,
        craft=cruise.documents.id,
        miss_for_slopes=lambda p: miss_of(rough or cruise, p),
    )


def _least_deviation(
    start: Floats,
    mean: Floats,
    sigma: Floats,
    miss: Callable[[Floats], Floats],
    *,
    enough: float,
    craft: str,
    miss_for_slopes: Callable[[Floats], Floats] | None = None,
) -> Floats:
    """Meet ``miss(p) = 0`` (m, 3) with the smallest deviation from the mean."""
    p = start.copy()
    here = miss(p[None])[0]
    slopes = None
    for _ in range(_MOST_STEPS):
        if slopes is None:
            slopes = _slopes(p, miss_for_slopes or miss) * sigma
        z = (p - mean) / sigma
        gram = slopes @ slopes.T
        # Least |z + d| on slopes d = -miss.
        move = -z + slopes.T @ np.linalg.solve(gram, slopes @ z - here)
        if float(np.abs(here).max()) < enough and float(np.abs(move).max()) < _STILL:
            return p
        # Where the whole step leads astray, the part of it that serves the conditions may not.
        for candidate in (move, -slopes.T @ np.linalg.solve(gram, here)):
            part = _longest_part(p, sigma * candidate, here, miss)
            if part > 0.0:
                break
        else:
            break
        size = float(np.abs(here).max())
        p = p + part * sigma * candidate
        here = miss(p[None])[0]
        # The same slopes serve again near the answer.
        if part < 1.0 or float(np.abs(here).max()) > max(0.1 * size, enough):
            slopes = None
    if float(np.abs(here).max()) < 10.0 * enough:
        return p
    raise NoConvergenceError(
        f"{craft}: documents 'launch', 'separation' and 'arrival' are joined by no "
        f"path; {np.abs(here).max():.4g} left (thousands of km or of s, or km/s)"
    )


def _slopes(p: Floats, miss: Callable[[Floats], Floats]) -> Floats:
    """(3, n) by central differences: the departure bends sharply."""
    batch = np.tile(p, (2 * len(p), 1))
    for column, step in enumerate(STEPS):
        batch[2 * column, column] += step
        batch[2 * column + 1, column] -= step
    values = miss(batch)
    result: Floats = ((values[::2] - values[1::2]) / (2.0 * STEPS)[:, None]).T
    return result


def _longest_part(p: Floats, move: Floats, here: Floats, miss: Callable[[Floats], Floats]) -> float:
    """Part of a step that does not lead astray, 0 if none."""
    part = 1.0
    size = float(np.linalg.norm(here))
    while part > 1e-3:
        try:
            there = float(np.linalg.norm(miss((p + part * move)[None])[0]))
        except ValueError:
            there = np.inf
        if there < max(size, 1e-2):
            return part
        part *= 0.5
    return 0.0
