"""What is on record of one event, as rich text: words, numbers, evidence, rivals, accounts."""

from __future__ import annotations

from html import escape
from typing import Final

from mars7viz.figures import NO_BREAK, THIN
from mars7viz.i18n import Language, tr
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Account, Mission, MissionEvent, Quantity
from mars7viz.shells.widgets.claims import claim_figure
from mars7viz.shells.widgets.dates import event_date
from mars7viz.shells.widgets.evidence import (
    GRADE_MEANINGS,
    Evidence,
    evidence_lines,
    evidence_of_claim,
    grade_word,
)
from mars7viz.shells.widgets.marks import grade_mark_uri
from mars7viz.shells.widgets.theme import ACCENT, GRADE_HUES, SECONDARY

EVENT_LINK: Final = "event:"
_HEAD: Final = '<p style="margin:9px 0 2px 0"><b>{}</b></p>'


def _mark(grade: Grade, size_px: int) -> str:
    image = f'<img src="{grade_mark_uri(grade, size_px)}" style="vertical-align:middle">'
    return f"{image}&nbsp;"


def _dim(text: str) -> str:
    return f'<span style="color:{SECONDARY}">{text}</span>'


def _paragraph(text: str, top_px: int = 0) -> str:
    return f'<p style="margin:{top_px}px 0 0 0">{text}</p>'


def _publishers(keys: tuple[str, ...], mission: Mission) -> str:
    """Name each publisher once, in the order of the sources."""
    return "; ".join(dict.fromkeys(mission.source(key).publisher for key in keys))


def head_html(event: MissionEvent, language: Language, *, mark_px: int) -> str:
    """Name with the event's own grade, date with the date's grade, and what happened."""
    name = escape(event.name.in_language(language))
    date = escape(event_date(event, language))
    return "".join(
        (
            _paragraph(f"{_mark(event.grade, mark_px)}<b>{name}</b>"),
            _paragraph(f"{_mark(event.time_grade, mark_px)}{_dim(date)}", 2),
            _paragraph(escape(event.description.in_language(language)), 6),
        )
    )


def grades_html(event: MissionEvent, language: Language) -> str:
    """Say what the two marks say: of the event, and of its date."""
    lines = []
    for what, grade in (
        (tr("Event", language), event.grade),
        (tr("Date", language), event.time_grade),
    ):
        word = f'<b style="color:{GRADE_HUES[grade]}">{escape(grade_word(grade, language))}</b>'
        meaning = escape(tr(GRADE_MEANINGS[grade], language))
        lines.append(_paragraph(f"{_dim(escape(what) + ':')} {word} · {meaning}", 4))
    return "".join(lines)


def _number(quantity: Quantity, language: Language) -> str:
    """Write the value with its unit on one line: rich text breaks at a thin space."""
    figure = escape(claim_figure(quantity.claim, language).plain)
    return figure.replace(THIN, NO_BREAK)


def _quantity_html(
    quantity: Quantity, mission: Mission, language: Language, *, mark_px: int
) -> str:
    """One number, its grade, and under it note, sources and rivals."""
    figure = _number(quantity, language)
    name = escape(quantity.name.in_language(language))
    parts = [_paragraph(f"{_mark(quantity.claim.grade, mark_px)}{name}: <b>{figure}</b>", 5)]
    # The grade itself is said by the mark.
    for what, text in evidence_lines(evidence_of_claim(quantity.claim), mission, language)[1:]:
        parts.append(
            f'<p style="margin:0 0 0 14px"><small>{_dim(escape(f"{what}: {text}"))}</small></p>'
        )
    return "".join(parts)


def _quantities_html(
    event: MissionEvent, mission: Mission, language: Language, *, mark_px: int
) -> str:
    if not event.quantities:
        return ""
    rows = (_quantity_html(one, mission, language, mark_px=mark_px) for one in event.quantities)
    return _HEAD.format(escape(tr("Numbers", language))) + "".join(rows)


def _evidence_html(event: MissionEvent, mission: Mission, language: Language) -> str:
    evidence = Evidence(event.grade, event.sources, event.note, event.alternatives)
    lines = evidence_lines(evidence, mission, language)[1:]
    rows = (
        _paragraph(f"<small>{_dim(escape(what))}</small><br>{escape(text)}", 4)
        for what, text in lines
    )
    return _HEAD.format(escape(tr("Evidence", language))) + "".join(rows)


def tells_of_the_miss(event: MissionEvent) -> bool:
    """Tell whether the accounts of the miss belong beside this event."""
    return bool(event.account) or event.category == "encounter"


def _account_html(
    account: Account, event: MissionEvent, mission: Mission, language: Language, *, mark_px: int
) -> str:
    name = escape(account.name.in_language(language))
    rank = tr("main account", language) if account.is_main else tr("other account", language)
    links = [
        escape(other.name.in_language(language))
        if other.id == event.id
        else f'<a style="color:{ACCENT}" href="{EVENT_LINK}{other.id}">'
        f"{escape(other.name.in_language(language))}</a>"
        for other in mission.events
        if other.account == account.id
    ]
    parts = [
        _paragraph(f"{_mark(account.grade, mark_px)}<b>{name}</b> · {_dim(escape(rank))}", 6),
        _paragraph(escape(account.summary.in_language(language)), 2),
    ]
    if account.note:
        parts.append(
            _paragraph(f"<small>{_dim(escape(account.note.in_language(language)))}</small>", 2)
        )
    publishers = _publishers(account.sources, mission)
    source = f"{tr('Source', language)}: {publishers}"
    parts.append(_paragraph(f"<small>{_dim(escape(source))}</small>", 2))
    if links:
        parts.append(
            _paragraph(
                f"<small>{_dim(escape(tr('Events', language)))}: </small>{', '.join(links)}", 2
            )
        )
    return "".join(parts)


def _accounts_html(
    event: MissionEvent, mission: Mission, language: Language, *, mark_px: int
) -> str:
    if not tells_of_the_miss(event):
        return ""
    accounts = sorted(mission.accounts, key=lambda account: not account.is_main)
    parts = (_account_html(one, event, mission, language, mark_px=mark_px) for one in accounts)
    return _HEAD.format(escape(tr("Why it missed: two accounts", language))) + "".join(parts)


def event_html(event: MissionEvent, mission: Mission, language: Language, *, mark_px: int) -> str:
    """Everything on record of an event: the page of the event card."""
    return "".join(
        (
            head_html(event, language, mark_px=mark_px),
            _quantities_html(event, mission, language, mark_px=mark_px),
            _accounts_html(event, mission, language, mark_px=mark_px),
            grades_html(event, language),
            _evidence_html(event, mission, language),
        )
    )


def event_tip_html(
    event: MissionEvent, mission: Mission, language: Language, *, mark_px: int
) -> str:
    """Return what fits beside a pointer: the page without long notes and accounts."""
    numbers = "".join(
        _paragraph(
            f"{_mark(one.claim.grade, mark_px)}{escape(one.name.in_language(language))}: "
            f"<b>{_number(one, language)}</b>"
            f"{_rivals(one, mission, language)}",
            3,
        )
        for one in event.quantities
    )
    accounts = ""
    if tells_of_the_miss(event):
        for account in sorted(mission.accounts, key=lambda account: not account.is_main):
            rank = (
                tr("main account", language) if account.is_main else tr("other account", language)
            )
            belongs = " ◂" if account.id == event.account else ""
            name = escape(account.name.in_language(language))
            accounts += _paragraph(
                f"{_mark(account.grade, mark_px)}{name} · {_dim(escape(rank))}{belongs}", 4
            )
    publishers = _publishers(event.sources, mission)
    source = _paragraph(
        f"<small>{_dim(escape(tr('Source', language)))}: {escape(publishers)}</small>", 6
    )
    rivals = "".join(
        _paragraph(f"<small>{_dim(escape(what))}: {escape(text)}</small>", 2)
        for what, text in evidence_lines(
            Evidence(event.grade, (), alternatives=event.alternatives), mission, language
        )[1:]
    )
    return (
        head_html(event, language, mark_px=mark_px)
        + numbers
        + accounts
        + grades_html(event, language)
        + source
        + rivals
    )


def _rivals(quantity: Quantity, mission: Mission, language: Language) -> str:
    rivals = evidence_lines(
        Evidence(
            quantity.claim.grade,
            alternatives=quantity.claim.alternatives,
            unit=quantity.claim.unit,
        ),
        mission,
        language,
    )[1:]
    return "".join(f"<br><small>{_dim(escape(f'{what}: {text}'))}</small>" for what, text in rivals)
