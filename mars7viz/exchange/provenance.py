"""What every exported file says of itself."""

from __future__ import annotations

from typing import Final

from mars7viz import __version__
from mars7viz.exchange.craft_path import OBJECT_NAMES

ORIGINATOR: Final = "MARS7VIZ"
PROGRAM: Final = f"mars7viz {__version__}"
CREATION_DATE: Final = "2026-11-23T00:00:00"
"""Date of this reconstruction, UTC. It stands where a format asks when the file was made: the same
request must give the same bytes on every day."""


def statements(craft: str) -> list[str]:
    """Give the sentences for comments, one a line, ASCII.

    Parameters
    ----------
    craft : str
        Id of the craft.

    Returns
    -------
    list of str
        At most 76 characters each.
    """
    return [
        f"{OBJECT_NAMES[craft]}: reconstructed path, written by {PROGRAM}.",
        "Evidence grade: reconstructed. No tracking data of Mars 7 was at hand; the",
        "path was computed from published figures of the mission. It is no record.",
        "Positions are geometric (no light time), ICRF axes, planets from JPL DE440.",
    ]
