"""Figures that a path gives: heights, flybys, orbits about the Sun."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM, DAY_S, GM_KM3_S2
from mars7viz.determination.sisters.arrival import mars_elements
from mars7viz.determination.sisters.path import PathArc
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.ephemeris.kepler import elements
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.search import find_root
from mars7viz.ephemeris.surface import fixed_place

Floats = NDArray[np.float64]

_GM: Final = GM_KM3_S2["mars"]


def height_km(where_km: Floats, et: float) -> float:
    """Height of a place (3,), km from Mars's center, ICRF, above the ellipsoid."""
    return fixed_place("mars", body_rotation("mars", et) @ where_km).height_km


def periapsis_of(state: Floats) -> Floats:
    """Place (3,) of the periapsis of a state's (6,) orbit about Mars, km."""
    r, v = state[:3], state[3:]
    e_vector = np.cross(v, np.cross(r, v)) / _GM - r / np.linalg.norm(r)
    orbit = elements(state, gm_km3_s2=_GM)
    result: Floats = e_vector / np.linalg.norm(e_vector) * orbit.periapsis_km
    return result


def flyby_figures(flyby: PathArc, near_et: float, pole: Floats) -> dict[str, float]:
    """Height, instant, speed and tilt of a closest approach, found on the path itself."""
    et = find_root(
        lambda t: float(
            np.einsum("nk,nk->n", *np.split(flyby.states(np.array([t])), 2, axis=1))[0]
        ),
        near_et - 1800.0,
        near_et + 1800.0,
    )
    state = flyby.states(np.array([et]))[0]
    return {
        "miss_height": height_km(state[:3], et),
        "closest_approach_et": et,
        "closest_approach_speed": float(np.linalg.norm(state[3:])),
        "flyby_inclination": mars_elements(state, pole).i_deg,
        "flyby_latitude": fixed_place("mars", body_rotation("mars", et) @ state[:3]).lat_deg,
    }


def sun_figures(state: Floats) -> dict[str, float]:
    """Perihelion, aphelion (au), period (d), inclination (deg), eccentricity of a state (6,)."""
    turned = np.concatenate([part @ ICRF_TO_ECLIPTIC.T for part in (state[:3], state[3:])])
    orbit = elements(turned, gm_km3_s2=GM_KM3_S2["sun"])
    return {
        "perihelion": orbit.periapsis_km / AU_KM,
        "aphelion": float(orbit.apoapsis_km or math.nan) / AU_KM,
        "period": float(orbit.period_s or math.nan) / DAY_S,
        "inclination": orbit.i_deg,
        "eccentricity": orbit.e,
    }
