"""From the pad to Mars as a function of nine figures, batches of them at a time."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, GM_KM3_S2
from mars7viz.determination.departure import Burn, launch_planes, parking_states
from mars7viz.determination.forces import ForceModel, Sunlight
from mars7viz.determination.hyperbola import Hyperbolas, hyperbolas
from mars7viz.determination.integrate import FINE, fly, fly_each, moved
from mars7viz.determination.sisters.documents import SisterDocuments
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

PARAMETERS: Final[dict[str, tuple[str, float, float]]] = {
    "insertion_range": ("deg", 10.0, 1e-5),
    "burn_length": ("s", 10.0, 1e-5),
    "burn_yaw": ("deg", 0.5, 1e-5),
    "plane_lead": ("s", 100.0, 1e-2),
    "separation_wait": ("s", 7.0, 1e-3),
    "burn_pitch": ("deg", 3.0, 1e-5),
    "correction_size": ("m/s", 0.05, 1e-3),
    "correction_in_plane": ("deg", 60.0, 1e-2),
    "correction_off_plane": ("deg", 60.0, 1e-2),
}
"""What is free: unit, standard deviation of the prior, step of a difference."""

COLUMN: Final = {name: column for column, name in enumerate(PARAMETERS)}
STEPS: Final = np.array([step for _, _, step in PARAMETERS.values()])

# Priors that the documents do not give, as for Mars 7: way flown during the ascent, when the pad
# lies in the launch plane, cutoff before separation.
_RANGE_DEG: Final = 34.0
_LEAD_S: Final = 150.0
_WAIT_S: Final = 15.3


@dataclass(frozen=True, eq=False)
class Departures:
    """States (m, 6) about the Earth where one law takes over from another; instants (m,)."""

    normal: Floats
    insertion: Floats
    ignition_et: Floats
    ignition: Floats
    cutoff_et: Floats
    cutoff: Floats
    separation: Floats


@dataclass(frozen=True, eq=False)
class Cruises:
    """States (m, 6) at the joints between Earth and Mars, about the center in the name."""

    departures: Departures
    earth_exit_earth: Floats
    correction_before_sun: Floats
    correction_after_sun: Floats
    mars_entry_mars: Floats
    arrival_mars: Floats


class Cruise:
    """The law of one craft's path to Mars.

    Parameters
    ----------
    documents : SisterDocuments
        Fixed figures.
    solar_system : SolarSystem
        Where the bodies are.
    rtol : float
        Relative tolerance of the integration.
    """

    def __init__(
        self, documents: SisterDocuments, solar_system: SolarSystem, *, rtol: float = FINE
    ) -> None:
        self.documents = documents
        self.solar_system = solar_system
        self.rtol = rtol
        numbers = documents.numbers
        self.launch_et = documents.et("launch")
        self.insertion_et = self.launch_et + numbers["ascent_s"]
        self.separation_et = documents.et("separation")
        self.earth_exit_et = self.separation_et + numbers["earth_leg_days"] * DAY_S
        self.correction_et = documents.et("correction")
        self.mars_entry_et = documents.et("arrival") - numbers["mars_leg_days"] * DAY_S
        # Where the pass is measured: before an engine or an atmosphere has its say.
        self.arrival_et = documents.et("arrival") - 3600.0
        self.model = ForceModel(
            solar_system, earth_et=self.separation_et, mars_et=documents.et("arrival")
        )
        self.sunlight_km_s2 = Sunlight(
            numbers["sunlight_area_m2"], numbers["mass_kg"], numbers["sunlight_coefficient"]
        ).acceleration_km_s2

    @property
    def burnout_mass_kg(self) -> float:
        """Craft and empty stage."""
        numbers = self.documents.numbers
        return numbers["mass_kg"] + numbers["blok_d_empty_mass_kg"]

    def prior(self) -> tuple[Floats, Floats]:
        """Give means and standard deviations of `PARAMETERS`; the length's mean is a guess."""
        size = self.documents.documents["correction_size"]
        mean = np.array([_RANGE_DEG, 500.0, 0.0, _LEAD_S, _WAIT_S, 0.0, size.value, 0.0, 0.0])
        sigma = np.array([sigma for _, sigma, _ in PARAMETERS.values()])
        sigma[COLUMN["correction_size"]] = size.sigma
        return mean, sigma

    def planes(self, p: Floats) -> tuple[Floats, Floats]:
        """Give direction of the pad and normal of the launch plane, (m, 3) each, ICRF."""
        numbers = self.documents.numbers
        return launch_planes(
            launch_et=self.launch_et,
            lat_deg=numbers["pad_lat_deg"],
            lon_east_deg=numbers["pad_lon_east_deg"],
            inclination_deg=np.full(len(p), self.documents.value("parking_inclination")),
            lead_s=p[:, COLUMN["plane_lead"]],
        )

    def burn(self, p: Floats) -> Burn:
        """Give the burn of Blok D for (m, parameters)."""
        numbers = self.documents.numbers

        def burn(mass_kg: Floats) -> Burn:
            return Burn(
                thrust_kn=numbers["blok_d_thrust_kn"],
                specific_impulse_s=numbers["blok_d_specific_impulse_s"],
                initial_mass_kg=mass_kg,
                pitch_rad=np.radians(p[:, COLUMN["burn_pitch"]]),
                yaw_rad=np.radians(p[:, COLUMN["burn_yaw"]]),
            )

        flow = burn(np.zeros(len(p))).flow_kg_s
        return burn(self.burnout_mass_kg + flow * p[:, COLUMN["burn_length"]])

    def departures(self, p: Floats) -> Departures:
        """Fly (m, parameters) from the parking orbit to the separation."""
        direction, normal = self.planes(p)
        insertion = parking_states(
            direction,
            normal,
            perigee_km=np.full(len(p), self.documents.value("parking_perigee")),
            apogee_km=np.full(len(p), self.documents.value("parking_apogee")),
            range_deg=p[:, COLUMN["insertion_range"]],
            perigee_offset_deg=np.zeros(len(p)),
        )
        length, wait = p[:, COLUMN["burn_length"]], p[:, COLUMN["separation_wait"]]
        # Spans, not instants: et resolves 1e-7 s, which of a burn is 100 m at Mars.
        coast = (self.separation_et - self.insertion_et) - (wait + length)
        ignition_et, cutoff_et = self.insertion_et + coast, self.separation_et - wait

        def each(states: Floats, start_et: float, span_s: Floats, thrust: Burn | None) -> Floats:
            return fly_each(
                self.model,
                states,
                center="earth",
                start_et=start_et,
                span_s=span_s,
                thrust=thrust,
                rtol=self.rtol,
            )

        ignition = each(insertion, self.insertion_et, coast, None)
        cutoff = each(ignition, float(ignition_et.mean()), length, self.burn(p))
        separation = each(cutoff, float(cutoff_et.mean()), wait, None)
        return Departures(normal, insertion, ignition_et, ignition, cutoff_et, cutoff, separation)

    def cruises(self, p: Floats) -> Cruises:
        """Fly (m, parameters) from the parking orbit to an hour before the arrival."""
        departures = self.departures(p)

        def leg(states: Floats, center: str, start_et: float, stop_et: float) -> Floats:
            return fly(
                self.model,
                states,
                center=center,
                start_et=start_et,
                stop_et=stop_et,
                sunlight_km_s2=self.sunlight_km_s2,
                rtol=self.rtol,
            ).final

        sky = self.solar_system
        away = leg(departures.separation, "earth", self.separation_et, self.earth_exit_et)
        around = moved(sky, away, old="earth", new="sun", et=self.earth_exit_et)
        before = leg(around, "sun", self.earth_exit_et, self.correction_et)
        after = before.copy()
        after[:, 3:] += correction_km_s(p, before)
        far = leg(after, "sun", self.correction_et, self.mars_entry_et)
        entry = moved(sky, far, old="sun", new="mars", et=self.mars_entry_et)
        arrival = leg(entry, "mars", self.mars_entry_et, self.arrival_et)
        return Cruises(departures, away, before, after, entry, arrival)

    def passes(self, p: Floats) -> Hyperbolas:
        """Give the hyperbolas past Mars as they are at `arrival_et`."""
        return hyperbolas(self.cruises(p).arrival_mars, gm_km3_s2=GM_KM3_S2["mars"])


def correction_km_s(p: Floats, before: Floats) -> Floats:
    """(m, 3): change of velocity of the correction, by its size and its angles to the flight."""
    forward = before[:, 3:] / np.linalg.norm(before[:, 3:], axis=1)[:, None]
    normal = np.cross(before[:, :3], before[:, 3:])
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    a = np.radians(p[:, COLUMN["correction_in_plane"]])[:, None]
    b = np.radians(p[:, COLUMN["correction_off_plane"]])[:, None]
    inward = np.cross(normal, forward)
    direction = np.cos(b) * (np.cos(a) * forward + np.sin(a) * inward) + np.sin(b) * normal
    result: Floats = p[:, COLUMN["correction_size"]][:, None] / 1e3 * direction
    return result
