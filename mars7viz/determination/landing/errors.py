"""What can be wrong with the arguments of a what-if."""

from mars7viz.errors import UserError


class LandingArgumentError(UserError, ValueError):
    """An argument of the what-if cannot be used; the message names it and its range."""


class LandingPlanError(UserError, ValueError):
    """No direction of the planned burn leads to the entry that was asked for."""


def check_range(name: str, value: object, *, low: float, high: float, unit: str) -> float:
    """Return ``value`` as a float if it is a finite number from ``low`` to ``high``.

    Parameters
    ----------
    name : str
        The argument, for the message.
    value : object
        What was given.
    low, high : float
        Limits, both allowed.
    unit : str
        For the message.

    Raises
    ------
    LandingArgumentError
        If it is no number, not finite or out of range.
    """
    allowed = f"allowed: a number from {low:g} to {high:g} {unit}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LandingArgumentError(f"{name}: {str(value)[:40]!r} is no number; {allowed}")
    if not low <= value <= high:  # NaN is not; a huge integer is compared as it is
        raise LandingArgumentError(f"{name}: {str(value)[:40]} is out of range; {allowed}")
    return float(value)
