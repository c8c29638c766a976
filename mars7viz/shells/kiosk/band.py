"""The lower band that a visitor gets: large buttons and the timeline."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mars7viz.i18n import LANGUAGES, Language, language_named, marked, tr
from mars7viz.mission.model import Mission
from mars7viz.shells.widgets.clock import Clock
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.theme import ACCENT, DISABLED, RAISED, Theme
from mars7viz.shells.widgets.time_scrubber import TimeScrubber
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

SMALLEST_TARGET_PX = 48
_TARGET_PX = 40.0
_GAP: Final = "\u2002"
LOOKS: Final = {
    "mars": marked("Mars"),
    "lander": marked("Craft"),
    "earth": marked("Earth"),
    "sun": marked("Whole path"),
}
"""What a visitor can look at by one touch: the whole path lies about the Sun."""
_LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "ru": "Русский"}


class ControlBand(QWidget):
    """What to look at, clock, timeline, home, events, play, language.

    Each is at least 48 pixels for a finger.

    Signals come from fingers alone; ``present`` asks for nothing.
    """

    home_requested = pyqtSignal()
    play_requested = pyqtSignal()
    step_requested = pyqtSignal(int)
    language_requested = pyqtSignal()
    focus_requested = pyqtSignal(str)

    def __init__(self, mission: Mission, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language: Language | None = None
        self._is_playing: bool | None = None
        self.setObjectName("deck")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # A finger does not hover: what can be pressed must look so at rest.
        self.setStyleSheet(
            f"QToolButton {{ background: {RAISED}; font-size: {theme.px()}px; }}"
            f"QToolButton:checked {{ color: {ACCENT}; border-color: {ACCENT}; }}"
            f"QToolButton:disabled {{ color: {DISABLED}; }}"
        )
        self.clock = Clock(theme)
        self.looks = {name: self._button("") for name in LOOKS}
        for name, button in self.looks.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, name=name: self._ask_focus(name))
        self._focus = ""
        top = QHBoxLayout()
        top.setSpacing(theme.space(8))
        for button in self.looks.values():
            top.addWidget(button)
        top.addStretch(1)
        top.addWidget(self.clock)
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
        column.addLayout(top)
        column.addWidget(self.scrubber)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def buttons(self) -> tuple[QToolButton, ...]:
        """Every button, from left to right, the upper row first."""
        lower = (self.home, self.previous, self.play, self.next, self.language)
        return (*self.looks.values(), *lower)

    def _button(self, drawing: str) -> QToolButton:
        button = QToolButton(self)
        if drawing:
            button.setIcon(icon(drawing))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFont(self._theme.sans())
        icon_px = self._theme.px(2)
        button.setIconSize(QSize(icon_px, icon_px))
        side = max(SMALLEST_TARGET_PX, self._theme.space(_TARGET_PX))
        button.setMinimumSize(side, side)
        return button

    def _ask_focus(self, name: str) -> None:
        # Which one is looked at is told by the session, not by the finger.
        self._mark_focus()
        self.focus_requested.emit(name)

    def _mark_focus(self) -> None:
        for name, button in self.looks.items():
            button.setChecked(name == self._focus)

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show the instant, the language and whether time runs."""
        self.scrubber.present(snapshot, options)
        self.clock.present(snapshot, options)
        self._focus = options.camera.focus
        self._mark_focus()
        for name, button in self.looks.items():
            button.setEnabled(snapshot.position_km(name) is not None)
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
            # Qt sets the words close to the icon.
            button.setText(f"{_GAP}{text}")
            button.setAccessibleName(text)
        for name, button in self.looks.items():
            text = tr(LOOKS[name], language)
            button.setText(text)
            button.setAccessibleName(text)
