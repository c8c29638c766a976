"""What stands behind a number, in words: grade, sources, note and rival values. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final, Protocol

from mars7viz.figures import ABOUT, THIN, Figure, is_approximate
from mars7viz.i18n import Language, marked, tr
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Alternative, Claim, Source
from mars7viz.mission.text import NO_TEXT, Text
from mars7viz.shells.widgets.claims import value_figure
from mars7viz.snapshot.values import Reading

GRADE_WORDS: Final = {
    Grade.DOCUMENTED: marked("documented"),
    Grade.DERIVED: marked("derived"),
    Grade.RECONSTRUCTED: marked("reconstructed"),
    Grade.ASSUMED: marked("assumed"),
    Grade.WHAT_IF: marked("what-if"),
    Grade.NO_RECORD: marked("no record"),
}
GRADE_MEANINGS: Final = {
    Grade.DOCUMENTED: marked("Printed in a source that is named below."),
    Grade.DERIVED: marked("Computed from documented values by standard formulae."),
    Grade.RECONSTRUCTED: marked("Our own estimation: no document gives it."),
    Grade.ASSUMED: marked("Typical, borrowed from a like craft, or unverified."),
    Grade.WHAT_IF: marked("What would have been, had the plan held."),
    Grade.NO_RECORD: marked("Nothing is known. That does not mean zero or off."),
}


class Sources(Protocol):
    """Where a source key is looked up: a mission."""

    def source(self, key: str) -> Source:
        """Return the source of this key."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a visitor can ask of anything that is shown."""

    grade: Grade
    sources: tuple[str, ...] = ()
    note: Text = NO_TEXT
    alternatives: tuple[Alternative, ...] = ()
    unit: str = ""
    """Symbol of the rival values, as in the mission file."""


NO_EVIDENCE: Final = Evidence(Grade.NO_RECORD)


@dataclass(frozen=True, slots=True)
class Shown:
    """A reading as shown: its figure, or the words for no record, and its grade."""

    figure: Figure
    grade: Grade

    @property
    def has_record(self) -> bool:
        """Tell whether there is a number at all."""
        return self.grade is not Grade.NO_RECORD


def grade_word(grade: Grade, language: str) -> str:
    """Say a grade in one word."""
    return tr(GRADE_WORDS[grade], language)


def shown(
    reading: Reading, write: Callable[[float, int], Figure], *, figures: int, language: str
) -> Shown:
    """Write a reading; ``write`` turns its value and a number of figures into a figure.

    A value that is not exact for what it stands on carries the sign for "about".
    """
    if reading.value is None:
        return Shown(Figure(grade_word(Grade.NO_RECORD, language)), Grade.NO_RECORD)
    figure = write(reading.value, figures)
    if is_approximate(reading.grade):
        figure = Figure(f"{ABOUT}{THIN}{figure.number}", figure.unit)
    return Shown(figure, reading.grade)


def evidence_of(reading: Reading) -> Evidence:
    """Evidence of a reading."""
    return Evidence(reading.grade, reading.sources, reading.note)


def evidence_of_claim(claim: Claim) -> Evidence:
    """Evidence of a claim of the mission file."""
    return Evidence(claim.grade, claim.sources, claim.note, claim.alternatives, claim.unit)


def _alternative_text(alternative: Alternative, unit: str, language: Language) -> str:
    value = alternative.value
    # A rival in words says its unit itself.
    text = value_figure(value, "" if isinstance(value, str) else unit, language).plain
    note = alternative.note.in_language(language)
    return f"{text} ({note})" if note else text


def source_text(source: Source) -> str:
    """Title and publisher of a source; some have none."""
    has_publisher = source.publisher not in ("", "none")
    return f"{source.title}. {source.publisher}" if has_publisher else source.title


def evidence_lines(
    evidence: Evidence, sources: Sources, language: Language
) -> tuple[tuple[str, str], ...]:
    """Pairs of heading and text, in the order in which they are read."""
    lines = [
        (
            grade_word(evidence.grade, language),
            tr(GRADE_MEANINGS[evidence.grade], language),
        )
    ]
    if evidence.note:
        lines.append((tr("Note", language), evidence.note.in_language(language)))
    for key in evidence.sources:
        lines.append((tr("Source", language), source_text(sources.source(key))))
    for alternative in evidence.alternatives:
        keys = ", ".join(sources.source(key).publisher for key in alternative.sources)
        rival = _alternative_text(alternative, evidence.unit, language)
        lines.append((tr("Others say", language), f"{rival} — {keys}" if keys else rival))
    return tuple(lines)


def evidence_html(evidence: Evidence, sources: Sources, language: Language, *, hue: str) -> str:
    """Evidence as the rich text of a tooltip, at most 44 characters or so wide."""
    (word, meaning), *rest = evidence_lines(evidence, sources, language)
    parts = [
        f'<p style="margin:0"><b style="color:{hue}">{escape(word)}</b> · {escape(meaning)}</p>'
    ]
    parts += [
        f'<p style="margin:6px 0 0 0"><small>{escape(heading)}</small><br>{escape(text)}</p>'
        for heading, text in rest
    ]
    return f'<div style="width:340px">{"".join(parts)}</div>'


def evidence_plain(evidence: Evidence, sources: Sources, language: Language) -> str:
    """Evidence as one line for a screen reader."""
    return "; ".join(
        f"{head}: {text}" for head, text in evidence_lines(evidence, sources, language)
    )
