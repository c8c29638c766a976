"""Calendar form of `et` in its own scale, TDB: no leap seconds, plain arithmetic."""

import datetime
import math

from mars7viz.constants import DAY_S

_J2000_MIDNIGHT_ORDINAL = datetime.date(2000, 1, 1).toordinal()
_FIRST_ORDINAL = datetime.date.min.toordinal()
_LAST_ORDINAL = datetime.date.max.toordinal()


def tdb_text(et: float) -> str:
    """Give an instant as a TDB calendar date for messages.

    Parameters
    ----------
    et : float
        TDB seconds past J2000; any float, NaN and infinities too.

    Returns
    -------
    str
        ``'1974-03-09 08:55:44 TDB'``, to the nearest second; seconds past J2000 where the date is
        outside the years 1 to 9999.
    """
    if not math.isfinite(et):
        return f"et = {et}"
    day, second = divmod(round(et + DAY_S / 2.0), round(DAY_S))
    ordinal = _J2000_MIDNIGHT_ORDINAL + day
    if not _FIRST_ORDINAL <= ordinal <= _LAST_ORDINAL:
        return f"et = {et:.0f} s TDB past J2000"
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    date = datetime.date.fromordinal(ordinal)
    return f"{date.isoformat()} {hour:02d}:{minute:02d}:{second:02d} TDB"
