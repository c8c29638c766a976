"""From the pad to the separation: launch plane, parking orbit with coast, burn of Blok D."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.determination.errors import InconsistentDocumentsError
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.surface import surface_position_km

Floats = NDArray[np.float64]

EARTH_SPIN_RAD_S: Final = 7.292115e-05
_G0_KM_S2: Final = 9.80665e-03


@dataclass(frozen=True, eq=False)
class Burn:
    """An engine of constant thrust held at fixed angles to the flight direction.

    Attributes
    ----------
    thrust_kn, specific_impulse_s : float
        Engine.
    initial_mass_kg : ndarray
        (m,), at ignition.
    pitch_rad, yaw_rad : ndarray
        (m,): above the velocity in the plane of motion; out of it, to its normal.
    """

    thrust_kn: float
    specific_impulse_s: float
    initial_mass_kg: Floats
    pitch_rad: Floats
    yaw_rad: Floats

    @property
    def flow_kg_s(self) -> float:
        """Propellant burnt in a second."""
        return self.thrust_kn / (self.specific_impulse_s * _G0_KM_S2)

    def __call__(self, elapsed_s: Floats, states: Floats) -> Floats:
        """(m, 3) km/s^2 after (m,) s at (m, 6) states about the Earth."""
        r, v = states[:, :3], states[:, 3:]
        forward = v / np.linalg.norm(v, axis=1)[:, None]
        normal = np.cross(r, v)
        normal /= np.linalg.norm(normal, axis=1)[:, None]
        up = np.cross(forward, -normal)
        cos_y, sin_y = np.cos(self.yaw_rad)[:, None], np.sin(self.yaw_rad)[:, None]
        cos_p, sin_p = np.cos(self.pitch_rad)[:, None], np.sin(self.pitch_rad)[:, None]
        direction = cos_y * (cos_p * forward + sin_p * up) + sin_y * normal
        mass = self.initial_mass_kg - self.flow_kg_s * elapsed_s
        result: Floats = (self.thrust_kn / mass)[:, None] * direction
        return result


def launch_planes(
    *,
    launch_et: float,
    lat_deg: float,
    lon_east_deg: float,
    inclination_deg: Floats,
    lead_s: Floats,
) -> tuple[Floats, Floats]:
    """Give the orbital planes through the pad some time after launch, north-eastward.

    Parameters
    ----------
    launch_et : float
        Launch, TDB seconds past J2000.
    lat_deg, lon_east_deg : float
        Pad.
    inclination_deg, lead_s : (m,) array
        Inclination to the equator of date; when the pad lies in the plane, past launch.

    Returns
    -------
    tuple of ndarray
        (m, 3) each, ICRF: direction of the pad at that time, and the planes' normals.

    Raises
    ------
    InconsistentDocumentsError
        If the inclination is less than the pad's latitude.
    """
    pole = body_rotation("earth", launch_et)[2]
    pad = surface_position_km(
        "earth", launch_et, lon_deg=lon_east_deg, lat_deg=lat_deg, height_km=0.0
    )
    turn = (EARTH_SPIN_RAD_S * lead_s)[:, None]
    along_pole = (pad @ pole) * pole
    in_equator = pad - along_pole
    direction = along_pole + np.cos(turn) * in_equator + np.sin(turn) * np.cross(pole, in_equator)
    direction /= np.linalg.norm(pad)
    east = np.cross(pole, direction)
    size = np.linalg.norm(east, axis=1)
    east /= size[:, None]
    north = np.cross(direction, east)
    # Napier's rule: cos i = cos(latitude) sin(azimuth).
    sine = np.cos(np.radians(inclination_deg)) / size
    if not (np.abs(sine) < 1.0).all():
        raise InconsistentDocumentsError(
            f"document 'parking_inclination': {float(inclination_deg[0]):.2f} deg is below the "
            f"pad's latitude by {lat_deg - float(inclination_deg[0]):.2f} deg; no launch reaches it"
        )
    azimuth = np.arcsin(sine)[:, None]
    heading = np.sin(azimuth) * east + np.cos(azimuth) * north
    return direction, np.cross(direction, heading)


def parking_states(
    direction: Floats,
    normal: Floats,
    *,
    perigee_km: Floats,
    apogee_km: Floats,
    range_deg: Floats,
    perigee_offset_deg: Floats,
) -> Floats:
    """Give the states (m, 6) about the Earth where the parking orbit begins.

    Parameters
    ----------
    direction, normal : (m, 3) array
        From `launch_planes`.
    perigee_km, apogee_km : (m,) array
        Heights above the equatorial radius.
    range_deg : (m,) array
        Way flown in the plane since the pad.
    perigee_offset_deg : (m,) array
        How far ahead the perigee lies.
    """
    radius = RADII_KM["earth"][0]
    low, high = radius + perigee_km, radius + apogee_km
    e = (high - low) / (high + low)
    p = low * (1.0 + e)
    anomaly = -np.radians(perigee_offset_deg)
    angle = np.radians(range_deg)[:, None]
    outward = np.cos(angle) * direction + np.sin(angle) * np.cross(normal, direction)
    along = np.cross(normal, outward)
    distance = p / (1.0 + e * np.cos(anomaly))
    speed = np.sqrt(GM_KM3_S2["earth"] / p)
    radial, forward = speed * e * np.sin(anomaly), speed * (1.0 + e * np.cos(anomaly))
    return np.concatenate(
        [distance[:, None] * outward, radial[:, None] * outward + forward[:, None] * along], axis=1
    )


def burn_delta_v_km_s(
    *, engine: tuple[float, float], burnout_mass_kg: float, length_s: Floats
) -> Floats:
    """Change of speed of a burn of (m,) s that ends at a mass; engine: kN and s."""
    thrust_kn, specific_impulse_s = engine
    exhaust = specific_impulse_s * _G0_KM_S2
    flow = thrust_kn / exhaust
    result: Floats = exhaust * np.log1p(flow * length_s / burnout_mass_kg)
    return result


def degrees_between(a: Floats, b: Floats) -> float:
    """Angle of two vectors (3,), degrees."""
    cosine = float(a @ b) / float(np.linalg.norm(a) * np.linalg.norm(b))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
