"""Signs of life: what a supervisor may trust.

Here belongs the heartbeat: it may be sent from ``FrameCount.drawn`` alone, after a picture that was
drawn without an error, never from a timer, which goes on over a black window.
"""

from __future__ import annotations

import logging

LOG = logging.getLogger("mars7viz.kiosk")


class FrameCount:
    """Counts pictures that reached the window."""

    def __init__(self, now_s: float) -> None:
        self._opened_s = now_s
        self.n_drawn = 0
        self.last_s: float | None = None

    def drawn(self, now_s: float) -> None:
        """Hear that a picture was drawn whole and shown."""
        if self.n_drawn == 0:
            LOG.info("first picture after %.1f s", now_s - self._opened_s)
        self.n_drawn += 1
        self.last_s = now_s
