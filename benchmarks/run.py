"""Run the benchmarks and print CPU times and ratios: ``python benchmarks/run.py [NAME ...]``.

Every file ``bench_*.py`` beside this one has ``main() -> list[Row]`` (`benchmarks.row.Row`). The
names choose files by a part of their name; with none, all run. The exit status is 1 if a required
ratio is missed.
"""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

_FOLDER = Path(__file__).resolve().parent
if str(_FOLDER.parent) not in sys.path:
    sys.path.insert(0, str(_FOLDER.parent))

from benchmarks.row import Row  # noqa: E402  (the checkout's root must be on the path first)

_MILLISECOND = 1e-3
_SECOND = 1.0


def time_text(seconds: float) -> str:
    """Give a time with the unit that fits."""
    if seconds < _MILLISECOND:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.2f} ms" if seconds < _SECOND else f"{seconds:.2f} s"


def benchmark_files(wanted: Sequence[str]) -> list[str]:
    """Names of the benchmark modules that contain one of `wanted`, all if that is empty."""
    names = sorted(path.stem for path in _FOLDER.glob("bench_*.py"))
    return [name for name in names if not wanted or any(part in name for part in wanted)]


def table_of(title: str, rows: Sequence[Row]) -> Table:
    """Lay rows out for a terminal."""
    table = Table(title=title)
    for heading in ("what", "ours", "peer", "peer's time", "ratio", "required", ""):
        table.add_column(heading, justify="left" if heading in {"what", "peer", ""} else "right")
    for row in rows:
        required = "" if row.required_ratio is None else f"≥ {row.required_ratio:g}"
        verdict = "" if row.required_ratio is None else ("good" if row.is_good else "MISSED")
        table.add_row(
            row.name,
            time_text(row.ours_s),
            row.peer,
            time_text(row.peer_s),
            f"{row.ratio:.1f}×",
            required,
            " ".join(part for part in (verdict, row.note) if part),
        )
    return table


def main(arguments: Sequence[str]) -> int:
    """Run the chosen benchmarks; 0 if every required ratio is reached, 2 for an unknown name."""
    console = Console(width=None if sys.stdout.isatty() else 150)
    names = benchmark_files(arguments)
    if not names:
        console.print(
            f"no benchmark matches {', '.join(arguments)}; there are: "
            f"{', '.join(benchmark_files(()))}"
        )
        return 2
    missed = 0
    for name in names:
        rows: list[Row] = importlib.import_module(f"benchmarks.{name}").main()
        console.print(table_of(name.removeprefix("bench_"), rows))
        missed += sum(not row.is_good for row in rows)
    if missed:
        console.print(f"{missed} required ratio(s) missed", style="bold red")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
