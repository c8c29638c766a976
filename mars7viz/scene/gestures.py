"""What a hand does to the picture, as calls on whoever keeps the camera."""

from __future__ import annotations

import math
from typing import Protocol

from mars7viz.scene.picking import Pick
from mars7viz.snapshot.options import SurfacePlace

ORBIT_DEG_PER_HEIGHT = 180.0
"""A drag over the picture's whole height turns the camera half around."""

ZOOM_PER_NOTCH = 0.85
CLICK_SLACK_PX = 4.0


class Gestures(Protocol):
    """Receives requests; the session satisfies it."""

    def orbit(self, *, d_azimuth_deg: float, d_elevation_deg: float) -> None:
        """Turn the camera about its focus."""

    def zoom(self, factor: float) -> None:
        """Multiply the camera's distance."""

    def focus(self, name: str) -> None:
        """Look at a body or craft."""

    def seek(self, et: float) -> None:
        """Go to an instant."""

    def show_place(self, place: SurfacePlace) -> None:
        """Say where on a body a place is."""


def drag(gestures: Gestures, *, dx_px: float, dy_px: float, height_px: float) -> None:
    """Turn the camera as a finger or mouse drags the picture: what is held follows the hand."""
    degrees = ORBIT_DEG_PER_HEIGHT / max(height_px, 1.0)
    gestures.orbit(d_azimuth_deg=-dx_px * degrees, d_elevation_deg=dy_px * degrees)


def wheel(gestures: Gestures, notches: float) -> None:
    """Zoom by notches of the wheel; away from the hand (positive) goes nearer."""
    gestures.zoom(ZOOM_PER_NOTCH**notches)


def pinch(gestures: Gestures, *, distance_px: float, last_distance_px: float) -> None:
    """Zoom as two fingers part (nearer) or close; a degenerate pinch does nothing."""
    if distance_px > 0.0 and last_distance_px > 0.0:
        gestures.zoom(last_distance_px / distance_px)


def answer(gestures: Gestures, picked: Pick, *, focus: str) -> None:
    """Do what a click on something asks for.

    A place on a path or an event is gone to; a body or craft is looked at; on the body that is
    looked at already, the place itself is told.
    """
    if picked.et is not None:
        gestures.seek(picked.et)
    elif picked.place is not None and (picked.kind == "place" or picked.name == focus):
        gestures.show_place(picked.place)
    elif picked.kind in ("body", "craft"):
        gestures.focus(picked.name)


def is_click(press_px: tuple[float, float], release_px: tuple[float, float]) -> bool:
    """Whether a press and release are one click and not a drag."""
    return math.dist(press_px, release_px) <= CLICK_SLACK_PX
