"""Rates of the lander in each phase, in the landing frame."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.determination.landing.atmosphere import Atmosphere
from mars7viz.determination.landing.field import LandingFrame, altitude_km, gravity
from mars7viz.determination.landing.integration import Rates
from mars7viz.determination.landing.parameters import LandingModel

Floats = NDArray[np.float64]

G0_KM_S2 = 9.80665e-3
"""Standard gravity, the unit of loads. Exact."""

Load = Callable[[float, Floats], float]
"""Time (s) and state (6,) to the load in g."""

DragArea = Callable[[float], float]
"""Mach number to drag coefficient times area, m²."""


def coast(_: float, y: Floats) -> Sequence[float]:
    """Free fall."""
    x, y_, z, vx, vy, vz = y.tolist()
    return (vx, vy, vz, *gravity(x, y_, z))


@dataclass(frozen=True, eq=False)
class Burn:
    """A motor of constant thrust in one direction; the mass falls evenly."""

    start_s: float
    direction: tuple[float, float, float]
    exhaust_speed_km_s: float
    mass_kg: float
    """At ignition."""
    flow_kg_s: float

    def acceleration_km_s2(self, t: float) -> float:
        """Return thrust over mass."""
        return (
            self.exhaust_speed_km_s
            * self.flow_kg_s
            / (self.mass_kg - self.flow_kg_s * (t - self.start_s))
        )

    def __call__(self, t: float, y: Floats) -> Sequence[float]:
        """Return the six rates."""
        x, y_, z, vx, vy, vz = y.tolist()
        gx, gy, gz = gravity(x, y_, z)
        thrust = self.acceleration_km_s2(t)
        ux, uy, uz = self.direction
        return (vx, vy, vz, gx + thrust * ux, gy + thrust * uy, gz + thrust * uz)


def shield_drag(model: LandingModel) -> DragArea:
    """Return the drag area of the heat shield: the table of the model, straight between rows."""
    mach, coefficient = model.drag_mach, model.drag_coefficient
    area = model.shield_area_m2
    slopes = [
        (after - before) / (high - low)
        for low, high, before, after in zip(
            mach, mach[1:], coefficient, coefficient[1:], strict=False
        )
    ]
    last = len(slopes) - 1

    def drag_area(number: float) -> float:
        row = min(max(bisect_right(mach, number) - 1, 0), last)
        bounded = min(number, mach[-1])
        return area * (coefficient[row] + slopes[row] * (bounded - mach[row]))

    return drag_area


@dataclass(frozen=True, eq=False)
class Descent:
    """Motion in the air: gravity, drag against air that turns with Mars, and a braking motor."""

    frame: LandingFrame
    atmosphere: Atmosphere
    drag_area: DragArea
    mass_kg: float
    braking_km_s2: float = 0.0
    """Of the soft-landing motor, against the velocity through the air."""

    def rates(self) -> Rates:
        """Return the function of the six rates."""
        spin, at, drag_area = self.frame.spin_rad_s, self.atmosphere.at, self.drag_area
        # Density in kg/m³, area in m², speed in km/s: one km is 1000 m.
        factor = 0.5 * 1000.0 / self.mass_kg
        braking = self.braking_km_s2

        def six(_: float, y: Floats) -> Sequence[float]:
            x, y_, z, vx, vy, vz = y.tolist()
            gx, gy, gz = gravity(x, y_, z)
            ax, ay = vx + spin * y_, vy - spin * x
            speed = math.sqrt(ax * ax + ay * ay + vz * vz)
            air = at(altitude_km(x, y_, z))
            mach = 1000.0 * speed / air.sound_speed_m_s
            drag = factor * air.density_kg_m3 * drag_area(mach) * speed
            if braking:
                drag += braking / speed
            return (vx, vy, vz, gx - drag * ax, gy - drag * ay, gz - drag * vz)

        return six

    def load(self) -> Load:
        """Return the function of what an accelerometer shows."""
        rates = self.rates()

        def load_g(t: float, y: Floats) -> float:
            _, _, _, ax, ay, az = rates(t, y)
            gx, gy, gz = gravity(*y[:3].tolist())
            return math.hypot(ax - gx, ay - gy, az - gz) / G0_KM_S2

        return load_g


def air_speed_km_s(frame: LandingFrame, y: Floats) -> float:
    """Return the speed through air that turns with Mars, km/s."""
    x, y_, _, vx, vy, vz = y.tolist()
    spin = frame.spin_rad_s
    return math.hypot(vx + spin * y_, vy - spin * x, vz)


def radial_speed_km_s(y: Floats) -> float:
    """Return the speed away from the center, km/s."""
    x, y_, z, vx, vy, vz = y.tolist()
    outward: float = x * vx + y_ * vy + z * vz
    return outward / math.sqrt(x * x + y_ * y_ + z * z)
