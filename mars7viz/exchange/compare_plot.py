"""Differences of two paths over time, drawn."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.epoch import EpochError, et_to_utc, utc_to_et
from mars7viz.exchange.compare import Comparison
from mars7viz.exchange.craft_path import OBJECT_NAMES
from mars7viz.exchange.figure import Figure
from mars7viz.exchange.provenance import PROGRAM

Floats = NDArray[np.float64]

_WIDTH: Final = 960
_PANEL_HEIGHT: Final = 200
_GAP: Final = 34
_TOP: Final = 84
_LEFT, _RIGHT = 112, 24
_BOTTOM: Final = 52
_GRID: Final = "#dddddd"
_AXIS: Final = "#555555"
_COLORS: Final = ("#0b5fa5", "#c44e00", "#3a7d34")
_DECADES_FOR_LOG: Final = 2.5
_MAX_TICKS: Final = 9


@dataclass(frozen=True, slots=True, eq=False)
class _Panel:
    title: str
    names: tuple[str, ...]
    values: Floats
    logarithmic: bool = False


def plotted(comparison: Comparison) -> Figure:
    """Draw a comparison: distance, its parts along the track, and RAH where the file has it.

    Parameters
    ----------
    comparison : Comparison
        What `compared` gave.

    Returns
    -------
    Figure
    """
    panels = _panels(comparison)
    height = _TOP + len(panels) * (_PANEL_HEIGHT + _GAP) + _BOTTOM - _GAP
    craft = OBJECT_NAMES[comparison.craft].title()
    title = f"{comparison.theirs.file} less {craft} (reconstructed, {PROGRAM})"
    figure = Figure(_WIDTH, height, title)
    figure.label((_LEFT, 26), title, size=15.0)
    et = comparison.et
    figure.label(
        (_LEFT, 44),
        f"{len(et)} instants, {et_to_utc(float(et[0]))} to {et_to_utc(float(et[-1]))}",
        color=_AXIS,
    )
    first, last = float(et[0]), float(et[-1])
    if last - first < 2.0:
        first, last = first - 1.0, last + 1.0
    ticks = time_ticks(first, last)
    for number, panel in enumerate(panels):
        top = _TOP + number * (_PANEL_HEIGHT + _GAP)
        _draw_panel(
            figure,
            panel,
            et,
            top=top,
            span=(first, last),
            ticks=ticks,
            is_last=panel is panels[-1],
        )
    return figure


def _panels(comparison: Comparison) -> list[_Panel]:
    distance = comparison.distance_km[:, None]
    positive = distance[distance > 0.0]
    spread = math.log10(positive.max() / positive.min()) if positive.size else 0.0
    logarithmic = spread > _DECADES_FOR_LOG and bool((distance > 0.0).all())
    panels = [
        _Panel("Distance between the two, km", ("distance",), distance, logarithmic),
        _Panel(
            f"Parts of it about the {comparison.about.capitalize()}, km",
            ("radial", "along track", "cross track"),
            comparison.rtn_km,
        ),
    ]
    if comparison.rah is not None:
        panels += [
            _Panel("R and H, km", ("R", "H"), comparison.rah[:, [0, 2]]),
            _Panel("A, degrees", ("A",), comparison.rah[:, 1:2]),
        ]
    return panels


def _draw_panel(
    figure: Figure,
    panel: _Panel,
    et: Floats,
    *,
    top: float,
    span: tuple[float, float],
    ticks: list[tuple[float, str]],
    is_last: bool,
) -> None:
    right, bottom = _WIDTH - _RIGHT, top + _PANEL_HEIGHT
    values = np.log10(panel.values) if panel.logarithmic else panel.values
    low, high, marks = value_ticks(
        float(values.min()), float(values.max()), logarithmic=panel.logarithmic
    )

    def across(instant: float) -> float:
        return _LEFT + (instant - span[0]) / (span[1] - span[0]) * (right - _LEFT)

    def down(value: float) -> float:
        return bottom - (value - low) / (high - low) * _PANEL_HEIGHT

    for instant, text in ticks:
        figure.line([(across(instant), top), (across(instant), bottom)], _GRID)
        if is_last:
            figure.label((across(instant), bottom + 18), text, anchor="middle", color=_AXIS)
    for value, text in marks:
        figure.line([(_LEFT, down(value)), (right, down(value))], _GRID)
        figure.label((_LEFT - 8, down(value) + 4), text, anchor="end", color=_AXIS)
    for column, color in zip(range(values.shape[1]), _COLORS, strict=False):
        points = [
            (across(instant), down(value))
            for instant, value in zip(et.tolist(), values[:, column].tolist(), strict=True)
        ]
        if len(points) == 1:
            # One instant still shows: a short dash.
            points = [(points[0][0] - 4, points[0][1]), (points[0][0] + 4, points[0][1])]
        figure.line(points, color, 1.4)
    figure.line([(_LEFT, top), (_LEFT, bottom), (right, bottom)], _AXIS)
    figure.label((_LEFT, top - 8), panel.title, size=12.5)
    if len(panel.names) > 1:
        for place, name in enumerate(panel.names):
            at = right - 110 * (len(panel.names) - 1 - place)
            figure.label((at, top - 8), name, anchor="end", color=_COLORS[place])
    if is_last:
        figure.label((right, bottom + 38), "UTC", anchor="end", color=_AXIS)


def value_ticks(
    low: float, high: float, *, logarithmic: bool
) -> tuple[float, float, list[tuple[float, str]]]:
    """Choose the ends and marks of a value axis.

    Parameters
    ----------
    low, high : float
        Smallest and largest value, or their decimal logarithms.
    logarithmic : bool
        Whether they are logarithms.

    Returns
    -------
    low, high : float
        Ends of the axis, apart.
    marks : list
        Value and text of each mark.
    """
    if logarithmic:
        lowest = math.floor(low)
        highest = max(math.ceil(high), lowest + 1)
        decades = range(lowest, highest + 1, max(1, math.ceil((highest - lowest) / 6)))
        texts = [(float(decade), f"{10.0**decade:g}") for decade in decades]
        return float(lowest), float(highest), texts
    width = max(high - low, 1e-9 * max(abs(high), abs(low)), 1e-12)
    rough = width / 4.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)
    places = max(0, -math.floor(math.log10(step)))
    texts = [
        (number * step, f"{number * step:,.{places}f}" if places < 7 else f"{number * step:g}")
        for number in range(first, last + 1)
    ]
    return first * step, last * step, texts


def time_ticks(start_et: float, stop_et: float) -> list[tuple[float, str]]:
    """Choose the marks of a time axis.

    Parameters
    ----------
    start_et, stop_et : float
        Ends of the axis, TDB seconds past J2000.

    Returns
    -------
    list
        Instant and text of each mark, at most nine.
    """
    start = datetime.datetime.fromisoformat(et_to_utc(start_et))
    span_s = stop_et - start_et
    midnight = start.replace(hour=0, minute=0, second=0)
    if span_s <= _MAX_TICKS * DAY_S:
        lengths = (60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400)
        step_s = next(length for length in lengths if span_s / length <= _MAX_TICKS)
        count = math.ceil((span_s + DAY_S) / step_s) + 1
        if step_s < DAY_S:
            skipped = math.floor((start - midnight).total_seconds() / step_s)
            hours = [
                midnight + datetime.timedelta(seconds=step_s * (skipped + number))
                for number in range(_MAX_TICKS + 3)
            ]
            return _marks(hours, start_et, stop_et, "%d %b %H:%M")
        days = [midnight + datetime.timedelta(days=number) for number in range(count)]
        return _marks(days, start_et, stop_et, "%d %b %Y")
    months = max(1, math.ceil(span_s / (30.44 * DAY_S) / (_MAX_TICKS - 1)))
    if span_s < 70.0 * DAY_S:
        step_days = math.ceil(span_s / DAY_S / (_MAX_TICKS - 1))
        days = [
            midnight + datetime.timedelta(days=step_days * number)
            for number in range(_MAX_TICKS + 1)
        ]
        return _marks(days, start_et, stop_et, "%d %b %Y")
    step = next((length for length in (1, 2, 3, 6, 12, 24, 60, 120) if length >= months), 120)
    first = (start.year * 12 + start.month - 1) // step * step
    dates = [
        datetime.datetime(month // 12, month % 12 + 1, 1, tzinfo=datetime.UTC)
        for month in range(first, first + step * (_MAX_TICKS + 3), step)
    ]
    return _marks(dates, start_et, stop_et, "%Y" if step >= 12 else "%b %Y")


def _marks(
    dates: list[datetime.datetime], start_et: float, stop_et: float, form: str
) -> list[tuple[float, str]]:
    marks = []
    for date in dates:
        try:
            et = utc_to_et(date.strftime("%Y-%m-%dT%H:%M:%S"))
        except EpochError:
            # Beyond the years that are covered; there is nothing to mark there.
            continue
        if start_et <= et <= stop_et:
            marks.append((et, date.strftime(form)))
    return marks
