"""What can go wrong with mission data."""

from mars7viz.errors import UserError


class MissionFileError(UserError, ValueError):
    """A mission file cannot be used.

    Parameters
    ----------
    file : str
        Name of the file at fault, without its folder.
    where : str
        Table and key, such as ``event 'launch': key 'utc'``; empty for the file as a whole.
    problem : str
        What is wrong and what is allowed, in one line.
    """

    def __init__(self, file: str, where: str, problem: str) -> None:
        self.file = file
        self.where = where
        self.problem = problem
        parts = (file, where, problem) if where else (file, problem)
        super().__init__(" ".join(": ".join(parts).split()))


class UnknownMissionIdError(LookupError):
    """A mission holds nothing under the id asked for.

    Parameters
    ----------
    kind : str
        What was looked for: ``event``, ``source``, …
    wanted : str
        The id asked for.
    known : tuple of str
        The ids that exist.
    """

    def __init__(self, kind: str, wanted: str, known: tuple[str, ...]) -> None:
        self.kind = kind
        self.wanted = wanted
        super().__init__(f"no {kind} {wanted!r}; known: {', '.join(known)}")
