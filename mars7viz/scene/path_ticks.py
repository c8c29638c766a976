"""Ticks of time along a path: whole minutes to months of UTC, as many as there is room for.

Which interval shows follows from how far apart its ticks fall in the picture, place by place: near
the eye minutes, far off months, each coming and going smoothly. Pure float64, no GL.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.figures import MONTHS
from mars7viz.scene.path_geometry import Float64, Polyline, Strip
from mars7viz.scene.soft_layout import smooth
from mars7viz.scene.view_geometry import ViewGeometry

INTERVALS_S: Final = (
    60.0, 300.0, 600.0, 1800.0, 3600.0, 10_800.0, 21_600.0, 43_200.0,
    DAY_S, 5.0 * DAY_S, 10.0 * DAY_S, 30.0 * DAY_S,
)  # fmt: skip
"""Each divides the next, so that a tick stays when a finer interval joins in."""

_SHOWN_PX: Final = (32.0, 60.0)
_SAID_PX: Final = (120.0, 190.0)
_SHORT_PX: Final = 4.0
_LONG_PX: Final = 6.5
_MOST: Final = 600
_FIRST_YEAR: Final = 1973
_LAST_YEAR: Final = 2030
_J2000_NOON: Final = datetime.datetime(2000, 1, 1, 12, tzinfo=datetime.UTC)


@dataclass(frozen=True, eq=False)
class Ticks:
    """Ticks of one path in a picture.

    ``utc_s`` (n,) is calendar seconds past 2000-01-01T12:00 UTC, ``level`` the interval that each
    belongs to; ``pixels`` and ``across`` are (n, 2), the place and the unit vector across the
    path, ``camera_km`` (n, 3) the place in camera axes; ``alpha`` and ``said`` (n,) how much tick
    and date show.
    """

    utc_s: Float64
    level: NDArray[np.intp]
    pixels: Float64
    across: Float64
    camera_km: Float64
    alpha: Float64
    said: Float64


@cache
def _leaps() -> tuple[Float64, Float64]:
    """Return calendar seconds of half-years, and TDB less UTC from each on."""
    starts, offsets = [], []
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        for month in (1, 7):
            here = datetime.datetime(year, month, 1, tzinfo=datetime.UTC)
            utc_s = (here - _J2000_NOON).total_seconds()
            starts.append(utc_s)
            offsets.append(utc_to_et(here.strftime("%Y-%m-%dT%H:%M:%S")) - utc_s)
    return np.array(starts), np.array(offsets)


def et_of_calendar(utc_s: Float64) -> Float64:
    """Turn calendar seconds past 2000-01-01T12:00 UTC into ``et``, to 2 ms."""
    starts, offsets = _leaps()
    row = np.clip(np.searchsorted(starts, utc_s, side="right") - 1, 0, len(starts) - 1)
    return np.asarray(utc_s + offsets[row])


def calendar_of_et(ets: Float64) -> Float64:
    """Turn ``et`` into calendar seconds past 2000-01-01T12:00 UTC, to 2 ms."""
    starts, offsets = _leaps()
    row = np.clip(np.searchsorted(starts + offsets, ets, side="right") - 1, 0, len(starts) - 1)
    return np.asarray(ets - offsets[row])


def path_ticks(line: Polyline, ets: Float64, view: ViewGeometry, *, pixel_scale: float) -> Ticks:
    """Return the ticks of a path.

    Parameters
    ----------
    line : Polyline
        The path in camera axes.
    ets : ndarray, (n,)
        Instants of its points, increasing.
    view, pixel_scale
        The picture and its pixels per design pixel.
    """
    points = line.camera_km
    depth = -points[:, 2]
    safe = np.where(depth > 0.0, depth, np.nan)[:, None]
    pixels = view.center_px + view.focal_px * points[:, :2] * (1.0, -1.0) / safe
    run = np.hypot(*np.diff(pixels, axis=0).T)
    step_s = np.diff(ets)
    speed = np.where(step_s > 0.0, run / np.maximum(step_s, 1e-9), 0.0) / pixel_scale
    reach = np.array([view.width, view.height])
    near = np.all((pixels > -reach) & (pixels < 2.0 * reach), axis=1)
    shown = np.isfinite(speed) & (near[1:] | near[:-1])
    speed = np.where(shown, speed, 0.0)
    utc_s = calendar_of_et(ets)
    # Intervals increase, so the finest wanted is the first that is long enough.
    finest = np.searchsorted(np.array(INTERVALS_S), _SHOWN_PX[0] / np.maximum(speed, 1e-12))
    which, times = _whole_times(utc_s, finest)
    share = (times - utc_s[which]) / (utc_s[which + 1] - utc_s[which])
    return _laid_out(line, pixels, speed=speed[which], which=which, part=share, utc_s=times)


def _whole_times(utc_s: Float64, finest: NDArray[np.intp]) -> tuple[NDArray[np.intp], Float64]:
    """Return segments (m,) and the whole times (m,) in them at each segment's finest interval."""
    pieces, times = [], []
    for level, interval_s in enumerate(INTERVALS_S):
        rows = np.flatnonzero(finest == level)
        if not len(rows):
            continue
        # Days begin at midnight, the calendar's count at noon.
        first = np.ceil((utc_s[rows] - 0.5 * DAY_S) / interval_s)
        last = np.ceil((utc_s[rows + 1] - 0.5 * DAY_S) / interval_s)
        count = (last - first).astype(np.intp)
        if not 0 < count.sum() <= _MOST:
            continue
        which = np.repeat(rows, count)
        nth = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        pieces.append(which)
        times.append((np.repeat(first, count) + nth) * interval_s + 0.5 * DAY_S)
    if not pieces:
        return np.zeros(0, dtype=np.intp), np.zeros(0)
    return np.concatenate(pieces), np.concatenate(times)


def _laid_out(
    line: Polyline,
    pixels: Float64,
    *,
    speed: Float64,
    which: NDArray[np.intp],
    part: Float64,
    utc_s: Float64,
) -> Ticks:
    """Place ticks at parts (m,) of segments (m,), where the path moves ``speed`` (m,) px/s."""
    since = utc_s - 0.5 * DAY_S
    level = np.zeros(len(utc_s), dtype=np.intp)
    for number, interval_s in enumerate(INTERVALS_S):
        level[np.abs(since / interval_s - np.round(since / interval_s)) < 1e-7] = number
    share = part[:, None]
    points = line.camera_km
    place = points[which] + share * (points[which + 1] - points[which])
    alpha = line.alpha[which] + part * (line.alpha[which + 1] - line.alpha[which])
    # In the picture the point lies on the segment, but not at the same share of it.
    ends = pixels[which], pixels[which + 1]
    nearness = (part * points[which + 1, 2]) / place[:, 2]
    along = ends[1] - ends[0]
    center = ends[0] + nearness[:, None] * along
    along = along / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    room = speed * np.array(INTERVALS_S)[level]
    low, high = _SHOWN_PX
    said_low, said_high = _SAID_PX
    return Ticks(
        utc_s=utc_s,
        level=level,
        pixels=center,
        across=np.column_stack([-along[:, 1], along[:, 0]]),
        camera_km=place,
        alpha=alpha * smooth((room - low) / (high - low)),
        said=smooth((room - said_low) / (said_high - said_low)),
    )


def tick_strip(ticks: Ticks, *, pixel_scale: float) -> Strip:
    """Return the ticks as short lines across the path, longer where a date stands beside."""
    reach = pixel_scale * (_SHORT_PX + (_LONG_PX - _SHORT_PX) * ticks.said)[:, None]
    along = np.column_stack([-ticks.across[:, 1], ticks.across[:, 0]])
    return Strip(
        start_px=ticks.pixels - reach * ticks.across,
        stop_px=ticks.pixels + reach * ticks.across,
        start_out=along,
        stop_out=along,
        depth_km=np.repeat(-ticks.camera_km[:, 2:], 2, axis=1),
        phase=np.zeros((len(ticks.utc_s), 2)),
        alpha=np.repeat(ticks.alpha[:, None], 2, axis=1),
    )


def tick_text(utc_s: float, level: int, language: str, *, year: int) -> str:
    """Write the time of day, or the day where ticks are that far apart, and a year but ``year``."""
    here = _J2000_NOON + datetime.timedelta(seconds=round(utc_s))
    if INTERVALS_S[level] < DAY_S:
        return f"{here:%H:%M}"
    day = f"{here.day} {MONTHS[language][here.month - 1]}"
    return day if here.year == year else f"{day} {here.year}"
