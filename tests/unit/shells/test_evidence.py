from dataclasses import replace

import pytest

from mars7viz.figures import ABOUT, distance
from mars7viz.mission.grade import Grade
from mars7viz.mission.load import load_mission
from mars7viz.mission.text import Text
from mars7viz.shells.widgets.evidence import (
    Evidence,
    evidence_html,
    evidence_lines,
    evidence_of,
    evidence_plain,
    shown,
)
from mars7viz.snapshot.values import Reading


@pytest.fixture(scope="module")
def mission():
    return load_mission(None)


def written(reading, language="en", figures=4):
    return shown(
        reading,
        lambda value, n: distance(value, language=language, figures=n),
        figures=figures,
        language=language,
    )


def test_no_record_is_said_and_is_not_zero():
    reading = Reading(None, "km", Grade.NO_RECORD)
    assert written(reading).figure.number == "no record"
    assert written(reading, "ru").figure.number == "нет данных"
    assert not written(reading).has_record


@pytest.mark.parametrize("grade", [Grade.RECONSTRUCTED, Grade.ASSUMED, Grade.WHAT_IF])
def test_what_no_document_gives_is_about(grade):
    assert written(Reading(1412.0, "km", grade)).figure.number.startswith(ABOUT)


@pytest.mark.parametrize("grade", [Grade.DOCUMENTED, Grade.DERIVED])
def test_what_documents_give_is_not_about(grade):
    assert ABOUT not in written(Reading(1412.0, "km", grade)).figure.plain


def test_evidence_names_grade_sources_note_and_rivals(mission):
    quantity = next(q for q in mission.all_quantities() if q.claim.alternatives and q.claim.sources)
    claim = quantity.claim
    evidence = Evidence(claim.grade, claim.sources, Text("a note", "заметка"), claim.alternatives)
    lines = evidence_lines(evidence, mission, "en")
    heads = [head for head, _ in lines]
    assert heads[0] == claim.grade.value
    source = mission.source(claim.sources[0])
    assert ("Source", f"{source.title}. {source.publisher}") in lines
    assert ("Note", "a note") in lines
    assert heads.count("Others say") == len(claim.alternatives)
    assert ("Примечание", "заметка") in evidence_lines(evidence, mission, "ru")


def test_evidence_is_escaped_and_plain_for_readers(mission):
    evidence = replace(Evidence(Grade.DERIVED), note=Text("a < b", "а < б"))
    assert "a &lt; b" in evidence_html(evidence, mission, "en", hue="#FFFFFF")
    assert "a < b" in evidence_plain(evidence, mission, "en")


def test_evidence_of_a_reading_is_the_readings():
    reading = Reading(1.0, "km", Grade.DERIVED, ("SELF",), Text("n", "п"))
    assert evidence_of(reading) == Evidence(Grade.DERIVED, ("SELF",), Text("n", "п"))
