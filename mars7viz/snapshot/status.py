"""What each craft was doing at an instant, from the mission's dated records. Nothing is guessed."""

from __future__ import annotations

from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Mission, Spacecraft
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

ATTACHED = Text(
    en="Rides on the coast stage until its release on 9 March 1974; its path is the same.",
    ru="Летит на пролётном аппарате до отделения 9 марта 1974 года; путь у них общий.",
)
RELEASED = Text(
    en="On its own, still on the coast stage's path past Mars; the retro motor is to change that.",
    ru="Летит отдельно по той же пролётной траектории; изменить её должен тормозной двигатель.",
)
SILENT = Text(
    en="On its own. Its retro motor did not fire, so it follows the coast stage past Mars.",
    ru="Летит отдельно. Тормозной двигатель не включился, и аппарат идёт вслед за пролётным.",
)


def results_are_in(mission: Mission, spacecraft_id: str, et: float) -> bool:
    """Tell whether the work of the instruments is over and its results can be told."""
    last = "last_contact" if spacecraft_id == "coast_stage" else "closest_approach"
    return et >= mission.event(last).et


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
        if not is_released(mission, et):
            return "attached", ATTACHED
        return "free", SILENT if et >= mission.event("retro_silent").et else RELEASED
    return "in-flight", phase.summary


def instrument_lines(craft: Spacecraft, *, with_results: bool) -> tuple[InstrumentLine, ...]:
    """Return what is on record of each instrument, never an invented state of work.

    Without ``with_results`` only what each is there for: nothing had been measured yet.
    """
    return tuple(
        InstrumentLine(
            id=instrument.id,
            name=instrument.name,
            measures=instrument.measures,
            state=(instrument.result or None) if with_results else None,
            grade=Grade.NO_RECORD if with_results and not instrument.result else instrument.grade,
            sources=instrument.sources,
        )
        for instrument in craft.instruments
    )
