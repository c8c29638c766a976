"""``mars7viz export`` and ``mars7viz compare`` for a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from mars7viz.assets import asset_path
from mars7viz.determination.where_now import Spread
from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.exchange.compare import Comparison, compared
from mars7viz.exchange.compare_plot import plotted
from mars7viz.exchange.craft_path import OBJECT_NAMES, CraftPath
from mars7viz.exchange.czml import export_czml
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.export_csv import export_csv
from mars7viz.exchange.figure import check_suffix
from mars7viz.exchange.foreign_path import Reading
from mars7viz.exchange.new_file import check_writable
from mars7viz.exchange.oem import export_oem
from mars7viz.exchange.path_files import read_path
from mars7viz.exchange.request import Request
from mars7viz.snapshot.world import load_world

_ROWS = 16
_PIPE_WIDTH = 160
_SAMPLED = {"csv": export_csv, "czml": export_czml}


def run_export(arguments: argparse.Namespace) -> int:
    """Write one craft's path to a file."""
    file: Path = arguments.output
    check_writable(file, overwrite=arguments.force)
    request = _request(arguments)
    path = _craft_path(arguments)
    with _progress(f"{path.craft} to {file.name}") as progress:
        if arguments.format == "spk":
            from mars7viz.exchange.spk_export import export_spk  # noqa: PLC0415 - loads CSPICE

            export_spk(path, file, request, progress)
        elif arguments.format == "oem":
            spread = Spread.open(asset_path("trajectories", "mars7_spread.npz"))
            export_oem(path, file, request, progress, covariances=spread)
        else:
            _SAMPLED[arguments.format](path, file, request, progress)
    Console(highlight=False, soft_wrap=True).print(
        f"{file}: {OBJECT_NAMES[path.craft].title()}, reconstructed, {file.stat().st_size} bytes",
        markup=False,
    )
    return 0


def _request(arguments: argparse.Namespace) -> Request:
    """What the command line asks for; refuses what does not go with the format."""
    center = arguments.center
    if arguments.format == "spk":
        if arguments.step is not None:
            raise ExchangeError("an SPK kernel holds polynomials; --step is for the others")
        # One center is what Skyfield can follow from segment to segment.
        center = center or "sun"
    elif arguments.single_segment:
        raise ExchangeError("--single-segment is for SPK kernels")
    if center == "arc" and arguments.format not in {"spk", "oem"}:
        raise ExchangeError("--center arc is for SPK and OEM, whose segments have centers")
    return Request(
        start_et=None if arguments.start is None else utc_to_et(arguments.start),
        stop_et=None if arguments.stop is None else utc_to_et(arguments.stop),
        step_s=arguments.step,
        center=None if center == "arc" else center,
        single_segment=arguments.single_segment,
        overwrite=arguments.force,
    )


def run_compare(arguments: argparse.Namespace) -> int:
    """Print and plot the difference between somebody else's path and ours."""
    if arguments.plot is not None:
        check_suffix(arguments.plot)
        check_writable(arguments.plot, overwrite=arguments.force)
    path = _craft_path(arguments)
    reading = Reading(
        format=arguments.format,
        unit=arguments.unit,
        center=arguments.center,
        frame=arguments.frame,
        columns=tuple(name for name in arguments.columns.split(",") if name.strip()),
        angle_sense=arguments.angle_sense,
        hgi=arguments.hgi,
        target=arguments.target,
    )
    comparison = compared(read_path(arguments.file, reading, path), path, about=arguments.about)
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        # A file or pipe has no edge; its lines are not to be cut.
        console = Console(highlight=False, soft_wrap=True, width=_PIPE_WIDTH)
    print_comparison(comparison, console)
    if arguments.plot is not None:
        plotted(comparison).write(arguments.plot, overwrite=arguments.force)
    return 0


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print what was read, a table of differences, and what was left out.

    Parameters
    ----------
    comparison : Comparison
        What to print.
    console : Console
        Where to.
    """
    theirs = comparison.theirs
    console.print(f"{theirs.file}, read as {theirs.format}:", markup=False)
    for sentence in theirs.understood:
        console.print(f"  {sentence}", markup=False)
    console.print(
        f"Theirs less ours ({OBJECT_NAMES[comparison.craft].title()}, reconstructed), in km; "
        f"parts about the {comparison.about.capitalize()}:"
    )
    console.print(_difference_table(comparison))
    distance = comparison.distance_km
    console.print(
        f"{len(distance)} instants: median {_km(float(np.median(distance)))} km, "
        f"largest {_km(float(distance.max()))} km at "
        f"{et_to_utc(float(comparison.et[int(distance.argmax())]))}"
    )
    if comparison.hint is not None:
        console.print(comparison.hint)
    for stretch in comparison.outside:
        where = f", lines {stretch.first_line} to {stretch.last_line}" if stretch.first_line else ""
        console.print(
            f"Left out, our path does not cover them: {stretch.count} instants from "
            f"{_utc(stretch.start_et)} to {_utc(stretch.stop_et)}{where}"
        )


def _difference_table(comparison: Comparison) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    has_lines = bool(comparison.lines.any())
    headings = ["UTC", *(["line"] if has_lines else []), "distance", "radial", "along", "cross"]
    if comparison.rah is not None:
        headings += ["R, km", "A, deg", "H, km"]
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "UTC" else "right", no_wrap=True)
    count = len(comparison.et)
    shown = np.unique(np.linspace(0, count - 1, min(_ROWS, count)).round().astype(int))
    for row in shown.tolist():
        cells = [et_to_utc(float(comparison.et[row]))]
        if has_lines:
            cells.append(str(comparison.lines[row]))
        cells.append(_km(float(comparison.distance_km[row])))
        cells += [_km(value) for value in comparison.rtn_km[row].tolist()]
        if comparison.rah is not None:
            r_km, a_deg, h_km = comparison.rah[row].tolist()
            cells += [_km(r_km), f"{a_deg:.4f}", _km(h_km)]
        table.add_row(*cells)
    return table


def _km(value: float) -> str:
    """Kilometers with as many decimals as a small number deserves."""
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.4g}"


def _utc(et: float) -> str:
    from mars7viz.ephemeris.tdb import tdb_text  # noqa: PLC0415 - only for dates without UTC

    try:
        return et_to_utc(et)
    except ValueError:
        return tdb_text(et)


def _craft_path(arguments: argparse.Namespace) -> CraftPath:
    world = load_world(arguments.mission)
    return CraftPath(arguments.craft, world.chronologies[arguments.craft], world.solar_system)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere; it never touches standard output."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
