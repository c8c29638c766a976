"""Marks about the flight in space: ticks of time, closest approach, spheres, ground track.

Each is worked out once a picture, as lines for the scene and as writings for the overlay.
Float64, no GL.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.figures import THIN, distance, number_text
from mars7viz.grade_colors import SECONDARY_HEX, rgb
from mars7viz.i18n import tr
from mars7viz.mission.grade import Grade
from mars7viz.scene.body_names import body_name
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import DrawnPaths, fade_value, polyline_of
from mars7viz.scene.grade_style import GRADE_STYLES, Color
from mars7viz.scene.overlay_layout import text_px, text_scale
from mars7viz.scene.path_geometry import Polyline, Strip, strip_of
from mars7viz.scene.path_portions import Portion, trail_center
from mars7viz.scene.path_ticks import Ticks, path_ticks, tick_strip, tick_text
from mars7viz.scene.subjects import behind_bodies, hidden_by_body
from mars7viz.scene.text_raster import Face
from mars7viz.scene.writings import Writing
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.world import World

Float64 = NDArray[np.float64]

_SECONDARY: Final = rgb(SECONDARY_HEX)
_TICK_PX: Final = 1.4
_MARK_LINE_PX: Final = 1.2
_TICK_TEXT_PX: Final = 13.0
_TICK_GAP_PX: Final = 10.0
_CLOSEST: Final = "closest_approach"
_CLOSEST_ALTITUDE: Final = "closest_approach_altitude"
_SPHERES: Final = ("earth", "mars")
_SPHERE_SIDES: Final = 180
_SPHERE_ALPHA: Final = 0.5
_TRACK_FROM_KM: Final = 40_000.0
_TRACK_STEP_S: Final = 30.0
_TRACK_LIFT: Final = 1.0008


@dataclass(frozen=True, eq=False)
class DrawnMark:
    """Lines of one width and dash, design pixels."""

    strips: tuple[tuple[Strip, Color], ...]
    width_px: float
    period_px: float = 0.0
    dashes: tuple[tuple[float, float], ...] = ()


def space_marks(frame: Frame, world: World, paths: DrawnPaths) -> list[DrawnMark]:
    """Return the lines of everything that is switched on."""
    layers = frame.options.layers
    found = []
    if layers.spheres:
        found += [_solid(_sphere_line(frame, name, world), frame) for name in _SPHERES]
    if layers.ground_track:
        found += _ground_track(frame, world)
    if layers.closest_approach:
        closest = _closest(frame, world)
        if closest is not None:
            style = GRADE_STYLES[closest.grade]
            line = Polyline(
                frame.view.camera_km(closest.ends_km), np.zeros(2), np.full(2, 0.85 * closest.alpha)
            )
            found.append(_solid((line, style.color), frame))
    if layers.ticks and layers.paths:
        strips = tuple(
            (tick_strip(ticks, pixel_scale=frame.pixel_scale), GRADE_STYLES[grade].color)
            for grade, ticks in _ticks(frame, paths)
        )
        found.append(DrawnMark(strips, _TICK_PX))
    return found


def space_writings(frame: Frame, world: World, paths: DrawnPaths) -> list[Writing]:
    """Return what stands beside those lines, the more important first."""
    layers = frame.options.layers
    found: list[Writing] = []
    if layers.labels and layers.closest_approach:
        found += _closest_writing(frame, world)
    if layers.labels and layers.ticks and layers.paths:
        for _, ticks in _ticks(frame, paths):
            found += _tick_writings(frame, ticks)
    if layers.labels and layers.spheres:
        for name in _SPHERES:
            found += _sphere_writing(frame, name, world)
    return found


def _solid(line: tuple[Polyline, Color], frame: Frame) -> DrawnMark:
    polyline, color = line
    return DrawnMark(((_strip(polyline, frame, 1.0), color),), _MARK_LINE_PX)


def _strip(line: Polyline, frame: Frame, period_px: float) -> Strip:
    pose = resolved_pose(frame.snapshot, frame.options.camera)
    return strip_of(
        line,
        frame.view,
        period_px=period_px * frame.pixel_scale,
        reference_depth_km=pose.distance_km,
    )


# ------------------------------------------------------------------ ticks of time


def _ticks(frame: Frame, paths: DrawnPaths) -> list[tuple[Grade, Ticks]]:
    """Return the ticks of the path looked at; two craft side by side have one set."""
    focus = resolved_pose(frame.snapshot, frame.options.camera).focus
    lander = frame.snapshot.craft("lander")
    is_free = lander is not None and lander.attached_to is None
    wanted = "lander" if focus == "lander" and is_free else "coast_stage"
    return [
        (
            line.grade,
            path_ticks(
                polyline_of(_alone(line.part), line.positions_km, frame),
                line.part.ets,
                frame.view,
                pixel_scale=frame.pixel_scale,
            ),
        )
        for line in paths.lines(frame)
        if line.target == wanted
    ]


def _alone(part: Portion) -> Portion:
    """Return a path that gives way to none: a lander has ticks where its line hides."""
    return replace(part, apart_km=np.full(len(part.ets), np.inf))


def _tick_writings(frame: Frame, ticks: Ticks) -> list[Writing]:
    """Return times and dates on the left of the path, coarse intervals first."""
    scale, language = text_scale(frame), frame.options.language
    size = text_px(_TICK_TEXT_PX, scale)
    year, gap = int(frame.snapshot.utc[:4]), _TICK_GAP_PX * scale
    rows = np.flatnonzero(ticks.said * ticks.alpha > 0.02)
    rows = rows[~behind_bodies(frame, ticks.camera_km[rows])]
    rows = rows[np.argsort(-ticks.level[rows], kind="stable")]
    columns = (ticks.utc_s, ticks.level, ticks.said, ticks.alpha, ticks.pixels, -ticks.across)
    found = []
    for utc_s, level, said, alpha, (x, y), (across_x, across_y) in zip(
        *(column[rows].tolist() for column in columns), strict=True
    ):
        text = tick_text(utc_s, level, language, year=year)
        half_w, half_h = 0.31 * size * len(text), 0.6 * size
        # As far out as the box needs in this direction: it turns about the tick without a leap.
        away = gap + abs(across_x) * half_w + abs(across_y) * half_h
        found.append(
            Writing(
                key=f"tick/{utc_s:.0f}",
                text=text,
                face=Face.NUMBER,
                size_px=size,
                color=_SECONDARY,
                x=x + away * across_x,
                y=y + away * across_y,
                side="middle",
                gap_px=0.0,
                wanted=0.5 + 0.5 * said,
                strength=min(1.0, 2.0 * alpha),
            )
        )
    return found


# ------------------------------------------------------------------ closest approach


@dataclass(frozen=True, eq=False)
class _Closest:
    """Ends of the distance line, (2, 3) km from the barycenter: the ground, then the path."""

    ends_km: Float64
    alpha: float
    grade: Grade
    altitude_km: float


def _closest(frame: Frame, world: World) -> _Closest | None:
    """Return the line from Mars's surface to the path where they are nearest."""
    snapshot = frame.snapshot
    focus = resolved_pose(snapshot, frame.options.camera).focus
    if trail_center(snapshot, focus) != "mars":
        return None
    event = world.mission.event(_CLOSEST)
    claims = [one.claim for one in event.quantities if one.id == _CLOSEST_ALTITUDE]
    if not claims or not isinstance(claims[0].value, int | float):
        return None
    for trail in world.trails:
        if trail.center != "mars" or not trail.ets[0] <= event.et <= trail.ets[-1]:
            continue
        place = trail.positions_at(np.array([event.et]))[0]
        mars = np.array(snapshot.body("mars").position_km)
        up = place / np.linalg.norm(place)
        # Mars as it stood then: the ground under the path, not where that ground is now.
        fixed = body_rotation("mars", event.et) @ up
        radius = 1.0 / float(np.linalg.norm(fixed / np.array(RADII_KM["mars"])))
        ends = mars + np.array([radius * up, place])
        pixels = frame.view.pixels(ends)
        if not (pixels[:, 2] > 0.0).all():
            return None
        long_px = float(np.hypot(*(pixels[1, :2] - pixels[0, :2]))) / frame.pixel_scale
        shown = fade_value(long_px, 24.0, 48.0)
        return _Closest(ends, shown, claims[0].grade, float(claims[0].value)) if shown else None
    return None


def _closest_writing(frame: Frame, world: World) -> list[Writing]:
    closest = _closest(frame, world)
    if closest is None:
        return []
    scale = text_scale(frame)
    middle = closest.ends_km.mean(axis=0)
    body_scale = frame.options.body_scale
    if hidden_by_body(middle, frame.view.eye_km, frame.snapshot, body_scale=body_scale, but=""):
        return []
    x, y, _ = frame.view.pixels(middle)[0]
    style = GRADE_STYLES[closest.grade]
    language = frame.options.language
    number = number_text(closest.altitude_km, decimals=0, language=language)
    return [
        Writing(
            key="closest",
            text=f"{number}{THIN}{tr('km', language)}",
            face=Face.NUMBER,
            size_px=text_px(14.0, scale),
            color=style.color,
            x=float(x),
            y=float(y),
            side="right",
            gap_px=8.0 * scale,
            wanted=0.5 + 0.5 * closest.alpha,
            grade_mark=style.mark,
            grade_color=style.color,
        )
    ]


# ------------------------------------------------------------------ spheres of influence


def sphere_radius_km(name: str, world: World, et: float) -> float:
    """Return the radius of a planet's sphere of influence, ``a (m / M)^(2/5)``, km."""
    orbit = next(trail for trail in world.orbits_at(et) if trail.target == name)
    radii = np.linalg.norm(orbit.positions_km, axis=1)
    semi_major_km = 0.5 * float(radii.min() + radii.max())
    return float(semi_major_km * (GM_KM3_S2[name] / GM_KM3_S2["sun"]) ** 0.4)


def _sphere(frame: Frame, name: str, world: World) -> tuple[Float64, float]:
    """Return the outline (n, 3) of a sphere of influence as seen, and how much of it shows."""
    view = frame.view
    radius = sphere_radius_km(name, world, frame.snapshot.et)
    center = np.array(frame.snapshot.body(name).position_km)
    to_eye = view.eye_km - center
    away = float(np.linalg.norm(to_eye))
    if away <= 1.02 * radius:
        return np.zeros((0, 3)), 0.0
    sight = to_eye / away
    first = np.cross(sight, view.axes[1])
    first /= np.linalg.norm(first)
    second = np.cross(first, sight)
    angle = np.linspace(0.0, 2.0 * np.pi, _SPHERE_SIDES + 1)[:, None]
    ring = np.cos(angle) * second + np.sin(angle) * first
    outline_km = radius * np.sqrt(1.0 - (radius / away) ** 2)
    size_px = view.focal_px * radius / away / frame.pixel_scale
    shown = fade_value(size_px, 12.0, 30.0) * fade_value(away / radius, 1.02, 1.2)
    return center + (radius**2 / away) * sight + outline_km * ring, shown


def _sphere_line(frame: Frame, name: str, world: World) -> tuple[Polyline, Color]:
    outline, shown = _sphere(frame, name, world)
    count = len(outline)
    line = Polyline(
        frame.view.camera_km(outline), np.zeros(count), np.full(count, _SPHERE_ALPHA * shown)
    )
    return line, GRADE_STYLES[Grade.DERIVED].color


def _sphere_writing(frame: Frame, name: str, world: World) -> list[Writing]:
    outline, shown = _sphere(frame, name, world)
    if shown <= 0.0:
        return []
    language, scale = frame.options.language, text_scale(frame)
    radius = sphere_radius_km(name, world, frame.snapshot.et)
    figure = distance(radius, language=language, figures=3).plain
    words = tr("Sphere of influence: {body}", language).format(body=body_name(name, language))
    style = GRADE_STYLES[Grade.DERIVED]
    x, y, depth = frame.view.pixels(outline[:1])[0]
    if not depth > 0.0:
        return []
    return [
        Writing(
            key=f"sphere/{name}",
            text=f"{words}, {figure}",
            face=Face.TEXT,
            size_px=text_px(13.0, scale),
            color=_SECONDARY,
            x=float(x),
            y=float(y),
            side="above",
            gap_px=5.0 * scale,
            wanted=0.5 + 0.5 * shown,
            grade_mark=style.mark,
            grade_color=style.color,
        )
    ]


# ------------------------------------------------------------------ ground track


@lru_cache(maxsize=2)
def _track(world: World) -> tuple[Float64, Float64, Grade] | None:
    """Return instants (n,) and places on Mars (n, 3), body-fixed, under the lander."""
    for trail in world.trails:
        if trail.target != "lander" or trail.center != "mars":
            continue
        near = np.linalg.norm(trail.positions_km, axis=1) < _TRACK_FROM_KM
        if not near.any():
            continue
        inside = trail.ets[near]
        ets = np.arange(inside[0], inside[-1], _TRACK_STEP_S)
        positions = trail.positions_at(ets)
        fixed = np.stack(
            [body_rotation("mars", float(et)) @ at for et, at in zip(ets, positions, strict=True)]
        )
        over = np.linalg.norm(fixed / np.array(RADII_KM["mars"]), axis=1)[:, None]
        return ets, _TRACK_LIFT * fixed / over, trail.grade
    return None


def _ground_track(frame: Frame, world: World) -> list[DrawnMark]:
    """Return the line of places over which the lander stood in the zenith, past and future."""
    track = _track(world)
    mars = frame.snapshot.body("mars")
    away = float(np.linalg.norm(np.array(mars.position_km) - frame.view.eye_km))
    if track is None or away > 100.0 * max(RADII_KM["mars"]):
        return []
    ets, fixed, grade = track
    style = GRADE_STYLES[grade]
    places = np.array(mars.position_km) + frame.options.body_scale * fixed @ np.array(mars.rotation)
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(fixed, axis=0), axis=1))])
    now = int(np.clip(np.searchsorted(ets, frame.snapshot.et), 0, len(ets)))
    camera = frame.view.camera_km(places)
    strips = []
    for rows, alpha in ((slice(max(now - 1, 0), None), 0.5), (slice(0, now), 0.95)):
        count = len(ets[rows])
        if count > 1:
            line = Polyline(camera[rows], run[rows], np.full(count, alpha))
            strips.append((_strip(line, frame, style.period_px or 1.0), style.color))
    return [DrawnMark(tuple(strips), 0.8 * style.width_px, style.period_px, style.dashes)]
