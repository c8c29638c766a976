"""``mars7viz where-now``: where both craft are on a date, and how well that is known."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM, C_KM_S
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.ephemeris.errors import OutsideCoverageError
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a craft is, geometrically, and how well that is known.

    Attributes
    ----------
    craft : str
        "coast_stage" or "lander".
    longitude_deg, latitude_deg : float
        Heliocentric, ecliptic of J2000.
    sun_au, earth_au, mars_au : float
        Distances.
    earth_light_s : float
        Time of light to the Earth.
    right_ascension_deg, declination_deg : float
        Direction from the Earth's center, ICRF, without light time.
    along_deg : tuple of float
        Where else it may be on its way round the Sun, ahead of here: -2, -1, 1, 2 standard
        deviations.
    radial_km, normal_km : tuple of float
        The same towards and from the Sun, and off the plane.
    """

    craft: str
    longitude_deg: float
    latitude_deg: float
    sun_au: float
    earth_au: float
    mars_au: float
    earth_light_s: float
    right_ascension_deg: float
    declination_deg: float
    along_deg: tuple[float, float, float, float]
    radial_km: tuple[float, float, float, float]
    normal_km: tuple[float, float, float, float]

    @property
    def along_au(self) -> float:
        """Half the length of road on which it is with 68 %, astronomical units."""
        return float(np.radians(self.along_deg[2] - self.along_deg[1]) / 2.0 * self.sun_au)


@dataclass(frozen=True, eq=False)
class Spread:
    """Uncertainty tubes of the shipped reconstruction, interpolated in time.

    Parameters
    ----------
    arrays : dict
        Contents of mars7_spread.npz.
    """

    arrays: dict[str, Floats]

    @classmethod
    def open(cls, path: Path) -> "Spread":
        """Read the file."""
        with np.load(path, allow_pickle=False) as archive:
            return cls({name: archive[name] for name in archive.files})

    def at(self, craft: str, et: float) -> dict[str, tuple[float, float, float, float]]:
        """Give the -2, -1, 1, 2 sigma bounds of "along_deg", "radial_km" and "normal_km".

        Before the separation there is no tube: the nearest instant stands for it.
        """
        ets = self.arrays[f"{craft}_ets"]
        result = {}
        for name in ("along_deg", "radial_km", "normal_km"):
            rows = self.arrays[f"{craft}_{name}"]
            a, b, _, c, d = (float(np.interp(et, ets, rows[:, level])) for level in range(5))
            result[name] = (a, b, c, d)
        return result

    def covariance(self, craft: str, et: float) -> Floats | None:
        """Give the covariance of a state, (6, 6), km and km/s, ICRF; None where none describes it.

        Linear between the samples, so that it stays a covariance. None before the separation and
        from a year after Mars on, when the members of the ensemble lie along much of the orbit.
        """
        rows = self.arrays[f"{craft}_covariance"]
        ets = self.arrays[f"{craft}_ets"][: len(rows)]
        if not ets[0] <= et <= ets[-1]:
            return None
        index = min(int(np.searchsorted(ets, et, side="right")), len(ets) - 1)
        part = (et - ets[index - 1]) / (ets[index] - ets[index - 1])
        result: Floats = (1.0 - part) * rows[index - 1] + part * rows[index]
        return result


def whereabouts(chronology: Chronology, spread: Spread, et: float) -> Whereabouts:
    """Give where a craft is.

    Raises
    ------
    OutsideCoverageError
        If it was not launched yet, or the ephemeris ends before.
    """
    start_et, stop_et = chronology.coverage
    if not start_et <= et < stop_et:
        raise OutsideCoverageError(et=et, start_et=start_et, stop_et=stop_et, what=chronology.name)
    sun = chronology.relative_state(et, "sun")[:3]
    earth = chronology.relative_state(et, "earth")[:3]
    mars = chronology.relative_state(et, "mars")[:3]
    x, y, z = (ICRF_TO_ECLIPTIC @ sun).tolist()
    bounds = spread.at(chronology.name, et)
    return Whereabouts(
        craft=chronology.name,
        longitude_deg=float(np.degrees(np.arctan2(y, x)) % 360.0),
        latitude_deg=float(np.degrees(np.arctan2(z, np.hypot(x, y)))),
        sun_au=float(np.linalg.norm(sun)) / AU_KM,
        earth_au=float(np.linalg.norm(earth)) / AU_KM,
        mars_au=float(np.linalg.norm(mars)) / AU_KM,
        earth_light_s=float(np.linalg.norm(earth)) / C_KM_S,
        right_ascension_deg=float(np.degrees(np.arctan2(earth[1], earth[0])) % 360.0),
        declination_deg=float(np.degrees(np.arcsin(earth[2] / np.linalg.norm(earth)))),
        along_deg=bounds["along_deg"],
        radial_km=bounds["radial_km"],
        normal_km=bounds["normal_km"],
    )
