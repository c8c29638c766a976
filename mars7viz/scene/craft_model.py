"""What every part of the craft's model shares: materials, dimensions with their grades, struts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Mission
from mars7viz.scene.mesh_shapes import Point, Solid, rod


class Material(IntEnum):
    """What a surface is made of; the shader knows how each takes the light."""

    BLANKET = 0
    METAL = 1
    CELLS = 2
    PAINT = 3
    ABLATOR = 4
    FOAM = 5
    DARK = 6


@dataclass(frozen=True, slots=True)
class Size:
    """One dimension, metres, and how well it is founded."""

    m: float
    grade: Grade


@dataclass(frozen=True, slots=True)
class CraftDimensions:
    """The dimensions that the model is built to, from the mission's quantities."""

    height: Size
    base_diameter: Size
    span: Size
    bus_height: Size
    tank_diameter: Size
    panel_height: Size
    panel_width: Size
    dish_diameter: Size
    aeroshell_diameter: Size
    aeroshell_angle_deg: Size
    capsule_diameter: Size

    @classmethod
    def of(cls, mission: Mission) -> CraftDimensions:
        """Read the dimensions; each must be a number or a pair of numbers.

        Raises
        ------
        UnknownMissionIdError, TypeError
            Where the mission has no such quantity or it is no number.
        """

        def size(quantity_id: str, item: int = 0) -> Size:
            claim = mission.quantity(quantity_id).claim
            value = claim.value[item] if isinstance(claim.value, tuple) else claim.value
            if not isinstance(value, int | float):
                raise TypeError(f"quantity {quantity_id!r} is {value!r}; allowed: a number")
            return Size(float(value), claim.grade)

        return cls(
            height=size("height"),
            base_diameter=size("base_diameter"),
            span=size("span"),
            bus_height=size("coast_stage_height"),
            tank_diameter=size("tank_diameter"),
            panel_height=size("solar_panel_size", 0),
            panel_width=size("solar_panel_size", 1),
            dish_diameter=size("high_gain_antenna_diameter"),
            aeroshell_diameter=size("aeroshell_diameter"),
            aeroshell_angle_deg=size("aeroshell_angle"),
            capsule_diameter=size("capsule_diameter"),
        )


@dataclass(frozen=True, eq=False)
class Part:
    """A named piece of the craft. ``grade`` is that of its size and place."""

    name: str
    material: Material
    grade: Grade
    solid: Solid


def around(count: int, radius: float, z: float, *, phase_deg: float = 0.0) -> list[Point]:
    """Return points evenly on a circle about the z axis."""
    angles = np.radians(phase_deg + 360.0 / count * np.arange(count))
    return [(radius * math.cos(a), radius * math.sin(a), z) for a in angles]


def struts(
    foot: tuple[float, float], head: tuple[float, float], *, thickness: float, twist_deg: float
) -> list[Solid]:
    """Return eight pairs of bars between two circles (radius, height), as an A-frame has them."""
    return [
        rod(start, stop, thickness)
        for twist in (-twist_deg, twist_deg)
        for start, stop in zip(around(8, *foot), around(8, *head, phase_deg=twist), strict=True)
    ]
