"""The same model on the entry of Mars 6, which was flown: the check that can be made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.determination.landing.descent import DescentPlayer
from mars7viz.determination.landing.diary import Diary
from mars7viz.determination.landing.field import LandingFrame
from mars7viz.determination.landing.integration import Track
from mars7viz.determination.landing.parameters import LandingModel
from mars7viz.determination.landing.values import LandingEvent, LandingOutcome
from mars7viz.ephemeris.conic import cross
from mars7viz.ephemeris.epoch import utc_to_et

Floats = NDArray[np.float64]

ENTRY_UTC: Final = "1974-03-12T08:53:12Z"
"""At the spacecraft: 09:05:53 received (NASA_M6), less 761 s of light time (CALC)."""
ENTRY_SPEED_KM_S: Final = 5.585
"""At 100 km, computed for the fact base (CALC); announced as 5.6."""
SITE: Final = (-23.90, 360.0 - 19.42)
"""Latitude and east longitude, degrees (NSSDC_M6)."""
ARRIVAL: Final = (42.87, -13.51)
"""Right ascension and declination of the way in, degrees, ICRF: that of Mars 7 (CALC) for want of
its own; both came along nearly the same path three days apart."""

ENTRY_TO_PARACHUTE_S: Final = 159.0
"""Flown: 09:05:53 to 09:08:32 received (NASA_M6)."""
UNDER_CANOPY_S: Final = 153.0
"""Flown: 09:08:32 to 09:11:05 received, loss of signal (NASA_M6)."""
END_SPEED_M_S: Final = 61.0
"""Estimated at the end (NSSDC_M6)."""
ANGLES_DEG: Final = (10.3, 11.0, 11.7)
"""Entry angles that its geometry and one recollection leave open (CALC, MEM)."""

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class EntryRun:
    """One entry of Mars 6 with our model."""

    angle_deg: float
    outcome: LandingOutcome
    peak_load_g: float
    entry_to_parachute_s: float
    parachute_altitude_km: float
    under_canopy_s: float
    """From the pilot parachute to the ground."""
    end_speed_m_s: float
    """Where the soft-landing motor fires."""
    events: tuple[LandingEvent, ...]


def fly_mars6(model: LandingModel, angle_deg: float) -> EntryRun:
    """Fly the entry of Mars 6 at an angle below the horizontal, onto its site.

    Parameters
    ----------
    model : LandingModel
        That of Mars 7: one lander type flew on both.
    angle_deg : float
        At the interface, inertial.
    """
    model = model.changed(ground_height=model.number("mars6_ground_height"))
    frame = LandingFrame.at(utc_to_et(ENTRY_UTC))
    ra, declination = map(math.radians, ARRIVAL)
    way_in = frame.from_icrf @ np.array(
        [
            math.cos(declination) * math.cos(ra),
            math.cos(declination) * math.sin(ra),
            math.sin(declination),
        ]
    )
    arc = math.radians(10.0)
    for _ in range(_ROUNDS):
        # The arc from the interface to the ground is moved until the site is under the end of it.
        state = _entry_state(frame, way_in, model, angle_deg, arc)
        track = Track(0.0, state)
        diary = Diary(track, frame, model)
        diary.note("entry", mass_kg=model.number("lander_entry_mass"))
        outcome, peak_g = DescentPlayer(track, diary, frame, model).play()
        here = track.y[:3]
        arc = math.atan2(float(np.linalg.norm(cross(state[:3], here))), float(state[:3] @ here))
    at = {event.id: event for event in diary.events()}
    opened, fired = at["pilot_parachute"], at["soft_landing"]
    return EntryRun(
        angle_deg=angle_deg,
        outcome=outcome,
        peak_load_g=peak_g,
        entry_to_parachute_s=opened.et - at["entry"].et,
        parachute_altitude_km=opened.altitude_km,
        under_canopy_s=fired.et - opened.et,
        end_speed_m_s=fired.speed_m_s,
        events=diary.events(),
    )


def _entry_state(
    frame: LandingFrame, way_in: Floats, model: LandingModel, angle_deg: float, arc_rad: float
) -> Floats:
    lat_deg, lon_deg = SITE
    site = frame.site_km(lat_deg=lat_deg, lon_east_deg=lon_deg, dt_s=300.0)
    radius_km = float(np.linalg.norm(site)) + model.number("entry_interface")
    up = site / np.linalg.norm(site)
    forward = way_in - (way_in @ up) * up
    forward /= np.linalg.norm(forward)
    cosine, sine = math.cos(arc_rad), math.sin(arc_rad)
    above, ahead = cosine * up - sine * forward, sine * up + cosine * forward
    angle = math.radians(angle_deg)
    velocity = ENTRY_SPEED_KM_S * (math.cos(angle) * ahead - math.sin(angle) * above)
    return np.concatenate([radius_km * above, velocity])
