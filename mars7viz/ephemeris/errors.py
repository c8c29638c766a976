"""What can go wrong when the sky is asked for an instant."""

from mars7viz.ephemeris.tdb import tdb_text
from mars7viz.errors import UserError


class EphemerisError(UserError, ValueError):
    """Base of every error of the ephemeris."""


class OutsideCoverageError(EphemerisError):
    """An instant outside the span that a source covers. Never answered with a position.

    Attributes
    ----------
    et : float
        The asked instant, TDB seconds past J2000.
    start_et, stop_et : float
        The covered span, TDB seconds past J2000.
    what : str
        What was asked for, as words.
    """

    def __init__(self, *, et: float, start_et: float, stop_et: float, what: str) -> None:
        super().__init__(
            f"{what}: no data for {tdb_text(et)}; "
            f"covered is {tdb_text(start_et)} to {tdb_text(stop_et)}"
        )
        self.et = et
        self.start_et = start_et
        self.stop_et = stop_et
        self.what = what


class NoConvergenceError(EphemerisError):
    """An iteration that found no answer; the message holds what it was given."""
