"""What the subcommands share: a parser of few words, and kinds of arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mars7viz.errors import UserError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["OneLineParser"]


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


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add what every subcommand takes."""
    parser.add_argument("--language", choices=("en", "ru"), default="en")
    parser.add_argument("--mission", type=Path, metavar="FILE.toml", help=argparse.SUPPRESS)
