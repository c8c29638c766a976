"""Camera poses as pure functions: where a look at each focus begins, and how gestures move it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from mars7viz.constants import AU_KM, RADII_KM
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.ephemeris.solar_system import BODY_NAMES
from mars7viz.snapshot.options import CameraPose
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

MIN_CRAFT_DISTANCE_KM = 0.01
MAX_DISTANCE_KM = 100.0 * AU_KM
MAX_ELEVATION_DEG = 89.9
_SUN_SIDE_DEG = 55.0


def focus_names(world: World) -> tuple[str, ...]:
    """Return every name that can be looked at: craft first, then bodies."""
    return (*world.chronologies, *BODY_NAMES)


def clamped_distance_km(focus: str, distance_km: float) -> float:
    """Keep a camera out of its focus and inside the scene (10 m from a craft, 1.1 radii)."""
    nearest = 1.1 * max(RADII_KM[focus]) if focus in RADII_KM else MIN_CRAFT_DISTANCE_KM
    if not math.isfinite(distance_km):
        raise ValueError(f"camera distance must be finite, not {distance_km}")
    return min(max(distance_km, nearest), MAX_DISTANCE_KM)


def orbited(pose: CameraPose, d_azimuth_deg: float, d_elevation_deg: float) -> CameraPose:
    """Return ``pose`` turned about its focus; it does not go over the pole."""
    elevation = pose.elevation_deg + d_elevation_deg
    return replace(
        pose,
        azimuth_deg=(pose.azimuth_deg + d_azimuth_deg) % 360.0,
        elevation_deg=min(max(elevation, -MAX_ELEVATION_DEG), MAX_ELEVATION_DEG),
    )


def zoomed(pose: CameraPose, factor: float) -> CameraPose:
    """Return ``pose`` with its distance multiplied by ``factor``, kept within bounds."""
    return replace(pose, distance_km=clamped_distance_km(pose.focus, pose.distance_km * factor))


def default_distance_km(focus: str) -> float:
    """Return a distance at which the focus fills about half of the picture's height."""
    if focus in RADII_KM:
        return 6.0 * max(RADII_KM[focus])
    return 0.014


def default_pose(world: World, focus: str, et: float) -> CameraPose:
    """Return a pose that shows the sunlit side of ``focus`` with its terminator.

    The camera stands 55 degrees in ecliptic longitude from the Sun's direction, so that relief
    shows and the dark side is seen too.
    """
    if focus == "sun":
        return CameraPose(
            focus="sun", azimuth_deg=270.0, elevation_deg=72.0, distance_km=4.9 * AU_KM
        )
    if focus in world.chronologies:
        chronology = world.chronologies[focus]
        start_et, stop_et = chronology.coverage
        # Outside its life a craft has no place; the pose is still well formed, the scene says so.
        position = chronology.state(min(max(et, start_et), stop_et - 1.0))[:3]
    else:
        position = world.solar_system.state(focus, et)[:3]
    to_sun = ICRF_TO_ECLIPTIC @ (world.solar_system.state("sun", et)[:3] - position)
    sun_longitude = math.degrees(math.atan2(to_sun[1], to_sun[0]))
    return CameraPose(
        focus=focus,
        azimuth_deg=float(np.mod(sun_longitude + _SUN_SIDE_DEG, 360.0)),
        elevation_deg=12.0,
        distance_km=default_distance_km(focus),
    )


def resolved_pose(snapshot: SceneSnapshot, pose: CameraPose) -> CameraPose:
    """Return ``pose``, or a look at the Earth where its focus does not exist at this instant.

    A craft is absent before its launch; the camera then waits at the planet it will leave.
    """
    if snapshot.position_km(pose.focus) is not None:
        return pose
    distance_km = max(pose.distance_km, default_distance_km("earth"))
    return replace(pose, focus="earth", distance_km=distance_km)
