"""Trails: the drawn line of a path, sampled once, relative to the body it is drawn about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, GM_KM3_S2
from mars7viz.ephemeris.chronology import Arc, Chronology
from mars7viz.ephemeris.kepler import elements, propagate
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.mission.grade import Grade
from mars7viz.mission.reconstruct import arc_grade

Float64 = NDArray[np.float64]

PRIMARIES: Mapping[str, str] = {
    "mercury": "sun",
    "venus": "sun",
    "earth": "sun",
    "mars": "sun",
    "jupiter": "sun",
    "saturn": "sun",
    "uranus": "sun",
    "neptune": "sun",
    "moon": "earth",
    "phobos": "mars",
    "deimos": "mars",
}

_ORBIT_SAMPLES = 361
_LONG_ARC_S = 400.0 * DAY_S
_NEAR_SPAN_S = 20.0 * DAY_S


@dataclass(frozen=True, eq=False)
class Trail:
    """A sampled path about ``center``.

    ``ets`` is (n,), increasing; ``positions_km`` and ``velocities_km_s`` are (n, 3), ICRF, from
    ``center``. A renderer adds the center's position at the drawn instant, so that the line meets
    the craft exactly, and may ask :meth:`positions_at` for more points where it looks closely.
    """

    target: str
    center: str
    ets: Float64
    positions_km: Float64
    velocities_km_s: Float64
    grade: Grade

    def positions_at(self, ets: Float64) -> Float64:
        """Positions (m, 3), km about the center, by cubic Hermite interpolation; ets clamped.

        Good to about a kilometer on the heliocentric path and to meters near a planet, where the
        samples lie closer.
        """
        ets = np.clip(ets, self.ets[0], self.ets[-1])
        i = np.clip(np.searchsorted(self.ets, ets, side="right") - 1, 0, len(self.ets) - 2)
        step = self.ets[i + 1] - self.ets[i]
        s = ((ets - self.ets[i]) / step)[:, None]
        step = step[:, None]
        return np.asarray(
            (1 + 2 * s) * (1 - s) ** 2 * self.positions_km[i]
            + s * (1 - s) ** 2 * step * self.velocities_km_s[i]
            + s**2 * (3 - 2 * s) * self.positions_km[i + 1]
            + s**2 * (s - 1) * step * self.velocities_km_s[i + 1]
        )


def make_trails(chronologies: Mapping[str, Chronology]) -> tuple[Trail, ...]:
    """Sample the path of every craft about the Sun, and about Earth and Mars while near them."""
    return tuple(
        trail
        for chronology in chronologies.values()
        for center in ("sun", "earth", "mars")
        for trail in _craft_trails(chronology, center)
    )


def _craft_trails(chronology: Chronology, center: str) -> list[Trail]:
    """Trails of one craft about one center, split where the grade changes."""
    trails = []
    # Past the switch of centers the path about a planet is drawn on, so that it does not end in
    # the open at the sphere of influence.
    start_et, stop_et = chronology.coverage
    near = [arc for arc in chronology.arcs if arc.center == center]
    if not near:
        return []
    if center != "sun":
        start_et = max(start_et, near[0].start_et - _NEAR_SPAN_S)
        stop_et = min(stop_et, near[-1].stop_et + _NEAR_SPAN_S)
    pass_et = _closest_to_mars(chronology)
    for grade, first_et, last_et in _graded_spans(chronology, start_et, stop_et):
        ets = np.unique(
            np.concatenate(
                [
                    _sample_times(
                        arc, max(arc.start_et, first_et), min(arc.stop_et, last_et), pass_et
                    )
                    for arc in chronology.arcs
                    if arc.start_et < last_et and arc.stop_et > first_et
                ]
            )
        )
        # The last instant of a half-open span belongs to the next one; step just inside it.
        ets[-1] = min(ets[-1], chronology.coverage[1] - 1.0)
        states = chronology.relative_state(ets, center)
        trails.append(
            Trail(chronology.name, center, ets, states[:, :3].copy(), states[:, 3:].copy(), grade)
        )
    return trails


def _graded_spans(
    chronology: Chronology, start_et: float, stop_et: float
) -> list[tuple[Grade, float, float]]:
    spans: list[tuple[Grade, float, float]] = []
    for arc in chronology.arcs:
        first, last = max(arc.start_et, start_et), min(arc.stop_et, stop_et)
        if first >= last:
            continue
        grade = arc_grade(arc.id)
        if spans and spans[-1][0] == grade:
            spans[-1] = (grade, spans[-1][1], last)
        else:
            spans.append((grade, first, last))
    return spans


def _closest_to_mars(chronology: Chronology) -> float:
    """Instant, to a minute, at which the craft is nearest to Mars; nan if it has no arc there."""
    near = [arc for arc in chronology.arcs if arc.center == "mars"]
    if not near:
        return float("nan")
    ets = np.arange(near[0].start_et, near[-1].stop_et, 60.0)
    distance_km = np.linalg.norm(chronology.relative_state(ets, "mars")[:, :3], axis=1)
    return float(ets[np.argmin(distance_km)])


def _sample_times(arc: Arc, start_et: float, stop_et: float, pass_et: float) -> Float64:
    """Instants dense enough for a smooth line: close together near a planet, wide in the open."""
    span_s = stop_et - start_et
    if arc.center == "sun":
        step_s = DAY_S if span_s < _LONG_ARC_S else 4.0 * DAY_S
        return np.linspace(start_et, stop_et, max(2, int(span_s / step_s) + 2))
    if arc.center == "earth" and span_s < 0.5 * DAY_S:
        return np.linspace(start_et, stop_et, max(2, int(span_s / 20.0) + 2))
    if arc.center == "earth":
        return np.concatenate([[start_et], start_et + np.geomspace(5.0, span_s, 240)])
    away_s = np.concatenate([[0.0], np.geomspace(10.0, 10.0 * DAY_S, 400)])
    ets = np.concatenate([pass_et - away_s[::-1], pass_et + away_s[1:]])
    inside = ets[(ets > start_et) & (ets < stop_et)]
    return np.concatenate([[start_et], inside, [stop_et]])


def make_orbits(solar_system: SolarSystem, et: float) -> tuple[Trail, ...]:
    """Return the osculating ellipse of every planet and moon at ``et``, through the body."""
    orbits = []
    for name, primary in PRIMARIES.items():
        gm = GM_KM3_S2[primary] + GM_KM3_S2[name]
        relative = solar_system.state(name, et) - solar_system.state(primary, et)
        period_s = elements(relative, gm_km3_s2=gm).period_s
        if period_s is None:
            raise ValueError(f"{name} has no closed orbit about {primary}")
        dt_s = np.linspace(0.0, period_s, _ORBIT_SAMPLES)
        states = propagate(relative, gm_km3_s2=gm, dt_s=dt_s)
        orbits.append(Trail(name, primary, et + dt_s, states[:, :3], states[:, 3:], Grade.DERIVED))
    return tuple(orbits)
