"""Session: every request goes in here, every view is told from here, once per tick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from mars7viz.errors import UserError
from mars7viz.mission.text import Language
from mars7viz.session.timeline import Timeline
from mars7viz.snapshot.camera import default_pose, focus_names, kept_out, orbited, zoomed
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.flight import Flight
from mars7viz.snapshot.options import (
    CameraPose,
    Caption,
    Layers,
    Playback,
    SurfacePlace,
    ViewOptions,
)
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World


class View(Protocol):
    """Whatever shows a snapshot. ``present`` asks for nothing and emits nothing."""

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show the world as it is in ``snapshot``."""


class UnknownFocusError(UserError, ValueError):
    """Asked to look at something that is not in the scene."""

    def __init__(self, name: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"unknown focus '{name}'; allowed: {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class _Flown:
    """A flight and how much of it has passed; a held one is told its fraction for the next tick."""

    planned: Flight
    duration_s: float
    passed_s: float = 0.0
    is_held: bool = False


class Session:
    """Time and look: the only mutable state above the views.

    Parameters
    ----------
    world
        What never changes while the program runs.
    timeline, options
        Where to begin; by default the mission's own timeline at its opening view.
    reduced_motion
        Whether the camera cuts where it would fly.
    """

    def __init__(
        self,
        world: World,
        *,
        timeline: Timeline,
        options: ViewOptions,
        reduced_motion: bool = False,
    ) -> None:
        self._world = world
        self._timeline = timeline
        self._options = options
        self._views: list[View] = []
        self._presented: tuple[float, ViewOptions] | None = None
        self._snapshot: SceneSnapshot | None = None
        self._reduced_motion = reduced_motion
        self._flight: _Flown | None = None
        self._told: tuple[tuple[CameraPose, CameraPose, float], Flight] | None = None

    @property
    def world(self) -> World:
        """The world this session moves through."""
        return self._world

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now."""
        return self._timeline

    @property
    def options(self) -> ViewOptions:
        """How the world is looked at now."""
        return self._options

    def add_view(self, view: View) -> None:
        """Tell ``view`` of every change from the next tick on."""
        self._views.append(view)
        self._presented = None

    # --- time

    def seek(self, et: float) -> None:
        """Go to ``et`` (clamped to the timeline)."""
        self._timeline = self._timeline.seek(et)

    def seek_event(self, event_id: str) -> None:
        """Go to the instant of a mission event."""
        self.seek(self._world.mission.event(event_id).et)

    def step_event(self, direction: int) -> None:
        """Go to the next (``direction`` > 0) or previous event of the mission."""
        ets = sorted({event.et for event in self._world.mission.events})
        here = self._timeline.et
        later = [et for et in ets if et > here + 1e-3]
        earlier = [et for et in ets if et < here - 1e-3]
        if direction > 0 and later:
            self.seek(later[0])
        elif direction < 0 and earlier:
            self.seek(earlier[-1])

    def play(self) -> None:
        """Let time run."""
        self._timeline = self._timeline.playing()

    def pause(self) -> None:
        """Let time stand still."""
        self._timeline = self._timeline.paused()

    def toggle_play(self) -> None:
        """Play if paused, pause if playing."""
        if self._timeline.is_playing:
            self.pause()
        else:
            self.play()

    def set_rate(self, rate: float) -> None:
        """Set mission seconds per wall second; negative runs backwards."""
        self._timeline = self._timeline.with_rate(rate)

    def faster(self) -> None:
        """Go up one step of the ladder of rates."""
        self._timeline = self._timeline.faster()

    def slower(self) -> None:
        """Go down one step of the ladder of rates."""
        self._timeline = self._timeline.slower()

    def reverse(self) -> None:
        """Run time the other way."""
        self._timeline = self._timeline.reversed()

    def hold(self) -> None:
        """Keep time where the finger put it, until :meth:`release`."""
        self._timeline = self._timeline.held()

    def release(self) -> None:
        """Let a held timeline go on."""
        self._timeline = self._timeline.released()

    # --- look

    def orbit(self, *, d_azimuth_deg: float, d_elevation_deg: float) -> None:
        """Turn the camera about its focus; in flight, turn where it is going."""
        self._change(orbited(self._destination, d_azimuth_deg, d_elevation_deg))

    def zoom(self, factor: float) -> None:
        """Multiply the camera's distance by ``factor``, within what the focus allows."""
        self._change(zoomed(self._destination, factor))

    def focus(self, name: str) -> None:
        """Fly to a body or craft, to its own good distance.

        Nobody sees a flight before the first tick: there it is a cut.
        """
        allowed = focus_names(self._world)
        if name not in allowed:
            raise UnknownFocusError(name, allowed)
        self.fly(default_pose(self._world, name, self._timeline.et))

    def fly(self, camera: CameraPose) -> None:
        """Fly to a pose, by the ticks to come; under reduced motion, cut."""
        if self._reduced_motion or self._snapshot is None:
            self.look(camera)
            return
        snapshot = self._now()
        planned = Flight.planned(self._options.camera, kept_out(camera), snapshot)
        self._flight = _Flown(planned, duration_s=planned.duration_s(snapshot))

    def look(self, camera: CameraPose) -> None:
        """Look along a given pose; its distance is kept within what its focus allows."""
        self._flight = None
        self._options = self._options.with_camera(kept_out(camera))

    def look_in_flight(
        self, start: CameraPose, end: CameraPose, *, start_et: float, fraction: float
    ) -> None:
        """Stand at a fraction (0 to 1) of a flight between two poses, as a tour tells.

        Its way is planned for the world at ``start_et``, so that it stays one way while time
        passes. Under reduced motion the camera is at its end.
        """
        if self._reduced_motion:
            self.look(end)
            return
        start, end = kept_out(start), kept_out(end)
        told = (start, end, start_et)
        if self._told is None or self._told[0] != told:
            planned = Flight.planned(start, end, evaluate(self._world, start_et))
            self._told = (told, planned)
        self._flight = _Flown(self._told[1], duration_s=1.0, passed_s=fraction, is_held=True)

    def set_reduced_motion(self, *, reduced: bool) -> None:
        """Let the camera cut where it would fly; a flight under way arrives."""
        self._reduced_motion = reduced
        if reduced and self._flight is not None:
            self.look(self._flight.planned.end)

    @property
    def is_flying(self) -> bool:
        """Whether the camera is on its way; ticks bring it there."""
        return self._flight is not None

    @property
    def _destination(self) -> CameraPose:
        return self._options.camera if self._flight is None else self._flight.planned.end

    def _change(self, camera: CameraPose) -> None:
        """Change the pose that a hand has hold of: in flight the one it will arrive at."""
        if self._flight is None:
            self.look(camera)
        else:
            planned = replace(self._flight.planned, end=kept_out(camera))
            self._flight = replace(self._flight, planned=planned)

    def set_layers(self, layers: Layers) -> None:
        """Choose which kinds of things are drawn."""
        self._options = replace(self._options, layers=layers)

    def toggle_layer(self, name: str) -> None:
        """Turn one layer on or off."""
        layers = self._options.layers
        self.set_layers(replace(layers, **{name: not getattr(layers, name)}))

    def set_language(self, language: Language) -> None:
        """Show texts in "en" or "ru"."""
        self._options = replace(self._options, language=language)

    def set_body_scale(self, body_scale: float) -> None:
        """Exaggerate the sizes of bodies; 1 is the truth."""
        self._options = replace(self._options, body_scale=body_scale)

    def set_exposure(self, exposure_ev: float) -> None:
        """Add photographic stops to the automatic exposure."""
        self._options = replace(self._options, exposure_ev=exposure_ev)

    def set_caption(self, caption: Caption | None) -> None:
        """Put words over the picture, or take them away."""
        self._options = replace(self._options, caption=caption)

    def show_place(self, place: SurfacePlace | None) -> None:
        """Say where on a body somebody pointed, or forget it."""
        self._options = replace(self._options, place=place)

    # --- the loop

    def tick(self, wall_dt_s: float) -> bool:
        """Advance by ``wall_dt_s`` and tell every view once if anything changed.

        Returns
        -------
        Whether the views were told.
        """
        self._timeline = self._timeline.advanced(wall_dt_s)
        if self._flight is not None:
            self._fly_on(max(wall_dt_s, 0.0))
        playback = Playback(is_playing=self._timeline.is_playing, rate=self._timeline.rate)
        if playback != self._options.playback:
            self._options = replace(self._options, playback=playback)
        wanted = (self._timeline.et, self._options)
        if wanted == self._presented:
            return False
        snapshot = self._now()
        for view in self._views:
            view.present(snapshot, self._options)
        self._presented = wanted
        return True

    def _now(self) -> SceneSnapshot:
        """Return the world at the timeline's instant, evaluated once."""
        if self._snapshot is None or self._snapshot.et != self._timeline.et:
            self._snapshot = evaluate(self._world, self._timeline.et)
        return self._snapshot

    def _fly_on(self, wall_dt_s: float) -> None:
        """Bring the camera as far as it flies in ``wall_dt_s``."""
        flown = self._flight
        if flown is None:
            return
        if not flown.is_held:
            flown = replace(flown, passed_s=flown.passed_s + wall_dt_s)
        fraction = flown.passed_s / flown.duration_s
        self._options = self._options.with_camera(flown.planned.at(self._now(), fraction))
        if flown.is_held:
            # Whoever told it may be interrupted, as a visitor does a tour: then it flies on alone.
            duration_s = flown.planned.duration_s(self._now())
            flown = _Flown(flown.planned, duration_s, passed_s=fraction * duration_s)
        self._flight = None if fraction >= 1.0 else flown
