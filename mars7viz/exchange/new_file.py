"""Files that come into being whole or not at all, and never over another without leave."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mars7viz.exchange.errors import ExchangeError


@contextmanager
def new_file(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a name beside `path` to write to; it becomes `path` when the block ends well.

    Parameters
    ----------
    path : Path
        The file that shall be.
    overwrite : bool
        Whether it may take the place of another.

    Yields
    ------
    Path
        A file name in the same folder that does not exist yet.

    Raises
    ------
    ExchangeError
        If `path` is a folder, exists without leave, lies in no folder, or cannot be written.
    """
    check_writable(path, overwrite=overwrite)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        os.replace(part, path)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        if os.path.lexists(part):
            part.unlink()


def check_writable(path: Path, *, overwrite: bool) -> None:
    """Refuse a name that `new_file` could not use, before any work is done.

    Parameters
    ----------
    path : Path
        The file that shall be.
    overwrite : bool
        Whether it may take the place of another.

    Raises
    ------
    ExchangeError
        As `new_file`.
    """
    if not path.name or "\0" in str(path):
        raise ExchangeError(f"'{path}' is not the name of a file")
    try:
        if path.is_dir():
            raise ExchangeError(f"{path} is a folder; give the name of a file")
        if not path.parent.is_dir():
            raise ExchangeError(f"{path} cannot be written: there is no folder {path.parent}")
        if not overwrite and os.path.lexists(path):
            raise ExchangeError(f"{path} exists; choose another name, or allow it with --force")
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror or error}") from error


def write_text(path: Path, text: str, *, overwrite: bool) -> None:
    """Write a text file with plain line ends, whole or not at all.

    Parameters
    ----------
    path : Path
        The file that shall be.
    text : str
        Its content.
    overwrite : bool
        Whether it may take the place of another.

    Raises
    ------
    ExchangeError
        As `new_file`.
    """
    with new_file(path, overwrite=overwrite) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
