"""SPK kernels of other people: types 2 and 3 by the program's own reader, others by CSPICE."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.assets import asset_path
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.kernel import Kernel
from mars7viz.ephemeris.solar_system import KERNEL_FILE, NAIF_IDS
from mars7viz.ephemeris.spk import Segment, read_segments
from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.errors import PathFileError
from mars7viz.exchange.foreign_path import ForeignPath
from mars7viz.exchange.sampling import natural_times

Floats = NDArray[np.float64]

MARKS: Final = (b"DAF/SPK", b"NAIF/DAF")
_RECORD: Final = 1024
_OWN_TYPES: Final = {2, 3}
_EVEN_SAMPLES: Final = 200
_FARTHEST_ET: Final = 1e11
# What struct, numpy and jplephem raise over bytes that are no kernel.
_DAMAGE: Final = (ValueError, TypeError, ArithmeticError, IndexError, MemoryError, struct.error)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a kernel says of one segment."""

    start_et: float
    stop_et: float
    target: int
    center: int
    frame: int
    kind: int


def read_spk(file: Path, content: bytes, path: CraftPath, target: int | None) -> ForeignPath:
    """Read a body's positions at the instants that show the most of our path.

    Parameters
    ----------
    file : Path
        The kernel.
    content : bytes
        Its bytes.
    path : CraftPath
        Our path: its own instants are taken, and an even grid over the kernel.
    target : int or None
        NAIF id of the body; None: the only craft in the kernel.

    Returns
    -------
    ForeignPath

    Raises
    ------
    PathFileError
        If it is no sound kernel, holds no or several craft, or does not lead to the Sun.
    """
    name = file.name
    try:
        summaries = _summaries(name, content)
    except _DAMAGE as error:
        if isinstance(error, PathFileError):
            raise
        raise PathFileError(name, f"is not a sound SPK kernel: {error}") from error
    chosen = _chosen_target(name, summaries, target)
    own = [summary for summary in summaries if summary.target == chosen]
    et = _instants(own, path)
    kinds = {summary.kind for summary in summaries}
    try:
        if kinds <= _OWN_TYPES:
            kernel = Kernel((*_planets(), *read_segments(file)))
            position_km = kernel.state(chosen, NAIF_IDS["sun"], et)[:, :3]
        else:
            position_km = _by_cspice(file, chosen, et)
    except (EphemerisError, OSError, *_DAMAGE) as error:
        if isinstance(error, PathFileError):
            raise
        raise PathFileError(name, f"cannot be read: {error}") from error
    if not np.isfinite(position_km).all():
        raise PathFileError(name, "is not a sound SPK kernel: a position is no finite number")
    said = (
        f"body {chosen} of an SPK kernel with {len(own)} segments of type "
        + ", ".join(str(kind) for kind in sorted({summary.kind for summary in own})),
        f"{len(et)} instants: an even grid over the kernel, and our path's own where both are",
    )
    lines = np.zeros(len(et), dtype=np.intp)
    return ForeignPath(name, "spk", et, position_km, lines, None, said)


def _summaries(name: str, content: bytes) -> list[Summary]:
    """Walk the summary records; refuses circles, which a trusting reader never leaves."""
    if not content.startswith(MARKS) or len(content) < 2 * _RECORD:
        raise PathFileError(name, "is no SPK kernel: it does not begin as one")
    mark = content[88:96]
    endian = {b"LTL-IEEE": "<", b"BIG-IEEE": ">"}.get(mark)
    if endian is None:
        raise PathFileError(name, "is no SPK kernel of IEEE numbers")
    n_doubles, n_integers = struct.unpack(f"{endian}ii", content[8:16])
    if (n_doubles, n_integers) != (2, 6):
        raise PathFileError(name, "is a DAF file, but no SPK kernel")
    (record,) = struct.unpack(f"{endian}i", content[76:80])
    found: list[Summary] = []
    visited: set[int] = set()
    while record:
        first = (record - 1) * _RECORD
        if record in visited or record < 0 or first + _RECORD > len(content):
            raise PathFileError(name, "is not a sound SPK kernel: its table of segments is broken")
        visited.add(record)
        following, _, count = struct.unpack(f"{endian}3d", content[first : first + 24])
        for number in range(int(count)):
            start = first + 24 + number * 40
            values = struct.unpack(f"{endian}2d6i", content[start : start + 40])
            found.append(_checked(name, values, len(content)))
        record = int(following)
    if not found:
        raise PathFileError(name, "is an SPK kernel without segments")
    return found


def _checked(name: str, values: tuple[float, ...], n_bytes: int) -> Summary:
    start_et, stop_et = values[:2]
    target, center, frame, kind, first_word, last_word = map(int, values[2:])
    sound = (
        math.isfinite(start_et)
        and math.isfinite(stop_et)
        and -_FARTHEST_ET < start_et < stop_et < _FARTHEST_ET
        and 2 * _RECORD // 8 < first_word < last_word <= n_bytes // 8
    )
    if not sound:
        raise PathFileError(
            name, f"is not a sound SPK kernel: a segment of body {target} is broken"
        )
    return Summary(start_et, stop_et, target, center, frame, kind)


def _chosen_target(name: str, summaries: list[Summary], target: int | None) -> int:
    there = list(dict.fromkeys(summary.target for summary in summaries))
    listed = ", ".join(str(body) for body in there[:20])
    if target is not None:
        if target not in there:
            raise PathFileError(name, f"holds no body {target}; it holds {listed}")
        return target
    craft = [body for body in there if body < 0] or there
    if len(craft) > 1:
        raise PathFileError(name, f"holds several bodies; give --target: {listed}")
    return craft[0]


def _instants(own: list[Summary], path: CraftPath) -> Floats:
    first_et, last_et = path.chronology.coverage
    parts = []
    for summary in _merged(own):
        parts.append(np.linspace(summary[0], summary[1], _EVEN_SAMPLES))
        start_et, stop_et = max(summary[0], first_et), min(summary[1], last_et)
        if start_et < stop_et:
            parts += [natural_times(path, piece) for piece in path.pieces(start_et, stop_et)]
    return np.unique(np.concatenate(parts))


def _merged(own: list[Summary]) -> list[tuple[float, float]]:
    """Spans without a gap."""
    spans: list[tuple[float, float]] = []
    for summary in sorted(own, key=lambda one: one.start_et):
        if spans and summary.start_et <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], summary.stop_et)
        else:
            spans.append((summary.start_et, summary.stop_et))
    return spans


@cache
def _planets() -> tuple[Segment, ...]:
    """DE440, which joins a craft about any planet to the Sun."""
    return tuple(read_segments(asset_path("ephemeris", KERNEL_FILE)))


def _by_cspice(file: Path, target: int, et: Floats) -> Floats:
    # Only a kernel of another type needs it: it is the slowest import of the command.
    import spiceypy  # noqa: PLC0415
    from spiceypy.utils.exceptions import SpiceyError  # noqa: PLC0415

    try:
        with spiceypy.KernelPool([str(asset_path("ephemeris", KERNEL_FILE)), str(file)]):
            states = [spiceypy.spkgeo(target, instant, "J2000", 10)[0] for instant in et.tolist()]
    except SpiceyError as error:
        sentence = " ".join(str(error.long or error.short or error).split())[:300]
        raise PathFileError(file.name, f"cannot be read: {sentence}") from error
    return np.array(states)[:, :3]
