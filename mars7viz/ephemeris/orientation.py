"""How bodies are turned: ICRF to body-fixed axes, by the IAU models and, for the Earth, ERFA.

Body-fixed axes: z to the IAU north pole, x to the prime meridian, longitudes to the east.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from mars7viz.assets import asset_path
from mars7viz.constants import DAY_S, JULIAN_CENTURY_S
from mars7viz.ephemeris.earth import earth_rotation
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.pck import Pool, read_text_kernel
from mars7viz.ephemeris.solar_system import BODY_NAMES

Floats = NDArray[np.float64]

PCK_FILE: Final = "pck00010.tpc"

_IAU_IDS: Final = {
    "sun": 10,
    "mercury": 199,
    "venus": 299,
    "earth": 399,
    "moon": 301,
    "mars": 499,
    "phobos": 401,
    "deimos": 402,
    "jupiter": 599,
    "saturn": 699,
    "uranus": 799,
    "neptune": 899,
}
_POLYNOMIAL_TERMS: Final = 3
_QUARTER_TURN_DEG: Final = 90.0
_LAST_BARYCENTER: Final = 10  # the Sun shares this number and has no such angles


class IauModels:
    """The IAU models of all bodies side by side, evaluated in one pass.

    Right ascension and declination of the pole and the prime meridian are polynomials in time
    plus sines and cosines of angles that run with time. The arrays have a row for each body.

    Parameters
    ----------
    pool : dict
        Assignments of a planetary constants kernel.
    names : sequence of str
        Bodies out of `BODY_NAMES`, in the order of the rows.

    Raises
    ------
    EphemerisError
        If the kernel lacks a body's model; the message names the key.
    """

    def __init__(self, pool: Pool, names: Sequence[str]) -> None:
        ids = [_IAU_IDS[name] for name in names]
        systems = list(dict.fromkeys(_system(body) for body in ids))
        angles: list[tuple[float, float]] = []
        first_angle: dict[int, int] = {}
        for system in systems:
            first_angle[system] = len(angles)
            flat = _numbers(pool, f"BODY{system}_NUT_PREC_ANGLES", default=())
            angles += zip(flat[::2], flat[1::2], strict=True)
        self._angle_deg = np.array([angle for angle, _ in angles])
        self._angle_rate = np.array([rate for _, rate in angles])  # degrees a century
        # Rows in threes: right ascension, declination, prime meridian.
        self._polynomial = np.zeros((3, len(ids), _POLYNOMIAL_TERMS))
        self._waves = np.zeros((3, len(ids), len(angles)))
        for row, body in enumerate(ids):
            start = first_angle[_system(body)]
            for part, key in enumerate(("RA", "DEC", "PM")):
                name = f"BODY{body}_PM" if key == "PM" else f"BODY{body}_POLE_{key}"
                terms = _numbers(pool, name)
                self._polynomial[part, row, : len(terms)] = terms
                waves = _numbers(pool, f"BODY{body}_NUT_PREC_{key}", default=())
                self._waves[part, row, start : start + len(waves)] = waves

    @classmethod
    def load(cls, names: Sequence[str]) -> Self:
        """Read the models that ship with the program (pck00010.tpc).

        Parameters
        ----------
        names : sequence of str
            Bodies out of `BODY_NAMES`.

        Returns
        -------
        IauModels
        """
        return cls(_shipped_pool(), names)

    def angles_deg(self, et: float) -> Floats:
        """Give the direction of the poles and the prime meridians.

        Parameters
        ----------
        et : float
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (3, bodies), degrees: right ascension and declination of the pole in ICRF, and the
            angle W of the prime meridian.
        """
        centuries, days = et / JULIAN_CENTURY_S, et / DAY_S
        wave = np.radians(self._angle_deg + self._angle_rate * centuries)
        sines, cosines = np.sin(wave), np.cos(wave)
        angles = np.empty(self._polynomial.shape[:2])
        for part, (time, periodic) in enumerate(
            ((centuries, sines), (centuries, cosines), (days, sines))
        ):
            c0, c1, c2 = self._polynomial[part].T
            angles[part] = c0 + time * (c1 + time * c2) + self._waves[part].dot(periodic)
        return angles

    def rotations(self, et: float) -> Floats:
        """Give the orientation of the bodies.

        Parameters
        ----------
        et : float
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (bodies, 3, 3): ICRF to body-fixed axes.
        """
        angles = self.angles_deg(et)
        # From the node of the equator on the ICRF's, over the tilt, to the prime meridian.
        angles[0] += _QUARTER_TURN_DEG
        angles[1] = _QUARTER_TURN_DEG - angles[1]
        radians = np.radians(angles)
        (sin_n, sin_i, sin_w), (cos_n, cos_i, cos_w) = np.sin(radians), np.cos(radians)
        rotations = np.empty((angles.shape[1], 3, 3))
        rotations[:, 0, 0] = cos_w * cos_n - sin_w * cos_i * sin_n
        rotations[:, 0, 1] = cos_w * sin_n + sin_w * cos_i * cos_n
        rotations[:, 0, 2] = sin_w * sin_i
        rotations[:, 1, 0] = -sin_w * cos_n - cos_w * cos_i * sin_n
        rotations[:, 1, 1] = -sin_w * sin_n + cos_w * cos_i * cos_n
        rotations[:, 1, 2] = cos_w * sin_i
        rotations[:, 2, 0] = sin_i * sin_n
        rotations[:, 2, 1] = -sin_i * cos_n
        rotations[:, 2, 2] = cos_i
        return rotations


def body_rotations(et: float, names: tuple[str, ...] = BODY_NAMES) -> Floats:
    """Give the orientation of several bodies at one instant.

    Parameters
    ----------
    et : float
        TDB seconds past J2000.
    names : tuple of str
        Bodies out of `BODY_NAMES`; all by default.

    Returns
    -------
    ndarray
        (len(names), 3, 3): ICRF to body-fixed axes, ``v_fixed = rotation @ v_icrf``. The Earth's
        axes are the ITRS, the others' those of the IAU report of 2009.

    Raises
    ------
    EphemerisError
        If there is no such body or `et` is not finite.
    """
    if not math.isfinite(et):
        raise EphemerisError(f"the bodies have no orientation at et = {et}")
    rotations = _models(names).rotations(et)
    if "earth" in names:
        rotations[names.index("earth")] = earth_rotation(et)
    return rotations


def body_rotation(name: str, et: float) -> Floats:
    """Give the orientation of one body, as `body_rotations`.

    Parameters
    ----------
    name : str
        One of `BODY_NAMES`.
    et : float
        TDB seconds past J2000.

    Returns
    -------
    ndarray
        (3, 3): ICRF to body-fixed axes.

    Raises
    ------
    EphemerisError
        If there is no such body or `et` is not finite.
    """
    rotation: Floats = body_rotations(et, (name,))[0]
    return rotation


@cache
def _shipped_pool() -> Pool:
    return read_text_kernel(asset_path("ephemeris", PCK_FILE))


@cache
def _models(names: tuple[str, ...]) -> IauModels:
    unknown = [name for name in names if name not in _IAU_IDS]
    if unknown:
        raise EphemerisError(f"there is no body {unknown[0]!r}; there are: {', '.join(BODY_NAMES)}")
    return IauModels.load(names)


def _system(body: int) -> int:
    """Id of the barycentre whose angles a body's model uses: 4 for 499, 401 and 402."""
    return body // 100 if body > _LAST_BARYCENTER else body


def _numbers(
    pool: Pool, key: str, *, default: tuple[float, ...] | None = None
) -> tuple[float, ...]:
    values = pool.get(key, default)
    if values is None:
        raise EphemerisError(f"the planetary constants kernel has no {key}")
    numbers = tuple(value for value in values if not isinstance(value, str))
    if len(numbers) != len(values):
        raise EphemerisError(f"the planetary constants kernel has text in {key}")
    return numbers
