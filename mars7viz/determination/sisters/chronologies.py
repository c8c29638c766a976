"""The sisters' paths as shipped, for the running program: numpy and the kernels' reader alone."""

import json
from pathlib import Path
from typing import Any, Final

from mars7viz.assets import asset_path
from mars7viz.ephemeris.chronology import Chronology
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.ephemeris.spk import read_segments
from mars7viz.mission.grade import Grade
from mars7viz.mission.trajectories import FOLDER, ArcSpan, Trajectories

SCHEMA: Final = 1
LIST: Final = "sisters.json"

_REMEDY: Final = "make the paths again with 'python -m mars7viz.determination.sisters'"


def sister_chronologies(
    solar_system: SolarSystem, folder: Path | None = None
) -> dict[str, Chronology]:
    """Give the paths of Mars 4, 5 and 6.

    Parameters
    ----------
    solar_system : SolarSystem
        Where the bodies are.
    folder : Path or None
        Where kernels and list are; the program's own where not given.

    Returns
    -------
    dict of Chronology
        "mars4", "mars5" (until its place along the orbit is lost, 1 April 1974), "mars6" (the coast
        stage) and "mars6_lander" (from its release to its entry; before, it is where "mars6" is).

    Raises
    ------
    AssetMissingError
        If a file is not there.
    EphemerisError
        If list and kernels do not fit together.
    """
    result: dict[str, Chronology] = {}
    for entry in _listed(folder).values():
        listed = _trajectories(entry)
        segments = tuple(read_segments(_there(listed.kernel, folder)))
        for craft in listed.arcs:
            result[craft] = Chronology(craft, listed.spk_arcs(craft, segments), solar_system)
    return result


def sister_grades(folder: Path | None = None) -> dict[str, dict[str, Grade]]:
    """Give how well each arc is founded, by craft and arc."""
    return {
        craft: {arc["id"]: Grade(arc["grade"]) for arc in arcs}
        for entry in _listed(folder).values()
        for craft, arcs in entry["arcs"].items()
    }


def _listed(folder: Path | None) -> dict[str, Any]:
    path = _there(LIST, folder)
    try:
        root = json.loads(path.read_text(encoding="utf-8"))
        if root["schema"] != SCHEMA:
            raise EphemerisError(f"{LIST}: schema {root['schema']!r}; allowed: {SCHEMA}")
        craft: dict[str, Any] = root["craft"]
        for entry in craft.values():
            _trajectories(entry)
    except EphemerisError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EphemerisError(f"{LIST}: is no list of arcs: {error!r}; {_REMEDY}") from None
    return craft


def _trajectories(entry: dict[str, Any]) -> Trajectories:
    return Trajectories(
        file=LIST,
        kernel=str(entry["kernel"]),
        naif_ids={craft: int(naif_id) for craft, naif_id in entry["naif_ids"].items()},
        arcs={
            craft: tuple(
                ArcSpan(
                    str(arc["id"]),
                    str(arc["center"]),
                    float(arc["start_et"]),
                    float(arc["stop_et"]),
                )
                for arc in arcs
            )
            for craft, arcs in entry["arcs"].items()
        },
        claims={},
        events={},
    )


def _there(name: str, folder: Path | None) -> Path:
    if folder is None:
        return asset_path(FOLDER, name)
    path = folder / name
    if not path.is_file():
        raise EphemerisError(f"{path} is missing; {_REMEDY}")
    return path
