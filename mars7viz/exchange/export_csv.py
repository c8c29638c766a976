"""Plain tables: comma-separated, units in the header, readable by `mars7viz compare` again."""

from __future__ import annotations

from pathlib import Path

from mars7viz.ephemeris.epoch import et_to_utc
from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.new_file import write_text
from mars7viz.exchange.provenance import statements
from mars7viz.exchange.request import Progress, Request
from mars7viz.exchange.sampling import sampled

HEADER = "utc,et_tdb_s,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s,arc"


def export_csv(
    path: CraftPath,
    file: Path,
    request: Request,
    progress: Progress,
) -> None:
    """Write a table of states.

    Parameters
    ----------
    path : CraftPath
        The path.
    file : Path
        The table to write.
    request : Request
        Span, step and center; where None, the Sun, because a table has one center.
    progress : callable
        Told how many arcs are done.

    Raises
    ------
    ExchangeError
        If the span, the step or the file cannot be had.
    OutsideCoverageError
        If the span reaches beyond the path.
    """
    about = request.center or "sun"
    pieces = sampled(path, request)
    lines = [f"# {sentence}" for sentence in statements(path.craft)]
    lines += [
        "# et_tdb_s: TDB seconds past J2000. Rows follow the motion or the asked step.",
        f"# center: {about}",
        "# frame: ICRF",
        HEADER,
    ]
    for number, (piece, et) in enumerate(pieces, start=1):
        states = path.states(piece, et, about)
        rows = list(zip(et.tolist(), states.tolist(), strict=True))
        # An arc's last instant is the next one's first.
        for instant, state in rows if number == len(pieces) else rows[:-1]:
            lines.append(
                ",".join(
                    (
                        et_to_utc(instant, decimals=6),
                        repr(instant),
                        *(format(value, ".9f") for value in state[:3]),
                        *(format(value, ".12f") for value in state[3:]),
                        piece.arc.id,
                    )
                )
            )
        progress(number, len(pieces))
    write_text(file, "\n".join(lines) + "\n", overwrite=request.overwrite)
