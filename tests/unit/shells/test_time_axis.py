import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.constants import DAY_S
from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.mission.load import load_mission
from mars7viz.shells.widgets.scrubber_layout import (
    nearest_event,
    neighbour_et,
    overview_axis,
    piece_at,
    resting_lens,
)
from mars7viz.shells.widgets.time_axis import (
    MIN_LENS_S,
    LensSpan,
    OverviewAxis,
    Piece,
    centered,
    lens_ticks,
    span_title,
)

MISSION = load_mission(None)
AXIS = overview_axis(MISSION)
ets = st.floats(min_value=AXIS.start_et, max_value=AXIS.stop_et)
widths = st.floats(min_value=200.0, max_value=4000.0)
durations = st.floats(min_value=MIN_LENS_S, max_value=AXIS.stop_et - AXIS.start_et)


@given(et=ets, width=widths)
def test_an_instant_comes_back_from_its_pixel(et, width):
    # The widest piece is 57 years over a hundredth of the bar: doubles of pixels carry it to 0.1 s.
    assert AXIS.et_of(AXIS.x_of(et, width), width) == pytest.approx(et, abs=0.1)


@given(first=ets, second=ets, width=widths)
def test_later_is_further_right(first, second, width):
    if second > first + 1.0:
        assert AXIS.x_of(second, width) > AXIS.x_of(first, width)


@given(et=st.floats(min_value=-4e9, max_value=4e9), width=widths)
def test_every_instant_has_a_pixel_on_the_bar(et, width):
    assert 0.0 <= AXIS.x_of(et, width) <= width * (1 + 1e-12)


def test_the_ends_of_the_bar_are_the_ends_of_the_timeline():
    assert AXIS.et_of(-50.0, 1000.0) == MISSION.timeline_start_et
    assert AXIS.et_of(1050.0, 1000.0) == MISSION.timeline_stop_et


def test_seven_months_get_most_of_the_bar_and_the_derelict_years_a_tail():
    last_contact = MISSION.event("last_contact").stop_et
    assert 0.8 < AXIS.x_of(last_contact, 1.0) < 0.95
    encounter = MISSION.event("closest_approach").et
    hour_px = AXIS.x_of(encounter + 1800, 1000.0) - AXIS.x_of(encounter - 1800, 1000.0)
    assert hour_px > 3.0
    assert len(AXIS.breaks(1000.0)) == len(AXIS.pieces) - 1


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (Piece(0.0, 0.0, 1.0),),
        (Piece(0.0, 1.0, 0.0),),
        (Piece(0.0, 1.0, 1.0), Piece(2.0, 3.0, 1.0)),
    ],
)
def test_pieces_that_make_no_line_are_refused(pieces):
    with pytest.raises(ValueError, match="piece"):
        OverviewAxis(pieces)


@given(et=ets, duration=durations, factor=st.floats(0.05, 20.0), part=st.floats(0.0, 1.0))
def test_zooming_keeps_the_instant_under_the_pointer(et, duration, factor, part):
    span = centered(et, duration, AXIS)
    about = span.start_et + part * span.duration_s
    zoomed = span.zoomed(factor, about, AXIS)
    assert zoomed.duration_s >= MIN_LENS_S * (1 - 1e-6)
    assert zoomed.start_et >= AXIS.start_et - 1e-3
    assert zoomed.stop_et <= AXIS.stop_et + 1e-3
    is_pushed = math.isclose(zoomed.start_et, AXIS.start_et, abs_tol=1.0) or math.isclose(
        zoomed.stop_et, AXIS.stop_et, abs_tol=1.0
    )
    if not is_pushed:
        assert zoomed.x_of(about, 1000.0) == pytest.approx(span.x_of(about, 1000.0), abs=0.5)


@given(start=ets, duration=durations, et=ets)
def test_the_lens_follows_the_instant(start, duration, et):
    span = centered(start, duration, AXIS).following(et, AXIS)
    assert span.start_et - 1e-3 <= et <= span.stop_et + 1e-3


@given(et=ets, duration=durations, n_most=st.integers(2, 20))
def test_ticks_lie_in_the_lens_in_order_and_are_not_too_many(et, duration, n_most):
    span = centered(et, duration, AXIS)
    ticks = lens_ticks(span, n_most=n_most, language="en")
    assert all(span.start_et <= tick.et <= span.stop_et for tick in ticks)
    assert [tick.et for tick in ticks] == sorted({tick.et for tick in ticks})
    assert len(ticks) <= 2 * n_most + 2


def span_of(first: str, last: str) -> LensSpan:
    return LensSpan(utc_to_et(first), utc_to_et(last))


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("1974-03-09T08:40:01", "1974-03-09T08:40:40", "08:40:05"),
        ("1974-03-09T08:01", "1974-03-09T09:29", "08:10"),
        ("1974-03-01T00:00", "1974-03-09T00:00", "2 Mar"),
        ("1973-08-10", "1974-04-01", "1974"),
        ("1980-05-01", "2029-01-01", "1990"),
    ],
)
def test_labels_go_from_seconds_to_years(first, last, label):
    ticks = lens_ticks(span_of(first, last), n_most=10, language="en")
    assert label in [tick.label for tick in ticks]


def test_ticks_stand_at_round_times_of_utc():
    for tick in lens_ticks(
        span_of("1974-03-09T08:01", "1974-03-09T09:29"), n_most=9, language="en"
    ):
        assert et_to_utc(tick.et)[11:16] == tick.label


def test_the_title_names_what_the_labels_leave_out():
    assert span_title(span_of("1974-03-09T08:00", "1974-03-09T09:30"), "en") == "9 Mar 1974"
    assert span_title(span_of("1973-10-01", "1973-12-01"), "ru") == "1973"
    assert span_title(span_of("1980-10-01", "1999-12-01"), "en") == ""


def test_the_resting_lens_is_finer_at_the_encounter_than_in_cruise():
    encounter = resting_lens(AXIS, MISSION.event("closest_approach").et)
    cruise = resting_lens(AXIS, utc_to_et("1973-12-01"))
    derelict = resting_lens(AXIS, utc_to_et("2000-01-01"))
    assert encounter.duration_s < 3 * 3600 < cruise.duration_s < 30 * DAY_S < derelict.duration_s
    assert piece_at(AXIS, AXIS.stop_et) == AXIS.pieces[-1]


def test_events_are_found_by_nearness_and_order():
    approach = MISSION.event("closest_approach")
    assert nearest_event(MISSION.events, approach.et + 5.0, 10.0) is approach
    assert nearest_event(MISSION.events, approach.et + 60.0, 10.0) is None
    assert (
        neighbour_et(MISSION.events, approach.et, 1) == MISSION.event("closest_approach_signal").et
    )
    assert neighbour_et(MISSION.events, approach.et, -1) == MISSION.event("retro_silent").et
    assert neighbour_et(MISSION.events, AXIS.start_et, -1) is None
