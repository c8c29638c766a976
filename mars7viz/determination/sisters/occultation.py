"""Where Mars let the radio signal go again: the Sun's zenith distance at that place."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.determination.hyperbola import b_axes, state_at_radius
from mars7viz.ephemeris.kepler import propagate
from mars7viz.ephemeris.search import find_root
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

MARS_KM: Final = sum(RADII_KM["mars"]) / 3.0
"""Mean radius: half a degree of zenith distance is 30 km of the limb."""

_SAMPLES: Final = 721


def exit_sun_deg(
    positions_km: Callable[[Floats], Floats],
    solar_system: SolarSystem,
    start_et: float,
    stop_et: float,
) -> float:
    """Give the Sun's zenith distance where the ray to the Earth leaves Mars's limb.

    Parameters
    ----------
    positions_km : callable
        (n,) instants to (n, 3), km from Mars, ICRF.
    solar_system : SolarSystem
        Where Earth and Sun are.
    start_et, stop_et : float
        Span in which to look for one exit.

    Returns
    -------
    float
        Degrees; nan if the Earth is not hidden, or does not come out.
    """
    ets = np.linspace(start_et, stop_et, _SAMPLES)

    def clearance(et: Floats) -> tuple[Floats, Floats]:
        """Height of the ray over the limb (behind Mars), km, and its direction there."""
        r = positions_km(et)
        earth = solar_system.position_of("earth", "mars", et)
        earth = earth / np.linalg.norm(earth, axis=1)[:, None]
        along = np.einsum("nk,nk->n", r, earth)
        across = r - along[:, None] * earth
        size = np.linalg.norm(across, axis=1)
        return np.where(along < 0.0, size - MARS_KM, np.abs(along) + 1.0), across / size[:, None]

    heights, _ = clearance(ets)
    exits = np.flatnonzero((heights[:-1] < 0.0) & (heights[1:] >= 0.0))
    if len(exits) == 0:
        return math.nan
    row = int(exits[-1])
    exit_et = find_root(
        lambda et: float(clearance(np.array([et]))[0][0]), float(ets[row]), float(ets[row + 1])
    )
    place = clearance(np.array([exit_et]))[1][0]
    sun = solar_system.position_of("sun", "mars", exit_et)
    return math.degrees(math.acos(float(place @ sun) / float(np.linalg.norm(sun))))


def flyby_exit_sun_deg(
    v_infinity: Floats,
    *,
    periapsis_km: float,
    clock_deg: float,
    periapsis_et: float,
    pole: Floats,
    solar_system: SolarSystem,
) -> float:
    """Give `exit_sun_deg` of the hyperbola with an asymptote (3,), km/s, past Mars."""
    speed = float(np.linalg.norm(v_infinity))
    incoming = (v_infinity / speed)[None]
    t_axis, r_axis = b_axes(incoming, pole)
    gm, clock = GM_KM3_S2["mars"], math.radians(clock_deg)
    size = periapsis_km * math.sqrt(1.0 + 2.0 * gm / (periapsis_km * speed**2))
    b = size * (math.cos(clock) * t_axis + math.sin(clock) * r_axis)
    # The radius a hair inside: there the periapsis itself is given.
    states, _ = state_at_radius(
        incoming, np.array([speed]), b, np.array([0.999 * periapsis_km]), gm_km3_s2=gm
    )
    return exit_sun_deg(
        lambda ets: propagate(states[0], gm_km3_s2=gm, dt_s=ets - periapsis_et)[:, :3],
        solar_system,
        periapsis_et - 3600.0,
        periapsis_et + 7200.0,
    )
