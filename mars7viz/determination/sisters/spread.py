"""How far a craft may be ahead or behind on its orbit about the Sun at the end, to first order."""

import math

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2
from mars7viz.determination.hyperbola import hyperbolas
from mars7viz.ephemeris.kepler import elements, propagate
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

_STEP_RAD = 1e-4
_STEP_KM = 1.0


def ahead_sigma_deg(
    state: Floats,
    et: float,
    exit_et: float,
    stop_et: float,
    *,
    clock_sigma_deg: float,
    miss_sigma_km: float,
    solar_system: SolarSystem,
) -> float:
    """Give the standard deviation of the mean longitude at the end.

    Conics past Mars and about the Sun: the periods of the neighbouring passes differ, and the
    difference adds up from orbit to orbit.

    Parameters
    ----------
    state : (6,) array
        About Mars, before the pass, km and km/s, ICRF.
    et, exit_et, stop_et : float
        Instants of the state, of the change to the Sun, of the end, TDB seconds past J2000.
    clock_sigma_deg, miss_sigma_km : float
        Standard deviations of the pass: direction in the B-plane, distance of the periapsis.
    solar_system : SolarSystem
        Where Mars is.
    """
    gm = GM_KM3_S2["mars"]
    passes = hyperbolas(state[None], gm_km3_s2=gm)
    speed, b = float(passes.v_infinity_km_s[0]), float(np.linalg.norm(passes.b_km[0]))
    side = passes.b_km[0] / b
    axis = passes.incoming[0]
    # b^2 = r^2 + 2 gm r / v^2, so that b db = (r + gm / v^2) dr.
    b_of_r = (float(passes.periapsis_km[0]) + gm / speed**2) / b
    mars = solar_system.relative_state("mars", "sun", exit_et)

    def mean_motion(start: Floats) -> float:
        leave = propagate(start, gm_km3_s2=gm, dt_s=exit_et - et) + mars
        orbit = elements(leave, gm_km3_s2=GM_KM3_S2["sun"])
        return math.tau / float(orbit.period_s or math.nan)

    turned = np.concatenate([_turned(part, axis, _STEP_RAD) for part in np.split(state, 2)])
    farther = state.copy()
    farther[:3] += _STEP_KM * side
    here = mean_motion(state)
    per_rad = (mean_motion(turned) - here) / _STEP_RAD
    per_km = (mean_motion(farther) - here) / _STEP_KM * b_of_r
    rate = math.hypot(per_rad * math.radians(clock_sigma_deg), per_km * miss_sigma_km)
    return math.degrees(rate * (stop_et - exit_et))


def _turned(vector: Floats, axis: Floats, angle_rad: float) -> Floats:
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    result: Floats = (
        c * vector + s * np.cross(axis, vector) + (1.0 - c) * float(axis @ vector) * axis
    )
    return result
