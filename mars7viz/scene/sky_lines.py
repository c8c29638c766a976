"""Lines of the sky: figures of the constellations, ecliptic and equatorial grid. Float64, no GL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.assets import asset_path
from mars7viz.ephemeris.frames import ECLIPTIC_TO_ICRF
from mars7viz.scene.drawing import Frame
from mars7viz.scene.grade_style import Color
from mars7viz.scene.path_geometry import Strip, loose_strip

Float64 = NDArray[np.float64]

SKY_KM: Final = 5.0e10
"""Where the lines lie for the depth test: behind everything."""

FIGURE_COLOR: Final[Color] = (0.42, 0.54, 0.70)
ECLIPTIC_COLOR: Final[Color] = (0.66, 0.58, 0.44)
EQUATORIAL_COLOR: Final[Color] = (0.42, 0.58, 0.60)
_IAU_NAMES: Final = {
    "UMa": {"la": "Ursa Major", "en": "Great Bear"},
    "UMi": {"en": "Little Bear"},
    "CMa": {"la": "Canis Major"},
}
"""Names that the catalogue spells otherwise, or takes from a part of the figure."""
LINE_PX: Final = 1.15
_FIGURE_ALPHA: Final = 0.55
_MAIN_ALPHA: Final = 0.60
_GRID_ALPHA: Final = 0.24
_STAR_GAP_DEG: Final = 0.55
_STEP_DEG: Final = 2.0


@dataclass(frozen=True, eq=False)
class SkySegments:
    """Great-circle pieces short enough to be straight: unit vectors (k, 3), ICRF; alpha (k,)."""

    start: Float64
    stop: Float64
    alpha: Float64


def directions(lon_deg: Float64, lat_deg: Float64) -> Float64:
    """Return unit vectors (n, 3) of longitudes and latitudes."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


@cache
def read_constellations() -> dict[str, Any]:
    """Return ``assets/stars/constellations.json``: names, places of names and lines, J2000."""
    path = asset_path("stars", "constellations.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for key, names in _IAU_NAMES.items():
        found[key] |= names
    return found


@cache
def figures() -> SkySegments:
    """Return the lines of all constellations; they stop short of the stars that they join."""
    starts, stops = [], []
    for one in read_constellations().values():
        for line in one["lines"]:
            points = np.array(line, dtype=np.float64)
            ends = directions(points[:, 0], points[:, 1])
            starts.append(ends[:-1])
            stops.append(ends[1:])
    start, stop = np.concatenate(starts), np.concatenate(stops)
    span = np.arccos(np.clip(np.sum(start * stop, axis=1), -1.0, 1.0))
    share = np.minimum(np.radians(_STAR_GAP_DEG) / np.maximum(span, 1e-6), 0.25)[:, None]
    start, stop = start + share * (stop - start), stop + share * (start - stop)
    return _cut(start, stop, np.full(len(start), _FIGURE_ALPHA))


@cache
def grid(*, is_ecliptic: bool) -> SkySegments:
    """Return parallels every 15 degrees and meridians every 30, the main circle stronger."""
    pieces: list[tuple[Float64, Float64, float]] = []
    around = np.arange(0.0, 360.0 + _STEP_DEG, _STEP_DEG)
    for latitude in range(-75, 90, 15):
        ring = directions(around, np.full_like(around, float(latitude)))
        pieces.append((ring[:-1], ring[1:], _MAIN_ALPHA if latitude == 0 else _GRID_ALPHA))
    along = np.arange(-75.0, 75.0 + _STEP_DEG, _STEP_DEG).clip(-75.0, 75.0)
    for longitude in range(0, 360, 30):
        arc = directions(np.full_like(along, float(longitude)), along)
        pieces.append((arc[:-1], arc[1:], _GRID_ALPHA))
    start = np.concatenate([piece[0] for piece in pieces])
    stop = np.concatenate([piece[1] for piece in pieces])
    alpha = np.concatenate([np.full(len(piece[0]), piece[2]) for piece in pieces])
    if is_ecliptic:
        start, stop = start @ ECLIPTIC_TO_ICRF.T, stop @ ECLIPTIC_TO_ICRF.T
    return SkySegments(start, stop, alpha)


def _cut(start: Float64, stop: Float64, alpha: Float64) -> SkySegments:
    """Cut chords into pieces of a few degrees and put them back on the sphere."""
    span = np.degrees(np.arccos(np.clip(np.sum(start * stop, axis=1), -1.0, 1.0)))
    pieces = np.maximum(np.ceil(span / (2.0 * _STEP_DEG)), 1.0).astype(np.intp)
    which = np.repeat(np.arange(len(start)), pieces)
    step = np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    run = (stop - start)[which]

    def at(k: NDArray[np.intp]) -> Float64:
        chord = start[which] + (k / pieces[which])[:, None] * run
        return np.asarray(chord / np.linalg.norm(chord, axis=1, keepdims=True))

    return SkySegments(at(step), at(step + 1), alpha[which])


def sky_strips(frame: Frame) -> list[tuple[Strip, Color]]:
    """Return the lines of the sky that are switched on, dimmed as the stars are."""
    layers = frame.options.layers
    if frame.sky_fade <= 0.0:
        return []
    found: list[tuple[Strip, Color]] = []
    if layers.equatorial_grid:
        found.append((_strip(grid(is_ecliptic=False), frame), EQUATORIAL_COLOR))
    if layers.ecliptic_grid:
        found.append((_strip(grid(is_ecliptic=True), frame), ECLIPTIC_COLOR))
    if layers.constellations:
        found.append((_strip(figures(), frame), FIGURE_COLOR))
    return found


def _strip(segments: SkySegments, frame: Frame) -> Strip:
    view = frame.view
    alpha = frame.sky_fade * segments.alpha
    return loose_strip(
        SKY_KM * segments.start @ view.axes.T,
        SKY_KM * segments.stop @ view.axes.T,
        np.column_stack([alpha, alpha]),
        view,
    )
