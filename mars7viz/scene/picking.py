"""What lies under a pixel: float64 on the CPU, nothing is drawn for it."""

from __future__ import annotations

import math

import numpy as np

from mars7viz.scene.ellipsoid import Float64, drawn_radii_km
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import BodyState, SceneSnapshot

REACH_PX = 14.0
"""How near, in pixels of a picture 1080 high, a point must be to be meant."""


def pick(
    snapshot: SceneSnapshot,
    options: ViewOptions,
    *,
    width: int,
    height: int,
    x_px: float,
    y_px: float,
) -> str | None:
    """Return the name of the body or craft at a pixel, or None.

    A disc under the pixel hides what is behind it; in front of it, or where there is none, the
    nearest point within reach is meant: craft before bodies at equal distance on the screen.

    Parameters
    ----------
    snapshot, options
        The picture.
    width, height
        Its size in pixels.
    x_px, y_px
        The pixel, from the top left corner.
    """
    view = ViewGeometry.of(snapshot, options, width=width, height=height)
    ray = view.ray(x_px, y_px)
    hits = [
        (distance, body.name)
        for body in snapshot.bodies
        if (distance := _hit_km(view, body, options, ray)) is not None
    ]
    wall_km, under = min(hits, default=(math.inf, None))
    reach = REACH_PX * max(height / 1080.0, 0.5)
    near: list[tuple[float, int, str]] = []
    points = [(0, craft.id, craft.position_km) for craft in snapshot.spacecraft]
    points += [(1, body.name, body.position_km) for body in snapshot.bodies]
    for rank, name, position_km in points:
        position = np.array(position_km)
        x, y, depth = view.pixels(position)[0]
        if not depth > 0.0 or name == under:
            continue
        off = math.hypot(x - x_px, y - y_px)
        if off <= reach and float(np.linalg.norm(position - view.eye_km)) < wall_km:
            near.append((off, rank, name))
    if not near:
        return under
    closest = min(near)[0]
    # Craft that fly together, or a moon beside its planet: within two pixels rank decides.
    return min(item for item in near if item[0] <= closest + 2.0 or item[1] == 0)[2]


def _hit_km(
    view: ViewGeometry, body: BodyState, options: ViewOptions, ray: Float64
) -> float | None:
    """Distance from the eye to where a ray meets a body's ellipsoid, km."""
    to_scaled = np.array(body.rotation) / drawn_radii_km(body.name, options.body_scale)[:, None]
    eye = to_scaled @ (view.eye_km - np.array(body.position_km))
    direction = to_scaled @ ray
    length = float(np.linalg.norm(direction))
    along = -float(eye @ direction) / length
    # Distance of the ray from the center by the cross product: no difference of large squares.
    miss = float(np.linalg.norm(np.cross(eye, direction))) / length
    if along <= 0.0 or miss > 1.0 or float(eye @ eye) <= 1.0:
        return None
    return (along - math.sqrt(1.0 - miss * miss)) / length
