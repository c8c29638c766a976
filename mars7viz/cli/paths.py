"""Commands about the paths: determined, landed, exported, compared, and where the craft are."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mars7viz.cli.arguments import add_common

if TYPE_CHECKING:
    from mars7viz.cli.arguments import Commands

CRAFT = ("coast_stage", "lander")


def add_landing(commands: Commands) -> None:
    """Describe ``landing``."""
    landing = commands.add_parser("landing", help="play the intended landing (what-if)")
    landing.add_argument("--delta-v", type=float, metavar="M/S", help="retro burn; default 120")
    landing.add_argument("--delay", type=float, metavar="S", help="after release; default 900")
    landing.add_argument(
        "--entry-angle", type=float, metavar="DEG", help="aimed at, below the horizontal"
    )
    landing.add_argument("--json", action="store_true", help="JSON (docs/landing-what-if.md)")
    landing.add_argument("--map", action="store_true", help="how every size and delay would end")
    landing.add_argument("--mars6", action="store_true", help="the same model on a flown entry")
    add_common(landing)
    landing.set_defaults(run=run_landing)


def add_where_now(commands: Commands) -> None:
    """Describe ``where-now``."""
    where = commands.add_parser("where-now", help="where both craft are, how well known")
    where.add_argument("--utc", help="default: now")
    where.add_argument("--json", action="store_true", help="JSON")
    add_common(where)
    where.set_defaults(run=run_where_now)


def add_reconstruct(commands: Commands) -> None:
    """Describe ``reconstruct``."""
    reconstruct = commands.add_parser("reconstruct", help="determine the paths anew")
    reconstruct.description = "From documents to kernels, in minutes: docs/reconstruction.md."
    reconstruct.add_argument("--out", type=Path, metavar="DIR", help="default: the program's own")
    reconstruct.add_argument("--report", action="store_true", help="write the page and its plots")
    reconstruct.add_argument("--documents", type=Path, metavar="FILE.toml", help="other documents")
    reconstruct.add_argument(
        "--approach-correction", action="store_true", help="with the correction of one source"
    )
    add_common(reconstruct)
    reconstruct.set_defaults(run=run_reconstruct)


def add_export(commands: Commands) -> None:
    """Describe ``export``."""
    export = commands.add_parser("export", help="write a craft's path for other programs")
    export.description = "Formats and centers: docs/exchange.md. Every file says: reconstructed."
    export.add_argument("format", choices=("spk", "oem", "czml", "csv"))
    export.add_argument("--craft", choices=CRAFT, default="coast_stage")
    export.add_argument("--start", metavar="UTC", help="default: launch")
    export.add_argument("--stop", metavar="UTC", help="default: the end of the path")
    export.add_argument("--step", type=float, metavar="S", help="default: as the motion asks")
    export.add_argument(
        "--center", choices=("sun", "earth", "mars", "ssb", "arc"), help="arc: each arc's own"
    )
    export.add_argument(
        "--single-segment", action="store_true", help="SPK for astropy: one segment, one arc"
    )
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--force", action="store_true", help="replace an existing file")
    add_common(export)
    export.set_defaults(run=run_export)


def add_compare(commands: Commands) -> None:
    """Describe ``compare``."""
    compare = commands.add_parser("compare", help="compare somebody else's path with ours")
    compare.description = "What is read, and how: docs/exchange.md."
    compare.add_argument("file", type=Path, metavar="FILE")
    compare.add_argument("--format", choices=("spk", "oem", "csv", "rah", "hgi"))
    compare.add_argument("--craft", choices=CRAFT, default="coast_stage")
    compare.add_argument("--unit", choices=("km", "million-km", "au"), help="if the file is silent")
    compare.add_argument("--center", choices=("sun", "earth", "mars", "ssb"), help="of x, y, z")
    compare.add_argument("--frame", choices=("icrf", "ecliptic"), help="axes of x, y, z")
    compare.add_argument(
        "--columns", default="", metavar="NAMES", help="by comma: utc,x_km,y_km,z_km"
    )
    compare.add_argument(
        "--angle-sense",
        choices=("ahead", "behind"),
        default="ahead",
        help="where RAH's A is positive",
    )
    compare.add_argument("--hgi", choices=("archive", "franz-harper"), help="definition of HGI")
    compare.add_argument("--target", type=int, metavar="ID", help="body of an SPK of several")
    compare.add_argument("--about", choices=("sun", "earth", "mars"), default="sun")
    compare.add_argument("--plot", type=Path, metavar="PLOT.svg|png")
    compare.add_argument("--force", action="store_true", help="replace an existing plot")
    add_common(compare)
    compare.set_defaults(run=run_compare)


def run_landing(arguments: argparse.Namespace) -> int:
    """Play the intended landing."""
    import json

    from mars7viz.determination.landing import report
    from mars7viz.determination.landing.intended import IntendedLanding
    from mars7viz.determination.landing.relay import relay
    from mars7viz.snapshot.world import load_world

    world = load_world(arguments.mission)
    landing = IntendedLanding.of_mission(world.mission, world.chronologies)
    what_if = landing.what_if(arguments.delta_v, arguments.delay, arguments.entry_angle)
    link = relay(what_if, world.chronologies["coast_stage"], landing.frame)
    if arguments.json:
        json.dump(report.what_if_report(what_if, link), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return 0
    lines = report.what_if_lines(what_if, link, arguments.language)
    if arguments.map:
        lines += ["", *report.burn_map_lines(landing, arguments.language, arguments.entry_angle)]
    if arguments.mars6:
        lines += ["", *report.mars6_lines(landing, arguments.language)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def run_where_now(arguments: argparse.Namespace) -> int:
    """Tell where both craft are."""
    import datetime

    from mars7viz.where_now_text import print_where_now

    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return print_where_now(
        arguments.utc or now, language=arguments.language, as_json=arguments.json
    )


def run_reconstruct(arguments: argparse.Namespace) -> int:
    """Determine the paths from the documents."""
    from mars7viz.determination.command import run_reconstruct as determine

    return determine(arguments)


def run_export(arguments: argparse.Namespace) -> int:
    """Write a path for other programs."""
    from mars7viz.exchange_text import run_export as export

    return export(arguments)


def run_compare(arguments: argparse.Namespace) -> int:
    """Compare somebody else's path with ours."""
    from mars7viz.exchange_text import run_compare as compare

    return compare(arguments)
