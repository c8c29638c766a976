"""Automatic exposure and the fading of the sky: how a camera would be set for this picture."""

from __future__ import annotations

import math

import numpy as np

from mars7viz.constants import AU_KM
from mars7viz.scene.body_looks import CRAFT_KEY, LOOKS
from mars7viz.scene.ellipsoid import Float64, drawn_radii_km
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

_SUN_DISC_EXPOSURE = 2.0e-5
"""Exposure at which the photosphere, 46,000 times as bright as a white sheet at one au, is 0.9."""


def automatic_exposure(snapshot: SceneSnapshot, options: ViewOptions, view: ViewGeometry) -> float:
    """Return the exposure of a picture, ``exposure_ev`` included.

    It follows the focus's distance to the Sun and how bright its ground is. A craft near a planet
    is exposed with the planet. With the Sun in focus it is that of one au, and closes down as the
    disc grows in the picture.
    """
    focus = resolved_pose(snapshot, options.camera).focus
    position = snapshot.position_km(focus)
    if position is None:
        raise KeyError(focus)
    stops = math.exp2(options.exposure_ev)
    if focus == "sun":
        size = _apparent_radius("sun", snapshot, options, view) * view.focal_px / view.height
        weight = _smoothstep(math.log(0.02), math.log(0.3), math.log(max(size, 1e-9)))
        bright, dim = LOOKS["sun"].key, _SUN_DISC_EXPOSURE
        return stops * math.exp((1.0 - weight) * math.log(bright) + weight * math.log(dim))
    distance_au = math.dist(position, snapshot.body("sun").position_km) / AU_KM
    key = LOOKS[focus].key if focus in LOOKS else _craft_key(snapshot, options, view)
    return stops * key * distance_au**2


def sky_fade(snapshot: SceneSnapshot, options: ViewOptions, view: ViewGeometry) -> float:
    """Return 1 where the stars show in full, less as sunlit ground fills the picture, never 0."""
    picture = view.width * view.height
    sun = np.array(snapshot.body("sun").position_km)
    filled = 0.0
    for body in snapshot.bodies:
        center = np.array(body.position_km)
        pixel = view.pixels(center)[0]
        radius = _apparent_radius(body.name, snapshot, options, view)
        if body.name == "sun" or radius < 0.004:
            continue
        to_sun, to_eye = sun - center, view.eye_km - center
        cosine = to_sun @ to_eye / (np.linalg.norm(to_sun) * np.linalg.norm(to_eye))
        sunlit = 0.5 * (1.0 + cosine)
        disc = _disc_in_frame(pixel, math.tan(min(radius, 1.45)) * view.focal_px, view)
        filled += sunlit * disc / picture
    return 1.0 - 0.8 * _smoothstep(0.015, 0.30, filled)


def _craft_key(snapshot: SceneSnapshot, options: ViewOptions, view: ViewGeometry) -> float:
    nearest = max(
        (body.name for body in snapshot.bodies if body.name != "sun"),
        key=lambda name: _apparent_radius(name, snapshot, options, view),
    )
    size = _apparent_radius(nearest, snapshot, options, view)
    weight = _smoothstep(math.radians(2.0), math.radians(15.0), size)
    return math.pow(CRAFT_KEY, 1.0 - weight) * math.pow(LOOKS[nearest].key, weight)


def _apparent_radius(
    name: str, snapshot: SceneSnapshot, options: ViewOptions, view: ViewGeometry
) -> float:
    """Angular radius in radians seen from the eye; a right angle from inside."""
    radius = float(drawn_radii_km(name, options.body_scale)[0])
    distance = math.dist(snapshot.body(name).position_km, view.eye_km.tolist())
    return math.asin(min(radius / max(distance, 1e-6), 1.0))


def _disc_in_frame(pixel: Float64, radius_px: float, view: ViewGeometry) -> float:
    """Area in square pixels that a disc covers in the picture, as its bounding square does."""
    if not pixel[2] > 0.0:
        return 0.0
    width = min(pixel[0] + radius_px, view.width) - max(pixel[0] - radius_px, 0.0)
    height = min(pixel[1] + radius_px, view.height) - max(pixel[1] - radius_px, 0.0)
    return 0.25 * math.pi * max(float(width), 0.0) * max(float(height), 0.0)


def _smoothstep(low: float, high: float, value: float) -> float:
    t = min(max((value - low) / (high - low), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)
