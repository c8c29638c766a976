"""How much work a picture may cost: chosen by what draws, lowered when frames are late. No GL.

Quality belongs to the machine, not to the picture's meaning: a still or film frame always has the
best (:data:`BEST`), so that its pixels are the same wherever it is drawn.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

LATE_S: Final = 1.0 / 24.0
_WATCHED: Final = 12
_TOO_MANY: Final = 9

_SOFTWARE: Final = ("llvmpipe", "softpipe", "swrast", "swiftshader", "gdi generic", "basic render")
_DISCRETE: Final = (
    "nvidia", "geforce", "quadro", "rtx", "tesla", "radeon rx", "radeon pro", "radeon hd",
    "firepro", "arc(tm)", " arc ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quality:
    """One level.

    ``supersample`` is the samples a side of a pixel; ``has_bloom`` whether light beyond white
    spreads.
    """

    name: str
    supersample: int
    has_bloom: bool


PLAIN: Final = Quality("plain", 1, has_bloom=False)
GOOD: Final = Quality("good", 1, has_bloom=True)
BEST: Final = Quality("best", 2, has_bloom=True)
LEVELS: Final = (PLAIN, GOOD, BEST)
"""From the cheapest to the best: for software, integrated and discrete graphics."""


def is_software(renderer_name: str) -> bool:
    """Whether the processor draws, by the name that GL gives its renderer."""
    return any(mark in renderer_name.lower() for mark in _SOFTWARE)


def quality_for(renderer_name: str) -> Quality:
    """Return the level to begin with on what GL calls its renderer.

    What is neither software nor known as a card of its own counts as integrated.
    """
    if is_software(renderer_name):
        return PLAIN
    name = renderer_name.lower()
    return BEST if any(mark in name for mark in _DISCRETE) else GOOD


def step_down(quality: Quality) -> Quality:
    """Return the next cheaper level, or the same where there is none."""
    return LEVELS[max(LEVELS.index(quality) - 1, 0)]


class FramePace:
    """Says when to step down: most of the last frames were late. It never steps up.

    A single slow frame (a map that arrives, a window that is resized) changes nothing. After a
    step the count begins anew, so that each level is tried before the next.
    """

    def __init__(self) -> None:
        self._late: deque[bool] = deque(maxlen=_WATCHED)

    def is_too_slow(self, frame_s: float) -> bool:
        """Take the time of one more frame, seconds; True once when a step down is due."""
        self._late.append(frame_s > LATE_S)
        if len(self._late) < _WATCHED or sum(self._late) < _TOO_MANY:
            return False
        self._late.clear()
        return True
