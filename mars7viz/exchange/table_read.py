"""Tables of positions: x, y, z of stated center and axes, RAH, HGI."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import OutsideCoverageError
from mars7viz.ephemeris.frames import ECLIPTIC_TO_ICRF
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.errors import UserError
from mars7viz.exchange.craft_path import CENTERS, SSB
from mars7viz.exchange.errors import PathFileError
from mars7viz.exchange.foreign_path import UNITS_KM, ForeignPath, Reading
from mars7viz.exchange.heliocentric import ICRF_TO_HGI, archive_hgi_to_rah, rah_to_icrf
from mars7viz.exchange.table_columns import (
    Column,
    chosen_positions,
    known_text,
    position_format,
    time_columns,
    understand,
)
from mars7viz.exchange.text_lines import Table, read_table
from mars7viz.exchange.times import calendar_to_et, julian_date_to_et

Floats = NDArray[np.float64]

FRAMES: Final = ("icrf", "ecliptic")
_FRAME_NAMES: Final = {
    **dict.fromkeys(("icrf", "j2000", "eme2000", "gcrf"), "icrf"),
    **dict.fromkeys(("ecliptic", "eclipj2000", "ecliptic j2000"), "ecliptic"),
}
_FARTHEST_KM: Final = 1e12


@dataclass(frozen=True, slots=True)
class _Job:
    """What reading one table takes along; `said` grows."""

    file: str
    reading: Reading
    table: Table
    solar_system: SolarSystem
    said: list[str]


def read_text_path(
    file: str, text: str, reading: Reading, solar_system: SolarSystem
) -> ForeignPath:
    """Read a table of positions.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    text : str
        Its content.
    reading : Reading
        What the file does not say.
    solar_system : SolarSystem
        Where the centers are.

    Returns
    -------
    ForeignPath

    Raises
    ------
    PathFileError
        If the table cannot be understood, or a row is no instant and position, holds NaN, or is
        not later than the one before; the message names file and line.
    """
    table = read_table(file, text)
    titles = list(reading.columns or table.titles)
    width = len(table.rows[0][1])
    if len(titles) != width:
        raise PathFileError(
            file,
            f"has {width} columns between {table.delimiter}, and its header names {len(titles)} "
            f"({', '.join(titles)[:120]}); state them with --columns"
            if titles
            else f"has {width} columns and no header; state them with --columns",
            line=table.rows[0][0],
        )
    columns = understand(titles)
    kind = reading.format or position_format(columns)
    if kind is None:
        raise PathFileError(
            file,
            "has no columns x, y, z or R, A, H or xHGI, yHGI, zHGI; understood were: "
            f"{known_text(columns)}. State them with --columns",
        )
    chosen = chosen_positions(file, kind, columns)
    clock = time_columns(columns)
    if not clock:
        raise PathFileError(
            file,
            "has no column that tells the time (utc, et, jd_tdb, date, year and doy ...); "
            f"understood were: {known_text(columns)}",
        )
    scales = [_scale(file, column, kind, reading, table) for column in chosen]
    et = np.empty(len(table.rows))
    numbers = np.empty((len(table.rows), 3))
    for row, (line, cells) in enumerate(table.rows):
        et[row] = _row_time(file, line, cells, columns, clock)
        if row and not et[row] > et[row - 1]:
            raise PathFileError(
                file, f"is not later than the row before, line {table.rows[row - 1][0]}", line=line
            )
        for place, (column, scale) in enumerate(zip(chosen, scales, strict=True)):
            numbers[row, place] = _number(file, line, cells, column) * scale
    lines = np.array([line for line, _ in table.rows], dtype=np.intp)
    said = [
        f"{len(et)} rows between {table.delimiter}; time from "
        + " and ".join(f"'{columns[role].title}'" for role in clock)
    ]
    said += [
        f"'{column.title}' as {role}, {_unit_text(scale, is_angle=role == 'A')}"
        for role, column, scale in zip(_role_names(kind), chosen, scales, strict=True)
    ]
    job = _Job(file, reading, table, solar_system, said)
    try:
        if kind == "csv":
            position_km, rah = _cartesian(job, numbers, et), None
        elif kind == "hgi" and _is_true_hgi(reading, chosen):
            said.append("HGI by Fränz and Harper 2002, J2000")
            position_km, rah = numbers @ ICRF_TO_HGI, None
        else:
            rah = _rah(job, kind, numbers, et)
            position_km = rah_to_icrf(rah, et, solar_system)
    except OutsideCoverageError as error:
        raise PathFileError(file, str(error)) from error
    lines = np.array([line for line, _ in table.rows], dtype=np.intp)
    return ForeignPath(file, kind, et, position_km, lines, rah, tuple(said))


def _is_true_hgi(reading: Reading, chosen: list[Column]) -> bool:
    """Columns with the archive's names hold the archive's HGI, unless somebody knows better."""
    by_name = "archive" if "hgi" in chosen[0].title.lower() else "franz-harper"
    return (reading.hgi or by_name) == "franz-harper"


def _rah(job: _Job, kind: str, numbers: Floats, et: Floats) -> Floats:
    """RAH of each row: R and H in km, A in degrees ahead of the Earth."""
    if kind == "hgi":
        job.said.append("HGI as the archive made it out of RAH; undone with its own Earth")
        rah = archive_hgi_to_rah(numbers, et)
    else:
        rah = numbers * (1.0, 1.0 if job.reading.angle_sense == "ahead" else -1.0, 1.0)
        job.said.append(
            f"A taken as positive where the craft is {job.reading.angle_sense} of the Earth"
        )
    for (line, _), (distance, _, height) in zip(job.table.rows, rah.tolist(), strict=True):
        if not (distance > 0.0 and abs(height) <= distance):
            raise PathFileError(
                job.file,
                f"a distance of {distance:g} km from the Sun does not go with a height of "
                f"{height:g} km",
                line=line,
            )
    job.said.append("H over the ecliptic of J2000; A from DE440's Earth")
    return rah


def _cartesian(job: _Job, numbers: Floats, et: Floats) -> Floats:
    stated = job.table.stated
    center = (job.reading.center or stated.get("center", "")).lower()
    frame_name = (job.reading.frame or stated.get("frame", "")).lower()
    if center not in CENTERS:
        raise PathFileError(
            job.file,
            f"states no center that is known ({center or 'none'}); "
            f"give --center: {', '.join(CENTERS)}",
        )
    frame = _FRAME_NAMES.get(frame_name)
    if frame is None:
        raise PathFileError(
            job.file,
            f"states no axes that are known ({frame_name or 'none'}); "
            f"give --frame: {', '.join(FRAMES)}",
        )
    job.said.append(f"center {center}, axes {frame}")
    position_km = numbers if frame == "icrf" else numbers @ ECLIPTIC_TO_ICRF.T
    return from_sun(position_km, et, center, job.solar_system)


def from_sun(position_km: Floats, et: Floats, center: str, solar_system: SolarSystem) -> Floats:
    """Move positions from their center to the Sun.

    Parameters
    ----------
    position_km : (n, 3) array
        From `center`, ICRF.
    et : (n,) array
        TDB seconds past J2000.
    center : str
        One of `CENTERS`.
    solar_system : SolarSystem
        Where the centers are.

    Returns
    -------
    ndarray
        (n, 3) km, from the Sun, ICRF.

    Raises
    ------
    OutsideCoverageError
        If an instant is outside DE440's excerpt.
    """
    if center == "sun":
        return position_km
    if center == SSB:
        return position_km - solar_system.state("sun", et)[:, :3]
    return position_km + solar_system.position_of(center, "sun", et)


def _scale(file: str, column: Column, kind: str, reading: Reading, table: Table) -> float:
    """What turns a column into km, or degrees for A."""
    is_angle = kind == "rah" and column.title.strip().lower().startswith("a")
    if is_angle:
        return column.scale if column.scale is not None else 1.0
    asked = None if reading.unit is None else UNITS_KM[reading.unit]
    if column.scale is not None:
        if asked is not None and asked != column.scale:
            raise PathFileError(
                file,
                f"its column '{column.title}' states another unit than --unit {reading.unit}",
            )
        return column.scale
    stated = table.stated.get("unit", "").lower().replace(" ", "-")
    found = asked if asked is not None else UNITS_KM.get(stated)
    if found is None:
        raise PathFileError(
            file,
            f"its column '{column.title}' states no unit that is known; give --unit: "
            f"{', '.join(UNITS_KM)}",
        )
    return found


def _row_time(
    file: str, line: int, cells: list[str], columns: dict[str, Column], clock: tuple[str, ...]
) -> float:
    kind = clock[0]
    first = columns[kind]
    try:
        if kind == "et":
            et = _number(file, line, cells, first)
        elif kind.startswith(("jd_", "mjd_")):
            days = _number(file, line, cells, first)
            system = kind.rsplit("_", 1)[1]
            et = julian_date_to_et(days, modified=kind.startswith("mjd"), system=system)
        elif kind == "year":
            et = _date_of_numbers(file, line, cells, columns, clock)
        elif kind == "date":
            et = calendar_to_et(_with_dashes(cells[first.index]), "utc")
            if clock == ("date", "utc"):
                clock_text = cells[columns["utc"].index]
                et = calendar_to_et(f"{_with_dashes(cells[first.index])}T{clock_text}", "utc")
            et += _time_of_day_s(file, line, cells, columns, clock)
        else:
            et = calendar_to_et(cells[first.index].replace("/", "-"), kind)
    except PathFileError:
        raise
    except UserError as error:
        raise PathFileError(file, str(error), line=line) from error
    if abs(et) > 1e10:
        raise PathFileError(file, f"et = {et:g} s is centuries away", line=line)
    return et


def _date_of_numbers(
    file: str, line: int, cells: list[str], columns: dict[str, Column], clock: tuple[str, ...]
) -> float:
    year = _whole(file, line, cells, columns["year"])
    year += 1900 if 0 <= year < 100 else 0
    if "doy" in clock:
        # A day of the year may carry the time of day as its fraction.
        day = _number(file, line, cells, columns["doy"])
        whole_day = math.floor(day)
        et = calendar_to_et(f"{year:04d}-{whole_day:03d}", "utc") + (day - whole_day) * 86_400.0
    else:
        month = _whole(file, line, cells, columns["month"])
        day = _number(file, line, cells, columns["day"])
        whole_day = math.floor(day)
        et = calendar_to_et(f"{year:04d}-{month:02d}-{whole_day:02d}", "utc")
        et += (day - whole_day) * 86_400.0
    return et + _time_of_day_s(file, line, cells, columns, clock)


def _time_of_day_s(
    file: str, line: int, cells: list[str], columns: dict[str, Column], clock: tuple[str, ...]
) -> float:
    total_s = 0.0
    for role, length_s, end in (
        ("hour", 3600.0, 24.0),
        ("minute", 60.0, 60.0),
        ("second", 1.0, 61),
    ):
        if role not in clock:
            continue
        value = _number(file, line, cells, columns[role])
        if not 0.0 <= value <= end:
            raise PathFileError(
                file, f"{columns[role].title} {value:g} is not 0 to {end:g}", line=line
            )
        total_s += value * length_s
    return total_s


def _with_dashes(date: str) -> str:
    return date.replace("/", "-").replace(".", "-")


def _whole(file: str, line: int, cells: list[str], column: Column) -> int:
    value = _number(file, line, cells, column)
    if value != math.floor(value):
        raise PathFileError(file, f"{column.title} {value:g} is not a whole number", line=line)
    return int(value)


def _number(file: str, line: int, cells: list[str], column: Column) -> float:
    text = cells[column.index]
    try:
        value = float(text.replace("D", "E").replace("d", "e"))
    except ValueError:
        raise PathFileError(
            file, f"{text[:40]!r} in column '{column.title}' is not a number", line=line
        ) from None
    if not math.isfinite(value):
        raise PathFileError(
            file, f"{text[:40]!r} in column '{column.title}' is no finite number", line=line
        )
    if abs(value) > _FARTHEST_KM:
        raise PathFileError(
            file, f"{text[:40]!r} in column '{column.title}' is too large", line=line
        )
    return value


def _role_names(kind: str) -> tuple[str, str, str]:
    return ("R", "A", "H") if kind == "rah" else ("x", "y", "z")


def _unit_text(scale: float, *, is_angle: bool) -> str:
    if is_angle:
        return "degrees" if scale == 1.0 else "radians"
    for name, length_km in UNITS_KM.items():
        if scale == length_km:
            return name.replace("-", " ")
    return f"{scale:g} km"
