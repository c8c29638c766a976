import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.constants import AU_KM, DAY_S
from mars7viz.figures import (
    MINUS,
    THIN,
    countdown,
    decimals_for,
    distance,
    figures_of,
    light_time,
    mission_time,
    number_text,
    rate_text,
    significant,
    speed,
)
from mars7viz.mission.grade import Grade


@pytest.mark.parametrize(
    ("value", "decimals", "en", "ru"),
    [
        (1412.0, 0, f"1{THIN}412", f"1{THIN}412"),
        (-0.25, 2, f"{MINUS}0.25", f"{MINUS}0,25"),
        (1234567.891, 1, f"1{THIN}234{THIN}567.9", f"1{THIN}234{THIN}567,9"),
        (1412.0, -1, f"1{THIN}410", f"1{THIN}410"),
        (-0.0001, 2, "0.00", "0,00"),
    ],
)
def test_numbers_have_thin_thousands_a_true_minus_and_the_languages_sign(value, decimals, en, ru):
    assert number_text(value, decimals=decimals, language="en") == en
    assert number_text(value, decimals=decimals, language="ru") == ru


@pytest.mark.parametrize(
    ("km", "figures", "number", "unit"),
    [
        (0.014, 6, "14", "m"),
        (1412.3456, 6, f"1{THIN}412.35", "km"),
        (1412.3456, 4, f"1{THIN}412", "km"),
        (1412.3456, 3, f"1{THIN}410", "km"),
        (99_999.7, 4, "100.0", "thousand km"),
        (412_345.0, 4, "412.3", "thousand km"),
        (999_999.6, 6, "1.000", "million km"),
        (223_738_850.0, 4, "223.7", "million km"),
        (1e9, 4, "6.685", "au"),
    ],
)
def test_a_distance_takes_the_unit_that_keeps_it_short(km, figures, number, unit):
    figure = distance(km, language="en", figures=figures)
    assert (figure.number, figure.unit) == (number, unit)


def test_units_speak_russian():
    assert distance(2.5e8, language="ru", figures=4).plain == f"250,0{THIN}млн км"
    assert speed(4.758, language="ru", figures=3).plain == f"4,76{THIN}км/с"
    assert distance(1.6 * AU_KM, language="ru", figures=4).unit == "млн км"


@given(
    value=st.floats(min_value=1e-3, max_value=1e12),
    figures=st.integers(min_value=1, max_value=6),
)
def test_significant_figures_keep_the_value_to_half_a_unit_of_the_last(value, figures):
    decimals = decimals_for(value, figures)
    written = float(significant(value, figures=figures, language="en").replace(THIN, ""))
    assert abs(written - value) <= 0.5 * 10.0 ** (-decimals) * (1 + 1e-6)
    assert decimals <= 3


def test_a_reconstruction_shows_fewer_figures_than_what_is_derived():
    assert figures_of(Grade.ASSUMED) < figures_of(Grade.RECONSTRUCTED) < figures_of(Grade.DERIVED)
    assert 2 <= figures_of(Grade.RECONSTRUCTED) <= 4


@pytest.mark.parametrize(
    ("seconds", "number", "unit"),
    [(0.0175, "0.018", "s"), (1.28, "1.28", "s"), (42.4, "42", "s"), (746.3, "12:26", "min")],
)
def test_light_time(seconds, number, unit):
    figure = light_time(seconds, language="en")
    assert (figure.number, figure.unit) == (number, unit)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (831.0, f"{MINUS}13:51"),
        (-831.0, "+13:51"),
        (4431.0, f"{MINUS}1:13:51"),
        (86399.7, f"{MINUS}1\u00a0d 00:00"),
        (3 * DAY_S + 4 * 3600, f"{MINUS}3\u00a0d 04:00"),
        (108.4 * DAY_S, f"{MINUS}108{THIN}d"),
        (-16.4 * 365.25 * DAY_S, f"+16.4{THIN}years"),
    ],
)
def test_a_countdown_is_negative_before_and_positive_after(seconds, text):
    assert countdown(seconds, language="en").plain == text


def test_mission_time_counts_from_launch():
    met_s = 211 * DAY_S + 15 * 3600 + 40 * 60 + 7.9
    assert mission_time(met_s, language="en") == "T+211\u00a0d 15:40:07"
    assert mission_time(met_s, language="ru") == "T+211\u00a0сут 15:40:07"
    assert mission_time(-10.0, language="en") == f"T{MINUS}0\u00a0d 00:00:10"


@pytest.mark.parametrize(
    ("rate", "number", "unit"),
    [
        (1.0, "×1", "real time"),
        (-10.0, f"{MINUS}×10", f"10{THIN}s/s"),
        (1000.0, f"×1{THIN}000", f"16.7{THIN}min/s"),
        (3600.0, f"×3{THIN}600", f"1{THIN}h/s"),
        (30 * DAY_S, f"×2{THIN}592{THIN}000", f"30{THIN}d/s"),
    ],
)
def test_a_rate_says_the_factor_and_what_passes_in_a_second(rate, number, unit):
    figure = rate_text(rate, language="en")
    assert (figure.number, figure.unit) == (number, unit)
