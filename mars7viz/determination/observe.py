"""What a flight says to the documents: each one's figure, computed from the path."""

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM, C_KM_S, DAY_S, GM_KM3_S2, RADII_KM
from mars7viz.determination.departure import burn_delta_v_km_s
from mars7viz.determination.entry_aim import geographic_deg, heights_km
from mars7viz.determination.flight import COLUMN, Flight, Joints
from mars7viz.determination.hyperbola import Hyperbolas, b_axes, hyperbolas, state_at_radius
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.ephemeris.kepler import elements
from mars7viz.ephemeris.lambert import lambert
from mars7viz.ephemeris.orientation import body_rotation
from mars7viz.ephemeris.surface import fixed_place

Floats = NDArray[np.float64]

_DIRECT = (
    "parking_perigee",
    "parking_apogee",
    "parking_inclination",
    "plane_lead",
    "insertion_range",
    "perigee_offset",
    "burn_length",
    "burn_pitch",
    "burn_yaw",
    "sunlight_factor",
    "correction_size",
    "correction_in_plane",
    "correction_off_plane",
)


def fitted_figures(flight: Flight, p: Floats) -> dict[str, Floats]:
    """Give (m,) figures of the documents that can be fitted, for (m, parameters)."""
    joints = flight.joints(p)
    figures = {name: p[:, COLUMN[name]] for name in _DIRECT}
    figures["separation_wait"] = flight.times.separation_et - joints.cutoff_et
    approach = p[:, COLUMN["approach_x"] : COLUMN["approach_z"] + 1]
    figures["approach_correction_size"] = np.linalg.norm(approach, axis=1)
    passes = flight.passes(joints)
    pass_et = flight.times.closest_approach_et - passes.since_periapsis_s
    point = passes.periapsis * passes.periapsis_km[:, None]
    figures["miss_height"] = np.array(
        [
            fixed_place("mars", body_rotation("mars", float(et)) @ where).height_km
            for et, where in zip(pass_et, point, strict=True)
        ]
    )
    # Midnight before the expected encounter.
    midnight = np.floor((flight.documents.dates["closest_approach"] + 43_135.0) / DAY_S) * DAY_S
    figures["encounter_day"] = (pass_et - (midnight - 43_135.0)) / 3600.0
    return figures | _entry_figures(flight, p, joints, passes)


def _entry_figures(
    flight: Flight, p: Floats, joints: Joints, passes: Hyperbolas
) -> dict[str, Floats]:
    """Site, angle and retro burn of the intended entry."""
    states, entry_et = entry_states(flight, p, passes)
    gm = GM_KM3_S2["mars"]
    start, arrive = np.empty((len(p), 3)), states.copy()
    for row in range(len(p)):
        start[row], arrive[row, 3:] = lambert(
            joints.retro_mars[row, :3],
            states[row, :3],
            dt_s=float(entry_et[row]) - flight.times.retro_et,
            gm_km3_s2=gm,
            prograde=bool(passes.normal[row, 2] > 0.0),
        )
    kick = (start - joints.retro_mars[:, 3:]) * 1e3
    forward = joints.retro_mars[:, 3:] / np.linalg.norm(joints.retro_mars[:, 3:], axis=1)[:, None]
    r, v = arrive[:, :3], arrive[:, 3:]
    sine = -np.einsum("mk,mk->m", r, v) / np.linalg.norm(r, axis=1) / np.linalg.norm(v, axis=1)
    sites, _ = flight.descent.sites(arrive, entry_et)
    latitude, longitude = geographic_deg(sites)
    return {
        "entry_angle": np.degrees(np.arcsin(sine)),
        "entry_shift": p[:, COLUMN["entry_shift"]],
        "entry_speed": np.linalg.norm(v, axis=1),
        "site_latitude": latitude,
        "site_longitude": longitude,
        "retro_size": np.linalg.norm(kick, axis=1),
        "retro_along": np.einsum("mk,mk->m", kick, forward),
        "retro_sideways": np.einsum("mk,mk->m", kick, passes.normal),
    }


def entry_states(flight: Flight, p: Floats, passes: Hyperbolas) -> tuple[Floats, Floats]:
    """Give the intended entry, (m, 6) about Mars and (m,) instants, on the flown asymptote."""
    gm = GM_KM3_S2["mars"]
    entry_et = flight.times.closest_approach_et + p[:, COLUMN["entry_shift"]]
    angle = np.radians(p[:, COLUMN["entry_angle"]])
    clock = np.radians(p[:, COLUMN["entry_clock"]])[:, None]
    t_axis, r_axis = b_axes(passes.incoming, flight.model.pole("mars"))
    side = np.cos(clock) * t_axis + np.sin(clock) * r_axis
    height = flight.documents.numbers["flight.entry_height_km"]
    radius = np.full(len(p), RADII_KM["mars"][0] + height)
    rotation = body_rotation("mars", flight.times.closest_approach_et)
    for _ in range(4):
        speed = np.sqrt(passes.v_infinity_km_s**2 + 2.0 * gm / radius)
        b = radius * speed * np.cos(angle) / passes.v_infinity_km_s
        states, _ = state_at_radius(
            passes.incoming, passes.v_infinity_km_s, b[:, None] * side, radius, gm_km3_s2=gm
        )
        # The height above an ellipsoid of revolution does not feel the turn about its axis.
        radius = radius + height - heights_km(states[:, :3] @ rotation.T)
    return states, entry_et


def shown_figures(flight: Flight, p: Floats) -> dict[str, float]:
    """Give the figures that are compared and not fitted, for one set of parameters (p,)."""
    joints = flight.joints(p[None])
    passes = flight.passes(joints)
    times, sky = flight.times, flight.solar_system
    pass_et = times.closest_approach_et - float(passes.since_periapsis_s[0])
    away = hyperbolas(joints.separation_earth, gm_km3_s2=GM_KM3_S2["earth"])
    asymptote = away.outgoing[0]
    perigee_et = times.separation_et - float(away.since_periapsis_s[0])
    middle_et = 0.5 * float(joints.ignition_et[0] + joints.cutoff_et[0])
    orbit = elements(
        np.concatenate(
            [part @ ICRF_TO_ECLIPTIC.T for part in np.split(joints.cruise_middle_sun[0], 2)]
        ),
        gm_km3_s2=GM_KM3_S2["sun"],
    )
    earth = sky.relative_state("earth", "sun", middle_et)
    mars = sky.relative_state("mars", "sun", pass_et)
    leave, _ = lambert(earth[:3], mars[:3], dt_s=pass_et - middle_et, gm_km3_s2=GM_KM3_S2["sun"])
    states, entry_et = entry_states(flight, p[None], passes)
    sites, down_et = flight.descent.sites(states, entry_et)
    speed = np.sqrt(passes.v_infinity_km_s[0] ** 2 + 2 * GM_KM3_S2["mars"] / passes.periapsis_km[0])
    numbers = flight.documents.numbers
    return {
        "release_distance": float(np.linalg.norm(joints.release_before_mars[0, :3])),
        "site_sun_height": _height_deg(flight, sites[0], float(down_et[0]), "sun"),
        "site_earth_height": _height_deg(flight, sites[0], float(down_et[0]), "earth"),
        "departure_c3": float(np.sum((leave - earth[3:]) ** 2)),
        "osculating_c3": float(away.v_infinity_km_s[0] ** 2),
        "departure_declination": float(np.degrees(np.arcsin(asymptote[2]))),
        "asymptote_off_plane": float(np.degrees(np.arcsin(asymptote @ joints.normal[0]))),
        "perigee_passage": perigee_et - times.ignition_et - 255.0,
        "burn_delta_v": float(
            burn_delta_v_km_s(
                engine=(numbers["engine.thrust_kn"], numbers["engine.specific_impulse_s"]),
                burnout_mass_kg=numbers["engine.burnout_mass_kg"],
                length_s=p[None, COLUMN["burn_length"]],
            )[0]
        ),
        "flight_time": (pass_et - times.launch_et) / DAY_S,
        "perihelion": orbit.periapsis_km / AU_KM,
        "aphelion": float(orbit.apoapsis_km or np.nan) / AU_KM,
        "eccentricity": orbit.e,
        "inclination": orbit.i_deg,
        "period": float(orbit.period_s or np.nan) / DAY_S,
        "arrival_v_infinity": float(passes.v_infinity_km_s[0]),
        "periapsis_speed": float(speed),
        "bend": float(np.degrees(passes.bend_rad[0])),
        "light_time": float(np.linalg.norm(sky.relative_state("earth", "mars", pass_et)[:3]))
        / C_KM_S,
        "closest_approach_et": pass_et,
        "entry_et": float(entry_et[0]),
    }


def _height_deg(flight: Flight, site_fixed_km: Floats, et: float, body: str) -> float:
    """Height of a body over the horizon of a place on Mars, degrees."""
    rotation = body_rotation("mars", et)
    place = fixed_place("mars", site_fixed_km)
    lat, lon = np.radians(place.lat_deg), np.radians(place.lon_deg)
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    there = rotation @ flight.solar_system.relative_state(body, "mars", et)[:3] - site_fixed_km
    return float(np.degrees(np.arcsin(up @ there / np.linalg.norm(there))))
