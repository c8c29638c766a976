"""Points of light: one small bell curve for stars and for bodies too far to show a disc.

A brighter point is not a bigger square but the same curve, higher: its core saturates and so looks
wider, as on film. Color stays in its skirts.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]

SIGMA_DESIGN_PX = 0.62
FLOOR = 0.0012
"""Scene color at which the curve's skirt ends: under one step of the screen."""
_ZERO_MAGNITUDE_PEAK = 7.0
_COMPRESSION = 0.88
_BRIGHTEST_PEAK = 60.0

SPRITE_VERTEX = f"""
uniform float u_sigma_px;
varying vec3 v_color;
varying float v_size;

// Size of the square that holds the curve down to the floor.
void sprite(vec3 color, float peak) {{
    float reach = u_sigma_px * sqrt(2.0 * log(max(peak / {FLOOR!r}, 1.0001)));
    v_size = 2.0 * reach + 1.0;
    v_color = color * peak;
    gl_PointSize = v_size;
}}
"""

SPRITE_FRAGMENT = f"""
uniform float u_sigma_px;
varying vec3 v_color;
varying float v_size;

vec3 sprite_color() {{
    vec2 offset = (gl_PointCoord - 0.5) * v_size;
    float bell = exp2(-0.72134752 * dot(offset, offset) / (u_sigma_px * u_sigma_px));
    return max(v_color * bell - {FLOOR!r} * 0.5, 0.0);
}}
"""


def sigma_px(pixel_scale: float) -> float:
    """Return the curve's width in pixels of the buffer: never finer than the pixels can hold."""
    return max(SIGMA_DESIGN_PX, SIGMA_DESIGN_PX * pixel_scale)


def peaks(magnitude: Float64) -> Float64:
    """Height of the curve, scene color, for visual magnitudes; a little compressed."""
    peak = _ZERO_MAGNITUDE_PEAK * 10.0 ** (-0.4 * _COMPRESSION * np.asarray(magnitude))
    return np.minimum(peak, _BRIGHTEST_PEAK)


_BV = (-0.4, 0.0, 0.3, 0.65, 1.0, 1.5, 2.0)
_RGB = np.array(
    [
        (0.62, 0.74, 1.00),
        (0.80, 0.87, 1.00),
        (0.95, 0.96, 1.00),
        (1.00, 0.94, 0.86),
        (1.00, 0.86, 0.69),
        (1.00, 0.74, 0.50),
        (1.00, 0.64, 0.38),
    ]
)
_MUTED = 0.75


def star_colors(color_index_bv: Float64) -> Float64:
    """Linear RGB (n, 3) of luminance one for B-V: near the black body's, muted by a quarter."""
    rgb = np.column_stack([np.interp(color_index_bv, _BV, _RGB[:, i]) for i in range(3)])
    rgb = 1.0 + _MUTED * (rgb - 1.0)
    return np.asarray(rgb / (rgb @ np.array([0.2126, 0.7152, 0.0722]))[:, None])


def magnitude_at(absolute: float, *, sun_au: float, eye_au: float, phase_term: float) -> float:
    """Visual magnitude of a body from V(1,0), its distances and its phase term."""
    return absolute + 5.0 * math.log10(max(sun_au * eye_au, 1e-12)) + phase_term
