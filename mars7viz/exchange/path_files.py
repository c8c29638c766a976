"""Reading somebody else's path: which kind of file it is, and who reads it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.errors import ExchangeError, PathFileError
from mars7viz.exchange.foreign_path import FORMATS, UNITS_KM, ForeignPath, Reading
from mars7viz.exchange.oem_read import read_oem
from mars7viz.exchange.spk_read import MARKS, read_spk
from mars7viz.exchange.table_read import read_text_path
from mars7viz.exchange.text_lines import decoded

MAX_BYTES: Final = 1_000_000_000


def read_path(file: Path, reading: Reading, path: CraftPath) -> ForeignPath:
    """Read a path out of a file.

    Parameters
    ----------
    file : Path
        SPK kernel, orbit ephemeris message or table.
    reading : Reading
        What the file does not say.
    path : CraftPath
        Our path, whose instants an SPK kernel is asked for.

    Returns
    -------
    ForeignPath

    Raises
    ------
    PathFileError
        If the file cannot be read as what it is or is said to be; names file and line.
    ExchangeError
        If `reading` names a format or unit that is none.
    """
    for value, allowed, what in (
        (reading.format, FORMATS, "format"),
        (reading.unit, tuple(UNITS_KM), "unit"),
    ):
        if value is not None and value not in allowed:
            raise ExchangeError(f"there is no {what} {value!r}; allowed: {', '.join(allowed)}")
    content = _content(file)
    kind = reading.format
    if kind is None and content.startswith(MARKS):
        kind = "spk"
    if kind == "spk":
        return read_spk(file, content, path, reading.target)
    text = decoded(file.name, content)
    if kind is None and _first_line(text).startswith("CCSDS_OEM_VERS"):
        kind = "oem"
    if kind is None and _first_line(text).startswith("<"):
        raise PathFileError(
            file.name, "is XML; of orbit ephemeris messages the key-value form is read"
        )
    if kind == "oem":
        return read_oem(file.name, text, path.solar_system)
    return read_text_path(file.name, text, replace(reading, format=kind), path.solar_system)


def _content(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if file.is_dir():
            raise PathFileError(str(file), "is a folder")
        if size > MAX_BYTES:
            raise PathFileError(str(file), f"has {size} bytes; at most {MAX_BYTES} are read")
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, PathFileError):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise PathFileError(str(file), f"cannot be read: {reason}") from error
    if not content.strip():
        raise PathFileError(file.name, "is empty")
    return content


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
