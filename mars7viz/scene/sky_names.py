"""Names of the sky: constellations, stars, degrees of the grids. Float64, no GL."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.assets import asset_path
from mars7viz.ephemeris.frames import ECLIPTIC_TO_ICRF
from mars7viz.figures import THIN
from mars7viz.grade_colors import SECONDARY_HEX, rgb
from mars7viz.i18n import tr
from mars7viz.scene.drawing import Frame
from mars7viz.scene.ellipsoid import drawn_radii_km
from mars7viz.scene.grade_style import Color
from mars7viz.scene.overlay_layout import text_px, text_scale
from mars7viz.scene.sky_lines import (
    ECLIPTIC_COLOR,
    EQUATORIAL_COLOR,
    FIGURE_COLOR,
    directions,
    read_constellations,
)
from mars7viz.scene.soft_layout import smooth
from mars7viz.scene.star_catalogue import YEAR_S, epoch_directions, read_catalogue
from mars7viz.scene.text_raster import Face
from mars7viz.scene.writings import Side, Writing

Float64 = NDArray[np.float64]

_SECONDARY: Final = rgb(SECONDARY_HEX)
_NAME_COLOR: Final[Color] = (0.58, 0.68, 0.82)
_FAINTEST_MAG: Final = 4.5
_NAMED_TO_MAG: Final = 2.9
"""In a picture 40 degrees high; a narrower one goes deeper."""
_MAG_PER_DECADE: Final = 2.5
_REFERENCE_FOCAL_PX: Final = 1483.0
_LIMB_PX: Final = 14.0
_STRENGTHS: Final = {1: 0.95, 2: 0.8, 3: 0.65}


@dataclass(frozen=True, eq=False)
class NamedStars:
    """Stars that have names of their own, brightest first: at 2000.0, and their yearly motion."""

    direction: Float64
    motion: Float64
    magnitudes: Float64
    names: dict[str, tuple[str, ...]]


@cache
def named_stars() -> NamedStars:
    """Return the stars of ``assets/stars/star_names.json`` that the eye sees easily."""
    path = asset_path("stars", "star_names.json")
    entries = json.loads(path.read_text(encoding="utf-8"))
    catalogue = read_catalogue()
    rows = [
        row
        for row, (hip, magnitude) in enumerate(
            zip(catalogue["hip"], catalogue["vmag"], strict=True)
        )
        if magnitude <= _FAINTEST_MAG and "name" in entries.get(str(int(hip)), {})
    ]
    found = [entries[str(int(catalogue["hip"][row]))] for row in rows]
    direction, motion = epoch_directions(catalogue)
    return NamedStars(
        direction=direction[rows],
        motion=motion[rows],
        magnitudes=np.array([float(catalogue["vmag"][row]) for row in rows]),
        names={
            "en": tuple(one["name"] for one in found),
            "ru": tuple(one.get("ru") or one["name"] for one in found),
        },
    )


def sky_names(frame: Frame) -> list[Writing]:
    """Return the names of the sky that are switched on; none shows where the stars do not."""
    layers = frame.options.layers
    if frame.sky_fade <= 0.0:
        return []
    found: list[Writing] = []
    if layers.star_names:
        found += _stars(frame)
    if layers.constellations:
        found += _constellations(frame)
    if layers.ecliptic_grid:
        found += _degrees(frame, is_ecliptic=True)
    if layers.equatorial_grid:
        found += _degrees(frame, is_ecliptic=False)
    return found


def open_sky(frame: Frame, sky: Float64) -> Float64:
    """Return how free of any body's disc directions (n, 3) are: 0 behind one, 1 well off it."""
    view = frame.view
    free = np.full(len(sky), frame.sky_fade)
    for body in frame.snapshot.bodies:
        away = np.array(body.position_km) - view.eye_km
        distance = float(np.linalg.norm(away))
        radius = float(drawn_radii_km(body.name, frame.options.body_scale).max())
        if distance <= radius:
            return np.zeros(len(sky))
        disc = np.arcsin(radius / distance)
        angle = np.arccos(np.clip(sky @ (away / distance), -1.0, 1.0))
        free *= smooth((angle - disc) * view.focal_px / frame.pixel_scale / _LIMB_PX)
    return free


def _stars(frame: Frame) -> list[Writing]:
    stars = named_stars()
    moved = stars.direction + (frame.snapshot.et / YEAR_S) * stars.motion
    sky = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    scale = text_scale(frame)
    narrow = frame.view.focal_px / frame.pixel_scale / _REFERENCE_FOCAL_PX
    limit = _NAMED_TO_MAG + _MAG_PER_DECADE * np.log10(narrow)
    shown = smooth((limit + 0.4 - stars.magnitudes) / 0.4)
    return _placed(
        frame,
        sky,
        stars.names[frame.options.language],
        key="star",
        size_px=text_px(13.0, scale),
        face=Face.TEXT,
        color=_SECONDARY,
        side="right",
        gap_px=6.0 * scale,
        strengths=[float(one) for one in shown],
    )


def _constellations(frame: Frame) -> list[Writing]:
    """Latin capitals with the English name below, or Russian ones with the Latin name below."""
    entries = sorted(read_constellations().items(), key=lambda item: (item[1]["rank"], item[0]))
    rows = [(one, place) for _, one in entries for place in one["labels"]]
    sky = directions(
        np.array([float(place[0]) for _, place in rows]),
        np.array([float(place[1]) for _, place in rows]),
    )
    is_russian = frame.options.language == "ru"
    titles = [THIN.join((one["ru"] if is_russian else one["la"]).upper()) for one, _ in rows]
    under = [one["la"] if is_russian else one["en"] for one, _ in rows]
    strengths = [_STRENGTHS[one["rank"]] for one, _ in rows]
    scale = text_scale(frame)
    size = text_px(14.0, scale)
    titled = _placed(
        frame, sky, titles, key="constellation", size_px=size, face=Face.MEDIUM,
        color=_NAME_COLOR, side="middle", gap_px=0.0, strengths=strengths,
    )  # fmt: skip
    explained = _placed(
        frame, sky, under, key="constellation-under", size_px=text_px(12.0, scale),
        face=Face.TEXT, color=FIGURE_COLOR, side="below", gap_px=0.85 * size + 4.0 * scale,
        strengths=strengths, follows="constellation",
        but={i for i, (one, _) in enumerate(rows) if under[i] == one["la"] and not is_russian},
    )  # fmt: skip
    return [*titled, *explained]


def _degrees(frame: Frame, *, is_ecliptic: bool) -> list[Writing]:
    """Longitudes along the ecliptic, right ascensions along the equator."""
    turns = np.arange(0.0, 360.0, 30.0)
    sky = directions(turns, np.zeros_like(turns))
    hour = tr("h", frame.options.language)
    texts = [f"{turn:.0f}°" if is_ecliptic else f"{turn / 15.0:.0f}{THIN}{hour}" for turn in turns]
    scale = text_scale(frame)
    return _placed(
        frame,
        sky @ ECLIPTIC_TO_ICRF.T if is_ecliptic else sky,
        texts,
        key="ecliptic" if is_ecliptic else "equator",
        size_px=text_px(12.0, scale),
        face=Face.NUMBER,
        color=ECLIPTIC_COLOR if is_ecliptic else EQUATORIAL_COLOR,
        side="below",
        gap_px=3.0 * scale,
        strengths=[1.0] * len(turns),
    )


def _placed(
    frame: Frame,
    sky: Float64,
    texts: list[str] | tuple[str, ...],
    *,
    key: str,
    size_px: int,
    face: Face,
    color: Color,
    side: Side,
    gap_px: float,
    strengths: list[float],
    but: Collection[int] = (),
    follows: str = "",
) -> list[Writing]:
    x, y, cosine = frame.view.direction_pixels(sky).T
    wanted = np.where(cosine > 0.0, open_sky(frame, sky), 0.0)
    inside = (x > 0.0) & (x < frame.view.width) & (y > 0.0) & (y < frame.view.height)
    return [
        Writing(
            key=f"{key}/{i}",
            text=texts[i],
            face=face,
            size_px=size_px,
            color=color,
            x=float(x[i]),
            y=float(y[i]),
            side=side,
            gap_px=gap_px,
            wanted=1.0,
            strength=strengths[i] * float(wanted[i]),
            follows=f"{follows}/{i}" if follows else "",
        )
        for i in np.flatnonzero(inside & (wanted > 0.02))
        if int(i) not in but and strengths[i] > 0.0
    ]
