"""What can go wrong with a path that goes out or comes in."""

from mars7viz.errors import UserError


class ExchangeError(UserError, ValueError):
    """A path cannot be exported, read or compared; the message says why and what is allowed."""


class PathFileError(ExchangeError):
    """A file that is not the path it should be.

    Attributes
    ----------
    file : str
        Name of the file.
    line : int or None
        Line, counted from 1, where one is at fault.
    """

    def __init__(self, file: str, what: str, *, line: int | None = None) -> None:
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {what}")
        self.file = file
        self.line = line
