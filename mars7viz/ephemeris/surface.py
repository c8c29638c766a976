"""Places on and above a body: longitude, latitude and height over its ellipsoid."""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError
from mars7viz.ephemeris.orientation import body_rotation

Floats = NDArray[np.float64]

_MOST_STEPS: Final = 60
_RELATIVE_STEP: Final = 1e-15


class Place(NamedTuple):
    """A place in body-fixed terms: degrees east, degrees north, km above the ellipsoid.

    The latitude is planetographic (geodetic on the Earth): of the normal to the ellipsoid.
    """

    lon_deg: float
    lat_deg: float
    height_km: float


def surface_position_km(
    name: str, et: float, *, lon_deg: float, lat_deg: float, height_km: float = 0.0
) -> Floats:
    """Give the offset of a place from its body's center.

    Parameters
    ----------
    name : str
        Body out of `BODY_NAMES`.
    et : float
        TDB seconds past J2000.
    lon_deg, lat_deg : float
        East longitude and planetographic latitude, degrees.
    height_km : float
        Height above the ellipsoid of `RADII_KM`, km.

    Returns
    -------
    ndarray
        (3,), km, from the body's center, ICRF.

    Raises
    ------
    EphemerisError
        If there is no such body or a number is not finite.
    """
    fixed = fixed_position_km(name, lon_deg=lon_deg, lat_deg=lat_deg, height_km=height_km)
    offset: Floats = fixed @ body_rotation(name, et)
    return offset


def geodetic(name: str, et: float, offset_km: Floats) -> Place:
    """Give the place under and the height of a point.

    Parameters
    ----------
    name : str
        Body out of `BODY_NAMES`.
    et : float
        TDB seconds past J2000.
    offset_km : (3,) array
        Position, km, from the body's center, ICRF.

    Returns
    -------
    Place
        East longitude -180 to 180, planetographic latitude, height over the ellipsoid.

    Raises
    ------
    EphemerisError
        If there is no such body, or the point lies so deep inside it that no place is nearest.
    """
    return fixed_place(name, body_rotation(name, et) @ offset_km)


def fixed_position_km(name: str, *, lon_deg: float, lat_deg: float, height_km: float) -> Floats:
    """Give a place's position in the body's own axes.

    Parameters
    ----------
    name : str
        Body out of `BODY_NAMES`.
    lon_deg, lat_deg, height_km : float
        As `surface_position_km`.

    Returns
    -------
    ndarray
        (3,), km, from the body's center, body-fixed.

    Raises
    ------
    EphemerisError
        If there is no such body or a number is not finite.
    """
    if not all(map(math.isfinite, (lon_deg, lat_deg, height_km))):
        raise EphemerisError(f"a place needs finite numbers, not {lon_deg}, {lat_deg}, {height_km}")
    squares = _radii_km(name) ** 2
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    normal = np.array((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    foot = squares * normal / math.sqrt(float(squares @ normal**2))
    position: Floats = foot + height_km * normal
    return position


def fixed_place(name: str, position_km: Floats) -> Place:
    """Give longitude, latitude and height of a point in the body's own axes.

    Parameters
    ----------
    name : str
        Body out of `BODY_NAMES`.
    position_km : (3,) array
        Km, from the body's center, body-fixed.

    Returns
    -------
    Place

    Raises
    ------
    EphemerisError
        As `geodetic`.
    """
    radii = _radii_km(name)
    squares = radii**2
    lost = NoConvergenceError(
        f"no place of {name} is nearest to the point {np.asarray(position_km).tolist()} km "
        "from its center"
    )
    if not np.isfinite(position_km).all() or not np.any(position_km):
        raise lost
    # The foot of the perpendicular is a^2 x / (a^2 + t), component by component, with the t that
    # puts it on the ellipsoid. From a start below the root Newton's steps only rise towards it.
    scaled = radii * position_km
    t = float(np.max(np.abs(scaled) - squares))
    for _ in range(_MOST_STEPS):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = scaled / (squares + t)
            slope = float(2.0 * (ratios**2 / (squares + t)).sum())
        excess = float(ratios @ ratios) - 1.0
        step = excess / slope if slope > 0.0 else math.nan
        t += step
        if not step > _RELATIVE_STEP * (abs(t) + float(squares[2])):
            break
    with np.errstate(divide="ignore", invalid="ignore"):
        normal = position_km / (squares + t)
    length = math.sqrt(float(normal @ normal))
    if not (math.isfinite(length) and length > 0.0 and abs(excess) < 1.0):
        raise lost
    x, y, z = (normal / length).tolist()
    return Place(
        lon_deg=math.degrees(math.atan2(y, x)),
        lat_deg=math.degrees(math.atan2(z, math.hypot(x, y))),
        height_km=t * length,
    )


def _radii_km(name: str) -> Floats:
    try:
        return np.array(RADII_KM[name])
    except KeyError:
        raise EphemerisError(
            f"there is no body {name!r}; there are: {', '.join(RADII_KM)}"
        ) from None
