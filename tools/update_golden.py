"""Approve new pictures: ``python tools/update_golden.py NAME ...`` (``all`` for every one).

The commit that brings a new picture says what a reader should see in it, and so does its entry in
``tests/golden/captions.toml``. A picture that changes without a visible reason is a bug report.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:
    sys.path.insert(0, str(_ROOT))
os.environ.setdefault("EGL_PLATFORM", "surfaceless")

FOLDER = _ROOT / "tests" / "golden"


def main(names: Sequence[str]) -> int:
    """Draw and write the named pictures; 2 for an unknown name or a driver not for goldens."""
    from PIL import Image  # noqa: PLC0415 - the usage is told without waiting for imports

    from mars7viz.snapshot.world import load_world  # noqa: PLC0415
    from tests.golden.cases import CASES, draw, gl_renderer  # noqa: PLC0415

    wanted = list(CASES) if list(names) == ["all"] else list(names)
    unknown = [name for name in wanted if name not in CASES]
    if unknown or not wanted:
        print(f"no picture {', '.join(unknown) or 'named'}; allowed: all, {', '.join(CASES)}")
        return 2
    world = load_world()
    renderer = gl_renderer(world)
    if "llvmpipe" not in renderer:
        print(f"approved pictures are drawn by llvmpipe only, not by {renderer}")
        return 2
    for name in wanted:
        Image.fromarray(draw(world, name)).save(FOLDER / f"{name}.png", optimize=True)
        print(f"wrote {name}.png; see that captions.toml says what it shows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
