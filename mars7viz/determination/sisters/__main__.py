"""``python -m mars7viz.determination.sisters``: make the kernels of Mars 4, 5 and 6."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mars7viz.assets import asset_path, assets_root
from mars7viz.determination.sisters.base import SisterPath
from mars7viz.determination.sisters.documents import read_sisters
from mars7viz.determination.sisters.products import make_sisters, residuals
from mars7viz.ephemeris.solar_system import SolarSystem
from mars7viz.errors import UserError
from mars7viz.mission.trajectories import FOLDER


def main(arguments: list[str] | None = None) -> int:
    """Make the kernels; 0, or 2 with one line on what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m mars7viz.determination.sisters")
    parser.add_argument("--out", type=Path, help="folder of the results")
    parser.add_argument("--documents", type=Path, help="another file than sisters.toml")
    options = parser.parse_args(arguments)
    console = Console(stderr=True)
    try:
        sisters = read_sisters(options.documents or asset_path("mission", "sisters.toml"))
        folder = options.out or assets_root() / FOLDER
        with console.status("Mars 4, 5 and 6") as status:
            paths = make_sisters(sisters, folder, SolarSystem.load(), progress=status.update)
    except UserError as error:
        console.print(str(error), markup=False)
        return 2
    for path in paths.values():
        Console().print(_table(path))
    return 0


def _table(path: SisterPath) -> Table:
    table = Table("document", "figure", "path", "σ", box=None, title=path.documents.name.en)
    for row in residuals(path):
        computed = row["computed"]
        table.add_row(
            row["name"]["en"] + ("" if row["fitted"] else " (not fitted)"),
            f"{row['value']:g} ± {row['sigma']:g} {row['unit']}",
            "" if computed is None else f"{computed:.6g}",
            "" if computed is None else f"{row['residual_sigmas']:+.1f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
