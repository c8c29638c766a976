"""The star catalogue as it is shipped, and where its stars stand at a date. No GL."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mars7viz.assets import asset_path
from mars7viz.constants import DAY_S

Float64 = NDArray[np.float64]

YEAR_S = 365.25 * DAY_S
_MAS_RAD = np.pi / 180.0 / 3.6e6


def star_directions(years: float) -> Float64:
    """Unit vectors (n, 3), ICRF, of the catalogue's stars ``years`` Julian years after 2000.0.

    In the catalogue's order: brightest first.
    """
    direction, motion = epoch_directions(read_catalogue())
    moved = direction + years * motion
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))


def read_catalogue() -> dict[str, Float64]:
    """Return the columns of ``assets/stars/stars_v8.npz`` as float64, brightest star first."""
    with np.load(asset_path("stars", "stars_v8.npz")) as catalogue:
        return {name: catalogue[name].astype(np.float64) for name in catalogue.files}


def epoch_directions(catalogue: Mapping[str, Float64]) -> tuple[Float64, Float64]:
    """Unit vectors (n, 3) at epoch 2000.0 and their motion (n, 3), radians a Julian year, ICRF."""
    right_ascension = np.radians(catalogue["ra_deg"])
    declination = np.radians(catalogue["dec_deg"])
    sin_a, cos_a = np.sin(right_ascension), np.cos(right_ascension)
    sin_d, cos_d = np.sin(declination), np.cos(declination)
    direction = np.column_stack([cos_d * cos_a, cos_d * sin_a, sin_d])
    east = np.column_stack([-sin_a, cos_a, np.zeros_like(sin_a)])
    north = np.column_stack([-sin_d * cos_a, -sin_d * sin_a, cos_d])
    # The catalogue's motion in right ascension includes the cosine of the declination.
    along_east = catalogue["pmra_mas"][:, None] * east
    along_north = catalogue["pmdec_mas"][:, None] * north
    return direction, _MAS_RAD * (along_east + along_north)
