"""Physical constants, each with its source. Bodies have the names of the ephemeris, lower-case."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

AU_KM: Final = 149_597_870.7
"""Astronomical unit, km. Exact: IAU 2012 resolution B2."""

C_KM_S: Final = 299_792.458
"""Speed of light in vacuum, km/s. Exact: SI definition of the metre."""

DAY_S: Final = 86_400.0
"""Length of a day of 24 hours, SI seconds. Exact."""

JULIAN_CENTURY_S: Final = 36_525.0 * DAY_S
"""Julian century, SI seconds. Exact: the unit of time of the IAU orientation models."""

JD_J2000: Final = 2_451_545.0
"""Julian date of the epoch J2000.0 (2000-01-01 12:00 TDB): the zero of `et`. Exact."""

# NAIF gm_de440.tpc: the GM of JPL DE440 (Park, Folkner, Williams, Boggs 2021, AJ 161:105). Mars
# and the giant planets carry the value of the whole system, because the ephemeris gives the
# barycentres 4 to 8 for them. Phobos and Deimos: same file, from JPL solution MAR097.
GM_KM3_S2: Final[Mapping[str, float]] = MappingProxyType(
    {
        "sun": 1.3271244004127942e11,  # BODY10_GM
        "mercury": 2.2031868551400003e04,  # BODY1_GM
        "venus": 3.2485859200000000e05,  # BODY2_GM
        "earth": 3.9860043550702266e05,  # BODY399_GM
        "moon": 4.9028001184575496e03,  # BODY301_GM
        "mars": 4.2828375815756102e04,  # BODY4_GM
        "phobos": 7.087546066894452e-04,  # BODY401_GM
        "deimos": 9.615569648120313e-05,  # BODY402_GM
        "jupiter": 1.2671276409999998e08,  # BODY5_GM
        "saturn": 3.7940584841799997e07,  # BODY6_GM
        "uranus": 5.7945563999999985e06,  # BODY7_GM
        "neptune": 6.8365271005803989e06,  # BODY8_GM
    }
)
"""Gravitational parameter of each body, km^3/s^2, compatible with TDB."""

# NAIF pck00010.tpc (BODYnnn_RADII), from the report of the IAU/IAG working group on cartographic
# coordinates and rotational elements: 2009 (Archinal et al. 2011, Celest. Mech. Dyn. Astr. 109).
RADII_KM: Final[Mapping[str, tuple[float, float, float]]] = MappingProxyType(
    {
        "sun": (696_000.0, 696_000.0, 696_000.0),
        "mercury": (2439.7, 2439.7, 2439.7),
        "venus": (6051.8, 6051.8, 6051.8),
        "earth": (6378.1366, 6378.1366, 6356.7519),
        "moon": (1737.4, 1737.4, 1737.4),
        "mars": (3396.19, 3396.19, 3376.20),
        "phobos": (13.0, 11.4, 9.1),
        "deimos": (7.8, 6.0, 5.1),
        "jupiter": (71_492.0, 71_492.0, 66_854.0),
        "saturn": (60_268.0, 60_268.0, 54_364.0),
        "uranus": (25_559.0, 25_559.0, 24_973.0),
        "neptune": (24_764.0, 24_764.0, 24_341.0),
    }
)
"""Semi-axes of each body's reference ellipsoid, km: both equatorial ones, then the polar one."""

J2_SUN: Final = 2.1961391516529825e-07
"""Oblateness of the Sun, for a radius of 696,000 km. JPL DE440, constant J2SUN."""

J2_EARTH: Final = 1.0826253900000000e-03
"""Oblateness of the Earth, for a radius of 6378.1366 km. JPL DE440, constant J2E."""

J2_MARS: Final = 1.9566067e-03
"""Oblateness of Mars, for `J2_MARS_RADIUS_KM`. GMM-3 (Genova et al. 2016, Icarus 272):
normalised C20 = -8.7502113235e-04, times minus the square root of 5."""

J2_MARS_RADIUS_KM: Final = 3396.0
"""Reference radius of `J2_MARS`, km. GMM-3, header of gmm3_120_sha.tab."""
