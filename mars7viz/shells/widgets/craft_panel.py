"""CraftPanel: everything on record of one craft at the instant shown, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeVar

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mars7viz.i18n import Language, language_named, marked, tr
from mars7viz.shells.widgets.buttons import Button
from mars7viz.shells.widgets.evidence import Sources
from mars7viz.shells.widgets.fading_scroll import FadingScroll
from mars7viz.shells.widgets.figure_grid import FigureGrid
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.range_history import RangeHistory
from mars7viz.shells.widgets.range_plot import RangePlot
from mars7viz.shells.widgets.side_strip import SideStrip
from mars7viz.shells.widgets.status_rows import InstrumentRow, StatusRow, WordRow, wrapping_label
from mars7viz.shells.widgets.theme import SECONDARY, Theme
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import CraftStatus, SceneSnapshot

Side = Literal["left", "right"]
_Row = TypeVar("_Row", bound=WordRow)
WIDTH_PX: Final = 332
"""Width of an open panel in design pixels."""

STATE_WORDS: Final = {
    "before-launch": marked("Before launch"),
    "attached": marked("Rides on the coast stage: one path for both"),
    "free": marked("On its own"),
    "in-flight": marked("In flight"),
    "derelict": marked("Silent: only its path is still computed"),
    "out-of-coverage": marked("Outside the years covered"),
}


class CraftPanel(QWidget):
    """Panel of one craft; it collapses to a strip, and says why when there is nothing to show."""

    def __init__(
        self,
        spacecraft_id: str,
        sources: Sources,
        theme: Theme,
        *,
        side: Side,
        history: RangeHistory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._id = spacecraft_id
        self._sources = sources
        self._theme = theme
        self._language: Language | None = None
        self._instruments_open = True
        self._title = QLabel()
        self._title.setFont(theme.sans(-1, QFont.Weight.DemiBold, tracking=8.0))
        self._fold = Button()
        self._fold.setIcon(icon(f"chevron-{side}"))
        self._fold.clicked.connect(self.toggle)
        self._strip = SideStrip(theme, opens="right" if side == "left" else "left")
        self._strip.button.clicked.connect(self.toggle)
        self._phase = wrapping_label(theme, step=1)
        self._phase.setFont(theme.sans(1, QFont.Weight.Medium))
        self._state = wrapping_label(theme)
        self._summary = wrapping_label(theme)
        for label in (self._phase, self._state, self._summary):
            label.setContentsMargins(theme.space(5), 0, 0, 0)
        self._summary.setStyleSheet(f"color: {SECONDARY}")
        self._grid = FigureGrid(sources, theme)
        self._status_head = self._heading()
        self._instrument_head = Button()
        self._plot_head = self._heading()
        self._plot = None if history is None else RangePlot(history, theme)
        self._status_rows: list[StatusRow] = []
        self._instrument_rows: list[InstrumentRow] = []
        self._status_box = QVBoxLayout()
        self._instrument_box = QVBoxLayout()
        self._status_ids: tuple[str, ...] = ()
        self._instrument_ids: tuple[str, ...] = ()
        self._lay_out(side)

    # --- layout

    def _heading(self) -> QLabel:
        label = QLabel()
        label.setFont(self._theme.sans(-1, QFont.Weight.DemiBold, tracking=6.0))
        label.setStyleSheet(f"color: {SECONDARY}")
        label.setContentsMargins(
            self._theme.space(5), self._theme.space(14), 0, self._theme.space(4)
        )
        return label

    def _lay_out(self, side: Side) -> None:
        space = self._theme.space
        head = QHBoxLayout()
        head.setContentsMargins(space(14), space(6), space(6), space(2))
        head.addWidget(self._title, 1)
        head.addWidget(self._fold)
        self._instrument_head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._instrument_head.setObjectName("heading")
        self._instrument_head.setCheckable(True)
        self._instrument_head.setChecked(True)
        self._instrument_head.setIconSize(QSize(space(14), space(14)))
        self._instrument_head.setFont(self._theme.sans(-1, QFont.Weight.DemiBold, tracking=6.0))
        self._instrument_head.clicked.connect(self._fold_instruments)
        self._body = body = QWidget()
        body.setObjectName("panel_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(space(9), 0, space(8), space(14))
        column.setSpacing(0)
        for widget, gap in (
            (self._phase, 3),
            (self._state, 2),
            (self._summary, 10),
            (self._grid, 0),
            (self._plot_head, 0),
        ):
            column.addWidget(widget)
            column.addSpacing(space(gap))
        if self._plot is not None:
            column.addWidget(self._plot)
        column.addWidget(self._status_head)
        column.addLayout(self._status_box)
        column.addSpacing(space(8))
        column.addWidget(self._instrument_head)
        column.addLayout(self._instrument_box)
        column.addStretch(1)
        self._status_box.setSpacing(0)
        self._instrument_box.setSpacing(0)
        scroll = FadingScroll(body)
        self._open = QWidget()
        inner = QVBoxLayout(self._open)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(scroll, 1)
        self._open.setFixedWidth(space(WIDTH_PX))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._open)
        outer.addWidget(self._strip)
        self._strip.hide()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @property
    def is_open(self) -> bool:
        """Whether the panel is open, not a strip."""
        return not self._open.isHidden()

    def toggle(self) -> None:
        """Collapse to a strip, or open again."""
        was_open = self.is_open
        self._open.setVisible(not was_open)
        self._strip.setVisible(was_open)
        (self._strip.button if was_open else self._fold).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def _fold_instruments(self) -> None:
        self._instruments_open = self._instrument_head.isChecked()
        self._point_instrument_head()
        for row in self._instrument_rows:
            row.setVisible(self._instruments_open)

    def _point_instrument_head(self) -> None:
        self._instrument_head.setIcon(
            icon("chevron-down" if self._instruments_open else "chevron-right")
        )

    # --- what is shown

    @property
    def grid(self) -> FigureGrid:
        """The table of figures."""
        return self._grid

    @property
    def status_rows(self) -> Sequence[StatusRow]:
        """Rows of the systems, as shown."""
        return tuple(self._status_rows)

    @property
    def instrument_rows(self) -> Sequence[InstrumentRow]:
        """Rows of the instruments, as shown."""
        return tuple(self._instrument_rows)

    @property
    def words(self) -> tuple[str, str, str]:
        """Phase, state and summary as shown."""
        return self._phase.text(), self._state.text(), self._summary.text()

    def present(self, snapshot: SceneSnapshot, options: ViewOptions) -> None:
        """Show this craft as it is in the snapshot."""
        language = language_named(options.language)
        status = snapshot.coast_stage if self._id == "coast_stage" else snapshot.lander
        is_new_language = language != self._language
        if is_new_language:
            self._language = language
            self._speak(status, language)
        self._show_words(snapshot, status, language)
        craft = snapshot.craft(self._id)
        for widget in (self._grid, self._plot_head, self._plot):
            if widget is not None:
                widget.setVisible(craft is not None)
        if craft is not None:
            self._grid.show_craft(craft, snapshot.time_to_closest_approach, language)
            if self._plot is not None:
                self._plot.show_at(snapshot.et, language)
        self._show_status(status, language)
        self._show_instruments(status, language)

    def _speak(self, status: CraftStatus, language: Language) -> None:
        name = status.name.in_language(language)
        self._title.setText(name.upper())
        self._strip.set_title(name.upper())
        self.setAccessibleName(name)
        fold = tr("Collapse the panel", language)
        self._fold.setToolTip(fold)
        self._fold.setAccessibleName(f"{fold}: {name}")
        unfold = tr("Open the panel", language)
        self._strip.button.setToolTip(unfold)
        self._strip.button.setAccessibleName(f"{unfold}: {name}")
        self._status_head.setText(tr("Systems", language).upper())
        self._plot_head.setText(tr("Distance over time", language).upper())
        count = len(status.instruments)
        self._instrument_head.setText(f"{tr('Instruments', language).upper()} ({count})")
        self._point_instrument_head()

    def _show_words(self, snapshot: SceneSnapshot, status: CraftStatus, language: Language) -> None:
        phase = snapshot.phase
        self._set(self._phase, "" if phase is None else phase.name.in_language(language))
        self._set(self._state, tr(STATE_WORDS[status.state], language))
        self._set(self._summary, status.summary.in_language(language))

    @staticmethod
    def _set(label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)
            label.setVisible(bool(text))

    def _show_status(self, status: CraftStatus, language: Language) -> None:
        ids = tuple(line.id for line in status.lines)
        if ids != self._status_ids:
            self._status_ids = ids
            _match(self._status_rows, self._status_box, len(ids), self._new_status_row)
            self._status_head.setVisible(bool(ids))
        for row, line in zip(self._status_rows, status.lines, strict=True):
            row.show_line(line, language)

    def _show_instruments(self, status: CraftStatus, language: Language) -> None:
        ids = tuple(line.id for line in status.instruments)
        if ids != self._instrument_ids:
            self._instrument_ids = ids
            _match(self._instrument_rows, self._instrument_box, len(ids), self._new_instrument_row)
            self._instrument_head.setVisible(bool(ids))
        for row, line in zip(self._instrument_rows, status.instruments, strict=True):
            row.show_line(line, language)

    def _new_status_row(self) -> StatusRow:
        return StatusRow(self._sources, self._theme, self._body)

    def _new_instrument_row(self) -> InstrumentRow:
        row = InstrumentRow(self._sources, self._theme, self._body)
        row.setVisible(self._instruments_open)
        return row


def _match(rows: list[_Row], box: QVBoxLayout, n: int, make: Callable[[], _Row]) -> None:
    """Make or drop rows at the end until there are ``n``."""
    while len(rows) < n:
        rows.append(make())
        box.addWidget(rows[-1])
    while len(rows) > n:
        row = rows.pop()
        box.removeWidget(row)
        row.hide()
        row.deleteLater()
