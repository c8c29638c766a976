"""Where an entry comes down: ballistic braking in a thin atmosphere that turns with Mars.

Just enough to tie the intended site to the approach; the landing itself is
:mod:`mars7viz.determination.landing`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, GM_KM3_S2, RADII_KM
from mars7viz.ephemeris.orientation import body_rotation

Floats = NDArray[np.float64]

_SPIN_RAD_S: Final = float(np.radians(350.89198226) / DAY_S)  # IAU report of 2009
_STEP_S: Final = 2.0
_LONGEST_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Descent:
    """Atmosphere and body of an entry.

    Attributes
    ----------
    surface_density_kg_m3, scale_height_km : float
        Exponential atmosphere above the ellipsoid, assumed.
    ballistic_coefficient_kg_m2 : float
        Mass over drag area, assumed.
    """

    surface_density_kg_m3: float
    scale_height_km: float
    ballistic_coefficient_kg_m2: float

    def sites(self, states: Floats, et: Floats) -> tuple[Floats, Floats]:
        """Give where (m, 6) states about Mars at (m,) instants come down.

        Returns
        -------
        tuple of ndarray
            (m, 3) body-fixed positions, km, where height is zero, and (m,) instants.
        """
        rotations = _mars_rotations(et)
        spin = np.array([0.0, 0.0, _SPIN_RAD_S])
        r = np.einsum("mij,mj->mi", rotations, states[:, :3])
        v = np.einsum("mij,mj->mi", rotations, states[:, 3:]) - np.cross(spin, r)
        y = np.concatenate([r, v], axis=1)
        site, when = r.copy(), et.copy()
        down = np.zeros(len(et), dtype=bool)
        before = heights_km(r)
        for step in range(int(_LONGEST_S / _STEP_S)):
            k1 = self._rates(y, spin)
            k2 = self._rates(y + 0.5 * _STEP_S * k1, spin)
            k3 = self._rates(y + 0.5 * _STEP_S * k2, spin)
            k4 = self._rates(y + _STEP_S * k3, spin)
            ahead = y + _STEP_S / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
            height = heights_km(ahead[:, :3])
            landing = (height <= 0.0) & ~down
            part = np.where(landing, before / np.maximum(before - height, 1e-12), 1.0)
            here = y[:, :3] + part[:, None] * (ahead[:, :3] - y[:, :3])
            site = np.where(down[:, None], site, here)
            when = np.where(down, when, et + (step + part) * _STEP_S)
            down |= landing
            if down.all():
                break
            y, before = ahead, height
        return site, when

    def _rates(self, y: Floats, spin: Floats) -> Floats:
        r, v = y[:, :3], y[:, 3:]
        distance = np.linalg.norm(r, axis=1)
        density = self.surface_density_kg_m3 * np.exp(
            -np.clip(heights_km(r), -5.0, None) / self.scale_height_km
        )
        speed = np.linalg.norm(v, axis=1)
        drag = 0.5 * density * speed / self.ballistic_coefficient_kg_m2 * 1000.0
        pull = -GM_KM3_S2["mars"] / distance**3
        a = pull[:, None] * r - drag[:, None] * v
        a -= 2.0 * np.cross(spin, v) + np.cross(spin, np.cross(spin, r))
        return np.concatenate([v, a], axis=1)


def heights_km(fixed_km: Floats) -> Floats:
    """(m,) heights above the ellipsoid of Mars along the radius, of (m, 3) body-fixed positions."""
    a, _, c = RADII_KM["mars"]
    distance = np.linalg.norm(fixed_km, axis=1)
    sine2 = (fixed_km[:, 2] / distance) ** 2
    surface = a * c / np.sqrt(c**2 * (1.0 - sine2) + a**2 * sine2)
    result: Floats = distance - surface
    return result


def geographic_deg(fixed_km: Floats) -> tuple[Floats, Floats]:
    """(m,) planetographic latitudes and longitudes (east) of points on the ellipsoid."""
    a, _, c = RADII_KM["mars"]
    across = np.hypot(fixed_km[:, 0], fixed_km[:, 1])
    latitude = np.degrees(np.arctan2(fixed_km[:, 2] * a**2, across * c**2))
    return latitude, np.degrees(np.arctan2(fixed_km[:, 1], fixed_km[:, 0]))


def _mars_rotations(et: Floats) -> Floats:
    """(m, 3, 3): the middle instant's orientation, turned on about the pole for the others."""
    middle = float(et[0])
    base = body_rotation("mars", middle)
    angle = _SPIN_RAD_S * (et - middle)
    turn = np.zeros((len(et), 3, 3))
    turn[:, 0, 0] = turn[:, 1, 1] = np.cos(angle)
    turn[:, 0, 1] = np.sin(angle)
    turn[:, 1, 0] = -np.sin(angle)
    turn[:, 2, 2] = 1.0
    result: Floats = turn @ base
    return result
