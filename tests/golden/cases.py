"""The approved pictures: what each shows, and how one is drawn."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vispy.gloo import gl

from mars7viz.scene.offscreen import OffscreenScene
from mars7viz.shells.render.still import StillRequest, still_view
from mars7viz.snapshot.options import Layers
from mars7viz.snapshot.world import World

SIZE = (320, 180)
LAYERS = frozenset(field.name for field in fields(Layers) if field.name not in ("clock", "stars"))


@dataclass(frozen=True)
class Case:
    request: StillRequest
    size: tuple[int, int] = SIZE


def bare(**arguments: Any) -> Case:
    """The scene alone: bodies, sky and craft."""
    return Case(StillRequest(hidden_layers=tuple(sorted(LAYERS)), **arguments))


def with_lines(**arguments: Any) -> Case:
    return Case(
        StillRequest(hidden_layers=tuple(sorted(LAYERS - {"orbits", "paths"})), **arguments)
    )


CASES = {
    "opening": with_lines(),
    "mars_full": bare(
        utc="1974-03-09T08:45:00", focus="mars", azimuth_deg=300.0, distance_km=14_000.0
    ),
    "mars_near": bare(
        utc="1974-03-09T08:45:00",
        focus="mars",
        azimuth_deg=248.0,
        elevation_deg=-30.0,
        distance_km=3_497.0,
    ),
    "mars_crescent": bare(utc="1974-03-09T12:00:00", focus="mars", azimuth_deg=120.0),
    "earth_day": bare(utc="1973-08-09T12:00:00", focus="earth"),
    "earth_night": bare(
        utc="1973-08-09T17:00:00",
        focus="earth",
        azimuth_deg=345.0,
        elevation_deg=20.0,
        distance_km=12_000.0,
    ),
    "earth_eclipse": bare(
        utc="1974-06-20T04:47:00",
        focus="earth",
        azimuth_deg=88.0,
        elevation_deg=-10.0,
        distance_km=20_000.0,
    ),
    "moon": bare(utc="1973-08-10T00:00:00", focus="moon", distance_km=7_000.0),
    "saturn": bare(utc="1974-03-09T00:00:00", focus="saturn", distance_km=420_000.0),
    "jupiter": bare(utc="1974-03-09T00:00:00", focus="jupiter", distance_km=420_000.0),
    "sun": bare(utc="1973-11-09T00:00:00", focus="sun", distance_km=3.0e7),
    "craft": bare(utc="1973-11-09T00:00:00", focus="coast_stage"),
    "whole_path": with_lines(
        utc="1973-11-09T00:00:00", focus="sun", elevation_deg=72.0, distance_km=7.0e8
    ),
}


def draw(world: World, name: str) -> NDArray[np.uint8]:
    """The picture of a case, (h, w, 3) uint8, without any text."""
    case = CASES[name]
    width, height = case.size
    with OffscreenScene(world, width=width, height=height, supersample=2) as scene:
        scene.renderer.has_overlay = False
        scene.present(*still_view(world, case.request))
        return np.array(scene.image())


def gl_renderer(world: World) -> str:
    """What GL calls the thing that draws."""
    with OffscreenScene(world, width=16, height=16):
        return str(gl.glGetParameter(gl.GL_RENDERER))
