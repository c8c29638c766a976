"""Bodies as discs: an exact ellipsoid per body by one ray a pixel, far ones first."""

from __future__ import annotations

import math

import numpy as np
from vispy import gloo

from mars7viz.constants import RADII_KM
from mars7viz.scene.body_looks import LOOKS, SATURN_RING_KM, Air, Look
from mars7viz.scene.body_shaders import RIM_FRAGMENT, VERTEX, fragment
from mars7viz.scene.drawing import Frame
from mars7viz.scene.eclipses import SUN_RADIUS_KM, Caster, casters
from mars7viz.scene.ellipsoid import Float64, Impostor, covering_triangles, drawn_radii_km, impostor
from mars7viz.scene.program import PREMULTIPLIED, Program, set_state
from mars7viz.scene.texture_recipes import LEFT_EDGE_DEG
from mars7viz.scene.textures import TextureStore
from mars7viz.scene.tone import full_sunlight
from mars7viz.snapshot.values import BodyState

SMALLEST_DISC_PX = 1.0
"""Below this radius, in pixels of the buffer, a body is a point (:mod:`mars7viz.scene.points`)."""

FILL_LIGHT = 0.12
_DETAIL_BELOW_KM = 1.8
"""Ground in a design pixel below the eye, where a texel of the map, 10 km, begins to show."""
_SHELL_SCALE_HEIGHTS = 8.0
_SUN_RADIANCE = 46_000.0
"""The photosphere against a white sheet at one au: pi over the Sun's solid angle."""


class BodiesPass:
    """Draws every body whose disc is more than a point."""

    def __init__(self, textures: TextureStore) -> None:
        self._textures = textures
        self._corners = gloo.VertexBuffer(np.zeros((4, 2), dtype=np.float32))
        self._programs: dict[str, Program] = {}

    def draw(self, frame: Frame) -> None:
        """Draw the discs, far to near, each with its air around it."""
        placed = []
        for body in frame.snapshot.bodies:
            look = LOOKS[body.name]
            radii = drawn_radii_km(body.name, frame.options.body_scale)
            place = impostor(frame.view, body, radii, shell=_shell(body.name, look))
            if place is not None and place.radius_px > SMALLEST_DISC_PX:
                placed.append((place.distance_km, body, look, radii, place))
        placed.sort(key=lambda item: -item[0])
        for _, body, look, radii, place in placed:
            set_state(blend=PREMULTIPLIED, depth_test=True, depth_write=True)
            self._draw_disc(frame, body, look, radii, place)
            if look.air is not None:
                set_state(blend=PREMULTIPLIED, depth_test=True, depth_write=False)
                self._draw_air(frame, body, look.air, radii, place)

    def _draw_disc(
        self, frame: Frame, body: BodyState, look: Look, radii: Float64, place: Impostor
    ) -> None:
        # Exaggerated sizes would throw shadows that never fell.
        shadows = casters(frame.snapshot, body) if frame.options.body_scale == 1.0 else ()
        defines = (
            *(("RINGS",) if body.name == "saturn" else ()),
            *((f"CASTERS {len(shadows)}",) if shadows else ()),
            *(("DETAIL",) if body.name == "mars" and has_invented_ground(frame) else ()),
        )
        program = self._compiled(
            " ".join((look.kind, *defines)).lower(), fragment(look.kind, *defines)
        )
        set_geometry(program, place, radii)
        if look.kind == "sun":
            program["u_peak"] = min(frame.exposure * _SUN_RADIANCE, 900.0)
        else:
            light = set_light(program, frame, body)
            program["u_ambient"] = light * FILL_LIGHT * frame.options.layers.fill_light
            program["u_map"] = self._textures[body.name]
            program["u_left_edge"] = LEFT_EDGE_DEG[body.name] / 360.0
            relative = radii / float(np.mean(radii))
            program["u_map_axes"] = 1.0 / relative if look.is_planetographic else relative
            program["u_gain"] = look.gain
        if shadows:
            _set_shadows(program, frame, body, shadows)
        if look.kind == "airless":
            # McEwen (1991): the lunar law at full phase, Lambert's at the crescent.
            program["u_lunar"] = math.exp(-_phase_deg(frame, body) / 60.0)
        if look.kind == "gas":
            program["u_minnaert"] = look.minnaert
        if look.kind == "earth":
            program["u_masks"] = self._textures["earth-masks"]
            program["u_lamps"] = 2.6 * 2.0**frame.options.exposure_ev
        if body.name == "saturn":
            mean = float(np.mean(RADII_KM["saturn"]))
            program["u_ring_map"] = self._textures["saturn-rings"]
            program["u_ring"] = (SATURN_RING_KM[0] / mean, SATURN_RING_KM[1] / mean)
        if look.air is not None:
            _set_air(program, look.air, body.name)
        # A pixel and a half beyond the limb, for its soft edge.
        self._draw_triangles(program, place, 0.0, 1.0 + 1.5 / place.radius_px)

    def _draw_air(
        self, frame: Frame, body: BodyState, air: Air, radii: Float64, place: Impostor
    ) -> None:
        program = self._compiled("air", RIM_FRAGMENT)
        set_geometry(program, place, radii)
        set_light(program, frame, body)
        _set_air(program, air, body.name)
        # The rays that touch the top of the air cross the plane at this share of the limb's.
        top = 1.0 + _shell(body.name, LOOKS[body.name])
        eye2 = place.eye_radii**2
        limit = top * math.sqrt((eye2 - 1.0) / (eye2 - top * top)) if eye2 > top * top else 8.0
        margin = 1.5 / place.radius_px
        self._draw_triangles(program, place, 1.0 - margin, limit + margin)

    def _draw_triangles(
        self, program: Program, place: Impostor, inner: float, outer: float
    ) -> None:
        triangles = covering_triangles(place, inner, outer)
        if len(triangles):
            self._corners.set_data(triangles.astype(np.float32))
            program.draw("triangles")

    def _compiled(self, key: str, source: str) -> Program:
        if key not in self._programs:
            self._programs[key] = Program(f"body {key}", VERTEX, source)
            self._programs[key]["a_corner"] = self._corners
        return self._programs[key]

    def delete(self) -> None:
        """Free programs and buffer."""
        for program in self._programs.values():
            program.delete()
        self._corners.delete()


def has_invented_ground(frame: Frame) -> bool:
    """Whether the ground of Mars is so near that relief finer than its map is made up.

    The same for a picture and its supersampled buffer.
    """
    mars = frame.snapshot.body("mars")
    above_km = math.dist(frame.view.eye_km.tolist(), mars.position_km) - RADII_KM["mars"][0]
    design_focal_px = frame.view.focal_px / frame.pixel_scale
    return frame.options.body_scale == 1.0 and 0.0 < above_km < _DETAIL_BELOW_KM * design_focal_px


def set_geometry(program: Program, place: Impostor, radii_km: Float64) -> None:
    """Hand the place and shape of a body to its program."""
    program["u_rect"] = place.rect
    program["u_ray"] = place.ray.T  # GLSL counts columns first
    program["u_basis"] = place.basis.T
    program["u_depth"] = place.depth_km
    program["u_eye"] = place.eye_radii
    program["u_grazing"] = place.grazing
    program["u_axes"] = radii_km / float(np.mean(radii_km))


def set_light(program: Program, frame: Frame, body: BodyState) -> float:
    """Hand the Sun's direction and light at a body to its program; return the light."""
    to_sun = np.array(frame.snapshot.body("sun").position_km) - np.array(body.position_km)
    light = full_sunlight(frame, body.position_km)
    program["u_sun"] = np.array(body.rotation) @ to_sun / float(np.linalg.norm(to_sun))
    program["u_light"] = (light, light, light)
    return light


def _set_shadows(
    program: Program, frame: Frame, body: BodyState, shadows: tuple[Caster, ...]
) -> None:
    mean_km = float(np.mean(RADII_KM[body.name]))
    sun_km = math.dist(body.position_km, frame.snapshot.body("sun").position_km)
    program["u_sun_disc"] = (SUN_RADIUS_KM / sun_km, mean_km / sun_km)
    for uniform, caster in zip(("u_first_caster", "u_second_caster"), shadows, strict=False):
        place = np.array(body.rotation) @ caster.offset_km / mean_km
        program[uniform] = (*place.tolist(), caster.radius_km / mean_km)


def _set_air(program: Program, air: Air, name: str) -> None:
    height = air.height_km / RADII_KM[name][0]
    program["u_tau"] = air.tau
    program["u_haze"] = air.color
    program["u_height"] = height
    program["u_limb_mass"] = math.sqrt(0.5 * math.pi / height)
    program["u_forward"] = air.forward


def _shell(name: str, look: Look) -> float:
    """Height of the drawn air in semi-axes."""
    if look.air is None:
        return 0.0
    return _SHELL_SCALE_HEIGHTS * look.air.height_km / RADII_KM[name][0]


def _phase_deg(frame: Frame, body: BodyState) -> float:
    """Angle between the directions from a body to the Sun and to the eye, degrees."""
    position = np.array(body.position_km)
    to_sun = np.array(frame.snapshot.body("sun").position_km) - position
    to_eye = frame.view.eye_km - position
    cosine = float(to_eye @ to_sun / (np.linalg.norm(to_eye) * np.linalg.norm(to_sun)))
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))
