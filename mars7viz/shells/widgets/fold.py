"""Fold: a heading that opens and closes what stands under it."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from mars7viz.i18n import Language, tr
from mars7viz.mission.model import Quantity
from mars7viz.shells.widgets.buttons import Button
from mars7viz.shells.widgets.claims import GROUP_WORDS
from mars7viz.shells.widgets.evidence import Sources
from mars7viz.shells.widgets.icons import icon
from mars7viz.shells.widgets.status_rows import FactRow
from mars7viz.shells.widgets.theme import SECONDARY, Theme


def heading_label(theme: Theme) -> QLabel:
    """Label of a heading inside a panel."""
    label = QLabel()
    label.setFont(theme.sans(-1, QFont.Weight.DemiBold, tracking=6.0))
    label.setStyleSheet(f"color: {SECONDARY}")
    label.setContentsMargins(theme.space(5), theme.space(14), 0, theme.space(4))
    return label


class Fold(QWidget):
    """A heading with a chevron over a column; the column is closed or open."""

    opened = pyqtSignal()

    def __init__(self, theme: Theme, *, is_open: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.head = Button()
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setObjectName("heading")
        self.head.setCheckable(True)
        self.head.setIconSize(QSize(theme.space(14), theme.space(14)))
        self.head.setFont(theme.sans(-1, QFont.Weight.DemiBold, tracking=6.0))
        self.head.clicked.connect(self._clicked)
        self.is_moved_by_hand = False
        self._content = QWidget()
        self.box = QVBoxLayout(self._content)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(6), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._content)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_open(is_open=is_open)

    @property
    def is_open(self) -> bool:
        """Whether the column is shown."""
        return self.head.isChecked()

    def set_title(self, title: str) -> None:
        """Name the fold."""
        self.head.setText(title.upper())

    def set_open(self, *, is_open: bool) -> None:
        """Open or close."""
        self.head.setChecked(is_open)
        self.head.setIcon(icon("chevron-down" if is_open else "chevron-right"))
        self._content.setVisible(is_open)
        if is_open:
            self.opened.emit()

    def suggest_open(self, *, is_open: bool) -> None:
        """Open or close, unless somebody has done so by hand."""
        if not self.is_moved_by_hand and is_open != self.is_open:
            self.set_open(is_open=is_open)

    def _clicked(self) -> None:
        self.is_moved_by_hand = True
        self.set_open(is_open=self.head.isChecked())


class FactsFold(Fold):
    """Quantities on record, each with its evidence; under headings where they have groups.

    The rows are made when the fold is first opened.
    """

    def __init__(
        self,
        quantities: Iterable[Quantity],
        sources: Sources,
        theme: Theme,
        *,
        is_open: bool,
        parent: QWidget | None = None,
    ) -> None:
        self._quantities = tuple(quantities)
        self._sources = sources
        self._language: Language = "en"
        self._rows: list[tuple[FactRow, Quantity]] = []
        self._heads: list[tuple[QLabel, str]] = []
        super().__init__(theme, is_open=is_open, parent=parent)
        self.opened.connect(self._fill)
        if is_open:
            self._fill()

    @property
    def rows(self) -> tuple[FactRow, ...]:
        """Rows, as far as they have been made."""
        return tuple(row for row, _ in self._rows)

    def set_language(self, language: Language) -> None:
        """Say everything in a language."""
        self._language = language
        self._say()

    def _fill(self) -> None:
        if self._rows:
            return
        group = ""
        for quantity in self._quantities:
            if quantity.group != group and quantity.group in GROUP_WORDS:
                head = heading_label(self._theme)
                head.setContentsMargins(self._theme.space(5), self._theme.space(8), 0, 0)
                self._heads.append((head, GROUP_WORDS[quantity.group]))
                self.box.addWidget(head)
            group = quantity.group
            row = FactRow(self._sources, self._theme)
            self._rows.append((row, quantity))
            self.box.addWidget(row)
        self._say()

    def _say(self) -> None:
        for head, word in self._heads:
            head.setText(tr(word, self._language))
        for row, quantity in self._rows:
            row.show_quantity(quantity, self._language)
