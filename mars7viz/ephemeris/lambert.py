"""Lambert's problem: the conic that joins two positions in a given time, in under one turn."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError
from mars7viz.ephemeris.kepler import stumpff
from mars7viz.ephemeris.search import Function, find_root

Floats = NDArray[np.float64]

_ONE_TURN: Final = 4.0 * math.pi**2
# Beyond these the hyperbola is a straight line and the ellipse one without end, to float64.
_LOWEST_PSI: Final = -1e5
_NARROWEST_GAP: Final = 1e-12
_ALLOWED_LATE: Final = 1e-6
_OPPOSITE: Final = 1e-10


def lambert(
    r1_km: Floats, r2_km: Floats, *, dt_s: float, gm_km3_s2: float, prograde: bool = True
) -> tuple[Floats, Floats]:
    """Give the velocities at both ends of the arc between two positions.

    Parameters
    ----------
    r1_km, r2_km : (3,) array
        Positions from the attracting center, km, any inertial frame.
    dt_s : float
        Time from the first to the second, s, more than zero.
    gm_km3_s2 : float
        Gravitational parameter of the center, km^3/s^2.
    prograde : bool
        Whether the motion is counterclockwise about the frame's +z axis; otherwise the arc goes
        the other way round.

    Returns
    -------
    tuple of ndarray
        Velocities (3,) and (3,), km/s, same frame.

    Raises
    ------
    EphemerisError
        If the positions lie on one line through the center, so that they fix no plane, or a
        number makes no sense.
    NoConvergenceError
        If no arc of less than one turn takes that time.

    Notes
    -----
    Universal variables (Bate, Mueller and White 1971, sect. 5.3; Curtis 2014, algorithm 5.2), the
    root bracketed and interpolated: the time grows with the variable throughout.
    """
    r1, r2 = np.asarray(r1_km, dtype=np.float64), np.asarray(r2_km, dtype=np.float64)
    n1, n2 = math.sqrt(float(r1 @ r1)), math.sqrt(float(r2 @ r2))
    normal = np.cross(r1, r2)
    sine = math.sqrt(float(normal @ normal)) / (n1 * n2) if n1 * n2 > 0.0 else math.nan
    if not (dt_s > 0.0 and gm_km3_s2 > 0.0 and sine > _OPPOSITE):
        raise EphemerisError(
            f"no single arc joins {r1.tolist()} and {r2.tolist()} km in {dt_s} s: the time must be "
            "positive and the positions must not lie on one line with the center"
        )
    is_long_way = (normal[2] < 0.0) == prograde
    cosine = float(r1 @ r2) / (n1 * n2)
    # Half the angle keeps its digits where the cosine is near -1.
    angle = math.atan2(sine, cosine)
    angle = math.tau - angle if is_long_way else angle
    a = math.sqrt(2.0 * n1 * n2) * math.cos(angle / 2.0)
    root_gm = math.sqrt(gm_km3_s2)

    def chord(psi: float) -> tuple[float, float, float]:
        c2, c3 = (float(c[0]) for c in stumpff(np.array((psi,))))
        return n1 + n2 + a * (psi * c3 - 1.0) / math.sqrt(c2), c2, c3

    def late_s(psi: float) -> float:
        y, c2, c3 = chord(psi)
        if y < 0.0:  # no such arc: as if it took no time
            return -dt_s
        time_s: float = ((y / c2) ** 1.5 * c3 + a * math.sqrt(y)) / root_gm
        return time_s - dt_s

    psi = _bracketed_root(late_s)
    y = math.nan if psi is None else chord(psi)[0]
    if psi is None or not y > 0.0 or not abs(late_s(psi)) < _ALLOWED_LATE * dt_s:
        raise NoConvergenceError(f"no arc of less than one turn takes {dt_s} s")
    g = a * math.sqrt(y) / root_gm
    v1 = (r2 - (1.0 - y / n1) * r1) / g
    v2 = ((1.0 - y / n2) * r2 - r1) / g
    return v1, v2


def _bracketed_root(late_s: Function) -> float | None:
    """Zero of the time's excess over the variable, between straight lines and one turn."""
    low, gap = -1.0, 1.0
    while late_s(low) > 0.0 and low > _LOWEST_PSI:
        low *= 2.0
    while late_s(_ONE_TURN - gap) < 0.0 and gap > _NARROWEST_GAP:
        gap /= 2.0
    if late_s(low) > 0.0 or late_s(_ONE_TURN - gap) < 0.0:
        return None
    return find_root(late_s, low, _ONE_TURN - gap, tolerance=0.0)
