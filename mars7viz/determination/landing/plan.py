"""Which way the retro burn points: the direction that the mission would have chosen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import RADII_KM
from mars7viz.determination.landing.errors import LandingPlanError
from mars7viz.determination.landing.field import GM, LandingFrame, altitude_km
from mars7viz.determination.landing.integration import Stop, Track
from mars7viz.determination.landing.motion import Burn, coast, radial_speed_km_s
from mars7viz.determination.landing.parameters import LandingModel
from mars7viz.ephemeris.conic import Conic, cross

Floats = NDArray[np.float64]

_FLIGHT_IN_AIR_S = 300.0
"""From the interface to the ground, about; it turns the site by a degree of longitude."""
_MOST_STEPS = 60
_MOST_ROUNDS = 6
_FAR_S = 12.0 * 3600.0
_WELL_AIMED_RAD = 1e-7
_CONIC_TOLERANCE = 1e-10
_DIFFERENCE = 1e-6
_LONGEST_STEP = 0.3


@dataclass(frozen=True, slots=True)
class Interface:
    """How the lander meets the height at which the entry is counted."""

    dt_s: float
    speed_km_s: float
    angle_deg: float
    """Below the horizontal of a sphere, inertial."""


@dataclass(frozen=True, eq=False)
class BurnPlan:
    """The planned burn."""

    delta_v_m_s: float
    start_delay_s: float
    aim_angle_deg: float
    direction: tuple[float, float, float]
    """Unit vector in the landing frame."""
    braking_share: float
    """Part of the burn along the flight, against it; the rest moves the path across."""
    least_delta_v_m_s: float
    """Smallest burn at that instant that reaches the same entry angle and the plane of the site."""


def retro_burn(
    model: LandingModel,
    *,
    start_s: float,
    delta_v_m_s: float,
    direction: tuple[float, float, float],
) -> tuple[Burn, float]:
    """Return the motor and how long it burns, s, for a size; its flow is that of the plan."""
    exhaust = model.number("retro_exhaust_speed")
    mass = model.number("lander_release_mass")
    planned = mass * -math.expm1(-model.number("retro_design_delta_v") / exhaust)
    flow = planned / model.number("retro_burn_duration")
    burnt = mass * -math.expm1(-delta_v_m_s / exhaust)
    return Burn(start_s, direction, exhaust / 1000.0, mass, flow), burnt / flow


def fly_to_interface(
    track: Track, model: LandingModel, *, until_s: float, spacing_s: float
) -> Interface | None:
    """Coast to the interface; None when the closest approach comes first and lies above it."""
    interface_km = model.number("entry_interface")
    stops = (
        Stop("entry", lambda _, y: altitude_km(*y[:3].tolist()) - interface_km),
        Stop("closest_approach", lambda _, y: -radial_speed_km_s(y)),
    )
    if track.run(coast, until_s, stops=stops, spacing_s=spacing_s) != "entry":
        return None
    speed = float(np.linalg.norm(track.y[3:]))
    angle = math.degrees(math.asin(-radial_speed_km_s(track.y) / speed))
    return Interface(track.t, speed, angle)


@dataclass(frozen=True, eq=False)
class Planner:
    """Finds directions of the burn for one release.

    Attributes
    ----------
    frame : LandingFrame
        Its epoch is the release.
    release : (6,) array
        State at release, landing frame.
    model : LandingModel
        Site, interface and motor.
    """

    frame: LandingFrame
    release: Floats
    model: LandingModel

    def plan(self, *, delta_v_m_s: float, start_delay_s: float, aim_angle_deg: float) -> BurnPlan:
        """Choose the direction for a size, a delay and an entry angle.

        Two conditions, two angles of the direction: the entry angle is met, and the plane of the
        arrival holds the place where the aim point will be. What the size leaves over brakes.

        Raises
        ------
        LandingPlanError
            If no direction meets both; the message says how large a burn would.
        """
        asked = f"{delta_v_m_s:g} m/s {start_delay_s:g} s after release"
        _, duration = retro_burn(
            self.model, start_s=start_delay_s, delta_v_m_s=delta_v_m_s, direction=(1.0, 0.0, 0.0)
        )
        arrival = _Arrival.after(self, start_delay_s + 0.5 * duration)
        size, aim = delta_v_m_s / 1000.0, math.radians(aim_angle_deg)
        least = arrival.least_km_s(aim)
        if least > size:
            raise LandingPlanError(
                f"a burn of {asked} cannot reach an entry angle of {aim_angle_deg:g} deg at the "
                f"aim point; it would take {1000.0 * least:.1f} m/s"
            )
        angles = np.array([math.acos(least / size), 0.0])
        aside = 0.0
        for _ in range(_MOST_ROUNDS):
            # The conic knows no J2 and no length of the burn: aim beside by what they do.
            angles = arrival.angles(size, aim + aside, angles)
            direction = arrival.direction(angles)
            reached = self._reached(delta_v_m_s, start_delay_s, direction)
            if reached is None:
                break
            error = aim - math.radians(reached.angle_deg)
            if abs(error) < _WELL_AIMED_RAD:
                braking = math.sin(float(angles[0]))
                x, y, z = direction.tolist()
                return BurnPlan(
                    delta_v_m_s, start_delay_s, aim_angle_deg, (x, y, z), braking, 1000.0 * least
                )
            aside += error
        raise LandingPlanError(
            f"no direction of a burn of {asked} was found for an entry angle of "
            f"{aim_angle_deg:g} deg"
        )

    def _reached(self, delta_v_m_s: float, start_s: float, direction: Floats) -> Interface | None:
        x, y, z = direction.tolist()
        track = Track(0.0, self.release)
        track.run(coast, start_s, spacing_s=_FAR_S)
        burn, duration = retro_burn(
            self.model, start_s=start_s, delta_v_m_s=delta_v_m_s, direction=(x, y, z)
        )
        track.run(burn, start_s + duration, spacing_s=_FAR_S)
        return fly_to_interface(track, self.model, until_s=_FAR_S, spacing_s=_FAR_S)


@dataclass(frozen=True, eq=False)
class _Arrival:
    """The arrival as a conic after an impulse in the middle of the burn."""

    planner: Planner
    middle_s: float
    state: Floats
    axes: Floats
    """Rows: against the flight, across it towards Mars, and across both on the site's side."""
    radius_km: float

    @classmethod
    def after(cls, planner: Planner, middle_s: float) -> _Arrival:
        state = Conic.from_state(planner.release, gm_km3_s2=GM).state(middle_s)
        along = state[3:] / np.linalg.norm(state[3:])
        lowering = -state[:3] + (state[:3] @ along) * along
        lowering /= np.linalg.norm(lowering)
        model = planner.model
        a_km, _, c_km = RADII_KM["mars"]
        sine = math.sin(math.radians(model.site_lat_deg))
        radius_km = a_km - (a_km - c_km) * sine * sine + model.number("entry_interface")
        axes = np.array([-along, lowering, cross(along, lowering)])
        return cls(planner, middle_s, state, axes, radius_km)

    def direction(self, angles: Floats) -> Floats:
        """Return the unit vector (3,) for the braking angle and the turn about the flight."""
        brake, turn = angles.tolist()
        across = math.cos(brake)
        parts = np.array([math.sin(brake), across * math.cos(turn), across * math.sin(turn)])
        unit: Floats = parts @ self.axes
        return unit

    def angles(self, size_km_s: float, aim: float, start: Floats) -> Floats:
        """Return braking angle and turn that meet the aim (rad) with a size."""
        return _newton(lambda trial: self._misses(size_km_s, trial, aim), start)

    def least_km_s(self, aim: float) -> float:
        """Return the size that meets the aim across the flight alone."""

        def misses(trial: Floats) -> Floats:
            size, turn = trial.tolist()
            return self._misses(size, np.array([0.0, turn]), aim)

        return float(_newton(misses, np.array([0.1, 0.0]))[0])

    def _misses(self, size_km_s: float, angles: Floats, aim: float) -> Floats:
        """Entry too steep (as a cosine) and site off the plane of the arrival (as a sine), (2,)."""
        velocity = self.state[3:] + size_km_s * self.direction(angles)
        momentum = cross(self.state[:3], velocity)
        size = float(np.linalg.norm(momentum))
        energy = 0.5 * float(velocity @ velocity) - GM / float(np.linalg.norm(self.state[:3]))
        speed = math.sqrt(2.0 * (energy + GM / self.radius_km))
        site_s = (
            self.middle_s
            + _fall_s(np.concatenate([self.state[:3], velocity]), self.radius_km)
            + _FLIGHT_IN_AIR_S
        )
        model = self.planner.model
        site = self.planner.frame.site_km(
            lat_deg=model.site_lat_deg, lon_east_deg=model.site_lon_east_deg, dt_s=site_s
        )
        off_plane = float(momentum @ site) / (size * float(np.linalg.norm(site)))
        return np.array([math.cos(aim) - size / (self.radius_km * speed), off_plane])


def _newton(misses: Callable[[Floats], Floats], start: Floats) -> Floats:
    """Newton's method in two unknowns with differences; steps are bounded."""
    x = start
    for _ in range(_MOST_STEPS):
        miss = misses(x)
        if float(np.abs(miss).max()) < _CONIC_TOLERANCE:
            return x
        slopes = np.column_stack(
            [(misses(x + _DIFFERENCE * axis) - miss) / _DIFFERENCE for axis in np.eye(2)]
        )
        try:
            step = np.linalg.solve(slopes, miss)
        except np.linalg.LinAlgError:
            break
        x = x - step * min(1.0, _LONGEST_STEP / float(np.abs(step).max()))
    raise LandingPlanError("no burn leads from this release to the aim point at that entry angle")


def _fall_s(state: Floats, radius_km: float) -> float:
    """Seconds from a state on the way in until the radius of the interface or the periapsis."""
    r = float(np.linalg.norm(state[:3]))
    a = 1.0 / (float(state[3:] @ state[3:]) / GM - 2.0 / r)
    momentum2 = float(np.sum(cross(state[:3], state[3:]) ** 2))
    e = math.sqrt(1.0 + momentum2 / (GM * a))

    def since_periapsis_s(radius: float) -> float:
        anomaly = math.acosh(max(1.0, (radius / a + 1.0) / e))
        return math.sqrt(a**3 / GM) * (e * math.sinh(anomaly) - anomaly)

    return since_periapsis_s(r) - since_periapsis_s(radius_km)
