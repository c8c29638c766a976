"""A first guess for the fit: asymptote of the Lambert arc, then the pass, then the entry."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2, RADII_KM
from mars7viz.determination.departure import launch_planes
from mars7viz.determination.entry_aim import geographic_deg
from mars7viz.determination.errors import InconsistentDocumentsError
from mars7viz.determination.flight import COLUMN, PARAMETERS, STEPS, Flight
from mars7viz.determination.hyperbola import b_axes, hyperbolas
from mars7viz.determination.observe import entry_states
from mars7viz.ephemeris.errors import NoConvergenceError
from mars7viz.ephemeris.lambert import lambert

Floats = NDArray[np.float64]

_DEPARTURE: Final = ("insertion_range", "burn_length", "burn_yaw")
_ENTRY: Final = ("entry_shift", "entry_clock")
_MOST_STEPS: Final = 40


def first_guess(flight: Flight) -> Floats:
    """Give parameters (p,) whose path passes Mars where the documents say, near enough to fit.

    Raises
    ------
    InconsistentDocumentsError
        If no path reaches Mars on the documented dates; the message names them.
    """
    p = _from_documents(flight)
    try:
        p = _newton(p, _DEPARTURE, lambda q: _asymptote_miss(flight, q), 1e-6, "departure")
        p = _newton(p, _DEPARTURE, lambda q: _pass_miss(flight, q), 1e-3, "pass of Mars")
        return _newton(p, _ENTRY, lambda q: _site_miss(flight, q), 1e-3, "intended site")
    except NoConvergenceError as error:
        raise InconsistentDocumentsError(
            f"{flight.documents.file}: documents 'launch', 'separation' and 'closest_approach' "
            f"are joined by no path: {error}"
        ) from None


def _from_documents(flight: Flight) -> Floats:
    documents, times = flight.documents, flight.times
    p = np.zeros(len(PARAMETERS))
    for name, column in COLUMN.items():
        if any(document.id == name for document in documents):
            p[column] = documents.document(name).value
    asymptote = _wanted_asymptote(flight)
    direction, normal = launch_planes(
        launch_et=times.launch_et,
        lat_deg=documents.numbers["flight.pad_lat_deg"],
        lon_east_deg=documents.numbers["flight.pad_lon_east_deg"],
        inclination_deg=p[None, COLUMN["parking_inclination"]],
        lead_s=p[None, COLUMN["plane_lead"]],
    )
    gm, radius = GM_KM3_S2["earth"], RADII_KM["earth"][0] + 220.0
    outward = asymptote - (asymptote @ normal[0]) * normal[0]
    e = 1.0 + radius * float(asymptote @ asymptote) / gm
    x = outward / np.linalg.norm(outward)
    turn = np.arccos(-1.0 / e)
    perigee = np.cos(turn) * x - np.sin(turn) * np.cross(normal[0], x)
    along = np.degrees(
        np.arctan2(perigee @ np.cross(normal[0], direction[0]), perigee @ direction[0])
    )
    parked = RADII_KM["earth"][0] + 175.0
    rate = np.degrees(np.sqrt(gm / parked**3))
    coast_s = times.ignition_et + 255.0 - times.insertion_et
    p[COLUMN["insertion_range"]] = (along - rate * coast_s + 180.0) % 360.0 - 180.0
    p[COLUMN["entry_shift"]] = -1200.0
    p[COLUMN["entry_clock"]] = documents.numbers["flight.b_plane_angle_deg"]
    if flight.approach_correction:
        p[COLUMN["approach_x"]] = documents.document("approach_correction_size").value
    return p


def _wanted_asymptote(flight: Flight) -> Floats:
    """(3,) km/s: departure velocity of the Lambert arc between the planets."""
    sky = flight.solar_system
    start_et = flight.times.ignition_et + 255.0
    stop_et = flight.times.closest_approach_et
    earth = sky.relative_state("earth", "sun", start_et)
    mars = sky.relative_state("mars", "sun", stop_et)
    velocity, _ = lambert(earth[:3], mars[:3], dt_s=stop_et - start_et, gm_km3_s2=GM_KM3_S2["sun"])
    return np.asarray(velocity - earth[3:])


def _asymptote_miss(flight: Flight, p: Floats) -> Floats:
    """(m, 3) km/s: departure velocity at infinity, minus the wanted one."""
    away = hyperbolas(flight.departures(p)["separation_earth"], gm_km3_s2=GM_KM3_S2["earth"])
    return away.v_infinity_km_s[:, None] * away.outgoing - _wanted_asymptote(flight)


def _pass_miss(flight: Flight, p: Floats) -> Floats:
    """(m, 3): thousands of km in the B-plane, and of seconds along the path."""
    entry = flight.arrivals(p)["mars_entry_mars"]
    passes = hyperbolas(entry, gm_km3_s2=GM_KM3_S2["mars"])
    numbers = flight.documents.numbers
    t_axis, r_axis = b_axes(passes.incoming, flight.model.pole("mars"))
    radius = RADII_KM["mars"][0] - 10.0 + flight.documents.document("miss_height").value
    b = radius * np.sqrt(1.0 + 2.0 * GM_KM3_S2["mars"] / (radius * passes.v_infinity_km_s**2))
    angle = np.radians(numbers["flight.b_plane_angle_deg"])
    miss_t = np.einsum("mk,mk->m", passes.b_km, t_axis) - b * np.cos(angle)
    miss_r = np.einsum("mk,mk->m", passes.b_km, r_axis) - b * np.sin(angle)
    late = flight.times.mars_entry_et - passes.since_periapsis_s - flight.times.closest_approach_et
    return np.stack([miss_t, miss_r, late], axis=1) / 1e3


def _site_miss(flight: Flight, p: Floats) -> Floats:
    """(m, 2) degrees: where the intended entry comes down, minus the intended site."""
    passes = flight.passes(flight.joints(p))
    sites, _ = flight.descent.sites(*entry_states(flight, p, passes))
    latitude, longitude = geographic_deg(sites)
    numbers = flight.documents.numbers
    east = longitude - numbers["flight.site_lon_east_deg"]
    return np.stack(
        [latitude - numbers["flight.site_lat_deg"], (east + 180.0) % 360.0 - 180.0], axis=1
    )


def _newton(
    start: Floats,
    names: tuple[str, ...],
    miss: Callable[[Floats], Floats],
    enough: float,
    what: str,
) -> Floats:
    """Move the named parameters until the miss is gone, halving steps that go astray."""
    columns = [COLUMN[name] for name in names]
    p = start.copy()
    here = miss(p[None])[0]
    for _ in range(_MOST_STEPS):
        if np.abs(here).max() < enough:
            return p
        batch = np.tile(p, (len(columns), 1))
        steps = STEPS[columns]
        batch[np.arange(len(columns)), columns] += steps
        jacobian = ((miss(batch) - here) / steps[:, None]).T
        move = np.linalg.lstsq(jacobian, -here, rcond=None)[0]
        part = 1.0
        while part > 1e-3:
            trial = p.copy()
            trial[columns] += part * move
            there = miss(trial[None])[0]
            if np.linalg.norm(there) < np.linalg.norm(here):
                break
            part *= 0.5
        else:
            break
        p, here = trial, there
    if np.abs(here).max() < enough:
        return p
    raise NoConvergenceError(f"{what}: {np.abs(here).max():.4g} left (thousands of km or degrees)")
