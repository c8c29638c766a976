"""Which names stand on a body's surface in a picture, where, and how strongly. Float64, no GL."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import RADII_KM
from mars7viz.figures import THIN
from mars7viz.grade_colors import TEXT_HEX, rgb
from mars7viz.scene.drawing import Frame
from mars7viz.scene.ellipsoid import drawn_radii_km
from mars7viz.scene.features import Nomenclature, nomenclature
from mars7viz.scene.overlay_layout import text_px, text_scale
from mars7viz.scene.soft_layout import fade, smooth
from mars7viz.scene.text_raster import Face
from mars7viz.scene.writings import Writing
from mars7viz.snapshot.values import BodyState

Float64 = NDArray[np.float64]

TEXT: Final = rgb(TEXT_HEX)

LIMB_COSINES: Final = (0.26, 0.48)
"""Cosine of the slant at which a name begins to show, and shows in full."""

SIZES_PX: Final = (40.0, 72.0)

_MOST: Final = 420
_NIGHT: Final = 0.45
_REGION_PX: Final = 13.0
_NAME_PX: Final = 14.0
_DOT_GAP_PX: Final = 4.0
_DOT_PX: Final = 5.0
_EDGE: Final = 0.05
_WHOLE_DISC: Final = 2.0
"""Discs of a larger radius, in heights of the picture, have no edge to speak of."""
_DISC_PX: Final = 110.0


def surface_names(frame: Frame, *, sizes_px: tuple[float, float] = SIZES_PX) -> list[Writing]:
    """Return the names of surface features that a picture is close enough for, by importance.

    ``sizes_px`` are the weighed sizes of a place, design pixels, at which its name begins to show
    and shows in full.
    """
    found: list[Writing] = []
    for name, places in nomenclature().items():
        found += _of_body(frame, frame.snapshot.body(name), places, sizes_px)
    return found


@dataclass(frozen=True, eq=False)
class SurfacePlaces:
    """Places of a surface in a picture: pixels (n, 2), opacity and distance (n,)."""

    pixels: Float64
    facing: Float64
    daylight: Float64
    distance_km: Float64


def surface_places(
    frame: Frame, body: BodyState, fixed_km: Float64, normals: Float64
) -> SurfacePlaces:
    """Return where places of a body's surface fall, and how much they face the eye and the Sun.

    ``fixed_km`` and ``normals`` are (n, 3) in body axes, at true size; ``facing`` is 1 where the
    ground is seen well, falling to 0 before the limb; ``daylight`` is 1 by day.
    """
    view = frame.view
    scale = drawn_radii_km(body.name, frame.options.body_scale) / np.array(RADII_KM[body.name])
    to_icrf = np.array(body.rotation)
    positions = np.array(body.position_km) + (fixed_km * scale) @ to_icrf
    to_eye = view.eye_km - positions
    distance = np.linalg.norm(to_eye, axis=1)
    up = normals @ to_icrf
    cosine = np.sum(to_eye * up, axis=1) / distance
    to_sun = np.array(frame.snapshot.body("sun").position_km) - np.array(body.position_km)
    sun_cosine = up @ (to_sun / np.linalg.norm(to_sun))
    pixels = view.pixels(positions)
    low, high = LIMB_COSINES
    facing = np.where(pixels[:, 2] > 0.0, smooth((cosine - low) / (high - low)), 0.0)
    return SurfacePlaces(pixels[:, :2], facing, smooth((sun_cosine + 0.05) / 0.2), distance)


def disc_radius_px(frame: Frame, body: BodyState) -> float:
    """Return about how large a body's disc is; infinite beside its surface."""
    radius_km = float(drawn_radii_km(body.name, frame.options.body_scale).max())
    away_km = float(np.linalg.norm(np.array(body.position_km) - frame.view.eye_km))
    if away_km <= 1.0001 * radius_km:
        return float("inf")
    return float(frame.view.focal_px * radius_km / np.sqrt(away_km**2 - radius_km**2))


def _of_body(
    frame: Frame, body: BodyState, places: Nomenclature, sizes_px: tuple[float, float]
) -> list[Writing]:
    view, pixel = frame.view, frame.pixel_scale
    disc = float(smooth(np.array(3.0 * (disc_radius_px(frame, body) / pixel / _DISC_PX - 1.0))))
    if disc <= 0.0:
        return []
    seen = surface_places(frame, body, places.fixed_km, places.normals)
    size_px = places.weight_km * frame.options.body_scale * view.focal_px / seen.distance_km
    low, high = sizes_px
    wanted = disc * seen.facing * smooth((size_px / pixel - low) / (high - low))
    x, y = seen.pixels.T
    inside = (x > 0.0) & (x < view.width) & (y > 0.0) & (y < view.height)
    lit = _NIGHT + (1.0 - _NIGHT) * seen.daylight
    found = [
        _writing(
            frame,
            places,
            row=int(row),
            key=f"{body.name}/{row}",
            place=(float(x[row]), float(y[row])),
            wanted=float(wanted[row]),
            strength=float(lit[row]),
        )
        for row in np.flatnonzero(inside & (wanted > 0.5))[:_MOST]
    ]
    radius_px = disc_radius_px(frame, body)
    if radius_px > _WHOLE_DISC * view.height:
        return found
    x0, y0, _ = (float(part) for part in view.pixels(np.array(body.position_km))[0])
    return [
        # Well inside by a rough width of the text: no need to measure.
        one
        if math.hypot(one.x - x0, one.y - y0) + 0.4 * one.size_px * len(one.text) < 0.9 * radius_px
        else _kept_on_disc(one, (x0, y0), radius_px)
        for one in found
    ]


def _kept_on_disc(one: Writing, center: tuple[float, float], radius_px: float) -> Writing:
    """Return a name that goes before it would stick out over the edge of the disc."""
    box = one.box
    far_x = max(abs(box.left - center[0]), abs(box.right - center[0]))
    far_y = max(abs(box.top - center[1]), abs(box.bottom - center[1]))
    room = 1.0 - math.hypot(far_x, far_y) / radius_px
    return replace(one, wanted=one.wanted * fade(room / _EDGE))


def _writing(
    frame: Frame,
    places: Nomenclature,
    *,
    row: int,
    key: str,
    place: tuple[float, float],
    wanted: float,
    strength: float,
) -> Writing:
    """Lands and plains are named across in spaced capitals, things above a dot."""
    is_region = bool(places.is_region[row])
    scale = text_scale(frame)
    name = places.names[frame.options.language][row]
    return Writing(
        key=key,
        text=_spaced(name) if is_region else name,
        face=Face.MEDIUM if is_region else Face.TEXT,
        size_px=text_px(_REGION_PX if is_region else _NAME_PX, scale),
        color=TEXT,
        x=place[0],
        y=place[1],
        side="middle" if is_region else "above",
        gap_px=0.0 if is_region else _DOT_GAP_PX * scale,
        wanted=wanted,
        strength=strength,
        dot_px=0 if is_region else max(4, round(_DOT_PX * scale)),
    )


@lru_cache(maxsize=4096)
def _spaced(name: str) -> str:
    return THIN.join(name.upper())
