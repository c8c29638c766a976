"""Mars 5: into orbit about Mars."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, GM_KM3_S2, RADII_KM
from mars7viz.determination.hyperbola import hyperbolas
from mars7viz.determination.sisters.aim import Encounter
from mars7viz.determination.sisters.arrival import insertion_burn, mars_elements
from mars7viz.determination.sisters.base import Determination
from mars7viz.determination.sisters.figures import periapsis_of
from mars7viz.determination.sisters.occultation import exit_sun_deg
from mars7viz.determination.sisters.path import Flown, PathArc
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.surface import fixed_place

Floats = NDArray[np.float64]

_GM: Final = GM_KM3_S2["mars"]
_MARS_KM: Final = RADII_KM["mars"][0]
_OCCULTATION_DAY_UTC: Final = "1974-02-18T00:00:00"
_ORBIT_RECORD_S: Final = 2400.0
_ORBIT_STEP_S: Final = 1200.0


class Mars5(Determination):
    """A burn at the periapsis, and the orbit that is on record."""

    _burn_s = 210.0

    def first_encounter(self) -> Encounter:
        """Give the encounter from the arc between the planets."""
        clock = self._clock_deg(self.documents.value("orbit_inclination"))
        radius = _MARS_KM + self.documents.value("orbit_periapsis")
        return Encounter(radius, clock, self.documents.et("arrival"))

    def _clock_deg(self, inclination_deg: float) -> float:
        """The southern one of the two ways into a plane that is tilted so much."""
        incoming = self.v_infinity / np.linalg.norm(self.v_infinity)
        cosine = math.cos(math.radians(inclination_deg)) / math.sqrt(
            1.0 - float(incoming @ self.pole) ** 2
        )
        return math.degrees(math.acos(min(1.0, cosine)))

    def better_encounter(self, encounter: Encounter, state: Floats) -> Encounter:
        """Give the encounter whose path, which bends a little more, meets the documents."""
        start_et = self.documents.et("arrival") - 0.5 * self._burn_s
        before = self.fly_mars(state, self.cruise.arrival_et, start_et)
        passes = hyperbolas(before[None], gm_km3_s2=_GM)
        periapsis_et = start_et - float(passes.since_periapsis_s[0])
        burn = insertion_burn(
            self.cruise,
            start_et,
            before,
            apoapsis_km=_MARS_KM + self.documents.value("orbit_apoapsis"),
            guess_s=self._burn_s,
        )
        self._burn_s = burn.length_s
        orbit = mars_elements(burn.state, self.pole)
        tilt = self.documents.value("orbit_inclination") - orbit.i_deg
        return Encounter(
            encounter.periapsis_km
            + _MARS_KM
            + self.documents.value("orbit_periapsis")
            - orbit.periapsis_km,
            encounter.clock_deg + tilt,
            encounter.periapsis_et + self.documents.et("arrival") - periapsis_et,
        )

    def at_mars(self, flown: Flown, entry: Floats, figures: dict[str, float]) -> list[PathArc]:
        """Add the arcs at Mars and beyond, and what they say to the documents."""
        documents = self.documents
        start_et = documents.et("arrival") - 0.5 * self._burn_s
        before = flown.coast(
            "approach", "mars", self.cruise.mars_entry_et, start_et, entry, longest_s=3600.0
        )
        burn = insertion_burn(
            self.cruise,
            start_et,
            before,
            apoapsis_km=_MARS_KM + documents.value("orbit_apoapsis"),
            guess_s=self._burn_s,
        )
        stop_et = start_et + burn.length_s
        state = flown.burn(
            "insertion_burn",
            "mars",
            start_et=start_et,
            stop_et=stop_et,
            state=before,
            thrust=burn.thrust,
        )
        last_et, end_et = documents.et("last_contact"), documents.et("end")
        orbit = mars_elements(state, self.pole)
        for arc, first_et, final_et in (
            ("mars_orbit", stop_et, last_et),
            ("silent_orbit", last_et, end_et),
        ):
            state = flown.coast(
                arc,
                "mars",
                first_et,
                final_et,
                state,
                longest_s=_ORBIT_RECORD_S,
                step_s=_ORBIT_STEP_S,
            )
        after = mars_elements(flown.arcs[-1].states(np.array([last_et]))[0], self.pole)
        where = flown.arcs[-2].states(np.array([stop_et]))[0]
        place = fixed_place("mars", body_rotation("mars", stop_et) @ periapsis_of(where))
        # The day is in the document's name; which passage of that day it was follows.
        day_et = utc_to_et(_OCCULTATION_DAY_UTC)
        figures |= {
            "orbit_periapsis": orbit.periapsis_km - _MARS_KM,
            "orbit_apoapsis": float(orbit.apoapsis_km or math.nan) - _MARS_KM,
            "orbit_inclination": orbit.i_deg,
            "orbit_period": float(orbit.period_s or math.nan) / 3600.0,
            "argument_of_periapsis": orbit.argp_deg,
            "orbit_node": (orbit.node_deg + 180.0) % 360.0 - 180.0,
            "periapsis_latitude": place.lat_deg,
            "periapsis_longitude_west": -place.lon_deg % 360.0,
            "node_drift": ((after.node_deg - orbit.node_deg + 180.0) % 360.0 - 180.0)
            / ((last_et - stop_et) / DAY_S),
            "insertion_delta_v": burn.delta_v_km_s,
            "insertion_burn_length": burn.length_s,
            "occultation_exit_sun": exit_sun_deg(
                lambda ets: flown.arcs[-2].states(ets)[:, :3], self.sky, day_et, day_et + DAY_S
            ),
        }
        return []
