"""Mission files into a ``Mission``; whatever is wrong with them is a ``MissionFileError``.

docs/mission-file.md is the reference of the format.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from mars7viz.assets import AssetMissingError, asset_path
from mars7viz.mission.checks import check_mission
from mars7viz.mission.dates import Band, read_instant
from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.evidence import read_quantities
from mars7viz.mission.model import Mission, MissionEvent, Source
from mars7viz.mission.table import Table
from mars7viz.mission.tables import (
    read_account,
    read_event,
    read_landing_site,
    read_phase,
    read_source,
    read_spacecraft,
    read_status,
)

SCHEMA = 1
LARGEST_FILE_BYTES = 1024 * 1024
"""Largest mission file that is read; the shipped ones are a tenth of it."""
MOST_PARTS = 16


def load_mission(path: Path | None = None) -> Mission:
    """Load a mission.

    Parameters
    ----------
    path : Path, optional
        The main mission file; by default the shipped ``mission/mars7.toml``. The file of sources
        and the parts that it names are searched beside it.

    Returns
    -------
    Mission
        Checked: see ``mars7viz.mission.checks``.

    Raises
    ------
    MissionFileError
        For whatever keeps a file from being used; the message names file, table and key.
    """
    if path is None:
        try:
            path = asset_path("mission", "mars7.toml")
        except AssetMissingError as error:
            raise MissionFileError("mars7.toml", "", str(error)) from None
    content = read_toml(path)
    without_sources = Table(content, file=path.name, sources={})
    _check_schema(without_sources)
    sources = _read_sources(_sibling(path, without_sources, "sources"))
    main = Table(content, file=path.name, sources=sources)
    _check_schema(main)
    main.string("sources")
    parts = _part_tables(path, main, sources)
    mission = _read_mission(main, (main, *parts), tuple(sources.values()))
    for table in (main, *parts):
        table.close()
    check_mission(mission, file=path.name)
    return mission


def read_toml(path: Path) -> dict[str, object]:
    """Read one TOML file of limited size, or raise MissionFileError."""
    try:
        if not path.is_file():
            raise MissionFileError(path.name, "", f"no such file in {path.parent}")
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "an input error"
        raise MissionFileError(path.name, "", f"cannot be read: {reason}") from None
    if len(raw) > LARGEST_FILE_BYTES:
        problem = f"too large; allowed: at most {LARGEST_FILE_BYTES} bytes"
        raise MissionFileError(path.name, "", problem)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8; allowed: UTF-8 text"
        raise MissionFileError(path.name, "", problem) from None
    try:
        return tomllib.loads(text)
    except RecursionError:
        problem = "nested too deep; allowed: tables as in docs/mission-file.md"
        raise MissionFileError(path.name, "", problem) from None
    except ValueError as error:  # TOMLDecodeError, and int() on thousands of digits
        raise MissionFileError(path.name, "", f"not TOML: {error}") from None


def _check_schema(table: Table) -> None:
    schema = table.value("schema")
    if isinstance(schema, bool) or schema != SCHEMA:
        raise table.error("schema", f"not known to this program; allowed: {SCHEMA}")


def _sibling(path: Path, table: Table, key: str) -> Path:
    return path.parent / _relative_name(table, key, table.string(key))


def _relative_name(table: Table, key: str, name: str) -> str:
    # A mission file may come from a stranger; it must not reach out of its own folder.
    steps = name.split("/")
    is_inside = all(step and step.strip(".") and ":" not in step for step in steps)
    if not is_inside or "\\" in name or not name.endswith(".toml"):
        problem = f"{name[:80]!r}; allowed: a .toml file in the folder of this file or below it"
        raise table.error(key, problem)
    return name


def _read_sources(path: Path) -> dict[str, Source]:
    table = Table(read_toml(path), file=path.name, sources={})
    _check_schema(table)
    listing = table.table("source")
    table.close()
    return {key: read_source(key, row) for key, row in listing.source_tables()}


def _part_tables(path: Path, main: Table, sources: Mapping[str, Source]) -> tuple[Table, ...]:
    if not main.has("parts"):
        return ()
    names = main.strings("parts")
    if len(names) > MOST_PARTS:
        raise main.error("parts", f"{len(names)} files; allowed: at most {MOST_PARTS}")
    tables = []
    for name in names:
        part = path.parent / _relative_name(main, "parts", name)
        table = Table(read_toml(part), file=part.name, sources=sources)
        _check_schema(table)
        tables.append(table)
    return tuple(tables)


def _read_mission(main: Table, files: tuple[Table, ...], sources: tuple[Source, ...]) -> Mission:
    timeline = main.table("timeline")
    start_et = read_instant(timeline, "start", {})
    stop_et = read_instant(timeline, "stop", {})
    timeline.close()
    if not start_et < stop_et:
        raise timeline.error("stop", "not after 'start'; allowed: a later instant")

    events: dict[str, MissionEvent] = {}
    marks = {"timeline_stop": Band(stop_et, stop_et, stop_et)}
    for table in (row for file in files for row in file.tables("event")):
        event = read_event(table, marks)
        if event.id in marks:
            raise table.error("id", "given twice; allowed: each id once")
        if event.start_et < start_et or event.stop_et > stop_et:
            raise table.error("utc", f"{event.utc!r} is outside the timeline")
        events[event.id] = event
        marks[event.id] = Band(event.start_et, event.et, event.stop_et)
    if "launch" not in events:
        raise main.error("event", "none has the id 'launch'; it is required")

    return Mission(
        id=main.id(),
        name=main.text("name"),
        also_called=main.strings("also_called"),
        launch_et=events["launch"].et,
        timeline_start_et=start_et,
        timeline_stop_et=stop_et,
        spacecraft=tuple(
            read_spacecraft(row) for file in files for row in file.tables("spacecraft")
        ),
        events=tuple(sorted(events.values(), key=lambda event: event.et)),
        phases=tuple(read_phase(row, marks) for file in files for row in file.tables("phase")),
        status=tuple(read_status(row, marks) for file in files for row in file.tables("status")),
        accounts=tuple(read_account(row) for file in files for row in file.tables("account")),
        landing_site=read_landing_site(main.table("landing_site")),
        quantities=tuple(quantity for file in files for quantity in read_quantities(file)),
        sources=sources,
    )
