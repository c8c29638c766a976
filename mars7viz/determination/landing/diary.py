"""What is noted down while a landing is played: samples with their loads, and events."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mars7viz.determination.landing.field import LandingFrame, altitude_km
from mars7viz.determination.landing.integration import Track
from mars7viz.determination.landing.motion import Load, air_speed_km_s
from mars7viz.determination.landing.parameters import LandingModel
from mars7viz.determination.landing.values import LandingEvent, LandingSamples

Floats = NDArray[np.float64]
AIR_SPEED_BELOW_KM = 200.0


class Diary:
    """Samples and events of one landing.

    Parameters
    ----------
    track : Track
        The path as it grows.
    frame : LandingFrame
        Its frame.
    model : LandingModel
        For the names of the steps and the air.
    """

    def __init__(self, track: Track, frame: LandingFrame, model: LandingModel) -> None:
        self._track = track
        self._frame = frame
        self._model = model
        self._loads: list[float] = [0.0]
        self._events: list[LandingEvent] = []

    def loads_since(self, load: Load | None) -> None:
        """Note the loads of the samples that came since the last call."""
        times, states = self._track.times, self._track.states
        start = len(self._loads)
        if load is None:
            self._loads += [0.0] * (len(times) - start)
        else:
            self._loads += [
                load(t, y) for t, y in zip(times[start:].tolist(), states[start:], strict=True)
            ]

    @property
    def count(self) -> int:
        """Number of samples noted so far."""
        return len(self._loads)

    def peak(self, first: int) -> int:
        """Return the number of the sample of greatest load from ``first`` on."""
        return first + int(np.argmax(self._loads[first:]))

    def load(self, sample: int) -> float:
        """Return the load of a sample."""
        return self._loads[sample]

    def note(
        self, event_id: str, *, mass_kg: float, load_g: float = 0.0, sample: int | None = None
    ) -> LandingEvent:
        """Note an event at the end of the path so far, or at an earlier sample of it."""
        if sample is None:
            t, y = self._track.t, self._track.y
        else:
            t, y = float(self._track.times[sample]), self._track.states[sample]
        height_km = altitude_km(*y[:3].tolist())
        in_air = height_km < AIR_SPEED_BELOW_KM
        speed_km_s = air_speed_km_s(self._frame, y) if in_air else float(np.linalg.norm(y[3:]))
        sound_m_s = self._model.atmosphere.at(height_km).sound_speed_m_s
        is_noted = height_km <= self._model.number("entry_interface") + 1e-6
        lat_deg, lon_deg = self._frame.place(y[:3], t)
        event = LandingEvent(
            id=event_id,
            name=self._model.steps[event_id].name,
            et=self._frame.epoch_et + t,
            altitude_km=height_km,
            speed_m_s=1000.0 * speed_km_s,
            mach=1000.0 * speed_km_s / sound_m_s if is_noted else None,
            load_g=load_g,
            mass_kg=mass_kg,
            lat_deg=lat_deg,
            lon_east_deg=lon_deg,
        )
        self._events.append(event)
        return event

    def events(self) -> tuple[LandingEvent, ...]:
        """Return the events in order of time."""
        return tuple(sorted(self._events, key=lambda event: event.et))

    def samples(self) -> LandingSamples:
        """Return the samples, turned into ICRF, read-only."""
        times, states = self._track.times, self._track.states
        spin = self._frame.spin_rad_s
        x, y, _, vx, vy, vz = states.T
        arrays = (
            self._frame.epoch_et + times,
            self._frame.out_of(states),
            np.array([altitude_km(*row) for row in states[:, :3].tolist()]),
            1000.0 * np.sqrt((vx + spin * y) ** 2 + (vy - spin * x) ** 2 + vz**2),
            np.array(self._loads),
        )
        for array in arrays:
            array.flags.writeable = False
        return LandingSamples(*arrays)
