"""MainWindow: bar, panels about the scene, deck with the timeline. It lays out and shows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from mars7viz.i18n import Language, language_named, tr
from mars7viz.mission.model import Mission
from mars7viz.shells.desktop.actions import key_rows, make_actions, speak
from mars7viz.shells.widgets.craft_panel import CraftPanel, Side
from mars7viz.shells.widgets.dialogs import PageDialog, SourcesDialog, about_page, keys_page
from mars7viz.shells.widgets.event_list import EventList
from mars7viz.shells.widgets.place_text import place_text
from mars7viz.shells.widgets.play_controls import PlayControls
from mars7viz.shells.widgets.range_history import RangeHistory
from mars7viz.shells.widgets.scene_host import SceneHost
from mars7viz.shells.widgets.theme import Theme
from mars7viz.shells.widgets.time_scrubber import TimeScrubber
from mars7viz.shells.widgets.toast import Toast
from mars7viz.shells.widgets.top_bar import TopBar
from mars7viz.snapshot.options import SurfacePlace, ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

SMALLEST_SCREEN: Final = QSize(1280, 720)
SIZE_ACTIONS: Final = ("larger", "smaller", "usual_size")
CRAFT_SIDES: Final[tuple[tuple[str, Side], ...]] = (("coast_stage", "left"), ("lander", "right"))


class MainWindow(QMainWindow):
    """The desktop window over a scene that somebody else draws.

    Parameters
    ----------
    scene
        The canvas's own widget; it stays in this window.
    names
        What can be looked at, in the order of the menu.
    histories
        Distances over time of each craft, for the small plots.
    """

    def __init__(
        self,
        scene: QWidget,
        mission: Mission,
        theme: Theme,
        *,
        names: tuple[str, ...],
        histories: Mapping[str, RangeHistory],
    ) -> None:
        super().__init__()
        self._mission = mission
        self._names = names
        self._histories = histories
        self._language: Language | None = None
        self._last: tuple[SceneSnapshot, ViewOptions] | None = None
        self._place: SurfacePlace | None = None
        self._has_lent_room = False
        self.actions_by_id: dict[str, QAction] = make_actions(self)
        self.scene = SceneHost(scene)
        self.scene.setParent(self)
        self._build(theme)
        self.resize(SMALLEST_SCREEN)
        self.scrubber.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def theme(self) -> Theme:
        """Sizes of everything but the scene."""
        return self._theme

    def _build(self, theme: Theme) -> None:
        """Make every part but the scene, which stays in this window for good."""
        self._theme = theme
        self.bar = TopBar(self._names, self._mission, theme)
        self.bar.view_menu.addSeparator()
        self.bar.view_menu.addActions([self.actions_by_id[name] for name in SIZE_ACTIONS])
        self.coast_stage, self.lander = (
            CraftPanel(name, self._mission, theme, side=side, history=self._histories.get(name))
            for name, side in CRAFT_SIDES
        )
        self.events = EventList(self._mission, theme)
        self.events.hide()
        self.controls = PlayControls(theme)
        self.scrubber = TimeScrubber(self._mission, theme)
        self._toast = Toast(theme, self)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Make every part anew in other sizes, with what was open and shown.

        The parts are new widgets: whoever listens to their signals connects again.
        """
        panels_open = self.coast_stage.is_open, self.lander.is_open
        has_events = not self.events.isHidden()
        # Out of the old layout, but never out of the window: the scene would lose its context.
        self.scene.setParent(self)
        self._toast.deleteLater()
        self._build(theme)
        self.scene.show()
        for panel, is_open in zip((self.coast_stage, self.lander), panels_open, strict=True):
            panel.set_open(is_open=is_open)
        if self._last is not None:
            self.present(*self._last)
        if has_events:
            self.toggle_events()
        else:
            self.scrubber.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.coast_stage)
        middle.addWidget(self.events)
        middle.addWidget(self.scene, 1)
        middle.addWidget(self.lander)
        deck = QWidget()
        deck.setObjectName("deck")
        deck_row = QHBoxLayout(deck)
        deck_row.setContentsMargins(0, 0, 0, 0)
        deck_row.setSpacing(self._theme.space(8))
        deck_row.addWidget(self.controls)
        deck_row.addWidget(self.scrubber, 1)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(deck)
        self.setCentralWidget(central)
        # Tab goes where the eye goes: the timeline first, then the buttons, bar and panels.
        order: list[QWidget] = [self.scrubber, *self.controls.buttons.values()]
        order += [
            self.bar.focus_button,
            self.bar.view_button,
            self.bar.events_button,
            self.bar.language_button,
            self.bar.help_button,
        ]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show the snapshot in every part but the scene itself."""
        language = language_named(options.language)
        if language != self._language:
            self._language = language
            speak(self.actions_by_id, language)
            name = self._mission.name.in_language(language)
            self.setWindowTitle(f"{name} — mars7viz")
        self.scene.present(snapshot, options)
        self.bar.present(snapshot, options)
        self.coast_stage.present(snapshot, options)
        self.lander.present(snapshot, options)
        if not self.events.isHidden():
            self.events.present(snapshot, options)
        # What a hidden list is told when it is shown.
        self._last = (snapshot, options)
        if options.place is not None and options.place != self._place:
            self.say(place_text(options.place, language))
        self._place = options.place
        self.controls.present(snapshot, options)
        self.scrubber.present(snapshot, options)

    def toggle_events(self) -> None:
        """Show or hide the list of events; shown, it has the focus."""
        is_shown = self.events.isHidden()
        if is_shown:
            # Before it shows, or the window would grow to hold everything.
            self._make_room()
        self.events.setVisible(is_shown)
        self.bar.events_button.setChecked(is_shown)
        if not is_shown and self._has_lent_room:
            self.coast_stage.set_open(is_open=True)
            self._has_lent_room = False
        if is_shown:
            if self._last is not None:
                self.events.present(*self._last)
            self.events.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.scrubber.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_room(self) -> None:
        """Lend the list the place of the coast stage's panel where both do not fit."""
        wanted = sum(panel.sizeHint().width() for panel in (self.coast_stage, self.lander))
        wanted += self.events.minimumWidth() + self.scene.minimumWidth()
        if self.coast_stage.is_open and wanted > self.width():
            self.coast_stage.set_open(is_open=False)
            self._has_lent_room = True

    def toggle_full_screen(self) -> None:
        """Cover the screen, or be a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def say(self, text: str) -> None:
        """Say something for a few seconds at the foot of the scene."""
        foot = self.scene.mapTo(self, self.scene.rect().bottomLeft())
        self._toast.say(text, left=foot.x(), bottom=foot.y(), width=self.scene.width())

    def open_help(self) -> PageDialog:
        """Open the page of the keys and the grades."""
        language = self._language or "en"
        page = keys_page(key_rows(language), language)
        return self._opened(
            PageDialog(tr("Keys and marks", language), page, self._theme, language, self)
        )

    def open_about(self) -> PageDialog:
        """Open the page about the program and its data."""
        language = self._language or "en"
        page = about_page(self._mission, language)
        return self._opened(
            PageDialog(tr("About and credits", language), page, self._theme, language, self)
        )

    def open_sources(self) -> PageDialog:
        """Open the list of sources."""
        return self._opened(SourcesDialog(self._mission, self._theme, self._language or "en", self))

    @staticmethod
    def _opened(dialog: PageDialog) -> PageDialog:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        return dialog
