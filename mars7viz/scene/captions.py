"""Captions as lines of the picture: two at most, of even length, 42 characters each."""

from __future__ import annotations

import textwrap
from typing import Final

LINE_CHARACTERS: Final = 42
MOST_LINES: Final = 2


def caption_lines(text: str) -> tuple[str, ...]:
    """Break a caption into at most two lines.

    Line breaks of the text are kept. A text that fits is broken where both lines are most nearly
    even; one that is too long gets longer lines, which the picture sets smaller.
    """
    given = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(given) > 1:
        return (given[0], " ".join(given[1:]))
    if not given or len(given[0]) <= LINE_CHARACTERS:
        return tuple(given)
    shortest = (len(given[0]) + 1) // MOST_LINES
    for characters in range(shortest, len(given[0]) + 1):
        lines = textwrap.wrap(given[0], characters, break_long_words=False)
        if len(lines) <= MOST_LINES:
            return tuple(lines)
    return tuple(given)
