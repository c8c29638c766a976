"""Solids a spacecraft is made of, as triangles with smooth normals. Metres, body axes, no GL."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]
Point = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Solid:
    """Triangles: ``positions``, ``normals`` are (n, 3), ``grid`` (n, 2); three rows a triangle.

    ``grid`` counts something on the surface where it matters (solar cells), else it is zero.
    """

    positions: Float64
    normals: Float64
    grid: Float64

    def moved(self, offset: Point) -> Solid:
        """Return the solid elsewhere."""
        return Solid(self.positions + np.array(offset), self.normals, self.grid)

    def turned(self, rotation: Float64) -> Solid:
        """Return the solid turned by a matrix (3, 3)."""
        return Solid(self.positions @ rotation.T, self.normals @ rotation.T, self.grid)

    def two_sided(self) -> Solid:
        """Return a thin wall that is seen from both sides."""
        back = Solid(self.positions, -self.normals, self.grid)
        return joined([self, back])

    def wound(self) -> Solid:
        """Return the same triangles, each counterclockwise as seen from where its normals point."""
        corners = self.positions.reshape(-1, 3, 3)
        face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        inward = np.sum(face * self.normals.reshape(-1, 3, 3).mean(axis=1), axis=1) < 0.0
        order = np.arange(len(self.positions)).reshape(-1, 3)
        order[inward] = order[inward][:, [0, 2, 1]]
        rows = order.reshape(-1)
        return Solid(self.positions[rows], self.normals[rows], self.grid[rows])


def joined(solids: Sequence[Solid]) -> Solid:
    """Return several solids as one."""
    return Solid(
        np.concatenate([solid.positions for solid in solids]),
        np.concatenate([solid.normals for solid in solids]),
        np.concatenate([solid.grid for solid in solids]),
    )


def _surface(points: Float64, normals: Float64, grid: Float64 | None = None) -> Solid:
    """Return the quads between rows and columns of (rows, columns, 3) points as triangles."""
    rows, columns = points.shape[:2]
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij")
    corner = np.stack(
        [
            i * columns + j,
            (i + 1) * columns + j,
            (i + 1) * columns + j + 1,
            i * columns + j,
            (i + 1) * columns + j + 1,
            i * columns + j + 1,
        ],
        axis=-1,
    ).reshape(-1)
    flat = np.zeros((rows * columns, 2)) if grid is None else grid.reshape(-1, 2)
    return Solid(points.reshape(-1, 3)[corner], normals.reshape(-1, 3)[corner], flat[corner])


def lathe(
    profile: Sequence[tuple[float, float]], *, sides: int = 48, crease_deg: float = 35.0
) -> Solid:
    """Return a profile of (radius, height) turned about z.

    The outside is on the right of the way along the profile seen with the radius to the right and
    z up: go upwards for an outer wall. Edges sharper than ``crease_deg`` stay sharp.
    """
    points = np.array(profile, dtype=np.float64)
    steps = np.diff(points, axis=0)
    steps_norm = steps / np.linalg.norm(steps, axis=1)[:, None]
    out = np.stack([steps_norm[:, 1], -steps_norm[:, 0]], axis=1)
    begin, end = out.copy(), out.copy()
    smooth = np.sum(out[1:] * out[:-1], axis=1) > math.cos(math.radians(crease_deg))
    mean = out[1:] + out[:-1]
    mean[smooth] /= np.linalg.norm(mean[smooth], axis=1)[:, None]
    begin[1:][smooth] = mean[smooth]
    end[:-1][smooth] = mean[smooth]
    angle = np.linspace(0.0, 2.0 * math.pi, sides + 1)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)

    def turned(radial: float, axial: float) -> Float64:
        return np.column_stack([radial * circle, np.full(len(circle), axial)])

    bands = []
    for k in range(len(steps)):
        ring = np.stack([turned(*points[k]), turned(*points[k + 1])], axis=1)
        normal = np.stack([turned(*begin[k]), turned(*end[k])], axis=1)
        bands.append(_surface(ring, normal))
    return joined(bands)


def box(center: Point, size: Point) -> Solid:
    """Return a box with edges along the axes."""
    faces = []
    half = 0.5 * np.array(size)
    for axis in range(3):
        first, second = (axis + 1) % 3, (axis + 2) % 3
        for sign in (-1.0, 1.0):
            points = np.zeros((2, 2, 3))
            points[:, :, axis] = sign * half[axis]
            points[:, :, first] = half[first] * np.array([[-1, -1], [1, 1]])
            points[:, :, second] = half[second] * np.array([[-1, 1], [-1, 1]]) * sign
            normals = np.zeros((2, 2, 3))
            normals[:, :, axis] = sign
            faces.append(_surface(points, normals))
    return joined(faces).moved(center)


def sheet(
    center: Point, *, width_x: float, height_z: float, facing_y: float, cells: tuple[int, int]
) -> Solid:
    """Return a rectangle across y that counts ``cells`` along x and z on its grid."""
    x = 0.5 * width_x * np.array([[-1.0, -1.0], [1.0, 1.0]])
    z = 0.5 * height_z * np.array([[-1.0, 1.0], [-1.0, 1.0]])
    points = np.stack([x, np.zeros((2, 2)), z], axis=2)
    normals = np.zeros((2, 2, 3))
    normals[:, :, 1] = facing_y
    grid = np.stack(
        [
            np.array([[0.0, 0.0], [1.0, 1.0]]) * cells[0],
            np.array([[0.0, 1.0], [0.0, 1.0]]) * cells[1],
        ],
        axis=2,
    )
    return _surface(points, normals, grid).moved(center)


def rod(
    start: Point, stop: Point, radius: float, *, sides: int = 10, stop_radius: float | None = None
) -> Solid:
    """Return a closed round bar or cone between two points."""
    run = np.array(stop) - np.array(start)
    length = float(np.linalg.norm(run))
    z = run / length
    x = np.cross(z, np.eye(3)[int(np.argmin(np.abs(z)))])
    x /= np.linalg.norm(x)
    end = radius if stop_radius is None else stop_radius
    bar = lathe([(0.0, 0.0), (radius, 0.0), (end, length), (0.0, length)], sides=sides)
    return bar.turned(np.column_stack([x, np.cross(z, x), z])).moved(start)


def sphere(center: Point, radius: float, *, sides: int = 24) -> Solid:
    """Return a ball."""
    angle = np.linspace(-0.5 * math.pi, 0.5 * math.pi, sides // 2 + 1)
    profile = [(radius * max(math.cos(a), 0.0), radius * math.sin(a)) for a in angle]
    return lathe(profile, sides=sides).moved(center)


def ring(center: Point, radius: float, thickness: float, *, sides: int = 40) -> Solid:
    """Return a torus about z; ``thickness`` is the radius of its tube."""
    angle = np.linspace(0.0, 2.0 * math.pi, 15)
    profile = [(radius + thickness * math.cos(a), thickness * math.sin(a)) for a in angle]
    return lathe(profile, sides=sides).moved(center)


def dish(
    vertex: Point, *, diameter: float, focal_length: float, thickness: float
) -> tuple[Solid, Solid]:
    """Return front and back of a paraboloid that looks along +y."""
    radii = np.linspace(0.0, 0.5 * diameter, 13)
    depth = radii**2 / (4.0 * focal_length)
    curve = [(float(r), float(d)) for r, d in zip(radii, depth, strict=True)]
    front = lathe(curve[::-1], sides=64)
    back = lathe(
        [
            *((r, d - thickness) for r, d in curve),
            (0.5 * diameter, float(depth[-1])),
        ],
        sides=64,
    )
    z_to_y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
    return front.turned(z_to_y).moved(vertex), back.turned(z_to_y).moved(vertex)
