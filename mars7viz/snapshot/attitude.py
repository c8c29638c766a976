"""Attitudes of the craft as pure functions. No attitude record exists: all of them are assumed.

Body axes: +z runs from the engine to the lander, +x along the solar panels, +y is the side of the
cells and of the high-gain dish.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.conic import cross
from mars7viz.snapshot.values import Quaternion

Float64 = NDArray[np.float64]


def sun_pointing(to_sun: Float64, to_earth: Float64) -> Quaternion:
    """Cruise attitude: cells to the Sun, and turned about that line to bring the Earth to +z.

    Parameters
    ----------
    to_sun, to_earth
        (3,), ICRF, any length.

    Returns
    -------
    Quaternion (w, x, y, z) of the rotation ICRF -> body axes.
    """
    y = to_sun / np.linalg.norm(to_sun)
    x = cross(y, to_earth)
    norm = float(np.linalg.norm(x))
    x = _any_across(y) if norm < 1e-9 * float(np.linalg.norm(to_earth)) else x / norm
    return quaternion(np.array([x, y, cross(x, y)]))


def nose_forward(velocity: Float64, to_sun: Float64) -> Quaternion:
    """Attitude with +z along the velocity and the cells' side turned towards the Sun."""
    z = velocity / np.linalg.norm(velocity)
    x = cross(to_sun, z)
    norm = float(np.linalg.norm(x))
    x = _any_across(z) if norm < 1e-9 * float(np.linalg.norm(to_sun)) else x / norm
    return quaternion(np.array([x, cross(z, x), z]))


def quaternion(rotation: Float64) -> Quaternion:
    """Return (w, x, y, z), w >= 0, of a rotation matrix (3, 3) whose rows are the new axes.

    The quaternion turns vectors as the matrix does: v' = q v q*.
    """
    m = rotation
    trace = float(np.trace(m))
    candidates = np.array([trace, m[0, 0], m[1, 1], m[2, 2]])
    i = int(np.argmax(candidates))
    if i == 0:
        w = 0.5 * math.sqrt(max(1.0 + trace, 0.0))
        q = np.array(
            [w, *(np.array([m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1]]) / (4 * w))]
        )
    else:
        a = i - 1
        b, c = (a + 1) % 3, (a + 2) % 3
        s = 0.5 * math.sqrt(max(1.0 + m[a, a] - m[b, b] - m[c, c], 0.0))
        q = np.zeros(4)
        q[0] = (m[c, b] - m[b, c]) / (4 * s)
        q[1 + a] = s
        q[1 + b] = (m[b, a] + m[a, b]) / (4 * s)
        q[1 + c] = (m[c, a] + m[a, c]) / (4 * s)
    if q[0] < 0.0:
        q = -q
    w, x, y, z = (float(part) for part in q)
    return (w, x, y, z)


def rotation_matrix(q: Quaternion) -> Float64:
    """Return the rotation (3, 3), ICRF -> body axes, of an attitude quaternion (w, x, y, z)."""
    w, x, y, z = q
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def _any_across(direction: Float64) -> Float64:
    axis = np.eye(3)[int(np.argmin(np.abs(direction)))]
    across = cross(direction, axis)
    return np.asarray(across / np.linalg.norm(across))
