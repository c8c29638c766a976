"""The hyperbola through a state: asymptotes, B-plane, periapsis; batches of states."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.determination.errors import DeterminationError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Hyperbolas:
    """Hyperbolas about a body; every array has m rows.

    Attributes
    ----------
    incoming, outgoing : ndarray
        (m, 3): unit vectors of the velocity far before and far behind the body, ICRF.
    normal, periapsis : ndarray
        (m, 3): unit vectors of the plane and towards the periapsis.
    v_infinity_km_s, e, periapsis_km : ndarray
        (m,): speed at infinity, eccentricity, distance of the periapsis.
    b_km : ndarray
        (m, 3): B-vector of the incoming asymptote.
    since_periapsis_s : ndarray
        (m,): time of the state past periapsis.
    """

    incoming: Floats
    outgoing: Floats
    normal: Floats
    periapsis: Floats
    v_infinity_km_s: Floats
    e: Floats
    periapsis_km: Floats
    b_km: Floats
    since_periapsis_s: Floats

    @property
    def bend_rad(self) -> Floats:
        """(m,): how far the path is bent."""
        result: Floats = 2.0 * np.arcsin(1.0 / self.e)
        return result


def hyperbolas(states: Floats, *, gm_km3_s2: float) -> Hyperbolas:
    """Give the hyperbolas through a batch of states (m, 6), km and km/s.

    Raises
    ------
    DeterminationError
        If a state is bound to the body.
    """
    r, v = states[:, :3], states[:, 3:]
    distance = np.linalg.norm(r, axis=1)
    speed2 = np.einsum("mk,mk->m", v, v) - 2.0 * gm_km3_s2 / distance
    if not (speed2 > 0.0).all():
        raise DeterminationError("a path that should pass a planet is bound to it")
    v_infinity = np.sqrt(speed2)
    h = np.cross(r, v)
    e_vector = np.cross(v, h) / gm_km3_s2 - r / distance[:, None]
    e = np.linalg.norm(e_vector, axis=1)
    periapsis = e_vector / e[:, None]
    h_size = np.linalg.norm(h, axis=1)
    normal = h / h_size[:, None]
    across = np.cross(normal, periapsis)
    cosine, sine = 1.0 / e, np.sqrt(1.0 - 1.0 / e**2)
    incoming = cosine[:, None] * periapsis + sine[:, None] * across
    outgoing = -cosine[:, None] * periapsis + sine[:, None] * across
    a = gm_km3_s2 / speed2
    sinh_anomaly = np.einsum("mk,mk->m", r, v) / (e * np.sqrt(gm_km3_s2 * a))
    mean = e * sinh_anomaly - np.arcsinh(sinh_anomaly)
    return Hyperbolas(
        incoming=incoming,
        outgoing=outgoing,
        normal=normal,
        periapsis=periapsis,
        v_infinity_km_s=v_infinity,
        e=e,
        periapsis_km=a * (e - 1.0),
        b_km=np.cross(incoming, h) / v_infinity[:, None],
        since_periapsis_s=mean * np.sqrt(a**3 / gm_km3_s2),
    )


def b_axes(incoming: Floats, pole: Floats) -> tuple[Floats, Floats]:
    """T along the body's equator and R to the south, (m, 3) each, for asymptotes (m, 3)."""
    t_axis = np.cross(incoming, pole)
    t_axis /= np.linalg.norm(t_axis, axis=1)[:, None]
    return t_axis, np.cross(incoming, t_axis)


def state_at_radius(
    incoming: Floats, v_infinity_km_s: Floats, b_km: Floats, radius_km: Floats, *, gm_km3_s2: float
) -> tuple[Floats, Floats]:
    """Give the inbound states (m, 6) at distances (m,), and their times (m,) past periapsis.

    Where a path stays farther out than the distance, its periapsis is given: smooth, if not true.
    """
    b = np.linalg.norm(b_km, axis=1)
    a = gm_km3_s2 / v_infinity_km_s**2
    e = np.sqrt(1.0 + (b / a) ** 2)
    p = a * (e**2 - 1.0)
    cosine = np.clip((p / radius_km - 1.0) / e, -1.0, 1.0)
    anomaly = -np.arccos(cosine)
    side = b_km / b[:, None]
    periapsis = incoming / e[:, None] + np.sqrt(1.0 - 1.0 / e**2)[:, None] * side
    normal = np.cross(b_km, incoming)
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    across = np.cross(normal, periapsis)
    c, s = np.cos(anomaly)[:, None], np.sin(anomaly)[:, None]
    distance = (p / (1.0 + e * cosine))[:, None]
    speed = np.sqrt(gm_km3_s2 / p)[:, None]
    position = distance * (c * periapsis + s * across)
    velocity = speed * (-s * periapsis + (e[:, None] + c) * across)
    tangent = np.sqrt((e - 1.0) / (e + 1.0)) * np.tan(anomaly / 2.0)
    eccentric = 2.0 * np.arctanh(tangent)
    since = (e * np.sinh(eccentric) - eccentric) * np.sqrt(a**3 / gm_km3_s2)
    return np.concatenate([position, velocity], axis=1), since
