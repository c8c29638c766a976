"""``state``, ``still`` and ``demo``: answers and single pictures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mars7viz.cli.arguments import add_common, size_argument

if TYPE_CHECKING:
    from mars7viz.cli.arguments import Commands


def add_state(commands: Commands) -> None:
    """Describe ``state``."""
    state = commands.add_parser("state", help="print everything true at an instant")
    state.add_argument("--utc", required=True, help="such as 1974-03-09T08:55")
    state.add_argument("--json", action="store_true", help="stable JSON (docs/state-json.md)")
    add_common(state)
    state.set_defaults(run=run_state)


def add_still(commands: Commands) -> None:
    """Describe ``still``."""
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
    still.add_argument("--show", default="", metavar="LAYERS", help="layers to add, by comma")
    still.add_argument("--hide", default="", metavar="LAYERS", help="layers to leave out, by comma")
    still.add_argument("--clock", action="store_true", help="put both clocks in the picture")
    add_common(still)
    still.set_defaults(run=run_still)


def add_demo(commands: Commands) -> None:
    """Describe ``demo``."""
    demo = commands.add_parser("demo", help="draw a short set of pictures, with no display needed")
    demo.add_argument("-o", "--output", type=Path, default=Path("out"), metavar="DIR")
    demo.add_argument("--size", type=size_argument, default=(1280, 720), metavar="WxH")
    add_common(demo)
    demo.set_defaults(run=run_demo)


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


def run_demo(arguments: argparse.Namespace) -> int:
    """Draw the demo pictures."""
    from mars7viz.shells.render.demo import render_demo

    return render_demo(arguments.output, size=arguments.size, language=arguments.language)
