"""Mission files for tests: the shipped ones and a small one, as trees that can be broken."""

import datetime as dt
import json
import tomllib
from pathlib import Path

from mars7viz.assets import asset_path
from mars7viz.mission.words import SYSTEMS

Tree = dict[str, object]

MAIN = "mars7.toml"


def both(text: str) -> Tree:
    return {"en": text, "ru": f"{text} по-русски"}


def evidence() -> Tree:
    return {"status": "documented", "sources": ["BOOK"]}


def small_files() -> dict[str, Tree]:
    """The smallest mission that loads."""
    sources = {
        "schema": 1,
        "source": {
            key: {"title": key, "publisher": "nobody", "url": "", "kind": kind}
            | {"reliability": both(key)}
            for key, kind in (
                ("BOOK", "book"),
                ("SUM", "calculation"),
                ("OURS", "reconstruction"),
                ("HEAD", "memory"),
            )
        },
    }
    status = [
        {
            "id": f"{craft}_{system}",
            "spacecraft": craft,
            "system": system,
            "name": both(system),
            "value": both("so"),
            "start": "@launch",
            "stop": "@timeline_stop",
        }
        | evidence()
        for craft, systems in SYSTEMS.items()
        for system in systems
    ]
    main = {
        "schema": 1,
        "id": "small",
        "name": both("Small"),
        "also_called": ["S"],
        "sources": "sources.toml",
        "timeline": {"start": "1973-08-08T00:00Z", "stop": "1974-04-01T00:00Z"},
        "landing_site": {
            "name": both("Site"),
            "lat_deg": {"value": -50.0, "unit": "deg"} | evidence(),
            "lon_east_deg": {"value": 332, "unit": "deg"} | evidence(),
            "printed": {"value": both("50 S, 28 W")} | evidence(),
        },
        "account": [
            {"id": "a", "name": both("A"), "summary": both("A"), "main": True} | evidence()
        ],
        "event": [
            {
                "id": "launch",
                "name": both("Launch"),
                "description": both("Up"),
                "utc": "1973-08-09T17:00:17Z",
                "precision_s": 0.5,
                "spacecraft": ["coast_stage", "lander"],
                "importance": 1,
                "category": "launch",
                "quantity": [
                    {"id": "speed", "name": both("Speed"), "value": 1.5, "unit": "km/s"}
                    | evidence()
                    | {"alternatives": [{"value": 2, "sources": ["SUM"], "note": both("Other")}]}
                ],
            }
            | evidence(),
            {
                "id": "last_contact",
                "name": both("Last"),
                "description": both("Over"),
                "utc": "1974-03-25",
                "spacecraft": ["coast_stage"],
                "importance": 2,
                "category": "communication",
                "account": "a",
            }
            | evidence(),
        ],
        "phase": [
            {"id": "flight", "name": both("Flight"), "summary": both("Going")}
            | {"start": "@launch", "stop": "@last_contact"}
            | evidence(),
            {"id": "silence", "name": both("Silence"), "summary": both("Gone")}
            | {"start": "@last_contact", "stop": "@timeline_stop"}
            | evidence(),
        ],
        "status": status,
        "spacecraft": [
            {
                "id": "coast_stage",
                "name": both("Coast stage"),
                "summary": both("Flies"),
                "instrument": [
                    {
                        "id": "magnetometer",
                        "name": both("Magnetometer"),
                        "measures": both("Field"),
                        "range": {"status": "no record"},
                        "result": both("None"),
                    }
                    | evidence()
                ],
                "quantity": [
                    {"id": "mass", "group": "mass", "name": both("Mass"), "value": 2, "unit": "kg"}
                    | evidence()
                ],
            },
            {"id": "lander", "name": both("Lander"), "summary": both("Lands")},
        ],
    }
    return {MAIN: main, "sources.toml": sources}


def shipped_files() -> dict[str, Tree]:
    """The shipped mission as trees, by path below the folder of the main file."""
    root = asset_path("mission")
    return {
        path.relative_to(root).as_posix(): tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(root.rglob("*.toml"))
    }


def write(folder: Path, files: dict[str, Tree]) -> Path:
    """Write the files and return the path of the main one."""
    for name, tree in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (f"{_key(key)} = {as_toml(value)}\n" for key, value in tree.items())
        path.write_text("".join(lines), encoding="utf-8")
    return folder / MAIN


def as_toml(value: object) -> str:
    """One TOML value on one line; tables become inline tables."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float | int):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    assert isinstance(value, dict), value
    return f"{{{', '.join(f'{_key(key)} = {as_toml(item)}' for key, item in value.items())}}}"


def _key(key: str) -> str:
    return json.dumps(key).replace("\x7f", "\\u007f")
