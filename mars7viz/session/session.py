"""Session: every request goes in here, every view is told from here, once per tick."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from mars7viz.errors import UserError
from mars7viz.mission.text import Language
from mars7viz.session.timeline import Timeline
from mars7viz.snapshot.camera import (
    clamped_distance_km,
    default_pose,
    focus_names,
    orbited,
    zoomed,
)
from mars7viz.snapshot.evaluate import evaluate
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


class Session:
    """Time and look: the only mutable state above the views.

    Parameters
    ----------
    world
        What never changes while the program runs.
    timeline, options
        Where to begin; by default the mission's own timeline at its opening view.
    """

    def __init__(self, world: World, *, timeline: Timeline, options: ViewOptions) -> None:
        self._world = world
        self._timeline = timeline
        self._options = options
        self._views: list[View] = []
        self._presented: tuple[float, ViewOptions] | None = None
        self._snapshot: SceneSnapshot | None = None

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
        """Turn the camera about its focus."""
        self.look(orbited(self._options.camera, d_azimuth_deg, d_elevation_deg))

    def zoom(self, factor: float) -> None:
        """Multiply the camera's distance by ``factor``, within what the focus allows."""
        self.look(zoomed(self._options.camera, factor))

    def focus(self, name: str) -> None:
        """Look at a body or craft from its own good distance."""
        allowed = focus_names(self._world)
        if name not in allowed:
            raise UnknownFocusError(name, allowed)
        self.look(default_pose(self._world, name, self._timeline.et))

    def look(self, camera: CameraPose) -> None:
        """Look along a given pose; its distance is kept within what its focus allows."""
        distance_km = clamped_distance_km(camera.focus, camera.distance_km)
        self._options = self._options.with_camera(replace(camera, distance_km=distance_km))

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
        playback = Playback(is_playing=self._timeline.is_playing, rate=self._timeline.rate)
        if playback != self._options.playback:
            self._options = replace(self._options, playback=playback)
        wanted = (self._timeline.et, self._options)
        if wanted == self._presented:
            return False
        if self._snapshot is None or self._snapshot.et != self._timeline.et:
            self._snapshot = evaluate(self._world, self._timeline.et)
        for view in self._views:
            view.present(self._snapshot, self._options)
        self._presented = wanted
        return True
