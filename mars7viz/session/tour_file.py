"""Tour files into a ``Tour``; whatever is wrong with them is a ``TourFileError``.

docs/tour-file.md is the reference of the format.
"""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.load import read_toml
from mars7viz.mission.table import Table
from mars7viz.session.tour import EASINGS, LINEAR, SMOOTH, Shot, Tour
from mars7viz.session.tour_limits import TourLimits, read_instant
from mars7viz.session.tour_parts import read_captions, read_keyframes, read_number, read_stand
from mars7viz.snapshot.options import Layers

SCHEMA = 1
MAX_SHOTS = 500
MAX_SHOT_S = 3600.0
MIN_SHOT_S = 0.1
MIN_FPS, MAX_FPS = 1.0, 240.0
MIN_SIDE_PX, MAX_SIDE_PX = 16, 16384
DEFAULT_FPS = 30.0
DEFAULT_SIZE = (1920, 1080)
CUT, FLY = "cut", "fly"
MOVES = (CUT, FLY)
MIN_FLY_S = 1.0
DEFAULT_FLY_S = 3.0


class TourFileError(MissionFileError):
    """A tour file cannot be used; the message names file, shot, key and what is allowed."""


def load_tour(path: Path, limits: TourLimits) -> Tour:
    """Load a tour.

    Parameters
    ----------
    path : Path
        A tour file, TOML.
    limits : TourLimits
        What it may refer to: ``TourLimits.of(world)``.

    Raises
    ------
    TourFileError
        For whatever keeps the file from being used.
    """
    try:
        return _read_tour(Table(read_toml(path), file=path.name, sources=limits.sources), limits)
    except MissionFileError as error:
        raise TourFileError(error.file, error.where, error.problem) from None


def _read_tour(table: Table, limits: TourLimits) -> Tour:
    schema = table.value("schema")
    if isinstance(schema, bool) or schema != SCHEMA:
        raise table.error("schema", f"not known to this program; allowed: {SCHEMA}")
    identity = table.id()
    title = table.text("title")
    fps = read_number(table, "fps", MIN_FPS, MAX_FPS) if table.has("fps") else DEFAULT_FPS
    size = _size(table) if table.has("size") else DEFAULT_SIZE
    layers = _layers(table, Layers())
    shots = table.tables("shot")
    if not 1 <= len(shots) <= MAX_SHOTS:
        raise table.error("shot", f"{len(shots)} shots; allowed: 1 to {MAX_SHOTS}")
    tour = Tour(
        id=identity,
        title=title,
        fps=fps,
        size=size,
        shots=tuple(
            _read_shot(shot, layers, limits, is_first=index == 0)
            for index, shot in enumerate(shots)
        ),
    )
    ids = [shot.id for shot in tour.shots]
    for shot_table, shot_id in zip(shots, ids, strict=True):
        if ids.count(shot_id) > 1:
            raise shot_table.error("id", "the same id twice; allowed: each one once")
    table.close()
    return tour


def _read_shot(table: Table, layers: Layers, limits: TourLimits, *, is_first: bool) -> Shot:
    identity = table.id()
    stand = read_stand(table, limits.spans)
    duration_s = read_number(table, "duration_s", MIN_SHOT_S, MAX_SHOT_S)
    start_et = read_instant(table, "start", stand.focus, limits)
    stop_et = read_instant(table, "stop", stand.focus, limits)
    if stand.other:
        read_instant(table, "start", stand.other, limits)
        read_instant(table, "stop", stand.other, limits)
    shot = Shot(
        id=identity,
        start_et=start_et,
        stop_et=stop_et,
        duration_s=duration_s,
        keyframes=read_keyframes(table, stand, duration_s),
        easing=_easing(table, "easing", SMOOTH),
        time_easing=_easing(table, "time_easing", LINEAR),
        captions=read_captions(table, duration_s, limits.sources),
        chapter=table.optional_text("chapter"),
        layers=_layers(table, layers),
        fly_s=_fly_s(table, duration_s, is_first=is_first),
    )
    table.close()
    return shot


def _fly_s(table: Table, duration_s: float, *, is_first: bool) -> float:
    """Read how the camera gets to a shot: it cuts, or flies for a while."""
    move = table.choice("move", MOVES) if table.has("move") else CUT
    if move == CUT:
        if table.has("fly_s"):
            raise table.error("fly_s", f"given with a cut; allowed: with move = {FLY!r}")
        return 0.0
    if is_first:
        raise table.error("move", "the first shot has nowhere to fly from; allowed: 'cut'")
    if table.has("fly_s"):
        return read_number(table, "fly_s", min(MIN_FLY_S, duration_s), duration_s)
    return min(DEFAULT_FLY_S, duration_s)


def _size(table: Table) -> tuple[int, int]:
    allowed = f"[width, height], each {MIN_SIDE_PX} to {MAX_SIDE_PX} pixels"
    sides = [
        side
        for side in table.array("size", allowed)
        if isinstance(side, int)
        and not isinstance(side, bool)
        and MIN_SIDE_PX <= side <= MAX_SIDE_PX
    ]
    if len(sides) != 2 or len(table.array("size", allowed)) != 2:
        raise table.error("size", f"allowed: {allowed}")
    return sides[0], sides[1]


def _layers(table: Table, base: Layers) -> Layers:
    if not table.has("layers"):
        return base
    chosen = table.table("layers")
    names = [field.name for field in fields(Layers)]
    layers = replace(
        base, **{name: chosen.boolean(name, default=getattr(base, name)) for name in names}
    )
    chosen.close()
    return layers


def _easing(table: Table, key: str, default: str) -> str:
    return table.choice(key, EASINGS) if table.has(key) else default
