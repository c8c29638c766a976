"""Measured turning of the Earth: UT1 and the pole, from a table that ships with the program.

The table is IERS 14/20 C04 as it comes with astropy, cut to every second day by
``tools/make_earth_orientation.py``. Before its first and after its last day the nearest value
holds: UT1 then runs off by up to a second in some years (0.004 degrees of the Earth's turn).
"""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np

from mars7viz.assets import asset_path
from mars7viz.constants import DAY_S
from mars7viz.ephemeris.errors import EphemerisError

TABLE_FILE: Final = "earth_orientation.npz"
_MJD_J2000: Final = 51_544.5
_MICRO: Final = 1e-6
_ARCSECOND_RAD: Final = math.pi / 648_000.0


@dataclass(frozen=True, slots=True)
class EarthTable:
    """UT1 and pole at equal steps of time.

    Attributes
    ----------
    start_et, step_s : float
        First instant, TDB seconds past J2000, and step, seconds. The table's UTC days are taken
        for TDB days: that shifts it by a minute, worth 2 microseconds of UT1.
    ut1_minus_tai_s, x_rad, y_rad : tuple of float
        UT1-TAI, seconds, free of leap seconds; coordinates of the pole, radians.
    """

    start_et: float
    step_s: float
    ut1_minus_tai_s: tuple[float, ...]
    x_rad: tuple[float, ...]
    y_rad: tuple[float, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the table.

        Parameters
        ----------
        path : Path
            ``earth_orientation.npz``: ``first_mjd``, ``step_days`` and the integer columns
            ``ut1_minus_tai_us``, ``x_uas``, ``y_uas`` (microseconds, microarcseconds).

        Returns
        -------
        EarthTable

        Raises
        ------
        EphemerisError
            If a column is missing or the columns differ in length.
        """
        with np.load(path, allow_pickle=False) as table:
            try:
                start_et = (float(table["first_mjd"]) - _MJD_J2000) * DAY_S
                step_s = float(table["step_days"]) * DAY_S
                ut1 = table["ut1_minus_tai_us"] * _MICRO
                x, y = (table[key] * (_MICRO * _ARCSECOND_RAD) for key in ("x_uas", "y_uas"))
            except KeyError as error:
                raise EphemerisError(f"{path.name}: {error}") from error
        if not len(ut1) == len(x) == len(y) > 1:
            raise EphemerisError(f"{path.name}: the columns differ in length or are empty")
        return cls(start_et, step_s, tuple(ut1.tolist()), tuple(x.tolist()), tuple(y.tolist()))

    @property
    def coverage(self) -> tuple[float, float]:
        """First and last measured instant, TDB seconds past J2000."""
        return self.start_et, self.start_et + self.step_s * (len(self.ut1_minus_tai_s) - 1)

    def at(self, et: float) -> tuple[float, float, float]:
        """Interpolate the table.

        Parameters
        ----------
        et : float
            TDB seconds past J2000; outside `coverage` the nearest value holds.

        Returns
        -------
        tuple of float
            UT1-TAI, seconds; x and y of the pole, radians.
        """
        place = (et - self.start_et) / self.step_s
        place = min(max(place, 0.0), len(self.ut1_minus_tai_s) - 1.0)
        row = min(int(place), len(self.ut1_minus_tai_s) - 2)
        part = place - row
        ut1, x, y = self.ut1_minus_tai_s, self.x_rad, self.y_rad
        return (
            ut1[row] + part * (ut1[row + 1] - ut1[row]),
            x[row] + part * (x[row + 1] - x[row]),
            y[row] + part * (y[row + 1] - y[row]),
        )


@cache
def earth_table() -> EarthTable:
    """Read the table that ships with the program, once.

    Returns
    -------
    EarthTable
    """
    return EarthTable.read(asset_path("ephemeris", TABLE_FILE))


def ut1_minus_tai_s(et: float) -> float:
    """Give UT1-TAI.

    Parameters
    ----------
    et : float
        TDB seconds past J2000.

    Returns
    -------
    float
        Seconds; within 0.1 ms of the IERS series inside the table.
    """
    return earth_table().at(et)[0]
