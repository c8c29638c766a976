"""FadingScroll: a scroll area whose lower edge fades while there is more below."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QScrollArea, QWidget

from mars7viz.shells.widgets.theme import PANEL, color

_FADE_PX: Final = 16


class _Fade(QWidget):
    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        gradient = QLinearGradient(QPointF(0, 0), QPointF(0, self.height()))
        gradient.setColorAt(0.0, color(PANEL, 0.0))
        gradient.setColorAt(1.0, color(PANEL))
        painter.fillRect(self.rect(), gradient)
        painter.end()


class FadingScroll(QScrollArea):
    """Scrolls up and down only; a cut line of text does not look like an accident."""

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fade = _Fade(self)
        self._fade.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        bar = self.verticalScrollBar()
        if bar is not None:
            bar.valueChanged.connect(self._show_fade)
            bar.rangeChanged.connect(self._show_fade)

    def scroll_to(self, y_px: int) -> None:
        """Bring a height of the body to the top, as far as the body reaches."""
        bar = self.verticalScrollBar()
        if bar is not None:
            bar.setValue(y_px)

    def _show_fade(self) -> None:
        bar = self.verticalScrollBar()
        self._fade.setVisible(bar is not None and bar.value() < bar.maximum())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the fade at the foot."""
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        width = self.width() - (bar.width() if bar is not None else 0)
        self._fade.setGeometry(0, self.height() - _FADE_PX, width, _FADE_PX)
        self._fade.raise_()
        self._show_fade()
