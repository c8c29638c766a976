"""Fixed frames: rotations between ICRF, the ecliptic of J2000 and galactic axes.

A matrix turns column vectors: ``v_ecliptic = ICRF_TO_ECLIPTIC @ v_icrf``; its transpose goes back.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

OBLIQUITY_J2000_RAD: Final = math.radians(84381.448 / 3600.0)
"""Obliquity of the ecliptic at J2000, radians. IAU 1976 (Lieske et al. 1977), as in SPICE's
ECLIPJ2000."""


def rotation_about_x(angle_rad: float) -> Matrix:
    """Give the matrix that turns the axes about x.

    Parameters
    ----------
    angle_rad : float
        Angle by which the new axes are turned, counterclockwise seen from +x.

    Returns
    -------
    ndarray
        (3, 3): coordinates in the old axes to coordinates in the new ones.
    """
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array(((1.0, 0.0, 0.0), (0.0, c, s), (0.0, -s, c)))


def rotation_about_z(angle_rad: float) -> Matrix:
    """Give the matrix that turns the axes about z.

    Parameters
    ----------
    angle_rad : float
        Angle by which the new axes are turned, counterclockwise seen from +z.

    Returns
    -------
    ndarray
        (3, 3): coordinates in the old axes to coordinates in the new ones.
    """
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array(((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0)))


def _constant(matrix: Matrix) -> Matrix:
    matrix.flags.writeable = False
    return matrix


ICRF_TO_ECLIPTIC: Final = _constant(rotation_about_x(OBLIQUITY_J2000_RAD))
"""(3, 3) ICRF to the ecliptic and equinox of J2000."""

ECLIPTIC_TO_ICRF: Final = _constant(ICRF_TO_ECLIPTIC.T.copy())
"""(3, 3) ecliptic and equinox of J2000 to ICRF."""

# The Hipparcos catalogue, ESA SP-1200 vol. 1, sect. 1.5.3: the galactic pole at right ascension
# 192.85948 deg and declination 27.12825 deg, its ascending node at galactic longitude 32.93192 deg.
ICRF_TO_GALACTIC: Final = _constant(
    rotation_about_z(math.radians(-32.93192))
    @ rotation_about_x(math.radians(90.0 - 27.12825))
    @ rotation_about_z(math.radians(192.85948 + 90.0))
)
"""(3, 3) ICRF to galactic axes: x to the center of the Galaxy, z to its north pole."""

GALACTIC_TO_ICRF: Final = _constant(ICRF_TO_GALACTIC.T.copy())
"""(3, 3) galactic axes to ICRF."""
