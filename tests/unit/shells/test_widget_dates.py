from dataclasses import replace

import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.load import load_mission
from mars7viz.shells.widgets.dates import (
    clock_digits,
    event_date,
    instant_text,
    month_alone,
    span_dates,
)


@pytest.fixture(scope="module")
def mission():
    return load_mission(None)


@pytest.mark.parametrize(
    ("event_id", "en", "ru"),
    [
        ("launch", "9 Aug 1973, 17:00:17", "9 авг. 1973, 17:00:17"),
        ("last_contact", "25 Mar 1974, day", "25 марта 1974, день"),
        ("km73_data", "September 1973", "сентябрь 1973"),
        ("correction_2_cancelled", "December 1973 – February 1974", "декабрь 1973 – февраль 1974"),
        ("centimetre_link_lost", "12 Aug 1973 – 6 Mar 1974", "12 авг. 1973 – 6 марта 1974"),
    ],
)
def test_a_date_is_as_exact_as_the_record_and_no_better(mission, event_id, en, ru):
    event = mission.event(event_id)
    assert event_date(event, "en") == en
    assert event_date(event, "ru") == ru


def test_an_uncertain_instant_says_by_how_much(mission):
    event = replace(mission.event("launch"), precision_s=2100.0)
    assert event_date(event, "en") == "9 Aug 1973, 17:00:17 ±35\u2009min"
    assert event_date(replace(event, precision_s=7200.0), "ru").endswith("±2\u2009ч")


def test_clock_digits_of_both_clocks():
    assert clock_digits("1974-03-09T08:41:07Z") == ("1974-03-09", "08:41:07")
    assert clock_digits("1974-03-09T11:41:07+03:00") == ("1974-03-09", "11:41:07")
    assert clock_digits("1974-03-09") == ("1974-03-09", "")


def test_instants_and_months(mission):
    assert instant_text(mission.launch_et, "en") == "9 Aug 1973, 17:00:17 UTC"
    assert month_alone("1974-05-01", "en") == "May"
    assert month_alone("1974-05-01", "ru") == "май"


@pytest.mark.parametrize(
    ("start", "stop", "language", "first", "last"),
    [
        (
            "1973-08-09T17:00:17", "1973-08-09T19:00:17", "en",
            "9 Aug 1973, 17:00–19:00", "9 Aug",
        ),
        (
            "1973-08-09T19:00:17", "1974-03-07T08:55:00", "ru",
            "9 авг. 1973 – 7 марта 1974", "9 авг. – 7 марта",
        ),
        ("1974-03-10T08:55:00", "1974-03-25T12:00:00", "en", "10 Mar – 25 Mar", "10–25 Mar"),
        ("1974-03-25T12:00:00", "2030-12-31T00:00:00", "en", "March 1974 – 2030", "1974–2030"),
    ],
)  # fmt: skip
def test_a_stretch_says_from_when_to_when(start, stop, language, first, last):
    dates = span_dates(utc_to_et(start), utc_to_et(stop), language)
    assert (dates[0], dates[-1]) == (first, last)
    assert [len(date) for date in dates] == sorted((len(date) for date in dates), reverse=True)
