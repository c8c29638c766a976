"""Mars 4: a flyby whose side the radio occultation tells."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, RADII_KM
from mars7viz.determination.errors import InconsistentDocumentsError
from mars7viz.determination.sisters.aim import Encounter
from mars7viz.determination.sisters.base import Determination
from mars7viz.determination.sisters.figures import flyby_figures, sun_figures
from mars7viz.determination.sisters.occultation import exit_sun_deg, flyby_exit_sun_deg
from mars7viz.determination.sisters.path import Flown, PathArc
from mars7viz.determination.sisters.spread import ahead_sigma_deg
from mars7viz.ephemeris.search import find_root

Floats = NDArray[np.float64]

_MARS_KM: Final = RADII_KM["mars"][0]
# Directions in the B-plane among which the side of Mars 4 is looked for, from T to R.
_CLOCKS_DEG: Final = (20.0, 60.0, 1.0)


class Mars4(Determination):
    """A flyby whose side is told by the radio occultation."""

    def first_encounter(self) -> Encounter:
        """Give the encounter from the arc between the planets."""
        radius = _MARS_KM - 6.0 + self.documents.value("miss_height")
        et = self.documents.et("arrival")
        return Encounter(radius, self._clock_deg(radius, et), et)

    def _exit_sun_deg(self, clock_deg: float, periapsis_km: float, et: float) -> float:
        return flyby_exit_sun_deg(
            self.v_infinity,
            periapsis_km=periapsis_km,
            clock_deg=clock_deg,
            periapsis_et=et,
            pole=self.pole,
            solar_system=self.sky,
        )

    def _clock_deg(self, periapsis_km: float, et: float) -> float:
        document = self.documents.documents["occultation_exit_sun"]

        def excess(clock: float) -> float:
            return self._exit_sun_deg(clock, periapsis_km, et) - document.value

        clocks = np.arange(*_CLOCKS_DEG).tolist()
        values = [excess(clock) for clock in clocks]
        # The side beyond the one with the highest Sun: there the plane is that of Mars 5.
        for low, high, above, below in zip(clocks, clocks[1:], values, values[1:], strict=False):
            if above >= 0.0 > below:
                return find_root(excess, low, high, tolerance=1e-9)
        most = float(np.nanmax(values)) + document.value
        raise InconsistentDocumentsError(
            f"mars4: document '{document.id}' is {document.value:g} {document.unit}, but passes at "
            f"the height of 'miss_height' give {most:.1f} {document.unit} at most"
        )

    def _clock_sigma_deg(self, clock_deg: float) -> float:
        sun = self.documents.documents["occultation_exit_sun"]
        radius, et = _MARS_KM + self.documents.value("miss_height"), self.documents.et("arrival")
        sides = [self._exit_sun_deg(clock_deg + step, radius, et) for step in (-0.5, 0.5)]
        return sun.sigma / abs(sides[1] - sides[0])

    def better_encounter(self, encounter: Encounter, state: Floats) -> Encounter:
        """Give the encounter whose path, which bends a little more, meets the documents."""
        et = self.documents.et("arrival")
        better = self.corrected_flyby(encounter, state, et)
        clock = self._clock_deg(better.periapsis_km, et)
        return Encounter(better.periapsis_km, clock, better.periapsis_et)

    def at_mars(self, flown: Flown, entry: Floats, figures: dict[str, float]) -> list[PathArc]:
        """Add the arcs at Mars and beyond, and what they say to the documents."""
        arrival_et = self.documents.et("arrival")
        exit_et = arrival_et + self.documents.numbers["mars_leg_days"] * DAY_S
        start_et = arrival_et - DAY_S / 4.0
        near = flown.coast("approach", "mars", self.cruise.mars_entry_et, start_et, entry)
        leave = flown.coast("flyby", "mars", start_et, exit_et, near, longest_s=3600.0)
        flyby = flown.arcs[-1]
        figures |= flyby_figures(flyby, arrival_et, self.pole)
        figures["occultation_exit_sun"] = exit_sun_deg(
            lambda ets: flyby.states(ets)[:, :3], self.sky, arrival_et - 3600.0, arrival_et + 7200.0
        )
        figures |= sun_figures(flown.around_the_sun(exit_et, leave))
        figures["ahead_sigma_at_end"] = ahead_sigma_deg(
            near,
            start_et,
            exit_et,
            self.documents.stop_et,
            clock_sigma_deg=self._clock_sigma_deg(figures["b_plane_clock"]),
            miss_sigma_km=self.documents.documents["miss_height"].sigma,
            solar_system=self.sky,
        )
        return []
