"""Keyframes and captions of a tour file."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from mars7viz.mission.model import Source
from mars7viz.mission.table import Table
from mars7viz.mission.text import Text
from mars7viz.session.tour import Keyframe, TimedCaption
from mars7viz.snapshot.camera import MAX_DISTANCE_KM, MAX_ELEVATION_DEG, clamped_distance_km
from mars7viz.snapshot.options import CameraMode, CameraPose

MIN_CAPTION_S = 1.5
MAX_CAPTION_S = 3600.0
CAPTION_LINES = 2
CAPTION_COLUMNS = 42

_SOURCE_KEY = re.compile(r"[A-Z][A-Z0-9_]*")
# What a keyframe may say of the camera, and between which limits.
_POSE_RANGES: Mapping[str, tuple[float, float]] = {
    "azimuth_deg": (-360.0, 360.0),
    "elevation_deg": (-MAX_ELEVATION_DEG, MAX_ELEVATION_DEG),
    "distance_km": (0.0, MAX_DISTANCE_KM),
    "roll_deg": (-360.0, 360.0),
    "shift_x": (-2.0, 2.0),
    "shift_y": (-2.0, 2.0),
    "pan_deg": (-180.0, 180.0),
    "tilt_deg": (-89.0, 89.0),
    "field_of_view_deg": (0.1, 120.0),
}
_REQUIRED_FIRST = ("azimuth_deg", "elevation_deg", "distance_km")


def read_number(table: Table, key: str, low: float, high: float) -> float:
    """Read a number between two limits, both included."""
    value = table.number(key)
    if not low <= value <= high:
        raise table.error(key, f"{value:g}; allowed: {low:g} to {high:g}")
    return value


@dataclass(frozen=True, slots=True)
class Stand:
    """What a shot's camera looks at and in which axes; see :class:`CameraPose`."""

    focus: str
    mode: CameraMode
    other: str

    @property
    def center(self) -> str:
        """What the camera sits about."""
        return self.other if self.mode == "look_at" else self.focus


def read_stand(table: Table, names: Collection[str]) -> Stand:
    """Read what a shot's camera looks at."""
    known = ", ".join(names)
    focus = table.string("focus")
    if focus not in names:
        raise table.error("focus", f"unknown focus {focus!r}; allowed: {known}")
    mode: CameraMode = "inertial"
    if table.has("mode"):
        named = table.choice("mode", get_args(CameraMode))
        mode = next(mode for mode in get_args(CameraMode) if mode == named)
    if not table.has("other"):
        if mode in ("look_at", "two_body"):
            raise table.error("other", f"missing; mode {mode!r} needs it")
        return Stand(focus, mode, "")
    other = table.string("other")
    if mode in ("inertial", "body_fixed"):
        raise table.error("other", f"given; mode {mode!r} has no second name")
    if other not in names or other == focus:
        raise table.error("other", f"{other!r}; allowed: {known}, and not the focus")
    return Stand(focus, mode, other)


def read_keyframes(table: Table, stand: Stand, duration_s: float) -> tuple[Keyframe, ...]:
    """Read the poses that the camera passes in a shot, in order."""
    tables = table.tables("camera")
    if not tables:
        raise table.error("camera", "missing; allowed: one keyframe or more")
    keyframes: list[Keyframe] = []
    for keyframe_table in tables:
        previous = keyframes[-1] if keyframes else None
        keyframe = _keyframe(keyframe_table, stand, duration_s, previous)
        if previous is not None and keyframe.at <= previous.at:
            problem = f"not after the keyframe before it; allowed: more than {previous.at:g}"
            raise keyframe_table.error("at", problem)
        keyframes.append(keyframe)
    return tuple(keyframes)


def _keyframe(table: Table, stand: Stand, duration_s: float, previous: Keyframe | None) -> Keyframe:
    if table.has("t_s"):
        if table.has("at"):
            raise table.error("at", "given with 't_s'; allowed: one of the two")
        at = read_number(table, "t_s", 0.0, duration_s) / duration_s
    elif table.has("at") or previous is not None:
        at = read_number(table, "at", 0.0, 1.0)
    else:
        at = 0.0
    pose = _pose(table, stand, None if previous is None else previous.pose)
    nearest_km = clamped_distance_km(stand.center, 0.0)
    if pose.distance_km < nearest_km:
        problem = f"{pose.distance_km:g}; allowed for {stand.center!r}: at least {nearest_km:g}"
        raise table.error("distance_km", problem)
    table.close()
    return Keyframe(at=at, pose=pose)


def _pose(table: Table, stand: Stand, previous: CameraPose | None) -> CameraPose:
    """Read a pose; what is not said stays as in the pose before, or as in no special pose."""
    if previous is None:
        for key in _REQUIRED_FIRST:
            if not table.has(key):
                raise table.error(key, "missing; the first keyframe of a shot needs it")
        previous = CameraPose(stand.focus, 0.0, 0.0, 1.0, mode=stand.mode, other=stand.other)

    def said(key: str, default: float) -> float:
        return read_number(table, key, *_POSE_RANGES[key]) if table.has(key) else default

    return replace(
        previous,
        azimuth_deg=said("azimuth_deg", previous.azimuth_deg),
        elevation_deg=said("elevation_deg", previous.elevation_deg),
        distance_km=said("distance_km", previous.distance_km),
        roll_deg=said("roll_deg", previous.roll_deg),
        shift_x=said("shift_x", previous.shift_x),
        shift_y=said("shift_y", previous.shift_y),
        field_of_view_deg=said("field_of_view_deg", previous.field_of_view_deg),
        pan_deg=said("pan_deg", previous.pan_deg),
        tilt_deg=said("tilt_deg", previous.tilt_deg),
    )


def read_captions(
    table: Table, duration_s: float, sources: Mapping[str, Source]
) -> tuple[TimedCaption, ...]:
    """Read the captions of a shot, in order."""
    captions: list[TimedCaption] = []
    for caption_table in table.tables("caption"):
        start_s = read_number(caption_table, "at_s", 0.0, duration_s)
        length_s = read_number(caption_table, "duration_s", MIN_CAPTION_S, MAX_CAPTION_S)
        # A nanosecond of grace: 3.1 + 1.5 is a little more than 4.6 in binary.
        if start_s + length_s > duration_s + 1e-9:
            problem = (
                f"ends {start_s + length_s:g} s into the shot; allowed: at most {duration_s:g} s"
            )
            raise caption_table.error("duration_s", problem)
        if captions and start_s < captions[-1].stop_s - 1e-9:
            problem = (
                f"{start_s:g}; allowed: from {captions[-1].stop_s:g}, the end of the one before"
            )
            raise caption_table.error("at_s", problem)
        captions.append(
            TimedCaption(
                start_s=start_s,
                stop_s=start_s + length_s,
                text=Text(en=_lines(caption_table, "en"), ru=_lines(caption_table, "ru")),
                source=_source(caption_table, sources),
            )
        )
        caption_table.close()
    return tuple(captions)


def _lines(table: Table, key: str) -> str:
    """Read one string, or an array of lines."""
    value = table.value(key)
    items = (
        table.array(key, "a string or an array of lines") if isinstance(value, list) else [value]
    )
    allowed = f"allowed: {CAPTION_LINES} lines of {CAPTION_COLUMNS} characters at most"
    if not 1 <= len(items) <= CAPTION_LINES:
        raise table.error(key, f"{len(items)} lines; {allowed}")
    lines = [table.checked_string(key, item) for item in items]
    for line in lines:
        if len(line) > CAPTION_COLUMNS:
            raise table.error(key, f"{len(line)} characters in {line!r}; {allowed}")
    return "\n".join(lines)


def _source(table: Table, sources: Mapping[str, Source]) -> str:
    """Read where a claim can be read: keys of sources, whose publishers are shown, or a text."""
    if not table.has("source"):
        return ""
    text = table.string("source")
    if not all(_SOURCE_KEY.fullmatch(word) for word in text.split()):
        return text
    named = []
    for key in text.split():
        if key not in sources:
            raise table.error("source", f"unknown source {key!r}; allowed: a key of sources.toml")
        source = sources[key]
        named.append(source.publisher or source.title)
    return " · ".join(named)
