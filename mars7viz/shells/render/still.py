"""One picture: the scene at an instant, headless, the same bytes each time."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.errors import UserError
from mars7viz.i18n import Language
from mars7viz.session.session import UnknownFocusError
from mars7viz.shells.render.atomic import appearing
from mars7viz.shells.render.errors import reason
from mars7viz.shells.render.png_16 import write_png_16
from mars7viz.snapshot.camera import clamped_distance_km, default_pose, focus_names
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.options import CameraPose, Layers, ViewOptions
from mars7viz.snapshot.values import SceneSnapshot
from mars7viz.snapshot.world import World, load_world


class StillError(UserError):
    """A picture that cannot be made as asked."""


@dataclass(frozen=True, slots=True)
class StillRequest:
    """What the picture shall show. None leaves the choice to the opening view or the focus."""

    utc: str | None = None
    focus: str | None = None
    azimuth_deg: float | None = None
    elevation_deg: float | None = None
    distance_km: float | None = None
    roll_deg: float | None = None
    field_of_view_deg: float | None = None
    shift: tuple[float, float] | None = None
    body_scale: float = 1.0
    exposure_ev: float = 0.0
    hidden_layers: tuple[str, ...] = ()
    shown_layers: tuple[str, ...] = ()
    clock: bool = False
    language: Language = "en"


def still_view(world: World, request: StillRequest) -> tuple[SceneSnapshot, ViewOptions]:
    """Return the snapshot and the options that a request asks for.

    Raises
    ------
    UserError
        If the focus is unknown or absent at the instant, or a number cannot be used.
    """
    _check("body_scale", request.body_scale)
    _check("exposure_ev", request.exposure_ev)
    opening_et, opening = opening_view(world)
    et = opening_et if request.utc is None else utc_to_et(request.utc)
    snapshot = evaluate(world, et)
    if request.focus is None and request.utc is None:
        pose = opening.camera
    else:
        pose = _focus_pose(world, snapshot, request.focus or "mars")
    pose = _overridden(pose, request)
    allowed_km = clamped_distance_km(pose.focus, pose.distance_km)
    if allowed_km != pose.distance_km:
        raise StillError(
            f"distance_km {pose.distance_km:g} is out of range for {pose.focus}; nearest to that "
            f"is {allowed_km:g}"
        )
    return snapshot, replace(
        opening,
        camera=pose,
        language=request.language,
        body_scale=request.body_scale,
        exposure_ev=request.exposure_ev,
        layers=_layers(request),
    )


def _focus_pose(world: World, snapshot: SceneSnapshot, focus: str) -> CameraPose:
    allowed = focus_names(world)
    if focus not in allowed:
        raise UnknownFocusError(focus, allowed)
    if snapshot.position_km(focus) is None:
        start_et, stop_et = world.chronologies[focus].coverage
        raise StillError(
            f"focus '{focus}' does not exist at {snapshot.utc}; allowed: {et_to_utc(start_et)} to "
            f"{et_to_utc(stop_et - 1.0)}"
        )
    return default_pose(world, focus, snapshot.et)


def _overridden(pose: CameraPose, request: StillRequest) -> CameraPose:
    shift_x, shift_y = request.shift or (None, None)
    asked = {
        "azimuth_deg": request.azimuth_deg,
        "elevation_deg": request.elevation_deg,
        "distance_km": request.distance_km,
        "roll_deg": request.roll_deg,
        "field_of_view_deg": request.field_of_view_deg,
        "shift_x": shift_x,
        "shift_y": shift_y,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    for name, value in given.items():
        _check(name, value)
    known = asdict(pose)
    return CameraPose(**{**known, **given})


_LIMITS = {
    "elevation_deg": (-90.0, 90.0),
    "field_of_view_deg": (0.1, 120.0),
    "body_scale": (1.0, 10_000.0),
    "exposure_ev": (-20.0, 20.0),
}


def _check(name: str, value: float) -> None:
    """Refuse a number that no picture can be made with."""
    if not np.isfinite(value):
        raise StillError(f"{name} must be a finite number, not {value}")
    low, high = _LIMITS.get(name, (-np.inf, np.inf))
    if not low <= value <= high:
        raise StillError(f"{name} {value:g} is out of range; allowed: {low:g} to {high:g}")
    if name == "distance_km" and value <= 0.0:
        raise StillError(f"distance_km must be positive, not {value:g}")


def _layers(request: StillRequest) -> Layers:
    known = {field.name for field in fields(Layers)}
    for name in (*request.hidden_layers, *request.shown_layers):
        if name not in known:
            raise StillError(f"unknown layer '{name}'; allowed: {', '.join(sorted(known))}")
    chosen = dict.fromkeys(request.shown_layers, True)
    chosen |= dict.fromkeys(request.hidden_layers, False)
    return replace(Layers(), **{"clock": request.clock, **chosen})


def render_still(
    request: StillRequest,
    output: Path,
    *,
    size: tuple[int, int],
    supersample: int = 2,
    depth: int = 8,
    mission_path: Path | None = None,
) -> None:
    """Draw one picture into ``output``; nothing half-written is ever left there.

    ``depth`` is the bits a channel of the PNG, 8 or 16.
    """
    check_writable(output)
    world = load_world(mission_path)
    snapshot, options = still_view(world, request)
    # Imported late: bad input is told from good on a machine without GL too.
    from mars7viz.scene.offscreen import OffscreenScene  # noqa: PLC0415

    width, height = size
    with OffscreenScene(
        world, width=width, height=height, supersample=supersample, depth=depth
    ) as scene:
        scene.present(snapshot, options)
        write_png(scene.image() if depth == 8 else scene.image_16(), output)


def check_writable(output: Path) -> None:
    """Refuse an output path that cannot be written, before any work is done."""
    if output.is_dir():
        raise StillError(f"cannot write {output}: it is a folder; allowed: a file name ending .png")
    if output.suffix.lower() != ".png":
        raise StillError(f"cannot write {output}: allowed: a file name ending .png")
    parent = output.parent
    if not parent.is_dir():
        raise StillError(f"cannot write {output}: folder {parent} does not exist")
    if not os.access(parent, os.W_OK):
        raise StillError(f"cannot write {output}: no permission to write in {parent}")


def write_png(image: NDArray[np.uint8] | NDArray[np.uint16], output: Path) -> None:
    """Write (h, w, 3) as PNG of its own depth; the file appears whole or not at all."""
    try:
        with appearing(output) as part, part.open("wb") as stream:
            if image.dtype == np.uint16:
                write_png_16(image, stream)
            else:
                Image.fromarray(image).save(stream, format="PNG", compress_level=6)
    except OSError as error:
        raise StillError(f"cannot write {output}: {reason(error)}") from error
