"""What the determinations of the three craft have in common."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import C_KM_S, GM_KM3_S2
from mars7viz.determination.hyperbola import Hyperbolas, hyperbolas
from mars7viz.determination.integrate import FINE, MEDIUM, fly
from mars7viz.determination.sisters.aim import Encounter, aimed, first_guess, interplanetary_arc
from mars7viz.determination.sisters.cruise import PARAMETERS, Cruise
from mars7viz.determination.sisters.documents import SisterDocuments
from mars7viz.determination.sisters.figures import height_km, sun_figures
from mars7viz.determination.sisters.path import Flown, PathArc
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]
Progress = Callable[[str], None]

_GM: Final = GM_KM3_S2["mars"]
_ROUNDS: Final = 6
_ENOUGH_KM: Final = 0.02
_ENOUGH_S: Final = 0.02


@dataclass(frozen=True, eq=False)
class SisterPath:
    """A determined path.

    Attributes
    ----------
    documents : SisterDocuments
        What it was determined from.
    parameters : dict
        Free figures of departure and correction; see `cruise.PARAMETERS`.
    figures : dict
        What the path gives for the documents, by their ids, and more.
    arcs : tuple of PathArc
        In order of time for each craft.
    """

    documents: SisterDocuments
    parameters: dict[str, float]
    figures: dict[str, float]
    arcs: tuple[PathArc, ...]


class Determination(ABC):
    """What the three have in common: aim, look, aim again."""

    def __init__(
        self, documents: SisterDocuments, solar_system: SolarSystem, progress: Progress
    ) -> None:
        self.documents = documents
        self.sky = solar_system
        self.progress = progress
        self.cruise = Cruise(documents, solar_system, rtol=FINE)
        self.pole = self.cruise.model.pole("mars")
        _, self.v_infinity = interplanetary_arc(self.cruise, documents.et("arrival"))

    def path(self) -> SisterPath:
        """Determine, then lay out the arcs."""
        self.progress(f"{self.documents.id}: first guess")
        rough = Cruise(self.documents, self.sky, rtol=MEDIUM)
        encounter = self.first_encounter()
        p = aimed(rough, encounter, first_guess(rough, encounter.periapsis_et))
        for number in range(1, _ROUNDS + 1):
            self.progress(f"{self.documents.id}: aim {number}")
            p = aimed(self.cruise, encounter, p, rough=rough)
            state = self.cruise.cruises(p[None]).arrival_mars[0]
            passes = hyperbolas(state[None], gm_km3_s2=_GM)
            self.v_infinity = passes.incoming[0] * passes.v_infinity_km_s[0]
            better = self.better_encounter(encounter, state)
            moved_km = abs(better.periapsis_km - encounter.periapsis_km)
            moved_km += math.radians(abs(better.clock_deg - encounter.clock_deg)) * 1e4
            moved_s = abs(better.periapsis_et - encounter.periapsis_et)
            if moved_km < _ENOUGH_KM and moved_s < _ENOUGH_S:
                break
            encounter = better
        self.progress(f"{self.documents.id}: arcs")
        flown = Flown(self.documents.id, self.cruise)
        entry = flown.to_mars(p)
        figures = self.common_figures(encounter, passes, flown)
        arcs = self.at_mars(flown, entry, figures)
        return SisterPath(
            self.documents,
            dict(zip(PARAMETERS, p.tolist(), strict=True)),
            figures,
            (*flown.arcs, *arcs),
        )

    @abstractmethod
    def first_encounter(self) -> Encounter:
        """Give the encounter from the arc between the planets."""

    @abstractmethod
    def better_encounter(self, encounter: Encounter, state: Floats) -> Encounter:
        """Give the encounter whose path, which bends a little more, meets the documents."""

    @abstractmethod
    def at_mars(self, flown: Flown, entry: Floats, figures: dict[str, float]) -> list[PathArc]:
        """Add the arcs at Mars and beyond, and what they say to the documents."""

    def periapsis(self, encounter: Encounter, state: Floats) -> tuple[Floats, float]:
        """Give place (3,) and instant of the closest approach on the path from `arrival_et`."""
        near = self.fly_mars(state, self.cruise.arrival_et, encounter.periapsis_et)
        passes = hyperbolas(near[None], gm_km3_s2=_GM)
        where: Floats = passes.periapsis[0] * passes.periapsis_km[0]
        return where, encounter.periapsis_et - float(passes.since_periapsis_s[0])

    def corrected_flyby(self, encounter: Encounter, state: Floats, wanted_et: float) -> Encounter:
        """Move height and instant of a flyby by what the path misses them."""
        where, when = self.periapsis(encounter, state)
        height = height_km(where, when)
        return Encounter(
            encounter.periapsis_km + self.documents.value("miss_height") - height,
            encounter.clock_deg,
            encounter.periapsis_et + wanted_et - when,
        )

    def fly_mars(self, state: Floats, start_et: float, stop_et: float) -> Floats:
        """Fly a state (6,) about Mars."""
        result: Floats = fly(
            self.cruise.model,
            state[None],
            center="mars",
            start_et=start_et,
            stop_et=stop_et,
            sunlight_km_s2=self.cruise.sunlight_km_s2,
        ).final[0]
        return result

    def common_figures(
        self, encounter: Encounter, passes: Hyperbolas, flown: Flown
    ) -> dict[str, float]:
        """Figures of the way to Mars."""
        leave, _ = interplanetary_arc(self.cruise, encounter.periapsis_et)
        departure = next(arc for arc in flown.arcs if arc.arc == "departure")
        away = hyperbolas(
            departure.states(np.array([self.cruise.separation_et])), gm_km3_s2=GM_KM3_S2["earth"]
        )
        cruise = next(arc for arc in flown.arcs if arc.arc == "cruise")
        middle_et = 0.5 * (cruise.start_et + cruise.stop_et)
        transfer = sun_figures(cruise.states(np.array([middle_et]))[0])
        earth = self.sky.position_of("earth", "mars", encounter.periapsis_et)
        return {
            "departure_c3": float(leave @ leave),
            "osculating_c3": float(away.v_infinity_km_s[0] ** 2),
            "arrival_v_infinity": float(passes.v_infinity_km_s[0]),
            "light_time": float(np.linalg.norm(earth)) / C_KM_S,
            "b_plane_clock": encounter.clock_deg,
            "b_plane_size": float(np.linalg.norm(passes.b_km[0])),
            **{f"transfer_{name}": value for name, value in transfer.items()},
        }
