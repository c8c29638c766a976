"""Make the pictures of docs/gallery: ``.venv/bin/python docs/make_gallery.py [ID ...]``.

docs/gallery/poses.toml says what each shows; the index is written from it and from what the
snapshot of that instant says of its evidence. ``--size 4k`` draws them for a wall, into a folder
of one's own (``-o``).
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image
from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et  # noqa: E402 - after the path
from mars7viz.scene.offscreen import OffscreenScene  # noqa: E402
from mars7viz.snapshot.camera import kept_out, resolved_pose  # noqa: E402
from mars7viz.snapshot.evaluate import evaluate  # noqa: E402
from mars7viz.snapshot.options import CameraPose, Layers, ViewOptions  # noqa: E402
from mars7viz.snapshot.values import SceneSnapshot  # noqa: E402
from mars7viz.snapshot.world import World, load_world  # noqa: E402

GALLERY = ROOT / "docs" / "gallery"
SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160), "draft": (960, 540)}
JPEG_QUALITY = 90

INDEX_HEAD = """# Gallery

Every picture is drawn by the program from the data it ships, by one command:

```
.venv/bin/python docs/make_gallery.py               # these pictures
.venv/bin/python docs/make_gallery.py --size 4k -o wall   # the same for a wall, 3840 x 2160
```

[poses.toml](poses.toml) holds the instant and the camera of each. No camera was there: positions of
planets come from their ephemeris, the path of the craft from this program's reconstruction where
nothing else is said, and the craft's attitude is assumed. [What the grades mean](../glossary.md).
"""


@dataclass(frozen=True)
class Picture:
    """One picture as the table has it."""

    id: str
    title: str
    words: str
    utc: str
    camera: dict[str, Any]
    layers: dict[str, bool]
    exposure_ev: float
    shows_craft: bool


def read_pictures(path: Path) -> tuple[Picture, ...]:
    """Read the table."""
    with path.open("rb") as stream:
        table = tomllib.load(stream)
    return tuple(
        Picture(
            id=entry["id"],
            title=entry["title"],
            words=entry["words"],
            utc=entry["utc"],
            camera=entry["camera"],
            layers=entry.get("layers", {}),
            exposure_ev=entry.get("exposure_ev", 0.0),
            shows_craft=entry.get("shows_craft", True),
        )
        for entry in table["picture"]
    )


def view_of(world: World, picture: Picture) -> tuple[SceneSnapshot, ViewOptions]:
    """Return what a view is told of a picture."""
    snapshot = evaluate(world, utc_to_et(picture.utc))
    layers = replace(Layers(clock=True), **picture.layers)
    camera = kept_out(CameraPose(**picture.camera))
    return snapshot, ViewOptions(camera=camera, layers=layers, exposure_ev=picture.exposure_ev)


def evidence(snapshot: SceneSnapshot, picture: Picture) -> str:
    """Say how well what is shown is known."""
    craft = snapshot.craft("coast_stage")
    if not picture.shows_craft or craft is None:
        return "planets: derived, from their ephemeris; no craft in the picture"
    return (
        f"path of the craft: {craft.grade.value}; attitude: {craft.attitude_grade.value}; "
        "planets: derived"
    )


def arguments(picture: Picture) -> str:
    """Name the camera as the table has it, and what differs from the usual layers."""
    said = [f"{key} {value}" for key, value in picture.camera.items()]
    said += [("with " if shown else "without ") + name for name, shown in picture.layers.items()]
    if picture.exposure_ev:
        said.append(f"exposure {picture.exposure_ev:+g} EV")
    return ", ".join(said)


def index_of(world: World, pictures: tuple[Picture, ...]) -> str:
    """Return the index page."""
    parts = [INDEX_HEAD]
    for picture in pictures:
        snapshot, options = view_of(world, picture)
        distance_km = resolved_pose(snapshot, options.camera).distance_km
        parts.append(
            f"## {picture.title}\n\n![{picture.title}]({picture.id}.jpg)\n\n{picture.words}\n\n"
            f"- Instant: {et_to_utc(snapshot.et)}\n"
            f"- Camera: {arguments(picture)}; {distance_km:,.3f} km from the center of its focus\n"
            f"- Evidence: {evidence(snapshot, picture)}\n"
        )
    return "\n".join(parts)


def main() -> int:
    """Make all pictures, or those whose ids are given."""
    parser = argparse.ArgumentParser(description="Make the pictures of docs/gallery.")
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--size", choices=sorted(SIZES), default="1080p")
    parser.add_argument("-o", "--output", type=Path, default=GALLERY)
    chosen = parser.parse_args()
    console = Console(stderr=True)
    pictures = read_pictures(GALLERY / "poses.toml")
    unknown = set(chosen.ids) - {picture.id for picture in pictures}
    if unknown:
        known = ", ".join(picture.id for picture in pictures)
        console.print(f"unknown: {', '.join(sorted(unknown))}; allowed: {known}")
        return 2
    if chosen.size != "1080p" and chosen.output.resolve() == GALLERY:
        console.print("docs/gallery keeps 1080p; allowed with another size: -o FOLDER")
        return 2
    width, height = SIZES[chosen.size]
    chosen.output.mkdir(parents=True, exist_ok=True)
    world = load_world()
    wanted = [picture for picture in pictures if not chosen.ids or picture.id in chosen.ids]
    with OffscreenScene(world, width=width, height=height, supersample=2) as scene:
        for picture in track(wanted, "gallery", console=console):
            scene.present(*view_of(world, picture))
            Image.fromarray(scene.image()).save(
                chosen.output / f"{picture.id}.jpg",
                quality=JPEG_QUALITY,
                subsampling=0,
                optimize=True,
            )
    if chosen.output.resolve() == GALLERY:
        (GALLERY / "README.md").write_text(index_of(world, pictures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
