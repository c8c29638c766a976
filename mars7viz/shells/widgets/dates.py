"""Dates for people: words for what ``mars7viz.ephemeris.epoch`` writes as digits. No Qt."""

from typing import Final

from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.figures import MONTHS, THIN
from mars7viz.i18n import tr
from mars7viz.mission.model import MissionEvent

EN_DASH: Final = " – "
_LONG_S: Final = 2.0 * 365.25 * 86_400.0

_MONTHS_ALONE: Final = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "ru": (
        "январь", "февраль", "март", "апрель", "май", "июнь",
        "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    ),
}  # fmt: skip


def clock_digits(utc: str) -> tuple[str, str]:
    """Split ``1974-03-09T08:41:07Z`` or Moscow's ``…+03:00`` into date and time of day."""
    date, _, time = utc.partition("T")
    return date, time[:8].rstrip("Z").split("+")[0].split(".")[0]


def day_text(date: str, language: str) -> str:
    """Write ``1974-03-09`` as ``9 Mar 1974``."""
    year, month, day = date.split("-")
    return f"{int(day)} {MONTHS[language][int(month) - 1]} {year}"


def day_and_month(date: str, language: str) -> str:
    """Write ``1974-03-09`` as ``9 Mar``."""
    _, month, day = date.split("-")
    return f"{int(day)} {MONTHS[language][int(month) - 1]}"


def month_text(date: str, language: str) -> str:
    """Write ``1974-03`` or ``1974-03-09`` as ``March 1974``."""
    year, month = date.split("-")[:2]
    return f"{_MONTHS_ALONE[language][int(month) - 1]} {year}"


def month_alone(date: str, language: str) -> str:
    """Write ``1974-03-09`` as ``Mar`` (Russian: ``март``)."""
    name = _MONTHS_ALONE[language][int(date.split("-")[1]) - 1]
    return name[:3] if language == "en" else name


def _precision(precision_s: float, language: str) -> str:
    """Write half the width of a band: ``±35 min``; nothing where the second is known."""
    for span_s, unit in ((3600.0, tr("h", language)), (60.0, tr("min", language))):
        if precision_s >= span_s:
            return f" ±{precision_s / span_s:.0f}{THIN}{unit}"
    return f" ±{precision_s:.0f}{THIN}{tr('s', language)}" if precision_s > 1.0 else ""


def event_date(event: MissionEvent, language: str) -> str:
    """Write the date of an event as exactly as the mission file knows it, and no better.

    ``1974-03`` is a month, ``1974-03-09`` a day, ``1973-12/1974-02`` any time between; an instant
    says how far it may be off.
    """
    first, is_span, last = event.utc.partition("/")
    if is_span:
        # The band ends where the next day begins.
        limits = (et_to_utc(event.start_et)[:10], et_to_utc(event.stop_et - 1.0)[:10])
        if "@" not in event.utc and len(first) == len(last) == len("1974-03"):
            return EN_DASH.join(month_text(limit, language) for limit in limits)
        days = [day_text(limit, language) for limit in limits]
        return days[0] if days[0] == days[1] else EN_DASH.join(days)
    date, time = clock_digits(et_to_utc(event.et) if first.startswith("@") else event.utc)
    n_parts = len(date.split("-"))
    if n_parts == 1:
        return date
    if n_parts == 2:
        return month_text(date, language)
    if not time:
        return f"{day_text(date, language)}, {tr('day', language)}"
    return f"{day_text(date, language)}, {time}{_precision(event.precision_s, language)}"


def instant_text(et: float, language: str) -> str:
    """Write an instant, to the second: ``9 Mar 1974, 08:41:07 UTC``."""
    date, time = clock_digits(et_to_utc(et))
    return f"{day_text(date, language)}, {time} UTC"


def span_dates(start_et: float, stop_et: float, language: str) -> tuple[str, ...]:
    """Write from when to when a stretch of time reaches, the longest wording first."""
    (first, from_time), (last, to_time) = (
        clock_digits(et_to_utc(et)) for et in (start_et, stop_et)
    )
    if stop_et - start_et > _LONG_S:
        return (f"{month_text(first, language)}{EN_DASH}{last[:4]}", f"{first[:4]}–{last[:4]}")
    if first == last:
        hours = f"{from_time[:5]}–{to_time[:5]}"
        day = day_and_month(first, language)
        return (f"{day} {first[:4]}, {hours}", f"{day}, {hours}", day)
    days = [day_and_month(date, language) for date in (first, last)]
    long = f"{days[0]} {first[:4]}{EN_DASH}{days[1]} {last[:4]}"
    short = f"{days[0]}{EN_DASH}{days[1]}"
    if first[:7] == last[:7]:
        month = days[0].partition(" ")[2]
        return (short, f"{int(first[8:])}–{int(last[8:])} {month}")
    return (long, short)
