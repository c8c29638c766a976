"""Which part of a trail is past, which future, and how bright: pure, float64, no GL."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.snapshot.trails import Trail
from mars7viz.snapshot.values import SceneSnapshot

Float64 = NDArray[np.float64]

PAST_ALPHA: Final = 1.0
FUTURE_ALPHA: Final = 0.42
_FADE_TURNS: Final = (0.72, 0.99)
_CLEARING_KM: Final = (0.005, 0.040)
_HALVINGS: Final = 10
_STEP_RAD: Final = 0.03

_NEAR_MARS: Final = frozenset({"mars", "phobos", "deimos"})
_NEAR_EARTH: Final = frozenset({"earth", "moon"})


def trail_center(snapshot: SceneSnapshot, focus: str) -> str:
    """Return the body whose trails suit a look at ``focus``: "sun", "earth" or "mars".

    A path about Mars is a hyperbola, about the Sun a piece of an ellipse: one craft, one flight,
    two drawings. The one shown is about what the visitor looks at.
    """
    if focus in _NEAR_MARS:
        return "mars"
    if focus in _NEAR_EARTH:
        return "earth"
    craft = snapshot.craft(focus)
    if craft is not None and craft.arc_center in ("mars", "earth"):
        return craft.arc_center
    return "sun"


@dataclass(frozen=True, eq=False)
class SampledPath:
    """A trail with, at each sample, the way run and the angle swept about the center.

    ``apart_km`` (n,) is the distance from the craft that flies beside it; infinite if none does.
    """

    trail: Trail
    run_km: Float64
    swept_rad: Float64
    apart_km: Float64

    @classmethod
    def of(cls, trail: Trail) -> SampledPath:
        """Measure a trail once."""
        positions = trail.positions_km
        steps = np.linalg.norm(np.diff(positions, axis=0), axis=1)
        units = positions / np.linalg.norm(positions, axis=1)[:, None]
        turns = np.arccos(np.clip(np.sum(units[1:] * units[:-1], axis=1), -1.0, 1.0))
        return cls(
            trail=trail,
            run_km=np.concatenate([[0.0], np.cumsum(steps)]),
            swept_rad=np.concatenate([[0.0], np.cumsum(turns)]),
            apart_km=np.full(len(positions), np.inf),
        )

    def from_sample(self, first: int) -> SampledPath:
        """Return the rest of the path; its dashes stay where they were."""
        trail = self.trail
        rest = replace(
            trail,
            ets=trail.ets[first:],
            positions_km=trail.positions_km[first:],
            velocities_km_s=trail.velocities_km_s[first:],
        )
        return SampledPath(rest, self.run_km[first:], self.swept_rad[first:], self.apart_km[first:])

    def between(self, ets: Float64) -> Portion:
        """Return the path at chosen instants, undimmed."""
        trail = self.trail
        return Portion(
            positions_km=trail.positions_at(ets),
            run_km=np.interp(ets, trail.ets, self.run_km),
            apart_km=np.interp(ets, trail.ets, self.apart_km),
            alpha=np.ones(len(ets)),
            ets=ets,
        )


@dataclass(frozen=True, eq=False)
class Portion:
    """A part of a path.

    Positions from its center (n, 3); way run, distance apart, alpha and instants (n,).
    """

    positions_km: Float64
    run_km: Float64
    apart_km: Float64
    alpha: Float64
    ets: Float64


def beside(path: SampledPath, other: SampledPath) -> SampledPath:
    """Return ``path`` as that of a craft released from the one that flies ``other``.

    Until release two craft fly one path: what is common is left out. Afterwards the distance
    between them is kept, because lines closer than a pixel or two are one line to the eye.
    """
    mine, theirs = path.trail, other.trail
    count = min(len(mine.ets), len(theirs.ets))
    same = (mine.ets[:count] == theirs.ets[:count]) & (
        mine.positions_km[:count] == theirs.positions_km[:count]
    ).all(axis=1)
    shared = count if same.all() else int(np.argmin(same))
    inside = (mine.ets >= theirs.ets[0]) & (mine.ets <= theirs.ets[-1])
    apart = np.linalg.norm(mine.positions_km - theirs.positions_at(mine.ets), axis=1)
    measured = np.where(inside, np.minimum(path.apart_km, apart), path.apart_km)
    return replace(path, apart_km=measured).from_sample(max(shared - 1, 0))


def portions(
    path: SampledPath,
    et: float,
    craft_km: Float64 | None,
    *,
    eye_km: Float64,
    clearing: float = 0.0,
) -> tuple[Portion, ...]:
    """Return past and future of a path at ``et``, both meeting the craft.

    Parameters
    ----------
    path : SampledPath
        The path about its center.
    et : float
        Instant drawn, TDB seconds past J2000.
    craft_km : ndarray, (3,), or None
        The craft from the path's center; None where it is absent or flies another path.
    eye_km : ndarray, (3,)
        The camera from the path's center: near it the path is sampled more closely.
    clearing : float
        0 to 1: how far the line gives way around the craft, for a look from metres away.

    Returns
    -------
    tuple of Portion
        Past, then future; at most one revolution about the center each way.
    """
    trail = path.trail
    if craft_km is None or not trail.ets[0] < et < trail.ets[-1]:
        is_past = et >= trail.ets[-1]
        swept = path.swept_rad[-1 if is_past else 0]
        ets = _refined(path, _window(path, swept), eye_km)
        return _kept(_dimmed(path, path.between(ets), ets, swept, is_past=is_past))
    return (
        *_half(path, et, craft_km, eye_km, is_past=True, clearing=clearing),
        *_half(path, et, craft_km, eye_km, is_past=False, clearing=clearing),
    )


def _half(
    path: SampledPath,
    et: float,
    craft_km: Float64,
    eye_km: Float64,
    *,
    is_past: bool,
    clearing: float,
) -> tuple[Portion, ...]:
    """Return past or future, closer sampled near the craft and ending exactly in it."""
    trail = path.trail
    swept = float(np.interp(et, trail.ets, path.swept_rad))
    rows = _window(path, swept)
    rows = rows[trail.ets[rows] < et] if is_past else rows[trail.ets[rows] > et]
    gap_s = abs(trail.ets[rows[-1 if is_past else 0]] - et)
    speed_km_s = float(np.linalg.norm(trail.velocities_km_s[rows[-1 if is_past else 0]]))
    near_s = _near_offsets(gap_s, speed_km_s)
    near = et - near_s[::-1] if is_past else et + near_s
    far = _refined(path, rows, eye_km)
    ets = np.concatenate([far, near] if is_past else [near, far])
    part = path.between(ets)
    # The interpolated place and the craft's own differ by metres to a kilometre: shared out over
    # the gap, so that the line ends in the craft and keeps its samples.
    miss_km = craft_km - part.positions_km[-1 if is_past else 0]
    share = np.clip(1.0 - np.abs(ets - et) / max(gap_s, 1e-9), 0.0, 1.0)
    dimmed = _dimmed(path, part, ets, swept, is_past=is_past)
    cleared = np.abs(ets - et) * speed_km_s <= 1.01 * _CLEARING_KM[0]
    return _kept(
        replace(
            dimmed,
            positions_km=part.positions_km + share[:, None] * miss_km,
            alpha=dimmed.alpha * np.where(cleared, 1.0 - clearing, 1.0),
        )
    )


def _window(path: SampledPath, swept_rad: float) -> NDArray[np.intp]:
    """Return the samples within one revolution of ``swept_rad``, and one more at either end."""
    near = np.flatnonzero(np.abs(path.swept_rad - swept_rad) < 2.0 * math.pi * _FADE_TURNS[1])
    first, last = int(near[0]), int(near[-1])
    return np.arange(max(first - 1, 0), min(last + 2, len(path.swept_rad)))


def _near_offsets(gap_s: float, speed_km_s: float) -> Float64:
    """Return seconds from the craft, increasing from 0, at which points are added."""
    halvings = gap_s * 0.5 ** np.arange(1, _HALVINGS + 1)
    offsets = np.unique(np.concatenate([[0.0], np.array(_CLEARING_KM) / speed_km_s, halvings]))
    return np.asarray(offsets[(offsets < gap_s) | (offsets == 0.0)])


def _refined(path: SampledPath, rows: NDArray[np.intp], eye_km: Float64) -> Float64:
    """Return the instants of samples, with more between those that look far apart from the eye."""
    ets, positions = path.trail.ets[rows], path.trail.positions_km[rows]
    if len(rows) < 2:
        return ets
    steps = np.linalg.norm(np.diff(positions, axis=0), axis=1)
    distances = np.linalg.norm(positions - eye_km, axis=1)
    # A lower bound on the distance to the eye along the step, never nothing.
    nearest = np.maximum(np.minimum(distances[1:], distances[:-1]), 0.2 * steps)
    pieces = np.clip(np.ceil(steps / (nearest * _STEP_RAD)), 1, 32).astype(np.intp)
    which = np.repeat(np.arange(len(steps)), pieces)
    step = np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    return np.concatenate([ets[which] + step / pieces[which] * np.diff(ets)[which], ets[-1:]])


def _dimmed(
    path: SampledPath, part: Portion, ets: Float64, swept_rad: float, *, is_past: bool
) -> Portion:
    """Set the brightness of past or future, falling to nothing a revolution away."""
    turns = np.abs(np.interp(ets, path.trail.ets, path.swept_rad) - swept_rad) / (2.0 * math.pi)
    t = np.clip((turns - _FADE_TURNS[0]) / (_FADE_TURNS[1] - _FADE_TURNS[0]), 0.0, 1.0)
    level = PAST_ALPHA if is_past else FUTURE_ALPHA
    return replace(part, alpha=part.alpha * level * (1.0 - t * t * (3.0 - 2.0 * t)))


def _kept(portion: Portion) -> tuple[Portion, ...]:
    """Return the portion, or nothing where it has no line or no light."""
    return (portion,) if len(portion.alpha) > 1 and portion.alpha.any() else ()
