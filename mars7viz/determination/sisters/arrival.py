"""What happens at Mars: the burn of Mars 5 into its orbit, the lander of Mars 6 to its entry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.determination.departure import Burn
from mars7viz.determination.entry_aim import Descent, geographic_deg, heights_km
from mars7viz.determination.hyperbola import b_axes, state_at_radius
from mars7viz.determination.integrate import fly, fly_each
from mars7viz.determination.sisters.aim import Encounter
from mars7viz.determination.sisters.cruise import Cruise
from mars7viz.ephemeris.errors import NoConvergenceError
from mars7viz.ephemeris.kepler import Elements, elements, propagate
from mars7viz.ephemeris.lambert import lambert
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.search import find_root

Floats = NDArray[np.float64]

_GM: Final = GM_KM3_S2["mars"]
_ROUNDS: Final = 40


def mars_elements(state: Floats, pole: Floats) -> Elements:
    """Elements of a state (6,) about Mars, to its equator, from the IAU node."""
    x = np.cross(np.array([0.0, 0.0, 1.0]), pole)
    x /= np.linalg.norm(x)
    axes = np.array([x, np.cross(pole, x), pole])
    return elements(np.concatenate([axes @ state[:3], axes @ state[3:]]), gm_km3_s2=_GM)


@dataclass(frozen=True, eq=False)
class InsertionBurn:
    """The engine held against the flight.

    Attributes
    ----------
    thrust : Burn
        For integration.
    length_s, delta_v_km_s : float
        Of the burn.
    state : ndarray
        (6,) about Mars at its end.
    """

    thrust: Burn
    length_s: float
    delta_v_km_s: float
    state: Floats


def insertion_burn(
    cruise: Cruise, start_et: float, state: Floats, *, apoapsis_km: float, guess_s: float
) -> InsertionBurn:
    """Give the burn from a state (6,) whose orbit has an apoapsis, km from the center."""
    numbers = cruise.documents.numbers
    thrust = Burn(
        thrust_kn=numbers["engine_thrust_kn"],
        specific_impulse_s=numbers["engine_specific_impulse_s"],
        initial_mass_kg=np.array([numbers["mass_kg"]]),
        pitch_rad=np.array([np.pi]),
        yaw_rad=np.zeros(1),
    )

    def after(length_s: float) -> Floats:
        result: Floats = fly_each(
            cruise.model,
            state[None],
            center="mars",
            start_et=start_et,
            span_s=np.array([length_s]),
            thrust=thrust,
        )[0]
        return result

    def inverse_apoapsis(length_s: float) -> float:
        # Its inverse goes through zero where the orbit closes.
        orbit = elements(after(length_s), gm_km3_s2=_GM)
        return 1.0 / (orbit.a_km * (1.0 + orbit.e)) - 1.0 / apoapsis_km

    length_s = find_root(inverse_apoapsis, 0.9 * guess_s, 1.1 * guess_s, tolerance=1e-7)
    exhaust = numbers["engine_specific_impulse_s"] * 9.80665e-3
    burnt = thrust.flow_kg_s * length_s / numbers["mass_kg"]
    return InsertionBurn(thrust, length_s, -exhaust * np.log1p(-burnt), after(length_s))


@dataclass(frozen=True, eq=False)
class EntryPlan:
    """How the lander of Mars 6 came to its site, as conics past Mars.

    Attributes
    ----------
    encounter : Encounter
        The pass of the coast stage that makes the lander's push square to the flight.
    push_km_s : ndarray
        (3,): the retro motor's.
    """

    encounter: Encounter
    push_km_s: Floats


class Lander:
    """The lander of Mars 6 from its release to the entry.

    Parameters
    ----------
    cruise : Cruise
        The law of its craft.
    """

    def __init__(self, cruise: Cruise) -> None:
        self.cruise = cruise
        documents = cruise.documents
        numbers = documents.numbers
        self.release_et = documents.et("release")
        self.retro_et = documents.et("retro")
        self.entry_et = documents.et("entry")
        self.descent = Descent(
            surface_density_kg_m3=numbers["entry_surface_density_kg_m3"],
            scale_height_km=numbers["entry_scale_height_km"],
            ballistic_coefficient_kg_m2=numbers["entry_ballistic_coefficient_kg_m2"],
        )

    def conditions(self, states: Floats) -> Floats:
        """Give by how much entry states (m, 6) miss height, km, and site, degrees: (m, 3)."""
        documents = self.cruise.documents
        rotation = body_rotation("mars", self.entry_et)
        sites, _ = self.descent.sites(states, np.full(len(states), self.entry_et))
        latitude, longitude = geographic_deg(sites)
        east = longitude - documents.value("site_longitude")
        return np.stack(
            [
                heights_km(states[:, :3] @ rotation.T) - documents.numbers["entry_height_km"],
                latitude - documents.value("site_latitude"),
                (east + 180.0) % 360.0 - 180.0,
            ],
            axis=1,
        )

    def plan(self, v_infinity: Floats, periapsis_km: float) -> EntryPlan:
        """Plan entry and coast stage's pass for an asymptote (3,), km/s, by conics."""
        pole = self.cruise.model.pole("mars")
        speed = float(np.linalg.norm(v_infinity))
        incoming = v_infinity / speed
        t_axis, r_axis = (axis[0] for axis in b_axes(incoming[None], pole))

        def entries(unknown: Floats) -> Floats:
            """(m, 6) of (m, 3): distance, km, angle and clock, radians."""
            radius, angle, clock = unknown.T
            at_radius = np.sqrt(speed**2 + 2.0 * _GM / radius)
            size = radius * at_radius * np.cos(angle) / speed
            side = np.cos(clock)[:, None] * t_axis + np.sin(clock)[:, None] * r_axis
            states, _ = state_at_radius(
                np.tile(incoming, (len(unknown), 1)),
                np.full(len(unknown), speed),
                size[:, None] * side,
                radius,
                gm_km3_s2=_GM,
            )
            return states

        start = np.array([RADII_KM["mars"][0] + 98.0, np.radians(10.5), np.radians(35.0)])
        unknown = _newton(
            start,
            np.array([0.1, 1e-5, 1e-5]),
            lambda batch: self.conditions(entries(batch)),
            "the site of the lander of Mars 6",
        )
        entry = entries(unknown[None])[0]
        clock = float(unknown[2])
        side = np.cos(clock) * t_axis + np.sin(clock) * r_axis
        size = periapsis_km * np.sqrt(1.0 + 2.0 * _GM / (periapsis_km * speed**2))
        periapsis = state_at_radius(
            incoming[None],
            np.array([speed]),
            (size * side)[None],
            np.array([0.999 * periapsis_km]),
            gm_km3_s2=_GM,
        )[0][0]
        prograde = bool(np.cross(periapsis[:3], periapsis[3:])[2] > 0.0)

        def push(periapsis_et: float) -> tuple[Floats, float]:
            here = propagate(periapsis, gm_km3_s2=_GM, dt_s=self.retro_et - periapsis_et)
            needed, _ = lambert(
                here[:3],
                entry[:3],
                dt_s=self.entry_et - self.retro_et,
                gm_km3_s2=_GM,
                prograde=prograde,
            )
            change = needed - here[3:]
            return change, float(change @ here[3:]) / float(np.linalg.norm(here[3:]))

        periapsis_et = find_root(
            lambda et: push(et)[1], self.entry_et - 1200.0, self.entry_et + 3600.0, tolerance=1e-4
        )
        return EntryPlan(
            Encounter(periapsis_km, float(np.degrees(clock)), periapsis_et), push(periapsis_et)[0]
        )

    def push(self, retro_state: Floats, guess_km_s: Floats) -> Floats:
        """Give the push (3,), km/s, at a state (6,) about Mars that leads to the entry."""

        def conditions(batch: Floats) -> Floats:
            states = np.tile(retro_state, (len(batch), 1))
            states[:, 3:] += batch
            return self.conditions(self.fly(states))

        return _newton(
            guess_km_s, np.full(3, 1e-6), conditions, "the entry of the lander of Mars 6"
        )

    def fly(self, states: Floats) -> Floats:
        """Fly (m, 6) from the retro motor's push to the entry."""
        leg = fly(
            self.cruise.model,
            states,
            center="mars",
            start_et=self.retro_et,
            stop_et=self.entry_et,
            sunlight_km_s2=self.cruise.sunlight_km_s2,
        )
        return leg.final


def _newton(start: Floats, steps: Floats, miss: Callable[[Floats], Floats], what: str) -> Floats:
    """Solve three conditions of a batch function by Newton's method."""
    x = start.copy()
    for _ in range(_ROUNDS):
        batch = np.tile(x, (7, 1))
        for column, step in enumerate(steps):
            batch[2 * column + 1, column] += step
            batch[2 * column + 2, column] -= step
        values = miss(batch)
        here = values[0]
        if float(np.abs(here).max()) < 1e-6:
            return x
        slopes = ((values[1::2] - values[2::2]) / (2.0 * steps)[:, None]).T
        move = -np.linalg.solve(slopes, here)
        part = 1.0
        while part > 1e-3 and not (
            np.linalg.norm(miss((x + part * move)[None])[0]) < np.linalg.norm(here)
        ):
            part *= 0.5
        if part <= 1e-3:
            break
        x = x + part * move
    if float(np.abs(here).max()) < 1e-4:
        return x
    raise NoConvergenceError(f"{what}: {np.abs(here).max():.3g} km or deg left")
