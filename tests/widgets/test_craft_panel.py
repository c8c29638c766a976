from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, Qt
from PyQt6.QtGui import QHelpEvent, QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from mars7viz.figures import ABOUT
from mars7viz.mission.grade import Grade
from mars7viz.shells.widgets.craft_panel import STATE_WORDS, CraftPanel
from mars7viz.shells.widgets.evidence_row import EvidenceRow
from mars7viz.shells.widgets.range_history import sample_ranges
from mars7viz.shells.widgets.theme import ALARM
from mars7viz.snapshot.values import Reading

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


@pytest.fixture
def panel(qtbot, shipped_world, mission, theme, view_at):
    history = sample_ranges(
        shipped_world.chronologies["lander"], mission.event("closest_approach").et
    )
    made = CraftPanel("lander", mission, theme, side="right", history=history)
    qtbot.addWidget(made)
    made.resize(made.sizeHint().width(), 900)
    made.present(*view_at("1974-03-09T08:45"))
    made.show()
    return made


def alarmed(row):
    return ALARM in row._value.styleSheet()


def test_figures_agree_with_the_snapshot(panel, view_at):
    snapshot, _ = view_at("1974-03-09T08:45")
    altitude = snapshot.craft("lander").relative_to("mars").altitude
    assert panel.grid.cell("altitude").text.replace("\u2009", "") == (
        f"{ABOUT}{round(altitude.value)}km"
    )
    left_s = snapshot.time_to_closest_approach.value
    clock = f"{round(left_s) // 60}:{round(left_s) % 60:02d}"
    assert panel.grid.cell("closest").text == f"{ABOUT}\u2009\u2212{clock}"
    assert panel.grid.cell("earth").text == f"{ABOUT}\u2009223.7\u2009million km"
    assert panel.grid.cell("earth").grade is Grade.RECONSTRUCTED


def test_no_record_is_words_not_a_number(panel, view_at):
    snapshot, options = view_at("1974-03-09T08:45")
    unknown = replace(snapshot, time_to_closest_approach=Reading(None, "s", Grade.NO_RECORD))
    panel.present(unknown, options)
    assert panel.grid.cell("closest").text == "no record"
    assert panel.grid.cell("closest").grade is Grade.NO_RECORD


def test_only_documented_failures_are_alarming(panel, view_at):
    snapshot, _ = view_at("1974-03-09T08:45")
    rows = dict(zip([line.id for line in snapshot.lander.lines], panel.status_rows, strict=True))
    for line in snapshot.lander.lines:
        assert alarmed(rows[line.id]) == line.is_alarm
    assert any(line.is_alarm for line in snapshot.lander.lines)


def test_a_row_answers_with_its_sources(panel, mission):
    row = next(row for row in panel.status_rows if row.evidence.sources)
    source = mission.source(row.evidence.sources[0])
    text = row.evidence_text()
    assert source.publisher.split(",")[0] in text
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), row.mapToGlobal(QPoint(2, 2)))
    assert QApplication.sendEvent(row, event)


def test_up_and_down_walk_through_the_evidence(panel, qtbot):
    first = panel.grid.cell("earth")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(first.hasFocus)
    visited = [QApplication.focusWidget()]
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        visited.append(QApplication.focusWidget())
    assert len(set(visited)) == 13
    assert all(isinstance(row, EvidenceRow) for row in visited)
    assert visited[-1].accessibleName()
    assert visited[-1].accessibleDescription()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() is visited[-2]
    # One stop for Tab: the row that was left last.
    stops = [
        row
        for row in panel.findChildren(EvidenceRow)
        if row.focusPolicy() == Qt.FocusPolicy.StrongFocus
    ]
    assert stops == [visited[-2]]


@pytest.mark.parametrize(
    ("at", "state", "has_figures"),
    [
        ("1973-08-09T10:00", "before-launch", False),
        ("1973-11-20T10:00", "attached", True),
        ("1974-03-09T08:45", "free", True),
        ("1990-01-01T00:00", "derelict", True),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_state_says_what_is_so_and_why(panel, view_at, at, state, has_figures, language):
    snapshot, options = view_at(at, language)
    assert snapshot.lander.state == state
    panel.present(snapshot, options)
    _, words, summary = panel.words
    assert words
    assert summary == snapshot.lander.summary.in_language(language)
    assert panel.grid.isVisible() == has_figures


def test_outside_coverage_the_panel_says_so(panel, view_at):
    snapshot, options = view_at("1990-01-01T00:00")
    outside = replace(
        snapshot,
        phase=None,
        spacecraft=(),
        lander=replace(snapshot.lander, state="out-of-coverage", lines=()),
    )
    panel.present(outside, options)
    assert panel.words[1] == "Outside the years covered"
    assert not panel.grid.isVisible()
    assert panel.status_rows == ()


def test_every_state_has_words(view_at):
    for at in ("1973-08-09T10:00", "1973-11-20", "1974-03-09T08:45", "1990-01-01"):
        snapshot, _ = view_at(at)
        assert {snapshot.lander.state, snapshot.coast_stage.state} <= set(STATE_WORDS)


def test_instruments_fold(panel):
    assert len(panel.instrument_rows) >= 6
    head = panel._instrument_fold.head
    head.click()
    assert not any(row.isVisible() for row in panel.instrument_rows)
    head.click()
    assert all(row.isVisible() for row in panel.instrument_rows)


def test_doubtful_instruments_stand_apart_and_are_never_firm(panel, mission):
    doubtful = [one for one in mission.craft("lander").instruments if one.is_doubtful]
    assert [one.id for one in doubtful] == ["prop_m"]
    row = panel.instrument_rows[-1]
    assert row.name == doubtful[0].name.en
    assert row.value.startswith("doubtful")
    assert row.evidence.grade is Grade.ASSUMED
    n_firm = len(panel.instrument_rows) - len(doubtful)
    assert panel._instrument_fold.head.text().endswith(f"({n_firm})")


@pytest.mark.parametrize(
    ("language", "number"), [("en", "1\u2009210\u2009kg"), ("ru", "1\u2009210\u2009кг")]
)
def test_facts_have_numbers_grades_and_rivals(panel, view_at, mission, language, number):
    panel.present(*view_at("1974-03-09T08:45", language))
    assert panel.facts.rows == ()
    panel.facts.head.click()
    quantities = mission.craft("lander").quantities
    assert len(panel.facts.rows) == len(quantities)
    rows = dict(zip([one.id for one in quantities], panel.facts.rows, strict=True))
    mass = rows["lander_release_mass"]
    assert mass.value == number
    assert mass.evidence.grade is Grade.DOCUMENTED
    rival = quantities[[one.id for one in quantities].index("lander_release_mass")]
    assert str(rival.claim.alternatives[0].value)[-3:] in mass.evidence_text()
    assert rows["relay_rate"].evidence.grade is Grade.NO_RECORD


def test_until_its_release_the_lander_shows_its_plan_and_no_second_plot(panel, view_at):
    assert panel._plot_fold.isVisible()
    assert panel.plan.isHidden()
    panel.present(*view_at("1973-11-20"))
    assert panel._plot_fold.isHidden()
    assert panel.plan.isVisible()
    assert {"4.066\u2009h", "5.6\u2009km/s"} <= {row.value for row in panel.plan.rows}


def test_a_low_panel_folds_the_plot_unless_it_was_opened_by_hand(panel):
    assert panel._plot_fold.is_open
    panel.resize(panel.width(), 500)
    assert not panel._plot_fold.is_open
    panel._plot_fold.head.click()
    panel.resize(panel.width(), 510)
    assert panel._plot_fold.is_open


def test_the_foot_goes_to_a_part_and_another_focus_back_to_the_top(panel, qtbot, view_at):
    bar = panel._scroll.verticalScrollBar()
    panel.resize(panel.width(), 500)
    panel._jumps["facts"].click()
    assert panel.facts.is_open
    qtbot.waitUntil(lambda: bar.value() > 100)
    snapshot, options = view_at("1974-03-09T08:45")
    panel.present(snapshot, options.with_camera(replace(options.camera, focus="earth")))
    assert bar.value() == 0


def test_the_panel_collapses_to_a_strip_and_keeps_the_keyboard(panel, qtbot):
    wide = panel.sizeHint().width()
    panel.toggle()
    assert not panel.is_open
    assert panel.sizeHint().width() < wide / 5
    panel._strip.button.click()
    assert panel.is_open


def test_it_speaks_both_languages(panel, view_at):
    panel.present(*view_at("1974-03-09T08:45", "ru"))
    assert panel.accessibleName() == "Спускаемый аппарат"
    assert panel.grid.cell("earth").text == f"{ABOUT}\u2009223,7\u2009млн км"


def test_the_altitude_is_over_the_nearer_planet(panel, view_at):
    panel.present(*view_at("1973-08-09T17:40"))
    assert panel.grid.cell("altitude").accessibleName().startswith("Altitude over Earth")
    panel.present(*view_at("1974-03-09T08:45"))
    assert panel.grid.cell("altitude").accessibleName().startswith("Altitude over Mars")


@pytest.mark.parametrize("at", ["1973-08-09T17:01", "1973-11-20", "1974-03-09T08:55", "2029-01-01"])
def test_the_plot_draws_its_lines(panel, view_at, at):
    panel.present(*view_at(at))
    image = panel._plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
    blue, _, red, _ = pixels.reshape(-1, 4).T.astype(int)
    assert np.count_nonzero(red - blue > 60) > 60
