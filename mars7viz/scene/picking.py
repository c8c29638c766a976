"""What lies under a pixel: float64 on the CPU, nothing is drawn for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.surface import fixed_place
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths
from mars7viz.scene.ellipsoid import Float64, drawn_radii_km
from mars7viz.scene.features import nomenclature
from mars7viz.scene.label_content import craft_state
from mars7viz.scene.subjects import Subject
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.scene.words import words_of
from mars7viz.snapshot.options import SurfacePlace, ViewOptions
from mars7viz.snapshot.values import BodyState, SceneSnapshot
from mars7viz.snapshot.world import World

REACH_PX = 14.0
"""How near, in pixels of a picture 1080 high, a point must be to be meant."""

PATH_REACH_PX: Final = 8.0
_GROUNDED: Final = frozenset({"mercury", "venus", "earth", "moon", "mars", "phobos", "deimos"})
"""Bodies whose latitudes and longitudes mean a place."""

DESIGN_HEIGHT_PX: Final = 1080.0


@dataclass(frozen=True, slots=True)
class Pick:
    """What was pointed at.

    Attributes
    ----------
    kind
        A "body", a "craft", a point of a "path", an "event" or a named "place".
    name
        Of the body or craft; of the craft whose path it is; the event's id; what the place is
        called.
    et
        The instant of a point of a path or of an event, TDB seconds past J2000; else None.
    place
        Where on its body, for a place and where a body's disc was hit; else None.
    is_label
        Whether the words were hit and not the thing.
    """

    kind: Literal["body", "craft", "path", "event", "place"]
    name: str
    et: float | None = None
    place: SurfacePlace | None = None
    is_label: bool = False


def pick(
    world: World,
    snapshot: SceneSnapshot,
    options: ViewOptions,
    *,
    width: int,
    height: int,
    x_px: float,
    y_px: float,
) -> Pick | None:
    """Return what is at a pixel, or None.

    Words lie on top of everything. A disc under the pixel hides what is behind it; in front of it,
    or where there is none, the nearest point within reach is meant: craft before bodies at equal
    distance on the screen, points before paths, paths before the ground.

    Parameters
    ----------
    world, snapshot, options
        The picture.
    width, height
        Its size in pixels.
    x_px, y_px
        The pixel, from the top left corner.
    """
    view = ViewGeometry.of(snapshot, options, width=width, height=height)
    frame = Frame(snapshot, options, view, pixel_scale=height / DESIGN_HEIGHT_PX)
    said = _label_at(frame, world, x_px, y_px)
    if said is not None:
        return said
    ray = view.ray(x_px, y_px)
    hits = [
        (distance, body.name)
        for body in snapshot.bodies
        if (distance := _hit_km(view, body, options, ray)) is not None
    ]
    wall_km, under = min(hits, default=(math.inf, None))
    reach = max(frame.pixel_scale, 0.5)
    point = _point_at(frame, x_px, y_px, under=under, wall_km=wall_km, reach_px=REACH_PX * reach)
    if point is not None:
        return point
    on_path = _path_at(frame, world, x_px, y_px, wall_km=wall_km, reach_px=PATH_REACH_PX * reach)
    if on_path is not None or under is None:
        return on_path
    return Pick("body", under, place=_place(snapshot.body(under), options, view, wall_km * ray))


def _point_at(
    frame: Frame, x_px: float, y_px: float, *, under: str | None, wall_km: float, reach_px: float
) -> Pick | None:
    """Return the craft or body that is nearest to a pixel, if it is within reach."""
    view, snapshot = frame.view, frame.snapshot
    near: list[tuple[float, int, str]] = []
    points = [(0, craft.id, craft.position_km) for craft in snapshot.spacecraft]
    points += [(1, body.name, body.position_km) for body in snapshot.bodies]
    for rank, name, position_km in points:
        position = np.array(position_km)
        x, y, depth = view.pixels(position)[0]
        if not depth > 0.0 or name == under:
            continue
        off = math.hypot(x - x_px, y - y_px)
        if off <= reach_px and float(np.linalg.norm(position - view.eye_km)) < wall_km:
            near.append((off, rank, name))
    if not near:
        return None
    closest = min(near)[0]
    # Craft that fly together, or a moon beside its planet: within two pixels rank decides.
    _, rank, name = min(item for item in near if item[0] <= closest + 2.0 or item[1] == 0)
    return Pick("craft" if rank == 0 else "body", name)


def _path_at(
    frame: Frame, world: World, x_px: float, y_px: float, *, wall_km: float, reach_px: float
) -> Pick | None:
    """Return the nearest point of a drawn path within reach, with its instant."""
    if not frame.options.layers.paths:
        return None
    view, best, found = frame.view, reach_px, None
    for line in drawn_paths(world).lines(frame):
        pixels = view.pixels(line.positions_km)
        start, run = pixels[:-1, :2], np.diff(pixels[:, :2], axis=0)
        length2 = np.maximum(np.sum(run * run, axis=1), 1e-12)
        share = np.clip(np.sum(((x_px, y_px) - start) * run, axis=1) / length2, 0.0, 1.0)
        off = np.hypot(*(start + share[:, None] * run - (x_px, y_px)).T)
        depth = pixels[:, 2]
        shown = (depth[1:] > 0.0) & (depth[:-1] > 0.0) & (line.part.alpha[1:] > 0.02)
        off = np.where(shown, off, np.inf)
        i = int(np.argmin(off))
        if not off[i] < best:
            continue
        # A share of the segment in the picture is another share of it in space.
        near, far = depth[i], depth[i + 1]
        along = float(share[i] * near / (share[i] * near + (1.0 - share[i]) * far))
        ends = line.positions_km[i], line.positions_km[i + 1]
        place = ends[0] + along * (ends[1] - ends[0])
        if float(np.linalg.norm(place - view.eye_km)) >= wall_km:
            continue
        ets = line.part.ets
        best = float(off[i])
        found = Pick("path", line.target, et=float(ets[i] + along * (ets[i + 1] - ets[i])))
    return found


def _label_at(frame: Frame, world: World, x_px: float, y_px: float) -> Pick | None:
    """Return what a label or the name of a surface feature under a pixel speaks of."""
    words = words_of(frame, world, drawn_paths(world))
    for label, placement in words.labels:
        if placement.box.holds(x_px, y_px):
            return _of_subject(frame, world, label.subject)
    for shown in words.writings:
        body, _, row = shown.writing.key.partition("/")
        if shown.alpha > 0.2 and body in nomenclature() and shown.box.holds(x_px, y_px):
            return _of_feature(frame, body, int(row))
    return None


def _of_subject(frame: Frame, world: World, subject: Subject) -> Pick:
    if subject.kind == "event":
        et = world.mission.event(subject.key).et
        return Pick("event", subject.key, et=et, is_label=True)
    if subject.kind == "site":
        site = world.mission.landing_site
        name = site.name.in_language(frame.options.language)
        latitude, longitude = site.lat_deg.value, site.lon_east_deg.value
        if isinstance(latitude, int | float) and isinstance(longitude, int | float):
            place = SurfacePlace("mars", float(latitude), float(longitude), name)
            return Pick("place", name, place=place, is_label=True)
    if subject.kind == "body":
        return Pick("body", subject.key, is_label=True)
    return Pick("craft", craft_state(frame, subject).id, is_label=True)


def _of_feature(frame: Frame, body: str, row: int) -> Pick:
    places = nomenclature()[body]
    name = places.names[frame.options.language][row]
    at = fixed_place(body, places.fixed_km[row])
    place = SurfacePlace(body, at.lat_deg, at.lon_deg % 360.0, name)
    return Pick("place", name, place=place, is_label=True)


def _place(
    body: BodyState, options: ViewOptions, view: ViewGeometry, from_eye_km: Float64
) -> SurfacePlace | None:
    """Return where on a body a hit lies; exaggerated bodies have the same places."""
    if body.name not in _GROUNDED:
        return None
    offset = view.eye_km + from_eye_km - np.array(body.position_km)
    scale = drawn_radii_km(body.name, options.body_scale) / np.array(RADII_KM[body.name])
    at = fixed_place(body.name, (np.array(body.rotation) @ offset) / scale)
    return SurfacePlace(body.name, at.lat_deg, at.lon_deg % 360.0)


def _hit_km(
    view: ViewGeometry, body: BodyState, options: ViewOptions, ray: Float64
) -> float | None:
    """Distance from the eye to where a ray meets a body's ellipsoid, km."""
    to_scaled = np.array(body.rotation) / drawn_radii_km(body.name, options.body_scale)[:, None]
    eye = to_scaled @ (view.eye_km - np.array(body.position_km))
    direction = to_scaled @ ray
    length = float(np.linalg.norm(direction))
    along = -float(eye @ direction) / length
    # Distance of the ray from the center by the cross product: no difference of large squares.
    miss = float(np.linalg.norm(np.cross(eye, direction))) / length
    if along <= 0.0 or miss > 1.0 or float(eye @ eye) <= 1.0:
        return None
    return (along - math.sqrt(1.0 - miss * miss)) / length
