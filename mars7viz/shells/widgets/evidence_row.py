"""EvidenceRow: anything that can say what it stands on, by pointer, touch, keys or reader."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPoint, Qt
from PyQt6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QToolTip, QWidget

from mars7viz.i18n import Language
from mars7viz.shells.widgets.evidence import (
    NO_EVIDENCE,
    Evidence,
    Sources,
    evidence_html,
    evidence_plain,
)
from mars7viz.shells.widgets.theme import GRADE_HUES

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class EvidenceRow(QWidget):
    """A row of a panel with evidence behind it.

    The rows of a panel are one stop of the Tab key; Up and Down go from row to row.
    """

    def __init__(self, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources = sources
        self._evidence = NO_EVIDENCE
        self._language: Language = "en"
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def evidence(self) -> Evidence:
        """What the row stands on."""
        return self._evidence

    def set_evidence(self, evidence: Evidence, language: Language) -> None:
        """Say what the row stands on, and in which language it answers."""
        self._evidence = evidence
        self._language = language

    def evidence_text(self) -> str:
        """Rich text of the answer."""
        hue = GRADE_HUES[self._evidence.grade]
        return evidence_html(self._evidence, self._sources, self._language, hue=hue)

    def _explain(self, at_screen: QPoint) -> None:
        QToolTip.showText(at_screen, self.evidence_text(), self)

    def _explain_below(self) -> None:
        self._explain(self.mapToGlobal(QPoint(0, self.height())))

    def event(self, event: QEvent | None) -> bool:
        """Answer a resting pointer and "What's this?"."""
        if isinstance(event, QHelpEvent) and event.type() in (
            QEvent.Type.ToolTip,
            QEvent.Type.WhatsThis,
        ):
            self._explain(event.globalPos())
            return True
        if event is not None and event.type() == QEvent.Type.QueryWhatsThis:
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Answer a click or a finger."""
        if event is not None:
            self._explain(event.globalPosition().toPoint())

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Become the row that Tab comes back to, and answer if a key brought us here."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(evidence_plain(self._evidence, self._sources, self._language))
        if event is not None and event.reason() in _KEYBOARD:
            self._explain_below()
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Take the focus ring away."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Up and Down go to the neighbours, Enter and Space explain."""
        if event is None:
            return
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._explain_below()
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        group = self.parentWidget()
        while group is not None and group.objectName() != "panel_body":
            group = group.parentWidget()
        if group is None:
            return
        rows = [row for row in group.findChildren(EvidenceRow) if row.isVisible()]
        rows.sort(key=lambda row: (row.mapTo(group, QPoint()).y(), row.mapTo(group, QPoint()).x()))
        i = rows.index(self) + step
        if 0 <= i < len(rows):
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            rows[i].setFocus(Qt.FocusReason.OtherFocusReason)
