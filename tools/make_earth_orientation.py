"""Make ``assets/ephemeris/earth_orientation.npz`` from the IERS series that ships with astropy.

Works offline. Usage: ``python tools/make_earth_orientation.py [OUT.npz]``.
"""

import sys
from pathlib import Path

import numpy as np
from astropy.time import Time
from astropy.utils import iers

_FIRST_UTC = "1969-12-25"
_STEP_DAYS = 2
_DEFAULT = Path(__file__).resolve().parent.parent / "assets" / "ephemeris"
_DEFAULT /= "earth_orientation.npz"


def main(arguments: list[str]) -> int:
    """Write the table; 0 on success, 2 for wrong arguments."""
    if len(arguments) > 1:
        print("usage: python tools/make_earth_orientation.py [OUT.npz]", file=sys.stderr)
        return 2
    out = Path(arguments[0]) if arguments else _DEFAULT
    iers.conf.auto_download = False
    series = iers.IERS_B.open()
    mjd = series["MJD"].to_value("d")
    first = round(Time(_FIRST_UTC, scale="utc").mjd)
    rows = np.flatnonzero((mjd >= first) & ((mjd - first) % _STEP_DAYS == 0))
    days = mjd[rows]
    if not np.array_equal(np.diff(days), np.full(len(days) - 1, float(_STEP_DAYS))):
        print("the IERS series has gaps; it cannot be cut to equal steps", file=sys.stderr)
        return 2
    # UT1-TAI has no leap seconds, so that a straight line joins two days.
    utc = Time(days, format="mjd", scale="utc")
    tai = utc.tai
    tai_minus_utc_s = ((tai.jd1 - utc.jd1) + (tai.jd2 - utc.jd2)) * 86400.0
    ut1_minus_tai_s = series["UT1_UTC"].to_value("s")[rows] - tai_minus_utc_s
    np.savez(
        out,
        first_mjd=np.int64(first),
        step_days=np.int64(_STEP_DAYS),
        ut1_minus_tai_us=np.round(ut1_minus_tai_s * 1e6).astype(np.int32),
        x_uas=np.round(series["PM_x"].to_value("arcsec")[rows] * 1e6).astype(np.int32),
        y_uas=np.round(series["PM_y"].to_value("arcsec")[rows] * 1e6).astype(np.int32),
    )
    last = Time(days[-1], format="mjd", scale="utc").iso
    print(f"{out.name}: {len(days)} rows, {_FIRST_UTC} to {last[:10]}, {out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
