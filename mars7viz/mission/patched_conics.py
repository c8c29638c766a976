"""The first law of the path: conics about Earth, Sun and Mars, joined where one takes over.

The documents give the launch, the parking orbit, the correction and the miss; three numbers are
missing, the velocity with which the craft left the Earth. They follow from the encounter: its time,
its distance and the side on which Mars was passed. Newton's method finds them; every arc between is
two-body. Perturbations, finite burns and the covariance belong to the full reconstruction, which
replaces this module.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.ephemeris.conic import Conic, cross
from mars7viz.ephemeris.errors import NoConvergenceError
from mars7viz.ephemeris.lambert import lambert
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.ephemeris.surface import geodetic, surface_position_km

Float64 = NDArray[np.float64]

GM_EARTH = GM_KM3_S2["earth"]
GM_SUN = GM_KM3_S2["sun"]
GM_MARS = GM_KM3_S2["mars"]

EARTH_SPHERE_KM = 925_000.0
MARS_SPHERE_KM = 577_000.0
"""Radii of the spheres of influence, where the center of the arc changes (facts: CALC, MEM)."""

_MAX_ITERATIONS = 30
_TOLERANCE_KM = 1e-4


@dataclass(frozen=True, slots=True)
class PathConditions:
    """What the path must meet. Times are et; angles in degrees; altitudes above the ellipsoid."""

    launch_et: float
    pad_lat_deg: float
    pad_lon_east_deg: float
    insertion_et: float
    parking_perigee_km: float
    parking_apogee_km: float
    parking_inclination_deg: float
    injection_et: float
    correction_et: float
    correction_delta_v_km_s: float
    release_et: float
    closest_approach_et: float
    miss_altitude_km: float
    b_plane_angle_deg: float
    lander_push_km_s: float
    coast_stage_push_km_s: float
    ascent_plane_s: float
    """How long after launch the pad lies in the orbit's plane: the ascent turns with the Earth."""


@dataclass(frozen=True, eq=False)
class PatchedPath:
    """States (6,) at the joints, km and km/s, ICRF, about the center each name ends with."""

    pad_earth: Float64
    parking_normal: Float64
    insertion_earth: Float64
    injection_earth: Float64
    earth_exit_et: float
    earth_exit_sun: Float64
    correction_sun: Float64
    mars_entry_et: float
    mars_entry_mars: Float64
    release_coast_stage_mars: Float64
    release_lander_mars: Float64


def solve(conditions: PathConditions, solar_system: SolarSystem) -> PatchedPath:
    """Find the path that meets ``conditions``.

    Raises
    ------
    NoConvergenceError
        If no departure velocity meets them.
    """
    parking = _ParkingOrbit.through_pad(conditions)
    v_infinity = _first_guess(conditions, solar_system)
    mars_entry_et = conditions.closest_approach_et - 2.5 * 86_400.0
    for _ in range(3):
        flight = _Flight(conditions, solar_system, parking, mars_entry_et)
        v_infinity = _newton(flight, v_infinity)
        entry_sun = flight.path(v_infinity).mars_entry_mars
        radius_km = float(np.linalg.norm(entry_sun[:3]))
        range_rate = float(entry_sun[:3] @ entry_sun[3:]) / radius_km
        # The entry instant is moved until it lies on the sphere; the path hardly feels it.
        mars_entry_et += (MARS_SPHERE_KM - radius_km) / range_rate
    flight = _Flight(conditions, solar_system, parking, mars_entry_et)
    return flight.path(_newton(flight, v_infinity))


@dataclass(frozen=True, eq=False)
class _ParkingOrbit:
    normal: Float64
    radius_at_injection_km: float
    pad_earth: Float64
    true_anomaly: float

    @classmethod
    def through_pad(cls, conditions: PathConditions) -> _ParkingOrbit:
        """Return the orbit of the documented inclination whose plane the pad turns through."""
        at_launch = surface_position_km(
            "earth",
            conditions.launch_et,
            lon_deg=conditions.pad_lon_east_deg,
            lat_deg=conditions.pad_lat_deg,
            height_km=0.0,
        )
        plane_et = conditions.launch_et + conditions.ascent_plane_s
        in_plane = surface_position_km(
            "earth",
            plane_et,
            lon_deg=conditions.pad_lon_east_deg,
            lat_deg=conditions.pad_lat_deg,
            height_km=0.0,
        )
        pole = body_rotation("earth", plane_et)[2]
        direction = in_plane / np.linalg.norm(in_plane)
        east = cross(pole, direction)
        east /= np.linalg.norm(east)
        north = cross(direction, east)
        # Napier's rule: cos i = cos(latitude) sin(azimuth); the launch went north-east.
        sine = math.cos(math.radians(conditions.parking_inclination_deg)) / float(
            np.linalg.norm(cross(pole, direction))
        )
        azimuth = math.asin(sine)
        heading = math.sin(azimuth) * east + math.cos(azimuth) * north
        spin = np.array([0.0, 0.0, 7.292115e-5]) @ body_rotation("earth", conditions.launch_et)
        equatorial_km = RADII_KM["earth"][0]
        perigee = equatorial_km + conditions.parking_perigee_km
        apogee = equatorial_km + conditions.parking_apogee_km
        coast_s = conditions.injection_et - conditions.insertion_et
        true_anomaly, radius_km = _since_periapsis(perigee, apogee, coast_s)
        return cls(
            normal=cross(direction, heading),
            radius_at_injection_km=radius_km,
            pad_earth=np.concatenate([at_launch, cross(spin, at_launch)]),
            true_anomaly=true_anomaly,
        )

    def state_at_injection(self, conditions: PathConditions, direction: Float64) -> Float64:
        """Return the parking orbit's own state where the burn begins, at ``direction``."""
        equatorial_km = RADII_KM["earth"][0]
        perigee = equatorial_km + conditions.parking_perigee_km
        apogee = equatorial_km + conditions.parking_apogee_km
        e = (apogee - perigee) / (apogee + perigee)
        speed = math.sqrt(GM_EARTH / (perigee * (1.0 + e)))
        along = cross(self.normal, direction)
        velocity = speed * (
            e * math.sin(self.true_anomaly) * direction
            + (1.0 + e * math.cos(self.true_anomaly)) * along
        )
        return np.concatenate([self.radius_at_injection_km * direction, velocity])


def _since_periapsis(perigee_km: float, apogee_km: float, dt_s: float) -> tuple[float, float]:
    """Return true anomaly (rad) and radius (km) ``dt_s`` after the periapsis of an ellipse."""
    a, e = 0.5 * (perigee_km + apogee_km), (apogee_km - perigee_km) / (apogee_km + perigee_km)
    mean = math.sqrt(GM_EARTH / a**3) * dt_s
    eccentric = mean
    for _ in range(20):
        eccentric -= (eccentric - e * math.sin(eccentric) - mean) / (1 - e * math.cos(eccentric))
    true = 2.0 * math.atan2(
        math.sqrt(1 + e) * math.sin(eccentric / 2), math.sqrt(1 - e) * math.cos(eccentric / 2)
    )
    return true, a * (1.0 - e * math.cos(eccentric))


@dataclass(frozen=True, eq=False)
class _Flight:
    """The chain of conics as a function of the departure velocity at infinity."""

    conditions: PathConditions
    solar_system: SolarSystem
    parking: _ParkingOrbit
    mars_entry_et: float

    def _from_sun(self, body: str, et: float) -> Float64:
        return self.solar_system.state(body, et) - self.solar_system.state("sun", et)

    def path(self, v_infinity: Float64) -> PatchedPath:
        """Return every joint for a departure velocity (3,), km/s, ICRF, relative to Earth."""
        c = self.conditions
        injection = self._injection(v_infinity)
        parking_end = self.parking.state_at_injection(
            c, injection[:3] / np.linalg.norm(injection[:3])
        )
        insertion = _moved(parking_end, gm_km3_s2=GM_EARTH, dt_s=c.insertion_et - c.injection_et)
        exit_et = c.injection_et + _time_to_radius(injection, GM_EARTH, EARTH_SPHERE_KM)
        exit_earth = _moved(injection, gm_km3_s2=GM_EARTH, dt_s=exit_et - c.injection_et)
        exit_sun = exit_earth + self._from_sun("earth", exit_et)
        correction = _moved(exit_sun, gm_km3_s2=GM_SUN, dt_s=c.correction_et - exit_et)
        # The direction of the correction is not documented: taken along the flight, and graded so.
        forward = correction[3:] / np.linalg.norm(correction[3:])
        correction = correction + np.concatenate([np.zeros(3), c.correction_delta_v_km_s * forward])
        entry_sun = _moved(correction, gm_km3_s2=GM_SUN, dt_s=self.mars_entry_et - c.correction_et)
        entry = entry_sun - self._from_sun("mars", self.mars_entry_et)
        release = _moved(entry, gm_km3_s2=GM_MARS, dt_s=c.release_et - self.mars_entry_et)
        push = np.zeros(6)
        push[3:] = release[3:] / np.linalg.norm(release[3:])
        return PatchedPath(
            pad_earth=self.parking.pad_earth,
            parking_normal=self.parking.normal,
            insertion_earth=insertion,
            injection_earth=injection,
            earth_exit_et=exit_et,
            earth_exit_sun=exit_sun,
            correction_sun=correction,
            mars_entry_et=self.mars_entry_et,
            mars_entry_mars=entry,
            release_coast_stage_mars=release - c.coast_stage_push_km_s * push,
            release_lander_mars=release + c.lander_push_km_s * push,
        )

    def residual(self, v_infinity: Float64) -> Float64:
        """Miss of the lander's pass: B-plane across and up, and along the way, (3,) km."""
        c = self.conditions
        state = self.path(v_infinity).release_lander_mars
        asymptote, speed, b_vector, periapsis_dt_s = _hyperbola(state)
        wanted = self._wanted_b(asymptote, speed)
        across = cross(asymptote, wanted / np.linalg.norm(wanted))
        miss = b_vector - wanted
        late_s = c.release_et + periapsis_dt_s - c.closest_approach_et
        return np.array([miss @ wanted / np.linalg.norm(wanted), miss @ across, late_s * speed])

    def _wanted_b(self, asymptote: Float64, speed_km_s: float) -> Float64:
        """B-vector whose pass has the documented altitude, on the side the site demands."""
        c = self.conditions
        pole = body_rotation("mars", c.closest_approach_et)[2]
        t_axis = cross(asymptote, pole)
        t_axis /= np.linalg.norm(t_axis)
        r_axis = cross(asymptote, t_axis)
        angle = math.radians(c.b_plane_angle_deg)
        side = math.cos(angle) * t_axis + math.sin(angle) * r_axis
        radius_km = RADII_KM["mars"][0] + c.miss_altitude_km
        for _ in range(8):
            e = 1.0 + radius_km * speed_km_s**2 / GM_MARS
            direction = asymptote / e + math.sqrt(1.0 - 1.0 / e**2) * side
            place = geodetic("mars", c.closest_approach_et, radius_km * direction)
            excess_km = place.height_km - c.miss_altitude_km
            radius_km -= excess_km
            if abs(excess_km) < 1e-9:
                break
        b_km = radius_km * math.sqrt(1.0 + 2.0 * GM_MARS / (radius_km * speed_km_s**2))
        return b_km * side

    def _injection(self, v_infinity: Float64) -> Float64:
        """State after an impulsive injection at periapsis of the departure hyperbola."""
        speed = float(np.linalg.norm(v_infinity))
        outward = v_infinity / speed
        radius_km = self.parking.radius_at_injection_km
        normal = self.parking.normal
        e = 1.0 + radius_km * speed**2 / GM_EARTH
        in_plane = outward - (outward @ normal) * normal
        cosine = (-1.0 / e) / float(np.linalg.norm(in_plane))
        if cosine <= -1.0:
            raise NoConvergenceError("the departure asymptote is too far off the launch plane")
        x = in_plane / np.linalg.norm(in_plane)
        turn = math.acos(cosine)
        direction = math.cos(turn) * x - math.sin(turn) * cross(normal, x)
        # Velocity that leads from this point to this asymptote: Battin's hyperbolic locus.
        d = math.sqrt(GM_EARTH / (radius_km * (1.0 + float(direction @ outward))) + speed**2 / 4.0)
        velocity = (d + speed / 2.0) * outward + (d - speed / 2.0) * direction
        return np.concatenate([radius_km * direction, velocity])


def _moved(state: Float64, *, gm_km3_s2: float, dt_s: float) -> Float64:
    return Conic.from_state(state, gm_km3_s2=gm_km3_s2).state(dt_s)


def _time_to_radius(state: Float64, gm_km3_s2: float, radius_km: float) -> float:
    """Seconds from the periapsis state of a hyperbola until a radius is reached outbound."""
    r, v2 = float(np.linalg.norm(state[:3])), float(state[3:] @ state[3:])
    a = 1.0 / (v2 / gm_km3_s2 - 2.0 / r)
    e = 1.0 + r / a
    anomaly = math.acosh((radius_km / a + 1.0) / e)
    return math.sqrt(a**3 / gm_km3_s2) * (e * math.sinh(anomaly) - anomaly)


def _hyperbola(state: Float64) -> tuple[Float64, float, Float64, float]:
    """Incoming asymptote (3,), speed at infinity, B-vector (3,) km and time to periapsis (s)."""
    r, v = state[:3], state[3:]
    radius_km = float(np.linalg.norm(r))
    speed2 = float(v @ v) - 2.0 * GM_MARS / radius_km
    if speed2 <= 0.0:
        raise NoConvergenceError("the arrival at Mars is not hyperbolic")
    speed = math.sqrt(speed2)
    h = cross(r, v)
    e_vector = cross(v, h) / GM_MARS - r / radius_km
    e = float(np.linalg.norm(e_vector))
    periapsis = e_vector / e
    across = cross(h / np.linalg.norm(h), periapsis)
    asymptote = periapsis / e + math.sqrt(1.0 - 1.0 / e**2) * across
    a = GM_MARS / speed2
    sinh_anomaly = float(r @ v) / (e * math.sqrt(GM_MARS * a))
    mean = e * sinh_anomaly - math.asinh(sinh_anomaly)
    return (
        asymptote,
        speed,
        cross(asymptote, h) / speed,
        -mean * math.sqrt(a**3 / GM_MARS),
    )


def _first_guess(conditions: PathConditions, solar_system: SolarSystem) -> Float64:
    """Departure velocity of the Lambert arc from the Earth's center to that of Mars."""
    start_et, stop_et = conditions.injection_et, conditions.closest_approach_et
    sun_start, sun_stop = solar_system.state("sun", start_et), solar_system.state("sun", stop_et)
    earth = solar_system.state("earth", start_et) - sun_start
    mars = solar_system.state("mars", stop_et) - sun_stop
    velocity, _ = lambert(earth[:3], mars[:3], dt_s=stop_et - start_et, gm_km3_s2=GM_SUN)
    return np.asarray(velocity - earth[3:])


def _newton(flight: _Flight, v_infinity: Float64) -> Float64:
    """Move the departure velocity until the lander's pass is the documented one."""
    step = 1e-5
    residual = flight.residual(v_infinity)
    for _ in range(_MAX_ITERATIONS):
        if float(np.abs(residual).max()) < _TOLERANCE_KM:
            return v_infinity
        jacobian = np.column_stack(
            [(flight.residual(v_infinity + step * axis) - residual) / step for axis in np.eye(3)]
        )
        v_infinity = v_infinity - np.linalg.solve(jacobian, residual)
        residual = flight.residual(v_infinity)
    raise NoConvergenceError(
        f"no path meets the encounter: {np.abs(residual).max():.3g} km left after "
        f"{_MAX_ITERATIONS} steps"
    )
