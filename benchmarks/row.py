"""One line of the benchmark table, and the measuring that fills it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Two ways to do one thing, timed in the same run.

    Attributes
    ----------
    name : str
        What is done.
    ours_s : float
        CPU seconds of one call of ours.
    peer : str
        The peer's name and call.
    peer_s : float
        CPU seconds of one call of the peer's.
    required_ratio : float or None
        Least ``peer_s / ours_s`` that counts as good; None where it is only reported.
    note : str
        Anything a reader must know.
    """

    name: str
    ours_s: float
    peer: str
    peer_s: float
    required_ratio: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times faster ours is."""
        return self.peer_s / self.ours_s

    @property
    def is_good(self) -> bool:
        """Whether the required ratio is reached, or none is required."""
        return self.required_ratio is None or self.ratio >= self.required_ratio


def cpu_seconds(call: Callable[[], object], *, calls: int) -> float:
    """CPU seconds of this process for one call, averaged over `calls` of them."""
    start = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - start) / calls


def measure_pair(
    ours: Callable[[], object],
    peer: Callable[[], object],
    *,
    ours_calls: int = 1,
    peer_calls: int = 1,
    rounds: int = 9,
) -> tuple[float, float]:
    """CPU seconds of one call of each, measured in turns.

    Parameters
    ----------
    ours, peer : callable
        Called without arguments; once each before anything is timed.
    ours_calls, peer_calls : int
        Calls in one round of each; enough for some milliseconds.
    rounds : int
        Rounds of ours and then the peer's. Turns cancel a machine that gets slower or faster.

    Returns
    -------
    tuple of float
        Medians over the rounds: ours, peer's.
    """
    ours()
    peer()
    ours_s: list[float] = []
    peer_s: list[float] = []
    for _ in range(rounds):
        ours_s.append(cpu_seconds(ours, calls=ours_calls))
        peer_s.append(cpu_seconds(peer, calls=peer_calls))
    return statistics.median(ours_s), statistics.median(peer_s)
