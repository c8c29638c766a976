"""Two-body motion: propagation by universal variables, and orbital elements."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError

Floats = NDArray[np.float64]

_MOST_STEPS: Final = 200
_SERIES_BELOW: Final = 1.0
# Coefficients of c2 and c3 in powers of -psi; eleven terms leave less than 1e-22 below 1.
_POWERS: Final = np.arange(11.0)[:, None]
_SERIES: Final = np.array(
    [[1.0 / math.factorial(2 * k + lead) for k in range(len(_POWERS))] for lead in (2, 3)]
)
# sinh and cosh of more overflow a float64 when they are multiplied out.
_LARGEST_HYPERBOLIC_ANGLE: Final = 350.0
_TINY: Final = 1e-11


def stumpff(psi: Floats) -> tuple[Floats, Floats]:
    """Give Stumpff's functions c2 and c3.

    Parameters
    ----------
    psi : ndarray
        Any shape: the square of the eccentric anomaly's change, negative for hyperbolas.

    Returns
    -------
    tuple of ndarray
        ``(1 - cos sqrt psi) / psi`` and ``(sqrt psi - sin sqrt psi) / sqrt psi ** 3``, their
        series near zero and their hyperbolic forms below.
    """
    c2, c3 = np.empty_like(psi), np.empty_like(psi)
    near = np.abs(psi) < _SERIES_BELOW
    if near.any():
        c2[near], c3[near] = _SERIES @ (-psi[near]) ** _POWERS
    over = psi >= _SERIES_BELOW
    if over.any():
        root = np.sqrt(psi[over])
        # Half the angle: 1 - cos would lose digits near full turns.
        c2[over] = 2.0 * np.sin(root / 2.0) ** 2 / psi[over]
        c3[over] = (root - np.sin(root)) / root**3
    under = psi <= -_SERIES_BELOW
    if under.any():
        root = np.sqrt(-psi[under])
        c2[under] = -2.0 * np.sinh(root / 2.0) ** 2 / psi[under]
        c3[under] = (np.sinh(root) - root) / root**3
    return c2, c3


def propagate(state: Floats, *, gm_km3_s2: float, dt_s: float | Floats) -> Floats:
    """Move a body along its conic.

    Parameters
    ----------
    state : (6,) array
        Position km and velocity km/s from the attracting center, any inertial frame.
    gm_km3_s2 : float
        Gravitational parameter of the center, km^3/s^2.
    dt_s : float or (n,) array
        Time to move by, forward or back, seconds.

    Returns
    -------
    ndarray
        (6,) or (n, 6), km and km/s, same center and frame.

    Raises
    ------
    EphemerisError
        For a position at the center, a GM that is not positive, or numbers that are not finite.
    NoConvergenceError
        If Kepler's equation finds no solution: a fall through the center, or a hyperbola further
        out than float64 reaches.

    Notes
    -----
    Universal variables with Newton's method inside a shrinking bracket (the time grows with the
    variable throughout, so that there is one solution). Bate, Mueller and White 1971, ch. 4;
    Vallado 2013, sect. 2.3.
    """
    r0, v0 = np.asarray(state, dtype=np.float64)[:3], np.asarray(state, dtype=np.float64)[3:]
    dt = np.atleast_1d(np.asarray(dt_s, dtype=np.float64))
    radius = math.sqrt(float(r0 @ r0))
    if not (0.0 < radius < math.inf and gm_km3_s2 > 0.0 and np.isfinite((*v0, *dt)).all()):
        raise EphemerisError(
            f"cannot propagate {np.asarray(state).tolist()} km, km/s by {dt_s} s with "
            f"GM {gm_km3_s2} km^3/s^2: the position must not be zero, all must be finite"
        )
    root_gm = math.sqrt(gm_km3_s2)
    alpha = 2.0 / radius - float(v0 @ v0) / gm_km3_s2  # one over the semi-major axis
    sigma = float(r0 @ v0) / root_gm
    wanted = dt
    if alpha > 0.0:
        # Whole revolutions bring nothing but rounding.
        period_s = math.tau / (root_gm * alpha**1.5)
        wanted = dt - np.round(dt / period_s) * period_s
    chi, c2, c3, r = _solve_kepler(root_gm * wanted, radius=radius, sigma=sigma, alpha=alpha)
    f = 1.0 - chi**2 * c2 / radius
    g = wanted - chi**3 * c3 / root_gm
    df = root_gm * chi * (alpha * chi**2 * c3 - 1.0) / (r * radius)
    dg = 1.0 - chi**2 * c2 / r
    moved = np.concatenate(
        (f[:, None] * r0 + g[:, None] * v0, df[:, None] * r0 + dg[:, None] * v0), axis=1
    )
    result: Floats = moved[0] if np.ndim(dt_s) == 0 else moved
    return result


def _solve_kepler(
    target: Floats, *, radius: float, sigma: float, alpha: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Universal variable, its Stumpff functions and the distance for sqrt(GM) * time."""
    low, high = _bracket(target, radius=radius, sigma=sigma, alpha=alpha)
    chi = np.clip(target / radius, low, high)
    scale = np.abs(target) + radius * np.sqrt(radius)
    for _ in range(_MOST_STEPS):
        time, c2, c3, r = _universal_time(chi, radius=radius, sigma=sigma, alpha=alpha)
        excess = time - target
        low, high = np.where(excess < 0.0, chi, low), np.where(excess > 0.0, chi, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = chi - excess / r
        # Where Newton leaves the bracket, halve it.
        better = np.where((step >= low) & (step <= high), step, (low + high) / 2.0)
        better = np.where(excess == 0.0, chi, better)
        change, chi = np.abs(better - chi), better
        if ((change <= 1e-14 * np.abs(chi)) | (np.abs(excess) <= 1e-15 * scale)).all():
            break
    time, c2, c3, r = _universal_time(chi, radius=radius, sigma=sigma, alpha=alpha)
    if not (np.abs(time - target) <= 1e-9 * scale).all() or not (r > 0.0).all():
        raise NoConvergenceError(
            f"Kepler's equation has no solution: distance {radius} km, 1/a {alpha} per km"
        )
    return chi, c2, c3, r


def _universal_time(
    chi: Floats, *, radius: float, sigma: float, alpha: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """sqrt(GM) * time at the universal variable, c2, c3, and its derivative, the distance."""
    psi = alpha * chi**2
    c2, c3 = stumpff(psi)
    time = chi * (radius * (1.0 - psi * c3) + chi * (sigma * c2 + chi * c3))
    r = chi**2 * c2 + sigma * chi * (1.0 - psi * c3) + radius * (1.0 - psi * c2)
    return time, c2, c3, r


def _bracket(target: Floats, *, radius: float, sigma: float, alpha: float) -> tuple[Floats, Floats]:
    """Universal variables that enclose the solution."""
    # Of an ellipse half a revolution is wanted at most; that is less than one turn.
    angle = math.tau if alpha > 0.0 else _LARGEST_HYPERBOLIC_ANGLE
    largest = math.inf if alpha == 0.0 else angle / math.sqrt(abs(alpha))
    sign = np.sign(target)
    reach = np.full_like(target, min(math.sqrt(radius), largest))
    for _ in range(_MOST_STEPS):
        time, *_ = _universal_time(sign * reach, radius=radius, sigma=sigma, alpha=alpha)
        short = np.abs(time) < np.abs(target)
        if not short.any():
            break
        if (reach[short] >= largest).any():
            raise NoConvergenceError("the orbit is followed further out than numbers reach")
        reach = np.where(short, np.minimum(2.0 * reach, largest), reach)
    return np.where(sign < 0.0, -reach, 0.0), np.where(sign > 0.0, reach, 0.0)


@dataclass(frozen=True, slots=True)
class Elements:
    """Osculating elements in the axes of the state they come from.

    ICRF states give angles to the ICRF equator; turn the state with
    `mars7viz.ephemeris.frames.ICRF_TO_ECLIPTIC` first for the ecliptic of J2000.

    Attributes
    ----------
    a_km : float
        Semi-major axis, km; negative for hyperbolas, infinite for parabolas.
    e : float
        Eccentricity.
    i_deg, node_deg, argp_deg, true_anomaly_deg : float
        Inclination to the xy plane, longitude of the ascending node from +x, argument of periapsis
        and true anomaly, degrees. Without inclination the node is 0; in a circle the argument of
        periapsis is 0 and the anomaly counts from the node.
    periapsis_km : float
        Distance of the periapsis from the center, km.
    apoapsis_km, period_s : float or None
        Distance of the apoapsis, km, and period, s; None where the orbit is open.
    """

    a_km: float
    e: float
    i_deg: float
    node_deg: float
    argp_deg: float
    true_anomaly_deg: float
    periapsis_km: float
    apoapsis_km: float | None
    period_s: float | None


def elements(state: Floats, *, gm_km3_s2: float) -> Elements:
    """Give the osculating elements of a state.

    Parameters
    ----------
    state : (6,) array
        Position km and velocity km/s from the attracting center, any inertial frame.
    gm_km3_s2 : float
        Gravitational parameter of the center, km^3/s^2.

    Returns
    -------
    Elements
        In the frame of `state`.

    Raises
    ------
    EphemerisError
        If position and velocity lie on one line: such a fall has no plane.
    """
    r, v = np.asarray(state[:3], dtype=np.float64), np.asarray(state[3:], dtype=np.float64)
    radius, speed2 = math.sqrt(float(r @ r)), float(v @ v)
    h = np.cross(r, v)
    h_size = math.sqrt(float(h @ h))
    if not h_size > _TINY * radius * math.sqrt(speed2):
        raise EphemerisError("position and velocity lie on one line: the orbit has no plane")
    e_vector = ((speed2 - gm_km3_s2 / radius) * r - float(r @ v) * v) / gm_km3_s2
    e = math.sqrt(float(e_vector @ e_vector))
    w = h / h_size
    tilt = math.hypot(w[0], w[1])
    node = np.array((-w[1], w[0], 0.0)) / tilt if tilt > _TINY else np.array((1.0, 0.0, 0.0))
    across = np.cross(w, node)  # 90 degrees on from the node, in the orbit
    argp = math.atan2(float(e_vector @ across), float(e_vector @ node)) if e > _TINY else 0.0
    latitude = math.atan2(float(r @ across), float(r @ node))
    periapsis_km = h_size**2 / gm_km3_s2 / (1.0 + e)
    alpha = 2.0 / radius - speed2 / gm_km3_s2
    is_closed = alpha > 0.0 and e < 1.0
    return Elements(
        a_km=1.0 / alpha if alpha != 0.0 else math.inf,
        e=e,
        i_deg=math.degrees(math.atan2(tilt, w[2])),
        node_deg=math.degrees(math.atan2(node[1], node[0])) % 360.0,
        argp_deg=math.degrees(argp) % 360.0,
        true_anomaly_deg=math.degrees(latitude - argp) % 360.0,
        periapsis_km=periapsis_km,
        apoapsis_km=(1.0 + e) / alpha if is_closed else None,
        period_s=math.tau / math.sqrt(gm_km3_s2 * alpha**3) if is_closed else None,
    )


def from_elements(orbit: Elements, *, gm_km3_s2: float) -> Floats:
    """Give the state that elements describe.

    Parameters
    ----------
    orbit : Elements
        `periapsis_km`, `e` and the angles are read; they fix all conics, parabolas too.
    gm_km3_s2 : float
        Gravitational parameter of the center, km^3/s^2.

    Returns
    -------
    ndarray
        (6,), km and km/s, from the center, in the frame of the elements.

    Raises
    ------
    EphemerisError
        If the true anomaly lies beyond the asymptote of a hyperbola.
    """
    nu, argp = math.radians(orbit.true_anomaly_deg), math.radians(orbit.argp_deg)
    p_km = orbit.periapsis_km * (1.0 + orbit.e)
    reach = 1.0 + orbit.e * math.cos(nu)
    if not (reach > 0.0 and p_km > 0.0):
        raise EphemerisError(
            f"no orbit with periapsis {orbit.periapsis_km} km and eccentricity {orbit.e} has a "
            f"true anomaly of {orbit.true_anomaly_deg} deg"
        )
    node, tilt = math.radians(orbit.node_deg), math.radians(orbit.i_deg)
    along = np.array((math.cos(node), math.sin(node), 0.0))
    across = np.array(
        (-math.cos(tilt) * math.sin(node), math.cos(tilt) * math.cos(node), math.sin(tilt))
    )
    u, speed = nu + argp, math.sqrt(gm_km3_s2 / p_km)
    position = (p_km / reach) * (math.cos(u) * along + math.sin(u) * across)
    velocity = speed * (
        -(math.sin(u) + orbit.e * math.sin(argp)) * along
        + (math.cos(u) + orbit.e * math.cos(argp)) * across
    )
    return np.concatenate((position, velocity))
