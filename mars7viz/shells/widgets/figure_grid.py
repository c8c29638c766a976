"""FigureGrid: where a craft is and how fast it goes, as a table of graded numbers."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mars7viz import figures
from mars7viz.figures import ABOUT, THIN, figures_of
from mars7viz.i18n import Language, marked, tr
from mars7viz.shells.widgets.evidence import Sources, evidence_of, shown
from mars7viz.shells.widgets.reading_cell import ReadingCell
from mars7viz.shells.widgets.theme import Theme
from mars7viz.snapshot.values import Reading, SpacecraftState

_CENTERS: Final = ("earth", "mars", "sun")
_ROWS: Final = {
    "earth": marked("Earth"),
    "mars": marked("Mars"),
    "sun": marked("Sun"),
    "altitude": marked("Altitude"),
    "light_time": marked("Light time to Earth"),
    "closest": marked("To closest approach"),
}
ALTITUDE_WORDS: Final = {
    "earth": marked("Altitude over Earth"),
    "mars": marked("Altitude over Mars"),
}
_NUMBER: Final = f"{ABOUT}{THIN}223.9"
_SPEED: Final = f"{ABOUT}{THIN}36.12"
_LENGTH_UNITS: Final = ("thousand km", "million km", "тыс. км", "млн км")


class FigureGrid(QWidget):
    """Rows for Earth, Mars and the Sun, light time, and the time to closest approach."""

    def __init__(self, sources: Sources, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(5), 0, 0, 0)
        column.setSpacing(theme.space(4))
        grid, singles = QGridLayout(), QGridLayout()
        for layout in (grid, singles):
            layout.setHorizontalSpacing(theme.space(6))
            layout.setVerticalSpacing(0)
            layout.setColumnStretch(0, 1)
            column.addLayout(layout)
        self._labels: dict[str, QLabel] = {}
        self._cells: dict[str, ReadingCell] = {}
        self._heads = (self._head("distance", theme), self._head("speed", theme))
        grid.addWidget(self._heads[0], 0, 1)
        grid.addWidget(self._heads[1], 0, 2)
        for i, key in enumerate(_ROWS, start=1):
            label = QLabel()
            label.setProperty("dim", "true")
            self._labels[key] = label
            cell = ReadingCell(
                sources,
                theme,
                number_sample=_NUMBER,
                unit_samples=_LENGTH_UNITS,
            )
            self._cells[key] = cell
            if key not in _CENTERS:
                # Long names and no speed: a table of their own.
                singles.addWidget(label, i, 0, Qt.AlignmentFlag.AlignLeft)
                singles.addWidget(cell, i, 1)
                continue
            speed = ReadingCell(sources, theme, number_sample=_SPEED, unit_samples=("km/s", "км/с"))
            self._cells[f"{key}_speed"] = speed
            grid.addWidget(label, i, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(cell, i, 1)
            grid.addWidget(speed, i, 2)
        self._language: Language | None = None
        # One stop for the Tab key; from here Up and Down go on.
        self._cells["earth"].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _head(self, name: str, theme: Theme) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setProperty("dim", "true")
        label.setFont(theme.sans(-2))
        label.setIndent(theme.space(16))
        return label

    def cell(self, key: str) -> ReadingCell:
        """Return one cell by its key, such as ``earth``, ``earth_speed`` or ``light_time``."""
        return self._cells[key]

    def show_craft(
        self, craft: SpacecraftState, closest_approach: Reading, language: Language
    ) -> None:
        """Show the figures of a craft that exists."""
        self._speak(language)
        for center in _CENTERS:
            relative = craft.relative_to(center)
            write = figures.astronomical if center == "sun" else figures.distance
            self._show(center, relative.distance, language, write)
            self._show(f"{center}_speed", relative.speed, language, figures.speed)
        self._show_altitude(craft, language)
        light_time = craft.relative_to("earth").light_time
        self._show("light_time", light_time, language, figures.light_time)
        self._show("closest", closest_approach, language, figures.countdown)

    def _show_altitude(self, craft: SpacecraftState, language: Language) -> None:
        """Show the height over the nearer of Earth and Mars: over the other it says nothing."""
        known = {
            center: relative
            for center in ALTITUDE_WORDS
            if (relative := craft.relative_to(center)).altitude is not None
        }
        center = min(known, key=lambda center: known[center].distance.value or 0.0, default=None)
        altitude = None if center is None else known[center].altitude
        if center is None or altitude is None:
            return
        label = tr(ALTITUDE_WORDS[center], language)
        if self._labels["altitude"].text() != label:
            self._labels["altitude"].setText(label)
        self._show("altitude", altitude, language, figures.distance)

    def _speak(self, language: Language) -> None:
        if language == self._language:
            return
        self._language = language
        for key, label in self._labels.items():
            if key != "altitude":
                label.setText(tr(_ROWS[key], language))
        self._heads[0].setText(tr("distance", language))
        self._heads[1].setText(tr("relative speed", language))

    def _show(
        self, key: str, reading: Reading, language: Language, write: figures.FigureWriter
    ) -> None:
        made = shown(
            reading,
            lambda value, figures: write(value, language=language, figures=figures),
            figures=figures_of(reading.grade, reading.figures),
            language=language,
        )
        name = self._labels[key.removesuffix("_speed")].text()
        if key.endswith("_speed"):
            name = f"{name}, {tr('relative speed', language)}"
        self._cells[key].show_reading(made, evidence_of(reading), language, name)
