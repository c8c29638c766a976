"""The command line: one program, its subcommands, and one place where errors become exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from mars7viz import __version__
from mars7viz.cli import paths, pictures, shows
from mars7viz.cli.arguments import OneLineParser
from mars7viz.errors import UserError

EXIT_INTERRUPTED = 130


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every subcommand."""
    parser = OneLineParser(
        prog="mars7viz",
        description="Mars 7 (1973-74) in three dimensions, with the evidence for every number.",
        epilog="With no command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"mars7viz {__version__}")
    shows.add_desktop(parser)
    commands = parser.add_subparsers(metavar="COMMAND")
    shows.add_desktop(commands.add_parser("desktop", help="open the window (the default)"))
    pictures.add_state(commands)
    pictures.add_still(commands)
    shows.add_render(commands)
    shows.add_kiosk(commands)
    pictures.add_demo(commands)
    paths.add_where_now(commands)
    paths.add_landing(commands)
    paths.add_export(commands)
    paths.add_compare(commands)
    paths.add_reconstruct(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code (2: an argument, file or date that cannot be used)."""
    # Threads of BLAS cost more at start than our 3x3 products gain.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parsed = build_parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
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
    return code
