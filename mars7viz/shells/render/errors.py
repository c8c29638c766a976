"""What can go wrong while a film is made, for the command line to say in one line."""

from __future__ import annotations

import errno

from mars7viz.errors import UserError

BAD_INPUT = 2
FRAMES_FAILED = 3
ENCODER_FAILED = 4
INTERRUPTED = 130


class RenderError(UserError):
    """A film cannot be made.

    Parameters
    ----------
    message : str
        One line that names what is wrong and what is allowed.
    exit_code : int
        2 for bad input, 3 where frames could not be written, 4 where the encoder failed.
    """

    def __init__(self, message: str, *, exit_code: int = BAD_INPUT) -> None:
        super().__init__(" ".join(message.split()))
        self.exit_code = exit_code


def reason(error: OSError) -> str:
    """Say what the system refused, in words."""
    if error.errno == errno.ENOSPC:
        return "no space left on the disk"
    return error.strerror or "an input or output error"
