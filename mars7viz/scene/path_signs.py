"""The sign of the craft along its path: small squares at sparse places that stay on the path."""

from __future__ import annotations

from typing import Final

import numpy as np

from mars7viz.scene.path_geometry import Float64, Polyline, Strip
from mars7viz.scene.view_geometry import ViewGeometry

SIGN_PX: Final = 6.0
_SPACING_PX: Final = 420.0
_FARTHEST: Final = 3.0
_MOST: Final = 400

_CORNERS: Final = 0.5 * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])


def sign_places(line: Polyline, *, spacing_km: float, reach_km: float) -> tuple[Float64, Float64]:
    """Return places (n, 3) in camera axes at whole multiples of a spacing, and their alpha (n,).

    Counted from the path's own fixed point, so they do not move with the craft; only as far as the
    path has samples within ``reach_km`` of the eye.
    """
    near = line.run_km[np.linalg.norm(line.camera_km, axis=1) < reach_km]
    if len(near) == 0:
        return np.zeros((0, 3)), np.zeros(0)
    first = max(np.ceil(near[0] / spacing_km), 1.0)
    last = min(np.floor(near[-1] / spacing_km), first + _MOST)
    runs = spacing_km * np.arange(first, last + 1.0)
    places = [np.interp(runs, line.run_km, line.camera_km[:, axis]) for axis in range(3)]
    return np.column_stack(places), np.interp(runs, line.run_km, line.alpha)


def sign_strip(
    line: Polyline,
    view: ViewGeometry,
    *,
    pixel_scale: float,
    reference_depth_km: float,
    craft_px: tuple[float, float] | None,
) -> Strip:
    """Return the outlines of the signs of one path, none beside the craft itself."""
    wanted_km = _SPACING_PX * pixel_scale * reference_depth_km / view.focal_px
    spacing_km = float(np.exp2(np.round(np.log2(wanted_km))))
    places, alpha = sign_places(
        line, spacing_km=spacing_km, reach_km=2.0 * _FARTHEST * reference_depth_km
    )
    depth = -places[:, 2]
    kept = (depth > reference_depth_km / _FARTHEST) & (depth < reference_depth_km * _FARTHEST)
    places, alpha, depth = places[kept], alpha[kept], depth[kept]
    center = view.center_px + view.focal_px * places[:, :2] * (1.0, -1.0) / depth[:, None]
    shown = (center > -20.0).all(axis=1) & (center < (view.width + 20.0, view.height + 20.0)).all(1)
    if craft_px is not None:
        shown &= np.hypot(*(center - craft_px).T) > 5.0 * SIGN_PX * pixel_scale
    center, alpha, depth = center[shown], alpha[shown], depth[shown]
    corners = center[:, None] + SIGN_PX * pixel_scale * _CORNERS
    start, stop = corners, np.roll(corners, -1, axis=1)
    along = (stop - start) / (SIGN_PX * pixel_scale)
    across = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    # Mitred: each corner's outward vector is the sum of the two sides' that meet in it.
    start_out = across + np.roll(across, 1, axis=1)
    stop_out = across + np.roll(across, -1, axis=1)
    count = 4 * len(center)
    return Strip(
        start_px=start.reshape(-1, 2),
        stop_px=stop.reshape(-1, 2),
        start_out=start_out.reshape(-1, 2),
        stop_out=stop_out.reshape(-1, 2),
        depth_km=np.repeat(depth, 4)[:, None].repeat(2, axis=1),
        phase=np.zeros((count, 2)),
        alpha=np.repeat(alpha, 4)[:, None].repeat(2, axis=1),
    )
