"""Icons of the buttons: line drawings, tinted when they are loaded."""

from __future__ import annotations

from functools import cache

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

from mars7viz.assets import asset_path
from mars7viz.shells.widgets.theme import ACCENT, DISABLED, TEXT


def _pixmap(name: str, hue: str, size_px: int, *, is_mirrored: bool) -> QPixmap:
    drawing = asset_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", hue).encode()))
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    if is_mirrored:
        painter.translate(size_px, 0)
        painter.scale(-1.0, 1.0)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


@cache
def icon(name: str, *, is_mirrored: bool = False) -> QIcon:
    """Icon of this file name under ``assets/icons``, without its suffix; or its mirror image.

    Raises
    ------
    AssetMissingError
        If there is no such drawing.
    """
    made = QIcon()
    for size_px in (20, 40, 80):
        for hue, mode, state in (
            (TEXT, QIcon.Mode.Normal, QIcon.State.Off),
            (ACCENT, QIcon.Mode.Normal, QIcon.State.On),
            (DISABLED, QIcon.Mode.Disabled, QIcon.State.Off),
        ):
            made.addPixmap(_pixmap(name, hue, size_px, is_mirrored=is_mirrored), mode, state)
    return made
