"""The hex values of the visual language, once, for the scene and for the widgets.

Grades are named by their word, so that this table stays below the mission model.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

GRADE_HEX: Final[Mapping[str, str]] = MappingProxyType(
    {
        "documented": "#F4F1E8",
        "derived": "#56B4E9",
        "reconstructed": "#E6A23C",
        "assumed": "#CC8FB6",
        "what-if": "#3FD0A0",
        "no record": "#8A8F98",
    }
)
"""Hue of each grade, sRGB. Never told by hue alone: line style and mark go with it."""

GRADE_MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "documented": "●",
        "derived": "◐",
        "reconstructed": "◌",
        "assumed": "○",
        "what-if": "◇",
        "no record": "—",
    }
)
"""Mark of each grade, for text; pictures paint it, for few fonts hold all of these signs."""

BACKGROUND_HEX: Final = "#07090D"
PANEL_HEX: Final = "#0E1218"
RAISED_HEX: Final = "#171C24"
TEXT_HEX: Final = "#F1EEE6"
SECONDARY_HEX: Final = "#A9B0BA"
DISABLED_HEX: Final = "#6D7580"
ACCENT_HEX: Final = "#7FB7FF"
ALARM_HEX: Final = "#FF6B5E"


def rgb(hex_value: str) -> tuple[float, float, float]:
    """Return the sRGB components, 0 to 1, of a color written ``#RRGGBB``."""
    if len(hex_value) != 7 or hex_value[0] != "#":
        raise ValueError(f"color {hex_value!r}; allowed: '#' and six hexadecimal digits")
    red, green, blue = (int(hex_value[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    return red, green, blue
