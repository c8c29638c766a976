"""A snapshot as JSON: the stable, documented answer of ``mars7viz state --json``.

The shape is described in ``docs/state-json.md``; ``SCHEMA`` changes when a key changes its meaning
or goes away, not when one is added.
"""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import Any

from mars7viz.constants import AU_KM, C_KM_S
from mars7viz.mission.text import Text
from mars7viz.snapshot.evaluate import mission_time_text
from mars7viz.snapshot.values import BodyState, SceneSnapshot, Vec3

SCHEMA = "mars7viz.state/1"


def state_report(snapshot: SceneSnapshot) -> dict[str, Any]:
    """Return the snapshot as JSON-ready dicts, lists, numbers and strings."""
    sun, earth = snapshot.body("sun").position_km, snapshot.body("earth").position_km
    return {
        "schema": SCHEMA,
        "utc": snapshot.utc,
        "moscow": snapshot.moscow,
        "et": snapshot.et,
        "mission_time": {"seconds": snapshot.met_s, "text": mission_time_text(snapshot.met_s)},
        "phase": _plain(snapshot.phase),
        "previous_event": snapshot.previous_event,
        "next_event": snapshot.next_event,
        "time_to_closest_approach": _plain(snapshot.time_to_closest_approach),
        "spacecraft": [_plain(craft) for craft in snapshot.spacecraft],
        "coast_stage": _plain(snapshot.coast_stage),
        "lander": _plain(snapshot.lander),
        "bodies": [_body(body, sun, earth) for body in snapshot.bodies],
        "frame": "ICRF, km and km/s, from the solar-system barycenter; geometric, no light time",
    }


def _body(body: BodyState, sun: Vec3, earth: Vec3) -> dict[str, Any]:
    sun_km, earth_km = math.dist(body.position_km, sun), math.dist(body.position_km, earth)
    return {
        "name": body.name,
        "position_km": list(body.position_km),
        "velocity_km_s": list(body.velocity_km_s),
        "sun_distance_km": sun_km,
        "sun_distance_au": sun_km / AU_KM,
        "earth_distance_km": earth_km,
        "earth_light_time_s": earth_km / C_KM_S,
        "icrf_to_body_fixed": [list(row) for row in body.rotation],
    }


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return {"en": value.en, "ru": value.ru}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
