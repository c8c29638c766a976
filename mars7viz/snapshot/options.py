"""How to look: camera pose, layers, language, captions. Never what is true."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from mars7viz.mission.text import Language, Text

DEFAULT_FIELD_OF_VIEW_DEG = 40.0

CameraMode = Literal["inertial", "follow", "body_fixed", "look_at", "two_body"]


@dataclass(frozen=True, slots=True)
class CameraPose:
    """A camera that looks at ``focus``; ``mode`` says in which axes its direction is told.

    The camera sits ``distance_km`` from the focus, at longitude ``azimuth_deg`` and latitude
    ``elevation_deg`` of these axes as seen from it; up is their north, turned by ``roll_deg``:

    - ``inertial``: ecliptic J2000.
    - ``follow``: x along the motion of the focus, z towards ecliptic north. Motion is about the
      body ``other``, or about what it flies around where that is empty.
    - ``body_fixed``: the focus's own axes; azimuth and elevation are its longitude, east, and
      latitude. About a craft the same as inertial.
    - ``look_at``: the camera sits about ``other`` instead and looks at the focus; x points from
      ``other`` to the focus, so that azimuth 180 looks over its shoulder. Up is ecliptic north.
    - ``two_body``: x points from the focus to ``other``; the camera goes back from
      ``distance_km`` as far as it must to hold both in the frame, and aims between them.

    ``pan_deg`` and ``tilt_deg`` then turn the camera to the right and up where it sits.
    ``shift_x`` and ``shift_y`` move the focus off the picture's center, as a view camera's lens
    shift does: +1 is half the picture's height to the right and up. ``field_of_view_deg`` is the
    picture's height.
    """

    focus: str
    azimuth_deg: float
    elevation_deg: float
    distance_km: float
    roll_deg: float = 0.0
    field_of_view_deg: float = DEFAULT_FIELD_OF_VIEW_DEG
    shift_x: float = 0.0
    shift_y: float = 0.0
    mode: CameraMode = "inertial"
    other: str = ""
    pan_deg: float = 0.0
    tilt_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Layers:
    """Which kinds of things are drawn.

    ``features`` are the names of surface features, ``ticks`` those of time along the paths,
    ``closest_approach`` the line between Mars and the path where they are nearest, ``spheres`` the
    outlines of the spheres of influence.
    """

    stars: bool = True
    orbits: bool = True
    paths: bool = True
    markers: bool = True
    labels: bool = True
    legend: bool = True
    scale_bar: bool = True
    fill_light: bool = False
    clock: bool = False
    features: bool = False
    landing_site: bool = True
    ticks: bool = True
    closest_approach: bool = True
    ground_track: bool = False
    spheres: bool = False
    star_names: bool = False
    constellations: bool = False
    ecliptic_grid: bool = False
    equatorial_grid: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """Words over the picture: a lower third, its chapter title and the source of a claim."""

    text: Text
    chapter: Text | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class SurfacePlace:
    """A place on a body that somebody pointed at: planetographic latitude, longitude east.

    ``name`` is empty where the place itself has none.
    """

    body: str
    lat_deg: float
    lon_east_deg: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Playback:
    """How time runs just now, for the controls that show it; pictures do not depend on it.

    ``rate`` is mission seconds per wall second, negative when time runs backwards.
    """

    is_playing: bool = False
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """Everything a picture depends on besides the snapshot and its size.

    ``body_scale`` exaggerates the sizes of bodies, never positions; the picture says so when it
    is not 1. ``exposure_ev`` adds photographic stops to the automatic exposure. ``place`` is the
    last one pointed at; pictures do not depend on it.
    """

    camera: CameraPose
    layers: Layers = field(default_factory=Layers)
    language: Language = "en"
    body_scale: float = 1.0
    exposure_ev: float = 0.0
    caption: Caption | None = None
    ui_scale: float = 1.0
    playback: Playback = field(default_factory=Playback)
    place: SurfacePlace | None = None

    def with_camera(self, camera: CameraPose) -> ViewOptions:
        """Return the same options seen from another pose."""
        return replace(self, camera=camera)
