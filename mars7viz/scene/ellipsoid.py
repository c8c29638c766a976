"""How an ellipsoid falls on the picture: exact in float64, so that the shader's float32 suffices.

The shader meets a body by one ray per pixel. A ray is named by where it crosses the plane through
the body's center at right angles to the line of sight, in units of the body's semi-axes:
``q = (a, b)``. That map from pixels is a homography, made here in float64 for the rectangle that
the body covers; every quantity the shader then needs is of order one and nothing large is
subtracted from anything large, whether the camera is one km up or ten au away
(docs/adr/0031-depth-and-precision.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM, RADII_KM
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.values import BodyState

Float64 = NDArray[np.float64]

_OUTLINE_SIDES = 72
_GRID = (48, 27)

MAX_SUN_RADIUS_KM = 0.08 * AU_KM
"""Exaggerated sizes stop here for the Sun, or it would swallow the planets."""


def drawn_radii_km(name: str, body_scale: float) -> Float64:
    """Return the semi-axes (3,) in km at which a body is drawn under ``body_scale``.

    The Sun's stop at 0.08 au, the rest grow in full.
    """
    radii = np.array(RADII_KM[name], dtype=np.float64)
    if name == "sun":
        return radii * max(1.0, min(body_scale, MAX_SUN_RADIUS_KM / float(radii[0])))
    return radii * body_scale


@dataclass(frozen=True, eq=False)
class Impostor:
    """A body in one picture.

    Attributes
    ----------
    rect
        Center x, y and half-width, half-height of the covered rectangle in NDC, cut to the screen.
    ray
        (3, 3): corner coordinates (s, t, 1) of the rectangle -> (a w, b w, w).
    basis
        (3, 3), columns: the two axes of the plane and the direction of sight, body-fixed.
    depth_km
        (3,): what one unit along each column of ``basis`` adds to depth.
    eye_radii
        Distance of the eye in semi-axes (1 at the surface), in the space where the body is round.
    radius_px
        Half the mean size of the disc in pixels; infinite where it reaches behind the camera.
    distance_km
        From the eye to the center.
    """

    rect: tuple[float, float, float, float]
    ray: Float64
    basis: Float64
    depth_km: Float64
    eye_radii: float
    radius_px: float
    distance_km: float

    @property
    def grazing(self) -> float:
        """``(D^2 - 1) / D^2``: the disc's limb is where ``q^2`` times this is one."""
        distance = self.eye_radii
        return (distance - 1.0) * (distance + 1.0) / (distance * distance)


def impostor(
    view: ViewGeometry, body: BodyState, radii_km: Float64, *, shell: float = 0.0
) -> Impostor | None:
    """Place a body in the picture, or None where nothing of it is in front of the camera.

    Parameters
    ----------
    view
        The picture.
    body
        Position and orientation.
    radii_km
        Drawn semi-axes, (3,).
    shell
        Height of what surrounds the body (atmosphere), in semi-axes.

    Returns
    -------
    Impostor or None
        None also where the camera is inside the body.
    """
    center = view.camera_km(np.array(body.position_km))
    body_to_camera = view.axes @ np.array(body.rotation).T
    to_scaled = (body_to_camera / radii_km).T  # camera km -> semi-axes, body-fixed
    toward = to_scaled @ center
    eye_radii = float(np.linalg.norm(toward))
    if eye_radii <= 1.0:
        return None
    rect, radius_px = _rectangle(view, center, body_to_camera * (radii_km * (1.0 + shell)))
    if rect is None:
        return None
    sight = toward / eye_radii
    first = to_scaled @ np.array([1.0, 0.0, 0.0])
    first -= sight * (first @ sight)
    if np.linalg.norm(first) < 1e-3 * np.linalg.norm(to_scaled[:, 0]):  # looking along x
        first = to_scaled @ np.array([0.0, 1.0, 0.0])
        first -= sight * (first @ sight)
    first /= np.linalg.norm(first)
    basis = np.column_stack([first, np.cross(sight, first), sight])
    scale = np.array([eye_radii, eye_radii, 1.0]) * float(np.mean(radii_km))
    ray = scale[:, None] * (basis.T @ to_scaled @ _pixel_rays(view, rect))
    return Impostor(
        rect=rect,
        ray=ray,
        basis=basis,
        depth_km=-(body_to_camera * radii_km)[2] @ basis,
        eye_radii=eye_radii,
        radius_px=radius_px,
        distance_km=float(np.linalg.norm(center)),
    )


def covering_triangles(place: Impostor, inner: float, outer: float) -> Float64:
    """Return triangles over a ring of the plane in corner coordinates, (3 n, 2).

    Fragments beside a body cost as much as those on it: the less is drawn around it the better.

    Parameters
    ----------
    place
        A body in a picture.
    inner, outer
        Between which radii, in units of the limb's; 0 for a whole disc.

    Returns
    -------
    ndarray
        No rows where nothing of the ring is on the screen.
    """
    if math.isfinite(place.radius_px):
        strip = _ring(place, inner, outer)
        if strip is not None:
            return strip
    return _cells(place, inner, outer)


def _ring(place: Impostor, inner: float, outer: float) -> Float64 | None:
    """Polygons around the two circles; None where they reach behind the camera."""
    angle = np.linspace(0.0, 2.0 * math.pi, _OUTLINE_SIDES + 1)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    limb = 1.0 / math.sqrt(place.grazing)
    # A polygon around the circle, not in it.
    wide = circle * (outer * limb / math.cos(math.pi / _OUTLINE_SIDES))
    rays = np.vstack([circle * (inner * limb), wide])
    corners = np.column_stack([rays, np.ones(len(rays))]) @ np.linalg.inv(place.ray).T
    if np.any(corners[:, 2] <= 0.0):
        return None
    inside, around = np.split(corners[:, :2] / corners[:, 2:], 2)
    return _quads(inside[:-1], inside[1:], around[:-1], around[1:])


def _cells(place: Impostor, inner: float, outer: float) -> Float64:
    """Cells of a grid over the rectangle that the ring may touch."""
    columns, rows = _GRID
    s, t = np.meshgrid(np.linspace(-1.0, 1.0, columns + 1), np.linspace(-1.0, 1.0, rows + 1))
    corners = np.stack([s, t], axis=-1)
    rays = np.concatenate([corners, np.ones((*s.shape, 1))], axis=-1) @ place.ray.T
    across, along = np.hypot(rays[..., 0], rays[..., 1]) / place.eye_radii, rays[..., 2]
    off_sight = np.arctan2(across, along)
    unit = rays / np.array([place.eye_radii, place.eye_radii, 1.0])
    unit /= np.linalg.norm(unit, axis=-1, keepdims=True)

    def four(grid: Float64) -> list[Float64]:
        return [grid[:-1, :-1], grid[:-1, 1:], grid[1:, :-1], grid[1:, 1:]]

    # Inside a cell the angle differs from its corners' by no more than half the diagonal.
    first, second, third, last = four(unit)
    reach = 0.5 * np.maximum(
        np.linalg.norm(last - first, axis=-1), np.linalg.norm(third - second, axis=-1)
    )
    least = np.min(four(off_sight), axis=0) - 1.05 * reach
    most = np.max(four(off_sight), axis=0) + 1.05 * reach
    limb = 1.0 / math.sqrt(place.grazing)
    low, high = (math.atan2(ring * limb, place.eye_radii) for ring in (inner, outer))
    touched = (most >= low) & (least <= high)
    low_left, low_right, high_left, high_right = (part[touched] for part in four(corners))
    return _quads(low_left, low_right, high_left, high_right)


def _quads(first: Float64, second: Float64, third: Float64, fourth: Float64) -> Float64:
    """Two triangles for each quad, whose corners are rows of (n, 2) arrays: (6 n, 2)."""
    parts = np.stack([first, second, third, second, fourth, third], axis=1)
    return np.asarray(parts.reshape(-1, 2))


def plane_rays(view: ViewGeometry, body: BodyState, rect: tuple[float, ...]) -> Float64:
    """Return (3, 3): rectangle corner (s, t, 1) -> homogeneous (x, y, w), km, in the equator.

    ``1 / w`` is the depth along the view; ``w`` is not positive where the ray misses the plane.
    """
    body_to_camera = view.axes @ np.array(body.rotation).T
    center = view.camera_km(np.array(body.position_km))
    # A ray d meets the plane at depth * d, with the pole component of (depth * d - center) zero.
    pole = body_to_camera[:, 2]
    height = float(pole @ center)
    across = body_to_camera[:, :2].T
    inverse_depth = pole[None, :] / height
    plane = np.vstack([across - np.outer(across @ center, inverse_depth[0]), inverse_depth])
    return np.asarray(plane @ _pixel_rays(view, rect))


def _pixel_rays(view: ViewGeometry, rect: tuple[float, ...]) -> Float64:
    """(3, 3): rectangle corner (s, t, 1) -> direction in camera axes with depth one."""
    scale_x, scale_y, shift_x, shift_y = view.projection
    unproject = np.array(
        [[1 / scale_x, 0.0, -shift_x / scale_x], [0.0, 1 / scale_y, -shift_y / scale_y], [0, 0, -1]]
    )
    x, y, half_x, half_y = rect
    return np.asarray(unproject @ np.array([[half_x, 0.0, x], [0.0, half_y, y], [0.0, 0.0, 1.0]]))


def _rectangle(
    view: ViewGeometry, center: Float64, axes_km: Float64
) -> tuple[tuple[float, float, float, float] | None, float]:
    """Bounding rectangle in NDC, cut to the screen, and mean radius in pixels.

    ``axes_km`` (3, 3) has the semi-axes as columns, camera frame. The silhouette's bounds come
    from the dual conic of the ellipsoid.
    """
    shape = axes_km @ axes_km.T
    reach_z = math.sqrt(shape[2, 2])
    if center[2] - reach_z >= 0.0:
        return None, 0.0
    if center[2] + reach_z >= 0.0:
        return (0.0, 0.0, 1.0, 1.0), math.inf
    dual = np.outer(center, center) - shape
    scale_x, scale_y, shift_x, shift_y = view.projection
    bounds = []
    for axis, scale, shift in ((0, scale_x, shift_x), (1, scale_y, shift_y)):
        mixed, square, depth2 = dual[axis, 2], dual[axis, axis], dual[2, 2]
        half = math.sqrt(max(mixed * mixed - square * depth2, 0.0)) / depth2
        middle = -mixed / depth2
        bounds.append((scale * middle + shift, scale * half))
    (x, half_x), (y, half_y) = bounds
    radius_px = 0.25 * (half_x * view.width + half_y * view.height)
    margin_x, margin_y = 3.0 / view.width, 3.0 / view.height
    left, right = max(x - half_x - margin_x, -1.0), min(x + half_x + margin_x, 1.0)
    low, high = max(y - half_y - margin_y, -1.0), min(y + half_y + margin_y, 1.0)
    if left >= right or low >= high:
        return None, radius_px
    rect = ((left + right) / 2, (low + high) / 2, (right - left) / 2, (high - low) / 2)
    return rect, radius_px
