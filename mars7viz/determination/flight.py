"""The flight as a function of its free parameters: what the documents are compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2
from mars7viz.determination.departure import Burn, launch_planes, parking_states
from mars7viz.determination.documents import Documents
from mars7viz.determination.entry_aim import Descent
from mars7viz.determination.forces import ForceModel, Sunlight
from mars7viz.determination.hyperbola import Hyperbolas, hyperbolas
from mars7viz.determination.integrate import FINE, fly, fly_each, moved
from mars7viz.ephemeris.solar_system import SolarSystem

Floats = NDArray[np.float64]

PARAMETERS: Final[Mapping[str, tuple[str, float]]] = {
    "parking_perigee": ("km", 1e-2),
    "parking_apogee": ("km", 1e-2),
    "parking_inclination": ("deg", 1e-5),
    "plane_lead": ("s", 1e-2),
    "insertion_range": ("deg", 1e-5),
    "perigee_offset": ("deg", 1e-3),
    "ignition_shift": ("s", 1e-3),
    "burn_length": ("s", 1e-5),
    "burn_pitch": ("deg", 1e-5),
    "burn_yaw": ("deg", 1e-5),
    "correction_size": ("m/s", 1e-3),
    "correction_in_plane": ("deg", 1e-2),
    "correction_off_plane": ("deg", 1e-2),
    "sunlight_factor": ("", 1e-3),
    "entry_shift": ("s", 1e-1),
    "entry_angle": ("deg", 1e-4),
    "entry_clock": ("deg", 1e-4),
    "approach_x": ("m/s", 1e-3),
    "approach_y": ("m/s", 1e-3),
    "approach_z": ("m/s", 1e-3),
}
"""Free parameters: unit, and the step of a difference."""

COLUMN: Final = {name: column for column, name in enumerate(PARAMETERS)}
STEPS: Final = np.array([step for _, step in PARAMETERS.values()])


@dataclass(frozen=True, slots=True)
class FlightTimes:
    """Instants that hold still while the path is fitted, TDB seconds past J2000."""

    launch_et: float
    insertion_et: float
    ignition_et: float
    separation_et: float
    earth_exit_et: float
    correction_et: float
    cruise_middle_et: float
    mars_entry_et: float
    approach_correction_et: float
    release_et: float
    retro_et: float
    closest_approach_et: float
    mars_exit_et: float


@dataclass(frozen=True, eq=False)
class Joints:
    """States (m, 6) where one law takes over from another, about the center in the name."""

    direction: Floats
    normal: Floats
    insertion_earth: Floats
    ignition_et: Floats
    ignition_earth: Floats
    cutoff_et: Floats
    cutoff_earth: Floats
    separation_earth: Floats
    earth_exit_earth: Floats
    correction_before_sun: Floats
    correction_after_sun: Floats
    cruise_middle_sun: Floats
    mars_entry_mars: Floats
    release_before_mars: Floats
    release_after_mars: Floats
    retro_mars: Floats
    passing_mars: Floats


class Flight:
    """The path of one craft from the pad to its pass of Mars.

    Parameters
    ----------
    documents : Documents
        Fixed figures of the flight.
    solar_system : SolarSystem
        Where the bodies are.
    closest_approach_et : float or None
        Where the pass is expected; by default the documents' guess. Release and retro motor are
        counted back from `entry_et`.
    entry_et : float or None
        When the intended entry is expected; by default half an hour before the pass.
    release_et : float or None
        Release of the lander, where it is settled already.
    approach_correction : bool
        Whether the correction that one source tells of was made.
    rtol : float
        Relative tolerance of the integration.
    """

    def __init__(
        self,
        documents: Documents,
        solar_system: SolarSystem,
        *,
        closest_approach_et: float | None = None,
        entry_et: float | None = None,
        release_et: float | None = None,
        approach_correction: bool = False,
        rtol: float = FINE,
    ) -> None:
        self.documents = documents
        self.solar_system = solar_system
        self.rtol = rtol
        self.approach_correction = approach_correction
        dates, numbers = documents.dates, documents.numbers
        pass_et = closest_approach_et or dates["closest_approach"]
        entry_et = entry_et or pass_et - 1200.0
        # To the whole minute: a command's time, and it keeps the fit from chasing itself.
        release_et = (
            release_et
            or round((entry_et - numbers["flight.release_lead_h"] * 3600.0) / 60.0) * 60.0
        )
        self.times = FlightTimes(
            launch_et=dates["launch"],
            insertion_et=dates["insertion"],
            ignition_et=dates["ignition"],
            separation_et=dates["separation"],
            earth_exit_et=dates["earth_exit"],
            correction_et=dates["correction"],
            cruise_middle_et=0.5 * (dates["correction"] + dates["mars_entry"]),
            mars_entry_et=dates["mars_entry"],
            approach_correction_et=dates["approach_correction"],
            release_et=release_et,
            retro_et=release_et + numbers["flight.retro_delay_s"],
            closest_approach_et=pass_et,
            mars_exit_et=dates["mars_exit"],
        )
        self.model = ForceModel(
            solar_system, earth_et=dates["ignition"], mars_et=dates["closest_approach"]
        )
        self.descent = Descent(
            surface_density_kg_m3=numbers["entry.surface_density_kg_m3"],
            scale_height_km=numbers["entry.scale_height_km"],
            ballistic_coefficient_kg_m2=numbers["entry.ballistic_coefficient_kg_m2"],
        )

    def sunlight_km_s2(self, craft: str) -> float:
        """Acceleration by sunlight at 1 au of "joint", "coast_stage", "lander" or "blok_d"."""
        numbers = self.documents.numbers
        return Sunlight(
            numbers[f"sunlight.{craft}_area_m2"],
            numbers[f"sunlight.{craft}_mass_kg"],
            numbers["sunlight.coefficient"],
        ).acceleration_km_s2

    def burn(self, p: Floats) -> Burn:
        """Give the second burn of Blok D for (m, parameters)."""
        numbers = self.documents.numbers
        burn = Burn(
            thrust_kn=numbers["engine.thrust_kn"],
            specific_impulse_s=numbers["engine.specific_impulse_s"],
            initial_mass_kg=np.zeros(len(p)),
            pitch_rad=np.radians(p[:, COLUMN["burn_pitch"]]),
            yaw_rad=np.radians(p[:, COLUMN["burn_yaw"]]),
        )
        mass = numbers["engine.burnout_mass_kg"] + burn.flow_kg_s * p[:, COLUMN["burn_length"]]
        return Burn(burn.thrust_kn, burn.specific_impulse_s, mass, burn.pitch_rad, burn.yaw_rad)

    def departures(self, p: Floats) -> dict[str, Floats]:
        """Fly (m, parameters) from the parking orbit to the separation; see `Joints`."""
        numbers, times = self.documents.numbers, self.times
        direction, normal = launch_planes(
            launch_et=times.launch_et,
            lat_deg=numbers["flight.pad_lat_deg"],
            lon_east_deg=numbers["flight.pad_lon_east_deg"],
            inclination_deg=p[:, COLUMN["parking_inclination"]],
            lead_s=p[:, COLUMN["plane_lead"]],
        )
        insertion = parking_states(
            direction,
            normal,
            perigee_km=p[:, COLUMN["parking_perigee"]],
            apogee_km=p[:, COLUMN["parking_apogee"]],
            range_deg=p[:, COLUMN["insertion_range"]],
            perigee_offset_deg=p[:, COLUMN["perigee_offset"]],
        )
        shift, length = p[:, COLUMN["ignition_shift"]], p[:, COLUMN["burn_length"]]
        ignition_et = times.ignition_et + shift
        cutoff_et = ignition_et + length

        def each(states: Floats, start: float, span: Floats, thrust: Burn | None) -> Floats:
            return fly_each(
                self.model,
                states,
                center="earth",
                start_et=start,
                span_s=span,
                thrust=thrust,
                rtol=self.rtol,
            )

        coast = (times.ignition_et - times.insertion_et) + shift
        wait = (times.separation_et - times.ignition_et) - (shift + length)
        ignition = each(insertion, times.insertion_et, coast, None)
        cutoff = each(ignition, float(ignition_et.mean()), length, self.burn(p))
        separation = each(cutoff, float(cutoff_et.mean()), wait, None)
        return {
            "direction": direction,
            "normal": normal,
            "insertion_earth": insertion,
            "ignition_et": ignition_et,
            "ignition_earth": ignition,
            "cutoff_et": cutoff_et,
            "cutoff_earth": cutoff,
            "separation_earth": separation,
        }

    def arrivals(self, p: Floats) -> dict[str, Floats]:
        """Fly (m, parameters) from the pad into the sphere of Mars; see `Joints`."""
        departure = self.departures(p)
        times = self.times
        sunlight = self.sunlight_km_s2("joint") * p[:, COLUMN["sunlight_factor"]]
        exit_earth = self._leg(
            departure["separation_earth"],
            "earth",
            times.separation_et,
            times.earth_exit_et,
            sunlight,
        )
        exit_sun = moved(
            self.solar_system, exit_earth, old="earth", new="sun", et=times.earth_exit_et
        )
        before = self._leg(exit_sun, "sun", times.earth_exit_et, times.correction_et, sunlight)
        after = _kicked(before, correction_km_s(p, before))
        middle = self._leg(after, "sun", times.correction_et, times.cruise_middle_et, sunlight)
        arrival = self._leg(middle, "sun", times.cruise_middle_et, times.mars_entry_et, sunlight)
        return departure | {
            "earth_exit_earth": exit_earth,
            "correction_before_sun": before,
            "correction_after_sun": after,
            "cruise_middle_sun": middle,
            "mars_entry_mars": moved(
                self.solar_system, arrival, old="sun", new="mars", et=times.mars_entry_et
            ),
        }

    def joints(self, p: Floats) -> Joints:
        """Fly (m, parameters) from the pad to the pass."""
        arrived = self.arrivals(p)
        times = self.times
        sunlight = self.sunlight_km_s2("joint") * p[:, COLUMN["sunlight_factor"]]
        state, start = arrived["mars_entry_mars"], times.mars_entry_et
        if self.approach_correction:
            state = self._leg(state, "mars", start, times.approach_correction_et, sunlight)
            start = times.approach_correction_et
            state = _kicked(state, p[:, COLUMN["approach_x"] : COLUMN["approach_z"] + 1] / 1e3)
        release = self._leg(state, "mars", start, times.release_et, sunlight)
        forward = release[:, 3:] / np.linalg.norm(release[:, 3:], axis=1)[:, None]
        push = self.documents.numbers["flight.release_push_m_s"] / 1e3
        released = _kicked(release, push * forward)
        alone = self.sunlight_km_s2("lander") * p[:, COLUMN["sunlight_factor"]]
        retro = self._leg(released, "mars", times.release_et, times.retro_et, alone)
        passing = self._leg(retro, "mars", times.retro_et, times.closest_approach_et, alone)
        return Joints(
            release_before_mars=release,
            release_after_mars=released,
            retro_mars=retro,
            passing_mars=passing,
            **arrived,
        )

    def _leg(
        self, states: Floats, center: str, start_et: float, stop_et: float, push: Floats
    ) -> Floats:
        return fly(
            self.model,
            states,
            center=center,
            start_et=start_et,
            stop_et=stop_et,
            sunlight_km_s2=push,
            rtol=self.rtol,
        ).final

    def passes(self, joints: Joints) -> Hyperbolas:
        """Give the hyperbolas of the lander's pass of Mars."""
        return hyperbolas(joints.passing_mars, gm_km3_s2=GM_KM3_S2["mars"])


def correction_km_s(p: Floats, before: Floats) -> Floats:
    """(m, 3): change of velocity of the correction, by its size and its angles to the flight."""
    forward = before[:, 3:] / np.linalg.norm(before[:, 3:], axis=1)[:, None]
    normal = np.cross(before[:, :3], before[:, 3:])
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    inward = np.cross(normal, forward)
    a = np.radians(p[:, COLUMN["correction_in_plane"]])[:, None]
    b = np.radians(p[:, COLUMN["correction_off_plane"]])[:, None]
    direction = np.cos(b) * (np.cos(a) * forward + np.sin(a) * inward) + np.sin(b) * normal
    result: Floats = p[:, COLUMN["correction_size"]][:, None] / 1e3 * direction
    return result


def _kicked(states: Floats, delta_v_km_s: Floats) -> Floats:
    kicked = states.copy()
    kicked[:, 3:] += delta_v_km_s
    return kicked
