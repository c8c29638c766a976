"""Rotations of cameras: axes of a pose, and the pose of given axes. Float64, ecliptic J2000.

Axes are (3, 3) with rows x to the right, y up and z backward, as OpenGL has them.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.frames import ECLIPTIC_TO_ICRF
from mars7viz.snapshot.options import CameraPose

Float64 = NDArray[np.float64]

_TINY = 1e-12


def camera_axes(pose: CameraPose) -> Float64:
    """Return the camera's axes (3, 3), rows x, y, z in ICRF, for an inertial pose."""
    return np.asarray(ecliptic_axes(pose) @ ECLIPTIC_TO_ICRF.T)


def ecliptic_axes(pose: CameraPose) -> Float64:
    """Return the camera's axes (3, 3), rows x, y, z in the ecliptic, for an inertial pose."""
    return np.asarray(turn_of(pose) @ standing_axes(pose))


def standing_axes(pose: CameraPose) -> Float64:
    """Return axes (3, 3) in the pose's own frame before roll, pan and tilt: z is to the camera.

    The horizontal axis comes from the azimuth alone, so the picture does not spin near the pole.
    """
    azimuth, elevation = math.radians(pose.azimuth_deg), math.radians(pose.elevation_deg)
    cos_a, sin_a = math.cos(azimuth), math.sin(azimuth)
    cos_e, sin_e = math.cos(elevation), math.sin(elevation)
    return np.array(
        [
            [-sin_a, cos_a, 0.0],
            [-sin_e * cos_a, -sin_e * sin_a, cos_e],
            [cos_e * cos_a, cos_e * sin_a, sin_e],
        ]
    )


def turn_of(pose: CameraPose) -> Float64:
    """Return the matrix (3, 3) that turns standing axes by roll, then pan, then tilt."""
    roll, pan, tilt = (math.radians(a) for a in (pose.roll_deg, pose.pan_deg, pose.tilt_deg))
    cos_r, sin_r = math.cos(roll), math.sin(roll)
    rolled = np.array([[cos_r, sin_r, 0.0], [-sin_r, cos_r, 0.0], [0.0, 0.0, 1.0]])
    if pan == 0.0 and tilt == 0.0:
        return rolled
    cos_p, sin_p = math.cos(pan), math.sin(pan)
    cos_t, sin_t = math.cos(tilt), math.sin(tilt)
    panned = np.array([[cos_p, 0.0, sin_p], [0.0, 1.0, 0.0], [-sin_p, 0.0, cos_p]])
    tilted = np.array([[1.0, 0.0, 0.0], [0.0, cos_t, sin_t], [0.0, -sin_t, cos_t]])
    return np.asarray(tilted @ panned @ rolled)


def placed(pose: CameraPose, focus: str, offset_km: Float64, axes: Float64) -> CameraPose:
    """Return ``pose`` as an inertial one that sits ``offset_km`` (3,) from a focus, with ``axes``.

    Field of view and shift are kept; everything else is told by the arguments.
    """
    x, y, z = (float(part) for part in offset_km)
    standing = replace(
        pose,
        focus=focus,
        mode="inertial",
        other="",
        azimuth_deg=math.degrees(math.atan2(y, x)) % 360.0,
        elevation_deg=math.degrees(math.atan2(z, math.hypot(x, y))),
        distance_km=math.hypot(x, y, z),
    )
    turn = axes @ standing_axes(standing).T
    pan = math.atan2(turn[0, 2], math.hypot(turn[1, 2], turn[2, 2]))
    if abs(math.cos(pan)) < 1e-9:
        # Looking square to the side roll and tilt are one turn; it is called roll.
        tilt, roll = 0.0, math.atan2(-turn[1, 0], turn[1, 1])
    else:
        tilt = math.atan2(turn[1, 2], turn[2, 2])
        roll = math.atan2(turn[0, 1], turn[0, 0])
    return replace(
        standing,
        roll_deg=math.degrees(roll),
        pan_deg=math.degrees(pan),
        tilt_deg=math.degrees(tilt),
    )


def unit(vector: Float64) -> Float64:
    """Return ``vector`` (3,) at length one."""
    return np.asarray(vector / np.linalg.norm(vector))


def square_to(direction: Float64) -> Float64:
    """Return some unit vector square to a unit vector, the same one each time."""
    least = np.zeros(3)
    least[int(np.argmin(np.abs(direction)))] = 1.0
    return unit(np.cross(direction, least))


def frame_along(x_axis: Float64, north: Float64) -> Float64:
    """Return axes (3, 3), rows: x along a unit vector, z as near to ``north`` as can be."""
    z_axis = north - (north @ x_axis) * x_axis
    length = float(np.linalg.norm(z_axis))
    z_axis = z_axis / length if length > _TINY else square_to(x_axis)
    return np.array([x_axis, np.cross(z_axis, x_axis), z_axis])


def shortest_turn(start: Float64, stop: Float64) -> tuple[Float64, float]:
    """Return the axis (3,) and angle (rad) of the shortest turn between two unit vectors."""
    axis = np.cross(start, stop)
    sine = float(np.linalg.norm(axis))
    angle = math.atan2(sine, float(start @ stop))
    return (axis / sine if sine > _TINY else square_to(start)), angle


def turned_about(axis: Float64, angle_rad: float) -> Float64:
    """Return the matrix (3, 3) that turns column vectors about a unit axis (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(
        np.eye(3) + math.sin(angle_rad) * cross + (1.0 - math.cos(angle_rad)) * (cross @ cross)
    )


def part_of_turn(turn: Float64, share: float) -> Float64:
    """Return a share (0 to 1) of a rotation (3, 3), about its axis and the short way."""
    skew = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    sine = 0.5 * float(np.linalg.norm(skew))
    angle = math.atan2(sine, 0.5 * (float(np.trace(turn)) - 1.0))
    if sine > 1e-6:
        axis = skew / (2.0 * sine)
    elif angle < 1.0:
        return turned_about(skew, 0.5 * share)
    else:
        # Half a turn: the axis is the matrix's own direction.
        symmetric = 0.5 * (turn + np.eye(3))
        axis = unit(symmetric[int(np.argmax(np.diag(symmetric)))])
    return turned_about(axis, share * angle)
