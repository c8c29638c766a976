"""Named places of Mars and its moons: IAU names in two languages, in order of importance."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.assets import asset_path
from mars7viz.constants import RADII_KM

Float64 = NDArray[np.float64]

_REGIONS: Final = frozenset({"TA", "PL", "PM", "VS", "RE", "LN", "LB"})
"""IAU codes of what is a country, not a thing: lands, plains, plateaus, a labyrinth."""

_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "TA": 0.8, "PL": 1.3, "PM": 0.9, "VS": 0.9, "MO": 3.0, "TH": 1.5, "PA": 1.3, "AA": 2.2,
        "VA": 0.8, "CM": 0.9, "CH": 0.8, "AL": 0.4, "FO": 0.4, "LB": 1.0, "LN": 0.6,
    }
)  # fmt: skip
_OTHER_WEIGHT: Final = 0.35
"""Long bundles of ridges, troughs and scarps are wide on the list and faint to the eye."""


@dataclass(frozen=True, eq=False)
class Nomenclature:
    """Named places of one body, the most important first.

    Attributes
    ----------
    names
        By language, in the order of the rows.
    fixed_km : ndarray, (n, 3)
        Places on the ellipsoid, body-fixed axes, from the body's center.
    normals : ndarray, (n, 3)
        Outward unit normals there.
    weight_km : ndarray, (n,)
        How large a place counts as: its diameter weighed by its kind. Decreasing.
    is_region : ndarray of bool, (n,)
        Lands and plains, which are named across, not at a point.
    """

    names: Mapping[str, tuple[str, ...]]
    fixed_km: Float64
    normals: Float64
    weight_km: Float64
    is_region: NDArray[np.bool_]


@cache
def nomenclature() -> Mapping[str, Nomenclature]:
    """Return the named places by body, read once.

    Source: IAU/USGS Gazetteer (planetocentric latitude, longitude east); Russian names as
    Stellarium has them.
    """
    path = asset_path("nomenclature", "mars_features_en_ru.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    bodies = sorted({row["body"] for row in rows})
    return {
        body.lower(): _of_body(body.lower(), [row for row in rows if row["body"] == body])
        for body in bodies
    }


def _of_body(body: str, rows: list[dict[str, str | float]]) -> Nomenclature:
    weights = [float(row["d_km"]) * _WEIGHTS.get(str(row["type"]), _OTHER_WEIGHT) for row in rows]
    order = sorted(range(len(rows)), key=lambda i: (-weights[i], str(rows[i]["id"])))
    rows = [rows[i] for i in order]
    latitude = np.radians([float(row["lat"]) for row in rows])
    longitude = np.radians([float(row["lonE"]) for row in rows])
    direction = np.column_stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
    radii = np.array(RADII_KM[body], dtype=np.float64)
    fixed = direction / np.linalg.norm(direction / radii, axis=1)[:, None]
    normals = fixed / radii**2
    return Nomenclature(
        names={
            language: tuple(_plain(str(row[language])) for row in rows) for language in ("en", "ru")
        },
        fixed_km=fixed,
        normals=normals / np.linalg.norm(normals, axis=1)[:, None],
        weight_km=np.array([weights[i] for i in order]),
        is_region=np.array([row["type"] in _REGIONS for row in rows]),
    )


def _plain(name: str) -> str:
    """Return a name in single characters: accents that no letter carries are left out."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(c for c in composed if not unicodedata.combining(c))
