"""Conic: a two-body orbit prepared once and then asked for many instants.

:func:`mars7viz.ephemeris.kepler.propagate` takes any orbit, near-parabolic ones too, and starts
from nothing each time. Ours are clear ellipses and hyperbolas asked for sixty times a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import EphemerisError, NoConvergenceError

Floats = NDArray[np.float64]

_PARABOLIC_WITHIN = 1e-3
_MOST_STEPS = 60


def cross(a: Floats, b: Floats) -> Floats:
    """Cross product of two (3,) vectors; numpy's own takes ten times as long for one pair."""
    ax, ay, az = a.tolist()
    bx, by, bz = b.tolist()
    return np.array((ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx))


@dataclass(frozen=True, eq=False)
class Conic:
    """An ellipse or a hyperbola in its own plane.

    ``p_axis`` and ``q_axis`` are (3,) unit vectors to periapsis and, in the plane, ahead of it;
    ``a_km`` is positive for both kinds; ``epoch_mean_rad`` is the mean anomaly at the epoch.
    """

    a_km: float
    e: float
    mean_motion_rad_s: float
    epoch_mean_rad: float
    p_axis: Floats
    q_axis: Floats

    @classmethod
    def from_state(cls, state: Floats, *, gm_km3_s2: float) -> Self:
        """Return the conic through a state (6,), km and km/s about the attracting center.

        Raises
        ------
        EphemerisError
            If the orbit is nearly a parabola or a straight line; those need `propagate`.
        """
        r, v = state[:3], state[3:]
        radius = float(np.linalg.norm(r))
        h = cross(r, v)
        h_norm = float(np.linalg.norm(h))
        e_vector = cross(v, h) / gm_km3_s2 - r / radius
        e = float(np.linalg.norm(e_vector))
        if abs(e - 1.0) < _PARABOLIC_WITHIN or h_norm == 0.0:
            raise EphemerisError(f"a conic of eccentricity {e} is too close to a parabola")
        # A circle has no periapsis; its own position serves.
        p_axis = e_vector / e if e > 1e-12 else r / radius
        q_axis = cross(h / h_norm, p_axis)
        a = abs(h_norm**2 / gm_km3_s2 / (1.0 - e * e))
        cosine, sine = float(r @ p_axis) / a, float(r @ q_axis) / a
        if e < 1.0:
            anomaly = math.atan2(sine / math.sqrt(1.0 - e * e), cosine + e)
            mean = anomaly - e * math.sin(anomaly)
        else:
            anomaly = math.asinh(sine / math.sqrt(e * e - 1.0))
            mean = e * math.sinh(anomaly) - anomaly
        return cls(a, e, math.sqrt(gm_km3_s2 / a**3), mean, p_axis, q_axis)

    @staticmethod
    def suits(state: Floats, *, gm_km3_s2: float) -> bool:
        """Tell whether a state's orbit is clearly an ellipse or a hyperbola."""
        r, v = state[:3], state[3:]
        h = cross(r, v)
        e_vector = cross(v, h) / gm_km3_s2 - r / float(np.linalg.norm(r))
        return bool(h.any()) and abs(float(np.linalg.norm(e_vector)) - 1.0) >= _PARABOLIC_WITHIN

    def state(self, dt_s: float | Floats) -> Floats:
        """State ``dt_s`` after the epoch: (6,) or (n, 6), km and km/s about the center."""
        mean = self.epoch_mean_rad + self.mean_motion_rad_s * np.asarray(dt_s, dtype=np.float64)
        if mean.ndim == 0:
            return self._scalar(float(mean))
        e, a = self.e, self.a_km
        if e < 1.0:
            anomaly = self._eccentric_anomaly(np.remainder(mean + math.pi, math.tau) - math.pi)
            c, s = np.cos(anomaly), np.sin(anomaly)
            b, rate = a * math.sqrt(1.0 - e * e), self.mean_motion_rad_s / (1.0 - e * c)
            x, y, vx, vy = a * (c - e), b * s, -a * s * rate, b * c * rate
        else:
            anomaly = self._hyperbolic_anomaly(mean)
            c, s = np.cosh(anomaly), np.sinh(anomaly)
            b, rate = a * math.sqrt(e * e - 1.0), self.mean_motion_rad_s / (e * c - 1.0)
            x, y, vx, vy = a * (e - c), b * s, -a * s * rate, b * c * rate
        return np.concatenate(
            [
                x[:, None] * self.p_axis + y[:, None] * self.q_axis,
                vx[:, None] * self.p_axis + vy[:, None] * self.q_axis,
            ],
            axis=1,
        )

    def _scalar(self, mean: float) -> Floats:
        """As `state` for one instant, without arrays of one element."""
        e, a = self.e, self.a_km
        if e < 1.0:
            mean = math.remainder(mean, math.tau)
            anomaly = mean + e * math.sin(mean)
            for _ in range(_MOST_STEPS):
                step = (anomaly - e * math.sin(anomaly) - mean) / (1.0 - e * math.cos(anomaly))
                anomaly -= step
                if abs(step) <= 1e-15 * max(1.0, abs(anomaly)):
                    break
            c, s = math.cos(anomaly), math.sin(anomaly)
            b, rate = a * math.sqrt(1.0 - e * e), self.mean_motion_rad_s / (1.0 - e * c)
            x = a * (c - e)
        else:
            anomaly = math.asinh(mean / e)
            for _ in range(_MOST_STEPS):
                step = (e * math.sinh(anomaly) - anomaly - mean) / (e * math.cosh(anomaly) - 1.0)
                anomaly -= step
                if abs(step) <= 1e-15 * max(1.0, abs(anomaly)):
                    break
            c, s = math.cosh(anomaly), math.sinh(anomaly)
            b, rate = a * math.sqrt(e * e - 1.0), self.mean_motion_rad_s / (e * c - 1.0)
            x = a * (e - c)
        state = np.empty(6)
        state[:3] = x * self.p_axis + (b * s) * self.q_axis
        state[3:] = (-a * s * rate) * self.p_axis + (b * c * rate) * self.q_axis
        return state

    def _eccentric_anomaly(self, mean: Floats) -> Floats:
        e = self.e
        anomaly = mean + e * np.sin(mean)
        for _ in range(_MOST_STEPS):
            step = (anomaly - e * np.sin(anomaly) - mean) / (1.0 - e * np.cos(anomaly))
            anomaly = anomaly - step
            if float(np.abs(step).max(initial=0.0)) <= 1e-14:
                return anomaly
        raise NoConvergenceError(f"Kepler's equation does not converge for e = {e}")

    def _hyperbolic_anomaly(self, mean: Floats) -> Floats:
        e = self.e
        anomaly = np.arcsinh(mean / e)
        for _ in range(_MOST_STEPS):
            step = (e * np.sinh(anomaly) - anomaly - mean) / (e * np.cosh(anomaly) - 1.0)
            anomaly = anomaly - step
            if bool((np.abs(step) <= 1e-14 * np.maximum(1.0, np.abs(anomaly))).all()):
                return anomaly
        raise NoConvergenceError(f"Kepler's equation does not converge for e = {e}")
