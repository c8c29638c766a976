"""Phobos and Deimos from JPL's mean elements: precessing ellipses about Mars.

Good for pictures, not for navigation: the errors are in `MoonElements.accuracy`.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S, JD_J2000
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.frames import rotation_about_x, rotation_about_z

Floats = NDArray[np.float64]

_YEAR_DAYS: Final = 365.25
# e is 0.015 at most: from M + e sin M, two steps of Newton leave less than 1e-15 rad.
_NEWTON_STEPS: Final = 2


@dataclass(frozen=True, slots=True)
class MoonElements:
    """Mean elements of one moon on its Laplace plane, and how good they are.

    Attributes
    ----------
    name : str
        Name of the body.
    epoch_et : float
        TDB seconds past J2000.
    a_km, e, i_rad : float
        Semi-major axis, eccentricity, inclination to the Laplace plane.
    periapsis_rad, node_rad, anomaly_rad : float
        Argument of periapsis, node on the Laplace plane and mean anomaly at the epoch.
    longitude_rate, periapsis_rate, node_rate : float
        Rates of mean longitude, argument of periapsis and node, rad/s.
    plane_to_icrf : tuple of tuple of float
        (3, 3) rotation from the Laplace plane's axes to ICRF.
    accuracy : str
        What was checked against what, and the worst errors in km.
    """

    name: str
    epoch_et: float
    a_km: float
    e: float
    i_rad: float
    periapsis_rad: float
    node_rad: float
    anomaly_rad: float
    longitude_rate: float
    periapsis_rate: float
    node_rate: float
    plane_to_icrf: tuple[tuple[float, float, float], ...]
    accuracy: str

    @classmethod
    def from_row(
        cls, name: str, row: Mapping[str, float], *, epoch_jd_tdb: float, accuracy: str
    ) -> Self:
        """Make elements from a row of the table.

        Parameters
        ----------
        name : str
            Name of the body.
        row : mapping
            ``a`` km; ``e``; ``w``, ``M``, ``i``, ``node``, ``ra_pole``, ``dec_pole`` degrees;
            ``n`` degrees a day; ``Pw``, ``Pnode`` years.
        epoch_jd_tdb : float
            Julian date of the elements, TDB.
        accuracy : str
            What is known of their errors.

        Returns
        -------
        MoonElements

        Raises
        ------
        KeyError
            If an element is missing.
        """
        to_plane = rotation_about_x(math.radians(90.0 - row["dec_pole"])) @ rotation_about_z(
            math.radians(row["ra_pole"] + 90.0)
        )
        turn_per_s = math.tau / (_YEAR_DAYS * DAY_S)
        x, y, z = to_plane.T.tolist()
        return cls(
            name=name,
            epoch_et=(epoch_jd_tdb - JD_J2000) * DAY_S,
            a_km=row["a"],
            e=row["e"],
            i_rad=math.radians(row["i"]),
            periapsis_rad=math.radians(row["w"]),
            node_rad=math.radians(row["node"]),
            anomaly_rad=math.radians(row["M"]),
            longitude_rate=math.radians(row["n"]) / DAY_S,
            periapsis_rate=turn_per_s / row["Pw"],
            node_rate=-turn_per_s / row["Pnode"],
            plane_to_icrf=(tuple(x), tuple(y), tuple(z)),
            accuracy=accuracy,
        )

    def state_at(self, et: float) -> tuple[float, float, float, float, float, float]:
        """Give the moon's state about Mars at one instant.

        Parameters
        ----------
        et : float
            TDB seconds past J2000.

        Returns
        -------
        tuple of float
            Position km and velocity km/s, from Mars, ICRF. The velocity is the derivative of the
            position, the turning of periapsis and node included.
        """
        dt = et - self.epoch_et
        w = self.periapsis_rad + self.periapsis_rate * dt
        node = self.node_rad + self.node_rate * dt
        anomaly_rate = self.longitude_rate - self.periapsis_rate - self.node_rate
        anomaly = self.anomaly_rad + anomaly_rate * dt
        e = self.e
        eccentric = anomaly + e * math.sin(anomaly)
        for _ in range(_NEWTON_STEPS):
            eccentric -= (eccentric - e * math.sin(eccentric) - anomaly) / (
                1.0 - e * math.cos(eccentric)
            )
        cos_e, sin_e = math.cos(eccentric), math.sin(eccentric)
        # In the orbit, axes to periapsis: position, then velocity.
        minor = self.a_km * math.sqrt(1.0 - e * e)
        p, q = self.a_km * (cos_e - e), minor * sin_e
        rate = anomaly_rate / (1.0 - e * cos_e)
        dp, dq = -self.a_km * sin_e * rate, minor * cos_e * rate
        # Turned by the argument of periapsis, which itself turns.
        cw, sw = math.cos(w), math.sin(w)
        u, v = cw * p - sw * q, sw * p + cw * q
        du = cw * dp - sw * dq - self.periapsis_rate * v
        dv = sw * dp + cw * dq + self.periapsis_rate * u
        # Tilted, then turned by the node.
        ci, si = math.cos(self.i_rad), math.sin(self.i_rad)
        cn, sn = math.cos(node), math.sin(node)
        v, dv, z, dz = ci * v, ci * dv, si * v, si * dv
        x, y = cn * u - sn * v, sn * u + cn * v
        dx = cn * du - sn * dv - self.node_rate * y
        dy = sn * du + cn * dv + self.node_rate * x
        (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = self.plane_to_icrf
        return (
            xx * x + xy * y + xz * z,
            yx * x + yy * y + yz * z,
            zx * x + zy * y + zz * z,
            xx * dx + xy * dy + xz * dz,
            yx * dx + yy * dy + yz * dz,
            zx * dx + zy * dy + zz * dz,
        )

    def states_at(self, et: Floats) -> Floats:
        """Give the moon's states about Mars at many instants.

        Parameters
        ----------
        et : (n,) array
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (n, 6), km and km/s, from Mars, ICRF.
        """
        # A trail of a moon has some hundred points; one formula in one place is worth more here
        # than the last factor in speed.
        return np.array([self.state_at(instant) for instant in et.tolist()]).reshape(-1, 6)


def read_moons(path: Path) -> dict[str, MoonElements]:
    """Read the table of mean elements.

    Parameters
    ----------
    path : Path
        ``mars_moons_elements.json``.

    Returns
    -------
    dict
        Elements by name of the moon.

    Raises
    ------
    EphemerisError
        If the file is not such a table; the message names file and key.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: MoonElements.from_row(
                name,
                row,
                epoch_jd_tdb=table["epoch_jd_tdb"],
                accuracy=table["accuracy_checked"],
            )
            for name, row in table["bodies"].items()
        }
    except json.JSONDecodeError as error:
        raise EphemerisError(f"{path.name} is not JSON: {error}") from error
    except KeyError as error:
        raise EphemerisError(f"{path.name}: key {error} is missing") from error
