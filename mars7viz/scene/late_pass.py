"""A pass made when a picture first needs it, so that a first frame does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from mars7viz.scene.drawing import Frame, Pass

_LARGEST_CRAFT_KM: Final = 0.02
"""No craft reaches this far from its center; a dot smaller than a pixel is never an object."""


class LatePass:
    """Stands for a pass until a frame wants it, then is that pass.

    Parameters
    ----------
    make
        Makes the pass; called once, with the GL context current.
    is_wanted
        Whether a frame could show anything of it; must not say no where the pass would draw.
    """

    def __init__(self, make: Callable[[], Pass], *, is_wanted: Callable[[Frame], bool]) -> None:
        self._make = make
        self._is_wanted = is_wanted
        self._made: Pass | None = None

    def draw(self, frame: Frame) -> None:
        """Draw, if there is something to draw."""
        if self._made is None:
            if not self._is_wanted(frame):
                return
            self._made = self._make()
        self._made.draw(frame)

    def delete(self) -> None:
        """Free what was made."""
        if self._made is not None:
            self._made.delete()


def craft_is_near(frame: Frame) -> bool:
    """Whether any craft could be more than a dot in this picture."""
    eye_km, focal_px = frame.view.eye_km, frame.view.focal_px
    return any(
        focal_px * _LARGEST_CRAFT_KM
        > float(np.linalg.norm(np.array(state.position_km) - eye_km)) - _LARGEST_CRAFT_KM
        for state in frame.snapshot.spacecraft
    )
