"""What each craft was doing at an instant, from the mission's dated records. Nothing is guessed."""

from __future__ import annotations

from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Instrument, Mission, Spacecraft
from mars7viz.mission.text import Text
from mars7viz.snapshot.values import CraftStatus, InstrumentLine, StatusLine

BEFORE_LAUNCH = Text(
    en="Not yet launched. The craft is on the pad; nothing is on record to show before lift-off.",
    ru="Ещё не запущен. Аппарат на стартовом столе; до старта показывать нечего.",
)
AFTER_COVERAGE = Text(
    en="Beyond the end of the planetary ephemeris this program carries. Still in orbit of the Sun.",
    ru="За пределами планетных эфемерид этой программы. По-прежнему на орбите вокруг Солнца.",
)


def is_released(mission: Mission, et: float) -> bool:
    """Tell whether the lander has left the coast stage."""
    return et >= mission.event("release").et


def craft_status(
    mission: Mission,
    spacecraft_id: str,
    et: float,
    *,
    instruments: tuple[InstrumentLine, ...],
) -> CraftStatus:
    """Return what a status panel says of one craft at ``et``."""
    craft = mission.craft(spacecraft_id)
    lines = tuple(
        StatusLine(
            id=record.id,
            system=record.system,
            name=record.name,
            value=record.value,
            grade=record.grade,
            sources=record.sources,
            note=record.note,
            is_alarm=record.alarm,
        )
        for record in mission.status_at(spacecraft_id, et)
    )
    state, summary = _state(mission, spacecraft_id, et)
    return CraftStatus(
        spacecraft=spacecraft_id,
        name=craft.name,
        state=state,
        summary=summary,
        lines=lines,
        instruments=instruments,
    )


def _state(mission: Mission, spacecraft_id: str, et: float) -> tuple[str, Text]:
    if et < mission.launch_et:
        return "before-launch", BEFORE_LAUNCH
    phase = mission.phase_at(et)
    if phase is None:
        return "out-of-coverage", AFTER_COVERAGE
    if et >= mission.event("last_contact").stop_et:
        return "derelict", phase.summary
    if spacecraft_id == "lander":
        return ("free" if is_released(mission, et) else "attached"), phase.summary
    return "in-flight", phase.summary


def instrument_lines(craft: Spacecraft) -> tuple[InstrumentLine, ...]:
    """Return what is on record of each instrument of a craft; it does not change with time."""
    return tuple(_instrument(instrument) for instrument in craft.instruments)


def _instrument(instrument: Instrument) -> InstrumentLine:
    """Return what is on record of an instrument: its result, never an invented state of work."""
    has_result = bool(instrument.result)
    return InstrumentLine(
        id=instrument.id,
        name=instrument.name,
        state=instrument.result if has_result else None,
        grade=instrument.grade if has_result else Grade.NO_RECORD,
        sources=instrument.sources,
    )
