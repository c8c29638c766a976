"""Flights: how a camera gets from one pose to another, as one pure function of a fraction."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import RADII_KM
from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.snapshot.camera import clamped_distance_km, resolved_pose
from mars7viz.snapshot.camera_axes import (
    ecliptic_axes,
    part_of_turn,
    placed,
    shortest_turn,
    square_to,
    standing_axes,
    turned_about,
    unit,
)
from mars7viz.snapshot.options import CameraPose
from mars7viz.snapshot.values import SceneSnapshot

Float64 = NDArray[np.float64]

SHORTEST_S = 1.5
LONGEST_S = 4.0
CLEARANCE = 1.02
"""A camera keeps this many radii from the center of every body."""
IN_SIGHT_FROM = 0.5
"""From this fraction of a flight on, its target stands where it will stand in the picture."""

_SAMPLES = 257
_DETOURS = (0.6, 1.2, 2.5, 5.0)
_NORTH = np.array([0.0, 0.0, 1.0])
_WIDEST_SWING = 0.35
"""A way nearer to a focus than this share of its zoom and pivot would whirl by it."""


def flight(start: CameraPose, end: CameraPose, snapshot: SceneSnapshot, s: float) -> CameraPose:
    """Return the pose at a fraction ``s`` (0 to 1, wall time) of the flight between two poses.

    At 0 and 1 it is ``start`` and ``end`` themselves, the latter moved out of any body it would
    end in. See :class:`Flight` for a flight through a world that moves.
    """
    return Flight.planned(start, end, snapshot).at(snapshot, s)


def cleared(snapshot: SceneSnapshot, pose: CameraPose) -> CameraPose:
    """Return ``pose``, nearer or farther where its eye would be inside a body other than its focus.

    A pose whose mode does not let it keep its direction becomes an inertial one.
    """
    inertial = resolved_pose(snapshot, pose)
    moved = pose
    for _ in range(len(snapshot.bodies)):
        distance_km = _way_out_km(snapshot, inertial)
        if distance_km is None:
            return moved
        inertial = replace(inertial, distance_km=distance_km)
        keeps = pose.mode in ("inertial", "follow", "body_fixed")
        moved = replace(moved, distance_km=distance_km) if keeps else inertial
    return moved


def _way_out_km(snapshot: SceneSnapshot, inertial: CameraPose) -> float | None:
    """Distance from the focus, same direction, just outside the body the eye is in, if any."""
    focus_km = _position(snapshot, inertial.focus)
    direction = standing_axes(inertial)[2]
    for body in snapshot.bodies:
        radius_km = CLEARANCE * max(RADII_KM[body.name])
        center_km = _position(snapshot, body.name) - focus_km
        away_km = float(np.linalg.norm(direction * inertial.distance_km - center_km))
        if away_km >= radius_km * (1.0 - 1e-9):
            continue
        along_km = float(direction @ center_km)
        half_km = math.sqrt(max(0.0, along_km**2 - float(center_km @ center_km) + radius_km**2))
        nearest_km = clamped_distance_km(inertial.focus, 0.0)
        ways = [
            way
            for way in (along_km - half_km * (1 + 1e-9), along_km + half_km * (1 + 1e-9))
            if way >= nearest_km
        ]
        if not ways:
            return None
        return min(ways, key=lambda way: abs(math.log(way / inertial.distance_km)))
    return None


@dataclass(frozen=True, slots=True)
class Flight:
    """A flight between two poses, planned once and flown through a world that moves.

    The eye zooms out and in about a pivot that goes from one focus to the other (van Wijk and Nuij
    2003, "Smooth and efficient zooming and panning"): near either end its distance grows or
    shrinks in equal ratios, so that it is slow near bodies, and between them it goes far enough
    back to see where it is going. Its direction from the pivot turns on a great circle, the short
    way. About one focus the distance changes in equal ratios and never turns back.

    ``detour`` is a direction (ecliptic) that the eye leans towards in mid-flight, so that no body
    stands in its way; zero where none does.
    """

    start: CameraPose
    end: CameraPose
    detour: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @classmethod
    def planned(cls, start: CameraPose, end: CameraPose, snapshot: SceneSnapshot) -> Flight:
        """Plan a flight: where it may end, and on which side it passes what is in its way."""
        end = cleared(snapshot, end)
        direct = cls(start, end)
        way = _Way.of(direct, snapshot)
        best, best_room = direct, way.room(snapshot)
        for lean in _DETOURS:
            for side in way.sides():
                if best_room >= 1.0:
                    return best
                x, y, z = (float(part) for part in lean * side)
                other = cls(start, end, (x, y, z))
                room = _Way.of(other, snapshot).room(snapshot)
                if room > best_room:
                    best, best_room = other, room
        return best

    def duration_s(self, snapshot: SceneSnapshot) -> float:
        """Return how long the flight takes, wall seconds: more where there is more to see pass."""
        way = _Way.of(self, snapshot)
        return min(max(1.0 + 0.09 * way.length + 0.5 * way.angle_rad, SHORTEST_S), LONGEST_S)

    def at(self, snapshot: SceneSnapshot, s: float) -> CameraPose:
        """Return the pose at a fraction ``s`` of the wall time; it starts and ends at rest."""
        if not s > 0.0:
            return self.start
        if s >= 1.0:
            return self.end
        return _Way.of(self, snapshot).pose(snapshot, s)


def eased(s: float) -> float:
    """Ease ``s`` (0 to 1) so that speed and acceleration are zero at both ends."""
    t = min(max(s, 0.0), 1.0)
    return t * t * t * (10.0 + t * (6.0 * t - 15.0))


def _position(snapshot: SceneSnapshot, name: str) -> Float64:
    position = snapshot.position_km(name)
    if position is None:
        raise KeyError(name)
    return np.asarray(ICRF_TO_ECLIPTIC @ np.array(position))


@dataclass(frozen=True, eq=False)
class _Way:
    """A flight at one instant, in the ecliptic.

    ``gap_km`` (3,) is from the first focus to the second; the eye is ``offsets`` times its
    distance from the pivot between them.
    """

    start: CameraPose
    end: CameraPose
    gap_km: Float64
    axis: Float64
    angle_rad: float
    detour: Float64

    @classmethod
    def of(cls, planned: Flight, snapshot: SceneSnapshot) -> _Way:
        start = resolved_pose(snapshot, planned.start)
        end = resolved_pose(snapshot, planned.end)
        gap_km = _position(snapshot, end.focus) - _position(snapshot, start.focus)
        # Turned back from the end, so that eye and picture turn about the same axis.
        axis, angle = shortest_turn(standing_axes(end)[2], standing_axes(start)[2])
        return cls(start, end, gap_km, axis, angle, np.array(planned.detour))

    @property
    def reach_km(self) -> float:
        """Distance between the two foci."""
        return float(np.linalg.norm(self.gap_km))

    @property
    def _is_short(self) -> bool:
        return self.reach_km < 1e-7 * max(self.start.distance_km, self.end.distance_km)

    @property
    def _zooms(self) -> tuple[float, float]:
        """The two r of van Wijk and Nuij, with rho squared 2."""
        near_km, far_km, gap_km = self.start.distance_km, self.end.distance_km, self.reach_km
        rise = (far_km - near_km) * ((far_km + near_km) / gap_km)
        first = (rise + 4.0 * gap_km) / (4.0 * near_km)
        last = (rise - 4.0 * gap_km) / (4.0 * far_km)
        return -math.asinh(first), -math.asinh(last)

    @property
    def length(self) -> float:
        """Length of the flight in e-foldings of distance."""
        if self._is_short:
            return abs(math.log(self.end.distance_km / self.start.distance_km))
        first, last = self._zooms
        return last - first

    @property
    def _farthest(self) -> float:
        """Fraction at which the eye is farthest back, where the pivot goes over."""
        if self._is_short:
            return 0.5
        first, last = self._zooms
        return min(max(-first / (last - first), 0.15), 0.85)

    def _zoomed(self, k: Float64) -> tuple[Float64, Float64, Float64]:
        """Fractions (n,) -> distance from the pivot, km, and its way gone and left, shares (n,)."""
        near_km, far_km = self.start.distance_km, self.end.distance_km
        if self._is_short:
            return near_km * (far_km / near_km) ** k, k, 1.0 - k
        first, last = self._zooms
        length = last - first
        forth, back = length * k, length * (1.0 - k)
        scale = 2.0 * self.reach_km
        return (
            near_km * math.cosh(first) / np.cosh(forth + first),
            near_km * np.sinh(forth) / np.cosh(forth + first) / scale,
            far_km * np.sinh(back) / np.cosh(back - last) / scale,
        )

    def offsets(self, k: Float64) -> tuple[Float64, Float64]:
        """Fractions (n,) -> the eye (n, 3) from the first focus and from the second, km."""
        zoom_km, gone, left = self._zoomed(k)
        away = zoom_km[:, None] * self._directions(k)
        return away + gone[:, None] * self.gap_km, away - left[:, None] * self.gap_km

    def _directions(self, k: Float64) -> Float64:
        """Directions (n, 3) of the eye from the pivot."""
        last = standing_axes(self.end)[2]
        across = np.cross(self.axis, last)
        turned = (1.0 - k)[:, None] * self.angle_rad
        directions = np.cos(turned) * last + np.sin(turned) * across
        if self.detour.any():
            lean = np.sin(math.pi * k ** (math.log(0.5) / math.log(self._farthest)))[:, None] ** 2
            directions = directions + lean * self.detour
            directions /= np.linalg.norm(directions, axis=1)[:, None]
        return np.asarray(directions)

    def sides(self) -> tuple[Float64, ...]:
        """Directions to lean towards: eight around the way, north of the ecliptic first."""
        if self._is_short:
            # About one focus the way is a great circle: to either side of it.
            return (self.axis, -self.axis)
        ahead = unit(self.gap_km)
        up = _NORTH - (_NORTH @ ahead) * ahead
        up = unit(up) if np.linalg.norm(up) > 1e-6 else square_to(ahead)
        turns = (0.0, 45.0, -45.0, 90.0, -90.0, 135.0, -135.0, 180.0)
        return tuple(turned_about(ahead, math.radians(turn)) @ up for turn in turns)

    def room(self, snapshot: SceneSnapshot) -> float:
        """How well the way keeps off bodies, and off passing close by either focus: 1 is enough."""
        k = np.linspace(0.0, 1.0, _SAMPLES)
        from_first, from_last = self.offsets(k)
        zoom_km, gone, left = self._zoomed(k)
        return min(
            self._clearance(snapshot, from_first, from_last) / CLEARANCE,
            _swing(from_first, zoom_km + gone * self.reach_km),
            _swing(from_last, zoom_km + left * self.reach_km),
        )

    def _clearance(self, snapshot: SceneSnapshot, from_first: Float64, from_last: Float64) -> float:
        """Least distance of the way from the center of any body, in that body's radii."""
        first_km, last_km = (_position(snapshot, p.focus) for p in (self.start, self.end))
        least = math.inf
        for body in snapshot.bodies:
            center_km = _position(snapshot, body.name)
            # Near either end from the focus there, so that no digits are lost.
            half = _SAMPLES // 2
            to_body = np.concatenate(
                [
                    from_first[:half] - (center_km - first_km),
                    from_last[half:] - (center_km - last_km),
                ]
            )
            step = np.diff(to_body, axis=0)
            along = -np.sum(to_body[:-1] * step, axis=1)
            length2 = np.maximum(np.sum(step * step, axis=1), 1e-300)
            share = np.clip(along / length2, 0.0, 1.0)[:, None]
            nearest = np.linalg.norm(to_body[:-1] + share * step, axis=1)
            ends = min(np.linalg.norm(to_body[0]), np.linalg.norm(to_body[-1]))
            # An end may stand as near as it was told to; the way between does not go nearer.
            away_km = float(nearest.min())
            if away_km >= ends * (1.0 - 1e-9):
                continue
            least = min(least, away_km / max(RADII_KM[body.name]))
        return least

    def pose(self, snapshot: SceneSnapshot, s: float) -> CameraPose:
        """Return the pose at a fraction of the wall time, both ends excluded."""
        k = eased(s)
        from_first, from_last = (part[0] for part in self.offsets(np.array([k])))
        first_km, last_km = (_position(snapshot, p.focus) for p in (self.start, self.end))
        is_leaving = float(np.linalg.norm(from_first)) < float(np.linalg.norm(from_last))
        focus, origin_km, offset_km = (
            (self.start.focus, first_km, from_first)
            if is_leaving
            else (self.end.focus, last_km, from_last)
        )
        offset_km = _pushed_out(snapshot, origin_km, offset_km)
        to_end_km = offset_km - self.gap_km if is_leaving else offset_km
        turning = eased(s / IN_SIGHT_FROM)
        axes = part_of_turn(self._aside(), 1.0 - turning) @ self._aim(to_end_km)
        between = replace(
            self.end,
            field_of_view_deg=self.start.field_of_view_deg ** (1.0 - turning)
            * self.end.field_of_view_deg**turning,
            shift_x=(1.0 - turning) * self.start.shift_x + turning * self.end.shift_x,
            shift_y=(1.0 - turning) * self.start.shift_y + turning * self.end.shift_y,
        )
        return placed(between, focus, offset_km, axes)

    def _aim(self, to_eye_km: Float64) -> Float64:
        """Axes (3, 3) that show the second focus, seen from there, where the end pose has it.

        They are turned from those of the end by way of a direction half-way, because nothing says
        which way to turn to the opposite one.
        """
        last = standing_axes(self.end)[2]
        by_way_of = unit(
            unit(self._first_from_last())
            + last
            + 0.7 * self._directions(np.array([self._farthest]))[0]
        )
        there = turned_about(*shortest_turn(last, by_way_of))
        on = turned_about(*shortest_turn(by_way_of, unit(to_eye_km)))
        return np.asarray(ecliptic_axes(self.end) @ (on @ there).T)

    def _first_from_last(self) -> Float64:
        """Where the flight begins, seen from the second focus, km."""
        return np.asarray(standing_axes(self.start)[2] * self.start.distance_km - self.gap_km)

    def _aside(self) -> Float64:
        """How the first pose is turned against one that shows the second focus."""
        return np.asarray(ecliptic_axes(self.start) @ self._aim(self._first_from_last()).T)


def _swing(offsets_km: Float64, reach_km: Float64) -> float:
    """How wide a way (n, 3) passes a focus: 1 or more is enough.

    ``reach_km`` (n,) is the farthest that the eye could be from it at that zoom.
    """
    share = np.linalg.norm(offsets_km, axis=1) / reach_km
    return float(share.min() / min(_WIDEST_SWING, share[0] * 0.999, share[-1] * 0.999))


def _pushed_out(snapshot: SceneSnapshot, origin_km: Float64, offset_km: Float64) -> Float64:
    """Return the eye (3,) outside every body: the last word, whatever the world did since."""
    for body in snapshot.bodies:
        center_km = _position(snapshot, body.name) - origin_km
        radius_km = CLEARANCE * max(RADII_KM[body.name])
        away = offset_km - center_km
        away_km = float(np.linalg.norm(away))
        if away_km < radius_km:
            up = away / away_km if away_km > 0.0 else _NORTH
            offset_km = center_km + up * radius_km * (1.0 + 1e-9)
    return offset_km
