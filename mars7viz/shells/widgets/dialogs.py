"""Dialogs: sources, keys, about. Built when they are opened, in the language of that moment."""

from __future__ import annotations

import tomllib
from html import escape

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

import mars7viz
from mars7viz.assets import assets_root
from mars7viz.i18n import Language, tr, tr_n
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Mission, Source
from mars7viz.shells.widgets.evidence import GRADE_MEANINGS, grade_word
from mars7viz.shells.widgets.marks import grade_mark_uri
from mars7viz.shells.widgets.theme import ACCENT, GRADE_HUES, SECONDARY, Theme


class PageDialog(QDialog):
    """A title, a page to read, and a button to close."""

    def __init__(
        self, title: str, page: str, theme: Theme, language: Language, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(theme.space(680), theme.space(560))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(title)
        self.page.setHtml(page)
        head = QLabel(title)
        head.setFont(theme.title())
        self.column = QVBoxLayout(self)
        margin = theme.space(20)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(theme.space(12))
        self.column.addWidget(head)
        self.column.addWidget(self.page, 1)
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close", language), QDialogButtonBox.ButtonRole.RejectRole)
        if close is not None:
            close.setDefault(True)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)


class SourcesDialog(PageDialog):
    """Every source of the mission file, found by any word of it."""

    def __init__(
        self, mission: Mission, theme: Theme, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Sources", language), "", theme, language, parent)
        self._mission = mission
        self._language = language
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the sources", language))
        self.search.setAccessibleName(tr("Search the sources", language))
        self.search.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setStyleSheet(f"color: {SECONDARY}")
        self.column.insertWidget(1, self.search)
        self.column.insertWidget(2, self.count)
        self.search.textEdited.connect(self.show_matching)
        self.show_matching("")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_matching(self, words: str) -> None:
        """Show the sources that hold every word."""
        wanted = words.casefold().split()
        found = [
            source
            for source in self._mission.sources
            if all(word in self._searched(source) for word in wanted)
        ]
        self.page.setHtml("".join(self._entry(source) for source in found))
        n = len(found)
        self.count.setText(tr_n("{n} source", "{n} sources", n, self._language).format(n=n))

    def _searched(self, source: Source) -> str:
        reliability = source.reliability.in_language(self._language)
        words = (source.key, source.title, source.publisher, source.kind, reliability)
        return " ".join(words).casefold()

    def _entry(self, source: Source) -> str:
        lines = [
            f"<b>{escape(source.title)}</b>",
            f"{escape(source.publisher)} · {escape(source.kind)} "
            f'<span style="color:{SECONDARY}">[{escape(source.key)}]</span>',
        ]
        reliability = source.reliability.in_language(self._language)
        if reliability:
            lines.append(f'<span style="color:{SECONDARY}">{escape(reliability)}</span>')
        if source.url:
            lines.append(f'<span style="color:{ACCENT}">{escape(source.url)}</span>')
        return f'<p style="margin:0 0 14px 0">{"<br>".join(lines)}</p>'


def keys_page(rows: tuple[tuple[str, str], ...], language: Language) -> str:
    """Page of the keys: rows of key and what it does; then the grades and their marks."""
    table = "".join(
        f'<tr><td style="padding:3px 24px 3px 0; color:{ACCENT}">{escape(keys)}</td>'
        f'<td style="padding:3px 0">{escape(what)}</td></tr>'
        for keys, what in rows
    )
    grades = "".join(
        f'<tr><td style="padding:3px 10px 3px 0"><img src="{grade_mark_uri(grade, 14)}"></td>'
        f'<td style="padding:3px 24px 3px 0; color:{GRADE_HUES[grade]}">'
        f"{escape(grade_word(grade, language))}</td>"
        f'<td style="padding:3px 0">{escape(tr(GRADE_MEANINGS[grade], language))}</td></tr>'
        for grade in Grade
    )
    return (
        f"<table>{table}</table><h3>{escape(tr('What the marks mean', language))}</h3>"
        f"<table>{grades}</table>"
    )


def credits() -> list[tuple[str, str]]:
    """Credit and licence of every file that ships, as the credit files beside them say."""
    rows: list[tuple[str, str]] = []
    for path in sorted(assets_root().rglob("CREDITS.toml")):
        with path.open("rb") as stream:
            table = tomllib.load(stream)
        entries = [
            entry
            for value in table.values()
            for entry in (value if isinstance(value, list) else [value])
            if isinstance(entry, dict)
        ]
        for entry in entries:
            credit = entry.get("credit") or entry.get("author") or entry.get("title") or ""
            name = entry.get("name") or entry.get("files") or ""
            row = (f"{path.parent.name}/{name}", f"{credit}. {entry.get('licence', '')}")
            rows.append((row[0], row[1].strip(". ")))
    return rows


def about_page(mission: Mission, language: Language) -> str:
    """Page about the program: what it is, its licence, and whose data it shows."""
    rows = "".join(
        f'<p style="margin:0 0 8px 0"><b>{escape(what)}</b><br>'
        f'<span style="color:{SECONDARY}">{escape(whose)}</span></p>'
        for what, whose in credits()
    )
    purpose = tr(
        "The flight of {mission}, from Baikonur past Mars and into silence, with the evidence "
        "behind every number.",
        language,
    ).format(mission=mission.name.in_language(language))
    free = tr(
        "Free software under the GNU General Public License, version 3 or later. "
        "It comes without any warranty.",
        language,
    )
    return (
        f"<p>{escape(purpose)}</p><p>mars7viz {mars7viz.__version__}</p><p>{escape(free)}</p>"
        f"<h3>{escape(tr('Data, fonts and icons', language))}</h3>{rows}"
    )
