"""render.json: what the pictures in a folder were made from, and whether the film is of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import mars7viz
from mars7viz.assets import assets_root
from mars7viz.shells.render.atomic import appearing

NAME = "render.json"
SCHEMA = 1
# Pictures depend on none of these: another tour is told by its own sum.
_NOT_DRAWN_FROM = ("tours",)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a frame's pixels depend on besides its number."""

    version: str
    program: str
    """Sum of the program's own source files; empty in a frozen program."""
    assets: str
    """Sum of mission files, ephemeris, textures, fonts and whatever else is drawn from."""
    mission: str
    """Sum of a user's own mission file and what lies beside it; empty for the shipped one."""
    tour: str
    width: int
    height: int
    fps: float
    language: str
    supersample: int

    @property
    def key(self) -> str:
        """Short name of these inputs: equal keys give equal pictures."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What render.json says. ``video_key`` is the key of the frames that the film shows."""

    inputs: Mapping[str, object]
    n_frames: int
    video_key: str


def gather_inputs(
    tour_path: Path,
    *,
    mission_path: Path | None,
    size: tuple[int, int],
    fps: float,
    language: str,
    supersample: int,
) -> Inputs:
    """Take the sums of everything a film is made from."""
    package = Path(mars7viz.__file__).parent
    return Inputs(
        version=mars7viz.__version__,
        program=_tree_sum(package, "*.py"),
        assets=_tree_sum(assets_root(), "*", leave_out=_NOT_DRAWN_FROM),
        mission="" if mission_path is None else _tree_sum(mission_path.parent, "*.toml"),
        tour=hashlib.sha256(tour_path.read_bytes()).hexdigest(),
        width=size[0],
        height=size[1],
        fps=fps,
        language=language,
        supersample=supersample,
    )


def _tree_sum(root: Path, pattern: str, *, leave_out: tuple[str, ...] = ()) -> str:
    """Sum names and contents of the files below a folder."""
    total = hashlib.sha256()
    for path in sorted(root.rglob(pattern)):
        steps = path.relative_to(root).parts
        if steps[0] in leave_out or not path.is_file():
            continue
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        total.update(f"{'/'.join(steps)}\0{content}\n".encode())
    return total.hexdigest()


def read_manifest(folder: Path) -> Manifest | None:
    """Return what an earlier run wrote; None where there is nothing that can be used."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        return None
    inputs, n_frames, video_key = (content.get(key) for key in ("inputs", "n_frames", "video_key"))
    if isinstance(inputs, dict) and isinstance(n_frames, int) and isinstance(video_key, str):
        return Manifest(inputs=inputs, n_frames=n_frames, video_key=video_key)
    return None


def write_manifest(folder: Path, inputs: Inputs, *, n_frames: int, video_key: str) -> None:
    """Write render.json, whole or not at all.

    Raises
    ------
    OSError
        If the folder refuses.
    """
    content = {
        "schema": SCHEMA,
        "key": inputs.key,
        "inputs": asdict(inputs),
        "n_frames": n_frames,
        "video_key": video_key,
    }
    with appearing(folder / NAME) as part:
        part.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def changes(before: Manifest, now: Inputs) -> tuple[str, ...]:
    """Name the inputs that differ from those of an earlier run."""
    return tuple(key for key, value in asdict(now).items() if before.inputs.get(key) != value)
