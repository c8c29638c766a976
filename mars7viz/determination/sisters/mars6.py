"""Mars 6: a lander with a documented site and entry, and the coast stage that passed."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, RADII_KM
from mars7viz.determination.sisters.aim import Encounter
from mars7viz.determination.sisters.arrival import Lander
from mars7viz.determination.sisters.base import Determination, Progress
from mars7viz.determination.sisters.documents import SisterDocuments
from mars7viz.determination.sisters.figures import flyby_figures, sun_figures
from mars7viz.determination.sisters.path import Flown, PathArc
from mars7viz.determination.sisters.spread import ahead_sigma_deg
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

_MARS_KM: Final = RADII_KM["mars"][0]
_RETRO_RECORD_S: Final = 3600.0
# That Mars 6 passed on the very side its lander came in on is assumed.
_SAME_SIDE_SIGMA_DEG: Final = 5.0


class Mars6(Determination):
    """A lander whose site and entry are on record, and the coast stage that passed."""

    def __init__(
        self, documents: SisterDocuments, solar_system: SolarSystem, progress: Progress
    ) -> None:
        super().__init__(documents, solar_system, progress)
        self.lander = Lander(self.cruise)
        self.plan = self.lander.plan(
            self.v_infinity, _MARS_KM - 6.0 + documents.value("miss_height")
        )

    def first_encounter(self) -> Encounter:
        """Give the encounter from the arc between the planets."""
        return self.plan.encounter

    def better_encounter(self, encounter: Encounter, state: Floats) -> Encounter:
        """Give the encounter whose path, which bends a little more, meets the documents."""
        self.plan = self.lander.plan(self.v_infinity, encounter.periapsis_km)
        wanted = self.plan.encounter
        better = self.corrected_flyby(encounter, state, wanted.periapsis_et)
        return Encounter(better.periapsis_km, wanted.clock_deg, better.periapsis_et)

    def at_mars(self, flown: Flown, entry: Floats, figures: dict[str, float]) -> list[PathArc]:
        """Add the arcs at Mars and beyond, and what they say to the documents."""
        lander, documents = self.lander, self.documents
        exit_et = documents.et("arrival") + documents.numbers["mars_leg_days"] * DAY_S
        release = flown.coast(
            "approach", "mars", self.cruise.mars_entry_et, lander.release_et, entry
        )
        leave = flown.coast("flyby", "mars", lander.release_et, exit_et, release, longest_s=3600.0)
        flyby = flown.arcs[-1]
        alone = Flown("mars6_lander", self.cruise)
        pushed = release.copy()
        forward = release[3:] / np.linalg.norm(release[3:])
        pushed[3:] += documents.value("release_push") / 1e3 * forward
        retro = alone.coast("released", "mars", lander.release_et, lander.retro_et, pushed)
        push = lander.push(retro, self.plan.push_km_s)
        start = retro.copy()
        start[3:] += push
        end = alone.coast(
            "entry_path",
            "mars",
            lander.retro_et,
            lander.entry_et,
            start,
            longest_s=_RETRO_RECORD_S,
        )
        met = lander.conditions(end[None])[0]
        r, v = end[:3], end[3:]
        sine = -float(r @ v) / float(np.linalg.norm(r) * np.linalg.norm(v))
        figures |= flyby_figures(flyby, self.plan.encounter.periapsis_et, self.pole)
        figures |= {
            "site_latitude": documents.value("site_latitude") + float(met[1]),
            "site_longitude": documents.value("site_longitude") + float(met[2]),
            "entry_height": documents.numbers["entry_height_km"] + float(met[0]),
            "entry_speed": float(np.linalg.norm(v)),
            "entry_angle": math.degrees(math.asin(sine)),
            "release_distance": float(np.linalg.norm(release[:3])),
            "retro_size": float(np.linalg.norm(push)) * 1e3,
            "retro_along": float(push @ retro[3:] / np.linalg.norm(retro[3:])) * 1e3,
        }
        figures |= sun_figures(flown.around_the_sun(exit_et, leave))
        figures["ahead_sigma_at_end"] = ahead_sigma_deg(
            release,
            lander.release_et,
            exit_et,
            documents.stop_et,
            clock_sigma_deg=_SAME_SIDE_SIGMA_DEG,
            miss_sigma_km=documents.documents["miss_height"].sigma,
            solar_system=self.sky,
        )
        return alone.arcs
