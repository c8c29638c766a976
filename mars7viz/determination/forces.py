"""Forces on a craft between the planets: point masses, oblateness, relativity, sunlight.

Everything is counted from a moving center, so that a flyby keeps its digits: the attraction of each
body on the craft minus that on the center.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import (
    AU_KM,
    C_KM_S,
    GM_KM3_S2,
    J2_EARTH,
    J2_MARS,
    J2_MARS_RADIUS_KM,
    RADII_KM,
)
from mars7viz.ephemeris.kernel import Kernel
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.solar_system import NAIF_IDS, SolarSystem

Floats = NDArray[np.float64]

ATTRACTING: Final = tuple(NAIF_IDS)
"""Bodies whose attraction counts: Sun, Moon and the eight planets (systems beyond the Earth)."""

SUNLIGHT_PRESSURE_N_M2: Final = 4.5398e-06
"""Pressure of sunlight on a black plate at 1 au: 1361 W/m2 (IAU 2015 B3) over light's speed."""

_ROW: Final = MappingProxyType({name: row for row, name in enumerate(ATTRACTING)})
_IDS: Final = tuple(NAIF_IDS[name] for name in ATTRACTING)
_GM: Final = np.array([GM_KM3_S2[name] for name in ATTRACTING])


@dataclass(frozen=True, slots=True)
class Sunlight:
    """How sunlight pushes a craft: an assumed plate that faces the Sun.

    Attributes
    ----------
    area_m2, mass_kg : float
        Lit area and mass.
    coefficient : float
        1 absorbs, 2 mirrors.
    """

    area_m2: float
    mass_kg: float
    coefficient: float

    @property
    def acceleration_km_s2(self) -> float:
        """Acceleration at 1 au, km/s^2."""
        per_mass = self.coefficient * self.area_m2 / self.mass_kg
        return SUNLIGHT_PRESSURE_N_M2 * per_mass / 1000.0


@dataclass(frozen=True, slots=True)
class Oblateness:
    """The second zonal harmonic of a body, about a pole held still.

    Attributes
    ----------
    strength : float
        1.5 J2 GM R^2, km^5/s^2.
    pole : ndarray
        (3,), unit vector, ICRF.
    """

    strength: float
    pole: Floats

    def acceleration(self, positions_km: Floats) -> Floats:
        """(m, 3) km/s^2 at (m, 3) km from the body's center."""
        z = positions_km @ self.pole
        square = np.einsum("mk,mk->m", positions_km, positions_km)
        fifth = square * square * np.sqrt(square)
        along = (5.0 * z * z / square - 1.0) / fifth
        across = -2.0 * z / fifth
        result: Floats = self.strength * (
            along[:, None] * positions_km + np.outer(across, self.pole)
        )
        return result


class ForceModel:
    """Accelerations on a batch of craft about a center.

    Parameters
    ----------
    solar_system : SolarSystem
        Where the bodies are.
    earth_et, mars_et : float
        When the poles of Earth and Mars are taken for their oblateness; they hardly move in the
        days in which it counts.
    relativity : bool
        Whether the Sun's post-Newtonian attraction counts.
    oblateness : bool
        Whether that of Earth and Mars counts.
    bodies : tuple of str
        Attracting bodies out of `ATTRACTING`; the center belongs to them.
    """

    def __init__(
        self,
        solar_system: SolarSystem,
        *,
        earth_et: float,
        mars_et: float,
        relativity: bool = True,
        oblateness: bool = True,
        bodies: tuple[str, ...] = ATTRACTING,
    ) -> None:
        self._kernel: Kernel = solar_system.kernel
        self._relativity = relativity
        self._gm = np.array([GM_KM3_S2[name] if name in bodies else 0.0 for name in ATTRACTING])
        self._oblate: Mapping[str, Oblateness] = (
            {
                "earth": Oblateness(
                    1.5 * J2_EARTH * GM_KM3_S2["earth"] * RADII_KM["earth"][0] ** 2,
                    body_rotation("earth", earth_et)[2].copy(),
                ),
                "mars": Oblateness(
                    1.5 * J2_MARS * GM_KM3_S2["mars"] * J2_MARS_RADIUS_KM**2,
                    body_rotation("mars", mars_et)[2].copy(),
                ),
            }
            if oblateness
            else {}
        )

    def pole(self, body: str) -> Floats:
        """(3,), ICRF: the pole taken for a body's oblateness."""
        return self._oblate[body].pole

    def accelerations(
        self, et: float | Floats, states: Floats, *, center: str, sunlight_km_s2: float | Floats
    ) -> Floats:
        """Give the accelerations relative to the center.

        Parameters
        ----------
        et : float or (m,) array
            TDB seconds past J2000; of each craft its own where it is an array.
        states : (m, 6) array
            Km and km/s from the center, ICRF.
        center : str
            Body out of `ATTRACTING`.
        sunlight_km_s2 : float or (m,) array
            Acceleration by sunlight at 1 au; see `Sunlight`.

        Returns
        -------
        ndarray
            (m, 3), km/s^2, ICRF.
        """
        bodies = self._bodies(et, center)
        positions = states[:, :3]
        to_bodies = bodies[:, :, :3] - positions[:, None, :]
        pull = _attraction(to_bodies, self._gm)
        others = self._gm.copy()
        others[_ROW[center]] = 0.0
        # The center itself is at zero distance; its weight is zero, its distance must not be.
        from_center = bodies[:, :, :3].copy()
        from_center[:, _ROW[center]] = 1.0
        pull = pull - _attraction(from_center, others)
        sun = to_bodies[:, _ROW["sun"]]
        square = np.einsum("mk,mk->m", sun, sun)
        factor = -sunlight_km_s2 * AU_KM**2 / (square * np.sqrt(square))
        pull += factor[:, None] * sun
        oblate = self._oblate.get(center)
        if oblate is not None:
            pull += oblate.acceleration(positions)
        if self._relativity:
            of_sun = bodies[:, _ROW["sun"]]
            pull += _post_newtonian(states - of_sun)
            if center != "sun":
                pull -= _post_newtonian(-of_sun)
        return pull

    def _bodies(self, et: float | Floats, center: str) -> Floats:
        """(1 or m, bodies, 6) from the center."""
        if isinstance(et, float | int):
            states = self._kernel.states(et, _IDS)
            result: Floats = (states - states[_ROW[center]])[None]
            return result
        center_id = NAIF_IDS[center]
        return np.stack(
            [
                np.zeros((len(et), 6))
                if body == center_id
                else self._kernel.state(body, center_id, et)
                for body in _IDS
            ],
            axis=1,
        )


def _attraction(to_bodies_km: Floats, gm_km3_s2: Floats) -> Floats:
    square = np.einsum("mbk,mbk->mb", to_bodies_km, to_bodies_km)
    weight = gm_km3_s2 / (square * np.sqrt(square))
    result: Floats = np.einsum("mb,mbk->mk", weight, to_bodies_km)
    return result


def _post_newtonian(states: Floats) -> Floats:
    """Schwarzschild term of the Sun at (m, 6) heliocentric states (Moyer 2000, eq. 4-26)."""
    r, v = states[:, :3], states[:, 3:]
    distance = np.sqrt(np.einsum("mk,mk->m", r, r))
    gm = _GM[_ROW["sun"]]
    along = 4.0 * gm / distance - np.einsum("mk,mk->m", v, v)
    across = 4.0 * np.einsum("mk,mk->m", r, v)
    factor = gm / (C_KM_S**2 * distance**3)
    result: Floats = factor[:, None] * (along[:, None] * r + across[:, None] * v)
    return result
