"""Every kind of small writing that a picture may carry, in order of importance."""

from __future__ import annotations

from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import DrawnPaths
from mars7viz.scene.sky_names import sky_names
from mars7viz.scene.space_marks import space_writings
from mars7viz.scene.surface_names import surface_names
from mars7viz.scene.writings import Writing
from mars7viz.snapshot.world import World


def all_writings(frame: Frame, world: World, paths: DrawnPaths) -> list[Writing]:
    """Return what may be written, the more important first."""
    layers = frame.options.layers
    found = space_writings(frame, world, paths)
    if layers.features:
        found += surface_names(frame)
    found += sky_names(frame)
    return found
