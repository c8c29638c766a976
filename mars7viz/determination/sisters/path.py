"""A craft's path as arcs that can be asked for any instant, integrated densely."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.determination.departure import Burn
from mars7viz.determination.integrate import Leg, fly, fly_burning
from mars7viz.determination.sisters.cruise import Cruise
from mars7viz.ephemeris.surface import surface_position_km
from mars7viz.mission.arcs import HermiteArc

Floats = NDArray[np.float64]

EARTH_SPIN_RAD_S: Final = 7.292115e-05

# Longest record of a polynomial and longest step of the integration about each center.
_LONGEST_S: Final = {"earth": 6.0 * 3600.0, "sun": 32.0 * DAY_S, "mars": 6.0 * 3600.0}
_STEP_S: Final = {"earth": 3600.0, "sun": 2.0 * DAY_S, "mars": 3600.0}


@dataclass(frozen=True, eq=False)
class PathArc:
    """One law of motion over one span.

    Attributes
    ----------
    craft : str
        Key of `mars7viz.determination.ids.NAIF_ID`.
    arc : str
        Its name.
    center : str
        "earth", "sun" or "mars".
    start_et, stop_et : float
        Span, TDB seconds past J2000.
    states : callable
        (n,) instants to (n, 6), km and km/s from the center, ICRF.
    longest_s : float
        Longest record of a polynomial.
    """

    craft: str
    arc: str
    center: str
    start_et: float
    stop_et: float
    states: Callable[[Floats], Floats]
    longest_s: float


class Flown:
    """Arcs of one craft, one after the other.

    Parameters
    ----------
    craft : str
        Key of `mars7viz.determination.ids.NAIF_ID`.
    cruise : Cruise
        The law.
    """

    def __init__(self, craft: str, cruise: Cruise) -> None:
        self.craft = craft
        self.cruise = cruise
        self.arcs: list[PathArc] = []

    def coast(
        self,
        arc: str,
        center: str,
        start_et: float,
        stop_et: float,
        state: Floats,
        *,
        longest_s: float | None = None,
        step_s: float | None = None,
    ) -> Floats:
        """Add an arc without thrust from a state (6,); give the state at its end."""
        sunlight = self.cruise.sunlight_km_s2 if arc != "parking_orbit" else 0.0
        leg = fly(
            self.cruise.model,
            state[None],
            center=center,
            start_et=start_et,
            stop_et=stop_et,
            sunlight_km_s2=sunlight,
            dense=True,
            max_step_s=step_s or _STEP_S[center],
        )
        self._add(arc, leg, longest_s or _LONGEST_S[center])
        result: Floats = leg.final[0]
        return result

    def burn(
        self,
        arc: str,
        center: str,
        *,
        start_et: float,
        stop_et: float,
        state: Floats,
        thrust: Burn,
    ) -> Floats:
        """Add an arc under thrust from a state (6,); give the state at its end."""
        leg = fly_burning(
            self.cruise.model,
            state,
            center=center,
            start_et=start_et,
            stop_et=stop_et,
            thrust=thrust,
        )
        self._add(arc, leg, 120.0)
        result: Floats = leg.final[0]
        return result

    def to_mars(self, p: Floats) -> Floats:
        """Add everything from the pad to `Cruise.mars_entry_et`; give the state about Mars."""
        cruise = self.cruise
        joints = cruise.cruises(p[None])
        away = joints.departures
        launch_et, insertion_et = cruise.launch_et, cruise.insertion_et
        ignition_et, cutoff_et = float(away.ignition_et[0]), float(away.cutoff_et[0])
        numbers = cruise.documents.numbers
        pad = surface_position_km(
            "earth",
            launch_et,
            lon_deg=numbers["pad_lon_east_deg"],
            lat_deg=numbers["pad_lat_deg"],
        )
        pole = cruise.model.pole("earth")
        ascent = HermiteArc(
            id="ascent",
            center="earth",
            start_et=launch_et,
            stop_et=insertion_et,
            start_state=np.concatenate([pad, np.cross(EARTH_SPIN_RAD_S * pole, pad)]),
            stop_state=away.insertion[0],
            normal=away.normal[0],
        )
        self.arcs.append(
            PathArc(
                self.craft, "ascent", "earth", launch_et, insertion_et, ascent.relative_state, 120.0
            )
        )
        self.coast(
            "parking_orbit",
            "earth",
            insertion_et,
            ignition_et,
            away.insertion[0],
            longest_s=900.0,
            step_s=120.0,
        )
        self.burn(
            "departure_burn",
            "earth",
            start_et=ignition_et,
            stop_et=cutoff_et,
            state=away.ignition[0],
            thrust=cruise.burn(p[None]),
        )
        # The seconds before the separation belong to the departure: no force changes there.
        self.coast("departure", "earth", cutoff_et, cruise.earth_exit_et, away.cutoff[0])
        exit_sun = joints.earth_exit_earth[0] + cruise.solar_system.relative_state(
            "earth", "sun", cruise.earth_exit_et
        )
        self.coast("early_cruise", "sun", cruise.earth_exit_et, cruise.correction_et, exit_sun)
        self.coast(
            "cruise",
            "sun",
            cruise.correction_et,
            cruise.mars_entry_et,
            joints.correction_after_sun[0],
        )
        state: Floats = joints.mars_entry_mars[0]
        return state

    def around_the_sun(self, start_et: float, state_mars: Floats) -> Floats:
        """Add the orbit about the Sun until the end; give the state about the Sun at its start."""
        cruise = self.cruise
        state: Floats = state_mars + cruise.solar_system.relative_state("mars", "sun", start_et)
        self.coast("solar_orbit", "sun", start_et, cruise.documents.stop_et, state)
        return state

    def _add(self, arc: str, leg: Leg, longest_s: float) -> None:
        self.arcs.append(
            PathArc(
                self.craft,
                arc,
                leg.center,
                leg.start_et,
                leg.stop_et,
                lambda ets: leg.states(ets)[:, 0],
                longest_s,
            )
        )
