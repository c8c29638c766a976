"""PlayControls: how time runs, on seven buttons and one reading."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QPointF, QSize, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mars7viz.figures import MINUS, Figure, rate_text
from mars7viz.i18n import Language, language_named, marked, tr
from mars7viz.shells.widgets.buttons import Button
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.theme import SECONDARY, TEXT, Theme, color
from mars7viz.shells.widgets.thin_text import draw_thin, thin_width
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

SHORTCUTS: Final = {
    "previous": "PgUp",
    "reverse": "R",
    "slower": "[",
    "play": "Space",
    "faster": "]",
    "next": "PgDown",
}
_ICONS: Final = {
    "previous": "skip-back",
    "reverse": "play",
    "slower": "rewind",
    "play": "play",
    "faster": "fast-forward",
    "next": "skip-forward",
}
_NAMES: Final = {
    "previous": marked("Previous event"),
    "reverse": marked("Run time the other way"),
    "slower": marked("Slower"),
    "play": marked("Play"),
    "faster": marked("Faster"),
    "next": marked("Next event"),
}


def shown_rate(rate: float, language: Language) -> Figure:
    """Write what passes in a second, and after it the factor; real time is its own name."""
    figure = rate_text(abs(rate), language=language)
    sign = MINUS if rate < 0 else ""
    if abs(rate) == 1.0:
        return Figure(f"{sign}{figure.number}", figure.unit)
    return Figure(f"{sign}{figure.unit}", figure.number)


class RateReading(QWidget):
    """What passes in a second, and the factor by which time runs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.figure = Figure("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_figure(self, figure: Figure) -> None:
        """Show another rate."""
        if figure != self.figure:
            self.figure = figure
            self.setAccessibleName(figure.plain)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the fastest rate."""
        number = thin_width("−16.7 мин/с", self._theme.mono(1))
        factor = thin_width("×2 592 000", self._theme.sans(-1))
        width = number + factor + self._theme.space(26)
        return QSize(round(width), self._theme.space(26))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint factor and span on one line."""
        painter = QPainter(self)
        font = self._theme.mono(1)
        baseline = self.height() / 2 + QFontMetricsF(font).capHeight() / 2
        left = float(self._theme.space(8))
        x = left + draw_thin(
            painter, QPointF(left, baseline), self.figure.number, font, color(TEXT)
        )
        unit_font = self._theme.sans(-1)
        x += self._theme.space(10)
        draw_thin(painter, QPointF(x, baseline), self.figure.unit, unit_font, color(SECONDARY))
        painter.end()

    def content_width(self) -> float:
        """Width that the shown rate needs, in pixels."""
        number = thin_width(self.figure.number, self._theme.mono(1))
        unit = thin_width(self.figure.unit, self._theme.sans(-1))
        return number + unit + self._theme.space(18)


class PlayControls(QWidget):
    """Buttons for time; each asks, none keeps how time runs."""

    play_toggled = pyqtSignal()
    reverse_requested = pyqtSignal()
    slower_requested = pyqtSignal()
    faster_requested = pyqtSignal()
    event_step_requested = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language: Language | None = None
        self._is_playing: bool | None = None
        self._rate = 0.0
        self.rate_reading = RateReading(theme)
        self.buttons = {key: self._button(key, theme) for key in _ICONS}
        self.buttons["previous"].clicked.connect(lambda: self.event_step_requested.emit(-1))
        self.buttons["next"].clicked.connect(lambda: self.event_step_requested.emit(1))
        self.buttons["reverse"].clicked.connect(self.reverse_requested)
        self.buttons["slower"].clicked.connect(self.slower_requested)
        self.buttons["faster"].clicked.connect(self.faster_requested)
        self.buttons["play"].clicked.connect(self.play_toggled)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        for button in self.buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(12), theme.space(8), 0, theme.space(8))
        column.setSpacing(theme.space(6))
        column.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.rate_reading)
        column.addStretch(1)

    @staticmethod
    def _button(key: str, theme: Theme) -> Button:
        button = Button()
        side = theme.space(44 if key == "play" else 40)
        button.setFixedSize(side, theme.space(44))
        button.setIconSize(QSize(theme.space(20), theme.space(20)))
        # Time running back is play the other way round.
        button.setIcon(icon(_ICONS[key], is_mirrored=key == "reverse"))
        if key == "reverse":
            button.setCheckable(True)
        return button

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show how time runs."""
        language = language_named(options.language)
        playback = options.playback
        wanted = (language, playback.is_playing, playback.rate)
        if wanted == (self._language, self._is_playing, self._rate):
            return
        self._language, self._is_playing, self._rate = wanted
        self.rate_reading.set_figure(shown_rate(playback.rate, language))
        self.buttons["play"].setIcon(icon("pause" if playback.is_playing else "play"))
        self.buttons["reverse"].setChecked(playback.rate < 0)
        for key, button in self.buttons.items():
            name = tr(_NAMES[key], language)
            if key == "play" and playback.is_playing:
                name = tr("Pause", language)
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  ·  {SHORTCUTS[key]}")
