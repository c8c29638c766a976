"""The mark of an error that a person can put right: one clear line, exit code 2."""


class UserError(Exception):
    """What was asked for cannot be done; ``str()`` names what, where and what is allowed.

    The command line prints it and exits with code 2. Every other exception is a fault of the
    program and keeps its traceback.

    Attributes
    ----------
    exit_code : int
        2, unless a kind of error says otherwise.
    """

    exit_code: int = 2
