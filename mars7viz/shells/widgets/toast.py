"""Toast: one sentence over the foot of the scene, for a few seconds."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QLabel, QWidget

from mars7viz.shells.widgets.theme import LINE, RAISED, Theme

SHOWN_MS: Final = 5000


class Toast(QLabel):
    """A label that comes, says one thing and goes; it takes no clicks and no focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        pad = theme.space(10)
        self._gap = theme.space(14)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(
            f"background: {RAISED}; border: 1px solid {LINE}; border-radius: 4px; padding: {pad}px"
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, *, left: int, bottom: int, width: int) -> None:
        """Show a sentence centered over a foot line, in the window's pixels."""
        self.setText(text)
        wide = min(self.fontMetrics().horizontalAdvance(text) + 4 * self._gap, width)
        tall = self.heightForWidth(wide)
        self.setGeometry(left + (width - wide) // 2, bottom - tall - self._gap, wide, tall)
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)
