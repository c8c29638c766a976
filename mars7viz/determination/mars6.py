"""The proof on Mars 6: its entry time, which is documented, predicted without being used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from mars7viz.determination.determine import Residual, determine
from mars7viz.determination.documents import Documents
from mars7viz.determination.targeting import FREE_COLUMN
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.ephemeris.solar_system import SolarSystem

ENTRY_UTC: Final = "1974-03-12T08:53:12"
"""Entry of Mars 6 at the spacecraft: 09:05:53 UTC as received, less 761 s of light time."""


@dataclass(frozen=True, eq=False)
class Proof:
    """What came out.

    Attributes
    ----------
    entry_et : float
        Predicted entry, TDB seconds past J2000.
    fitted : tuple of Residual
        What the fit made of the documents, of which the entry time is none.
    error_s : float
        Predicted less documented entry time.
    sigma_s : float
        The prediction's own standard deviation.
    s_per_degree : float
        How it moves with the assumed entry angle.
    angle_that_fits_deg : float
        Entry angle at which it would meet the documented time, to first order.
    """

    entry_et: float
    fitted: tuple[Residual, ...]
    error_s: float
    sigma_s: float
    s_per_degree: float
    angle_that_fits_deg: float


def prove(
    documents: Documents,
    solar_system: SolarSystem,
    *,
    progress: Callable[[str], None] = lambda _what: None,
) -> Proof:
    """Predict the entry of Mars 6 and compare it with the documented one."""
    solution = determine(documents, solar_system, progress=progress)
    error_s = solution.entry_et - utc_to_et(ENTRY_UTC)
    # Along the solutions that the documents leave open, angle and hour move together.
    rows = [residual.document.id for residual in solution.fitted]
    slope = solution.estimate.jacobian[rows.index("entry_angle")]
    sigma_deg = solution.fitted[rows.index("entry_angle")].document.sigma
    column = solution.estimate.covariance[:, FREE_COLUMN["entry_shift"]]
    angle_variance = float(slope @ solution.estimate.covariance @ slope) * sigma_deg**2
    s_per_degree = float(slope @ column) * sigma_deg / angle_variance
    angle = solution.fitted[rows.index("entry_angle")].computed
    return Proof(
        entry_et=solution.entry_et,
        fitted=solution.fitted,
        error_s=error_s,
        sigma_s=solution.entry_sigma_s,
        s_per_degree=s_per_degree,
        angle_that_fits_deg=float(angle - error_s / s_per_degree) if s_per_degree else np.nan,
    )
