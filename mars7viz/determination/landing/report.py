"""A what-if in words and figures, for a terminal and for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mars7viz.determination.landing.intended import DELAY_S, DELTA_V_M_S, IntendedLanding
from mars7viz.determination.landing.mars6 import (
    ANGLES_DEG,
    END_SPEED_M_S,
    ENTRY_TO_PARACHUTE_S,
    UNDER_CANOPY_S,
    EntryRun,
    fly_mars6,
)
from mars7viz.determination.landing.relay import Relay
from mars7viz.determination.landing.values import LandingOutcome, WhatIf
from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.mission.text import Language, Text

OUTCOMES: Final = {
    LandingOutcome.LANDED: Text("landed", "посадка"),
    LandingOutcome.CRASHED: Text("crashed", "разбился"),
    LandingOutcome.TOO_STEEP: Text("too steep", "слишком круто"),
    LandingOutcome.SKIPPED: Text("skipped off the atmosphere", "вышел из атмосферы"),
    LandingOutcome.MISSED: Text("missed Mars", "мимо Марса"),
}
"""How a what-if ends, for readers."""

_MARKS: Final = {
    LandingOutcome.LANDED: "L",
    LandingOutcome.CRASHED: "C",
    LandingOutcome.TOO_STEEP: "T",
    LandingOutcome.SKIPPED: "s",
    LandingOutcome.MISSED: ".",
}
_HEADING: Final = Text(
    "What if the retro motor had fired: everything below is graded what-if.",
    "Если бы тормозной двигатель сработал: всё ниже — с пометкой «что если».",
)
_COLUMNS: Final = Text(
    "UTC at the lander      height km   speed m/s   Mach   load g",
    "UTC на аппарате        высота км  скорость м/с  Мах  перегрузка",
)
_RELAY: Final = Text("Relay to the coast stage", "Ретрансляция через пролётный аппарат")
_AT_TOUCHDOWN: Final = Text("at touchdown", "при касании")
_MISS: Final = Text("from the aim point", "от расчётной точки")
_MAP: Final = Text(
    "Size of the burn 0 to 150 m/s in steps of 5 to the right, delay in s downwards",
    "Величина импульса от 0 до 150 м/с с шагом 5 вправо, задержка в с вниз",
)
_MARS6: Final = Text(
    "Mars 6: angle deg, greatest load g, s to 600 m/s, there at km, s under canopy, m/s at 30 m",
    "«Марс-6»: угол °, перегрузка g, с до 600 м/с, высота км, с под куполом, м/с на 30 м",
)
_FLOWN: Final = Text("flown", "полёт")
_NONE: Final = Text("no line of sight", "прямой видимости нет")


def what_if_report(what_if: WhatIf, link: Relay) -> dict[str, object]:
    """Return a what-if as JSON values; keys carry their units."""
    return {
        "schema": 1,
        "grade": what_if.grade.value,
        "outcome": what_if.outcome.value,
        "retro_delta_v_m_s": what_if.retro_delta_v_m_s,
        "start_delay_s": what_if.start_delay_s,
        "aim_angle_deg": what_if.aim_angle_deg,
        "burn_direction_icrf": list(what_if.direction),
        "entry_angle_deg": what_if.entry_angle_deg,
        "entry_speed_km_s": what_if.entry_speed_km_s,
        "in_corridor": what_if.in_corridor,
        "peak_load_g": what_if.peak_load_g,
        "site_miss_km": what_if.site_miss_km,
        "events": [
            {
                "id": event.id,
                "name": {"en": event.name.en, "ru": event.name.ru},
                "utc": et_to_utc(event.et, decimals=1),
                "et": event.et,
                "altitude_km": event.altitude_km,
                "speed_m_s": event.speed_m_s,
                "mach": event.mach,
                "load_g": event.load_g,
                "mass_kg": event.mass_kg,
                "lat_deg": event.lat_deg,
                "lon_east_deg": event.lon_east_deg,
                "grade": event.grade.value,
            }
            for event in what_if.events
        ],
        "relay": {
            "grade": link.grade.value,
            "windows": [
                {"start_utc": et_to_utc(window.start_et), "stop_utc": et_to_utc(window.stop_et)}
                for window in link.windows
            ],
        },
    }


def what_if_lines(what_if: WhatIf, link: Relay, language: Language) -> list[str]:
    """Return a what-if as lines for a terminal."""
    lines = [
        _HEADING.in_language(language),
        f"Δv {what_if.retro_delta_v_m_s:g} m/s, +{what_if.start_delay_s:g} s"
        f": {OUTCOMES[what_if.outcome].in_language(language)}",
        "",
        _COLUMNS.in_language(language),
    ]
    for event in what_if.events:
        mach = "" if event.mach is None else f"{event.mach:.2f}"
        lines.append(
            f"{et_to_utc(event.et)} {event.altitude_km:11.3f} {event.speed_m_s:11.1f} {mach:>6} "
            f"{event.load_g:8.2f}  {event.name.in_language(language)}"
        )
    if what_if.entry_angle_deg is not None:
        lines += ["", f"γ {what_if.entry_angle_deg:.2f}°, {what_if.entry_speed_km_s:.3f} km/s"]
    if what_if.site_miss_km is not None:
        lines.append(f"{what_if.site_miss_km:.0f} km {_MISS.in_language(language)}")
    return lines + _relay_lines(what_if, link, language)


def _relay_lines(what_if: WhatIf, link: Relay, language: Language) -> list[str]:
    spans = ", ".join(
        f"{et_to_utc(window.start_et)} – {et_to_utc(window.stop_et)}" for window in link.windows
    )
    lines = [f"{_RELAY.in_language(language)}: {spans or _NONE.in_language(language)}"]
    touchdown = what_if.event("touchdown")
    if touchdown is not None:
        range_km, elevation_deg = link.at(touchdown.et)
        lines.append(
            f"{range_km:.0f} km, {elevation_deg:.0f}° {_AT_TOUCHDOWN.in_language(language)}"
        )
    return lines


def burn_map(
    landing: IntendedLanding,
    *,
    delta_vs_m_s: Sequence[float],
    delays_s: Sequence[float],
    entry_angle_deg: float | None = None,
) -> list[list[LandingOutcome]]:
    """Return how the landing ends for each delay (rows) and size (columns) of the burn."""
    return [
        [landing.what_if(size, delay, entry_angle_deg).outcome for size in delta_vs_m_s]
        for delay in delays_s
    ]


def burn_map_lines(
    landing: IntendedLanding, language: Language, entry_angle_deg: float | None = None
) -> list[str]:
    """Return the map over the whole range of sizes and delays as lines for a terminal."""
    low, high = (int(limit) for limit in DELTA_V_M_S)
    sizes = [float(size) for size in range(low, high + 1, 5)]
    first, last = (int(limit) for limit in DELAY_S)
    delays = [float(delay) for delay in range(first, last + 1, 600)]
    rows = burn_map(landing, delta_vs_m_s=sizes, delays_s=delays, entry_angle_deg=entry_angle_deg)
    marks = ", ".join(
        f"{mark} {OUTCOMES[outcome].in_language(language)}" for outcome, mark in _MARKS.items()
    )
    lines = [f"{_MAP.in_language(language)}: {marks}"]
    for delay, row in zip(delays, rows, strict=True):
        lines.append(f"{delay:6.0f}  " + "".join(_MARKS[outcome] for outcome in row))
    return lines


def mars6_lines(landing: IntendedLanding, language: Language) -> list[str]:
    """Return the check on the flown entry of Mars 6 as lines for a terminal."""
    lines = [_MARS6.in_language(language)]
    for run in mars6_runs(landing):
        lines.append(
            f"{run.angle_deg:10.1f} {run.peak_load_g:6.1f} {run.entry_to_parachute_s:6.0f} "
            f"{run.parachute_altitude_km:6.1f} {run.under_canopy_s:6.0f} {run.end_speed_m_s:6.1f}"
        )
    # The greatest load of the flight is on no record; 20 km is an announced, round figure.
    lines.append(
        f"{_FLOWN.in_language(language):>10}      – {ENTRY_TO_PARACHUTE_S:6.0f} {20.0:6.1f} "
        f"{UNDER_CANOPY_S:6.0f} {END_SPEED_M_S:6.1f}"
    )
    return lines


def mars6_runs(landing: IntendedLanding) -> list[EntryRun]:
    """Fly the entry of Mars 6 at the angles left open."""
    return [fly_mars6(landing.model, angle) for angle in ANGLES_DEG]
