"""The command line: one program, its subcommands, and one place where errors become exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from mars7viz import __version__
from mars7viz.errors import UserError

EXIT_INTERRUPTED = 130

Command = Callable[[argparse.Namespace], int]


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        """Print the one line and exit with code 2."""
        self.exit(UserError.exit_code, f"{self.prog}: {message} (see '{self.prog} --help')\n")


def size_argument(text: str) -> tuple[int, int]:
    """Return (width, height) of ``1920x1080``, ``720p``, ``1080p`` or ``4k``."""
    named = {"720p": (1280, 720), "1080p": (1920, 1080), "4k": (3840, 2160)}
    if text.lower() in named:
        return named[text.lower()]
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a size; allowed: WIDTHxHEIGHT such as 1920x1080, 720p, 1080p, 4k"
        )
    size = int(width), int(height)
    if not (min(size) >= 16 and max(size) <= 16384):
        raise argparse.ArgumentTypeError(
            f"size {text} is out of range; allowed: 16 to 16384 pixels each way"
        )
    return size


def frames_argument(text: str) -> range:
    """Return the frames of ``A-B``, both ends included, or of ``A``."""
    first, dash, last = text.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a frame range; allowed: A-B or A")
    start, stop = int(first), int(last or first)
    if stop < start:
        raise argparse.ArgumentTypeError(f"frame range {text} runs backwards; allowed: A-B, A <= B")
    return range(start, stop + 1)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every subcommand."""
    parser = OneLineParser(
        prog="mars7viz",
        description="Mars 7 (1973-74) in three dimensions, with the evidence for every number.",
        epilog="With no command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"mars7viz {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    desktop = commands.add_parser("desktop", help="open the window (the default)")
    for target in (parser, desktop):
        target.add_argument("--utc", help="instant to open at, such as 1974-03-09T08:45")
        target.add_argument("--focus", help="body or craft to look at")
        _add_common(target)

    state = commands.add_parser("state", help="print everything true at an instant")
    state.add_argument("--utc", required=True, help="such as 1974-03-09T08:55")
    state.add_argument("--json", action="store_true", help="stable JSON (docs/state-json.md)")
    _add_common(state)

    still = commands.add_parser("still", help="draw one picture, with no display needed")
    still.add_argument("--utc", help="default: the opening view's instant")
    still.add_argument("--focus", help="body or craft to look at; default: the opening view's")
    still.add_argument("--size", type=size_argument, default=(1920, 1080), metavar="WxH")
    still.add_argument("-o", "--output", type=Path, required=True, metavar="PICTURE.png")
    still.add_argument("--azimuth", type=float, metavar="DEG", help="ecliptic longitude of the eye")
    still.add_argument(
        "--elevation", type=float, metavar="DEG", help="ecliptic latitude of the eye"
    )
    still.add_argument("--distance-km", type=float, metavar="KM")
    still.add_argument("--roll", type=float, metavar="DEG")
    still.add_argument("--field-of-view", type=float, metavar="DEG", help="vertical; default 40")
    still.add_argument(
        "--shift", type=float, nargs=2, metavar=("X", "Y"), help="focus off center, in half heights"
    )
    still.add_argument("--body-scale", type=float, default=1.0, help="exaggerate bodies; stated")
    still.add_argument("--exposure", type=float, default=0.0, metavar="EV")
    still.add_argument("--supersample", type=int, choices=range(1, 5), default=2)
    still.add_argument("--depth", type=int, choices=(8, 16), default=8, help="bits a channel")
    still.add_argument("--hide", default="", metavar="LAYERS", help="layers to leave out, by comma")
    still.add_argument("--show", default="", metavar="LAYERS", help="layers to add, by comma")
    still.add_argument("--clock", action="store_true", help="put both clocks in the picture")
    _add_common(still)

    render = commands.add_parser("render", help="turn a tour into numbered pictures and a film")
    render.add_argument("tour", type=Path, metavar="TOUR.toml")
    render.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    render.add_argument("--size", type=size_argument, metavar="WxH", help="default: the tour's")
    render.add_argument("--fps", type=float, help="default: the tour's")
    render.add_argument("--frames", type=frames_argument, metavar="A-B", help="only these frames")
    render.add_argument("--supersample", type=int, choices=range(1, 5), default=2)
    render.add_argument("--no-video", action="store_true", help="pictures only")
    _add_common(render)

    kiosk = commands.add_parser("kiosk", help="full screen for an exhibition: loop and visitors")
    kiosk.add_argument("--tour", type=Path, help="attract loop; default: the encounter")
    kiosk.add_argument("--idle", type=float, default=60.0, metavar="S", help="seconds to the reset")
    kiosk.add_argument("--windowed", action="store_true", help="in a window, for trying out")
    kiosk.add_argument("--size", type=size_argument, metavar="WxH", help="size of that window")
    _add_common(kiosk)

    demo = commands.add_parser("demo", help="draw a short set of pictures, with no display needed")
    demo.add_argument("-o", "--output", type=Path, default=Path("out"), metavar="DIR")
    demo.add_argument("--size", type=size_argument, default=(1280, 720), metavar="WxH")
    _add_common(demo)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=("en", "ru"), default="en")
    parser.add_argument("--mission", type=Path, metavar="FILE.toml", help=argparse.SUPPRESS)


def run_state(arguments: argparse.Namespace) -> int:
    """Print what is true at an instant."""
    import json

    from mars7viz.ephemeris.epoch import utc_to_et
    from mars7viz.snapshot.evaluate import evaluate
    from mars7viz.snapshot.report import state_report
    from mars7viz.snapshot.world import load_world

    et = utc_to_et(arguments.utc)
    world = load_world(arguments.mission)
    snapshot = evaluate(world, et)
    if arguments.json:
        json.dump(state_report(snapshot), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        from mars7viz.state_text import print_state

        print_state(snapshot, arguments.language)
    return 0


def run_still(arguments: argparse.Namespace) -> int:
    """Draw one picture."""
    from mars7viz.shells.render.still import StillRequest, render_still

    hidden, shown = (
        tuple(name.strip() for name in names.split(",") if name.strip())
        for names in (arguments.hide, arguments.show)
    )
    request = StillRequest(
        utc=arguments.utc,
        focus=arguments.focus,
        azimuth_deg=arguments.azimuth,
        elevation_deg=arguments.elevation,
        distance_km=arguments.distance_km,
        roll_deg=arguments.roll,
        field_of_view_deg=arguments.field_of_view,
        shift=tuple(arguments.shift) if arguments.shift else None,
        body_scale=arguments.body_scale,
        exposure_ev=arguments.exposure,
        hidden_layers=hidden,
        shown_layers=shown,
        clock=arguments.clock,
        language=arguments.language,
    )
    render_still(
        request,
        arguments.output,
        size=arguments.size,
        supersample=arguments.supersample,
        depth=arguments.depth,
        mission_path=arguments.mission,
    )
    return 0


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


def run_demo(arguments: argparse.Namespace) -> int:
    """Draw the demo pictures."""
    from mars7viz.shells.render.demo import render_demo

    return render_demo(arguments.output, size=arguments.size, language=arguments.language)


def run_desktop(arguments: argparse.Namespace) -> int:
    """Open the window."""
    from mars7viz.shells.desktop.app import run_desktop as desktop

    return desktop(
        mission_path=arguments.mission,
        utc=arguments.utc,
        focus=arguments.focus,
        language=arguments.language,
    )


COMMANDS: dict[str | None, Command] = {
    None: run_desktop,
    "desktop": run_desktop,
    "state": run_state,
    "still": run_still,
    "render": run_render,
    "kiosk": run_kiosk,
    "demo": run_demo,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code (2: an argument, file or date that cannot be used)."""
    # Threads of BLAS cost more at start than our 3x3 products gain.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parsed = build_parser().parse_args(arguments)
    try:
        return COMMANDS[parsed.command](parsed)
    except UserError as error:
        sys.stderr.write(f"mars7viz: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("mars7viz: interrupted\n")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`| head`); nothing is wrong with us.
        sys.stderr.close()
        return 0
