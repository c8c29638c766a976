"""The session a desktop window opens with."""

from __future__ import annotations

from dataclasses import replace

from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.errors import UserError
from mars7viz.i18n import language_named
from mars7viz.session.session import Session
from mars7viz.session.timeline import Timeline
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.world import World


class DesktopError(UserError):
    """The window cannot open as asked; one line says why."""


def opened_session(
    world: World, *, utc: str | None, focus: str | None, language: str | None
) -> Session:
    """Make a session at the opening view, or where it was asked to open.

    Raises
    ------
    EpochError, DesktopError, UnknownFocusError, UnknownLanguageError
        With one line that says what is allowed.
    """
    mission = world.mission
    et, options = opening_view(world)
    if utc is not None:
        et = utc_to_et(utc)
        if not mission.timeline_start_et <= et <= mission.timeline_stop_et:
            raise DesktopError(
                f"{utc} is outside the timeline; allowed: "
                f"{et_to_utc(mission.timeline_start_et)} to {et_to_utc(mission.timeline_stop_et)}"
            )
    if language is not None:
        options = replace(options, language=language_named(language))
    timeline = Timeline(mission.timeline_start_et, mission.timeline_stop_et, et)
    session = Session(world, timeline=timeline, options=options)
    if focus is not None:
        session.focus(focus)
    return session
