"""UTC and TDB against astropy and CSPICE, leap seconds, and what is refused."""

import math

import numpy as np
import pytest
from astropy.time import Time
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.ephemeris.earth_table import EarthTable, earth_table
from mars7viz.ephemeris.epoch import (
    EpochError,
    et_to_jd_pair,
    et_to_julian_date_tdb,
    et_to_moscow,
    et_to_utc,
    utc_to_et,
)
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.tdb import tdb_text

LEAP_DAYS = ["1972-06-30", "1972-12-31", "1973-12-31", "1974-12-31", "1975-12-31", "2016-12-31"]
MICROSECOND = 1e-6


def astropy_et(utc):
    tdb = Time(utc, scale="utc", format="isot").tdb
    return ((tdb.jd1 - 2451545.0) + tdb.jd2) * 86400.0


@pytest.mark.parametrize("day", LEAP_DAYS)
@pytest.mark.parametrize(
    "clock", ["00:00:00", "12:30:15.25", "23:59:59", "23:59:60", "23:59:60.75"]
)
def test_leap_days_agree_with_astropy(day, clock):
    assert utc_to_et(f"{day}T{clock}") == pytest.approx(
        astropy_et(f"{day}T{clock}"), abs=MICROSECOND
    )


@pytest.mark.parametrize("day", LEAP_DAYS)
def test_a_leap_second_is_a_second_of_its_own(day):
    leap = utc_to_et(f"{day}T23:59:60")
    before = utc_to_et(f"{day}T23:59:59")
    year = int(day[:4])
    after = utc_to_et(f"{year}-07-01" if day.endswith("06-30") else f"{year + 1}-01-01")
    assert leap - before == pytest.approx(1.0, abs=MICROSECOND)
    assert after - leap == pytest.approx(1.0, abs=MICROSECOND)
    assert et_to_utc(leap) == f"{day}T23:59:60Z"
    assert et_to_utc(leap + 0.5, decimals=1) == f"{day}T23:59:60.5Z"
    assert et_to_utc(leap - 1.0) == f"{day}T23:59:59Z"
    assert et_to_utc(leap + 1.0).endswith("-01T00:00:00Z")
    assert et_to_moscow(leap).endswith("-01T02:59:60+03:00")


@given(st.floats(min_value=-946_000_000.0, max_value=978_000_000.0))
def test_dates_agree_with_astropy_and_come_back(et):
    text = et_to_utc(et, decimals=6)
    if not text.startswith("1971-12-31"):  # see the test of that day
        assert utc_to_et(text) == pytest.approx(et, abs=MICROSECOND)
        if text < "2028":  # astropy warns of leap seconds that may come after
            assert astropy_et(text.removesuffix("Z")) == pytest.approx(et, abs=MICROSECOND)


def test_spice_agrees_within_its_shorter_model_of_tdb(spice):
    for utc in ("1973-08-09T17:00:17", "1974-03-09T08:55:00", "1973-12-31T23:59:60", "2020-02-02"):
        # CSPICE keeps one term of TDB-TT: 30 microseconds.
        assert utc_to_et(utc) == pytest.approx(spice.str2et(utc), abs=3e-5)


def test_before_1972_utc_ran_in_rubber_seconds_and_erfa_follows():
    for utc in ("1970-01-01T00:00:00", "1971-07-01T06:00:00", "1971-12-31T23:59:60.05"):
        assert utc_to_et(utc) == pytest.approx(astropy_et(utc), abs=MICROSECOND)
    # The step of 0.107758 s to whole seconds ended that year; a printed date of its last day
    # leaves it out and is up to that much early.
    et = utc_to_et("1971-12-31T12:00:00")
    assert 0.0 <= et - utc_to_et(et_to_utc(et, decimals=6)) < 0.1078


@pytest.mark.parametrize(
    "same",
    ["1974-03-09T08:55", "1974-03-09 08:55:00", "1974-03-09T08:55Z", " 1974-03-09T08:55:00.000Z "],
)
def test_forms_of_one_date(same):
    assert utc_to_et(same) == utc_to_et("1974-03-09T08:55:00")


def test_a_day_is_its_midnight_and_the_span_includes_its_ends():
    assert utc_to_et("1974-03-09") == utc_to_et("1974-03-09T00:00")
    assert utc_to_et("1970-01-01") < utc_to_et("2031-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "1974", "1974-3-9", "1974-03-09T", "1974-03-09T08", "1974-03-09T08:55:7",
        "09.03.1974", "1974-03-09T08:55+03:00", "1974-02-30", "1973-02-29", "1974-13-01",
        "1974-03-00", "1974-03-09T24:00", "1974-03-09T23:60", "1974-03-09T23:59:60",
        "1974-06-30T23:59:60", "1973-12-31T23:59:61", "1973-12-31T22:59:60", "1974-03-09T08:55:99",
        "١٩٧٤-03-09", "-974-03-09", "1974-03-09T08:55:00,5",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_by_name(text):
    with pytest.raises(EpochError) as caught:
        utc_to_et(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["1969-12-31T23:59:59", "2031-01-01T00:00:00.1", "2031-01-02", "1066-10-14", "9999-01-01"],
)
def test_what_is_outside_the_years_is_refused_with_the_range(text):
    with pytest.raises(EpochError, match="1970-01-01 to 2031-01-01"):
        utc_to_et(text)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_an_epoch_error(text):
    error_text = None
    try:
        et = utc_to_et(text)
    except EpochError as error:
        error_text = str(error)
    assert math.isfinite(et) if error_text is None else repr(text) in error_text


def test_dates_are_rounded_not_cut():
    et = utc_to_et("1974-03-09T08:55:00")
    assert et_to_utc(et - 0.4) == "1974-03-09T08:55:00Z"
    assert et_to_utc(et - 0.6) == "1974-03-09T08:54:59Z"
    assert et_to_utc(utc_to_et("1973-12-31T23:59:60") + 0.7) == "1974-01-01T00:00:00Z"
    assert et_to_utc(et + 0.0496, decimals=2) == "1974-03-09T08:55:00.05Z"


def test_moscow_is_three_hours_ahead_over_midnight_and_year():
    assert et_to_moscow(utc_to_et("1973-08-09T17:00:17")) == "1973-08-09T20:00:17+03:00"
    assert et_to_moscow(utc_to_et("1974-12-31T21:30:00")) == "1975-01-01T00:30:00+03:00"
    assert et_to_moscow(utc_to_et("1974-02-28T22:00:00.5"), decimals=1).startswith(
        "1974-03-01T01:00:00.5"
    )


def test_moscow_follows_its_later_summer_times_and_zones():
    # tz database, Europe/Moscow: summer time from 1981; UTC+4 all year 2011-14; UTC+3 since.
    assert et_to_moscow(utc_to_et("1985-07-01T00:00")) == "1985-07-01T04:00:00+04:00"
    assert et_to_moscow(utc_to_et("2012-01-01T00:00")) == "2012-01-01T04:00:00+04:00"
    assert et_to_moscow(utc_to_et("2026-07-01T00:00")) == "2026-07-01T03:00:00+03:00"


@pytest.mark.parametrize("et", [math.nan, math.inf, -1.4e9, 4e9])
def test_no_date_for_what_is_not_in_the_era(et):
    with pytest.raises(EpochError, match="1960 to 2100"):
        et_to_utc(et)


@pytest.mark.parametrize("decimals", [-1, 7])
def test_decimals_have_a_range(decimals):
    with pytest.raises(EpochError, match="0 to 6"):
        et_to_utc(0.0, decimals=decimals)


@pytest.mark.parametrize(
    "utc", ["1973-08-09T17:00:17", "1974-03-09T12:00:00", "2020-06-01T00:00:00"]
)
def test_julian_dates_agree_with_astropy(utc):
    et, time = utc_to_et(utc), Time(utc, scale="utc")
    assert et_to_julian_date_tdb(et) == pytest.approx(time.tdb.jd, abs=1e-9)
    for scale, tolerance_s in (("tdb", 1e-6), ("tt", 1e-6), ("ut1", 2e-4)):
        there = getattr(time, scale)
        day, part = et_to_jd_pair(et, scale)
        difference_s = ((day - there.jd1) + (part - there.jd2)) * 86400.0
        assert abs(difference_s) < tolerance_s, scale
    with pytest.raises(EpochError, match="finite"):
        et_to_jd_pair(math.nan, "tt")


def test_the_earth_table_covers_the_mission_and_holds_its_ends():
    table = earth_table()
    start_et, stop_et = table.coverage
    assert start_et < utc_to_et("1970-01-01")
    assert stop_et > utc_to_et("2025-01-01")
    assert table.at(start_et - 1e9) == table.at(start_et)
    assert table.at(stop_et + 1e9) == table.at(stop_et)
    middle = table.at(start_et + table.step_s / 2.0)
    np.testing.assert_allclose(
        middle, (np.array(table.at(start_et)) + table.at(start_et + table.step_s)) / 2.0
    )


@pytest.mark.parametrize(
    ("et", "text"),
    [
        (0.0, "2000-01-01 12:00:00 TDB"),
        (-946_728_000.0, "1970-01-01 00:00:00 TDB"),
        (1e30, "et = 1000000000000000019884624838656 s TDB past J2000"),
        (-math.inf, "et = -inf"),
    ],
)
def test_calendar_of_tdb(et, text):
    assert tdb_text(et) == text


def test_a_broken_earth_table_is_refused_by_name(tmp_path):
    path = tmp_path / "earth.npz"
    columns = {"first_mjd": 40000, "step_days": 2, "ut1_minus_tai_us": [1, 2], "x_uas": [1, 2]}
    np.savez(path, **columns)
    with pytest.raises(EphemerisError, match=r"earth\.npz.*y_uas"):
        EarthTable.read(path)
    np.savez(path, **columns, y_uas=[1, 2, 3])
    with pytest.raises(EphemerisError, match=r"earth\.npz: the columns differ in length"):
        EarthTable.read(path)
