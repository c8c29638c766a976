"""The air of Mars: temperature in layers, pressure and density by hydrostatic balance."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from mars7viz.constants import GM_KM3_S2

MEAN_RADIUS_KM = 3389.5
"""Radius of the sphere of Mars's volume (MARSFACT), for the geopotential height."""
GRAVITY_KM_S2 = GM_KM3_S2["mars"] / MEAN_RADIUS_KM**2


@dataclass(frozen=True, slots=True)
class Air:
    """State of the air at one height."""

    density_kg_m3: float
    temperature_k: float
    sound_speed_m_s: float


class Atmosphere:
    """Temperature piecewise linear in geopotential height, the rest by hydrostatic balance.

    Parameters
    ----------
    levels : sequence of (height_km, temperature_k)
        Geometric heights over the reference ellipsoid, rising; the outermost temperatures hold
        beyond.
    surface_pressure_pa : float
        Pressure at zero height.
    gas_constant_j_kg_k, heat_capacity_ratio : float
        Of the air.
    density_factor : float
        Multiplies every density, for sensitivities.
    """

    def __init__(
        self,
        levels: Sequence[tuple[float, float]],
        *,
        surface_pressure_pa: float,
        gas_constant_j_kg_k: float,
        heat_capacity_ratio: float,
        density_factor: float = 1.0,
    ) -> None:
        heights = [_geopotential_km(height) for height, _ in levels]
        temperatures = [temperature for _, temperature in levels]
        self._base_km = [-math.inf, *heights]
        # Layer 0 lies below the first level, the last one above the last level: isothermal both.
        self._start_km = [heights[0], *heights]
        self._start_k = [temperatures[0], *temperatures]
        rises = [
            (hot - cold) / (high - low)
            for low, high, cold, hot in zip(
                heights, heights[1:], temperatures, temperatures[1:], strict=False
            )
        ]
        self._rise_k_km = [0.0, *rises, 0.0]
        self._gas_constant = gas_constant_j_kg_k
        # dp/p = -g dz / (R T): with z in km, g/R in K/km.
        self._lapse_k_km = GRAVITY_KM_S2 * 1e6 / gas_constant_j_kg_k
        self._sound2 = heat_capacity_ratio * gas_constant_j_kg_k
        self._start_log_pa = [0.0, 0.0]
        for layer in range(1, len(self._rise_k_km) - 1):
            self._start_log_pa.append(self._log_pressure(layer, heights[layer]))
        shift = math.log(surface_pressure_pa) - self._log_pressure(self._layer(0.0), 0.0)
        self._start_log_pa = [log + shift for log in self._start_log_pa]
        self._factor = density_factor

    def at(self, height_km: float) -> Air:
        """Return the air at a geometric height over the reference ellipsoid, km."""
        z_km = _geopotential_km(height_km)
        layer = self._layer(z_km)
        temperature = self._start_k[layer] + self._rise_k_km[layer] * (z_km - self._start_km[layer])
        pressure = math.exp(self._log_pressure(layer, z_km))
        return Air(
            self._factor * pressure / (self._gas_constant * temperature),
            temperature,
            math.sqrt(self._sound2 * temperature),
        )

    def pressure_pa(self, height_km: float) -> float:
        """Return the pressure at a geometric height over the reference ellipsoid, km."""
        z_km = _geopotential_km(height_km)
        return math.exp(self._log_pressure(self._layer(z_km), z_km))

    def _layer(self, z_km: float) -> int:
        return bisect_right(self._base_km, z_km) - 1

    def _log_pressure(self, layer: int, z_km: float) -> float:
        rise, start_k = self._rise_k_km[layer], self._start_k[layer]
        dz_km = z_km - self._start_km[layer]
        if rise == 0.0:
            return self._start_log_pa[layer] - self._lapse_k_km * dz_km / start_k
        return self._start_log_pa[layer] - self._lapse_k_km / rise * math.log1p(
            rise * dz_km / start_k
        )


def _geopotential_km(height_km: float) -> float:
    return MEAN_RADIUS_KM * height_km / (MEAN_RADIUS_KM + height_km)
