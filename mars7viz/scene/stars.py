"""Stars as directions: 41,411 of them, Hipparcos, moved to the date; and the Milky Way's glow.

Parallax, aberration and light's bending are left out: none exceeds a fifth of a pixel in a picture
1080 pixels high (aberration is 20 arcseconds, a pixel is 133).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from mars7viz.ephemeris.frames import GALACTIC_TO_ICRF
from mars7viz.scene.drawing import Frame
from mars7viz.scene.ellipsoid import drawn_radii_km
from mars7viz.scene.glsl import VERTEX_COMMON
from mars7viz.scene.point_sprites import (
    SPRITE_FRAGMENT,
    SPRITE_VERTEX,
    peaks,
    sigma_px,
    star_colors,
)
from mars7viz.scene.program import ADDITIVE, Program, set_state
from mars7viz.scene.star_catalogue import YEAR_S, epoch_directions, read_catalogue
from mars7viz.scene.textures import TextureStore

_STAR_VERTEX = (
    VERTEX_COMMON
    + SPRITE_VERTEX
    + """
uniform mat3 u_camera;
uniform float u_years;
uniform float u_fade;
attribute vec3 a_direction;
attribute vec3 a_motion;   // per Julian year
attribute vec3 a_color;
attribute float a_peak;
void main() {
    gl_Position = project(u_camera * (a_direction + u_years * a_motion));
    sprite(a_color, a_peak * u_fade);
}
"""
)
_STAR_FRAGMENT = SPRITE_FRAGMENT + "void main() { gl_FragColor = vec4(sprite_color(), 1.0); }\n"

_STAR_TYPE = np.dtype(
    [
        ("a_direction", np.float32, 3),
        ("a_motion", np.float32, 3),
        ("a_color", np.float32, 3),
        ("a_peak", np.float32),
    ]
)

_GLOW_VERTEX = (
    VERTEX_COMMON
    + """
uniform mat3 u_camera;
attribute vec3 a_direction;
attribute vec2 a_uv;
varying vec2 v_uv;
void main() {
    v_uv = a_uv;
    gl_Position = project(u_camera * a_direction);
}
"""
)
_GLOW_FRAGMENT = """
uniform sampler2D u_map;
uniform float u_gain;
varying vec2 v_uv;
void main() {
    vec3 c = texture2D(u_map, v_uv).rgb;
    c = mix(vec3(dot(c, vec3(0.3, 0.5, 0.2))), c, 0.55);
    gl_FragColor = vec4(c * c * u_gain, 1.0);
}
"""
_GLOW_GAIN = 0.24
_CELLS = (144, 72)
_CELL_REACH = math.radians(2.0)
"""From the middle of a triangle of the sky to beyond its farthest corner."""
_COVERING_RADII = 16.0
"""A body farther than this covers no cell."""


class StarsPass:
    """Draws the sky behind everything: the Milky Way's glow, then the stars."""

    def __init__(self, textures: TextureStore) -> None:
        self._textures = textures
        catalogue = read_catalogue()
        direction, motion = epoch_directions(catalogue)
        vertices = np.zeros(len(direction), dtype=_STAR_TYPE)
        vertices["a_direction"] = direction
        vertices["a_motion"] = motion
        vertices["a_color"] = star_colors(catalogue["bv"])
        vertices["a_peak"] = peaks(catalogue["vmag"])
        self._stars = Program("stars", _STAR_VERTEX, _STAR_FRAGMENT)
        self._buffer = gloo.VertexBuffer(vertices)
        for name in _STAR_TYPE.names or ():
            self._stars[name] = self._buffer[name]
        self._glow = Program("milky way", _GLOW_VERTEX, _GLOW_FRAGMENT)
        directions, uv, indices = _galactic_sphere()
        self._glow["a_direction"] = gloo.VertexBuffer(directions)
        self._glow["a_uv"] = gloo.VertexBuffer(uv)
        self._all = gloo.IndexBuffer(indices)
        self._some = gloo.IndexBuffer(indices)
        self._cells = indices.reshape(-1, 3)
        self._middles = _unit(directions[self._cells].mean(axis=1).astype(np.float64))

    def draw(self, frame: Frame) -> None:
        """Draw the sky; depth is neither asked nor written."""
        if not frame.options.layers.stars:
            return
        camera = frame.view.axes.T  # GLSL counts columns first
        if frame.sky_fade > 0.25:
            # Nothing is there yet: writing is half the price of adding.
            set_state(blend=None, depth_test=False, depth_write=False)
            self._glow["u_projection"] = frame.view.projection
            self._glow["u_camera"] = camera
            self._glow["u_map"] = self._textures["milky-way"]
            self._glow["u_gain"] = _GLOW_GAIN * frame.sky_fade
            self._glow.draw("triangles", self._uncovered(frame))
        set_state(blend=ADDITIVE, depth_test=False, depth_write=False)
        self._stars["u_projection"] = frame.view.projection
        self._stars["u_camera"] = camera
        self._stars["u_years"] = frame.snapshot.et / YEAR_S
        self._stars["u_fade"] = frame.sky_fade
        self._stars["u_sigma_px"] = sigma_px(frame.pixel_scale)
        self._stars.draw("points")

    def delete(self) -> None:
        """Free programs and buffers."""
        self._stars.delete()
        self._glow.delete()
        self._buffer.delete()
        self._all.delete()
        self._some.delete()

    def _uncovered(self, frame: Frame) -> gloo.IndexBuffer:
        """Triangles of the sky that no disc covers wholly: what is painted over is not drawn."""
        covered = np.zeros(len(self._cells), dtype=np.bool_)
        for body in frame.snapshot.bodies:
            radii = drawn_radii_km(body.name, frame.options.body_scale)
            to_body = np.array(body.position_km) - frame.view.eye_km
            distance = float(np.linalg.norm(to_body))
            if float(np.max(radii)) < distance < _COVERING_RADII * float(np.min(radii)):
                reach = math.asin(float(np.min(radii)) / distance) - _CELL_REACH
                covered |= self._middles @ (to_body / distance) > math.cos(max(reach, 0.0))
        if not covered.any():
            return self._all
        self._some.set_data(np.ascontiguousarray(self._cells[~covered]).reshape(-1))
        return self._some


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def _galactic_sphere() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint32]]:
    """Mesh of the sky: directions (n, 3) in ICRF, texture coordinates (n, 2) and triangles."""
    columns, rows = _CELLS
    u, v = np.meshgrid(np.linspace(0.0, 1.0, columns + 1), np.linspace(0.0, 1.0, rows + 1))
    # The map has the center of the Galaxy in its middle; longitude grows to the left, as seen.
    longitude = np.pi * (1.0 - 2.0 * u)
    latitude = np.pi * (0.5 - v)
    galactic = np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ],
        axis=-1,
    ).reshape(-1, 3)
    corner = np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)[None, :]
    corner = corner.reshape(-1)
    below = corner + columns + 1
    triangles = np.column_stack([corner, below, corner + 1, corner + 1, below, below + 1])
    return (
        (galactic @ GALACTIC_TO_ICRF.T).astype(np.float32),
        np.column_stack([u.reshape(-1), v.reshape(-1)]).astype(np.float32),
        triangles.astype(np.uint32).reshape(-1),
    )
