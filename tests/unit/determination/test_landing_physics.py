"""The physics of the intended landing against closed forms, tables and another integrator."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.determination.landing.atmosphere import Atmosphere
from mars7viz.determination.landing.descent import DescentPlayer
from mars7viz.determination.landing.diary import Diary
from mars7viz.determination.landing.field import (
    LandingFrame,
    altitude_km,
    gravity,
    potential,
)
from mars7viz.determination.landing.integration import Stop, Track
from mars7viz.determination.landing.motion import Descent, coast, shield_drag
from mars7viz.determination.landing.parameters import load_landing_model
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.surface import fixed_place, fixed_position_km, geodetic
from mars7viz.mission.load import load_mission

ET = utc_to_et("1974-03-09T04:50:00Z")
G0 = 9.80665


@pytest.fixture(scope="module")
def model():
    return load_landing_model(load_mission())


@pytest.fixture(scope="module")
def frame():
    return LandingFrame.at(ET)


def entry_state(*, speed_km_s=5.56, angle_deg=11.7, height_km=100.0):
    """Over 45 S, towards the east-north-east."""
    up = fixed_position_km("mars", lon_deg=300.0, lat_deg=-45.0, height_km=height_km)
    vertical = up / np.linalg.norm(up)
    east = np.cross([0.0, 0.0, 1.0], vertical)
    east /= np.linalg.norm(east)
    ahead = (east + 0.3 * np.cross(vertical, east)) / math.hypot(1.0, 0.3)
    angle = math.radians(angle_deg)
    velocity = speed_km_s * (math.cos(angle) * ahead - math.sin(angle) * vertical)
    return np.concatenate([up, velocity])


# Height (km), pressure (Pa) and density (kg/m³): COSPAR reference columns of the Mars-GRAM output.
REFERENCE = [
    (0.0, 636.0, 1.55e-2),
    (10.0, 254.0, 6.47e-3),
    (20.0, 94.7, 2.63e-3),
    (32.0, 26.3, 7.97e-4),
    (44.0, 6.56, 2.17e-4),
    (52.0, 2.45, 8.52e-5),
    (60.0, 0.878, 3.18e-5),
    (70.0, 0.233, 8.73e-6),
    (80.0, 0.0608, 2.29e-6),
    (104.0, 2.52e-3, 9.17e-8),
]


@pytest.mark.parametrize(("height_km", "pressure_pa", "density_kg_m3"), REFERENCE)
def test_the_air_is_the_reference_atmosphere(model, height_km, pressure_pa, density_kg_m3):
    assert model.atmosphere.pressure_pa(height_km) == pytest.approx(pressure_pa, rel=0.02)
    assert model.atmosphere.at(height_km).density_kg_m3 == pytest.approx(density_kg_m3, rel=0.025)


@given(st.floats(-8.0, 150.0))
def test_the_air_is_in_hydrostatic_balance(height_km):
    atmosphere = Atmosphere(
        [(-8.0, 214.0), (10.0, 205.0), (60.0, 144.0), (120.0, 160.0)],
        surface_pressure_pa=636.0,
        gas_constant_j_kg_k=191.18,
        heat_capacity_ratio=1.33,
    )
    step_km = 1e-3
    slope = (
        atmosphere.pressure_pa(height_km + step_km) - atmosphere.pressure_pa(height_km - step_km)
    ) / (2e3 * step_km)
    local_g = GM_KM3_S2["mars"] / (3389.5 + height_km) ** 2 * 1e3
    assert slope == pytest.approx(-atmosphere.at(height_km).density_kg_m3 * local_g, rel=1e-4)


def test_drag_of_the_shield_is_near_newtons(model):
    # Stagnation pressure behind a strong shock in CO2 (gamma 1.15 to 1.3): 1.88 to 1.94.
    newton = 1.91 * math.sin(math.radians(60.0)) ** 2
    assert shield_drag(model)(20.0) / model.shield_area_m2 == pytest.approx(newton, rel=0.06)
    assert shield_drag(model)(1000.0) == shield_drag(model)(40.0)


@given(st.floats(-90.0, 90.0), st.floats(0.0, 360.0), st.floats(-5.0, 150.0))
def test_altitude_is_the_geodetic_height(lat_deg, lon_deg, height_km):
    position = fixed_position_km("mars", lon_deg=lon_deg, lat_deg=lat_deg, height_km=height_km)
    assert altitude_km(*position.tolist()) == pytest.approx(
        fixed_place("mars", position).height_km, abs=0.003
    )


def test_gravity_is_the_slope_of_the_potential():
    for position in ([3500.0, 10.0, -900.0], [-200.0, 3600.0, 2500.0], [9000.0, 4000.0, 12000.0]):
        slope = []
        for axis in np.eye(3):
            high, low = position + 0.1 * axis, position - 0.1 * axis
            slope.append((potential(*high) - potential(*low)) / 0.2)
        assert gravity(*position) == pytest.approx(tuple(-part for part in slope), rel=1e-7)


def test_the_frame_turns_as_the_ephemeris_does(frame):
    assert math.degrees(frame.spin_rad_s) * 86_400.0 == pytest.approx(350.89198226, abs=1e-4)
    position = np.array([1200.0, -2800.0, -1900.0])
    later_s = 14_000.0
    lat_deg, lon_deg = frame.place(position, later_s)
    place = geodetic("mars", ET + later_s, position @ frame.from_icrf)
    assert lat_deg == pytest.approx(place.lat_deg, abs=1e-5)
    assert lon_deg == pytest.approx(place.lon_deg % 360.0, abs=1e-5)
    site = frame.site_km(lat_deg=-50.0, lon_east_deg=332.0, dt_s=later_s)
    assert frame.place(site, later_s) == pytest.approx((-50.0, 332.0), abs=1e-9)


@pytest.mark.parametrize(("tolerance", "drift"), [(1.0, 1e-6), (1e-3, 1e-9)])
def test_free_fall_keeps_its_energy_and_its_turn_about_the_pole(tolerance, drift):
    start = np.array([-30_000.0, 25_000.0, 8_000.0, 2.2, -1.1, -0.2])
    track = Track(0.0, start, tolerance=tolerance)
    track.run(coast, 20_000.0, spacing_s=500.0)
    states = track.states
    assert 3500.0 < np.linalg.norm(states[:, :3], axis=1).min() < 9000.0
    energy = [0.5 * row[3:] @ row[3:] + potential(*row[:3]) for row in states]
    turn = states[:, 0] * states[:, 4] - states[:, 1] * states[:, 3]
    assert np.ptp(energy) < drift * abs(energy[0])
    assert np.ptp(turn) < drift * abs(turn[0])


@pytest.mark.parametrize("mass_kg", [400.0, 844.0, 1500.0])
@pytest.mark.parametrize("angle_deg", [60.0, 90.0])
def test_peak_load_of_a_steep_entry_is_allen_and_eggers(frame, model, mass_kg, angle_deg):
    """V² sin γ / (2 e H), whatever mass and drag: NACA Report 1381, 1958."""
    gas_constant, temperature = 191.18, 180.0
    isothermal = Atmosphere(
        [(-8.0, temperature), (200.0, temperature)],
        surface_pressure_pa=636.0,
        gas_constant_j_kg_k=gas_constant,
        heat_capacity_ratio=1.33,
    )
    speed_km_s = 12.0  # so fast that gravity has no time
    descent = Descent(
        replace(frame, spin_rad_s=0.0), isothermal, lambda _: 1.5 * model.shield_area_m2, mass_kg
    )
    track = Track(0.0, entry_state(speed_km_s=speed_km_s, angle_deg=angle_deg, height_km=130.0))
    ground = Stop("ground", lambda _, y: altitude_km(*y[:3].tolist()))
    track.run(descent.rates(), 600.0, stops=(ground,), spacing_s=0.02)
    load = descent.load()
    peak_g = max(load(0.0, row) for row in track.states)
    scale_height_km = gas_constant * temperature / (GM_KM3_S2["mars"] / 3389.5**2 * 1e6)
    closed = speed_km_s**2 * 1e6 * math.sin(math.radians(angle_deg))
    closed /= 2.0 * math.e * scale_height_km * 1000.0 * G0
    assert peak_g == pytest.approx(closed, rel=0.03)


def test_the_entry_agrees_with_another_integrator(frame, model):
    """Classical Runge-Kutta of fixed step with vectors in metres, written apart."""
    start = entry_state()
    mass, area = model.number("lander_entry_mass"), model.shield_area_m2
    spin = np.array([0.0, 0.0, frame.spin_rad_s])
    mach_rows, cd_rows = np.array(model.drag_mach), np.array(model.drag_coefficient)
    j2, radius, gm = 1.9566067e-3, 3396.0e3, GM_KM3_S2["mars"] * 1e9
    a, _, c = RADII_KM["mars"]

    def rates(y):
        r, v = y[:3], y[3:]
        d = np.linalg.norm(r)
        s = r[2] / d
        k = 1.5 * j2 * (radius / d) ** 2
        pull = -gm / d**3 * r * (1.0 + k * (np.array([1.0, 1.0, 3.0]) - 5.0 * s * s))
        wind = v - np.cross(spin, r)
        speed = np.linalg.norm(wind)
        height = d / 1e3 - a * c / math.sqrt((c * c) * (1 - s * s) + (a * a) * s * s)
        air = model.atmosphere.at(height)
        cd = np.interp(speed / air.sound_speed_m_s, mach_rows, cd_rows)
        drag = -0.5 * air.density_kg_m3 * cd * area * speed / mass * wind
        return np.concatenate([v, pull + drag])

    step = 0.1
    y, t = start * 1e3, 0.0
    while np.linalg.norm(y[3:] - np.cross(spin, y[:3])) > 600.0:
        before, t = y, t + step
        k1 = rates(y)
        k2 = rates(y + 0.5 * step * k1)
        k3 = rates(y + 0.5 * step * k2)
        k4 = rates(y + step * k3)
        y = y + step / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    fast = np.linalg.norm(before[3:] - np.cross(spin, before[:3]))
    slow = np.linalg.norm(y[3:] - np.cross(spin, y[:3]))
    share = (fast - 600.0) / (fast - slow)
    t_end, end = t - step + share * step, before + share * (y - before)

    track = Track(0.0, start)
    diary = Diary(track, frame, model)
    DescentPlayer(track, diary, frame, model).play()
    opened = next(event for event in diary.events() if event.id == "pilot_parachute")
    assert opened.et - ET == pytest.approx(t_end, abs=0.01)
    assert opened.altitude_km == pytest.approx(altitude_km(*(end[:3] / 1e3)), abs=0.01)


def test_a_tighter_tolerance_moves_the_touchdown_by_less_than_a_metre(frame, model):
    ends = []
    for tolerance in (1.0, 0.1):
        track = Track(0.0, entry_state(), tolerance=tolerance)
        DescentPlayer(track, Diary(track, frame, model), frame, model).play()
        ends.append(track.y[:3])
    assert np.linalg.norm(ends[1] - ends[0]) < 1e-3


def test_the_earliest_of_two_stops_ends_a_phase():
    fall = Track(0.0, np.array([3700.0, 0.0, 0.0, -1.0, 0.0, 0.0]))
    late = Stop("late", lambda _, y: y[0] - 3500.0)
    early = Stop("early", lambda _, y: y[0] - 3600.0)
    assert fall.run(coast, 1000.0, stops=(late, early), spacing_s=10.0) == "early"
    assert fall.y[0] == pytest.approx(3600.0, abs=1e-6)
    assert np.all(np.diff(fall.times) > 0.0)
