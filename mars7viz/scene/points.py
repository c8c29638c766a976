"""The Sun, planets and moons as points of the right magnitude where their discs are too small."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from vispy import gloo

from mars7viz.constants import AU_KM
from mars7viz.scene.bodies import SMALLEST_DISC_PX
from mars7viz.scene.drawing import Frame
from mars7viz.scene.ellipsoid import Float64, drawn_radii_km
from mars7viz.scene.glsl import FRAGMENT_COMMON, VERTEX_COMMON
from mars7viz.scene.point_sprites import (
    SPRITE_FRAGMENT,
    SPRITE_VERTEX,
    magnitude_at,
    peaks,
    sigma_px,
    star_colors,
)
from mars7viz.scene.program import ADDITIVE, Program, set_state
from mars7viz.snapshot.values import SceneSnapshot

_VERTEX = (
    VERTEX_COMMON
    + SPRITE_VERTEX
    + """
attribute vec3 a_position_km;
attribute vec3 a_color;
attribute float a_peak;
void main() {
    gl_Position = project(a_position_km);
    sprite(a_color, a_peak);
}
"""
)
_FRAGMENT = (
    FRAGMENT_COMMON
    + SPRITE_FRAGMENT
    + """
void main() {
    gl_FragColor = vec4(sprite_color(), 1.0);
    write_depth();
}
"""
)
_VERTEX_TYPE = np.dtype(
    [("a_position_km", np.float32, 3), ("a_color", np.float32, 3), ("a_peak", np.float32)]
)

# V(1,0) and polynomials in the phase angle (degrees) after Mallama & Hilton (2018), Astronomy and
# Computing 25, without the terms of rotation and of Saturn's rings; Moon after Allen; the moons of
# Mars after the JPL planetary satellite parameters with 0.03 magnitudes a degree.
_MAGNITUDES: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "mercury": (-0.613, 6.3280e-2, -1.6336e-3, 3.3644e-5, -3.4265e-7, 1.6893e-9, -3.0334e-12),
        "venus": (-4.384, -1.044e-3, 3.687e-4, -2.814e-6, 8.938e-9),
        "earth": (-3.99, -1.060e-3, 2.054e-4),
        "moon": (0.21, 2.6e-2, 0.0, 0.0, 4.0e-9),
        "mars": (-1.601, 2.267e-2, -1.302e-4),
        "phobos": (11.8, 3.0e-2),
        "deimos": (12.89, 3.0e-2),
        "jupiter": (-9.395, -3.7e-4, 6.16e-4),
        "saturn": (-8.94, 2.446e-4, 2.672e-4),
        "uranus": (-7.110, 6.587e-3, 1.045e-4),
        "neptune": (-7.00, 7.944e-3, 9.617e-5),
    }
)
_SUN_MAGNITUDE_AT_1_AU = -26.76
_BV: Mapping[str, float] = MappingProxyType(
    {
        "sun": 0.65,
        "mercury": 0.97,
        "venus": 0.81,
        "earth": 0.20,
        "moon": 0.92,
        "mars": 1.43,
        "phobos": 0.65,
        "deimos": 0.65,
        "jupiter": 0.83,
        "saturn": 1.04,
        "uranus": 0.56,
        "neptune": 0.41,
    }
)
_PHASE_LIMIT_DEG = 150.0
"""The polynomials are good to about here; beyond, a crescent fades to nothing."""


def apparent_magnitude(name: str, snapshot: SceneSnapshot, eye_km: Float64) -> float:
    """Return the visual magnitude of a body seen from ``eye_km`` (barycenter, ICRF)."""
    body = np.array(snapshot.body(name).position_km)
    to_eye = eye_km - body
    eye_au = float(np.linalg.norm(to_eye)) / AU_KM
    if name == "sun":
        return _SUN_MAGNITUDE_AT_1_AU + 5.0 * math.log10(max(eye_au, 1e-9))
    to_sun = np.array(snapshot.body("sun").position_km) - body
    sun_au = float(np.linalg.norm(to_sun)) / AU_KM
    cosine = float(to_eye @ to_sun) / (eye_au * sun_au * AU_KM * AU_KM)
    phase_deg = math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))
    absolute, *terms = _MAGNITUDES[name]
    held = min(phase_deg, _PHASE_LIMIT_DEG)
    term = sum(c * held ** (i + 1) for i, c in enumerate(terms))
    beyond = max(phase_deg - _PHASE_LIMIT_DEG, 0.0)
    return magnitude_at(absolute, sun_au=sun_au, eye_au=eye_au, phase_term=term + 0.15 * beyond)


class PointsPass:
    """Draws bodies whose discs are under two pixels; a growing disc takes over smoothly."""

    def __init__(self) -> None:
        self._program = Program("points", _VERTEX, _FRAGMENT)
        # As many rows as bodies, always: attributes keep the length they were bound with.
        self._vertices = np.zeros(len(_BV), dtype=_VERTEX_TYPE)
        self._buffer = gloo.VertexBuffer(self._vertices)
        self._program["a_position_km"] = self._buffer["a_position_km"]
        self._program["a_color"] = self._buffer["a_color"]
        self._program["a_peak"] = self._buffer["a_peak"]

    def draw(self, frame: Frame) -> None:
        """Draw after the bodies, whose depth hides points behind them."""
        vertices = self._vertices
        vertices["a_peak"] = 0.0
        for i, body in enumerate(frame.snapshot.bodies):
            position = np.array(body.position_km)
            distance = float(np.linalg.norm(position - frame.view.eye_km))
            radius = float(np.mean(drawn_radii_km(body.name, frame.options.body_scale)))
            radius_px = frame.view.focal_px * radius / max(distance, 1e-6)
            weight = min(max(2.5 * SMALLEST_DISC_PX - radius_px, 0.0) / SMALLEST_DISC_PX, 1.0)
            if weight <= 0.0:
                continue
            magnitude = apparent_magnitude(body.name, frame.snapshot, frame.view.eye_km)
            peak = float(peaks(np.array(magnitude))) * weight
            vertices[i] = (frame.view.relative(position), star_color(body.name), peak)
        if not vertices["a_peak"].any():
            return
        self._buffer.set_data(vertices)
        self._program["u_projection"] = frame.view.projection
        self._program["u_sigma_px"] = sigma_px(frame.pixel_scale)
        set_state(blend=ADDITIVE, depth_test=True, depth_write=False)
        self._program.draw("points")

    def delete(self) -> None:
        """Free program and buffer."""
        self._program.delete()
        self._buffer.delete()


def star_color(name: str) -> tuple[float, float, float]:
    """Return the color of a body seen as a point."""
    red, green, blue = star_colors(np.array([_BV[name]]))[0]
    return float(red), float(green), float(blue)
