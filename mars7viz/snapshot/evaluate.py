"""evaluate(world, et): the one function that makes the world at an instant."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import C_KM_S, DAY_S
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.ephemeris.epoch import et_to_moscow, et_to_utc
from mars7viz.ephemeris.orientation import body_rotations
from mars7viz.ephemeris.solar_system import BODY_NAMES
from mars7viz.ephemeris.surface import fixed_place
from mars7viz.mission.grade import Grade
from mars7viz.mission.reconstruct import SELF, arc_grade
from mars7viz.snapshot.attitude import nose_forward, sun_pointing
from mars7viz.snapshot.status import craft_status, is_released, results_are_in
from mars7viz.snapshot.values import (
    BodyState,
    CraftStatus,
    Mat3,
    PhaseState,
    Quaternion,
    Reading,
    RelativeState,
    SceneSnapshot,
    SpacecraftState,
    Vec3,
)
from mars7viz.snapshot.world import World

Float64 = NDArray[np.float64]

CENTERS = ("earth", "mars", "sun")


def evaluate(world: World, et: float) -> SceneSnapshot:
    """Return everything true at ``et``. Pure: equal arguments give equal snapshots.

    Raises
    ------
    OutsideCoverageError
        If the ephemeris does not cover ``et``.
    """
    mission = world.mission
    states = dict(zip(BODY_NAMES, world.solar_system.states(et), strict=True))
    rotations = dict(zip(BODY_NAMES, body_rotations(et, BODY_NAMES), strict=True))
    phase = mission.phase_at(et)
    earlier = [event.id for event in mission.events if event.et < et - 1e-3]
    later = [event.id for event in mission.events if event.et > et + 1e-3]
    return SceneSnapshot(
        et=et,
        utc=et_to_utc(et),
        moscow=et_to_moscow(et),
        met_s=et - mission.launch_et,
        phase=None
        if phase is None
        else PhaseState(phase.id, phase.name, phase.grade, phase.start_et, phase.stop_et),
        bodies=tuple(
            BodyState(
                name=name,
                position_km=_vec3(state[:3]),
                velocity_km_s=_vec3(state[3:]),
                rotation=_mat3(rotations[name]),
            )
            for name, state in states.items()
        ),
        spacecraft=tuple(
            _spacecraft(world, chronology, et, states, rotations)
            for chronology in world.chronologies.values()
            if chronology.coverage[0] <= et < chronology.coverage[1]
        ),
        coast_stage=_status(world, "coast_stage", et),
        lander=_status(world, "lander", et),
        time_to_closest_approach=Reading(
            mission.event("closest_approach").et - et, "s", Grade.RECONSTRUCTED, SELF
        ),
        previous_event=earlier[-1] if earlier else None,
        next_event=later[0] if later else None,
    )


def _status(world: World, spacecraft_id: str, et: float) -> CraftStatus:
    has_results = results_are_in(world.mission, spacecraft_id, et)
    instruments = world.instruments[spacecraft_id, has_results]
    return craft_status(world.mission, spacecraft_id, et, instruments=instruments)


def _spacecraft(
    world: World,
    chronology: Chronology,
    et: float,
    bodies: dict[str, Float64],
    rotations: dict[str, Float64],
) -> SpacecraftState:
    arc = chronology.arc_at(et)
    about_center = chronology.relative_state(et, arc.center)
    state = bodies[arc.center] + about_center
    grade = arc_grade(arc.id)
    attached = (
        "coast_stage"
        if chronology.name == "lander" and not is_released(world.mission, et)
        else None
    )
    return SpacecraftState(
        id=chronology.name,
        name=world.mission.craft(chronology.name).name,
        position_km=_vec3(state[:3]),
        velocity_km_s=_vec3(state[3:]),
        arc=arc.id,
        arc_center=arc.center,
        grade=grade,
        attached_to=attached,
        attitude=_attitude(world, chronology, et, about_center, bodies),
        attitude_grade=Grade.ASSUMED,
        relative=tuple(
            _relative(
                center,
                # No large numbers cancel where the arc is about this very center.
                about_center if center == arc.center else state - bodies[center],
                rotations[center],
                grade,
                figures=_figures(world, et),
            )
            for center in CENTERS
        ),
    )


def _figures(world: World, et: float) -> int:
    """Significant figures the path can stand for; 0 where its grade alone says.

    The flyby turned small errors into a period that is good to a few days, so the place along the
    orbit is lost by degrees: a few million kilometers after a year, tens of millions later.
    """
    age_s = et - world.mission.event("closest_approach").et
    if age_s < 30.0 * DAY_S:
        return 0
    return 3 if age_s < 365.0 * DAY_S else 2


def _relative(
    center: str, state: Float64, rotation: Float64, grade: Grade, *, figures: int
) -> RelativeState:
    position, velocity = state[:3], state[3:]
    distance_km = math.sqrt(float(position @ position))

    def reading(value: float, unit: str) -> Reading:
        return Reading(float(value), unit, grade, SELF, figures=figures)

    return RelativeState(
        center=center,
        distance=reading(distance_km, "km"),
        speed=reading(math.sqrt(float(velocity @ velocity)), "km/s"),
        range_rate=reading(float(position @ velocity) / distance_km, "km/s"),
        altitude=(
            None
            if center == "sun"
            else reading(fixed_place(center, rotation @ position).height_km, "km")
        ),
        light_time=reading(distance_km / C_KM_S, "s"),
    )


def _attitude(
    world: World,
    chronology: Chronology,
    et: float,
    about_center: Float64,
    bodies: dict[str, Float64],
) -> Quaternion:
    """Attitude by the rule in force: nose first under power and after release, else to the Sun."""
    mission = world.mission
    here = bodies[chronology.arc_at(et).center][:3] + about_center[:3]
    to_sun = bodies["sun"][:3] - here
    if et < mission.event("blokd_separation").et:
        return nose_forward(about_center[3:], to_sun)
    if chronology.name == "lander" and is_released(mission, et):
        # Shield first along the approach; held as it was when released, for nothing turned it.
        release_et = mission.event("release").et
        velocity = chronology.relative_state(release_et, "mars")[3:]
        at_release = world.solar_system.state("mars", release_et)[:3]
        sun_then = world.solar_system.state("sun", release_et)[:3] - at_release
        return nose_forward(velocity, sun_then)
    return sun_pointing(to_sun, bodies["earth"][:3] - here)


def _vec3(vector: Float64) -> Vec3:
    return (float(vector[0]), float(vector[1]), float(vector[2]))


def _mat3(matrix: Float64) -> Mat3:
    return (_vec3(matrix[0]), _vec3(matrix[1]), _vec3(matrix[2]))


def mission_time_text(met_s: float) -> str:
    """Return mission time as ``T+211 d 15:40:07``, truncated to the second towards launch."""
    sign = "+" if met_s >= 0 else "\N{MINUS SIGN}"
    days, rest = divmod(math.floor(abs(met_s) + 1e-6), 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"T{sign}{days} d {hours:02d}:{minutes:02d}:{seconds:02d}"
