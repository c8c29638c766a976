"""Dates as sources give them: a month, a day, a minute, an instant, or a span between two."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.table import Table, type_in_words

_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})"
    r"(?:-(?P<day>\d{2})(?P<clock>T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?Z?)?)?",
    re.ASCII,
)

RULE = (
    "allowed: a UTC date '1974-03', '1974-03-09', '1974-03-09T08:55Z' or '1974-03-09T08:55:00Z'"
    " of the years 1970 to 2030"
)
SPAN_RULE = f"{RULE}, '@' and the id of an event given earlier, or two of these joined by '/'"


@dataclass(frozen=True, slots=True)
class Band:
    """Where on the time axis a date lies; a date to the second has no width.

    All three are TDB seconds past J2000.
    """

    start_et: float
    et: float
    stop_et: float

    @property
    def is_instant(self) -> bool:
        """True for a date with a time of day."""
        return self.start_et == self.stop_et


def parse_date(text: str) -> Band | None:
    """Read one date; None when it is not one.

    A month or a day is the whole of it, with its middle as the instant to seek to.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"])
    try:
        if match["clock"]:
            et = utc_to_et(text)
            return Band(et, et, et)
        if match["day"]:
            return _whole_days(dt.date(year, month, int(match["day"])), 1)
        return _whole_days(dt.date(year, month, 1), calendar.monthrange(year, month)[1])
    except ValueError:  # a date that does not exist, or EpochError: one that is not covered
        return None


def _whole_days(first: dt.date, n_days: int) -> Band:
    start_et = utc_to_et(first.isoformat())
    stop_et = utc_to_et((first + dt.timedelta(days=n_days)).isoformat())
    return Band(start_et, (start_et + stop_et) / 2.0, stop_et)


def date_as_written(table: Table, key: str) -> str:
    """Return a date as the file writes it; a TOML date becomes the string of the same date."""
    value = table.value(key)
    if isinstance(value, dt.datetime):
        if value.utcoffset() not in (None, dt.timedelta(0)):
            raise table.error(key, f"not in UTC; {RULE}")
        return value.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str):
        raise table.error(key, f"{type_in_words(value)}; {RULE}")
    return table.string(key)


def read_instant(table: Table, key: str, marks: Mapping[str, Band]) -> float:
    """Read the limit of a phase or of a status record, TDB seconds past J2000.

    Parameters
    ----------
    table : Table
        The table that holds it.
    key : str
        Its key.
    marks : mapping of str to Band
        What ``@id`` may refer to.
    """
    written = date_as_written(table, key)
    band = _band(table, key, written, marks)
    if not written.startswith("@") and not band.is_instant:
        problem = f"{written!r} has no time of day; allowed: a date with one, or '@' and an id"
        raise table.error(key, problem)
    return band.et


def read_band(table: Table, key: str, marks: Mapping[str, Band]) -> tuple[Band, str]:
    """Read the date of an event: one date, or a span written ``first/last``.

    Returns
    -------
    Band
        A span reaches from the start of the first date to the end of the last.
    str
        The date as the file writes it.
    """
    written = date_as_written(table, key)
    first, slash, last = written.partition("/")
    band = _band(table, key, first, marks)
    if slash:
        start_et = band.et if first.startswith("@") else band.start_et
        end = _band(table, key, last, marks)
        stop_et = end.et if last.startswith("@") else end.stop_et
        if not start_et < stop_et:
            raise table.error(key, f"{written[:80]!r} ends before it begins; {SPAN_RULE}")
        band = Band(start_et, (start_et + stop_et) / 2.0, stop_et)
    return band, written


def _band(table: Table, key: str, written: str, marks: Mapping[str, Band]) -> Band:
    if written.startswith("@"):
        if written[1:] not in marks:
            raise table.error(key, f"no earlier event {written[1:81]!r}; {SPAN_RULE}")
        return marks[written[1:]]
    band = parse_date(written)
    if band is None:
        raise table.error(key, f"{written[:80]!r}; {SPAN_RULE}")
    return band
