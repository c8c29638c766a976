"""CCSDS orbit ephemeris messages in key-value form: reading."""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np

from mars7viz.ephemeris.errors import OutsideCoverageError
from mars7viz.ephemeris.frames import ECLIPTIC_TO_ICRF
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.errors import UserError
from mars7viz.exchange.craft_path import SSB
from mars7viz.exchange.errors import PathFileError
from mars7viz.exchange.foreign_path import ForeignPath
from mars7viz.exchange.table_read import from_sun
from mars7viz.exchange.times import TIME_SYSTEMS, calendar_to_et

_KEYWORD: Final = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(.*)")
_CENTERS: Final = {
    "SUN": "sun",
    "EARTH": "earth",
    "MARS": "mars",
    "MARS BARYCENTER": "mars",
    "SOLAR SYSTEM BARYCENTER": SSB,
    "SSB": SSB,
}
# EME2000 and ICRF differ by 0.02 arcseconds, 25 km at Mars's distance from the Sun at most.
_ICRF_LIKE: Final = {"ICRF", "EME2000", "J2000", "GCRF"}
_ECLIPTIC: Final = {"ECLIPJ2000", "ECLIPTIC"}
_WIDTHS: Final = {7, 10}


def read_oem(file: str, text: str, solar_system: SolarSystem) -> ForeignPath:
    """Read an orbit ephemeris message, all its segments.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    text : str
        Its content. Covariances are passed over.
    solar_system : SolarSystem
        Where the centers are.

    Returns
    -------
    ForeignPath
        Where a segment begins with the instant that the one before ends with, that instant once.

    Raises
    ------
    PathFileError
        If it is no such message, or a state is not finite or out of order; names file and line.
    """
    meta: dict[str, str] = {}
    section = "header"
    has_version = False
    rows: list[tuple[int, float, list[float], dict[str, str]]] = []
    begun = 0
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = raw.strip()
        if not line or line.startswith("COMMENT"):
            continue
        if line == "META_START":
            meta, section = {}, "meta"
        elif line == "META_STOP":
            section, begun = "data", len(rows)
            _check_meta(file, number, meta)
        elif line in {"COVARIANCE_START", "COVARIANCE_STOP"}:
            section = "covariance" if line.endswith("START") else "data"
        elif section == "covariance":
            continue
        elif section == "data":
            rows.append(_row(file, number, line, meta, rows, is_first=len(rows) == begun))
        else:
            match = _KEYWORD.fullmatch(line)
            if match is None:
                raise PathFileError(file, f"{line[:40]!r} is not KEYWORD = value", line=number)
            has_version |= match[1] == "CCSDS_OEM_VERS"
            meta[match[1]] = match[2].strip()
    if not has_version:
        raise PathFileError(file, "is no orbit ephemeris message: CCSDS_OEM_VERS is missing")
    if not rows:
        raise PathFileError(file, "holds no state")
    return _joined(file, rows, solar_system)


def _check_meta(file: str, line: int, meta: dict[str, str]) -> None:
    for keyword, allowed in (
        ("CENTER_NAME", set(_CENTERS)),
        ("REF_FRAME", _ICRF_LIKE | _ECLIPTIC),
        ("TIME_SYSTEM", {system.upper() for system in TIME_SYSTEMS}),
    ):
        if meta.get(keyword, "").upper() not in allowed:
            raise PathFileError(
                file,
                f"{keyword} is {meta.get(keyword, 'missing')[:40]}; read are: "
                f"{', '.join(sorted(allowed))}",
                line=line,
            )


def _row(
    file: str,
    number: int,
    line: str,
    meta: dict[str, str],
    rows: list[tuple[int, float, list[float], dict[str, str]]],
    *,
    is_first: bool,
) -> tuple[int, float, list[float], dict[str, str]]:
    cells = line.split()
    if len(cells) not in _WIDTHS:
        raise PathFileError(
            file, f"has {len(cells)} fields; a state has an epoch and 6 or 9 numbers", line=number
        )
    try:
        et = calendar_to_et(cells[0], meta["TIME_SYSTEM"].lower())
        values = [float(cell) for cell in cells[1:]]
    except UserError as error:
        raise PathFileError(file, str(error), line=number) from error
    except ValueError:
        raise PathFileError(
            file, f"{line[:60]!r} holds something else than numbers", line=number
        ) from None
    if not all(map(math.isfinite, values)):
        raise PathFileError(file, "a state is no finite number", line=number)
    if rows and (et < rows[-1][1] or (et == rows[-1][1] and not is_first)):
        raise PathFileError(
            file, f"is not later than the state before, line {rows[-1][0]}", line=number
        )
    return number, et, values, meta


def _joined(
    file: str,
    rows: list[tuple[int, float, list[float], dict[str, str]]],
    solar_system: SolarSystem,
) -> ForeignPath:
    # Of two states of one instant, the later segment's counts.
    kept = [
        row
        for row, after in zip(rows, [*rows[1:], None], strict=True)
        if after is None or after[1] > row[1]
    ]
    et = np.array([row[1] for row in kept])
    values = np.array([row[2][:3] for row in kept])
    positions = np.empty((len(kept), 3))
    ways = [(row[3]["CENTER_NAME"].upper(), row[3]["REF_FRAME"].upper()) for row in kept]
    for way in dict.fromkeys(ways):
        chosen = np.array([other == way for other in ways])
        own = values[chosen]
        if way[1] in _ECLIPTIC:
            own = own @ ECLIPTIC_TO_ICRF.T
        try:
            positions[chosen] = from_sun(own, et[chosen], _CENTERS[way[0]], solar_system)
        except OutsideCoverageError as error:
            raise PathFileError(file, str(error)) from error
    said = [f"{len(kept)} states of an orbit ephemeris message"]
    said += [f"center {center}, axes {frame}" for center, frame in dict.fromkeys(ways)]
    said.append("time in " + ", ".join(dict.fromkeys(row[3]["TIME_SYSTEM"] for row in kept)))
    lines = np.array([row[0] for row in kept], dtype=np.intp)
    return ForeignPath(file, "oem", et, positions, lines, None, tuple(said))
