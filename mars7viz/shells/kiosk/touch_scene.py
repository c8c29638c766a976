"""The scene for an exhibit: larger words, and a hand that cannot throw the picture away."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mars7viz.scene.gestures import Gestures
from mars7viz.session.session import View
from mars7viz.snapshot.options import SurfacePlace, ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

TEXT_SCALE: Final = 22.0 / 15.0
"""Words of the scene against those of a desktop: a label's second line becomes 22 px at 1080."""
ORBIT_PART: Final = 0.4
"""A finger turns the camera by this part of what a mouse does over the same way."""
MOST_ORBIT_DEG: Final = 3.0
"""Of one step of a drag: a finger that is felt late does not make the camera leap."""
_LEAST_PART: Final = 0.5


class CalmGestures:
    """Hands gestures on, turned down so that a short drag keeps its subject in the picture."""

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures

    def orbit(self, *, d_azimuth_deg: float, d_elevation_deg: float) -> None:
        """Turn the camera about its focus, less than asked and never far at once."""
        asked_deg = math.hypot(d_azimuth_deg, d_elevation_deg)
        if asked_deg == 0.0:
            return
        part = min(ORBIT_PART, MOST_ORBIT_DEG / asked_deg)
        self._gestures.orbit(
            d_azimuth_deg=part * d_azimuth_deg, d_elevation_deg=part * d_elevation_deg
        )

    def zoom(self, factor: float) -> None:
        """Multiply the camera's distance."""
        self._gestures.zoom(factor)

    def focus(self, name: str) -> None:
        """Look at a body or craft."""
        self._gestures.focus(name)

    def seek(self, et: float) -> None:
        """Go to the instant of a point of the path."""
        self._gestures.seek(et)

    def show_place(self, place: SurfacePlace) -> None:
        """Point at a place on a body."""
        self._gestures.show_place(place)


class LargerWords:
    """A view that shows everything with larger words in the picture.

    Parameters
    ----------
    view
        The scene.
    part
        Tells what part of the window's height the scene has: its words, which go with its own
        height, are as large beside the band as without it.
    """

    def __init__(self, view: View, part: Callable[[], float]) -> None:
        self._view = view
        self._part = part

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show the snapshot."""
        scale = TEXT_SCALE * options.ui_scale / max(self._part(), _LEAST_PART)
        self._view.present(snapshot, replace(options, ui_scale=scale))
