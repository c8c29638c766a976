"""Icons of the buttons: line drawings, tinted when they are loaded."""

from __future__ import annotations

from functools import cache

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

from mars7viz.assets import asset_path
from mars7viz.shells.widgets.theme import ACCENT, DISABLED, TEXT


def _pixmap(name: str, hue: str, size_px: int) -> QPixmap:
    drawing = asset_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", hue).encode()))
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


@cache
def icon(name: str) -> QIcon:
    """Icon of this file name under ``assets/icons``, without its suffix.

    Raises
    ------
    AssetMissingError
        If there is no such drawing.
    """
    made = QIcon()
    for size_px in (20, 40, 80):
        made.addPixmap(_pixmap(name, TEXT, size_px), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(_pixmap(name, ACCENT, size_px), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(_pixmap(name, DISABLED, size_px), QIcon.Mode.Disabled)
    return made
