"""Write CREDITS.md from the CREDITS.toml of every folder under assets/; ``--check`` only compares.

Every shipped file of somebody else must be in one of them, with origin, licence and credit, and
must still be what its checksum says.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"
OWN = ("mission", "tours", "locale", "trajectories")
"""Folders that hold the project's own work, under the program's licence."""
TITLE = """# Credits

What mars7viz shows and says rests on the work of others. This page is made by `tools/credits.py`
from the `CREDITS.toml` beside each group of files. The program itself is GPL-3.0-or-later; the
sources of every historical claim are in `assets/mission/sources.toml`.
"""


@dataclass(frozen=True)
class Credit:
    """One file, or several of one origin (``name`` may be a pattern)."""

    folder: str
    name: str
    origin: str
    licence: str
    credit: str
    sha256: str


class CreditsError(Exception):
    """A file without its credit, a credit without its file, or a changed file."""


def read_credits(assets: Path) -> list[Credit]:
    """Read and check every CREDITS.toml below ``assets``."""
    credits = list(_read(assets))
    claimed: set[Path] = set()
    for credit in credits:
        files = sorted((assets / credit.folder).glob(credit.name))
        if not files:
            raise CreditsError(f"{credit.folder}/CREDITS.toml: no file {credit.name!r}")
        claimed.update(files)
        for file in files:
            if credit.sha256 and hashlib.sha256(file.read_bytes()).hexdigest() != credit.sha256:
                raise CreditsError(f"{credit.folder}/{credit.name}: its sha256 has changed")
    for file in sorted(assets.rglob("*")):
        folder = file.relative_to(assets).parts[0]
        is_text = file.name == "CREDITS.toml" or file.name.startswith(("LICEN", "OFL.", "SOURCES."))
        if file.is_file() and folder not in OWN and not is_text and file not in claimed:
            raise CreditsError(f"assets/{file.relative_to(assets)}: in no CREDITS.toml")
    return credits


def _read(assets: Path) -> Iterator[Credit]:
    for path in sorted(assets.rglob("CREDITS.toml")):
        folder = path.parent.relative_to(assets).as_posix()
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["file"]:
            missing = {"name", "origin", "licence", "credit"} - set(entry)
            if missing:
                raise CreditsError(f"{folder}/CREDITS.toml: {entry}: lacks {', '.join(missing)}")
            yield Credit(
                folder=folder,
                name=entry["name"],
                origin=entry["origin"],
                licence=entry["licence"],
                credit=entry["credit"],
                sha256=entry.get("sha256", ""),
            )


def page(credits: list[Credit]) -> str:
    """Return the text of CREDITS.md."""
    parts = [TITLE]
    for folder in dict.fromkeys(credit.folder for credit in credits):
        parts.append(f"\n## assets/{folder}\n\n| file | credit | licence | origin |\n")
        parts.append("| --- | --- | --- | --- |\n")
        parts += [
            f"| `{_cell(c.name)}` | {_cell(c.credit)} | {_cell(c.licence)} | {_cell(c.origin)} |\n"
            for c in credits
            if c.folder == folder
        ]
    return "".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: list[str] | None = None) -> int:
    """Write CREDITS.md, or compare it with ``--check``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parsed = parser.parse_args(arguments)
    target = ROOT / "CREDITS.md"
    try:
        text = page(read_credits(ASSETS))
    except CreditsError as error:
        print(f"credits: {error}", file=sys.stderr)
        return 1
    if not parsed.check:
        target.write_text(text, encoding="utf-8")
        return 0
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        print("credits: CREDITS.md is not what tools/credits.py writes", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
