"""EventCard: what is on record of one event, to be read at leisure under the list."""

from __future__ import annotations

from PyQt6.QtCore import QUrl, pyqtSignal
from PyQt6.QtWidgets import QTextBrowser, QWidget

from mars7viz.i18n import Language, tr
from mars7viz.mission.model import Mission, MissionEvent
from mars7viz.shells.widgets.event_page import EVENT_LINK, event_html
from mars7viz.shells.widgets.theme import Theme


class EventCard(QTextBrowser):
    """The page of one event; its links lead to other events."""

    event_chosen = pyqtSignal(str)

    def __init__(self, mission: Mission, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mission = mission
        self._mark_px = theme.px(-1)
        self._shown: tuple[str, Language] | None = None
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)

    @property
    def event_id(self) -> str | None:
        """The event that is shown."""
        return None if self._shown is None else self._shown[0]

    def show_event(self, event: MissionEvent, language: Language) -> None:
        """Show the page of an event from its beginning."""
        if (event.id, language) == self._shown:
            return
        self._shown = (event.id, language)
        name = event.name.in_language(language)
        self.setAccessibleName(f"{tr('Event', language)}: {name}")
        self.setHtml(event_html(event, self._mission, language, mark_px=self._mark_px))

    def _follow(self, link: QUrl) -> None:
        self.event_chosen.emit(link.toString().removeprefix(EVENT_LINK))
