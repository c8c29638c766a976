r"""Text kernels: the assignments in NAIF's text form, and nothing else of it.

A file is prose but for the parts after a line ``\begindata`` and before ``\begintext``. There
stand ``NAME = value`` and ``NAME += value``, with a value or a list in parentheses. Numbers may
have a Fortran exponent (``1.5D-3``); texts stand in single quotes.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mars7viz.ephemeris.errors import EphemerisError

Value = float | str
Pool = dict[str, tuple[Value, ...]]

_BEGIN_DATA: Final = "\\begindata"
_BEGIN_TEXT: Final = "\\begintext"
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')|(?P<sign>\+=|=|\(|\)|,)|(?P<word>[^\s=(),']+))"""
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[edED][+-]?\d+)?", re.ASCII)


def parse_text_kernel(text: str, *, name: str) -> Pool:
    """Read the assignments of a text kernel.

    Parameters
    ----------
    text : str
        The whole file.
    name : str
        Name of the file for messages.

    Returns
    -------
    dict
        Values by name; a single value is a tuple of one. A later ``=`` replaces, ``+=`` appends.

    Raises
    ------
    EphemerisError
        If the data parts are not assignments; the message names file, line and what stands there.
    """
    pool: Pool = {}
    tokens = _tokens(text, name)
    line, variable = next(tokens, (0, ""))
    while variable:
        if not _is_name(variable):
            raise EphemerisError(f"{name}, line {line}: {variable!r} stands where a name should")
        line, sign = next(tokens, (line, "the end"))
        if sign not in {"=", "+="}:
            raise EphemerisError(f"{name}, line {line}: after {variable} comes {sign!r}, not '='")
        values: list[Value] = []
        line, token = next(tokens, (line, "the end"))
        if token == "(":
            while (item := next(tokens, (line, "the end")))[1] != ")":
                line, token = item
                if token != ",":
                    values.append(_value(token, variable, f"{name}, line {line}"))
        else:
            values.append(_value(token, variable, f"{name}, line {line}"))
        before = pool.get(variable, ()) if sign == "+=" else ()
        pool[variable] = (*before, *values)
        line, variable = next(tokens, (line, ""))
    return pool


def read_text_kernel(path: Path) -> Pool:
    """Read the assignments of a text kernel file.

    Parameters
    ----------
    path : Path
        A text kernel, with or without a label before it.

    Returns
    -------
    dict
        As `parse_text_kernel`.

    Raises
    ------
    EphemerisError
        As `parse_text_kernel`.
    OSError
        If the file cannot be read.
    """
    return parse_text_kernel(path.read_text(encoding="latin-1"), name=path.name)


def _tokens(text: str, name: str) -> Iterator[tuple[int, str]]:
    is_data = False
    for number, line in enumerate(text.split("\n"), start=1):
        marker = line.strip()
        if marker in {_BEGIN_DATA, _BEGIN_TEXT}:
            is_data = marker == _BEGIN_DATA
            continue
        end = 0
        while is_data and line[end:].strip():
            match = _TOKEN.match(line, end)
            if match is None:
                raise EphemerisError(f"{name}, line {number}: cannot read {line[end:].strip()!r}")
            end = match.end()
            yield number, match[0].strip()


def _is_name(token: str) -> bool:
    return token[0] not in "'=(),+" and _NUMBER.fullmatch(token) is None


def _value(token: str, variable: str, where: str) -> Value:
    if token[0] == "'":
        return token[1:-1].replace("''", "'")
    if token[0] == "@":  # a date: kept as written
        return token
    if _NUMBER.fullmatch(token) is None:
        raise EphemerisError(f"{where}: {variable} has {token!r}, which is no number, text or date")
    return float(token.upper().replace("D", "E"))
