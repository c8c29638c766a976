"""Shadows between bodies: who stands before the Sun, and how much of its disc is left.

The Sun's disc is evenly bright here and the casters have no air: the dimming of a penumbra is that
of the covered area, and the Earth's shadow on the Moon has neither the red light of sunsets nor
the hundredth that its air adds. Positions are of one instant; no light time is taken off, which
moves a shadow by some seconds where a craft or moon is near its planet (Moon on the Earth: 1.3 s).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import RADII_KM
from mars7viz.snapshot.values import BodyState, SceneSnapshot

Float64 = NDArray[np.float64]

SUN_RADIUS_KM = RADII_KM["sun"][0]
MAX_CASTERS = 2
"""As many as Mars has moons; no other body here can be eclipsed twice at once."""

_LEAST_COVERED = 1.0e-4
"""Share of the Sun's disc below which nobody could tell: leaves transits of planets out."""
_INSIDE = 0.999
"""In semi-axes: a place below this is inside a body, one above may stand on its ground."""


@dataclass(frozen=True, eq=False)
class Caster:
    """A body that throws a shadow on another.

    ``offset_km`` is (3,), ICRF, from the center of the body in shadow; ``radius_km`` is the
    caster's as seen from there, across its limb on the side towards the Sun.
    """

    name: str
    offset_km: Float64
    radius_km: float


def casters(snapshot: SceneSnapshot, body: BodyState) -> tuple[Caster, ...]:
    """Return the bodies whose penumbra touches ``body``, the darkest shadow first.

    At true sizes, whatever sizes the picture exaggerates: those never throw shadows.
    """
    if body.name == "sun":
        return ()
    center = np.array(body.position_km)
    to_sun = np.array(snapshot.body("sun").position_km) - center
    sun_km = float(np.linalg.norm(to_sun))
    sun_angle = SUN_RADIUS_KM / sun_km
    reach = max(RADII_KM[body.name])
    found = []
    for other in snapshot.bodies:
        if other.name in ("sun", body.name):
            continue
        offset = np.array(other.position_km) - center
        along = float(offset @ to_sun) / sun_km
        largest = max(RADII_KM[other.name])
        # Bodies that touch exist in hand-made snapshots only; a shadow needs some way between.
        if not 0.0 < along < sun_km or np.linalg.norm(offset) <= reach + largest:
            continue
        aside = float(np.linalg.norm(offset - to_sun * (along / sun_km)))
        covered = min((largest / (along * sun_angle)) ** 2, 1.0)
        if covered < _LEAST_COVERED or aside > reach + largest + sun_angle * along:
            continue
        radius = math.tan(limb_angle(other, -offset, to_sun)) * along
        found.append((-covered, Caster(other.name, offset, radius)))
    found.sort(key=lambda pair: pair[0])
    return tuple(caster for _, caster in found[:MAX_CASTERS])


def sunlit_share(snapshot: SceneSnapshot, position_km: Float64) -> float:
    """Share of the Sun's disc that a place in space sees, 0 to 1; bodies are ellipsoids.

    Parameters
    ----------
    snapshot
        Where the bodies are.
    position_km
        (3,), ICRF from the barycenter. A body that holds the place inside it hides nothing.
    """
    to_sun = np.array(snapshot.body("sun").position_km) - position_km
    sun_km = float(np.linalg.norm(to_sun))
    sun_radius = math.asin(min(SUN_RADIUS_KM / sun_km, 1.0))
    share = 1.0
    for body in snapshot.bodies:
        to_body = np.array(body.position_km) - position_km
        distance = float(np.linalg.norm(to_body))
        if body.name == "sun" or distance >= sun_km:
            continue
        largest = max(RADII_KM[body.name])
        apart = angle_between(to_body, to_sun)
        if distance > largest:
            if math.asin(largest / distance) + sun_radius <= apart:
                continue
        elif np.linalg.norm(np.array(body.rotation) @ to_body / RADII_KM[body.name]) < _INSIDE:
            continue
        share *= 1.0 - covered_share(sun_radius, limb_angle(body, -to_body, to_sun), apart)
    return share


def limb_angle(body: BodyState, from_center_km: Float64, to_sun_km: Float64) -> float:
    """Angle from a body's center to its limb on the side of the Sun, radians, from outside it.

    The plane of the place, the center and the Sun cuts the ellipsoid in an ellipse; the angle is
    that of the tangent to it.

    Parameters
    ----------
    body
        The body.
    from_center_km
        (3,), ICRF: the place from the body's center.
    to_sun_km
        (3,), ICRF: the Sun from the place.
    """
    axes = np.array(RADII_KM[body.name])
    distance = float(np.linalg.norm(from_center_km))
    out = from_center_km / distance
    aside = to_sun_km - out * float(out @ to_sun_km)
    norm = float(np.linalg.norm(aside))
    if norm < 1e-12 * float(np.linalg.norm(to_sun_km)):
        return math.asin(min(float(np.mean(axes)) / distance, 1.0))
    plane = np.array([out, aside / norm]) @ np.array(body.rotation).T
    # In the plane the ellipse is a u^2 + 2 b u v + c v^2 = 1. A line from (distance, 0) at angle t
    # to the center touches it where (c - d^2 (a c - b^2)) tan^2 t - 2 b tan t + a = 0.
    first, second = plane / axes
    a, b, c = float(first @ first), float(first @ second), float(second @ second)
    lead = c - distance**2 * (a * c - b * b)
    return math.atan2(math.sqrt(max(b * b - lead * a, 0.0)) - b, -lead)


def angle_between(first: Float64, second: Float64) -> float:
    """Angle between two vectors (3,), radians; good for small ones too."""
    across = float(np.linalg.norm(np.cross(first, second)))
    return math.atan2(across, float(first @ second))


def covered_share(disc: float, cover: float, apart: float) -> float:
    """Share of a disc's area that another covers, both small circles on the sky, radians."""
    if apart >= disc + cover:
        return 0.0
    if apart <= cover - disc:
        return 1.0
    if apart <= disc - cover:
        return (cover / disc) ** 2
    first = math.acos((apart**2 + disc**2 - cover**2) / (2.0 * apart * disc))
    second = math.acos((apart**2 + cover**2 - disc**2) / (2.0 * apart * cover))
    kite = (disc + cover - apart) * (apart + disc - cover) * (apart - disc + cover)
    area = disc**2 * first + cover**2 * second - 0.5 * math.sqrt(kite * (apart + disc + cover))
    return area / (math.pi * disc**2)
