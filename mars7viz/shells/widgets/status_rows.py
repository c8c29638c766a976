"""Rows of words: what was so of each system, and the instruments aboard."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mars7viz.i18n import Language, tr
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Instrument, Quantity
from mars7viz.shells.widgets.claims import claim_figure, has_record
from mars7viz.shells.widgets.evidence import Evidence, Sources, evidence_of_claim, grade_word
from mars7viz.shells.widgets.evidence_row import EvidenceRow
from mars7viz.shells.widgets.marks import GradeMark
from mars7viz.shells.widgets.theme import ACCENT, ALARM, SECONDARY, TEXT, Theme, color
from mars7viz.snapshot.values import InstrumentLine, StatusLine


def wrapping_label(theme: Theme, *, step: int = 0) -> QLabel:
    """Label that breaks its lines and takes the height it needs."""
    label = QLabel()
    label.setFont(theme.sans(step))
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return label


def tint(label: QLabel, hue: str) -> None:
    """Give a label a colour, unless it has it."""
    style = f"color: {hue}"
    if label.styleSheet() != style:
        label.setStyleSheet(style)


class WordRow(EvidenceRow):
    """A name, a grade mark and what is said of it; alarm colour for documented failures alone."""

    def __init__(self, sources: Sources, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(sources, parent)
        self._name = wrapping_label(theme, step=-1)
        self._mark = GradeMark(theme)
        self._value = wrapping_label(theme)
        tint(self._name, SECONDARY)
        self._shown: object = None

    @property
    def name(self) -> str:
        """Name that is shown."""
        return self._name.text()

    @property
    def value(self) -> str:
        """What is said of it."""
        return self._value.text()

    def _show(
        self, name: str, value: str, evidence: Evidence, language: Language, hue: str
    ) -> None:
        self.set_evidence(evidence, language)
        wanted = (name, value, evidence.grade, hue)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._name.setText(name)
        self._value.setText(value)
        self._mark.set_grade(evidence.grade)
        tint(self._value, hue)
        self.setAccessibleName(f"{name}: {value}")

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the focus ring."""
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color(ACCENT), 1.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.end()


class StatusRow(WordRow):
    """One system: its name on the left, what was so on the right."""

    def __init__(self, sources: Sources, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(sources, theme, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(5), theme.space(3), theme.space(2), theme.space(3))
        row.setSpacing(theme.space(4))
        self._name.setFixedWidth(theme.space(104))
        self._name.setContentsMargins(0, theme.space(1), 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._name, 0, top)
        row.addWidget(self._mark, 0, top)
        row.addWidget(self._value, 1, top)

    def show_line(self, line: StatusLine, language: Language) -> None:
        """Show a status line."""
        value = grade_word(Grade.NO_RECORD, language)
        hue = SECONDARY
        if line.value is not None:
            value = line.value.in_language(language)
            hue = ALARM if line.is_alarm else TEXT
        evidence = Evidence(line.grade, line.sources, line.note)
        self._show(line.name.in_language(language), value, evidence, language, hue)


class FactRow(StatusRow):
    """One quantity on record: its name on the left, number and unit on the right."""

    def show_quantity(self, quantity: Quantity, language: Language) -> None:
        """Show a quantity with its evidence and rivals."""
        figure = claim_figure(quantity.claim, language)
        hue = TEXT if has_record(quantity.claim) else SECONDARY
        evidence = evidence_of_claim(quantity.claim)
        self._show(quantity.name.in_language(language), figure.plain, evidence, language, hue)


class InstrumentRow(WordRow):
    """One instrument: its name, and under it what is on record of its work."""

    def __init__(self, sources: Sources, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(sources, theme, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(5), theme.space(3), theme.space(2), theme.space(3))
        row.setSpacing(theme.space(6))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name.setFont(theme.sans())
        self._value.setFont(theme.sans(-1))
        tint(self._name, TEXT)
        words.addWidget(self._name)
        words.addWidget(self._value)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_line(self, line: InstrumentLine, instrument: Instrument, language: Language) -> None:
        """Show an instrument; one that may not have been aboard says so and is never firm."""
        if line.grade is Grade.NO_RECORD:
            value = grade_word(Grade.NO_RECORD, language)
        else:
            value = (line.state or line.measures).in_language(language)
        grade = line.grade
        if instrument.is_doubtful:
            value = f"{tr('doubtful', language)} · {value}"
            grade = Grade.ASSUMED
        evidence = Evidence(grade, line.sources, instrument.note)
        self._show(line.name.in_language(language), value, evidence, language, SECONDARY)
