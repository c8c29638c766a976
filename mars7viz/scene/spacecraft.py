"""The craft as solid objects in the scene: the stack until release, then coast stage and lander."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from mars7viz.constants import RADII_KM
from mars7viz.scene.craft_mesh import Assembly, Mesh, build
from mars7viz.scene.craft_model import CraftDimensions
from mars7viz.scene.craft_shaders import FRAGMENT, VERTEX
from mars7viz.scene.drawing import Frame
from mars7viz.scene.program import Program, set_state
from mars7viz.scene.tone import sunlight
from mars7viz.scene.vertex_fields import VertexFields
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.attitude import rotation_matrix
from mars7viz.snapshot.values import SceneSnapshot, SpacecraftState
from mars7viz.snapshot.world import World

Float64 = NDArray[np.float64]

SMALLEST_PX = 1.0
_FILL = 0.10
_PLANET_COLOR = {
    "earth": (0.27, 0.30, 0.36),
    "moon": (0.12, 0.12, 0.11),
    "mars": (0.28, 0.17, 0.09),
}
"""Bond-like reflectance of what can light a craft from nearby, linear red, green, blue."""

_VERTEX_TYPE = np.dtype(
    [
        ("a_position_m", np.float32, 3),
        ("a_normal", np.float32, 3),
        ("a_grid", np.float32, 2),
        ("a_material", np.float32),
    ]
)


@dataclass(frozen=True, slots=True)
class CraftBody:
    """One object to draw: which assembly, and whose place and attitude it has."""

    assembly: Assembly
    state: SpacecraftState


def craft_bodies(snapshot: SceneSnapshot) -> tuple[CraftBody, ...]:
    """Return the objects that exist at this instant: one stack, or two halves after release."""
    coast_stage, lander = snapshot.craft("coast_stage"), snapshot.craft("lander")
    if coast_stage is not None and lander is not None and lander.attached_to is not None:
        return (CraftBody("stack", coast_stage),)
    bodies = []
    if coast_stage is not None:
        bodies.append(CraftBody("coast_stage", coast_stage))
    if lander is not None:
        bodies.append(CraftBody("lander", lander))
    return tuple(bodies)


def size_px(view: ViewGeometry, position_km: Float64, radius_km: float) -> float:
    """Return the radius in pixels of a ball, 0 where it is wholly behind the camera."""
    camera = view.camera_km(position_km)
    if -camera[2] < -radius_km:
        return 0.0
    return view.focal_px * radius_km / max(float(np.linalg.norm(camera)), 1e-6)


class SpacecraftPass:
    """Draws whatever craft are large enough to see."""

    def __init__(self, world: World) -> None:
        self._dimensions = CraftDimensions.of(world.mission)
        self._program = Program("spacecraft", VERTEX, FRAGMENT)
        self._models: dict[Assembly, VertexFields] = {}
        self._radius_m = build("stack", self._dimensions).radius_m

    def draw(self, frame: Frame) -> None:
        """Draw into the scene buffer, with depth."""
        bodies = [body for body in craft_bodies(frame.snapshot) if self._is_seen(body, frame)]
        if not bodies:
            return
        set_state(blend=None, depth_test=True, depth_write=True)
        # Every solid is closed, or has two sides: half of the fragments need no shading.
        gloo.set_state(cull_face=True)
        for body in bodies:
            self._draw_body(body, frame)

    def delete(self) -> None:
        """Free the program and the meshes."""
        self._program.delete()
        for model in self._models.values():
            model.delete()

    def _is_seen(self, body: CraftBody, frame: Frame) -> bool:
        position = np.array(body.state.position_km)
        return size_px(frame.view, position, 1e-3 * self._radius_m) > SMALLEST_PX

    def _draw_body(self, body: CraftBody, frame: Frame) -> None:
        view, program = frame.view, self._program
        position = np.array(body.state.position_km)
        body_from_icrf = rotation_matrix(body.state.attitude)
        program["u_projection"] = view.projection
        program["u_offset_km"] = tuple(view.relative(position))
        # gloo sends matrices row by row, GLSL reads them column by column.
        program["u_camera_from_body"] = (
            (view.axes @ body_from_icrf.T).T.astype(np.float32).reshape(-1)
        )
        program["u_eye_m"] = tuple(1000.0 * (body_from_icrf @ (view.eye_km - position)))
        self._set_light(body, frame, body_from_icrf)
        self._set_shadows(body.assembly)
        self._model(body.assembly).feed(program)
        program.draw("triangles")

    def _model(self, assembly: Assembly) -> VertexFields:
        if assembly not in self._models:
            model = VertexFields()
            model.set(_vertices(build(assembly, self._dimensions)))
            self._models[assembly] = model
        return self._models[assembly]

    def _set_light(self, body: CraftBody, frame: Frame, body_from_icrf: Float64) -> None:
        program, state = self._program, body.state
        position = np.array(state.position_km)
        sun = np.array(frame.snapshot.body("sun").position_km) - position
        light = sunlight(frame, state.position_km)
        program["u_sun"] = tuple(body_from_icrf @ (sun / np.linalg.norm(sun)))
        program["u_sunlight"] = light
        direction, color, spread = planet_shine(frame.snapshot, position)
        program["u_planet"] = tuple(body_from_icrf @ direction)
        program["u_planetlight"] = tuple(light * np.array(color))
        program["u_planet_spread"] = spread
        program["u_fill"] = _FILL if frame.options.layers.fill_light else 0.0

    def _set_shadows(self, assembly: Assembly) -> None:
        """Tell the shader the few large plates that throw shadows."""
        program, d = self._program, self._dimensions
        middle = 0.5 * d.height.m
        tank = 0.5 * d.tank_diameter.m
        half_span = 0.5 * d.span.m
        lower = 0.55 - middle
        rim_z = d.height.m - middle - 0.30 * d.aeroshell_diameter.m
        program["u_panel"] = (
            half_span,
            half_span - d.panel_width.m,
            lower,
            lower + d.panel_height.m,
        )
        program["u_dish"] = (
            0.5 * d.dish_diameter.m,
            tank + 0.34,
            0.70 + 0.5 * d.dish_diameter.m - middle,
            0.0 if assembly == "lander" else 1.0,
        )
        program["u_shield"] = (
            0.5 * d.aeroshell_diameter.m,
            rim_z,
            0.0 if assembly == "coast_stage" else 1.0,
        )
        program["u_tank"] = (tank, 0.9 - middle, d.bus_height.m - 0.60 - middle)


def planet_shine(
    snapshot: SceneSnapshot, position_km: Float64
) -> tuple[Float64, tuple[float, float, float], float]:
    """Return what the brightest near body adds to the Sun.

    Returns
    -------
    tuple
        Unit direction (3,), ICRF; light as a share of the Sun's, for three colors (a Lambert
        sphere of the body's reflectance at its phase); sine of the body's half-angle.
    """
    best: tuple[Float64, tuple[float, float, float], float] = (
        np.array([0.0, 0.0, 1.0]),
        (0.0, 0.0, 0.0),
        0.0,
    )
    sun = np.array(snapshot.body("sun").position_km)
    for name, color in _PLANET_COLOR.items():
        center = np.array(snapshot.body(name).position_km)
        offset = center - position_km
        distance_km = float(np.linalg.norm(offset))
        to_sun = (sun - center) / np.linalg.norm(sun - center)
        spread = min(RADII_KM[name][0] / distance_km, 1.0)
        cosine = float(np.clip(-(offset @ to_sun) / distance_km, -1.0, 1.0))
        phase = math.acos(cosine)
        lambert = (math.sin(phase) + (math.pi - phase) * cosine) / math.pi
        share = 2.0 / 3.0 * lambert * spread**2
        light = (share * color[0], share * color[1], share * color[2])
        if light[1] > best[1][1]:
            best = offset / distance_km, light, spread
    return best


def _vertices(mesh: Mesh) -> NDArray[np.void]:
    rows = []
    for part in mesh.parts:
        solid = part.solid.wound()
        vertices = np.zeros(len(solid.positions), dtype=_VERTEX_TYPE)
        vertices["a_position_m"] = solid.positions
        vertices["a_normal"] = solid.normals
        vertices["a_grid"] = solid.grid
        vertices["a_material"] = float(part.material)
        rows.append(vertices)
    return np.concatenate(rows)
