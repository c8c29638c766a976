"""Mars as the lander feels it: gravity with J2, the turning ellipsoid and the air on it.

Everything here is in the *landing frame*: the axes of Mars at one reference instant, frozen. It is
inertial, z is the pole, x the prime meridian at that instant; the shape, the field and the air are
then functions of position and of the time since that instant alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import (
    DAY_S,
    GM_KM3_S2,
    J2_MARS,
    J2_MARS_RADIUS_KM,
    RADII_KM,
)
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.surface import fixed_place, fixed_position_km

Floats = NDArray[np.float64]

GM = GM_KM3_S2["mars"]
_A_KM, _, _C_KM = RADII_KM["mars"]
_FLATTENED = (_A_KM / _C_KM) ** 2 - 1.0
_J2_GM_R2 = 1.5 * J2_MARS * GM * J2_MARS_RADIUS_KM**2


def gravity(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the acceleration by Mars and its J2, km/s², in the landing frame."""
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    mu_r3 = GM / (r2 * r)
    j = _J2_GM_R2 / (r2 * r2 * r)
    ratio = 5.0 * z * z / r2
    across = -mu_r3 + j * (ratio - 1.0)
    return x * across, y * across, z * (-mu_r3 + j * (ratio - 3.0))


def potential(x: float, y: float, z: float) -> float:
    """Return the potential energy of `gravity` per mass, km²/s²."""
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    return -GM / r + _J2_GM_R2 / (3.0 * r2 * r) * (3.0 * z * z / r2 - 1.0)


def altitude_km(x: float, y: float, z: float) -> float:
    """Return the height over the ellipsoid, km, along the radius.

    Below 150 km it agrees with the height along the ellipsoid's normal within 2 m.
    """
    r = math.sqrt(x * x + y * y + z * z)
    sine = z / r
    return r - _A_KM / math.sqrt(1.0 + _FLATTENED * sine * sine)


@dataclass(frozen=True, eq=False)
class LandingFrame:
    """The axes of Mars at ``epoch_et``, frozen, and how fast Mars turns in them."""

    epoch_et: float
    from_icrf: Floats
    """(3, 3), ICRF to the landing frame."""
    spin_rad_s: float

    @classmethod
    def at(cls, epoch_et: float) -> LandingFrame:
        """Build the frame; the turn is that of the IAU model over the following hour."""
        start = body_rotation("mars", epoch_et)
        later = body_rotation("mars", epoch_et + DAY_S / 24.0) @ start.T
        spin = math.atan2(later[0, 1], later[0, 0]) / (DAY_S / 24.0)
        return cls(epoch_et, start, spin)

    def into(self, states_icrf: Floats) -> Floats:
        """Turn states (..., 6) from ICRF into the frame."""
        return np.concatenate(
            [states_icrf[..., :3] @ self.from_icrf.T, states_icrf[..., 3:] @ self.from_icrf.T],
            axis=-1,
        )

    def out_of(self, states: Floats) -> Floats:
        """Turn states (..., 6) from the frame into ICRF."""
        return np.concatenate(
            [states[..., :3] @ self.from_icrf, states[..., 3:] @ self.from_icrf], axis=-1
        )

    def place(self, position_km: Floats, dt_s: float) -> tuple[float, float]:
        """Return planetographic latitude and east longitude (0 to 360), degrees."""
        place = fixed_place("mars", self._turn(dt_s) @ position_km)
        return place.lat_deg, place.lon_deg % 360.0

    def site_km(self, *, lat_deg: float, lon_east_deg: float, dt_s: float) -> Floats:
        """Return where a place of the surface is in the frame, (3,), km."""
        fixed = fixed_position_km("mars", lon_deg=lon_east_deg, lat_deg=lat_deg, height_km=0.0)
        position: Floats = fixed @ self._turn(dt_s)
        return position

    def _turn(self, dt_s: float) -> Floats:
        angle = self.spin_rad_s * dt_s
        cosine, sine = math.cos(angle), math.sin(angle)
        return np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0.0, 0.0, 1.0]])
