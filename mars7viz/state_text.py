"""``mars7viz state`` for a terminal: the same words and figures as the panels of the window."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from mars7viz.constants import C_KM_S
from mars7viz.figures import (
    FULL_FIGURES,
    Figure,
    astronomical,
    countdown,
    distance,
    figures_of,
    light_time,
    mission_time,
    speed,
)
from mars7viz.grade_colors import GRADE_HEX, GRADE_MARKS
from mars7viz.i18n import Language, tr
from mars7viz.mission.grade import Grade
from mars7viz.shells.widgets.dates import clock_digits, day_text
from mars7viz.shells.widgets.evidence import grade_word, shown
from mars7viz.snapshot.values import CraftStatus, Reading, SceneSnapshot

_NEAR_KM = 1.0e6
_WIDTH = 108


def print_state(
    snapshot: SceneSnapshot, language: Language, console: Console | None = None
) -> None:
    """Print everything true at an instant.

    Parameters
    ----------
    snapshot
        The instant.
    language
        "en" or "ru".
    console
        Where to; standard output by default.
    """
    console = console or Console(highlight=False)
    # Eighty columns are too few for the table; a narrow terminal cuts lines, it does not fold them.
    console.width = max(console.width, _WIDTH)
    _print_time(console, snapshot, language)
    if snapshot.spacecraft:
        console.print(_craft_table(snapshot, language))
    for status in (snapshot.coast_stage, snapshot.lander):
        _print_status(console, status, language)
    console.print(_body_table(snapshot, language))
    console.print(
        RichText("   ").join(
            RichText.assemble(_marked(grade), " ", grade_word(grade, language)) for grade in Grade
        )
    )


def _print_time(console: Console, snapshot: SceneSnapshot, language: Language) -> None:
    for label, text in (("UTC", snapshot.utc), (tr("Moscow", language), snapshot.moscow)):
        day, time = clock_digits(text)
        console.print(f"{label:<8} {day_text(day, language)}  {time}")
    console.print(f"{tr('Mission', language):<8} {mission_time(snapshot.met_s, language=language)}")
    if snapshot.phase is not None:
        console.print(
            RichText.assemble(
                f"{tr('Phase', language):<8} ",
                _marked(snapshot.phase.grade),
                f" {snapshot.phase.name.in_language(language)}",
            )
        )
    console.print(
        RichText.assemble(
            f"{tr('Closest approach', language)}  ",
            _reading(snapshot.time_to_closest_approach, countdown, language),
        )
    )


def _craft_table(snapshot: SceneSnapshot, language: Language) -> Table:
    table = Table(box=None, pad_edge=False, title_justify="left", padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column(tr("From", language), no_wrap=True)
    table.add_column(tr("Distance", language), justify="right", no_wrap=True)
    table.add_column(tr("Altitude", language), justify="right", no_wrap=True)
    table.add_column(tr("Speed", language), justify="right", no_wrap=True)
    table.add_column(tr("Light time", language), justify="right", no_wrap=True)
    for craft in snapshot.spacecraft:
        for row, relative in enumerate(craft.relative):
            table.add_row(
                craft.name.in_language(language) if row == 0 else "",
                tr(relative.center.capitalize(), language),
                _reading(
                    relative.distance,
                    astronomical if relative.center == "sun" else distance,
                    language,
                ),
                _altitude(relative.altitude, language),
                _reading(relative.speed, speed, language),
                _reading(relative.light_time, light_time, language),
            )
    return table


def _altitude(altitude: Reading | None, language: Language) -> RichText | str:
    """An altitude says something only where the craft is near; far away it is the distance."""
    if altitude is None or altitude.value is None or altitude.value > _NEAR_KM:
        return ""
    return _reading(altitude, distance, language)


def _print_status(console: Console, status: CraftStatus, language: Language) -> None:
    console.print()
    console.print(RichText(status.name.in_language(language), style="bold"))
    console.print(status.summary.in_language(language))
    for line in status.lines:
        no_record = tr("no record", language)
        value = line.value.in_language(language) if line.value else no_record
        console.print(
            RichText.assemble(
                "  ",
                _marked(line.grade),
                f" {line.name.in_language(language)}: ",
                (value, "red" if line.is_alarm else ""),
            )
        )


def _body_table(snapshot: SceneSnapshot, language: Language) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title="")
    table.add_column("")
    table.add_column(tr("Sun", language), justify="right")
    table.add_column(tr("Earth", language), justify="right")
    table.add_column(tr("Light time", language), justify="right")
    sun, earth = snapshot.body("sun").position_km, snapshot.body("earth").position_km
    for body in snapshot.bodies:
        sun_km, earth_km = math.dist(body.position_km, sun), math.dist(body.position_km, earth)
        table.add_row(
            tr(body.name.capitalize(), language),
            astronomical(sun_km, language=language).plain if sun_km else "",
            distance(earth_km, language=language).plain if earth_km else "",
            light_time(earth_km / C_KM_S, language=language).plain if earth_km else "",
        )
    return table


def _reading(reading: Reading, write: Callable[..., Figure], language: Language) -> RichText:
    def figure(value: float, figures: int) -> Figure:
        return partial(write, language=language, figures=figures)(value)

    figures = min(figures_of(reading.grade, reading.figures), FULL_FIGURES)
    text = shown(reading, figure, figures=figures, language=language)
    return RichText.assemble(_marked(text.grade), " ", text.figure.plain)


def _marked(grade: Grade) -> tuple[str, str]:
    return GRADE_MARKS[grade.value], GRADE_HEX[grade.value]
