"""The lower band that a visitor gets: large buttons and the timeline."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mars7viz.i18n import LANGUAGES, Language, language_named, tr
from mars7viz.mission.model import Mission
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.theme import RAISED, Theme
from mars7viz.shells.widgets.time_scrubber import TimeScrubber
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

SMALLEST_TARGET_PX = 48
_TARGET_PX = 40.0
_LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "ru": "Русский"}


class ControlBand(QWidget):
    """Home, events, play, language and the timeline: each at least 48 pixels for a finger.

    Signals come from fingers alone; ``present`` asks for nothing.
    """

    home_requested = pyqtSignal()
    play_requested = pyqtSignal()
    step_requested = pyqtSignal(int)
    language_requested = pyqtSignal()

    def __init__(self, mission: Mission, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language: Language | None = None
        self._is_playing: bool | None = None
        self.setObjectName("deck")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # A finger does not hover: what can be pressed must look so at rest.
        self.setStyleSheet(f"QToolButton {{ background: {RAISED}; font-size: {theme.px()}px; }}")
        self.scrubber = TimeScrubber(mission, theme)
        self.home = self._button("home")
        self.previous = self._button("skip-back")
        self.play = self._button("play")
        self.next = self._button("skip-forward")
        self.language = self._button("languages")
        self.home.clicked.connect(self.home_requested)
        self.play.clicked.connect(self.play_requested)
        self.language.clicked.connect(self.language_requested)
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        row = QHBoxLayout()
        row.setSpacing(theme.space(12))
        row.addWidget(self.home)
        row.addStretch(1)
        for button in (self.previous, self.play, self.next):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.language)
        column = QVBoxLayout(self)
        margin = theme.space(12)
        column.setContentsMargins(margin, margin // 2, margin, margin // 2)
        column.addWidget(self.scrubber)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def buttons(self) -> tuple[QToolButton, ...]:
        """Every button, from left to right."""
        return (self.home, self.previous, self.play, self.next, self.language)

    def _button(self, drawing: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(drawing))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFont(self._theme.sans())
        icon_px = self._theme.px(2)
        button.setIconSize(QSize(icon_px, icon_px))
        side = max(SMALLEST_TARGET_PX, self._theme.space(_TARGET_PX))
        button.setMinimumSize(side, side)
        return button

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show the instant, the language and whether time runs."""
        self.scrubber.present(snapshot, options)
        language = language_named(options.language)
        is_playing = options.playback.is_playing
        if language != self._language or is_playing != self._is_playing:
            self._language, self._is_playing = language, is_playing
            self._say(language, is_playing=is_playing)

    def _say(self, language: Language, *, is_playing: bool) -> None:
        after = LANGUAGES[(LANGUAGES.index(language) + 1) % len(LANGUAGES)]
        self.play.setIcon(icon("pause" if is_playing else "play"))
        for button, text in (
            (self.home, tr("Start", language)),
            (self.previous, tr("Previous event", language)),
            (self.play, tr("Pause", language) if is_playing else tr("Play", language)),
            (self.next, tr("Next event", language)),
            (self.language, _LANGUAGE_NAMES[after]),
        ):
            button.setText(text)
            button.setAccessibleName(text)
