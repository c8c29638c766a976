"""What each mode of a camera means at an instant: any pose as an inertial one."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.snapshot.camera_axes import (
    frame_along,
    placed,
    shortest_turn,
    standing_axes,
    turn_of,
    turned_about,
    unit,
)
from mars7viz.snapshot.options import CameraPose
from mars7viz.snapshot.trails import PRIMARIES
from mars7viz.snapshot.values import SceneSnapshot

Float64 = NDArray[np.float64]

FRAME_FILL = 0.84
"""Share of the picture's height between the outer edges of two framed bodies, at most."""
_NORTH = np.array([0.0, 0.0, 1.0])
# Radii in km at which a craft's motion counts as about a planet: wholly inside half of it, not
# at all outside one and a half. Spheres of influence, rounded.
_NEAR_KM = {"earth": 925_000.0, "mars": 577_000.0}


def as_inertial(snapshot: SceneSnapshot, pose: CameraPose) -> CameraPose:
    """Return the inertial pose with the same eye and axes at this instant.

    Where ``other`` is absent or the same as the focus, ``look_at`` and ``two_body`` are taken as
    inertial.

    Raises
    ------
    KeyError
        If the focus is absent.
    """
    focus_km = snapshot.position_km(pose.focus)
    if focus_km is None:
        raise KeyError(pose.focus)
    if pose.mode == "inertial":
        return pose
    standing = standing_axes(pose)
    if pose.mode in ("follow", "body_fixed"):
        frame = (
            _motion_frame(snapshot, pose) if pose.mode == "follow" else _fixed_frame(snapshot, pose)
        )
        axes = standing @ frame
        return placed(pose, pose.focus, axes[2] * pose.distance_km, turn_of(pose) @ axes)
    other_km = snapshot.position_km(pose.other)
    if other_km is None or other_km == focus_km:
        return placed(pose, pose.focus, standing[2] * pose.distance_km, turn_of(pose) @ standing)
    to_other_km = ICRF_TO_ECLIPTIC @ (np.array(other_km) - np.array(focus_km))
    if pose.mode == "look_at":
        frame = frame_along(unit(-to_other_km), _NORTH)
        offset_km = to_other_km + (standing @ frame)[2] * pose.distance_km
        axes = frame_along(unit(offset_km), _NORTH)[[1, 2, 0]]
        return placed(pose, pose.focus, offset_km, turn_of(pose) @ axes)
    return _two_body(pose, standing, to_other_km)


def _fixed_frame(snapshot: SceneSnapshot, pose: CameraPose) -> Float64:
    """Axes of a body in the ecliptic; a craft has no place to stand on and keeps the ecliptic."""
    for body in snapshot.bodies:
        if body.name == pose.focus:
            return np.asarray(np.array(body.rotation) @ ICRF_TO_ECLIPTIC.T)
    return np.eye(3)


def _motion_frame(snapshot: SceneSnapshot, pose: CameraPose) -> Float64:
    velocity = _velocity(snapshot, pose.focus)
    center = pose.other or PRIMARIES.get(pose.focus, "")
    if center and snapshot.position_km(center) is not None:
        motion = velocity - _velocity(snapshot, center)
    elif pose.focus == "sun":
        motion = velocity
    else:
        motion = velocity - _surroundings(snapshot, pose.focus)
    motion = ICRF_TO_ECLIPTIC @ motion
    if not np.linalg.norm(motion) > 0.0:
        return np.eye(3)
    return frame_along(unit(motion), _NORTH)


def _surroundings(snapshot: SceneSnapshot, craft: str) -> Float64:
    """Velocity (3,) of what a craft flies around, changing smoothly from planet to Sun."""
    position = np.array(snapshot.position_km(craft))
    sun = _velocity(snapshot, "sun")
    around = sun.copy()
    for name, near_km in _NEAR_KM.items():
        ratio = float(np.linalg.norm(position - np.array(snapshot.position_km(name)))) / near_km
        t = min(max(1.5 - ratio, 0.0), 1.0)
        around += t * t * (3.0 - 2.0 * t) * (_velocity(snapshot, name) - sun)
    return around


def _velocity(snapshot: SceneSnapshot, name: str) -> Float64:
    state = snapshot.craft(name) or snapshot.body(name)
    return np.array(state.velocity_km_s)


def _two_body(pose: CameraPose, standing: Float64, to_other_km: Float64) -> CameraPose:
    """Hold both in the frame: go back until they fit, and aim between their outer edges."""
    frame = frame_along(unit(to_other_km), _NORTH)
    axes = standing @ frame
    radii_km = tuple(max(RADII_KM[n]) if n in RADII_KM else 0.0 for n in (pose.focus, pose.other))
    room = max(0.1, 1.0 - max(abs(pose.shift_x), abs(pose.shift_y)))
    half_rad = math.atan(FRAME_FILL * room * math.tan(0.5 * math.radians(pose.field_of_view_deg)))
    gap_km = float(np.linalg.norm(to_other_km))
    cosine = float(axes[2] @ frame[0])
    # Looking along the line of both from beyond the other, it may not touch the lens.
    least_km = max(1.02 * radii_km[1], 0.01)

    def edges(distance_km: float) -> tuple[float, float]:
        """Angles of the outer edges, from the focus's center towards the other, rad."""
        along_km = distance_km - gap_km * cosine
        across_km = gap_km * math.sqrt(max(0.0, 1.0 - cosine * cosine))
        apart = math.atan2(across_km, along_km)
        sizes = (
            math.asin(min(radii_km[0] / distance_km, 1.0)),
            math.asin(min(radii_km[1] / max(math.hypot(along_km, across_km), 1e-9), 1.0)),
        )
        return min(-sizes[0], apart - sizes[1]), max(sizes[0], apart + sizes[1])

    def fits(distance_km: float) -> bool:
        if distance_km - gap_km * cosine < least_km:
            return False
        low, high = edges(distance_km)
        return high - low <= 2.0 * half_rad

    # Every angle shrinks as the camera goes back past the nearer of the two: one distance only.
    near_km, far_km = pose.distance_km, 4.0 * (gap_km + sum(radii_km) + least_km) / half_rad
    if not fits(near_km):
        far_km = max(far_km, near_km)
        for _ in range(80):
            middle_km = math.sqrt(near_km * far_km)
            near_km, far_km = (near_km, middle_km) if fits(middle_km) else (middle_km, far_km)
        near_km = far_km
    low, high = edges(near_km)
    towards = frame[0] - cosine * axes[2]
    if np.linalg.norm(towards) > 1e-12:
        axis, _ = shortest_turn(-axes[2], unit(towards))
        axes_aimed = axes @ turned_about(axis, 0.5 * (low + high)).T
    else:
        axes_aimed = axes
    return placed(pose, pose.focus, axes[2] * near_km, turn_of(pose) @ axes_aimed)
