"""How far a film is: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

_LINE_EVERY_S = 5.0


@contextmanager
def counting(console: Console, what: str, *, total: int) -> Iterator[Callable[[int], None]]:
    """Give a function to be told how many of ``total`` are done."""
    if console.is_terminal:
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=console,
        ) as bar:
            task = bar.add_task(what, total=total)
            yield lambda done: bar.update(task, completed=done)
        return
    lines = _Lines(console, what, total)
    yield lines.count


class _Lines:
    """A line now and then, for a log."""

    def __init__(self, console: Console, what: str, total: int) -> None:
        self._console = console
        self._what = what
        self._total = total
        self._start_s = time.monotonic()
        self._told_s = self._start_s
        self._told = -1

    def count(self, done: int) -> None:
        now_s = time.monotonic()
        is_due = now_s - self._told_s >= _LINE_EVERY_S or done >= self._total
        if done == self._told or not is_due:
            return
        self._told_s, self._told = now_s, done
        left_s = (now_s - self._start_s) / max(done, 1) * (self._total - done)
        ending = f", about {left_s:.0f} s left" if done < self._total else ""
        self._console.print(f"{self._what}: {done} of {self._total}{ending}", highlight=False)
