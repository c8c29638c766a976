"""CraftPanel: everything on record of one craft at the instant shown, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeVar

from PyQt6.QtCore import QPoint, QSize, Qt, QTimer
from PyQt6.QtGui import QFont, QResizeEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mars7viz.i18n import Language, language_named, marked, tr
from mars7viz.mission.model import Mission
from mars7viz.shells.widgets.buttons import Button
from mars7viz.shells.widgets.fading_scroll import FadingScroll
from mars7viz.shells.widgets.figure_grid import FigureGrid
from mars7viz.shells.widgets.fold import FactsFold, Fold, heading_label
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.range_history import RangeHistory
from mars7viz.shells.widgets.range_plot import RangePlot
from mars7viz.shells.widgets.side_strip import SideStrip
from mars7viz.shells.widgets.status_rows import InstrumentRow, StatusRow, WordRow, wrapping_label
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.options import ViewOptions
from mars7viz.snapshot.values import CraftStatus, SceneSnapshot

Side = Literal["left", "right"]
_Row = TypeVar("_Row", bound=WordRow)
WIDTH_PX: Final = 332
"""Width of an open panel in design pixels."""
_SETTLE_MS: Final = 500
_TALL_PX: Final = 620
"""From this height on, in design pixels, there is room for the plot and the plan."""

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
        mission: Mission,
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
        self._mission = mission
        self._theme = theme
        self._language: Language | None = None
        self._focus: str | None = None
        self._title = QLabel()
        self._title.setFont(theme.sans(-1, QFont.Weight.DemiBold, tracking=8.0))
        self._fold = Button()
        self._fold.setIcon(icon(f"chevron-{side}"))
        self._fold.setIconSize(QSize(theme.space(16), theme.space(16)))
        self._fold.clicked.connect(self.toggle)
        self._strip = SideStrip(theme, opens="right" if side == "left" else "left")
        self._strip.button.clicked.connect(self.toggle)
        self._phase = wrapping_label(theme, step=1)
        self._phase.setFont(theme.sans(1, QFont.Weight.Medium))
        self._state = wrapping_label(theme)
        self._summary = wrapping_label(theme)
        for label in (self._phase, self._state, self._summary):
            label.setContentsMargins(theme.space(5), 0, 0, 0)
        self._summary.setProperty("dim", "true")
        self._grid = FigureGrid(mission, theme)
        self._status_head = heading_label(theme)
        self._doubtful_head = heading_label(theme)
        craft = mission.craft(spacecraft_id)
        self._instruments = {instrument.id: instrument for instrument in craft.instruments}
        self._instrument_fold = Fold(theme, is_open=True)
        self.facts = FactsFold(craft.quantities, mission, theme, is_open=False)
        plan = [q for q in mission.quantities if q.group == "landing"]
        self.plan = FactsFold(plan, mission, theme, is_open=False)
        self._plot = None if history is None else RangePlot(history, theme)
        self._plot_fold = Fold(theme, is_open=True)
        self._status_rows: list[StatusRow] = []
        self._instrument_rows: list[InstrumentRow] = []
        self._status_box = QVBoxLayout()
        self._status_ids: tuple[str, ...] | None = None
        self._instrument_ids: tuple[str, ...] | None = None
        self._jumps = {key: Button() for key in ("systems", "instruments", "plan", "facts")}
        self._jump_target: QWidget | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._stop_jump)
        self._lay_out(side)

    # --- layout

    def _lay_out(self, side: Side) -> None:
        space = self._theme.space
        head = QHBoxLayout()
        head.setContentsMargins(space(14), space(6), space(6), space(2))
        head.addWidget(self._title, 1)
        head.addWidget(self._fold)
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
            (self._plot_fold, 0),
            (self._status_head, 0),
        ):
            column.addWidget(widget)
            column.addSpacing(space(gap))
        if self._plot is not None:
            self._plot_fold.box.addWidget(self._plot)
        column.addLayout(self._status_box)
        for fold in (self._instrument_fold, self.plan, self.facts):
            column.addWidget(fold)
        column.addStretch(1)
        self._status_box.setSpacing(0)
        self._scroll = FadingScroll(body)
        bar = self._scroll.verticalScrollBar()
        if bar is not None:
            bar.rangeChanged.connect(self._jump)
        self._open = QWidget()
        inner = QVBoxLayout(self._open)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self._scroll, 1)
        inner.addLayout(self._foot())
        self._open.setFixedWidth(space(WIDTH_PX))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._open)
        outer.addWidget(self._strip)
        self._strip.hide()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _foot(self) -> QHBoxLayout:
        """Lay out the buttons that go to the parts of a long panel."""
        space = self._theme.space
        foot = QHBoxLayout()
        foot.setContentsMargins(space(6), space(3), space(6), space(3))
        foot.setSpacing(space(2))
        targets: dict[str, QWidget] = {
            "systems": self._status_head,
            "instruments": self._instrument_fold,
            "plan": self.plan,
            "facts": self.facts,
        }
        for key, button in self._jumps.items():
            button.setObjectName("heading")
            button.setFont(self._theme.sans(-1))
            button.clicked.connect(lambda _checked, target=targets[key]: self._go_to(target))
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    def _go_to(self, target: QWidget) -> None:
        """Bring a part of the panel to the top, opened."""
        if isinstance(target, Fold) and not target.is_open:
            target.head.click()
        self._jump_target = target
        self._jump()
        self._settle.start(_SETTLE_MS)

    def _jump(self) -> None:
        """Follow the target while texts that wrap settle their heights in rounds."""
        if self._jump_target is not None:
            self._scroll.scroll_to(self._jump_target.mapTo(self._body, QPoint()).y())

    def _stop_jump(self) -> None:
        self._jump_target = None
        self._settle.stop()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fold the plot and the plan away where they would push the systems out of sight."""
        super().resizeEvent(event)
        is_tall = self.height() >= self._theme.space(_TALL_PX)
        for fold in (self._plot_fold, self.plan):
            fold.suggest_open(is_open=is_tall)

    @property
    def is_open(self) -> bool:
        """Whether the panel is open, not a strip."""
        return not self._open.isHidden()

    def toggle(self) -> None:
        """Collapse to a strip, or open again."""
        self.set_open(is_open=not self.is_open)
        (self._fold if self.is_open else self._strip.button).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def set_open(self, *, is_open: bool) -> None:
        """Be a panel or a strip."""
        self._open.setVisible(is_open)
        self._strip.setVisible(not is_open)

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
        if options.camera.focus != self._focus:
            self._focus = options.camera.focus
            self._stop_jump()
            self._scroll.scroll_to(0)
        craft = snapshot.craft(self._id)
        self._grid.setVisible(craft is not None)
        # Until its release the lander's path is the coast stage's: it shows its plan instead.
        has_own_path = self._id != "lander" or status.state not in ("before-launch", "attached")
        self._plot_fold.setVisible(craft is not None and self._plot is not None and has_own_path)
        for widget in (self.plan, self._jumps["plan"]):
            widget.setVisible(not has_own_path)
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
        self._plot_fold.set_title(tr("Distance over time", language))
        count = sum(not instrument.is_doubtful for instrument in self._instruments.values())
        self._instrument_fold.set_title(f"{tr('Instruments', language)} ({count})")
        self._doubtful_head.setText(tr("Doubtful whether aboard, not counted", language))
        self.plan.set_title(tr("The landing as planned", language))
        self.facts.set_title(tr("Facts", language))
        for facts in (self.plan, self.facts):
            facts.set_language(language)
        for key, word in (
            ("systems", tr("Systems", language)),
            ("instruments", tr("Instruments", language)),
            ("plan", tr("Plan", language)),
            ("facts", tr("Facts", language)),
        ):
            self._jumps[key].setText(word)
            self._jumps[key].setAccessibleName(f"{word}: {name}")

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
            for widget in (self._status_head, self._jumps["systems"]):
                widget.setVisible(bool(ids))
        for row, line in zip(self._status_rows, status.lines, strict=True):
            row.show_line(line, language)

    def _show_instruments(self, status: CraftStatus, language: Language) -> None:
        lines = sorted(status.instruments, key=lambda line: self._instruments[line.id].is_doubtful)
        ids = tuple(line.id for line in lines)
        if ids != self._instrument_ids:
            self._instrument_ids = ids
            box = self._instrument_fold.box
            _match(self._instrument_rows, box, len(ids), self._new_instrument_row)
            n_firm = sum(not self._instruments[one].is_doubtful for one in ids)
            box.removeWidget(self._doubtful_head)
            if n_firm < len(ids):
                box.insertWidget(n_firm, self._doubtful_head)
            self._doubtful_head.setVisible(n_firm < len(ids))
            for widget in (self._instrument_fold, self._jumps["instruments"]):
                widget.setVisible(bool(ids))
        for row, line in zip(self._instrument_rows, lines, strict=True):
            row.show_line(line, self._instruments[line.id], language)

    def _new_status_row(self) -> StatusRow:
        return StatusRow(self._mission, self._theme, self._body)

    def _new_instrument_row(self) -> InstrumentRow:
        return InstrumentRow(self._mission, self._theme, self._body)


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
