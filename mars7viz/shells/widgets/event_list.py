"""EventList: the mission's events in order; Enter or a click goes there."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QFont, QFontMetrics, QFontMetricsF, QKeyEvent, QPainter
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mars7viz.i18n import Language, language_named, tr
from mars7viz.mission.model import Mission, MissionEvent
from mars7viz.shells.widgets.dates import event_date
from mars7viz.shells.widgets.event_card import EventCard
from mars7viz.shells.widgets.event_page import event_tip_html
from mars7viz.shells.widgets.evidence import grade_word
from mars7viz.shells.widgets.marks import paint_grade_mark
from mars7viz.shells.widgets.theme import (
    ACCENT,
    LINE,
    PANEL,
    RAISED,
    SECONDARY,
    TEXT,
    Theme,
    color,
)
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import SceneSnapshot

WIDTH_PX: Final = 320
_AT_S: Final = 0.5


class EventModel(QAbstractListModel):
    """The events as Qt wants rows."""

    def __init__(self, mission: Mission, *, mark_px: int) -> None:
        super().__init__()
        self.events = mission.events
        self._mission = mission
        self._mark_px = mark_px
        self.language: Language = "en"

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many events there are."""
        return 0 if parent is not None and parent.isValid() else len(self.events)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return the name of an event, what a reader says, or what its tooltip explains."""
        event = self.events[index.row()]
        name = event.name.in_language(self.language)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            date = event_date(event, self.language)
            grades = (
                grade_word(event.grade, self.language),
                grade_word(event.time_grade, self.language),
            )
            return f"{name}; {grades[0]}; {date}; {grades[1]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            tip = event_tip_html(event, self._mission, self.language, mark_px=self._mark_px)
            return f'<div style="width:340px">{tip}</div>'
        return None

    def set_language(self, language: Language) -> None:
        """Speak another language."""
        self.beginResetModel()
        self.language = language
        self.endResetModel()


class EventDelegate(QStyledItemDelegate):
    """Paints an event: its mark and its name; below, the mark of its date and the date."""

    def __init__(self, model: EventModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._theme = theme
        self.current_row = -1
        self.et = 0.0

    def _name_font(self, event: MissionEvent) -> QFont:
        weight = QFont.Weight.Medium if event.importance == 1 else QFont.Weight.Normal
        return self._theme.sans(0, weight)

    def _name_box(self, width: int) -> QRect:
        space = self._theme.space
        return QRect(space(34), space(7), width - space(34) - space(12), 10_000)

    def _name_height(self, event: MissionEvent, width: int) -> int:
        name = event.name.in_language(self._model.language)
        flags = Qt.TextFlag.TextWordWrap
        return (
            QFontMetrics(self._name_font(event))
            .boundingRect(self._name_box(width), flags, name)
            .height()
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Height of the name and its date."""
        width = option.rect.width()
        view = option.widget
        if isinstance(view, QListView):
            viewport = view.viewport()
            width = width if viewport is None else viewport.width()
        event = self._model.events[index.row()]
        date = QFontMetrics(self._theme.mono(-1)).height()
        return QSize(width, self._name_height(event, width) + date + self._theme.space(15))

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Paint one row."""
        if painter is None:
            return
        event = self._model.events[index.row()]
        box, space = option.rect, self._theme.space
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = index.row() == self.current_row
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(box, color(RAISED if is_current or is_hovered else PANEL))
        if is_current:
            painter.fillRect(QRectF(box.left(), box.top(), space(3), box.height()), color(ACCENT))
        if has_focus:
            painter.setPen(color(ACCENT))
            painter.drawRoundedRect(QRectF(box).adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
        is_past = event.et <= self.et + _AT_S
        mark = QPointF(box.left() + space(20), box.top() + space(16))
        radius = self._theme.base_px * 0.3
        paint_grade_mark(painter, mark, radius, event.grade)
        name_box = self._name_box(box.width()).translated(box.topLeft())
        height = self._name_height(event, box.width())
        name_box.setHeight(height)
        painter.setFont(self._name_font(event))
        painter.setPen(color(TEXT if is_past or is_current else SECONDARY))
        painter.drawText(
            name_box, Qt.TextFlag.TextWordWrap, event.name.in_language(self._model.language)
        )
        font = self._theme.mono(-1)
        painter.setFont(font)
        painter.setPen(color(SECONDARY))
        baseline = name_box.bottom() + QFontMetricsF(font).ascent() + space(3)
        date = event_date(event, self._model.language)
        middle = baseline - QFontMetricsF(font).capHeight() / 2
        mark = QPointF(name_box.left() + radius, middle)
        paint_grade_mark(painter, mark, 0.8 * radius, event.time_grade)
        painter.drawText(QPointF(name_box.left() + space(14), baseline), date)
        painter.fillRect(
            QRectF(name_box.left(), box.bottom(), name_box.width(), 1.0), color(LINE, 0.6)
        )
        painter.restore()


class EventView(QListView):
    """List in which arrows walk and Enter goes; its own keys, so that ``present`` cannot emit."""

    event_chosen = pyqtSignal(str)

    def __init__(self, model: EventModel, delegate: EventDelegate) -> None:
        super().__init__()
        self._events = model
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.event_chosen.emit(self._events.events[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter goes to the event under the cursor."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent | None) -> bool:
        """Let rows take the new width when the list is resized."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self.scheduleDelayedItemsLayout()
        return super().viewportEvent(event)


class EventList(QWidget):
    """The list, in it the last event that has begun is marked; below it the event's card."""

    event_chosen = pyqtSignal(str)

    def __init__(self, mission: Mission, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = EventModel(mission, mark_px=theme.px(-1))
        self._delegate = EventDelegate(self._model, theme)
        self.view = EventView(self._model, self._delegate)
        self.view.event_chosen.connect(self._choose)
        self.card = EventCard(mission, theme)
        self.card.event_chosen.connect(self._choose)
        self._chosen: MissionEvent | None = None
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.view)
        parts.addWidget(self.card)
        parts.setSizes([2, 3])
        self._title = QLabel()
        self._title.setFont(theme.sans(-1, QFont.Weight.DemiBold, tracking=8.0))
        self._title.setContentsMargins(theme.space(14), theme.space(12), 0, theme.space(10))
        self._language: Language | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(parts, 1)
        self.setFixedWidth(theme.space(WIDTH_PX))

    @property
    def current_event_id(self) -> str | None:
        """The marked event, or None before the first."""
        row = self._delegate.current_row
        return self._model.events[row].id if row >= 0 else None

    def _choose(self, event_id: str) -> None:
        self._chosen = next(event for event in self._model.events if event.id == event_id)
        self.event_chosen.emit(event_id)
        if self._language is not None:
            self.card.show_event(self._chosen, self._language)

    def _show_card(self, et: float, row: int, language: Language) -> None:
        """Show the event that was chosen as long as time stands on it, else the marked one."""
        if self._chosen is not None and abs(self._chosen.et - et) > _AT_S:
            self._chosen = None
        event = self._chosen or self._model.events[max(row, 0)]
        self.card.show_event(event, language)

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Mark where we are."""
        language = language_named(options.language)
        if language != self._language:
            self._language = language
            self._title.setText(tr("Events", language).upper())
            self.view.setAccessibleName(tr("Events", language))
            self._model.set_language(language)
        self._delegate.et = snapshot.et
        begun = [i for i, event in enumerate(self._model.events) if event.et <= snapshot.et + _AT_S]
        row = begun[-1] if begun else -1
        self._show_card(snapshot.et, row, language)
        if row != self._delegate.current_row:
            self._delegate.current_row = row
            if row >= 0 and not self.view.hasFocus():
                self.view.scrollTo(
                    self._model.index(row), QAbstractItemView.ScrollHint.PositionAtCenter
                )
            viewport = self.view.viewport()
            if viewport is not None:
                viewport.update()
