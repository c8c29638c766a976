"""Kernel: states of bodies from SPK files, all bodies of one instant in one pass of numpy."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import EphemerisError, OutsideCoverageError
from mars7viz.ephemeris.spk import Segment, read_segments

SOLAR_SYSTEM_BARYCENTER: Final = 0
# Instants evaluated at a time: the gathered coefficients then stay in the processor's cache.
_CHUNK: Final = 2048

Floats = NDArray[np.float64]
_Key = tuple[tuple[int, ...], int]


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What to evaluate for some targets about a center while the same segments are in force.

    The arrays are columns, (segments, 1), over the segments needed; `chains` (targets, segments)
    adds their states up.
    """

    segments: tuple[int, ...]
    first_record_et: Floats
    record_s: Floats
    half_record_s: Floats
    last_record: NDArray[np.intp]
    first_row: NDArray[np.intp]
    chains: Floats
    last_second_et: float


class Kernel:
    """States of targets about centers by NAIF id, from SPK segments of types 2 and 3.

    Several segments of one target may follow one another in time, with different centers: each
    holds from its start to its stop, the stop belonging to the next one. Where two overlap, the
    later in the file counts, as in SPICE.

    Parameters
    ----------
    segments : iterable of Segment
        At least one.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._segments = tuple(segments)
        if not self._segments:
            raise EphemerisError("a kernel needs at least one segment")
        terms = max(segment.coefficients.shape[2] for segment in self._segments)
        counts = [len(segment.coefficients) for segment in self._segments]
        ends = np.cumsum(counts)
        self._first_rows = (ends - counts).tolist()
        # Every segment's rows padded to the longest polynomial: one gather serves them all.
        rows = np.zeros((int(ends[-1]), 6, terms))
        for first, count, segment in zip(self._first_rows, counts, self._segments, strict=True):
            rows[first : first + count, :, : segment.coefficients.shape[2]] = segment.coefficients
        self._rows = rows.reshape(len(rows), 6 * terms)
        self._order = np.arange(terms, dtype=np.float64)
        self._is_zero = tuple(segment.is_zero for segment in self._segments)
        self._bounds = sorted(
            {segment.start_et for segment in self._segments}
            | {segment.stop_et for segment in self._segments}
        )
        self._plans: dict[tuple[int, _Key], _Plan] = {}

    @classmethod
    def open(cls, *paths: Path) -> Self:
        """Read SPK files into one kernel; no file stays open.

        Parameters
        ----------
        *paths : Path
            SPK files; where they overlap, the later one counts.

        Returns
        -------
        Kernel

        Raises
        ------
        EphemerisError
            If a file is no SPK kernel of types 2 and 3 in ICRF; the message names it.
        """
        return cls(segment for path in paths for segment in read_segments(path))

    @property
    def targets(self) -> tuple[int, ...]:
        """NAIF ids of the bodies that have a segment, in the order of the files."""
        return tuple(dict.fromkeys(segment.target for segment in self._segments))

    @property
    def coverage(self) -> tuple[float, float]:
        """Span in which every target is covered, both ends included, TDB seconds past J2000."""
        spans = [self.coverage_of(target) for target in self.targets]
        return max(start for start, _ in spans), min(stop for _, stop in spans)

    def coverage_of(self, target: int) -> tuple[float, float]:
        """Give the span from a target's first instant to its last.

        Parameters
        ----------
        target : int
            NAIF id.

        Returns
        -------
        tuple of float
            Start and stop, both included, TDB seconds past J2000.

        Raises
        ------
        EphemerisError
            If the kernel has no such target.
        """
        own = [segment for segment in self._segments if segment.target == target]
        if not own:
            raise EphemerisError(f"the kernel has no body {target}; it has {self._ids_text()}")
        return min(segment.start_et for segment in own), max(segment.stop_et for segment in own)

    def state(self, target: int, center: int, et: float | Floats) -> Floats:
        """Give the state of a target about a center.

        What both have in common on their way to the barycentre is left out, not cancelled: the
        Moon about the Earth keeps the precision of the Moon's own segment.

        Parameters
        ----------
        target, center : int
            NAIF ids, joined by the kernel's segments in any number of steps.
        et : float or (n,) array
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (6,) or (n, 6), km and km/s, from `center`, ICRF.

        Raises
        ------
        OutsideCoverageError
            For an instant outside the segments in need, NaN and infinities included.
        EphemerisError
            If target and center are not joined.
        """
        key = ((target,), center)
        if isinstance(et, float | int):
            state: Floats = self._evaluate(et, key)[0]
            return state
        return self._evaluate_many(np.asarray(et, dtype=np.float64), key)[:, 0]

    def states(self, et: float, targets: tuple[int, ...]) -> Floats:
        """Give the states of several bodies at one instant.

        Parameters
        ----------
        et : float
            TDB seconds past J2000.
        targets : tuple of int
            NAIF ids.

        Returns
        -------
        ndarray
            (len(targets), 6), km and km/s, from the solar-system barycentre, ICRF.

        Raises
        ------
        OutsideCoverageError, EphemerisError
            As `state`.
        """
        return self._evaluate(et, (targets, SOLAR_SYSTEM_BARYCENTER))

    def _evaluate(self, et: float, key: _Key) -> Floats:
        plan = self._plan(self._interval(et, key), et, key)
        offset_s = et - plan.first_record_et
        record = (offset_s / plan.record_s).astype(np.intp)
        if et >= plan.last_second_et:
            # The very last instant belongs to the last record.
            np.minimum(record, plan.last_record, out=record)
        x = (offset_s - record * plan.record_s) / plan.half_record_s
        x -= 1.0
        # A quotient rounded up to a whole record leaves x below -1 by 1e-12, where the arc cosine
        # has no value; above 1 it cannot come, for division rounds in order.
        np.maximum(x, -1.0, out=x)
        angles = np.arccos(x, out=x) * self._order
        polynomials = np.cos(angles, out=angles)
        record += plan.first_row
        coefficients = self._rows.take(record, 0).reshape(len(x), 6, len(self._order))
        segment_states = np.matvec(coefficients, polynomials)
        states: Floats = plan.chains.dot(segment_states)
        return states

    def _evaluate_many(self, et: Floats, key: _Key) -> Floats:
        """(n, targets, 6) for (n,) instants."""
        if et.ndim != 1:
            raise EphemerisError(f"instants must be a number or a row of them, not {et.shape}")
        states = np.zeros((len(et), len(key[0]), 6))
        if not len(et):
            return states
        for extreme in (et.min(), et.max()):  # NaN comes out of both
            self._interval(float(extreme), key)
        intervals = np.searchsorted(self._bounds, et, side="right") - 1
        np.minimum(intervals, len(self._bounds) - 2, out=intervals)
        for interval in np.unique(intervals).tolist():
            (where,) = np.nonzero(intervals == interval)
            plan = self._plan(interval, float(et[where].max()), key)
            for first in range(0, len(where), _CHUNK):
                chunk = where[first : first + _CHUNK]
                for column, segment in enumerate(plan.segments):
                    states[chunk] += (
                        plan.chains[:, column, None]
                        * self._segment_states(plan, column, segment, et[chunk])[:, None]
                    )
        return states

    def _segment_states(self, plan: _Plan, column: int, segment: int, et: Floats) -> Floats:
        """(n, 6) states of one segment alone at (n,) instants within its span."""
        record_s = plan.record_s[column, 0]
        offset_s = et - plan.first_record_et[column, 0]
        record = np.minimum((offset_s / record_s).astype(np.intp), plan.last_record[column, 0])
        x = (offset_s - record * record_s) / plan.half_record_s[column, 0] - 1.0
        # Here the padding is left out: many instants are worth the narrower gather.
        coefficients = self._segments[segment].coefficients
        polynomials = np.empty((coefficients.shape[2], len(et)))
        polynomials[0] = 1.0
        polynomials[1:2] = x
        for k in range(2, len(polynomials)):
            polynomials[k] = 2.0 * x * polynomials[k - 1] - polynomials[k - 2]
        states: Floats = np.einsum("nck,kn->nc", coefficients[record], polynomials)
        return states

    def _interval(self, et: float, key: _Key) -> int:
        """Index of the span between two neighbouring bounds that holds `et`."""
        bounds = self._bounds
        if not bounds[0] <= et <= bounds[-1]:
            raise self._outside(et, key[0][0])
        return min(bisect_right(bounds, et), len(bounds) - 1) - 1

    def _plan(self, interval: int, last_et: float, key: _Key) -> _Plan:
        plan = self._plans.get((interval, key))
        if plan is None:
            active = {
                segment.target: index
                for index, segment in enumerate(self._segments)
                if segment.start_et <= self._bounds[interval]
                and segment.stop_et >= self._bounds[interval + 1]
            }
            missing = self._first_missing(active, key)
            if missing is not None:
                # A target that ends here, while others go on, still has its last instant.
                if interval and last_et == self._bounds[interval]:
                    return self._plan(interval - 1, last_et - 1.0, key)
                raise self._outside(last_et, missing)
            plan = self._new_plan(active, key)
            self._plans[interval, key] = plan
        return plan

    def _first_missing(self, active: dict[int, int], key: _Key) -> int | None:
        """Body on the way of a target or the center that has data, but not in this span."""
        covered_ever = {segment.target for segment in self._segments}
        for body in (*key[0], key[1]):
            *_, last = self._walk(body, active)
            if last in covered_ever:
                return last
        return None

    def _walk(self, body: int, active: dict[int, int]) -> Sequence[int]:
        """Bodies from `body` up to where no segment leads on."""
        way = [body]
        while (index := active.get(way[-1])) is not None:
            way.append(self._segments[index].center)
            if len(way) > len(active) + 1:
                raise EphemerisError(f"the kernel's segments lead from {body} round in a circle")
        return way

    def _new_plan(self, active: dict[int, int], key: _Key) -> _Plan:
        targets, center = key
        center_way = self._walk(center, active)
        columns: dict[int, int] = {}
        signs: list[tuple[int, int, float]] = []
        for row, target in enumerate(targets):
            target_way = self._walk(target, active)
            if target_way[-1] != center_way[-1]:
                raise EphemerisError(
                    f"the kernel does not join {target} to {center}: its segments are of "
                    f"{self._ids_text()}"
                )
            common = set(target_way) & set(center_way)
            for way, sign in ((target_way, 1.0), (center_way, -1.0)):
                for body in way:
                    if body in common:
                        break
                    index = active[body]
                    if not self._is_zero[index]:
                        signs.append((row, columns.setdefault(index, len(columns)), sign))
        chains = np.zeros((len(targets), len(columns)))
        for row, column, sign in signs:
            chains[row, column] = sign
        used = [self._segments[index] for index in columns]
        record_s = _column([segment.record_s for segment in used])
        return _Plan(
            segments=tuple(columns),
            first_record_et=_column([segment.first_record_et for segment in used]),
            record_s=record_s,
            half_record_s=record_s / 2.0,
            last_record=_column([len(s.coefficients) - 1 for s in used]).astype(np.intp),
            first_row=_column([self._first_rows[index] for index in columns]).astype(np.intp),
            chains=chains,
            last_second_et=min((s.stop_et for s in used), default=0.0) - 1.0,
        )

    def _outside(self, et: float, target: int) -> EphemerisError:
        start_et, stop_et = self.coverage_of(target)
        return OutsideCoverageError(
            et=et, start_et=start_et, stop_et=stop_et, what=f"body {target}"
        )

    def _ids_text(self) -> str:
        return ", ".join(str(target) for target in self.targets)


def _column(numbers: Sequence[float]) -> Floats:
    return np.array(numbers, dtype=np.float64)[:, None]
