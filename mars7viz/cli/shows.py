"""``desktop``, ``render`` and ``kiosk``: the three shells."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mars7viz.cli.arguments import add_common, frames_argument, size_argument

if TYPE_CHECKING:
    from mars7viz.cli.arguments import Commands


def add_desktop(parser: argparse.ArgumentParser) -> None:
    """Describe ``desktop``, which is also what no command means."""
    parser.add_argument("--utc", help="instant to open at, such as 1974-03-09T08:45")
    parser.add_argument("--focus", help="body or craft to look at")
    add_common(parser)
    parser.set_defaults(run=run_desktop)


def add_render(commands: Commands) -> None:
    """Describe ``render``."""
    render = commands.add_parser("render", help="turn a tour into numbered pictures and a film")
    render.add_argument("tour", type=Path, metavar="TOUR.toml")
    render.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    render.add_argument("--size", type=size_argument, metavar="WxH", help="default: the tour's")
    render.add_argument("--fps", type=float, help="default: the tour's")
    render.add_argument("--frames", type=frames_argument, metavar="A-B", help="only these frames")
    render.add_argument("--supersample", type=int, choices=range(1, 5), default=2)
    render.add_argument("--no-video", action="store_true", help="pictures only")
    add_common(render)
    render.set_defaults(run=run_render)


def add_kiosk(commands: Commands) -> None:
    """Describe ``kiosk``."""
    kiosk = commands.add_parser("kiosk", help="full screen for an exhibition: loop and visitors")
    kiosk.add_argument("--tour", type=Path, help="attract loop; default: the encounter")
    kiosk.add_argument("--idle", type=float, default=60.0, metavar="S", help="seconds to the reset")
    kiosk.add_argument("--windowed", action="store_true", help="in a window, for trying out")
    kiosk.add_argument("--size", type=size_argument, metavar="WxH", help="size of that window")
    add_common(kiosk)
    kiosk.set_defaults(run=run_kiosk)


def run_desktop(arguments: argparse.Namespace) -> int:
    """Open the window."""
    from mars7viz.shells.desktop.app import run_desktop as desktop

    return desktop(
        mission_path=arguments.mission,
        utc=arguments.utc,
        focus=arguments.focus,
        language=arguments.language,
    )


def run_render(arguments: argparse.Namespace) -> int:
    """Turn a tour into pictures and a film."""
    from mars7viz.shells.render.app import run_render as render

    return render(
        arguments.tour,
        arguments.output,
        size=arguments.size,
        fps=arguments.fps,
        frames=arguments.frames,
        language=arguments.language,
        supersample=arguments.supersample,
        video=not arguments.no_video,
        mission_path=arguments.mission,
    )


def run_kiosk(arguments: argparse.Namespace) -> int:
    """Open the kiosk."""
    from mars7viz.shells.kiosk.app import run_kiosk as kiosk

    return kiosk(
        tour_path=arguments.tour,
        idle_s=arguments.idle,
        language=arguments.language,
        windowed=arguments.windowed,
        size=arguments.size,
        mission_path=arguments.mission,
    )
