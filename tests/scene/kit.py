"""Hand-made snapshots and pictures of them through EGL."""

import math

import numpy as np

from mars7viz.ephemeris.frames import ICRF_TO_ECLIPTIC
from mars7viz.ephemeris.solar_system import BODY_NAMES
from mars7viz.mission.grade import Grade
from mars7viz.mission.text import Text
from mars7viz.scene.offscreen import OffscreenScene
from mars7viz.snapshot.options import CameraPose, Layers, ViewOptions
from mars7viz.snapshot.values import BodyState, CraftStatus, Reading, SceneSnapshot

AU_KM = 149_597_870.7
IDENTITY = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
BARE = Layers(
    stars=False,
    orbits=False,
    paths=False,
    markers=False,
    labels=False,
    legend=False,
    scale_bar=False,
)


def status(spacecraft):
    return CraftStatus(spacecraft, Text("x", "x"), "free", Text("x", "x"), (), ())


def make_snapshot(positions_km, rotations=None, et=-8.1e8):
    """Only the named bodies are near; the others wait far beyond the picture's depth."""
    rotations = rotations or {}
    bodies = []
    for i, name in enumerate(BODY_NAMES):
        away = (3e10 + 1e9 * i, 2e10, 5e10)
        bodies.append(
            BodyState(
                name,
                tuple(float(x) for x in positions_km.get(name, away)),
                (0.0, 0.0, 0.0),
                tuple(tuple(float(x) for x in row) for row in rotations.get(name, IDENTITY)),
            )
        )
    return SceneSnapshot(
        et=et,
        utc="1974-05-01T00:00:00Z",
        moscow="1974-05-01T03:00:00",
        met_s=0.0,
        phase=None,
        bodies=tuple(bodies),
        spacecraft=(),
        coast_stage=status("coast_stage"),
        lander=status("lander"),
        time_to_closest_approach=Reading(None, "s", Grade.NO_RECORD),
        previous_event=None,
        next_event=None,
    )


def pose_from(direction_icrf, focus, distance_km, **more):
    """A camera that stands in a direction (ICRF) from its focus."""
    x, y, z = ICRF_TO_ECLIPTIC @ (np.asarray(direction_icrf) / np.linalg.norm(direction_icrf))
    return CameraPose(
        focus=focus,
        azimuth_deg=math.degrees(math.atan2(y, x)),
        elevation_deg=math.degrees(math.asin(z)),
        distance_km=distance_km,
        **more,
    )


def luminance(image):
    return image.astype(float) @ np.array([0.2126, 0.7152, 0.0722])


class Pictures:
    """One scene for all tests; pictures by (snapshot, pose)."""

    def __init__(self, world):
        self.world = world
        self._scenes = {}

    def scene(self, width, height, supersample):
        key = (width, height, supersample)
        if key not in self._scenes:
            for scene in self._scenes.values():
                scene.close()
            self._scenes = {
                key: OffscreenScene(self.world, width=width, height=height, supersample=supersample)
            }
            # These pictures are measured: a halo would blur what geometry says exactly.
            self._scenes[key].renderer.has_bloom = False
        return self._scenes[key]

    def __call__(self, snapshot, pose, *, size=(400, 400), supersample=1, layers=BARE, **options):
        scene = self.scene(*size, supersample)
        scene.present(snapshot, ViewOptions(camera=pose, layers=layers, **options))
        return scene.image()

    def close(self):
        for scene in self._scenes.values():
            scene.close()
