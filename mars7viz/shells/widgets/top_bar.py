"""TopBar: title, what is looked at, the clock, and the language."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from mars7viz.figures import THIN
from mars7viz.i18n import Language, language_named, tr
from mars7viz.mission.model import Mission
from mars7viz.shells.widgets.buttons import Button
from mars7viz.shells.widgets.clock import Clock
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.menus import FocusMenu, ViewMenu
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.camera import resolved_pose
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot


class TopBar(QWidget):
    """One line over the window."""

    language_requested = pyqtSignal(str)

    def __init__(
        self,
        names: tuple[str, ...],
        mission: Mission,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mission = mission
        self._language: Language = "en"
        self.title = QLabel()
        self.title.setFont(theme.title(1))
        self.focus_menu = FocusMenu(names, mission, self)
        self.view_menu = ViewMenu(self)
        self.clock = Clock(theme)
        self.focus_button = self._button("target", theme)
        self.focus_button.setMenu(self.focus_menu)
        self.view_button = self._button("layers", theme)
        self.view_button.setMenu(self.view_menu)
        self.events_button = self._button("list", theme)
        self.events_button.setCheckable(True)
        self.language_button = self._button("languages", theme)
        self.language_button.clicked.connect(self._ask_language)
        self.help_button = self._button("circle-help", theme)
        self.help_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for button in (self.focus_button, self.view_button):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(14), theme.space(5), theme.space(8), theme.space(5))
        row.setSpacing(theme.space(4))
        row.addWidget(self.title)
        row.addSpacing(theme.space(12))
        row.addWidget(self.focus_button)
        row.addWidget(self.view_button)
        row.addWidget(self.events_button)
        row.addStretch(1)
        row.addWidget(self.clock)
        row.addSpacing(theme.space(12))
        row.addWidget(self.language_button)
        row.addWidget(self.help_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @staticmethod
    def _button(name: str, theme: Theme) -> Button:
        button = Button()
        button.setIcon(icon(name))
        button.setIconSize(QSize(theme.space(16), theme.space(16)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setMinimumHeight(theme.space(32))
        return button

    def _ask_language(self) -> None:
        self.language_requested.emit("ru" if self._language == "en" else "en")

    def _focus_name(self, snapshot: SceneSnapshot, options: ViewOptions, language: Language) -> str:
        """Say what is seen: before its launch a craft is not, and the camera waits at the Earth."""
        wanted = options.camera.focus
        seen = resolved_pose(snapshot, options.camera).focus
        name = self.focus_menu.name_of(seen, language)
        if seen == wanted or snapshot.et >= self._mission.launch_et:
            return name
        craft = self.focus_menu.name_of(wanted, language)
        why = tr("{craft} not yet launched", language).format(craft=craft)
        return f"{name} ({why})"

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show instant, focus and language."""
        self._language = language = language_named(options.language)
        self.clock.present(snapshot, options)
        self.focus_menu.present(snapshot, options)
        self.view_menu.present(snapshot, options)
        focus = self._focus_name(snapshot, options, language)
        for button, text, tip in (
            (self.focus_button, focus, tr("What to look at", language)),
            (self.view_button, tr("View", language), tr("What is drawn, and how", language)),
            (self.events_button, tr("Events", language), f"{tr('Events', language)}  ·  F8"),
            (
                self.language_button,
                "RU" if language == "en" else "EN",
                "По-русски  ·  Ctrl+L" if language == "en" else "In English  ·  Ctrl+L",
            ),
            (self.help_button, "", f"{tr('Keys and marks', language)}  ·  F1"),
        ):
            # A thin space: Qt sets the text closer to the icon than the words to each other.
            spaced = f"{THIN}{text}" if text else ""
            if button.text() != spaced:
                button.setText(spaced)
            if button.toolTip() != tip:
                button.setToolTip(tip)
                button.setAccessibleName(tip.partition("  ·  ")[0])
        title = self._mission.name.in_language(language)
        if self.title.text() != title:
            self.title.setText(title)
