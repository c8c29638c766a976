"""The exhibit's loop: a tour or a visitor asks the session, time passes, views are told. No Qt."""

from __future__ import annotations

from bisect import bisect_right

from mars7viz.i18n import LANGUAGES, Language
from mars7viz.session.session import Session
from mars7viz.session.timeline import RATES
from mars7viz.session.tour import Tour, play_moment
from mars7viz.shells.kiosk.idle import Attendance, Mode
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.options import Caption, Layers

LONGEST_STEP_S = 0.1
"""A step of the clock is never longer, so that a late frame does not make time jump."""
_NEXT_EVENT_WITHIN_S = 20.0
_SLOWEST_RATE = 60.0


class Exhibit:
    """What the exhibit does with touches and time; the clock is an argument.

    Parameters
    ----------
    session, tour
        The session that views are told from, and the tour of the loop.
    language
        The language that the loop begins with; its rounds take turns with the others.
    attendance
        The loop as it opens.
    now_s
        The clock now.
    """

    def __init__(
        self,
        session: Session,
        tour: Tour,
        *,
        language: Language,
        attendance: Attendance,
        now_s: float,
    ) -> None:
        self._session = session
        self._tour = tour
        self._first_language = language
        self._attendance = attendance
        self._told_s = now_s

    @property
    def mode(self) -> Mode:
        """What the exhibit does now."""
        return self._attendance.mode

    def seconds_left(self, now_s: float) -> int:
        """Return the seconds that a warning counts down."""
        return self._attendance.seconds_left(now_s)

    def touched(self, now_s: float) -> bool:
        """Hear of a touch, a click or a key, before anything else does.

        Returns
        -------
        Whether the touch has done its work: it took the exhibit over, or answered a warning.
        """
        before = self._attendance.at(now_s).mode
        self._attendance = self._attendance.touched(now_s)
        if before is Mode.ATTRACT:
            self._session.set_caption(None)
            self._session.set_layers(Layers())
        return before is not Mode.VISITOR

    def tick(self, now_s: float) -> Mode:
        """Let time pass and tell the views; return what the exhibit does now."""
        step_s = min(max(now_s - self._told_s, 0.0), LONGEST_STEP_S)
        self._told_s = now_s
        before = self._attendance.mode
        self._attendance = self._attendance.at(now_s)
        if self.mode is Mode.ATTRACT:
            if before is not Mode.ATTRACT:
                self._forget_visitor()
            self._play_loop(now_s)
        self._session.tick(step_s)
        return self.mode

    def _forget_visitor(self) -> None:
        """Put back what a visitor may have changed and a moment of the tour does not set."""
        self._session.release()
        self._session.set_rate(1.0)
        self._session.set_body_scale(1.0)
        self._session.set_exposure(0.0)

    def _play_loop(self, now_s: float) -> None:
        length_s = self._tour.duration_s
        first = LANGUAGES.index(self._first_language)
        turn = self._attendance.round_number(now_s, length_s=length_s)
        self._session.set_language(LANGUAGES[(first + turn) % len(LANGUAGES)])
        play_moment(self._session, self._tour.at(self._attendance.loop_s(now_s, length_s=length_s)))

    # --- what a visitor can ask for

    def go_home(self) -> None:
        """Show the view that every shell opens with, standing still."""
        et, options = opening_view(self._session.world)
        self._session.pause()
        self._session.set_caption(None)
        self._session.set_layers(options.layers)
        self._session.seek(et)
        self._session.look(options.camera)

    def look_at(self, name: str) -> None:
        """Look at a craft or body from its own good distance; the Sun shows the whole path."""
        self._session.set_caption(None)
        self._session.focus(name)

    def next_language(self) -> None:
        """Say everything in the other language."""
        here = LANGUAGES.index(self._session.options.language)
        self._session.set_language(LANGUAGES[(here + 1) % len(LANGUAGES)])

    def toggle_play(self) -> None:
        """Play, at a pace that brings the next event within sight, or pause."""
        if not self._session.timeline.is_playing:
            self._session.set_rate(self._pace())
        self._session.toggle_play()

    def _pace(self) -> float:
        here = self._session.timeline.et
        later = [event.et for event in self._session.world.mission.events if event.et > here + 1.0]
        if not later:
            return RATES[-1]
        return pace(min(later) - here)

    def step_event(self, direction: int) -> None:
        """Go to the next or the previous event of the mission and say its name."""
        self._session.step_event(direction)
        et = self._session.timeline.et
        mission = self._session.world.mission
        for event in mission.events:
            if abs(event.et - et) < 1e-3:
                phase = mission.phase_at(et)
                chapter = None if phase is None else phase.name
                self._session.set_caption(Caption(text=event.name, chapter=chapter))
                return
        self._session.set_caption(None)

    def seek(self, et: float) -> None:
        """Go to an instant; an event's name no longer stands over it."""
        self._session.set_caption(None)
        self._session.seek(et)


def pace(until_event_s: float) -> float:
    """Return the slowest step of the ladder that reaches the next event in twenty seconds."""
    wanted = max(until_event_s / _NEXT_EVENT_WITHIN_S, _SLOWEST_RATE)
    return RATES[min(bisect_right(RATES, wanted * (1 - 1e-9)), len(RATES) - 1)]
