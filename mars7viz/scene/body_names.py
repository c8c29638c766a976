"""What bodies and craft are called in the picture."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mars7viz.i18n import marked, tr

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sun": marked("Sun"),
        "mercury": marked("Mercury"),
        "venus": marked("Venus"),
        "earth": marked("Earth"),
        "moon": marked("Moon"),
        "mars": marked("Mars"),
        "phobos": marked("Phobos"),
        "deimos": marked("Deimos"),
        "jupiter": marked("Jupiter"),
        "saturn": marked("Saturn"),
        "uranus": marked("Uranus"),
        "neptune": marked("Neptune"),
    }
)


def body_name(name: str, language: str) -> str:
    """Return the name of a body of the ephemeris; an unknown one raises KeyError."""
    return tr(_NAMES[name], language)
