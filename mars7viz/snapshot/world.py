"""World: everything that does not change while the program runs, loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.mission.load import load_mission
from mars7viz.mission.model import Mission
from mars7viz.mission.reconstruct import reconstruct
from mars7viz.snapshot.status import instrument_lines
from mars7viz.snapshot.trails import Trail, make_orbits, make_trails
from mars7viz.snapshot.values import InstrumentLine


@dataclass(frozen=True, eq=False)
class World:
    """Mission, ephemeris and paths; ``chronologies`` is keyed by craft id."""

    mission: Mission
    solar_system: SolarSystem
    chronologies: Mapping[str, Chronology]

    @cached_property
    def instruments(self) -> Mapping[tuple[str, bool], tuple[InstrumentLine, ...]]:
        """What is on record of the instruments, by craft and by whether their work is over."""
        return {
            (craft.id, has_results): instrument_lines(craft, with_results=has_results)
            for craft in self.mission.spacecraft
            for has_results in (False, True)
        }

    @cached_property
    def trails(self) -> tuple[Trail, ...]:
        """The drawn path of every craft about every center it is drawn about."""
        return make_trails(self.chronologies)

    def orbits_at(self, et: float) -> tuple[Trail, ...]:
        """Orbits of planets and moons, each through its body at ``et`` to a day's change."""
        return _orbits_of_day(self.solar_system, round(et / DAY_S))


@lru_cache(maxsize=8)
def _orbits_of_day(solar_system: SolarSystem, day: int) -> tuple[Trail, ...]:
    start_et, stop_et = solar_system.coverage
    return make_orbits(solar_system, min(max(day * DAY_S, start_et), stop_et))


def load_world(mission_path: Path | None = None) -> World:
    """Load ephemeris and mission and lay out the path of each craft.

    Raises
    ------
    MissionFileError, EphemerisError
        With one message that names the file and what is allowed.
    """
    solar_system = SolarSystem.load()
    mission = load_mission(mission_path)
    return World(
        mission=mission,
        solar_system=solar_system,
        chronologies=MappingProxyType(reconstruct(mission, solar_system)),
    )
