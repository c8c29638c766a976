"""From the interface down: shield, parachutes, soft-landing motor, and how it ends."""

from __future__ import annotations

import numpy as np

from mars7viz.determination.landing.diary import Diary
from mars7viz.determination.landing.field import LandingFrame, altitude_km
from mars7viz.determination.landing.integration import Stop, Track
from mars7viz.determination.landing.motion import (
    Descent,
    DragArea,
    air_speed_km_s,
    shield_drag,
)
from mars7viz.determination.landing.parameters import LandingModel
from mars7viz.determination.landing.values import LandingOutcome

_SAMPLES_ENTRY_S = 0.5
_SAMPLES_CANOPY_S = 1.0
_SAMPLES_MOTOR_S = 0.05
_ENTRY_STEP_S = 5.0
_LONGEST_S = 3600.0


class DescentPlayer:
    """Plays the way down on a track that has reached the interface.

    Parameters
    ----------
    track, diary, frame, model
        Of the landing that is played.
    """

    def __init__(
        self, track: Track, diary: Diary, frame: LandingFrame, model: LandingModel
    ) -> None:
        self._track = track
        self._diary = diary
        self._frame = frame
        self._model = model
        self._mass_kg = model.number("lander_entry_mass")
        self._shield = shield_drag(model)
        ground_km = model.number("ground_height")
        self._ground = Stop("ground", lambda _, y: altitude_km(*y[:3].tolist()) - ground_km)

    def play(self) -> tuple[LandingOutcome, float]:
        """Play to the ground or out of the atmosphere; return how it ended and the peak load, g."""
        n = self._model.number
        first = self._diary.count
        ended = self._enter()
        peak = self._diary.peak(first)
        peak_g = self._diary.load(peak)
        self._diary.note("peak_load", mass_kg=self._mass_kg, load_g=peak_g, sample=peak)
        if ended == "atmosphere_exit":
            self._diary.note(ended, mass_kg=self._mass_kg)
            return LandingOutcome.SKIPPED, peak_g
        if ended != "pilot_parachute":
            return self._hit(LandingOutcome.TOO_STEEP), peak_g
        canopy = n("parachute_drag_coefficient") * self._model.parachute_area_m2
        pilot = n("parachute_drag_coefficient") * n("pilot_parachute_area")
        stages = (
            ("pilot_parachute", pilot, True, n("pilot_parachute_time"), None),
            ("main_reefed", n("reefed_share") * canopy, True, _LONGEST_S, self._slow()),
            ("main_full", canopy, True, n("shield_drop_delay"), None),
            ("shield_drop", canopy, False, _LONGEST_S, self._low()),
        )
        for event_id, area, has_shield, longest_s, stop in stages:
            if not has_shield:
                self._mass_kg -= n("heat_shield_mass")
            descent = self._descent(self._with_shield(area) if has_shield else _constant(area))
            self._note(event_id, descent)
            ended = self._run(descent, longest_s, stop, _SAMPLES_CANOPY_S)
            if ended == "ground":
                return self._hit(LandingOutcome.CRASHED), peak_g
        return self._land_softly(), peak_g

    def _enter(self) -> str:
        interface_km = self._model.number("entry_interface")
        called_km_s = self._model.number("parachute_speed") / 1000.0
        frame = self._frame
        stops = (
            self._ground,
            Stop("atmosphere_exit", lambda _, y: interface_km - altitude_km(*y[:3].tolist())),
            Stop("pilot_parachute", lambda _, y: air_speed_km_s(frame, y) - called_km_s),
        )
        descent = self._descent(self._shield)
        ended = self._track.run(
            descent.rates(),
            self._track.t + _LONGEST_S,
            stops=stops,
            spacing_s=_SAMPLES_ENTRY_S,
            max_step_s=_ENTRY_STEP_S,
        )
        self._diary.loads_since(descent.load())
        return ended

    def _slow(self) -> Stop:
        limit = self._model.number("unreef_mach")

        def too_fast(_: float, y: np.ndarray) -> float:
            air = self._model.atmosphere.at(altitude_km(*y[:3].tolist()))
            return 1000.0 * air_speed_km_s(self._frame, y) / air.sound_speed_m_s - limit

        return Stop("slow", too_fast)

    def _low(self) -> Stop:
        height_km = self._model.number("ground_height")
        height_km += self._model.number("soft_landing_height") / 1000.0
        return Stop("low", lambda _, y: altitude_km(*y[:3].tolist()) - height_km)

    def _land_softly(self) -> LandingOutcome:
        n = self._model.number
        self._mass_kg = n("lander_surface_mass")
        braking = n("soft_landing_delta_v") / n("soft_landing_burn") / 1000.0
        motor = self._descent(_constant(0.0), braking_km_s2=braking)
        self._note("soft_landing", motor)
        # The motor stops a lander that it has stopped: it is shut by the ground or by its end.
        ended = self._run(motor, n("soft_landing_burn"), self._stopped(), _SAMPLES_MOTOR_S)
        if ended != "ground":
            ended = self._run(self._descent(_constant(0.0)), _LONGEST_S, None, _SAMPLES_MOTOR_S)
        speed_m_s = 1000.0 * air_speed_km_s(self._frame, self._track.y)
        if speed_m_s > n("survivable_touchdown"):
            return self._hit(LandingOutcome.CRASHED)
        self._diary.note("touchdown", mass_kg=self._mass_kg)
        return LandingOutcome.LANDED

    def _stopped(self) -> Stop:
        return Stop("stopped", lambda _, y: air_speed_km_s(self._frame, y) - 1e-3)

    def _hit(self, outcome: LandingOutcome) -> LandingOutcome:
        self._diary.note("impact", mass_kg=self._mass_kg)
        return outcome

    def _note(self, event_id: str, descent: Descent) -> None:
        self._diary.note(event_id, mass_kg=self._mass_kg, load_g=descent.load()(0.0, self._track.y))

    def _descent(self, area: DragArea, *, braking_km_s2: float = 0.0) -> Descent:
        return Descent(
            self._frame, self._model.atmosphere, area, self._mass_kg, braking_km_s2=braking_km_s2
        )

    def _with_shield(self, area_m2: float) -> DragArea:
        return lambda mach: self._shield(mach) + area_m2

    def _run(self, descent: Descent, longest_s: float, stop: Stop | None, spacing_s: float) -> str:
        stops = (self._ground,) if stop is None else (self._ground, stop)
        ended = self._track.run(
            descent.rates(), self._track.t + longest_s, stops=stops, spacing_s=spacing_s
        )
        self._diary.loads_since(descent.load())
        return ended


def _constant(area_m2: float) -> DragArea:
    return lambda _: area_m2
