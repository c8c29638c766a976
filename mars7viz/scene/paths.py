"""Paths of the craft and orbits of the bodies: smooth lines in the scene, dashed by grade."""

from __future__ import annotations

import numpy as np

from mars7viz.constants import RADII_KM
from mars7viz.mission.grade import Grade
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths, fade_value, polyline_of
from mars7viz.scene.grade_style import GRADE_STYLES, Color
from mars7viz.scene.path_geometry import Float64, Polyline, Strip, strip_of
from mars7viz.scene.path_portions import Portion
from mars7viz.scene.path_signs import sign_strip
from mars7viz.scene.program import PREMULTIPLIED, set_state
from mars7viz.scene.sky_lines import LINE_PX, sky_strips
from mars7viz.scene.space_marks import space_marks
from mars7viz.scene.strip_program import StripProgram
from mars7viz.scene.tone import scene_color
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.trails import Trail
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

_ORBIT_COLOR: Color = (0.36, 0.43, 0.52)
_ORBIT_WIDTH_PX = 1.1
_ORBIT_ALPHA = 0.55
_SIGN_WIDTH_PX = 1.3


class PathsPass:
    """Draws the trails that suit the focus, and the orbits of planets and moons."""

    def __init__(self, world: World) -> None:
        self._paths = drawn_paths(world)
        self._world = world
        self._program = StripProgram()

    def draw(self, frame: Frame) -> None:
        """Draw into the scene buffer after the bodies, whose depth hides what lies behind."""
        set_state(blend=PREMULTIPLIED, depth_test=True, depth_write=False)
        self._draw(frame, sky_strips(frame), width_px=LINE_PX)
        for drawn in space_marks(frame, self._world, self._paths):
            self._draw(
                frame,
                list(drawn.strips),
                width_px=drawn.width_px,
                period_px=drawn.period_px,
                dashes=drawn.dashes,
            )
        if frame.options.layers.orbits:
            self._draw_orbits(frame)
        if frame.options.layers.paths:
            self._draw_paths(frame)

    def delete(self) -> None:
        """Free the program."""
        self._program.delete()

    def _draw_orbits(self, frame: Frame) -> None:
        strips = []
        for orbit in self._world.orbits_at(frame.snapshot.et):
            alpha = _ORBIT_ALPHA * _orbit_presence(orbit, frame)
            if alpha > 0.0:
                ring = _through_body(orbit, frame.snapshot)
                part = Portion(
                    positions_km=ring,
                    run_km=np.zeros(len(ring)),
                    apart_km=np.full(len(ring), np.inf),
                    alpha=np.full(len(ring), alpha),
                    ets=np.zeros(len(ring)),
                )
                origin = np.array(frame.snapshot.body(orbit.center).position_km)
                line = polyline_of(part, ring + origin, frame)
                strips.append((_strip(line, frame, 1.0), _ORBIT_COLOR))
        self._draw(frame, strips, width_px=_ORBIT_WIDTH_PX)

    def _draw_paths(self, frame: Frame) -> None:
        signs: list[tuple[Strip, Color]] = []
        by_grade: dict[Grade, list[tuple[Strip, Color]]] = {}
        for line in self._paths.lines(frame):
            style = GRADE_STYLES[line.grade]
            polyline = polyline_of(line.part, line.positions_km, frame)
            strip = _strip(polyline, frame, style.period_px or 1.0)
            by_grade.setdefault(line.grade, []).append((strip, style.color))
            signs.append((_signs(polyline, frame), style.color))
        for grade, strips in by_grade.items():
            style = GRADE_STYLES[grade]
            self._draw(
                frame,
                # Future first: where past and future cross, what has happened lies on top.
                strips[::-1],
                width_px=style.width_px,
                period_px=style.period_px,
                dashes=style.dashes,
            )
        self._draw(frame, signs[::-1], width_px=_SIGN_WIDTH_PX)

    def _draw(
        self,
        frame: Frame,
        strips: list[tuple[Strip, Color]],
        *,
        width_px: float,
        period_px: float = 0.0,
        dashes: tuple[tuple[float, float], ...] = (),
    ) -> None:
        scale = frame.pixel_scale
        self._program.draw(
            [(strip, scene_color(color)) for strip, color in strips],
            frame.view,
            width_px=width_px * scale,
            period_px=max(period_px, 1.0) * scale,
            dashes=tuple((start * scale, stop * scale) for start, stop in dashes),
        )


def _strip(line: Polyline, frame: Frame, period_px: float) -> Strip:
    return strip_of(
        line,
        frame.view,
        period_px=period_px * frame.pixel_scale,
        reference_depth_km=resolved_pose(frame.snapshot, frame.options.camera).distance_km,
    )


def _signs(line: Polyline, frame: Frame) -> Strip:
    """Return the craft's signs along a path; the craft's own sign stands alone."""
    snapshot, view = frame.snapshot, frame.view
    craft = snapshot.craft("coast_stage")
    place = None
    if craft is not None:
        x, y, depth = (float(part) for part in view.pixels(np.array(craft.position_km))[0])
        place = (x, y) if depth > 0.0 else None
    return sign_strip(
        line,
        view,
        pixel_scale=frame.pixel_scale,
        reference_depth_km=resolved_pose(snapshot, frame.options.camera).distance_km,
        craft_px=place,
    )


def _orbit_presence(orbit: Trail, frame: Frame) -> float:
    """Return how much of an orbit shows: none where it would be a dot, or run past the lens."""
    snapshot, view = frame.snapshot, frame.view
    radius_km = float(np.linalg.norm(orbit.positions_km[0]))
    center_km = np.array(snapshot.body(orbit.center).position_km)
    body_km = np.array(snapshot.body(orbit.target).position_km)
    to_center_km = float(np.linalg.norm(center_km - view.eye_km))
    to_body_km = float(np.linalg.norm(body_km - view.eye_km))
    size_px = view.focal_px * radius_km / max(to_center_km, radius_km) / frame.pixel_scale
    shown = fade_value(size_px, 24.0, 60.0)
    # Near a body its own orbit is a straight line through it that tells nothing.
    apart = 60.0 * max(RADII_KM[orbit.target])
    pose = resolved_pose(snapshot, frame.options.camera)
    if orbit.center == "sun":
        return shown * fade_value(pose.distance_km, 2.0e6, 2.0e7)
    return shown * fade_value(to_body_km, apart, 3.0 * apart)


def _through_body(orbit: Trail, snapshot: SceneSnapshot) -> Float64:
    """Return a closed orbit (n, 3) about its center with its body's own place as a vertex."""
    center = np.array(snapshot.body(orbit.center).position_km)
    body = np.array(snapshot.body(orbit.target).position_km) - center
    period_s = orbit.ets[-1] - orbit.ets[0]
    since_s = (snapshot.et - orbit.ets[0]) % period_s
    after = int(np.searchsorted(orbit.ets - orbit.ets[0], since_s, side="right"))
    return np.insert(orbit.positions_km, after, body, axis=0)
