"""The exhibit's window: the scene from edge to edge, words over it, a band for visitors."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QCloseEvent, QResizeEvent
from PyQt6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from mars7viz.i18n import LANGUAGES, Language, tr
from mars7viz.shells.kiosk.band import ControlBand
from mars7viz.shells.kiosk.idle import Mode
from mars7viz.shells.widgets.theme import PANEL, SANS, TEXT, Theme

_MARGIN = 28


class KioskWindow(QWidget):
    """Shows what the exhibit does; closes only when it is told to.

    Parameters
    ----------
    scene
        The widget of the scene.
    band
        The visitor's controls; hidden in the loop.
    """

    def __init__(self, scene: QWidget, band: ControlBand, theme: Theme) -> None:
        super().__init__()
        self._scene = scene
        self._band = band
        self._theme = theme
        self._may_close = False
        self.setWindowTitle("Mars 7")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        scene.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scene, 1)
        column.addWidget(band)
        self._hint = self._words("hint", theme.px(0))
        self._hint.setText(" · ".join(tr("Touch to explore", name) for name in LANGUAGES))
        self._warning = self._words("warning", theme.px(2))
        self.show_mode(Mode.ATTRACT, seconds_left=0, language="en")

    def _words(self, name: str, size_px: int) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        pad = self._theme.space(10)
        label.setStyleSheet(
            f'background: {PANEL}; color: {TEXT}; font-family: "{SANS}"; font-size: {size_px}px;'
            f"padding: {pad}px {2 * pad}px; border-radius: {pad}px;"
        )
        return label

    def show_mode(self, mode: Mode, *, seconds_left: int, language: Language) -> None:
        """Show or hide the band, the hint and the warning."""
        self._band.setVisible(mode is not Mode.ATTRACT)
        self._hint.setVisible(mode is Mode.ATTRACT)
        if mode is Mode.WARNING:
            question = tr("Are you still there?", language)
            ending = tr("The tour begins again in {seconds} s. Touch to stay.", language)
            self._warning.setText(f"{question}\n{ending.format(seconds=seconds_left)}")
        self._warning.setVisible(mode is Mode.WARNING)
        self._place_words()

    def scene_part(self) -> float:
        """Return what part of the window's height the scene has."""
        return self._scene.height() / max(self.height(), 1)

    def show_pointer(self, *, visible: bool) -> None:
        """Show the pointer, or leave the picture to itself."""
        if visible:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.BlankCursor)

    def _place_words(self) -> None:
        over = self._scene.geometry()
        if over.isEmpty():
            over = self.rect()
        margin = self._theme.space(_MARGIN)
        for label, from_top in ((self._hint, 0.0), (self._warning, 0.4)):
            label.adjustSize()
            top = over.top() + max(margin, round(from_top * over.height()))
            # In the middle: chapter and clock have the corners, the caption has the foot.
            left = over.center().x() - label.width() // 2
            label.setGeometry(QRect(left, top, label.width(), label.height()))
            label.raise_()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the words in their places."""
        super().resizeEvent(event)
        self._place_words()

    def finish(self) -> None:
        """Close the window."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Stay open whatever asks, Alt+F4 and the window manager too."""
        if event is not None and not self._may_close:
            event.ignore()
