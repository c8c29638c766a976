"""Light to screen: the sunlight at a place, the tone curve, its inverse, and sRGB.

Scene color is linear light where 1 is a white sheet that faces the Sun at one au, times the
picture's exposure. Below ``SHOULDER`` the curve keeps it as it is; above, it bends towards white
and never reaches it, so that a cloud near the Sun is not clipped flat.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM
from mars7viz.scene.drawing import Frame
from mars7viz.scene.eclipses import sunlit_share
from mars7viz.snapshot.values import Vec3

Float64 = NDArray[np.float64]

SHOULDER = 0.5

TONE_GLSL = f"""
vec3 tone(vec3 scene) {{
    vec3 over = max(scene - {SHOULDER!r}, 0.0) * {1.0 / (1.0 - SHOULDER)!r};
    return min(scene, {SHOULDER!r}) + {1.0 - SHOULDER!r} * over * inversesqrt(1.0 + over * over);
}}

// Square roots instead of a power: within 1/1000 of the exact curve, half the cost in software.
vec3 srgb(vec3 linear) {{
    vec3 s1 = sqrt(linear);
    vec3 s2 = sqrt(s1);
    vec3 s3 = sqrt(s2);
    vec3 curve = 0.662002687 * s1 + 0.684122060 * s2 - 0.323583601 * s3 - 0.0225411470 * linear;
    return mix(12.92 * linear, curve, step(0.0031308, linear));
}}
"""


def linear_from_srgb(srgb: Float64) -> Float64:
    """Decode sRGB components, 0 to 1, any shape, into linear light (IEC 61966-2-1)."""
    encoded = np.asarray(srgb, dtype=np.float64)
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(linear: Float64) -> Float64:
    """Encode linear light as sRGB components (IEC 61966-2-1); the inverse of the above."""
    light = np.asarray(linear, dtype=np.float64)
    return np.where(
        light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 0.0) ** (1.0 / 2.4) - 0.055
    )


def toned(scene: Float64) -> Float64:
    """Scene color -> linear light on the screen, as the shader does it."""
    color = np.asarray(scene, dtype=np.float64)
    over = np.maximum(color - SHOULDER, 0.0) / (1.0 - SHOULDER)
    return np.minimum(color, SHOULDER) + (1.0 - SHOULDER) * over / np.sqrt(1.0 + over * over)


def scene_color(srgb: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return the scene color that comes out as ``srgb`` (components 0 to 1, white at most 0.99).

    For lines and marks drawn into the scene whose hue is prescribed.
    """
    screen = np.minimum(linear_from_srgb(np.array(srgb)), 0.98)
    share = np.maximum(screen - SHOULDER, 0.0) / (1.0 - SHOULDER)
    over = share / np.sqrt(1.0 - share * share)
    scene = np.minimum(screen, SHOULDER) + (1.0 - SHOULDER) * over
    return float(scene[0]), float(scene[1]), float(scene[2])


def full_sunlight(frame: Frame, position_km: Vec3) -> float:
    """Scene color of a white sheet at ``position_km`` that faces a Sun which nothing hides."""
    distance_km = math.dist(position_km, frame.snapshot.body("sun").position_km)
    return frame.exposure * (AU_KM / max(distance_km, 7.0e5)) ** 2


def sunlight(frame: Frame, position_km: Vec3) -> float:
    """Scene color of a white sheet that faces the Sun at ``position_km`` (barycenter, ICRF).

    Less in the penumbra of a body, nothing in its umbra; a body that holds the place hides nothing.
    """
    share = sunlit_share(frame.snapshot, np.array(position_km))
    return full_sunlight(frame, position_km) * share
