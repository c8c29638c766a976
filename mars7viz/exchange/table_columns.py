"""Which column of somebody's table is what, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mars7viz.constants import AU_KM
from mars7viz.exchange.errors import PathFileError

_LENGTHS: Final = {
    "km": 1.0,
    "m": 1e-3,
    "au": AU_KM,
    "ml_km": 1e6,
    "mln_km": 1e6,
    "mkm": 1e6,
    "gm": 1e6,
    "million_km": 1e6,
    "million-km": 1e6,
}
_ANGLES: Final = {"d": 1.0, "deg": 1.0, "degrees": 1.0, "rad": 57.29577951308232}
_TIMES: Final = {"s": 1.0, "tdb_s": 1.0, "s_tdb": 1.0, "h": 1.0, "d": 1.0}
_UNITS: Final = sorted({*_LENGTHS, *_ANGLES, *_TIMES}, key=len, reverse=True)
_SUFFIX: Final = re.compile(
    r"(?P<name>.+?)\s*(?:[\[(](?P<inner>[^\])]*)[\])]|[,_/ ](?P<plain>"
    + "|".join(re.escape(unit) for unit in _UNITS)
    + "))"
)

_ROLES: Final = {
    **{axis: axis for axis in "xyz"},
    **{f"{axis}hgi": f"{axis}hgi" for axis in "xyz"},
    **{f"{axis}_hgi": f"{axis}hgi" for axis in "xyz"},
    **{f"hgi_{axis}": f"{axis}hgi" for axis in "xyz"},
    "r": "r",
    "a": "a",
    "ae-s-sc": "a",
    "h": "h",
    "hecl": "h",
    "utc": "utc",
    "ut": "utc",
    "time": "utc",
    "epoch": "utc",
    "datetime": "utc",
    "tdb": "tdb",
    "tt": "tt",
    "tai": "tai",
    "et": "et",
    "jd": "jd_utc",
    "mjd": "mjd_utc",
    **{f"{kind}_{scale}": f"{kind}_{scale}" for kind in ("jd", "mjd") for scale in ("utc", "tdb")},
    "date": "date",
    "year": "year",
    "yyyy": "year",
    "yr": "year",
    "month": "month",
    "mon": "month",
    "mm": "month",
    "day": "day",
    "dd": "day",
    "doy": "doy",
    "hour": "hour",
    "hr": "hour",
    "hh": "hour",
    "minute": "minute",
    "min": "minute",
    "second": "second",
    "sec": "second",
}

POSITIONS: Final = {"csv": ("x", "y", "z"), "rah": ("r", "a", "h"), "hgi": ("xhgi", "yhgi", "zhgi")}
"""Columns that make a position, by format."""

_TIME_SETS: Final = (
    ("et",),
    ("jd_tdb",),
    ("jd_utc",),
    ("mjd_tdb",),
    ("mjd_utc",),
    ("date", "utc"),
    ("utc",),
    ("tdb",),
    ("tt",),
    ("tai",),
    ("date", "hour"),
    ("date",),
    ("year", "month", "day"),
    ("year", "doy"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood.

    Attributes
    ----------
    index : int
        From 0.
    title : str
        As the file writes it.
    scale : float or None
        What turns its numbers into km or degrees; None where no unit is stated.
    """

    index: int
    title: str
    scale: float | None


def understand(titles: list[str]) -> dict[str, Column]:
    """Find the columns that are known.

    Parameters
    ----------
    titles : list of str
        The header, cell by cell.

    Returns
    -------
    dict
        Role to column; of two columns with one role the first counts.
    """
    columns: dict[str, Column] = {}
    for index, title in enumerate(titles):
        role, unit = _role_and_unit(title)
        if role is None or role in columns:
            continue
        known = _ANGLES if role == "a" else _LENGTHS
        columns[role] = Column(index, title.strip(), known.get(unit) if unit else None)
    return columns


def time_columns(columns: dict[str, Column]) -> tuple[str, ...]:
    """Choose the columns that tell the time.

    Parameters
    ----------
    columns : dict
        As `understand` gives them.

    Returns
    -------
    tuple of str
        Their roles; empty if there are none.
    """
    for chosen in _TIME_SETS:
        if all(role in columns for role in chosen):
            if chosen[0] == "year" or chosen == ("date", "hour"):
                extra = [role for role in ("hour", "minute", "second") if role in columns]
                return (*dict.fromkeys((*chosen, *extra)),)
            return chosen
    return ()


def position_format(columns: dict[str, Column]) -> str | None:
    """Guess the format from the columns; RAH before HGI, as the archive made HGI out of RAH.

    Parameters
    ----------
    columns : dict
        As `understand` gives them.

    Returns
    -------
    str or None
        Key of `POSITIONS`.
    """
    for kind in ("rah", "hgi", "csv"):
        if all(role in columns for role in POSITIONS[kind]):
            return kind
    return None


def chosen_positions(file: str, kind: str, columns: dict[str, Column]) -> list[Column]:
    """Give the columns of a position, or say which are missing.

    Parameters
    ----------
    file : str
        For messages.
    kind : str
        Key of `POSITIONS`.
    columns : dict
        As `understand` gives them.

    Returns
    -------
    list of Column
        Three.

    Raises
    ------
    PathFileError
        If one is missing.
    """
    roles = POSITIONS[kind]
    if kind == "hgi" and not all(role in columns for role in roles):
        roles = POSITIONS["csv"]
    missing = [role for role in roles if role not in columns]
    if missing:
        raise PathFileError(
            file,
            f"read as {kind}, it lacks the columns {', '.join(missing)}; understood were: "
            f"{known_text(columns)}",
        )
    return [columns[role] for role in roles]


def known_text(columns: dict[str, Column]) -> str:
    """Say which columns were understood.

    Parameters
    ----------
    columns : dict
        As `understand` gives them.

    Returns
    -------
    str
        For messages.
    """
    if not columns:
        return "none"
    return ", ".join(f"'{column.title}' as {role}" for role, column in columns.items())


def _role_and_unit(title: str) -> tuple[str | None, str | None]:
    text = title.strip().strip("\"'").strip().lower()
    if text in _ROLES:
        return _ROLES[text], None
    match = _SUFFIX.fullmatch(text)
    if match is None:
        return None, None
    unit = (match["inner"] or match["plain"] or "").strip().replace(" ", "_")
    return _ROLES.get(match["name"].strip()), unit
