"""Button: a tool button that answers Space and Enter even where the window has keys of its own."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QToolButton, QWidget

from mars7viz.shells.widgets.icons import icon

_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QToolButton):
    """With the focus on it, Space presses it and does not start or stop time."""

    def __init__(self, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if icon_name:
            self.setIcon(icon(icon_name))

    def event(self, event: QEvent | None) -> bool:
        """Keep the press keys from the window's shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in _PRESS
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Press, or open the menu."""
        if event is None or event.key() not in _PRESS:
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            event.accept()
        elif self.menu() is not None:
            self.showMenu()
        else:
            self.click()
