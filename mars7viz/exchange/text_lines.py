"""Somebody's text file, taken apart into comments, header and rows, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mars7viz.exchange.errors import PathFileError

_COMMENT_MARKS: Final = ("#", ";", "!", "%", "//")
_ROW_START: Final = re.compile(r"[+-]?\.?\d")
_NO_NUMBERS: Final = re.compile(r"[+-]?(nan|inf)", re.IGNORECASE)
_STATEMENT: Final = re.compile(r"\s*([A-Za-z ]{1,20})\s*[:=]\s*(\S.{0,60}?)\s*$")
_MAX_ROWS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text.

    Attributes
    ----------
    titles : tuple of str
        The header's cells; empty where there is none.
    rows : tuple
        Line number (from 1) and cells of each row.
    stated : dict
        ``key: value`` statements in the comments, keys in lower case.
    delimiter : str
        In words.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    stated: dict[str, str]
    delimiter: str


def decoded(file: str, content: bytes) -> str:
    """Read bytes as text.

    Parameters
    ----------
    file : str
        For messages.
    content : bytes
        The file.

    Returns
    -------
    str

    Raises
    ------
    PathFileError
        If they are no text in UTF-8 or ASCII.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PathFileError(file, f"is no text in UTF-8: byte {error.start} is not") from None
    if "\0" in text:
        raise PathFileError(file, "is no text: it holds zero bytes")
    return text


def read_table(file: str, text: str) -> Table:
    """Take a text apart.

    Parameters
    ----------
    file : str
        For messages.
    text : str
        The content. Rows begin with a digit; the last line before the first row is the header,
        lines before that are a preamble; empty lines and comments (#, ;, !, %, //) may be anywhere.

    Returns
    -------
    Table

    Raises
    ------
    PathFileError
        If there is no row, rows differ in length, or something else stands between them.
    """
    header = ""
    stated: dict[str, str] = {}
    lines: list[tuple[int, str]] = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = raw.strip()
        if line.startswith(_COMMENT_MARKS):
            _take_statement(line.lstrip("#;!%/"), stated)
        elif not line:
            continue
        elif lines or _ROW_START.match(line):
            lines.append((number, line))
        elif _NO_NUMBERS.match(line):
            raise PathFileError(file, f"{line[:40]!r} is no finite number", line=number)
        else:
            _take_statement(line, stated)
            header = line
        if len(lines) > _MAX_ROWS:
            raise PathFileError(file, f"has more than {_MAX_ROWS} rows")
    if not lines:
        raise PathFileError(file, "has no row of numbers")
    mark, words = _delimiter(lines[0][1])
    rows = tuple((number, _cells(line, mark)) for number, line in lines)
    width = len(rows[0][1])
    for number, cells in rows:
        if len(cells) != width:
            raise PathFileError(
                file,
                f"has {len(cells)} columns, and the first row, line {rows[0][0]}, has {width}",
                line=number,
            )
    return Table(tuple(_titles(header, mark)), rows, stated, words)


def _take_statement(line: str, stated: dict[str, str]) -> None:
    if match := _STATEMENT.match(line):
        stated.setdefault(match[1].strip().lower(), match[2])


def _delimiter(row: str) -> tuple[str | None, str]:
    for mark, words in ((";", "semicolons"), ("\t", "tabs"), (",", "commas")):
        if mark in row:
            return mark, words
    return None, "spaces"


def _cells(line: str, mark: str | None) -> list[str]:
    return [cell.strip().strip("\"'") for cell in line.split(mark)]


def _titles(header: str, mark: str | None) -> list[str]:
    """Cells of a header; a comma before a unit divides nothing."""
    if not header:
        return []
    if mark == ",":
        header = re.sub(r",(?=\s*(km|ml_km|d|deg|au|h|s)\s*(,|$))", "_", header)
    elif mark is None:
        header = re.sub(r"\s+(?=[\[(])", "", header)
    return _cells(header, mark)
