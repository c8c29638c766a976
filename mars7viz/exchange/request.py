"""What somebody wants exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which part of a path, and how; `None` leaves the choice to the format.

    Attributes
    ----------
    start_et, stop_et : float or None
        Span, TDB seconds past J2000; the ends of the path where None.
    step_s : float or None
        Seconds between states; None: as the motion asks, close enough for Hermite interpolation of
        degree 7 to a meter. SPK kernels have no steps.
    center : str or None
        Center of every state, one of `mars7viz.exchange.craft_path.CENTERS`.
    single_segment : bool
        SPK: one segment with records of one length, for readers that see no more.
    overwrite : bool
        Whether an existing file may be replaced.
    """

    start_et: float | None = None
    stop_et: float | None = None
    step_s: float | None = None
    center: str | None = None
    single_segment: bool = False
    overwrite: bool = False
