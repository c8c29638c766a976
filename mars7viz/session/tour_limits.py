"""What a tour may refer to, and the instants that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mars7viz.ephemeris.epoch import EpochError, et_to_utc, utc_to_et
from mars7viz.mission.model import Source
from mars7viz.mission.table import Table
from mars7viz.snapshot.camera import focus_names
from mars7viz.snapshot.world import World


@dataclass(frozen=True, slots=True)
class TourLimits:
    """What a tour may refer to.

    ``spans`` gives, for each name that can be looked at, the first and last ``et`` at which it
    is there; ``events`` the ``et`` of every mission event.
    """

    start_et: float
    stop_et: float
    spans: Mapping[str, tuple[float, float]]
    events: Mapping[str, float]
    sources: Mapping[str, Source]

    @classmethod
    def of(cls, world: World) -> TourLimits:
        """Return the limits that a world sets."""
        mission = world.mission
        whole = (mission.timeline_start_et, mission.timeline_stop_et)
        spans = dict.fromkeys(focus_names(world), whole)
        for name, chronology in world.chronologies.items():
            first_et, last_et = chronology.coverage
            spans[name] = (max(first_et, whole[0]), min(last_et, whole[1]))
        return cls(
            start_et=whole[0],
            stop_et=whole[1],
            spans=spans,
            events={event.id: event.et for event in mission.events},
            sources={source.key: source for source in mission.sources},
        )


def read_instant(table: Table, end: str, focus: str, limits: TourLimits) -> float:
    """Read one end of a shot: a date, or a mission event with an offset in seconds."""
    utc_key, event_key, offset_key = f"{end}_utc", f"{end}_event", f"{end}_offset_s"
    has_utc, has_event = table.has(utc_key), table.has(event_key)
    if has_utc == has_event:
        raise table.error(utc_key, f"allowed: {utc_key!r} or {event_key!r}, one of the two")
    if has_utc:
        key = utc_key
        try:
            et = utc_to_et(table.string(utc_key))
        except EpochError as error:
            raise table.error(utc_key, str(error)) from None
    else:
        key = event_key
        event = table.string(event_key)
        if event not in limits.events:
            known = ", ".join(sorted(limits.events))
            raise table.error(event_key, f"unknown event {event!r}; allowed: {known}")
        et = limits.events[event]
        if table.has(offset_key):
            et += table.number(offset_key)
    for start_et, stop_et, what in (
        (limits.start_et, limits.stop_et, "the timeline"),
        (*limits.spans[focus], f"the path of {focus!r}"),
    ):
        if not start_et <= et <= stop_et:
            span = f"{et_to_utc(start_et)} to {et_to_utc(stop_et)}"
            raise table.error(key, f"outside {what}; allowed: {span}")
    return et
