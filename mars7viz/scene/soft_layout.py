"""Many names at fixed places: each comes and goes smoothly, and no two lie on each other. Pure.

A greedy layout answers yes or no, so that names flicker while a picture turns. Here every name has
a presence between 0 and 1 that follows continuously from where the boxes are. It is told from the
instant alone: a film and a window that got there by another way show the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]

_FORGOTTEN = 1e-3
_HALF = 0.5
_RISE = 0.25
"""Half-shown names are rare: presence rises to full opacity over this much."""


def smooth(values: Float64) -> Float64:
    """Return 0 below 0, 1 above 1, smoothly between."""
    t = np.clip(values, 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def fade(value: float) -> float:
    """Return :func:`smooth` of one value."""
    t = min(max(value, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


def crowding(boxes: Float64, others: Float64, fade_px: float) -> Float32:
    """Return how much boxes stand in each other's way: 1 where they meet, 0 from ``fade_px`` on.

    Parameters
    ----------
    boxes, others : ndarray, (n, 4) and (m, 4)
        Left, top, right, bottom.
    fade_px : float
        Gap between two boxes from which they leave each other alone.

    Returns
    -------
    ndarray, (n, m)
    """
    # Single precision is 1/4000 of a pixel here, and half the memory to go through.
    mine, theirs = boxes.astype(np.float32), others.astype(np.float32)
    gap = np.maximum(theirs[None, :, 0] - mine[:, None, 2], mine[:, None, 0] - theirs[None, :, 2])
    np.maximum(gap, theirs[None, :, 1] - mine[:, None, 3], out=gap)
    np.maximum(gap, mine[:, None, 1] - theirs[None, :, 3], out=gap)
    gap *= 1.0 / fade_px
    np.clip(gap, 0.0, 1.0, out=gap)
    met: Float32 = 1.0 - gap * gap * (3.0 - 2.0 * gap)
    return met


def opacities(boxes: Float64, wanted: Float64, *, obstacles: Float64, fade_px: float) -> Float64:
    """Return how strongly each name shows, 0 to 1, the more important first.

    A name's presence is what it is wanted, less by every more important name that is present and
    in its way. It shows from a presence of one half up; two names that meet cannot both have that.

    Parameters
    ----------
    boxes : ndarray, (n, 4)
        Left, top, right, bottom, in order of importance.
    wanted : ndarray, (n,)
        0 to 1: presence with nobody near.
    obstacles : ndarray, (m, 4)
        Boxes that are there in any case.
    fade_px : float
        See :func:`crowding`.

    Returns
    -------
    ndarray, (n,)
    """
    presence = np.array(wanted, dtype=np.float64)
    if len(obstacles):
        presence *= np.prod(1.0 - crowding(boxes, obstacles, fade_px), axis=1)
    alive = np.flatnonzero(presence > _FORGOTTEN)
    present = presence[alive]
    met = crowding(boxes[alive], boxes[alive], fade_px)
    for i in range(len(alive)):
        if present[i] > _FORGOTTEN:
            present[i + 1 :] *= 1.0 - present[i] * met[i, i + 1 :]
    shown = np.zeros(len(presence))
    shown[alive] = smooth((present - _HALF) / _RISE)
    return shown
