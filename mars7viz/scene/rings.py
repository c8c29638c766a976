"""Saturn's rings: the planet's equator met by one ray a pixel, with the planet's shadow on them."""

from __future__ import annotations

import numpy as np
from vispy import gloo

from mars7viz.scene.bodies import FILL_LIGHT, SMALLEST_DISC_PX
from mars7viz.scene.body_looks import SATURN_RING_KM
from mars7viz.scene.body_shaders import RING_FRAGMENT, VERTEX
from mars7viz.scene.drawing import Frame
from mars7viz.scene.ellipsoid import drawn_radii_km, impostor, plane_rays
from mars7viz.scene.program import CORNERS, PREMULTIPLIED, Program, set_state
from mars7viz.scene.textures import TextureStore
from mars7viz.scene.tone import full_sunlight

_GAIN = 1.9
_EDGE_ON = 1.0e-4
"""Sine of the elevation below which the rings, some ten metres thick, are not seen at all."""


class RingsPass:
    """Draws the rings after the planet, whose depth hides what lies behind it."""

    def __init__(self, textures: TextureStore) -> None:
        self._textures = textures
        self._program: Program | None = None

    def draw(self, frame: Frame) -> None:
        """Draw the rings where they are more than a point."""
        saturn = frame.snapshot.body("saturn")
        scale = frame.options.body_scale
        radii = drawn_radii_km("saturn", scale)
        outer = SATURN_RING_KM[1] * scale
        rotation = np.array(saturn.rotation)
        to_eye = rotation @ (frame.view.eye_km - np.array(saturn.position_km))
        # A flat ball around the rings gives the rectangle; its own surface is never met.
        place = impostor(frame.view, saturn, np.array([outer, outer, 0.02 * outer]))
        if place is None:
            if np.linalg.norm(to_eye) > outer:
                return
            rect = (0.0, 0.0, 1.0, 1.0)
        elif place.radius_px < 2.0 * SMALLEST_DISC_PX:
            return
        else:
            rect = place.rect
        elevation = float(to_eye[2] / np.linalg.norm(to_eye))
        if abs(elevation) < _EDGE_ON:
            return
        if self._program is None:
            self._program = Program("rings", VERTEX, RING_FRAGMENT)
            self._program["a_corner"] = gloo.VertexBuffer(CORNERS)
        to_sun = rotation @ (
            np.array(frame.snapshot.body("sun").position_km) - np.array(saturn.position_km)
        )
        light = full_sunlight(frame, saturn.position_km)
        program = self._program
        program["u_rect"] = rect
        program["u_ray"] = plane_rays(frame.view, saturn, rect).T
        program["u_ring_map"] = self._textures["saturn-rings"]
        program["u_ring"] = (SATURN_RING_KM[0] * scale, outer)
        program["u_axes_km"] = radii
        program["u_sun"] = to_sun / np.linalg.norm(to_sun)
        program["u_light"] = (light, light, light)
        program["u_ambient"] = light * FILL_LIGHT * frame.options.layers.fill_light
        program["u_gain"] = _GAIN
        program["u_back"] = 1.0 if to_sun[2] * to_eye[2] < 0.0 else 0.0
        set_state(blend=PREMULTIPLIED, depth_test=True, depth_write=True)
        program.draw("triangle_strip")

    def delete(self) -> None:
        """Free the program."""
        if self._program is not None:
            self._program.delete()
