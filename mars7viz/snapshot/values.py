"""The values a view is told: frozen, hashable, tuples only.

Equal instants give equal snapshots. Only what time changes is in here; names, radii, textures and
whole paths are in :class:`mars7viz.snapshot.world.World`.
"""

from __future__ import annotations

from dataclasses import dataclass

from mars7viz.mission.grade import Grade
from mars7viz.mission.text import NO_TEXT, Text

Vec3 = tuple[float, float, float]
Mat3 = tuple[Vec3, Vec3, Vec3]
Quaternion = tuple[float, float, float, float]
"""Scalar first (w, x, y, z), SPICE's order."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One number a visitor sees, with its evidence.

    ``value`` is None when there is no record; ``unit`` is the unit of ``value``. ``figures`` is how
    many significant figures it can stand for; 0 leaves that to the grade.
    """

    value: float | None
    unit: str
    grade: Grade
    sources: tuple[str, ...] = ()
    note: Text = NO_TEXT
    figures: int = 0


@dataclass(frozen=True, slots=True)
class BodyState:
    """A natural body: position and velocity from the solar-system barycenter, ICRF.

    ``rotation`` takes ICRF to body-fixed axes (rows are the body's axes in ICRF).
    """

    name: str
    position_km: Vec3
    velocity_km_s: Vec3
    rotation: Mat3


@dataclass(frozen=True, slots=True)
class RelativeState:
    """A craft as seen from the center of a body, geometric (no light time)."""

    center: str
    distance: Reading
    speed: Reading
    range_rate: Reading
    altitude: Reading | None
    light_time: Reading


@dataclass(frozen=True, slots=True)
class SpacecraftState:
    """A craft that exists at this instant.

    Position and velocity are from the solar-system barycenter, ICRF. ``attitude`` turns ICRF
    vectors into the craft's body axes; it has its own grade because no attitude record exists.
    """

    id: str
    name: Text
    position_km: Vec3
    velocity_km_s: Vec3
    arc: str
    arc_center: str
    grade: Grade
    attached_to: str | None
    attitude: Quaternion
    attitude_grade: Grade
    relative: tuple[RelativeState, ...]

    def relative_to(self, center: str) -> RelativeState:
        """Return the state relative to ``center`` ("earth", "mars" or "sun")."""
        for state in self.relative:
            if state.center == center:
                return state
        raise KeyError(center)


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What was so of one system: ``value`` is None when there is no record."""

    id: str
    system: str
    name: Text
    value: Text | None
    grade: Grade
    sources: tuple[str, ...]
    note: Text
    is_alarm: bool


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """An instrument aboard, what it measures and what is on record of its work.

    ``state`` is None before there was any work to speak of, and where there is no record of it
    (then the grade says so).
    """

    id: str
    name: Text
    measures: Text
    state: Text | None
    grade: Grade
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CraftStatus:
    """What a status panel says of one craft, present or not.

    ``state`` is one of "before-launch", "attached", "free", "derelict", "out-of-coverage";
    ``summary`` is the sentence that explains it.
    """

    spacecraft: str
    name: Text
    state: str
    summary: Text
    lines: tuple[StatusLine, ...]
    instruments: tuple[InstrumentLine, ...]


@dataclass(frozen=True, slots=True)
class PhaseState:
    """The phase of the mission in force."""

    id: str
    name: Text
    grade: Grade
    start_et: float
    stop_et: float


@dataclass(frozen=True, slots=True)
class SceneSnapshot:
    """Everything true at one instant ``et`` (TDB seconds past J2000)."""

    et: float
    utc: str
    moscow: str
    met_s: float
    phase: PhaseState | None
    bodies: tuple[BodyState, ...]
    spacecraft: tuple[SpacecraftState, ...]
    coast_stage: CraftStatus
    lander: CraftStatus
    time_to_closest_approach: Reading
    previous_event: str | None
    next_event: str | None

    def body(self, name: str) -> BodyState:
        """Return the state of the body called ``name``."""
        for state in self.bodies:
            if state.name == name:
                return state
        raise KeyError(name)

    def craft(self, spacecraft_id: str) -> SpacecraftState | None:
        """Return the state of a craft, or None where it is absent."""
        for state in self.spacecraft:
            if state.id == spacecraft_id:
                return state
        return None

    def position_km(self, name: str) -> Vec3 | None:
        """Position of a body or craft from the solar-system barycenter, or None if absent."""
        craft = self.craft(name)
        if craft is not None:
            return craft.position_km
        for state in self.bodies:
            if state.name == name:
                return state.position_km
        return None
