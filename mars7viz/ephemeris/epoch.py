"""Time scales at the edge: the one place that turns calendar dates into `et` and back.

ERFA, the library under ``astropy.time``, does the work; see docs/adr/0011-time-scales-erfa.md.
Everything is offline: the leap seconds are those of ERFA's own table.
"""

import datetime
import math
import re
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from erfa import ufunc

from mars7viz.constants import DAY_S, JD_J2000
from mars7viz.ephemeris.earth_table import ut1_minus_tai_s
from mars7viz.errors import UserError

FIRST_UTC: Final = "1970-01-01"
LAST_UTC: Final = "2031-01-01"
MAX_DECIMALS: Final = 6
"""Most decimals of a second that `et` can carry: a float64 step is 0.12 microseconds in 1974."""

Scale = Literal["tdb", "tt", "ut1"]

_FORM = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d{1,12})?))?)?Z?", re.ASCII
)
_ALLOWED = (
    "write 'YYYY-MM-DD', 'YYYY-MM-DDTHH:MM' or 'YYYY-MM-DDTHH:MM:SS.fff' (UTC, 'Z' may follow), "
    f"from {FIRST_UTC} to {LAST_UTC}"
)
_MOSCOW: Final = ZoneInfo("Europe/Moscow")
# ERFA takes the scale by name, and bytes quicker than text.
_UTC: Final = b"UTC"
# Status of `dtf2d` that says the seconds run past the end of the day or minute; bit 1 is it,
# bit 0 only warns that leap seconds are not announced so far ahead.
_AFTER_END_OF_DAY: Final = 2


class EpochError(UserError, ValueError):
    """A date that is not in an allowed form, not real, or outside 1970-01-01..2031-01-01."""


class _Calendar(NamedTuple):
    """One instant as calendar digits; `fraction` is in units of 10^-decimals s."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    fraction: int


def utc_to_et(utc: str) -> float:
    """Turn a UTC date into `et`.

    Parameters
    ----------
    utc : str
        ``'1974-03-09'``, ``'1974-03-09T08:55'`` or ``'1974-03-09T08:55:00.125'``; a space may
        stand for the ``T`` and a ``Z`` may follow. A second of 60 is taken where a leap second
        is real. Before 1972 UTC ran in rubber seconds with small steps, which ERFA follows.

    Returns
    -------
    float
        TDB seconds past J2000.

    Raises
    ------
    EpochError
        For another form, a date that does not exist, or one outside 1970-01-01..2031-01-01. The
        message names the text and what is allowed.
    """
    match = _FORM.fullmatch(utc.strip())
    if match is None:
        raise EpochError(f"{utc!r} is not a UTC date; {_ALLOWED}")
    year, month, day, hour, minute = (int(part or 0) for part in match.groups()[:5])
    second = float(match[6] or 0.0)
    # Before ERFA sees it: that library counts on from impossible hours with a mere warning.
    try:
        datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.UTC)
    except ValueError as error:
        raise EpochError(f"{utc!r} is not a UTC date: {error}; {_ALLOWED}") from None
    utc1, utc2, status = ufunc.dtf2d(_UTC, year, month, day, hour, minute, second)
    if status < 0 or status & _AFTER_END_OF_DAY:
        raise EpochError(f"{utc!r} is not a UTC date: that minute has no second {match[6]}")
    # The fraction alone would let the last instant of 1969 round up into the span.
    if not FIRST_UTC <= match[0][:10] <= LAST_UTC or (
        match[0][:10] == LAST_UTC and (hour, minute, second) > (0, 0, 0.0)
    ):
        raise EpochError(f"{utc!r} is outside the years that are covered; {_ALLOWED}")
    tai1, tai2, _ = ufunc.utctai(utc1, utc2)
    tt1, tt2, _ = ufunc.taitt(tai1, tai2)
    # TT for TDB as the argument: the difference changes by less than 1e-12 s.
    tdb_minus_tt_s = ufunc.dtdb(tt1, tt2, 0.0, 0.0, 0.0, 0.0)
    return float(((tt1 - JD_J2000) + tt2) * DAY_S + tdb_minus_tt_s)


def et_to_utc(et: float, *, decimals: int = 0) -> str:
    """Turn `et` into a UTC date.

    Parameters
    ----------
    et : float
        TDB seconds past J2000, from 1960 to 2100.
    decimals : int
        Decimals of the seconds, 0 to 6; rounded, not cut.

    Returns
    -------
    str
        ``'1974-03-09T08:55:00Z'``; within a leap second the seconds are 60.

    Raises
    ------
    EpochError
        If `et` is not finite or outside those years, or `decimals` outside 0 to 6.
    """
    return _calendar_text(_utc_calendar(et, decimals), decimals) + "Z"


def et_to_moscow(et: float, *, decimals: int = 0) -> str:
    """Turn `et` into the clock time of Moscow, home of the mission: UTC + 3 h in 1973-74.

    Parameters
    ----------
    et : float
        TDB seconds past J2000, from 1960 to 2100.
    decimals : int
        Decimals of the seconds, 0 to 6; rounded, not cut.

    Returns
    -------
    str
        ``'1974-03-09T11:55:00+03:00'``, with the summer times and changes of zone of later years.

    Raises
    ------
    EpochError
        As `et_to_utc`.
    """
    utc = _utc_calendar(et, decimals)
    zoned = datetime.datetime(
        utc.year, utc.month, utc.day, utc.hour, utc.minute, tzinfo=datetime.UTC
    ).astimezone(_MOSCOW)
    offset = zoned.utcoffset() or datetime.timedelta(0)
    hours, minutes = divmod(round(offset.total_seconds() / 60.0), 60)
    # The seconds stay UTC's own: datetime knows no leap second.
    moscow = utc._replace(
        year=zoned.year, month=zoned.month, day=zoned.day, hour=zoned.hour, minute=zoned.minute
    )
    return f"{_calendar_text(moscow, decimals)}+{hours:02d}:{minutes:02d}"


def et_to_julian_date_tdb(et: float) -> float:
    """Give the Julian date in TDB.

    Parameters
    ----------
    et : float
        TDB seconds past J2000.

    Returns
    -------
    float
        Days; a float64 Julian date resolves 40 microseconds, `et_to_jd_pair` keeps more.
    """
    return JD_J2000 + et / DAY_S


def et_to_jd_pair(et: float, scale: Scale) -> tuple[float, float]:
    """Give the Julian date in a scale as the two-part date that ERFA takes.

    Parameters
    ----------
    et : float
        TDB seconds past J2000.
    scale : {'tdb', 'tt', 'ut1'}
        TDB-TT is ERFA's `dtdb` at the geocentre, as in astropy; UT1-TAI comes from the table in
        `mars7viz.ephemeris.earth_table`, its last value held after its end.

    Returns
    -------
    tuple of float
        Julian date of J2000 and the days since then, the sum of which is the date.

    Raises
    ------
    EpochError
        If `et` is not finite.
    """
    if not math.isfinite(et):
        raise EpochError(f"an instant must be a finite number, not {et}")
    if scale == "tdb":
        return JD_J2000, et / DAY_S
    tt_s = et - tdb_minus_tt_s(et)
    if scale == "tt":
        return JD_J2000, tt_s / DAY_S
    return JD_J2000, (tt_s - TT_MINUS_TAI_S + ut1_minus_tai_s(et)) / DAY_S


TT_MINUS_TAI_S: Final = 32.184
"""TT-TAI, seconds. Exact: IAU 1991 resolution A4."""


def tdb_minus_tt_s(et: float) -> float:
    """Give TDB-TT at the geocentre, at most 1.7 ms.

    Parameters
    ----------
    et : float
        TDB seconds past J2000.

    Returns
    -------
    float
        Seconds, by the 1990 model of Fairhead and Bretagnon in ERFA, good to 3 microseconds.
    """
    return float(ufunc.dtdb(JD_J2000, et / DAY_S, 0.0, 0.0, 0.0, 0.0))


_FIRST_PRINTED_ET: Final = -1_262_304_000.0 + DAY_S  # 1960-01-02: UTC begins in 1960
_LAST_PRINTED_ET: Final = 3_155_760_000.0  # 2100-01-01


def _utc_calendar(et: float, decimals: int) -> _Calendar:
    if not _FIRST_PRINTED_ET <= et <= _LAST_PRINTED_ET:
        raise EpochError(f"et = {et} has no UTC date here; dates go from 1960 to 2100")
    if not 0 <= decimals <= MAX_DECIMALS:
        raise EpochError(f"decimals of a second must be 0 to {MAX_DECIMALS}, not {decimals}")
    tai_s = et - tdb_minus_tt_s(et) - TT_MINUS_TAI_S
    # Whole days apart from the fraction: the fraction alone then resolves 1e-11 s.
    whole_days, second_of_day = divmod(tai_s, DAY_S)
    utc1, utc2, _ = ufunc.taiutc(JD_J2000 + whole_days, second_of_day / DAY_S)
    year, month, day, clock, _ = ufunc.d2dtf(_UTC, decimals, utc1, utc2)
    hour, minute, second, fraction = clock.item()
    return _Calendar(int(year), int(month), int(day), hour, minute, second, fraction)


def _calendar_text(calendar: _Calendar, decimals: int) -> str:
    year, month, day, hour, minute, second, fraction = calendar
    text = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
    return f"{text}.{fraction:0{decimals}d}" if decimals else text
