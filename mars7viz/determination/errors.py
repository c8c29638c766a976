"""What can go wrong when a path is determined; every message names the document or the file."""

from mars7viz.errors import UserError


class DeterminationError(UserError, ValueError):
    """A path that cannot be determined from these documents."""


class DocumentsFileError(DeterminationError):
    """A file of documents that cannot be used.

    Parameters
    ----------
    file : str
        Name of the file.
    where : str
        Table and key.
    problem : str
        What is wrong and what is allowed.
    """

    def __init__(self, file: str, where: str, problem: str) -> None:
        super().__init__(f"{file}: {where}: {problem}")
        self.where = where


class InconsistentDocumentsError(DeterminationError):
    """Documents that no path can meet."""
