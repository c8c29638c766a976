"""From the mission's documented figures to the path of each craft. The one place to replace.

First version: conics about Earth, Sun and Mars that meet the documents (see
:mod:`mars7viz.mission.patched_conics`). A full orbit determination will read kernels here instead;
nobody above this module knows which law is in force.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mars7viz.constants import GM_KM3_S2
from mars7viz.ephemeris.chronology import Arc, Chronology, KeplerArc
from mars7viz.ephemeris.conic import Conic
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.mission.arcs import HermiteArc
from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Mission
from mars7viz.mission.patched_conics import PatchedPath, PathConditions, solve

SELF = ("SELF",)
"""Sources of everything that comes out of this reconstruction."""

_ARC_GRADES: Mapping[str, Grade] = {"ascent": Grade.ASSUMED}
_PLANE_LEAD_S = 300.0
"""Effective ascent time after which the pad lies in the orbit's plane (facts: parking_raan_deg)."""
_PAST_THE_END_S = 1.0
"""Arcs are half-open; the last instant of the timeline must still be inside."""


def arc_grade(arc_id: str) -> Grade:
    """Return the evidence grade of an arc: reconstructed, unless even its ends are assumed."""
    return _ARC_GRADES.get(arc_id, Grade.RECONSTRUCTED)


def reconstruct(mission: Mission, solar_system: SolarSystem) -> dict[str, Chronology]:
    """Lay out the path of the coast stage and of the lander from launch to the timeline's end.

    Raises
    ------
    MissionFileError
        If a figure the path needs is not a number.
    NoConvergenceError
        If no path meets the mission's figures.
    """
    conditions = path_conditions(mission)
    path = solve(conditions, solar_system)
    stop_et = mission.timeline_stop_et + _PAST_THE_END_S
    return {
        craft: Chronology(
            craft, _arcs(craft, conditions, path, solar_system, stop_et), solar_system
        )
        for craft in ("coast_stage", "lander")
    }


def path_conditions(mission: Mission) -> PathConditions:
    """Gather what the path must meet from the mission's claims."""
    ignition, cutoff = mission.event("tmi_ignition").et, mission.event("tmi_cutoff").et
    return PathConditions(
        launch_et=mission.launch_et,
        pad_lat_deg=_number(mission, "pad_latitude"),
        pad_lon_east_deg=_number(mission, "pad_longitude"),
        insertion_et=mission.event("parking_orbit_insertion").et,
        parking_perigee_km=_number(mission, "parking_orbit_perigee"),
        parking_apogee_km=_number(mission, "parking_orbit_apogee"),
        parking_inclination_deg=_number(mission, "parking_orbit_inclination"),
        injection_et=0.5 * (ignition + cutoff),
        correction_et=mission.event("correction_1").et,
        correction_delta_v_km_s=_number(mission, "correction_1_delta_v") / 1000.0,
        release_et=mission.event("release").et,
        closest_approach_et=mission.event("closest_approach").et,
        miss_altitude_km=_number(mission, "closest_approach_altitude"),
        b_plane_angle_deg=_number(mission, "b_theta"),
        lander_push_km_s=_number(mission, "release_push") / 1000.0,
        coast_stage_push_km_s=0.0,
        ascent_plane_s=_PLANE_LEAD_S,
    )


def _number(mission: Mission, quantity_id: str) -> float:
    value = mission.quantity(quantity_id).claim.value
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise MissionFileError(
            f"{mission.id}.toml",
            f"quantity '{quantity_id}'",
            f"the path needs a finite number here, not {value!r}",
        )
    return float(value)


def _arcs(
    craft: str,
    conditions: PathConditions,
    path: PatchedPath,
    solar_system: SolarSystem,
    stop_et: float,
) -> list[Arc]:
    c = conditions
    release = path.release_lander_mars if craft == "lander" else path.release_coast_stage_mars
    mars_exit_et = 2.0 * c.closest_approach_et - path.mars_entry_et
    flyby = Conic.from_state(release, gm_km3_s2=GM_KM3_S2["mars"])
    exit_mars = flyby.state(mars_exit_et - c.release_et)
    exit_sun = exit_mars + (
        solar_system.state("mars", mars_exit_et) - solar_system.state("sun", mars_exit_et)
    )

    def conic(arc_id: str, center: str, start: float, stop: float, state: np.ndarray) -> KeplerArc:
        return KeplerArc(
            id=arc_id,
            center=center,
            start_et=start,
            stop_et=stop,
            epoch_et=start,
            epoch_state=tuple(state.tolist()),
        )

    return [
        HermiteArc(
            id="ascent",
            center="earth",
            start_et=c.launch_et,
            stop_et=c.insertion_et,
            start_state=path.pad_earth,
            stop_state=path.insertion_earth,
            normal=path.parking_normal,
        ),
        conic("parking_orbit", "earth", c.insertion_et, c.injection_et, path.insertion_earth),
        conic("departure", "earth", c.injection_et, path.earth_exit_et, path.injection_earth),
        conic("early_cruise", "sun", path.earth_exit_et, c.correction_et, path.earth_exit_sun),
        conic("cruise", "sun", c.correction_et, path.mars_entry_et, path.correction_sun),
        conic("approach", "mars", path.mars_entry_et, c.release_et, path.mars_entry_mars),
        conic("flyby", "mars", c.release_et, mars_exit_et, release),
        conic("solar_orbit", "sun", mars_exit_et, stop_et, exit_sun),
    ]
