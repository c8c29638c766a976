"""What in a picture deserves a name: where it is, how large it looks, and whether it is hidden."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM, DAY_S, RADII_KM
from mars7viz.ephemeris.surface import fixed_position_km
from mars7viz.mission.grade import Grade
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import CLOSE_VIEW_KM, nearest_craft_km
from mars7viz.scene.ellipsoid import drawn_radii_km
from mars7viz.scene.path_portions import trail_center
from mars7viz.scene.surface_names import disc_radius_px, surface_places
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.trails import PRIMARIES
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

Float64 = NDArray[np.float64]
Kind = Literal["body", "craft", "event", "site"]

CRAFT_RADIUS_KM: Final = 2.6e-3
"""Half the span over the panels, for how large a craft looks."""
SITE_KEY: Final = "landing_site"
_SITE_DISC_PX: Final = 70.0
"""A disc of a smaller radius is too small for a place on it."""
_VANISHED: Final = 1.0e4
_DATED_S: Final = 2.0 * DAY_S
_LARGEST_NAMED: Final = 0.42
"""A disc of more than this share of the picture's height needs no name and has no room for it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to name. Pixels of the picture, y down; lower ``priority`` matters more.

    ``alpha`` is below 1 where a place on a surface turns away from the eye.
    """

    kind: Kind
    key: str
    x: float
    y: float
    radius_px: float
    priority: float
    alpha: float = 1.0


def hidden_by_body(
    position_km: Float64, eye_km: Float64, snapshot: SceneSnapshot, *, body_scale: float, but: str
) -> bool:
    """Tell whether a body other than ``but`` stands between the eye and a place.

    A float64 ray against spheres of mean radius; the place itself may lie above a surface.
    """
    ray = position_km - eye_km
    length = float(np.linalg.norm(ray))
    direction = ray / length
    for body in snapshot.bodies:
        if body.name == but:
            continue
        to_center = np.array(body.position_km) - eye_km
        along = float(to_center @ direction)
        radius = float(np.mean(drawn_radii_km(body.name, body_scale)))
        miss2 = float(to_center @ to_center) - along * along
        if along > 0.0 and miss2 < radius * radius:
            entry = along - math.sqrt(radius * radius - miss2)
            if 0.0 < entry < length:
                return True
    return False


def behind_bodies(frame: Frame, camera_km: Float64) -> NDArray[np.bool_]:
    """Tell which places (n, 3), in camera axes, some body hides: as :func:`hidden_by_body`."""
    away = np.linalg.norm(camera_km, axis=1)
    sight = camera_km / np.maximum(away, 1e-9)[:, None]
    hidden = np.zeros(len(camera_km), dtype=bool)
    for body in frame.snapshot.bodies:
        center = frame.view.camera_km(np.array(body.position_km))
        radius = float(np.mean(drawn_radii_km(body.name, frame.options.body_scale)))
        along = sight @ center
        inside2 = radius * radius - np.sum((center - along[:, None] * sight) ** 2, axis=1)
        entry = along - np.sqrt(np.maximum(inside2, 0.0))
        hidden |= (inside2 > 0.0) & (entry > 0.0) & (entry < away)
    return hidden


def subjects(frame: Frame, world: World) -> tuple[Subject, ...]:
    """Return everything that may carry a label in a picture, in no particular order."""
    craft = _craft(frame)
    found = [*(body for body in _bodies(frame) if not _behind_craft(body, craft)), *craft]
    found += _site(frame, world)
    event = _event(frame, world, found)
    return (*found, *event)


def _behind_craft(body: Subject, craft: list[Subject]) -> bool:
    """Tell whether a craft in the foreground stands before most of a body."""
    return any(
        body.radius_px < 0.5 * one.radius_px
        and math.hypot(body.x - one.x, body.y - one.y) < 0.8 * one.radius_px
        for one in craft
    )


def _seen(frame: Frame, position_km: Float64, *, but: str) -> tuple[float, float, float] | None:
    """Return pixel and distance of a place in the picture that no body hides."""
    view = frame.view
    x, y, depth = (float(part) for part in view.pixels(position_km)[0])
    if not (depth > 0.0 and 0.0 <= x <= view.width and 0.0 <= y <= view.height):
        return None
    scale = frame.options.body_scale
    if hidden_by_body(position_km, view.eye_km, frame.snapshot, body_scale=scale, but=but):
        return None
    return x, y, float(np.linalg.norm(position_km - view.eye_km))


def _bodies(frame: Frame) -> list[Subject]:
    focus = resolved_pose(frame.snapshot, frame.options.camera).focus
    is_wide = resolved_pose(frame.snapshot, frame.options.camera).distance_km > 0.5 * AU_KM
    found: dict[str, Subject] = {}
    for body in frame.snapshot.bodies:
        # Nobody near Mars sees these two without a telescope.
        if body.name in ("uranus", "neptune") and not (is_wide or body.name == focus):
            continue
        position = np.array(body.position_km)
        seen = _seen(frame, position, but=body.name)
        if seen is None:
            continue
        x, y, distance_km = seen
        radius_km = float(drawn_radii_km(body.name, frame.options.body_scale).max())
        if distance_km <= radius_km:
            continue
        # The outline of a ball is wider than the ball's own section through its center.
        radius_px = frame.view.focal_px * radius_km / math.sqrt(distance_km**2 - radius_km**2)
        if radius_px > _LARGEST_NAMED * frame.view.height:
            continue
        rank = {"sun": 2.0, "earth": 2.1, "mars": 2.2}.get(body.name, 3.0)
        found[body.name] = Subject(
            "body", body.name, x, y, radius_px, 0.0 if body.name == focus else rank
        )
    near_px = 16.0 * frame.pixel_scale
    for moon in ("moon", "phobos", "deimos"):
        primary = found.get(PRIMARIES[moon])
        here = found.get(moon)
        if primary is None or here is None:
            continue
        if math.hypot(here.x - primary.x, here.y - primary.y) < primary.radius_px + near_px:
            del found[moon]
    return list(found.values())


def _craft(frame: Frame) -> list[Subject]:
    """Return the craft; two that cannot be told apart are one, called "mission"."""
    focus = resolved_pose(frame.snapshot, frame.options.camera).focus
    found = []
    for state in frame.snapshot.spacecraft:
        position = np.array(state.position_km)
        seen = _seen(frame, position, but="")
        if seen is None:
            continue
        x, y, distance_km = seen
        radius_px = frame.view.focal_px * CRAFT_RADIUS_KM / distance_km
        priority = 0.4 if state.id == focus else 0.5
        found.append(Subject("craft", state.id, x, y, radius_px, priority))
    if len(found) == 2:
        first, second = found
        together = math.hypot(first.x - second.x, first.y - second.y)
        if together < 18.0 * frame.pixel_scale and together < 2.0 * first.radius_px + 18.0:
            front = first if first.key == focus or second.key != focus else second
            return [Subject("craft", "mission", front.x, front.y, front.radius_px, front.priority)]
    return found


def _site(frame: Frame, world: World) -> list[Subject]:
    """Return the place on Mars that the lander was aimed at, where that side is seen."""
    if not frame.options.layers.landing_site:
        return []
    mars = frame.snapshot.body("mars")
    if disc_radius_px(frame, mars) < _SITE_DISC_PX * frame.pixel_scale:
        return []
    site = world.mission.landing_site
    longitude, latitude = site.lon_east_deg.value, site.lat_deg.value
    if not (isinstance(longitude, int | float) and isinstance(latitude, int | float)):
        return []
    fixed = fixed_position_km(
        "mars", lon_deg=float(longitude), lat_deg=float(latitude), height_km=0.0
    )
    normal = fixed / np.array(RADII_KM["mars"]) ** 2
    place = surface_places(frame, mars, fixed[None], normal[None] / np.linalg.norm(normal))
    x, y = (float(part) for part in place.pixels[0])
    facing = float(place.facing[0])
    if facing < 0.05 or not (0.0 <= x <= frame.view.width and 0.0 <= y <= frame.view.height):
        return []
    return [Subject("site", SITE_KEY, x, y, 14.0 * frame.pixel_scale, 1.0, alpha=facing)]


def _event(frame: Frame, world: World, others: list[Subject]) -> tuple[Subject, ...]:
    """Return the next event of the flight, else the last, where its place on the path is seen."""
    snapshot = frame.snapshot
    pose = resolved_pose(snapshot, frame.options.camera)
    center = trail_center(snapshot, pose.focus)
    origin = np.array(snapshot.body(center).position_km)
    near_km = nearest_craft_km(frame)
    for event_id in (snapshot.next_event, snapshot.previous_event):
        if event_id is None:
            continue
        event = world.mission.event(event_id)
        # A signal's arrival at Earth and the end of our ephemeris are no places on the path.
        if event.observed_at != "spacecraft" or event.category in ("end", "context"):
            continue
        # Nor has one whose day is not known a place on it.
        if event.time_grade is Grade.NO_RECORD or event.stop_et - event.start_et > _DATED_S:
            continue
        for trail in world.trails:
            if trail.center != center or not trail.ets[0] <= event.et <= trail.ets[-1]:
                continue
            place = trail.positions_at(np.array([event.et]))[0] + origin
            seen = _seen(frame, place, but="")
            if seen is None:
                continue
            x, y, away_km = seen
            # In a close view it would sit on the path's vanishing point, as if it happened there.
            if near_km < CLOSE_VIEW_KM and away_km > _VANISHED * near_km:
                continue
            apart = 46.0 * frame.pixel_scale
            if all(math.hypot(x - o.x, y - o.y) > o.radius_px + apart for o in others):
                return (Subject("event", event_id, x, y, 3.0 * frame.pixel_scale, 4.0),)
    return ()
