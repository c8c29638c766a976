"""Every touch, click and key goes by here first: it wakes the exhibit, and some go no further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QWindow

_Type = QEvent.Type
PRESSES: Final = frozenset(
    {_Type.MouseButtonPress, _Type.MouseButtonDblClick, _Type.TouchBegin, _Type.TabletPress}
)
_RELEASES: Final = frozenset(
    {_Type.MouseButtonRelease, _Type.TouchEnd, _Type.TouchCancel, _Type.TabletRelease}
)
_MOVES: Final = frozenset({_Type.MouseMove, _Type.TouchUpdate, _Type.TabletMove})
_KEYS: Final = frozenset({_Type.KeyPress, _Type.KeyRelease})
_NEVER: Final = frozenset({_Type.ContextMenu, _Type.Shortcut, _Type.ShortcutOverride})


class Touches(QObject):
    """An event filter for the whole application.

    Parameters
    ----------
    felt
        Told of every touch before anything else; says whether the touch has done its work.
    moved
        Told that the pointer moved.
    leave
        Told that the staff's keys, Ctrl+Shift+Q, were pressed.
    """

    def __init__(
        self, *, felt: Callable[[], bool], moved: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__()
        self._felt = felt
        self._moved = moved
        self._leave = leave
        self._is_spent = False

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Hear the event; answer whether it goes no further."""
        if event is None:
            return False
        kind = event.type()
        if kind in _NEVER:
            return True
        # Input comes to the window first and then to a widget in it: it is heard once.
        if not isinstance(watched, QWindow):
            return False
        if isinstance(event, QKeyEvent):
            return self._key(event)
        return self._pointer(event, kind)

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() is _Type.KeyRelease:
            return False
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Q and event.modifiers() & both == both:
            self._leave()
            return True
        # A key that something lies on is nobody's: it must not keep the loop away for ever.
        return False if event.isAutoRepeat() else self._felt()

    def _pointer(self, event: QEvent, kind: QEvent.Type) -> bool:
        if kind in PRESSES:
            self._is_spent = self._felt() or self._is_spent
        elif kind is _Type.Wheel:
            return self._felt()
        elif kind in _MOVES:
            self._moved()
            if kind is not _Type.MouseMove or (
                isinstance(event, QMouseEvent) and event.buttons() != Qt.MouseButton.NoButton
            ):
                # A finger that is still down is still there.
                self._felt()
        elif kind not in _RELEASES:
            return False
        goes_no_further = self._is_spent
        if kind in _RELEASES:
            self._is_spent = False
        if goes_no_further:
            # Accepted, or Qt would make a mouse press of the touch.
            event.accept()
        return goes_no_further
