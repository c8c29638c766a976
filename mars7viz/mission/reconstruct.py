"""The path of each craft, as determined from the documents. The one place that knows the law.

The determination itself (:mod:`mars7viz.determination`) runs beforehand and writes kernels; here
they are read. Nobody above this module knows which law is in force.
"""

from __future__ import annotations

from collections.abc import Mapping

from mars7viz.assets import asset_path
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Mission
from mars7viz.mission.trajectories import FOLDER, read_arcs

SELF = ("SELF",)
"""Sources of everything that comes out of this reconstruction."""

_ARC_GRADES: Mapping[str, Grade] = {"ascent": Grade.ASSUMED}


def arc_grade(arc_id: str) -> Grade:
    """Return the evidence grade of an arc: reconstructed, unless even its ends are assumed."""
    return _ARC_GRADES.get(arc_id, Grade.RECONSTRUCTED)


def reconstruct(mission: Mission, solar_system: SolarSystem) -> dict[str, Chronology]:
    """Lay out the path of the coast stage and of the lander from launch to the timeline's end.

    Raises
    ------
    AssetMissingError, EphemerisError
        If the kernels are missing or damaged.
    MissionFileError
        If the mission file holds other figures than the kernels were made from.
    """
    arcs = read_arcs(asset_path(FOLDER), mission)
    return {craft: Chronology(craft, own, solar_system) for craft, own in arcs.items()}
