"""Dates as sources give them."""

import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.dates import parse_date

DAY_S = 86_400.0


def test_a_month_is_the_whole_of_it():
    band = parse_date("1974-02")
    assert band.start_et == utc_to_et("1974-02-01")
    assert band.stop_et == utc_to_et("1974-03-01")
    assert band.et == pytest.approx(band.start_et + 14 * DAY_S, abs=1e-3)
    assert not band.is_instant


def test_a_day_is_the_whole_of_it_with_its_leap_second():
    band = parse_date("1973-12-31")  # a leap second ended 1973
    assert band.stop_et - band.start_et == pytest.approx(DAY_S + 1, abs=1e-3)
    assert parse_date("1974-03-09").stop_et == utc_to_et("1974-03-10")


@pytest.mark.parametrize(
    "text",
    ["1974-03-09T08:55", "1974-03-09T08:55Z", "1974-03-09T08:55:00", "1974-03-09T08:55:00.000Z"],
)
def test_a_time_of_day_is_an_instant(text):
    band = parse_date(text)
    assert band.start_et == band.et == band.stop_et == utc_to_et("1974-03-09T08:55")
    assert band.is_instant


def test_the_last_day_that_is_covered():
    assert parse_date("2030-12-31").stop_et == utc_to_et("2031-01-01")


@pytest.mark.parametrize(
    "text",
    [
        *["", "1974", "74-03-09", "1974-3-9", "1974-13", "1974-00", "1974-02-30", "1974-03-09T08"],
        *["1974-03-09T25:00", "1974-03-09T08:60", "1974-03-09T08:55:61", "1974-03-09 08:55"],
        *["1974-03-09T08:55+03:00", "1974-03-09Z", "1969-12-31", "2031-01-02", "2031-01"],
        *[" 1974-03-09", "9999-12-31", "9999-12", "٠٩٧٤-03"],
    ],
)
def test_what_is_not_a_date(text):
    assert parse_date(text) is None
