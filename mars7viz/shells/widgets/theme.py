"""Colours, sizes and fonts of the interface, and the one style sheet made from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from PyQt6.QtGui import QColor, QFont, QFontDatabase
from PyQt6.QtWidgets import QApplication

from mars7viz.assets import asset_path
from mars7viz.grade_colors import (
    ACCENT_HEX,
    ALARM_HEX,
    BACKGROUND_HEX,
    DISABLED_HEX,
    GRADE_HEX,
    PANEL_HEX,
    RAISED_HEX,
    SECONDARY_HEX,
    TEXT_HEX,
)
from mars7viz.mission.grade import Grade

LINE_HEX: Final = "#262D38"
BACKGROUND, PANEL, RAISED, LINE = BACKGROUND_HEX, PANEL_HEX, RAISED_HEX, LINE_HEX
TEXT, SECONDARY, DISABLED = TEXT_HEX, SECONDARY_HEX, DISABLED_HEX
ACCENT, ALARM = ACCENT_HEX, ALARM_HEX
GRADE_HUES: Final = {grade: GRADE_HEX[grade.value] for grade in Grade}

SANS: Final = "Inter"
MONO: Final = "IBM Plex Mono"
TITLE: Final = "Russo One"
# Each weight is a family of its own in these files.
_SANS_FAMILIES: Final = {
    QFont.Weight.Medium: "Inter Medium",
    QFont.Weight.DemiBold: "Inter SemiBold",
}
FONT_FILES: Final = (
    "Inter_400Regular.ttf",
    "Inter_500Medium.ttf",
    "Inter_600SemiBold.ttf",
    "IBMPlexMono_400Regular.ttf",
    "IBMPlexMono_500Medium.ttf",
    "RussoOne_400Regular.ttf",
)
DESKTOP_PX: Final = 13.0
SCALE: Final = 1.2


def luminance(color: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    channels = [int(color[i : i + 2], 16) / 255.0 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def color(name: str, alpha: float = 1.0) -> QColor:
    """Colour of a token, made translucent by ``alpha``."""
    made = QColor(name)
    made.setAlphaF(alpha)
    return made


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the fonts that ship with the program; answer their family names."""
    families: list[str] = []
    for name in FONT_FILES:
        number = QFontDatabase.addApplicationFont(str(asset_path("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


@dataclass(frozen=True, slots=True)
class Theme:
    """Sizes on the 1.2 scale from a base; ``base_px`` is the size of running text."""

    base_px: float = DESKTOP_PX

    def px(self, step: int = 0) -> int:
        """Size of a step of the scale: 0 is running text, 1 the next larger."""
        return round(self.base_px * SCALE**step)

    def space(self, n: float) -> int:
        """Length of ``n`` design pixels, grown with the text."""
        return round(n * self.base_px / DESKTOP_PX)

    def sans(
        self,
        step: int = 0,
        weight: QFont.Weight = QFont.Weight.Normal,
        *,
        tracking: float = 0.0,
    ) -> QFont:
        """Font of the interface, figures of one width; ``tracking`` in per cent of a letter."""
        font = QFont(_SANS_FAMILIES.get(weight, SANS))
        font.setPixelSize(self.px(step))
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        if tracking:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100.0 + tracking)
        return font

    def mono(self, step: int = 0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Font of every number that changes."""
        font = QFont(MONO)
        font.setPixelSize(self.px(step))
        font.setWeight(weight)
        return font

    def dress(self, app: QApplication) -> None:
        """Give an application this theme: its font and its style sheet.

        The font is not in the style sheet, where it would overrule that of every widget.
        """
        load_fonts()
        app.setFont(self.sans())
        app.setStyleSheet(self.stylesheet())

    def title(self, step: int = 2) -> QFont:
        """Font of the title."""
        font = QFont(TITLE)
        font.setPixelSize(self.px(step))
        return font

    def stylesheet(self) -> str:
        """Style sheet of a window in this theme."""
        small = self.px(-1)
        gap, pad, radius = self.space(4), self.space(8), self.space(4)
        return f"""
* {{ color: {TEXT}; }}
QMainWindow, QDialog {{ background: {BACKGROUND}; }}
QWidget#bar, QWidget#deck {{ background: {PANEL}; }}
QWidget#panel, QWidget#panel_body, QWidget#strip {{ background: {PANEL}; }}
QScrollArea {{ background: {PANEL}; border: none; }}
QLabel {{ background: transparent; }}
QLabel[dim="true"] {{ color: {SECONDARY}; }}
QLabel[small="true"] {{ font-size: {small}px; }}
QLabel:focus {{ border: 1px solid {ACCENT}; border-radius: 2px; }}
QToolButton, QPushButton {{
    background: transparent; border: 1px solid transparent; border-radius: {radius}px;
    padding: {gap}px {pad}px; color: {TEXT};
}}
QPushButton {{ border-color: {LINE}; }}
QToolButton:hover, QPushButton:hover {{ background: {RAISED}; }}
QToolButton:pressed, QPushButton:pressed {{ background: {LINE}; }}
QToolButton:checked {{ background: {RAISED}; color: {ACCENT}; }}
QToolButton:focus, QPushButton:focus {{ border-color: {ACCENT}; }}
QToolButton:disabled, QPushButton:disabled {{ color: {DISABLED}; }}
QToolButton#heading {{ color: {SECONDARY}; padding-left: 0; }}
QToolButton#heading:checked {{ background: transparent; }}
QToolButton#heading:hover {{ color: {TEXT}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QMenu {{
    background: {RAISED}; border: 1px solid {LINE}; padding: {gap}px;
}}
QMenu::item {{ padding: {gap + 1}px {3 * pad}px {gap + 1}px {3 * pad}px; border-radius: 3px; }}
QMenu::item:selected {{ background: {LINE}; color: {ACCENT}; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: {gap}px {pad}px; }}
QMenu::indicator {{ width: {pad}px; height: {pad}px; left: {pad}px; }}
QMenu::indicator:checked {{ background: {ACCENT}; border-radius: {pad // 2}px; }}
QMenu::indicator:unchecked {{ border: 1px solid {DISABLED}; border-radius: {pad // 2}px; }}
QListView {{ background: {PANEL}; border: none; outline: none; }}
QLineEdit {{
    background: {RAISED}; border: 1px solid {LINE}; border-radius: {radius}px;
    padding: {gap + 1}px {pad}px; selection-background-color: {ACCENT};
    selection-color: {BACKGROUND};
}}
QLineEdit:focus, QTextBrowser:focus {{ border-color: {ACCENT}; }}
QTextBrowser {{ background: {PANEL}; border: 1px solid {LINE}; padding: {pad}px; }}
QSplitter::handle {{ background: {LINE}; height: {gap}px; }}
QToolTip {{
    background: {RAISED}; color: {TEXT}; border: 1px solid {LINE}; padding: {pad}px;
}}
QScrollBar:vertical {{ background: transparent; width: {self.space(8)}px; margin: 0; }}
QScrollBar::handle:vertical {{
    background: {LINE}; border-radius: {self.space(3)}px; min-height: {self.space(32)}px;
    margin: 1px 2px;
}}
QScrollBar::handle:vertical:hover {{ background: {DISABLED}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
