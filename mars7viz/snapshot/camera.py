"""Camera poses as pure functions: where a look at each focus begins, and how gestures move it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM, RADII_KM
from mars7viz.ephemeris.frames import ECLIPTIC_TO_ICRF, ICRF_TO_ECLIPTIC
from mars7viz.ephemeris.solar_system import BODY_NAMES
from mars7viz.snapshot.camera_axes import ecliptic_axes, standing_axes
from mars7viz.snapshot.camera_modes import as_inertial
from mars7viz.snapshot.options import CameraPose
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

MIN_CRAFT_DISTANCE_KM = 0.01
MAX_DISTANCE_KM = 100.0 * AU_KM
MAX_ELEVATION_DEG = 89.9
Float64 = NDArray[np.float64]

_SUN_SIDE_DEG = 55.0
_NEAR_RADII = 8.0
_PLANET_ASIDE_DEG = 30.0
_BELOW_LIMB_DEG = 4.0


def focus_names(world: World) -> tuple[str, ...]:
    """Return every name that can be looked at: craft first, then bodies."""
    return (*world.chronologies, *BODY_NAMES)


def clamped_distance_km(focus: str, distance_km: float) -> float:
    """Keep a camera out of its focus and inside the scene (10 m from a craft, 1.02 radii)."""
    nearest = 1.02 * max(RADII_KM[focus]) if focus in RADII_KM else MIN_CRAFT_DISTANCE_KM
    if not math.isfinite(distance_km):
        raise ValueError(f"camera distance must be finite, not {distance_km}")
    return min(max(distance_km, nearest), MAX_DISTANCE_KM)


def kept_out(pose: CameraPose) -> CameraPose:
    """Return ``pose`` with its distance within bounds of what the camera sits about."""
    center = pose.other if pose.mode == "look_at" and pose.other else pose.focus
    return replace(pose, distance_km=clamped_distance_km(center, pose.distance_km))


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
    return kept_out(replace(pose, distance_km=pose.distance_km * factor))


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
        inside_et = min(max(et, start_et), stop_et - 1.0)
        position = chronology.state(inside_et)[:3]
        towards = _towards_planet(world, position, inside_et)
        if towards is not None:
            return towards_pose(focus, *towards)
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


def _towards_planet(
    world: World, position_km: Float64, et: float
) -> tuple[Float64, Float64, float] | None:
    """Directions from a craft to the planet in its sky and to the Sun, (3,); its angular radius."""
    for name in ("earth", "mars"):
        to_planet = world.solar_system.state(name, et)[:3] - position_km
        distance_km = float(np.linalg.norm(to_planet))
        if distance_km < _NEAR_RADII * RADII_KM[name][0]:
            to_sun = world.solar_system.state("sun", et)[:3] - position_km
            radius_deg = math.degrees(math.asin(min(RADII_KM[name][0] / distance_km, 1.0)))
            return to_planet / distance_km, to_sun / float(np.linalg.norm(to_sun)), radius_deg
    return None


def towards_pose(focus: str, to_planet: Float64, to_sun: Float64, radius_deg: float) -> CameraPose:
    """Return a look at a craft with the planet behind it, from the side that the Sun lights.

    The planet's center stands some 30 degrees off the craft, or its limb behind the craft where
    it fills more of the sky; ``to_planet`` and ``to_sun`` are unit vectors (3,), ICRF.
    """
    aside = to_sun - (to_sun @ to_planet) * to_planet
    length = float(np.linalg.norm(aside))
    if length < 1e-6:
        aside, length = np.cross(to_planet, ECLIPTIC_TO_ICRF[:, 2]), 1.0
    angle = math.radians(max(_PLANET_ASIDE_DEG, radius_deg - _BELOW_LIMB_DEG))
    backward = -math.cos(angle) * to_planet + math.sin(angle) * aside / length
    x, y, z = ICRF_TO_ECLIPTIC @ backward
    return CameraPose(
        focus=focus,
        azimuth_deg=math.degrees(math.atan2(y, x)) % 360.0,
        elevation_deg=math.degrees(math.atan2(z, math.hypot(x, y))),
        distance_km=default_distance_km(focus),
    )


def resolved_pose(snapshot: SceneSnapshot, pose: CameraPose) -> CameraPose:
    """Return ``pose`` as an inertial one at this instant, or a look at the Earth instead.

    A craft is absent before its launch; the camera then waits at the planet it will leave.
    """
    if snapshot.position_km(pose.focus) is not None:
        return as_inertial(snapshot, pose)
    distance_km = max(pose.distance_km, default_distance_km("earth"))
    waiting = replace(pose, focus="earth", mode="inertial", other="", distance_km=distance_km)
    return replace(waiting, pan_deg=0.0, tilt_deg=0.0)


def eye_and_axes(
    snapshot: SceneSnapshot, pose: CameraPose
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the eye (3,), km ICRF from the barycenter, and the camera's axes (3, 3) in ICRF."""
    inertial = resolved_pose(snapshot, pose)
    focus_km = snapshot.position_km(inertial.focus)
    if focus_km is None:
        raise KeyError(inertial.focus)
    offset_km = ECLIPTIC_TO_ICRF @ standing_axes(inertial)[2] * inertial.distance_km
    return np.array(focus_km) + offset_km, ecliptic_axes(inertial) @ ECLIPTIC_TO_ICRF.T


def look_at(
    eye: str,
    target: str,
    *,
    distance_km: float,
    azimuth_deg: float = 165.0,
    elevation_deg: float = 8.0,
) -> CameraPose:
    """Return a pose that sits ``distance_km`` from ``eye`` and looks at ``target``.

    By default it looks over the shoulder of ``eye``, from a little above.
    """
    pose = CameraPose(target, azimuth_deg, elevation_deg, distance_km, mode="look_at", other=eye)
    return kept_out(pose)


def framing(
    first: str,
    second: str,
    *,
    distance_km: float = 0.0,
    azimuth_deg: float = 165.0,
    elevation_deg: float = 6.0,
) -> CameraPose:
    """Return a pose that holds two bodies or craft in the frame at every instant.

    The camera keeps at least ``distance_km`` from ``first``. Azimuth 180 has the second straight
    behind it, 90 has them side by side; shift, roll and field of view compose further.
    """
    pose = CameraPose(first, azimuth_deg, elevation_deg, distance_km, mode="two_body", other=second)
    return kept_out(pose)
