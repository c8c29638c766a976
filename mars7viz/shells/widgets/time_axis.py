"""Instants on a line of pixels, and back: the overview in pieces, the lens, and their ticks. No Qt.

The mission fills seven months of a span of fifty-seven years, and what matters most fills hours.
The overview is therefore laid out in pieces, each straight, each at its own scale; where the scale
changes a break mark is drawn. The lens is one straight piece around the handle.
"""

from __future__ import annotations

import datetime
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.shells.widgets.dates import clock_digits, day_and_month, day_text, month_alone

MIN_LENS_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of time laid out straight, with its share of the width."""

    start_et: float
    stop_et: float
    share: float


@dataclass(frozen=True)
class OverviewAxis:
    """Contiguous pieces over ``[0, width]`` pixels; strictly increasing, so it can be inverted."""

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        """Refuse pieces that do not join, are empty or have no width."""
        if not self.pieces:
            raise ValueError("an axis needs at least one piece")
        for piece in self.pieces:
            if not (piece.start_et < piece.stop_et and piece.share > 0.0):
                raise ValueError(f"empty piece of the time axis: {piece}")
        for left, right in zip(self.pieces, self.pieces[1:], strict=False):
            if left.stop_et != right.start_et:
                raise ValueError(f"pieces of the time axis do not join at {left.stop_et}")

    @property
    def start_et(self) -> float:
        """First instant."""
        return self.pieces[0].start_et

    @property
    def stop_et(self) -> float:
        """Last instant."""
        return self.pieces[-1].stop_et

    def edges(self, width: float) -> tuple[float, ...]:
        """Pixel at which each piece starts, then the right end: one more than pieces."""
        total = sum(piece.share for piece in self.pieces)
        edges, run = [0.0], 0.0
        for piece in self.pieces:
            run += piece.share
            edges.append(width * run / total)
        return (*edges[:-1], width)

    def breaks(self, width: float) -> tuple[float, ...]:
        """Pixels at which the scale changes."""
        return self.edges(width)[1:-1]

    def x_of(self, et: float, width: float) -> float:
        """Pixel of an instant; instants outside the axis get its ends."""
        starts = [piece.start_et for piece in self.pieces]
        i = min(max(bisect_right(starts, et) - 1, 0), len(self.pieces) - 1)
        piece, edges = self.pieces[i], self.edges(width)
        part = (et - piece.start_et) / (piece.stop_et - piece.start_et)
        return edges[i] + (edges[i + 1] - edges[i]) * min(max(part, 0.0), 1.0)

    def et_of(self, x: float, width: float) -> float:
        """Instant of a pixel; pixels outside the axis get its ends."""
        edges = self.edges(width)
        i = min(max(bisect_right(edges, x) - 1, 0), len(self.pieces) - 1)
        piece = self.pieces[i]
        part = (x - edges[i]) / max(edges[i + 1] - edges[i], 1e-9)
        # The last instant itself, not the double next to it.
        if part >= 1.0:
            return piece.stop_et
        return piece.start_et + (piece.stop_et - piece.start_et) * max(part, 0.0)


@dataclass(frozen=True, slots=True)
class LensSpan:
    """The stretch ``[start_et, stop_et]`` that the lens shows; a frozen value."""

    start_et: float
    stop_et: float

    @property
    def duration_s(self) -> float:
        """Length of the stretch, s."""
        return self.stop_et - self.start_et

    def x_of(self, et: float, width: float) -> float:
        """Pixel of an instant; not clamped."""
        return (et - self.start_et) / self.duration_s * width

    def et_of(self, x: float, width: float) -> float:
        """Instant of a pixel; not clamped."""
        return self.start_et + self.duration_s * x / max(width, 1.0)

    def zoomed(self, factor: float, about_et: float, axis: OverviewAxis) -> LensSpan:
        """Return the span made ``factor`` times as long; ``about_et`` keeps its pixel."""
        longest = axis.stop_et - axis.start_et
        duration = min(max(self.duration_s * factor, MIN_LENS_S), longest)
        part = (about_et - self.start_et) / self.duration_s
        start = about_et - part * duration
        return LensSpan(start, start + duration).within(axis)

    def moved(self, seconds: float, axis: OverviewAxis) -> LensSpan:
        """Return the span that many seconds later."""
        return LensSpan(self.start_et + seconds, self.stop_et + seconds).within(axis)

    def within(self, axis: OverviewAxis) -> LensSpan:
        """Return the span pushed inside the axis, as long as it fits."""
        duration = min(self.duration_s, axis.stop_et - axis.start_et)
        start = min(max(self.start_et, axis.start_et), axis.stop_et - duration)
        return LensSpan(start, start + duration)

    def following(self, et: float, axis: OverviewAxis, *, margin: float = 0.1) -> LensSpan:
        """Return a span of the same length that shows ``et`` with a margin.

        An instant just off the margin pushes the span along; one far away gets a new span about
        it, so that a seek lands in the middle.
        """
        low = self.start_et + margin * self.duration_s
        high = self.stop_et - margin * self.duration_s
        if low <= et <= high:
            return self.within(axis)
        if self.start_et - self.duration_s / 2 <= et <= self.stop_et + self.duration_s / 2:
            return self.moved(et - low if et < low else et - high, axis)
        return centered(et, self.duration_s, axis)


def centered(et: float, duration_s: float, axis: OverviewAxis) -> LensSpan:
    """Return a span of this length about an instant, pushed inside the axis."""
    return LensSpan(et - duration_s / 2, et + duration_s / 2).within(axis)


# --- ticks of the lens

_SECOND_STEPS: Final = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200,
)  # fmt: skip
_DAY_STEPS: Final = (1, 2, 5, 10)
_MONTH_STEPS: Final = (1, 3, 6)
_YEAR_STEPS: Final = (1, 2, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the time axis with its label; ``is_major`` starts a larger unit."""

    et: float
    label: str
    is_major: bool = False


def _calendar(et: float) -> datetime.datetime:
    return datetime.datetime.fromisoformat(et_to_utc(et)[:19] + "+00:00")


def _et(moment: datetime.datetime) -> float:
    return utc_to_et(moment.strftime("%Y-%m-%dT%H:%M:%S"))


def _step(duration_s: float, n_most: int) -> tuple[str, int]:
    """Smallest unit and step that give at most ``n_most`` ticks."""
    wanted_s = duration_s / max(n_most, 1)
    for unit, length_s, steps in (
        ("second", 1.0, _SECOND_STEPS),
        ("day", DAY_S, _DAY_STEPS),
        ("month", 30.44 * DAY_S, _MONTH_STEPS),
        ("year", 365.25 * DAY_S, _YEAR_STEPS),
    ):
        for step in steps:
            if step * length_s >= wanted_s:
                return unit, step
    return "year", _YEAR_STEPS[-1]


def _moments(start: datetime.datetime, unit: str, step: int) -> Iterator[datetime.datetime]:
    """Round calendar moments from just before ``start``, without end."""
    midnight = start.replace(hour=0, minute=0, second=0)
    if unit == "second":
        done = math.floor((start - midnight).total_seconds() / step) * step
        moment = midnight + datetime.timedelta(seconds=done)
        while True:
            yield moment
            moment += datetime.timedelta(seconds=step)
    if unit == "day":
        moment = midnight.replace(day=1)
        while True:
            yield moment
            following = moment + datetime.timedelta(days=step)
            # A step may not run over the end of a month: the 1st is always marked.
            first = (moment.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
            near_end = (first - following).days < (step + 1) // 2
            moment = first if following >= first or (step > 1 and near_end) else following
    months = step if unit == "month" else 12 * step
    first_month = (start.year * 12 + start.month - 1) // months * months
    while True:
        yield midnight.replace(year=first_month // 12, month=first_month % 12 + 1, day=1)
        first_month += months


def _label(moment: datetime.datetime, unit: str, step: int, language: str) -> tuple[str, bool]:
    date = moment.strftime("%Y-%m-%d")
    is_midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    if unit == "second":
        if is_midnight:
            return day_and_month(date, language), True
        return moment.strftime("%H:%M:%S" if step % 60 else "%H:%M"), False
    if unit == "day":
        return day_and_month(date, language), moment.day == 1
    if unit == "month":
        is_january = moment.month == 1
        return (str(moment.year) if is_january else month_alone(date, language)), is_january
    return str(moment.year), moment.year % 10 == 0


def lens_ticks(span: LensSpan, *, n_most: int, language: str) -> tuple[Tick, ...]:
    """Labelled ticks at round calendar times of UTC, at most about ``n_most`` of them."""
    unit, step = _step(span.duration_s, n_most)
    ticks: list[Tick] = []
    start, stop = _calendar(span.start_et), _calendar(span.stop_et)
    for moment in _moments(start, unit, step):
        # Compared as calendar dates first: a round date may lie outside the years `et` covers.
        if moment > stop:
            break
        if moment < start:
            continue
        et = _et(moment)
        if span.start_et <= et <= span.stop_et:
            label, is_major = _label(moment, unit, step, language)
            ticks.append(Tick(et, label, is_major))
    return tuple(ticks)


def span_title(span: LensSpan, language: str) -> str:
    """Date that the labels of a short span leave out: the day it begins on, or the year."""
    date, _ = clock_digits(et_to_utc(span.start_et))
    if span.duration_s < 1.2 * DAY_S:
        return day_text(date, language)
    return date.split("-")[0] if span.duration_s < 3 * 365 * DAY_S else ""
