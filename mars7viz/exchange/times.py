"""Dates as other people's files write them, and dates for them."""

from __future__ import annotations

import datetime
import math
import re
from typing import Final

from mars7viz.constants import DAY_S, JD_J2000
from mars7viz.ephemeris.epoch import TT_MINUS_TAI_S, tdb_minus_tt_s, utc_to_et
from mars7viz.exchange.errors import ExchangeError

TIME_SYSTEMS: Final = ("utc", "tdb", "tt", "tai")

_J2000: Final = datetime.datetime(2000, 1, 1, 12)  # noqa: DTZ001 - in TDB, which is no zone
_FORM: Final = re.compile(
    r"(\d{4})-(?:(\d{3})|(\d{1,2})-(\d{1,2}))"
    r"(?:[T ]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(\.\d*)?)?)?)?Z?",
    re.ASCII,
)
_MJD_ZERO: Final = 2_400_000.5


def tdb_calendar(et: float) -> str:
    """Write an instant as a TDB calendar date.

    Parameters
    ----------
    et : float
        TDB seconds past J2000.

    Returns
    -------
    str
        ``'1974-03-09T08:55:44.000000'``.
    """
    date = _J2000 + datetime.timedelta(microseconds=round(et * 1e6))
    return date.isoformat(timespec="microseconds")


def calendar_to_et(text: str, system: str) -> float:
    """Read a calendar date.

    Parameters
    ----------
    text : str
        ``YYYY-MM-DD`` or ``YYYY-DDD`` (day of the year), then a time of day, which may be missing.
    system : str
        One of `TIME_SYSTEMS`.

    Returns
    -------
    float
        TDB seconds past J2000.

    Raises
    ------
    ExchangeError
        If it is no date, or outside the years that the program covers.
    EpochError
        The same, for UTC.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ExchangeError(
            f"{text.strip()[:40]!r} is not a date; allowed are YYYY-MM-DDThh:mm:ss.fff and "
            "YYYY-DDDThh:mm:ss.fff"
        )
    year, day_of_year, month, day, hour, minute, second, fraction = match.groups()
    try:
        if day_of_year is not None:
            date = datetime.date(int(year), 1, 1) + datetime.timedelta(days=int(day_of_year) - 1)
            if date.year != int(year) or day_of_year == "000":
                raise ExchangeError(f"the year {year} has no day {day_of_year}")
        else:
            date = datetime.date(int(year), int(month), int(day))
    except ValueError as error:
        if isinstance(error, ExchangeError):
            raise
        raise ExchangeError(f"{text.strip()[:40]!r} is not a date: {error}") from None
    digits = (fraction or "")[1:13]
    clock = f"{int(hour or 0):02d}:{int(minute or 0):02d}:{int(second or 0):02d}"
    if system == "utc":
        return utc_to_et(f"{date.isoformat()}T{clock}" + (f".{digits}" if digits else ""))
    try:
        instant = datetime.datetime.fromisoformat(f"{date.isoformat()}T{clock}")
    except ValueError as error:
        raise ExchangeError(f"{text.strip()[:40]!r} is not a date: {error}") from None
    span = instant - _J2000
    seconds = span.days * DAY_S + span.seconds + (float(f"0.{digits}") if digits else 0.0)
    return to_et(seconds, system)


def to_et(seconds: float, system: str) -> float:
    """Turn seconds past J2000 of another uniform scale into `et`.

    Parameters
    ----------
    seconds : float
        Since 2000-01-01 12:00 in that scale.
    system : {'tdb', 'tt', 'tai'}
        The scale.

    Returns
    -------
    float
        TDB seconds past J2000.
    """
    if system == "tdb":
        return seconds
    tt_s = seconds + (TT_MINUS_TAI_S if system == "tai" else 0.0)
    return tt_s + tdb_minus_tt_s(tt_s)


def julian_date_to_et(days: float, *, modified: bool, system: str) -> float:
    """Read a Julian date.

    Parameters
    ----------
    days : float
        Julian or modified Julian date.
    modified : bool
        Whether it is a modified one.
    system : str
        One of `TIME_SYSTEMS`.

    Returns
    -------
    float
        TDB seconds past J2000.

    Raises
    ------
    ExchangeError, EpochError
        If it is not finite or outside the years that the program covers.
    """
    past_j2000 = days - (JD_J2000 - _MJD_ZERO if modified else JD_J2000)
    if not math.isfinite(past_j2000) or abs(past_j2000) > 36_525.0:
        raise ExchangeError(f"{days:g} is no Julian date within a century of J2000")
    if system != "utc":
        return to_et(past_j2000 * DAY_S, system)
    noon_day = math.floor(past_j2000 + 0.5)
    midnight = (_J2000 + datetime.timedelta(days=noon_day)).date().isoformat()
    return utc_to_et(midnight) + (past_j2000 + 0.5 - noon_day) * DAY_S
