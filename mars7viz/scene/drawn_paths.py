"""The paths of a world as they stand in one picture. Float64, no GL."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.mission.grade import Grade
from mars7viz.scene.drawing import Frame
from mars7viz.scene.path_geometry import Polyline
from mars7viz.scene.path_portions import Portion, SampledPath, beside, portions, trail_center
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.trails import Trail
from mars7viz.snapshot.world import World

Float64 = NDArray[np.float64]

CLOSE_VIEW_KM = 100.0
_BESIDE_KM = 1.0
_ALONE = 20.0
_VANISHED = (3.5, 5.0)
"""Powers of ten of the camera's distance between which a path fades out in close views."""
_CLEARING_FULL_KM: Final = 0.15
_CLEARING_STARTS_KM: Final = 0.6


@dataclass(frozen=True, eq=False)
class DrawnLine:
    """Past or future of one craft's path in one picture; ``positions_km`` from the barycenter."""

    grade: Grade
    target: str
    part: Portion
    positions_km: Float64


class DrawnPaths:
    """The paths of a world, laid out for one picture at a time.

    Lines, legend and labels ask for the same picture one after the other; the last answer is kept.
    """

    def __init__(self, world: World) -> None:
        self._paths = sampled_paths(world.trails)
        self._last: tuple[tuple[float, str, bytes], tuple[DrawnLine, ...]] | None = None

    def lines(self, frame: Frame) -> tuple[DrawnLine, ...]:
        """Return what is drawn of each path that suits the focus, past before future."""
        snapshot = frame.snapshot
        center = trail_center(snapshot, resolved_pose(snapshot, frame.options.camera).focus)
        key = (snapshot.et, center, frame.view.eye_km.tobytes())
        if self._last is None or self._last[0] != key:
            origin = np.array(snapshot.body(center).position_km)
            foreign = _passing_by(frame)
            lines = tuple(
                DrawnLine(path.trail.grade, path.trail.target, part, part.positions_km + origin)
                for path in self._paths
                if path.trail.center == center
                and path.trail.grade is not Grade.NO_RECORD
                and path.trail.target != foreign
                for part in _portions(path, frame, origin)
            )
            self._last = key, lines
        return self._last[1]


@lru_cache(maxsize=2)
def drawn_paths(world: World) -> DrawnPaths:
    """Return the paths of a world, one object for all passes."""
    return DrawnPaths(world)


def sampled_paths(trails: tuple[Trail, ...]) -> tuple[SampledPath, ...]:
    """Measure the trails; what two craft fly together is kept once, as the coast stage's."""
    paths: list[SampledPath] = []
    for trail in trails:
        path = SampledPath.of(trail)
        for other in paths:
            if other.trail.center == trail.center and other.trail.target != trail.target:
                path = beside(path, other)
        if len(path.trail.ets) > 1:
            paths.append(path)
    return tuple(paths)


def _portions(path: SampledPath, frame: Frame, center_km: Float64) -> tuple[Portion, ...]:
    snapshot, eye = frame.snapshot, frame.view.eye_km
    craft = snapshot.craft(path.trail.target)
    if craft is None:
        return portions(path, snapshot.et, None, eye_km=eye - center_km)
    position = np.array(craft.position_km)
    eye_distance_km = float(np.linalg.norm(position - eye))
    clearing = 1.0 - fade_value(eye_distance_km, _CLEARING_FULL_KM, _CLEARING_STARTS_KM)
    return portions(
        path,
        snapshot.et,
        position - center_km,
        eye_km=eye - center_km,
        clearing=clearing,
    )


def polyline_of(part: Portion, positions_km: Float64, frame: Frame) -> Polyline:
    """Bring a portion into the camera, in float64."""
    camera_km = frame.view.camera_km(positions_km)
    # Two craft side by side: the second line appears where it can be told from the first.
    scale = frame.view.focal_px / frame.pixel_scale
    apart_px = scale * part.apart_km / np.linalg.norm(camera_km, axis=1)
    alpha = part.alpha * fade_in(apart_px, 1.5, 5.0) * presence(camera_km, frame)
    return Polyline(camera_km, part.run_km, alpha)


def _passing_by(frame: Frame) -> str | None:
    """Return the craft whose path would run past the eye beside that of the craft looked at.

    Two parallel paths meet in one vanishing point: beside the one craft they look like one path
    with a turn. Before the release the two are one, and it is kept as the coast stage's.
    """
    lander = frame.snapshot.craft("lander")
    if lander is None or lander.attached_to is not None:
        return None
    eye = frame.view.eye_km
    apart = {
        craft.id: float(np.linalg.norm(craft.position_km - eye))
        for craft in frame.snapshot.spacecraft
    }
    near, far = sorted(apart, key=lambda name: apart[name])[:2]
    is_close = apart[near] < _BESIDE_KM and apart[far] > _ALONE * apart[near]
    return far if is_close else None


def nearest_craft_km(frame: Frame) -> float:
    """Distance from the eye to the nearest craft, km; infinite where there is none."""
    eye = frame.view.eye_km
    return min(
        (float(np.linalg.norm(craft.position_km - eye)) for craft in frame.snapshot.spacecraft),
        default=math.inf,
    )


def presence(camera_km: Float64, frame: Frame) -> Float64:
    """Return how much of a path shows at places (n, 3) in camera axes, 0 to 1.

    Seen from beside a craft a path runs straight to its vanishing point, and whatever it does
    beyond seems to be a sharp turn there. So in close views it ends where it has vanished.
    """
    near_km = nearest_craft_km(frame)
    if near_km > CLOSE_VIEW_KM:
        return np.ones(len(camera_km))
    away = np.linalg.norm(camera_km, axis=1) / near_km
    return 1.0 - fade_in(np.log10(np.maximum(away, 1.0)), *_VANISHED)


def fade_value(value: float, low: float, high: float) -> float:
    """Return 0 below ``low``, 1 above ``high``, smoothly between."""
    return float(fade_in(np.array(value), low, high))


def fade_in(values: Float64, low: float, high: float) -> Float64:
    """Return :func:`fade_value` of every value."""
    t = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))
