"""Where the furniture of the picture stands: sizes, margins and corners. Pure, output pixels."""

from __future__ import annotations

from typing import Final

from mars7viz.scene.drawing import Frame
from mars7viz.scene.label_layout import Box

MARGIN_PX: Final = 28.0
SMALLEST_TEXT_PX: Final = 10


def text_scale(frame: Frame) -> float:
    """Return output pixels per design pixel of text: with the picture, and as the visitor asks.

    A picture too narrow for its height (a portrait screen) has text for its width.
    """
    by_width = frame.view.width / 1280.0
    return min(frame.pixel_scale, by_width) * frame.options.ui_scale


def text_px(design_px: float, scale: float) -> int:
    """Return a size of text in whole pixels that can still be read in a small picture."""
    return max(SMALLEST_TEXT_PX, round(design_px * scale))


def reserved_boxes(frame: Frame) -> tuple[Box, ...]:
    """Return the corners and bands that labels leave alone, whether full just now or not.

    They depend on what is switched on, never on the instant: labels do not jump when a legend
    comes or goes.
    """
    scale = text_scale(frame)
    width, height = frame.view.width, frame.view.height
    layers, caption = frame.options.layers, frame.options.caption
    boxes = []
    if layers.legend:
        boxes.append(_corner(frame, 260.0, 190.0, right=False, bottom=True))
        boxes.append(_corner(frame, 300.0, 64.0, right=True, bottom=False))
    if layers.scale_bar:
        boxes.append(_corner(frame, 300.0, 90.0, right=True, bottom=True))
    if caption is not None or layers.clock:
        boxes.append(_corner(frame, 440.0, 130.0, right=True, bottom=False))
    if caption is not None:
        band = 150.0 * scale
        boxes.append(Box(0.2 * width, height - band, 0.6 * width, band))
        if caption.chapter:
            boxes.append(Box(0.0, 0.0, 0.55 * width, 90.0 * scale))
        if caption.source:
            boxes.append(Box(0.45 * width, height - 50.0 * scale, 0.55 * width, 50.0 * scale))
    return tuple(boxes)


def _corner(frame: Frame, width_px: float, height_px: float, *, right: bool, bottom: bool) -> Box:
    scale = text_scale(frame)
    width, height = (MARGIN_PX + width_px) * scale, (MARGIN_PX + height_px) * scale
    return Box(
        frame.view.width - width if right else 0.0,
        frame.view.height - height if bottom else 0.0,
        width,
        height,
    )
