"""The one shape every part of the picture has: built once, told what to draw each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot


@dataclass(frozen=True, eq=False)
class Frame:
    """What one picture is made from.

    ``view`` is in pixels of the buffer drawn into (supersampled for scene passes, output pixels
    for overlay passes); ``pixel_scale`` is how many of those pixels make one design pixel, where a
    picture 1080 pixels high has one design pixel per output pixel.

    ``exposure`` turns reflected sunlight into scene color: a surface of reflectance ``a`` that
    faces the Sun at ``r`` au has the linear scene color ``a * exposure / r**2``
    (:func:`mars7viz.scene.tone.sunlight` does the division). ``sky_fade`` is 1 where stars show in
    full and goes to 0 as sunlit ground fills the picture.
    """

    snapshot: SceneSnapshot
    options: ViewOptions
    view: ViewGeometry
    pixel_scale: float
    exposure: float = 1.0
    sky_fade: float = 1.0


class Pass(Protocol):
    """Draws one kind of thing into the bound framebuffer."""

    def draw(self, frame: Frame) -> None:
        """Draw; the framebuffer and viewport are already set."""

    def delete(self) -> None:
        """Free what the pass holds on the GPU."""
