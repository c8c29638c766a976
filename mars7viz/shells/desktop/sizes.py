"""Sizes of the interface and of the window on the screen at hand. No window is touched here."""

from __future__ import annotations

from typing import Final

from mars7viz.shells.widgets.theme import DESKTOP_PX, Theme

# Running text on a screen 1080 px high, and on one of 2160 px that Qt does not enlarge itself.
_LOW_PX, _HIGH_PX = 1080.0, 2160.0
_TEXT_AT_HIGH_PX: Final = 24.0
LEAST_TEXT_PX: Final = 9.0
MOST_TEXT_PX: Final = 40.0
# The smallest screen on which the usual text has room.
_LEAST_WIDTH_PX: Final = 1280.0
_LEAST_HEIGHT_PX: Final = 600.0
_STEP: Final = 1.1
# A window takes this part of the screen; below this height of it there is nothing to spare.
_PART: Final = 0.8
_SPARE_PX: Final = 1000


def usual_theme(screen_width_px: float, screen_height_px: float) -> Theme:
    """Return the sizes for a screen of this size in Qt's own pixels.

    Where Qt enlarges everything itself, its pixels are fewer and nothing is enlarged twice. On a
    screen too small for the window the text is smaller, so that nothing is cut.
    """
    part = min(max((screen_height_px - _LOW_PX) / (_HIGH_PX - _LOW_PX), 0.0), 1.0)
    usual_px = DESKTOP_PX + part * (_TEXT_AT_HIGH_PX - DESKTOP_PX)
    fitting_px = DESKTOP_PX * min(
        screen_width_px / _LEAST_WIDTH_PX, screen_height_px / _LEAST_HEIGHT_PX
    )
    return Theme(base_px=max(min(usual_px, fitting_px), LEAST_TEXT_PX))


def stepped(theme: Theme, steps: int) -> Theme:
    """Return the sizes made larger (``steps`` > 0) or smaller, within what can be read."""
    wanted = theme.base_px * _STEP**steps
    return Theme(base_px=min(max(wanted, LEAST_TEXT_PX), MOST_TEXT_PX))


def opening_size(width_px: int, height_px: int) -> tuple[int, int] | None:
    """Return the window's size for this much room on the screen; None where it takes all of it."""
    if height_px < _SPARE_PX:
        return None
    return round(_PART * width_px), round(_PART * height_px)
