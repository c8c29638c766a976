"""Arcs that are not conics: the powered ascent, of which only the two ends are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Float64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class HermiteArc:
    """A smooth path between two known states, in polar coordinates about a plane.

    Angle along the plane, angle off it and radius each follow the cubic that has the values and
    rates of both ends. It stands for a powered flight whose record is lost: its ends are known,
    what lies between them is assumed.

    Parameters
    ----------
    id, center
        Name of the arc and of the body it is about.
    start_et, stop_et
        Half-open span.
    start_state, stop_state
        (6,), km and km/s about the center, ICRF.
    normal
        (3,), unit vector of the plane, ICRF.
    """

    id: str
    center: str
    start_et: float
    stop_et: float
    start_state: Float64
    stop_state: Float64
    normal: Float64

    def relative_state(self, et: ArrayLike) -> Float64:
        """State about the center, (6,) or (n, 6), km and km/s, ICRF."""
        axes = self._axes()
        start, stop = self._polar(self.start_state, axes), self._polar(self.stop_state, axes)
        span_s = self.stop_et - self.start_et
        s = (np.asarray(et, dtype=np.float64) - self.start_et) / span_s
        s = s[..., None]
        h00, h10 = (1 + 2 * s) * (1 - s) ** 2, s * (1 - s) ** 2
        h01, h11 = s**2 * (3 - 2 * s), s**2 * (s - 1)
        d00, d10 = 6 * s * (s - 1), (1 - s) * (1 - 3 * s)
        d01, d11 = -d00, s * (3 * s - 2)
        value = h00 * start[0] + h01 * stop[0] + span_s * (h10 * start[1] + h11 * stop[1])
        rate = (d00 * start[0] + d01 * stop[0]) / span_s + d10 * start[1] + d11 * stop[1]
        return self._cartesian(value, rate, axes)

    def _axes(self) -> Float64:
        """Rows: the start's direction in the plane, across it, and the plane's normal."""
        normal = self.normal / np.linalg.norm(self.normal)
        position = self.start_state[:3]
        x = position - (position @ normal) * normal
        x /= np.linalg.norm(x)
        return np.array([x, np.cross(normal, x), normal])

    @staticmethod
    def _polar(state: Float64, axes: Float64) -> Float64:
        """(6,) -> (2, 3): angle along, angle off, radius; and their rates."""
        x, y, z = axes @ state[:3]
        vx, vy, vz = axes @ state[3:]
        in_plane = np.hypot(x, y)
        radius = np.sqrt(x * x + y * y + z * z)
        in_plane_rate = (x * vx + y * vy) / in_plane
        return np.array(
            [
                # The offset keeps a start at 0 from being read as a full turn.
                [
                    np.mod(np.arctan2(y, x) + 1e-6, 2 * np.pi) - 1e-6,
                    np.arctan2(z, in_plane),
                    radius,
                ],
                [
                    (x * vy - y * vx) / in_plane**2,
                    (in_plane * vz - z * in_plane_rate) / radius**2,
                    (x * vx + y * vy + z * vz) / radius,
                ],
            ]
        )

    @staticmethod
    def _cartesian(value: Float64, rate: Float64, axes: Float64) -> Float64:
        along, off, radius = value[..., 0], value[..., 1], value[..., 2]
        along_rate, off_rate, radius_rate = rate[..., 0], rate[..., 1], rate[..., 2]
        cos_a, sin_a, cos_o, sin_o = np.cos(along), np.sin(along), np.cos(off), np.sin(off)
        outward = np.stack([cos_o * cos_a, cos_o * sin_a, sin_o], axis=-1)
        forward = np.stack([-sin_a, cos_a, np.zeros_like(cos_a)], axis=-1)
        upward = np.stack([-sin_o * cos_a, -sin_o * sin_a, cos_o], axis=-1)
        position = radius[..., None] * outward
        velocity = (
            radius_rate[..., None] * outward
            + (radius * cos_o * along_rate)[..., None] * forward
            + (radius * off_rate)[..., None] * upward
        )
        return np.concatenate([position @ axes, velocity @ axes], axis=-1)
