"""The intended landing as a function of the retro burn; see docs/landing-what-if.md."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.determination.landing.atmosphere import MEAN_RADIUS_KM
from mars7viz.determination.landing.descent import DescentPlayer
from mars7viz.determination.landing.diary import Diary
from mars7viz.determination.landing.errors import check_range
from mars7viz.determination.landing.field import LandingFrame, altitude_km
from mars7viz.determination.landing.integration import Stop, Track
from mars7viz.determination.landing.motion import G0_KM_S2, coast
from mars7viz.determination.landing.parameters import LandingModel, load_landing_model
from mars7viz.determination.landing.plan import (
    BurnPlan,
    Planner,
    fly_to_interface,
    retro_burn,
)
from mars7viz.determination.landing.values import LandingEvent, LandingOutcome, WhatIf
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.ephemeris.conic import cross
from mars7viz.mission.model import Mission

Floats = NDArray[np.float64]

DELTA_V_M_S: Final = (0.0, 150.0)
DELAY_S: Final = (0.0, 7200.0)
ANGLE_DEG: Final = (6.0, 25.0)
"""Ranges of the arguments of `IntendedLanding.what_if`, both ends allowed."""

_SAMPLES_COAST_S = 60.0
_SAMPLES_BURN_S = 2.0
_BEYOND_S = 2.0 * 3600.0
_FAR_S = 24.0 * 3600.0
_IN_SPACE = (LandingOutcome.MISSED, LandingOutcome.SKIPPED)
_ON_THE_GROUND = (LandingOutcome.LANDED, LandingOutcome.CRASHED, LandingOutcome.TOO_STEEP)


class IntendedLanding:
    """The lander at its release, and what would have become of it.

    Parameters
    ----------
    lander : Chronology
        Its path; the state at release is taken from it and nothing after.
    release_et : float
        TDB seconds past J2000.
    model : LandingModel
        Vehicle, sequence, air, site.
    """

    def __init__(self, lander: Chronology, release_et: float, model: LandingModel) -> None:
        self.release_et = release_et
        self.model = model
        self.frame = LandingFrame.at(release_et)
        state = np.asarray(lander.relative_state(release_et, "mars"))
        self._planner = Planner(self.frame, self.frame.into(state), model)
        self._plans: dict[float, BurnPlan] = {}

    @classmethod
    def of_mission(
        cls,
        mission: Mission,
        chronologies: Mapping[str, Chronology],
        model: LandingModel | None = None,
    ) -> IntendedLanding:
        """Take release and path from a mission and its chronologies.

        Raises
        ------
        MissionFileError
            If ``landing.toml`` cannot be used.
        """
        release_et = mission.event("release").et
        return cls(chronologies["lander"], release_et, model or load_landing_model(mission))

    def plan(self, entry_angle_deg: float | None = None) -> BurnPlan:
        """Return the planned burn, of the planned size and delay, for an entry angle.

        Raises
        ------
        LandingArgumentError
            If the angle is out of range.
        LandingPlanError
            If the planned size does not reach that angle.
        """
        n = self.model.number
        low, high = ANGLE_DEG
        angle = n("entry_angle") if entry_angle_deg is None else entry_angle_deg
        angle = check_range("entry angle", angle, low=low, high=high, unit="deg")
        if angle not in self._plans:
            if len(self._plans) > 64:  # a slider passes through many
                self._plans.clear()
            self._plans[angle] = self._planner.plan(
                delta_v_m_s=n("retro_design_delta_v"),
                start_delay_s=60.0 * n("retro_planned_delay"),
                aim_angle_deg=angle,
            )
        return self._plans[angle]

    def what_if(
        self,
        retro_delta_v_m_s: float | None = None,
        start_delay_s: float | None = None,
        entry_angle_deg: float | None = None,
    ) -> WhatIf:
        """Play the landing for a burn.

        The direction is the planned one, for the planned size and delay and ``entry_angle_deg``,
        and is kept whatever the burn then does: the attitude was set before the release.

        Parameters
        ----------
        retro_delta_v_m_s : float, optional
            Size of the burn, 0 to 150; by default as planned.
        start_delay_s : float, optional
            Ignition after release, 0 to 7200 s; by default as planned.
        entry_angle_deg : float, optional
            Angle aimed at, 6 to 25 degrees below the horizontal; by default as planned.

        Returns
        -------
        WhatIf

        Raises
        ------
        LandingArgumentError
            If an argument is not finite or out of range.
        LandingPlanError
            If the planned burn does not reach the angle aimed at.
        """
        n = self.model.number
        if retro_delta_v_m_s is None:
            retro_delta_v_m_s = n("retro_design_delta_v")
        if start_delay_s is None:
            start_delay_s = 60.0 * n("retro_planned_delay")
        low, high = DELTA_V_M_S
        size = check_range("retro delta-v", retro_delta_v_m_s, low=low, high=high, unit="m/s")
        low, high = DELAY_S
        delay = check_range("start delay", start_delay_s, low=low, high=high, unit="s")
        plan = self.plan(entry_angle_deg)
        return _play(self._planner, plan, delta_v_m_s=size, start_delay_s=delay)


def _play(planner: Planner, plan: BurnPlan, *, delta_v_m_s: float, start_delay_s: float) -> WhatIf:
    model, frame = planner.model, planner.frame
    track = Track(0.0, planner.release)
    diary = Diary(track, frame, model)
    mass_kg = model.number("lander_release_mass")
    diary.note("release", mass_kg=mass_kg)
    track.run(coast, start_delay_s, spacing_s=_SAMPLES_COAST_S)
    diary.loads_since(None)
    if delta_v_m_s > 0.0:
        _burn(track, diary, model, plan, delta_v_m_s)
        track.run(coast, track.t + model.number("turn_delay"), spacing_s=_SAMPLES_COAST_S)
        mass_kg = model.number("lander_entry_mass")
        diary.note("turn", mass_kg=mass_kg)
    entry = fly_to_interface(track, model, until_s=_FAR_S, spacing_s=_SAMPLES_COAST_S)
    diary.loads_since(None)
    peak_g = 0.0
    if entry is None:
        outcome = LandingOutcome.MISSED
        diary.note("closest_approach", mass_kg=mass_kg)
    else:
        # Without a burn nothing enters; so the mass is that of the entry in any case.
        diary.note("entry", mass_kg=mass_kg)
        outcome, peak_g = DescentPlayer(track, diary, frame, model).play()
    miss_km = _site_miss_km(track, frame, model) if outcome in _ON_THE_GROUND else None
    if outcome in _IN_SPACE:
        _onward(track, diary, model)
    corridor_deg = model.number("entry_corridor")
    return WhatIf(
        retro_delta_v_m_s=delta_v_m_s,
        start_delay_s=start_delay_s,
        aim_angle_deg=plan.aim_angle_deg,
        direction=_to_icrf(plan.direction, frame),
        outcome=outcome,
        entry_angle_deg=entry.angle_deg if entry else None,
        entry_speed_km_s=entry.speed_km_s if entry else None,
        in_corridor=entry is not None and abs(entry.angle_deg - plan.aim_angle_deg) <= corridor_deg,
        peak_load_g=peak_g,
        site_miss_km=miss_km,
        events=_with_petals(diary.events(), model),
        samples=diary.samples(),
    )


def _burn(
    track: Track, diary: Diary, model: LandingModel, plan: BurnPlan, delta_v_m_s: float
) -> None:
    burn, duration_s = retro_burn(
        model, start_s=track.t, delta_v_m_s=delta_v_m_s, direction=plan.direction
    )

    def load(t: float, _: Floats) -> float:
        return burn.acceleration_km_s2(t) / G0_KM_S2

    diary.note("retro_ignition", mass_kg=burn.mass_kg, load_g=load(track.t, track.y))
    track.run(burn, track.t + duration_s, spacing_s=_SAMPLES_BURN_S)
    diary.loads_since(load)
    left_kg = burn.mass_kg - burn.flow_kg_s * duration_s
    diary.note("retro_cutoff", mass_kg=left_kg, load_g=load(track.t, track.y))


def _onward(track: Track, diary: Diary, model: LandingModel) -> None:
    """Follow what leaves Mars again, or the orbit it was caught in, for a while."""
    interface_km = model.number("entry_interface")
    again = Stop("entry", lambda _, y: altitude_km(*y[:3].tolist()) - interface_km)
    track.run(coast, track.t + _BEYOND_S, stops=(again,), spacing_s=_SAMPLES_COAST_S)
    diary.loads_since(None)


def _site_miss_km(track: Track, frame: LandingFrame, model: LandingModel) -> float:
    site = frame.site_km(
        lat_deg=model.site_lat_deg, lon_east_deg=model.site_lon_east_deg, dt_s=track.t
    )
    here = track.y[:3]
    sine, cosine = float(np.linalg.norm(cross(here, site))), float(here @ site)
    return MEAN_RADIUS_KM * math.atan2(sine, cosine)


def _to_icrf(
    direction: tuple[float, float, float], frame: LandingFrame
) -> tuple[float, float, float]:
    x, y, z = (np.array(direction) @ frame.from_icrf).tolist()
    return x, y, z


def _with_petals(events: tuple[LandingEvent, ...], model: LandingModel) -> tuple[LandingEvent, ...]:
    if events[-1].id != "touchdown":
        return events
    petals = replace(
        events[-1],
        id="petals",
        name=model.steps["petals"].name,
        et=events[-1].et + model.number("petals_delay"),
        speed_m_s=0.0,
        mach=0.0,
    )
    return (*events, petals)
