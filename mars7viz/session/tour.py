"""Tours: scripted times, camera moves and captions, as one pure function of tour time.

Kiosk and film play a tour the same way: ``tour.at(t_s)`` says where things stand, ``play_moment``
turns that into the requests that a visitor could have made.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from mars7viz.mission.text import NO_TEXT, Language, Text
from mars7viz.session.easing import linear, short_way_deg, smooth, smoothstep
from mars7viz.session.session import Session
from mars7viz.session.timeline import Timeline
from mars7viz.snapshot.options import CameraPose, Caption, Layers, ViewOptions
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World

SMOOTH = "smooth"
LINEAR = "linear"
EASINGS = (SMOOTH, LINEAR)


@dataclass(frozen=True, slots=True)
class TourMoment:
    """Where a tour stands: mission instant ``et``, camera, words and layers."""

    et: float
    camera: CameraPose
    caption: Caption | None
    layers: Layers
    arrival: Arrival | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A flight under way: from where to where, when it began, and the fraction that has passed.

    ``start_et`` is the mission instant that its way is planned for.
    """

    start: CameraPose
    end: CameraPose
    start_et: float
    fraction: float


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A pose that the camera passes at a fraction ``at`` (0 to 1) of its shot."""

    at: float
    pose: CameraPose


@dataclass(frozen=True, slots=True)
class TimedCaption:
    """A caption and when it stands, wall seconds from the beginning of its shot."""

    start_s: float
    stop_s: float
    text: Text
    source: str


@dataclass(frozen=True)
class Shot:
    """One uncut piece of a tour.

    Mission time goes from ``start_et`` to ``stop_et`` (it may stand still or run backwards) while
    ``duration_s`` wall seconds pass. ``easing`` is the camera's, ``time_easing`` the clock's: each
    "smooth" or "linear". Captions are in order and do not overlap. Its first ``fly_s`` seconds are
    a flight from where the shot before left the camera; 0 is a cut.
    """

    id: str
    start_et: float
    stop_et: float
    duration_s: float
    keyframes: tuple[Keyframe, ...]
    easing: str
    time_easing: str
    captions: tuple[TimedCaption, ...]
    chapter: Text
    layers: Layers
    fly_s: float = 0.0

    def at(self, shot_s: float) -> TourMoment:
        """Return where the shot stands ``shot_s`` wall seconds after its beginning."""
        fraction = min(max(shot_s / self.duration_s, 0.0), 1.0)
        passed = smoothstep(fraction) if self.time_easing == SMOOTH else fraction
        low, high = sorted((self.start_et, self.stop_et))
        et = self.start_et + passed * (self.stop_et - self.start_et)
        return TourMoment(
            et=min(max(et, low), high),
            camera=self._camera(fraction),
            caption=self._caption(shot_s),
            layers=self.layers,
        )

    def _caption(self, shot_s: float) -> Caption | None:
        chapter = self.chapter or None
        for caption in self.captions:
            if caption.start_s <= shot_s < caption.stop_s:
                return Caption(text=caption.text, chapter=chapter, source=caption.source)
        return None if chapter is None else Caption(text=NO_TEXT, chapter=chapter)

    @cached_property
    def _tracks(self) -> dict[str, tuple[float, ...]]:
        """What is interpolated of each keyframe, by name."""
        poses = [keyframe.pose for keyframe in self.keyframes]
        return {
            "azimuth_deg": short_way_deg([pose.azimuth_deg for pose in poses]),
            "elevation_deg": tuple(pose.elevation_deg for pose in poses),
            # Equal ratios in equal times: an approach from 1 au looks as steady as one from 1 km.
            "distance_km": tuple(math.log(pose.distance_km) for pose in poses),
            "roll_deg": short_way_deg([pose.roll_deg for pose in poses]),
            "field_of_view_deg": tuple(pose.field_of_view_deg for pose in poses),
            "shift_x": tuple(pose.shift_x for pose in poses),
            "shift_y": tuple(pose.shift_y for pose in poses),
            "pan_deg": short_way_deg([pose.pan_deg for pose in poses]),
            "tilt_deg": short_way_deg([pose.tilt_deg for pose in poses]),
        }

    def _camera(self, fraction: float) -> CameraPose:
        knots = tuple(keyframe.at for keyframe in self.keyframes)
        between = smooth if self.easing == SMOOTH else linear
        value = {name: between(knots, track, fraction) for name, track in self._tracks.items()}
        return CameraPose(
            focus=self.keyframes[0].pose.focus,
            mode=self.keyframes[0].pose.mode,
            other=self.keyframes[0].pose.other,
            azimuth_deg=value["azimuth_deg"] % 360.0,
            elevation_deg=value["elevation_deg"],
            distance_km=math.exp(value["distance_km"]),
            roll_deg=value["roll_deg"],
            field_of_view_deg=value["field_of_view_deg"],
            shift_x=value["shift_x"],
            shift_y=value["shift_y"],
            pan_deg=value["pan_deg"],
            tilt_deg=value["tilt_deg"],
        )


@dataclass(frozen=True)
class Tour:
    """A tour: shots one after the other, with the frame rate and size it was composed for."""

    id: str
    title: Text
    fps: float
    size: tuple[int, int]
    shots: tuple[Shot, ...]

    @cached_property
    def _stops_s(self) -> tuple[float, ...]:
        return tuple(accumulate(shot.duration_s for shot in self.shots))

    @property
    def duration_s(self) -> float:
        """Wall seconds from the first frame to the end."""
        return self._stops_s[-1]

    def starts_s(self) -> tuple[float, ...]:
        """Wall second at which each shot begins."""
        return (0.0, *self._stops_s[:-1])

    def n_frames(self, fps: float) -> int:
        """Return the number of frames of the film, at least one; frame i shows ``i / fps``."""
        return max(1, round(self.duration_s * fps))

    def at(self, t_s: float) -> TourMoment:
        """Return where the tour stands ``t_s`` wall seconds after its beginning.

        Before the beginning and after the end its first and last moments hold. A shot holds from
        its first instant up to, not including, the first of the next.

        Raises
        ------
        ValueError
            If ``t_s`` is not a number.
        """
        if math.isnan(t_s):
            raise ValueError("tour time is not a number")
        index = min(bisect_right(self._stops_s, t_s), len(self.shots) - 1)
        shot, shot_s = self.shots[index], t_s - self.starts_s()[index]
        moment = shot.at(shot_s)
        if index == 0 or not shot_s < shot.fly_s:
            return moment
        before = self.shots[index - 1]
        arrival = Arrival(
            start=before.at(before.duration_s).camera,
            end=shot.at(shot.fly_s).camera,
            start_et=shot.start_et,
            fraction=max(shot_s, 0.0) / shot.fly_s,
        )
        return replace(moment, arrival=arrival)


def play_moment(session: Session, moment: TourMoment) -> None:
    """Ask a session for everything that a moment of a tour is; nobody is told before its tick.

    The session's own clock is stopped: the tour says what time it is.
    """
    session.pause()
    session.seek(moment.et)
    arrival = moment.arrival
    if arrival is None:
        session.look(moment.camera)
    else:
        session.look_in_flight(
            arrival.start, arrival.end, start_et=arrival.start_et, fraction=arrival.fraction
        )
    session.set_layers(moment.layers)
    session.set_caption(moment.caption)


def tour_session(world: World, tour: Tour, *, language: Language) -> Session:
    """Return a session that stands at the beginning of a tour."""
    first = tour.at(0.0)
    timeline = Timeline(
        start_et=world.mission.timeline_start_et,
        stop_et=world.mission.timeline_stop_et,
        et=first.et,
    )
    session = Session(
        world, timeline=timeline, options=ViewOptions(camera=first.camera, language=language)
    )
    play_moment(session, first)
    return session


class _LastPicture:
    """A view that keeps what it was told."""

    def __init__(self) -> None:
        self.told: tuple[SceneSnapshot, ViewOptions] | None = None

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        self.told = (snapshot, options)


def picture_at(
    world: World, tour: Tour, t_s: float, *, language: Language
) -> tuple[SceneSnapshot, ViewOptions]:
    """Return what every view is told ``t_s`` wall seconds into a tour.

    Kiosk and film arrive at the same two values, because they go the same way.
    """
    session = tour_session(world, tour, language=language)
    last = _LastPicture()
    session.add_view(last)
    play_moment(session, tour.at(t_s))
    session.tick(0.0)
    if last.told is None:
        raise RuntimeError("a first tick tells every view")
    return last.told
