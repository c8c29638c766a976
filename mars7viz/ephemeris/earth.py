"""How the Earth is turned: precession, nutation, UT1 and polar motion."""

from typing import Final

import numpy as np
from erfa import ufunc
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, JD_J2000
from mars7viz.ephemeris.earth_table import earth_table
from mars7viz.ephemeris.epoch import TT_MINUS_TAI_S, tdb_minus_tt_s

MODEL_ERROR_RAD: Final = 5e-9
"""Largest difference of IAU 2000B from the full IAU 2006/2000A nutation, 1995-2050, radians
(1 milliarcsecond: 3 cm on the ground; McCarthy and Luzum 2003)."""


def earth_rotation(et: float) -> NDArray[np.float64]:
    """Give the Earth's orientation.

    Parameters
    ----------
    et : float
        TDB seconds past J2000.

    Returns
    -------
    ndarray
        (3, 3): ICRF to the Earth-fixed ITRS, by ERFA's `c2t00b` (IAU 2000B precession-nutation)
        with the measured UT1 and pole of `mars7viz.ephemeris.earth_table`.
    """
    ut1_minus_tai_s, x_rad, y_rad = earth_table().at(et)
    tt_s = et - tdb_minus_tt_s(et)
    ut1_s = tt_s - TT_MINUS_TAI_S + ut1_minus_tai_s
    rotation: NDArray[np.float64] = ufunc.c2t00b(
        JD_J2000, tt_s / DAY_S, JD_J2000, ut1_s / DAY_S, x_rad, y_rad
    )
    return rotation
