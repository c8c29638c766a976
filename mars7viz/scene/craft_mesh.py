"""The stand-in for the 3MP craft: plain solids at the documented dimensions. Pure, no GL.

Body axes: +z from engine to lander, x along the solar panels, +y the side of cells and dish. The
origin is half way up the stack. ``build`` is the seam that fuller models replace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mars7viz.scene.coast_stage_mesh import coast_stage_parts
from mars7viz.scene.craft_model import CraftDimensions, Part
from mars7viz.scene.lander_mesh import lander_parts
from mars7viz.scene.mesh_shapes import Float64, Point

Assembly = Literal["stack", "coast_stage", "lander"]


@dataclass(frozen=True, eq=False)
class Mesh:
    """Parts of an assembly; ``radius_m`` is that of a ball about the origin that holds them."""

    parts: tuple[Part, ...]

    @property
    def radius_m(self) -> float:
        """Greatest distance of a vertex from the origin."""
        return max(float(np.linalg.norm(part.solid.positions, axis=1).max()) for part in self.parts)

    def bounds_m(self) -> Float64:
        """Return lowest and highest coordinates, (2, 3)."""
        positions = np.concatenate([part.solid.positions for part in self.parts])
        return np.array([positions.min(axis=0), positions.max(axis=0)])


def build(assembly: Assembly, dimensions: CraftDimensions) -> Mesh:
    """Return the mesh of the stack, or of one of its halves after release.

    Raises
    ------
    ValueError
        For any other assembly.
    """
    match assembly:
        case "stack":
            parts = coast_stage_parts(dimensions) + lander_parts(dimensions)
        case "coast_stage":
            parts = coast_stage_parts(dimensions)
        case "lander":
            parts = lander_parts(dimensions)
        case _:
            raise ValueError(f"assembly {assembly!r}; allowed: 'stack', 'coast_stage', 'lander'")
    middle: Point = (0.0, 0.0, -0.5 * dimensions.height.m)
    return Mesh(tuple(Part(p.name, p.material, p.grade, p.solid.moved(middle)) for p in parts))
