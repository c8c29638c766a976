"""The first picture: the encounter, ten minutes before the closest approach."""

from __future__ import annotations

from mars7viz.snapshot.options import CameraPose, ViewOptions
from mars7viz.snapshot.world import World

OPENING_LEAD_S = 600.0


def opening_view(world: World) -> tuple[float, ViewOptions]:
    """Return the instant and the look with which every shell begins.

    Mars fills the lower left, the craft stands in the upper right with its path sweeping through,
    and the Sun is low so that relief shows.
    """
    et = world.mission.event("closest_approach").et - OPENING_LEAD_S
    camera = CameraPose(
        focus="mars",
        azimuth_deg=350.0,
        elevation_deg=-30.0,
        distance_km=11_500.0,
        roll_deg=-150.0,
        shift_x=-0.75,
        shift_y=-0.4,
    )
    return et, ViewOptions(camera=camera)
