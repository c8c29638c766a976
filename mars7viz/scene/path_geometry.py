"""From a path in camera axes to a strip of quads in pixels: clipped, dashed, joined. Pure float64.

Everything up to the last cast is done here, because a path reaches from metres before the camera
to another planet: no chain of float32 matrices carries both ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.scene.view_geometry import ViewGeometry

Float64 = NDArray[np.float64]
Bool = NDArray[np.bool_]

NEAREST_KM: Final = 2.0e-4
_GUARD_PX: Final = 64.0
_MITER_LIMIT: Final = 2.0


@dataclass(frozen=True, eq=False)
class Polyline:
    """A path as it is to be drawn.

    ``camera_km`` is (n, 3) in camera axes; ``run_km`` (n,) is the way along the path from a point
    fixed on it, which dashes are counted from; ``alpha`` is (n,).
    """

    camera_km: Float64
    run_km: Float64
    alpha: Float64


@dataclass(frozen=True, eq=False)
class Strip:
    """Segments in pixels, (k, 2) arrays of start and stop unless said otherwise.

    ``start_px``, ``stop_px`` are (k, 2) x and y; ``start_out``, ``stop_out`` (k, 2) point across
    the line, as long as the corner needs; ``phase`` is in periods of the dash pattern.
    """

    start_px: Float64
    stop_px: Float64
    start_out: Float64
    stop_out: Float64
    depth_km: Float64
    phase: Float64
    alpha: Float64


def clip_spans(start: Float64, stop: Float64, view: ViewGeometry) -> tuple[Float64, Float64]:
    """Return which part of each segment is before the camera and near the picture.

    Parameters
    ----------
    start, stop : ndarray, (k, 3)
        Ends in camera axes, km.
    view : ViewGeometry
        Picture; a margin beyond its edges counts as inside.

    Returns
    -------
    tuple of ndarray, (k,)
        Fractions of the segment where the visible part begins and ends; nothing is visible where
        the first is not below the second.
    """
    x0, y0 = view.center_px
    right, down = view.width - x0, view.height - y0
    planes = np.array(
        [
            [view.focal_px, 0.0, -(x0 + _GUARD_PX)],
            [-view.focal_px, 0.0, -(right + _GUARD_PX)],
            [0.0, -view.focal_px, -(y0 + _GUARD_PX)],
            [0.0, view.focal_px, -(down + _GUARD_PX)],
            [0.0, 0.0, -1.0],
        ]
    )
    inside = np.array([0.0, 0.0, 0.0, 0.0, NEAREST_KM])
    first, last = start @ planes.T - inside, stop @ planes.T - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = first / (first - last)
    enters = np.where((first < 0.0) & (last >= 0.0), crossing, 0.0)
    leaves = np.where((first >= 0.0) & (last < 0.0), crossing, 1.0)
    outside = ((first < 0.0) & (last < 0.0)).any(axis=1)
    return enters.max(axis=1), np.where(outside, 0.0, leaves.min(axis=1))


def strip_of(
    line: Polyline, view: ViewGeometry, *, period_px: float, reference_depth_km: float
) -> Strip:
    """Return the visible part of a path as quads.

    Parameters
    ----------
    line : Polyline
        The path.
    view : ViewGeometry
        In pixels of the buffer drawn into.
    period_px, reference_depth_km : float
        Wanted length of one dash period, and the depth where it is so. Periods are powers of two
        in km, longer with depth, and counted from the path's own fixed point: dashes stay put on
        the path while time and camera move, and are of like size all over the picture.
    """
    start, stop = line.camera_km[:-1], line.camera_km[1:]
    enter, leave = clip_spans(start, stop, view)
    kept = np.flatnonzero(enter < leave)
    index, low, high = _cut_by_depth(start[kept, 2], stop[kept, 2], enter[kept], leave[kept], kept)
    a, b = start[index], stop[index]
    points = np.stack([a + low[:, None] * (b - a), a + high[:, None] * (b - a)], axis=1)
    depth = -points[:, :, 2]
    pixels = np.stack(
        [
            view.center_px[0] + view.focal_px * points[:, :, 0] / depth,
            view.center_px[1] - view.focal_px * points[:, :, 1] / depth,
        ],
        axis=2,
    )
    fraction = np.stack([low, high], axis=1)
    run = _between(line.run_km, index, fraction)
    period_km = period_px * reference_depth_km / view.focal_px
    out_start, out_stop = _outward(pixels)
    return Strip(
        start_px=pixels[:, 0],
        stop_px=pixels[:, 1],
        start_out=out_start,
        stop_out=out_stop,
        depth_km=depth,
        phase=_phase(run, depth, period_km, reference_depth_km),
        alpha=_between(line.alpha, index, fraction),
    )


def loose_strip(start: Float64, stop: Float64, alpha: Float64, view: ViewGeometry) -> Strip:
    """Return separate thin segments as quads, not dashed and not joined.

    ``start`` and ``stop`` are (k, 3) in camera axes, ``alpha`` (k, 2) at both ends.
    """
    enter, leave = clip_spans(start, stop, view)
    kept = np.flatnonzero(enter < leave)
    a, run = start[kept], (stop - start)[kept]
    ends = np.stack([enter[kept], leave[kept]], axis=1)
    points = a[:, None] + ends[..., None] * run[:, None]
    depth = -points[:, :, 2]
    pixels = view.center_px + view.focal_px * points[:, :, :2] * (1.0, -1.0) / depth[..., None]
    along = pixels[:, 1] - pixels[:, 0]
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    first, last = alpha[kept, :1], alpha[kept, 1:]
    return Strip(
        start_px=pixels[:, 0],
        stop_px=pixels[:, 1],
        start_out=across,
        stop_out=across,
        depth_km=depth,
        phase=np.zeros((len(kept), 2)),
        alpha=first + ends * (last - first),
    )


def _between(values: Float64, index: NDArray[np.intp], fraction: Float64) -> Float64:
    low, high = values[index, None], values[index + 1, None]
    return np.asarray(low + fraction * (high - low))


def _cut_by_depth(
    z_start: Float64, z_stop: Float64, enter: Float64, leave: Float64, index: NDArray[np.intp]
) -> tuple[NDArray[np.intp], Float64, Float64]:
    """Cut segments until depth no more than doubles along each: dashes are sized by depth."""
    w0 = -(z_start + enter * (z_stop - z_start))
    w1 = -(z_start + leave * (z_stop - z_start))
    pieces = np.maximum(np.ceil(np.abs(np.log2(w1 / w0))), 1.0).astype(np.intp)
    which = np.repeat(np.arange(len(index)), pieces)
    step = np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    count = pieces[which]

    def fraction(k: NDArray[np.intp]) -> Float64:
        ratio = (w1 / w0)[which]
        with np.errstate(divide="ignore", invalid="ignore"):
            geometric = (ratio ** (k / count) - 1.0) / (ratio - 1.0)
        even = np.where(count == 1, k / count, geometric)
        return np.asarray(enter[which] + even * (leave - enter)[which])

    return index[which], fraction(step), fraction(step + 1)


def _phase(
    run_km: Float64, depth_km: Float64, period_km: float, reference_depth_km: float
) -> Float64:
    """Count periods along each piece from the fixed point, whole periods taken off its start."""
    middle = np.sqrt(depth_km[:, 0] * depth_km[:, 1])
    level = np.round(np.log2(period_km)) + np.round(np.log2(middle / reference_depth_km))
    period = np.exp2(level)
    first = np.mod(run_km[:, 0] / period, 1.0)
    return np.stack([first, first + (run_km[:, 1] - run_km[:, 0]) / period], axis=1)


def _outward(pixels: Float64) -> tuple[Float64, Float64]:
    """Return the vectors across the line at both ends of each piece, mitred where pieces join."""
    run = pixels[:, 1] - pixels[:, 0]
    norm = np.hypot(run[:, 0], run[:, 1])
    along = run / np.maximum(norm, 1e-12)[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    joined = np.hypot(*(pixels[1:, 0] - pixels[:-1, 1]).T) < 1e-3
    both = across[1:] + across[:-1]
    length = np.hypot(both[:, 0], both[:, 1])
    # |both| = 2 cos(half the turn): the miter is 1/cos long, across the bisector.
    sharp = length < 2.0 / _MITER_LIMIT
    with np.errstate(divide="ignore", invalid="ignore"):
        miter = np.where((joined & ~sharp)[:, None], 2.0 * both / (length**2)[:, None], np.nan)
    start, stop = across.copy(), across.copy()
    use = ~np.isnan(miter[:, 0])
    start[1:][use] = miter[use]
    stop[:-1][use] = miter[use]
    return start, stop
