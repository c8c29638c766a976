"""Tours that tests load: a whole one in TOML, and the limits that it keeps."""

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.model import Source
from mars7viz.mission.text import Text
from mars7viz.session.tour_limits import TourLimits

START_ET = utc_to_et("1973-08-09T17:00:17")
STOP_ET = utc_to_et("2030-01-01")
RELEASE_ET = utc_to_et("1974-03-09T04:50")

LIMITS = TourLimits(
    start_et=START_ET - 3600.0,
    stop_et=STOP_ET,
    spans={
        "lander": (START_ET, STOP_ET),
        "mars": (START_ET - 3600.0, STOP_ET),
        "sun": (START_ET - 3600.0, STOP_ET),
    },
    events={"lander_release": RELEASE_ET},
    sources={
        "NASA_M7": Source(
            key="NASA_M7",
            title="Mars 7",
            publisher="NASA",
            url="",
            kind="institution",
            reliability=Text("good", "хорошая"),
        ),
    },
)


def shot(**changes):
    """One good shot, with keys changed, or removed where the value is None."""
    content = {
        "id": "approach",
        "start_utc": "1974-03-09T04:00:00",
        "stop_utc": "1974-03-09T08:00:00",
        "duration_s": 8.0,
        "focus": "mars",
        "chapter": {"en": "Encounter", "ru": "Встреча"},
        "camera": [
            {"at": 0.0, "azimuth_deg": 350.0, "elevation_deg": 5.0, "distance_km": 100000.0},
            {"at": 1.0, "azimuth_deg": 20.0, "distance_km": 10000.0, "shift_x": 0.3},
        ],
        "caption": [
            {
                "at_s": 1.0,
                "duration_s": 3.0,
                "en": ["Mars grows.", "Nobody filmed it."],
                "ru": "Марс растёт.",
                "source": "NASA_M7",
            }
        ],
    }
    content.update(changes)
    return {key: value for key, value in content.items() if value is not None}


def tour(*shots, **changes):
    """One good tour, with keys changed, or removed where the value is None."""
    content = {
        "schema": 1,
        "id": "test_tour",
        "title": {"en": "A test", "ru": "Проба"},
        "fps": 10,
        "size": [64, 36],
        "shot": list(shots) or [shot()],
    }
    content.update(changes)
    return {key: value for key, value in content.items() if value is not None}


def as_toml(content):
    """Write a tour as TOML, each top-level key on its line."""
    return "\n".join(f"{key} = {_value(value)}" for key, value in content.items()) + "\n"


def _value(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_string(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _string(value) if isinstance(value, str) else repr(value)


def _string(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = (c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped)
    return '"' + "".join(shown) + '"'
