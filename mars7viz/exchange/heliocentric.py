"""RAH and HGI: the coordinates of the Moscow University archive of cosmic-ray data.

The archive (NASA SPDF, ``russian_msu``; its notes ``rah_to_hgi.txt`` and ``sc_coordinates.txt``)
defines RAH by R, the distance Sun-craft; A, the ecliptic projection of the angle Earth-Sun-craft in
degrees; and H, the height over the ecliptic. It says that its HGI was computed from RAH with an
Earth that goes round evenly in 365.25 d, an equinox on 1981-03-20 17:03.1 UT, and a solar equator
of 7.25 deg whose node is at 75.5 deg. True HGI is Fränz and Harper 2002 (Planet. Space Sci. 50,
217), table 5 with the Sun's pole of equation 13.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.frames import (
    ECLIPTIC_TO_ICRF,
    ICRF_TO_ECLIPTIC,
    rotation_about_x,
    rotation_about_z,
)
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

SUN_POLE_RA_DEG: Final = 286.13
SUN_POLE_DEC_DEG: Final = 63.87
"""Sun's north pole, ICRF, degrees: Fränz and Harper 2002, equation 13, as in NAIF's pck00010."""

ARCHIVE_NODE_DEG: Final = 75.5
ARCHIVE_TILT_DEG: Final = 7.25
ARCHIVE_EQUINOX_UTC: Final = "1981-03-20T17:03:06"
ARCHIVE_YEAR_S: Final = 365.25 * DAY_S


def _sun_node_and_tilt() -> tuple[float, float]:
    ra, dec = math.radians(SUN_POLE_RA_DEG), math.radians(SUN_POLE_DEC_DEG)
    pole = ICRF_TO_ECLIPTIC @ (
        math.cos(dec) * math.cos(ra),
        math.cos(dec) * math.sin(ra),
        math.sin(dec),
    )
    return math.atan2(pole[0], -pole[1]), math.acos(pole[2])


SUN_NODE_RAD, SUN_TILT_RAD = _sun_node_and_tilt()
"""Ascending node and inclination of the solar equator on the ecliptic of J2000: 75.77 and 7.25 deg
in radians, from the pole."""

ICRF_TO_HGI: Final = (
    rotation_about_x(SUN_TILT_RAD) @ rotation_about_z(SUN_NODE_RAD) @ ICRF_TO_ECLIPTIC
)
"""(3, 3) ICRF to heliographic inertial axes of J2000: x to the ascending node of the solar equator
on the ecliptic, z to the Sun's north pole."""

ARCHIVE_ECLIPTIC_TO_HGI: Final = rotation_about_x(math.radians(ARCHIVE_TILT_DEG)) @ (
    rotation_about_z(math.radians(ARCHIVE_NODE_DEG))
)
"""(3, 3) the archive's ecliptic, x to the equinox, to its heliographic axes."""


def icrf_to_rah(position_km: Floats, et: Floats, solar_system: SolarSystem) -> Floats:
    """Turn positions into RAH.

    Parameters
    ----------
    position_km : (n, 3) array
        From the Sun, ICRF.
    et : (n,) array
        TDB seconds past J2000.
    solar_system : SolarSystem
        Where the Earth is.

    Returns
    -------
    ndarray
        (n, 3): R in km; A in degrees, -180 to 180, positive where the craft is ahead of the Earth;
        H in km over the ecliptic of J2000.
    """
    ecliptic = position_km @ ICRF_TO_ECLIPTIC.T
    longitude = np.arctan2(ecliptic[:, 1], ecliptic[:, 0])
    ahead_deg = np.degrees(longitude - earth_longitude_rad(et, solar_system))
    return np.column_stack(
        (np.linalg.norm(position_km, axis=1), wrapped_deg(ahead_deg), ecliptic[:, 2])
    )


def rah_to_icrf(rah: Floats, et: Floats, solar_system: SolarSystem) -> Floats:
    """Turn RAH into positions, with DE440's Earth.

    Parameters
    ----------
    rah : (n, 3) array
        As `icrf_to_rah` gives them; ``abs(H) <= R``.
    et : (n,) array
        TDB seconds past J2000.
    solar_system : SolarSystem
        Where the Earth is.

    Returns
    -------
    ndarray
        (n, 3) km, from the Sun, ICRF.
    """
    longitude = earth_longitude_rad(et, solar_system) + np.radians(rah[:, 1])
    return _from_longitude(rah, longitude) @ ECLIPTIC_TO_ICRF.T


def earth_longitude_rad(et: Floats, solar_system: SolarSystem) -> Floats:
    """Give the Earth's heliocentric longitude.

    Parameters
    ----------
    et : (n,) array
        TDB seconds past J2000.
    solar_system : SolarSystem
        DE440.

    Returns
    -------
    ndarray
        (n,) radians in the ecliptic of J2000, geometric.
    """
    earth = solar_system.position_of("earth", "sun", et) @ ICRF_TO_ECLIPTIC.T
    longitude: Floats = np.arctan2(earth[:, 1], earth[:, 0])
    return longitude


def archive_earth_longitude_rad(et: Floats) -> Floats:
    """Give the Earth's longitude as the archive assumed it: an even circle.

    Parameters
    ----------
    et : (n,) array
        TDB seconds past J2000.

    Returns
    -------
    ndarray
        (n,) radians from the equinox; 180 deg at the March equinox, when the Sun is seen at 0.
    """
    turns: Floats = (et - utc_to_et(ARCHIVE_EQUINOX_UTC)) / ARCHIVE_YEAR_S
    return math.pi + 2.0 * math.pi * turns


def archive_hgi_to_rah(position_km: Floats, et: Floats) -> Floats:
    """Undo the archive's conversion: its HGI back to the RAH it was made from.

    Parameters
    ----------
    position_km : (n, 3) array
        The archive's HGI, from the Sun.
    et : (n,) array
        TDB seconds past J2000.

    Returns
    -------
    ndarray
        (n, 3) as `icrf_to_rah`.
    """
    ecliptic = position_km @ ARCHIVE_ECLIPTIC_TO_HGI
    longitude = np.arctan2(ecliptic[:, 1], ecliptic[:, 0])
    ahead_deg = np.degrees(longitude - archive_earth_longitude_rad(et))
    return np.column_stack(
        (np.linalg.norm(position_km, axis=1), wrapped_deg(ahead_deg), ecliptic[:, 2])
    )


def rah_to_archive_hgi(rah: Floats, et: Floats) -> Floats:
    """Do the archive's conversion.

    Parameters
    ----------
    rah : (n, 3) array
        As `icrf_to_rah` gives them.
    et : (n,) array
        TDB seconds past J2000.

    Returns
    -------
    ndarray
        (n, 3) km, the archive's HGI.
    """
    longitude = archive_earth_longitude_rad(et) + np.radians(rah[:, 1])
    return _from_longitude(rah, longitude) @ ARCHIVE_ECLIPTIC_TO_HGI.T


def wrapped_deg(angle_deg: Floats) -> Floats:
    """Bring angles into -180 to 180 degrees.

    Parameters
    ----------
    angle_deg : ndarray
        Degrees.

    Returns
    -------
    ndarray
        Degrees.
    """
    return np.mod(angle_deg + 180.0, 360.0) - 180.0


def _from_longitude(rah: Floats, longitude_rad: Floats) -> Floats:
    distance, height = rah[:, 0], rah[:, 2]
    in_plane = np.sqrt(np.maximum(distance**2 - height**2, 0.0))
    return np.column_stack(
        (in_plane * np.cos(longitude_rad), in_plane * np.sin(longitude_rad), height)
    )
