"""SideStrip: what is left of a collapsed panel, its title set upright along the edge."""

from __future__ import annotations

from typing import Literal

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QFont, QPainter, QPaintEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from mars7viz.shells.widgets.buttons import Button
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.theme import PANEL, SECONDARY, Theme, color


class SideStrip(QWidget):
    """A button to open the panel again, and the panel's title turned a quarter."""

    def __init__(
        self, theme: Theme, *, opens: Literal["left", "right"], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._theme = theme
        self._title = ""
        self.button = Button()
        self.button.setIcon(icon(f"chevron-{opens}"))
        self.button.setIconSize(QSize(theme.space(16), theme.space(16)))
        column = QVBoxLayout(self)
        column.setContentsMargins(2, theme.space(6), 2, theme.space(6))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFixedWidth(theme.space(36))

    def set_title(self, title: str) -> None:
        """Show a title."""
        self._title = title
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the title from top to bottom."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(PANEL))
        painter.setFont(self._theme.sans(-1, QFont.Weight.DemiBold, tracking=8.0))
        painter.setPen(color(SECONDARY))
        top = self.button.geometry().bottom() + self._theme.space(14)
        painter.translate(self.width(), top)
        painter.rotate(90.0)
        painter.drawText(
            QRectF(0, 0, max(self.height() - top, 0), self.width()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self._title,
        )
        painter.end()
