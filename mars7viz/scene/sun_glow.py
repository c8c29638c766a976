"""The glow around the Sun: what a good lens scatters, no more, so it obeys the exposure."""

from __future__ import annotations

import math

import numpy as np
from vispy import gloo

from mars7viz.constants import AU_KM
from mars7viz.scene.drawing import Frame
from mars7viz.scene.eclipses import angle_between, covered_share
from mars7viz.scene.ellipsoid import drawn_radii_km
from mars7viz.scene.program import ADDITIVE, CORNERS, Program, set_state

_REACH_DEG = 16.0
_VERTEX = """
uniform vec4 u_rect;
attribute vec2 a_corner;
varying vec2 v_corner;
void main() {
    v_corner = a_corner;
    gl_Position = vec4(u_rect.xy + a_corner * u_rect.zw, 0.0, 1.0);
}
"""
# Angles in degrees from the disc's center. A narrow core that wraps the disc, a wide veil.
_FRAGMENT = f"""
uniform float u_light;
uniform float u_disc_deg;
varying vec2 v_corner;
void main() {{
    float t = length(v_corner) * {_REACH_DEG!r};
    float x = max(t - u_disc_deg, 0.0);
    float core = 1.6 / (1.0 + pow(x / 0.16, 2.2));
    float veil = 0.050 * exp2(-x / 0.9) + 0.016 * exp2(-x / 3.2);
    float end = 1.0 - smoothstep(0.55, 1.0, t / {_REACH_DEG!r});
    gl_FragColor = vec4(vec3(1.0, 0.955, 0.87) * (u_light * (core + veil) * end), 1.0);
}}
"""


class SunGlowPass:
    """Draws the glow over what is there, by the share of the Sun's disc that is not hidden."""

    def __init__(self) -> None:
        self._program = Program("sun glow", _VERTEX, _FRAGMENT)
        self._program["a_corner"] = gloo.VertexBuffer(CORNERS)

    def draw(self, frame: Frame) -> None:
        """Draw nothing where the Sun is behind the camera, far off the picture or hidden."""
        sun = np.array(frame.snapshot.body("sun").position_km)
        x, y, depth = frame.view.pixels(sun)[0]
        if not depth > 0.0:
            return
        distance = float(np.linalg.norm(sun - frame.view.eye_km))
        radius = float(drawn_radii_km("sun", frame.options.body_scale)[0])
        reach_px = frame.view.focal_px * math.tan(math.radians(_REACH_DEG))
        width, height = frame.view.width, frame.view.height
        if not (-reach_px < x < width + reach_px and -reach_px < y < height + reach_px):
            return
        visible = visible_fraction(frame)
        # The Sun's light at the eye, in terms of a white sheet at one au.
        light = visible * frame.exposure * (AU_KM / max(distance, 0.02 * AU_KM)) ** 2
        if light < 1e-4 or distance <= radius:
            return
        self._program["u_rect"] = (
            2.0 * x / width - 1.0,
            1.0 - 2.0 * y / height,
            2.0 * reach_px / width,
            2.0 * reach_px / height,
        )
        self._program["u_light"] = min(light, 4.0)
        self._program["u_disc_deg"] = math.degrees(math.asin(min(radius / distance, 1.0)))
        set_state(blend=ADDITIVE, depth_test=False, depth_write=False)
        self._program.draw("triangle_strip")

    def delete(self) -> None:
        """Free the program."""
        self._program.delete()


def visible_fraction(frame: Frame) -> float:
    """Share of the Sun's disc that no body hides from the eye, by circles on the sky."""
    eye = frame.view.eye_km
    scale = frame.options.body_scale
    to_sun = np.array(frame.snapshot.body("sun").position_km) - eye
    sun_distance = float(np.linalg.norm(to_sun))
    sun_radius = math.asin(min(float(drawn_radii_km("sun", scale)[0]) / sun_distance, 1.0))
    fraction = 1.0
    for body in frame.snapshot.bodies:
        to_body = np.array(body.position_km) - eye
        distance = float(np.linalg.norm(to_body))
        if body.name == "sun" or distance >= sun_distance:
            continue
        radius = math.asin(min(float(np.mean(drawn_radii_km(body.name, scale))) / distance, 1.0))
        apart = angle_between(to_body, to_sun)
        fraction *= 1.0 - covered_share(sun_radius, radius, apart)
    return fraction
