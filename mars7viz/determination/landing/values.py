"""What a what-if answers: plain frozen values in ICRF about Mars."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mars7viz.mission.grade import Grade
from mars7viz.mission.text import Text

Floats = NDArray[np.float64]


class LandingOutcome(StrEnum):
    """How a what-if ends."""

    LANDED = "landed"
    CRASHED = "crashed"
    """The parachutes opened, but the touchdown was too fast."""
    TOO_STEEP = "too steep"
    """The ground came before the speed at which the parachutes open."""
    SKIPPED = "skipped"
    """Into the atmosphere and out of it again."""
    MISSED = "missed"
    """Past Mars above the height at which the entry is counted."""


@dataclass(frozen=True, slots=True)
class LandingEvent:
    """One instant of the what-if, at the lander."""

    id: str
    name: Text
    et: float
    altitude_km: float
    """Over the reference ellipsoid."""
    speed_m_s: float
    """Relative to the turning air, below 200 km; above, relative to the center of Mars."""
    mach: float | None
    """None outside the air."""
    load_g: float
    """What an accelerometer shows, in units of 9.80665 m/s²."""
    mass_kg: float
    """After what the event drops or burns."""
    lat_deg: float
    """Planetographic."""
    lon_east_deg: float
    """0 to 360."""
    grade: Grade = Grade.WHAT_IF


@dataclass(frozen=True, eq=False)
class LandingSamples:
    """The path in samples, n of them, rising in time; the arrays are read-only."""

    et: Floats
    """(n,), TDB seconds past J2000."""
    states: Floats
    """(n, 6), km and km/s from the center of Mars, ICRF."""
    altitude_km: Floats
    """(n,), over the reference ellipsoid."""
    air_speed_m_s: Floats
    """(n,), relative to air that turns with Mars, at any height."""
    load_g: Floats
    """(n,), what an accelerometer shows."""


@dataclass(frozen=True, eq=False)
class WhatIf:
    """One intended landing, played through."""

    retro_delta_v_m_s: float
    start_delay_s: float
    aim_angle_deg: float
    """Entry angle that the direction of the burn was planned for."""
    direction: tuple[float, float, float]
    """Of the burn, unit vector, ICRF; planned for the nominal size and delay, and kept."""
    outcome: LandingOutcome
    entry_angle_deg: float | None
    """Below the horizontal, inertial, at the interface; None when it was not reached."""
    entry_speed_km_s: float | None
    """Inertial, at the interface."""
    in_corridor: bool
    """Whether the entry angle is within the documented tolerance of the planned one."""
    peak_load_g: float
    """Greatest load of the entry, before the parachutes; 0 without one."""
    site_miss_km: float | None
    """From the aim point to the touchdown or impact, over the ground."""
    events: tuple[LandingEvent, ...]
    """In order of time."""
    samples: LandingSamples
    grade: Grade = Grade.WHAT_IF

    def event(self, event_id: str) -> LandingEvent | None:
        """Return an event, or None where this what-if has none of that id."""
        return next((event for event in self.events if event.id == event_id), None)
