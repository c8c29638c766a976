"""What the scrubber shows of a mission: the pieces of its overview and its events. No Qt."""

from __future__ import annotations

from typing import Final

from mars7viz.constants import DAY_S
from mars7viz.mission.model import Mission, MissionEvent
from mars7viz.shells.widgets.time_axis import LensSpan, OverviewAxis, Piece, centered

CLOSEST_APPROACH: Final = "closest_approach"
# Of a piece of the overview: what the lens shows until somebody zooms it.
_LENS_PART: Final = 1.0 / 48.0
# Width of each piece of the overview, in parts of a hundred.
_PAD, _LAUNCH, _CRUISE, _ENCOUNTER, _AFTER, _DERELICT = 3.0, 11.0, 35.0, 32.0, 6.0, 13.0
_LAUNCH_S: Final = 2.0 * 3600.0


def overview_axis(mission: Mission) -> OverviewAxis:
    """Lay out a mission: the pad, launch, cruise, encounter, the weeks after, the derelict years.

    Pieces that a mission has no time for are left out.
    """
    encounter_et = mission.event(CLOSEST_APPROACH).et
    limits = (
        (mission.launch_et, _PAD),
        (mission.launch_et + _LAUNCH_S, _LAUNCH),
        (encounter_et - 2.0 * DAY_S, _CRUISE),
        (encounter_et + 1.0 * DAY_S, _ENCOUNTER),
        (mission.phases[-1].start_et, _AFTER),
        (mission.timeline_stop_et, _DERELICT),
    )
    pieces: list[Piece] = []
    start_et = mission.timeline_start_et
    for limit_et, share in limits:
        stop_et = min(limit_et, mission.timeline_stop_et)
        if stop_et > start_et:
            pieces.append(Piece(start_et, stop_et, share))
            start_et = stop_et
    return OverviewAxis(tuple(pieces))


def piece_at(axis: OverviewAxis, et: float) -> Piece:
    """Return the piece an instant lies in; the last one at the end."""
    for piece in axis.pieces:
        if et < piece.stop_et:
            return piece
    return axis.pieces[-1]


def resting_lens(axis: OverviewAxis, et: float) -> LensSpan:
    """Return the span the lens has until somebody zooms it: the finer, the finer the piece."""
    piece = piece_at(axis, et)
    return centered(et, (piece.stop_et - piece.start_et) * _LENS_PART, axis)


def nearest_event(
    events: tuple[MissionEvent, ...], et: float, reach_s: float
) -> MissionEvent | None:
    """Return the event nearest to ``et`` and within reach, the more important of equals."""
    near = [event for event in events if abs(event.et - et) <= reach_s]
    return min(near, key=lambda event: (abs(event.et - et), event.importance), default=None)


def neighbour_et(events: tuple[MissionEvent, ...], et: float, direction: int) -> float | None:
    """Return the instant of the next event (``direction`` > 0) or the one before."""
    if direction > 0:
        return min((event.et for event in events if event.et > et + 1e-3), default=None)
    return max((event.et for event in events if event.et < et - 1e-3), default=None)
