"""Who has the exhibit, by a clock that the test turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.shells.kiosk.idle import Attendance, Mode

NOW_S = 1000.0


def opened(idle_s=60.0):
    return Attendance.opening(NOW_S, idle_s=idle_s)


def test_it_opens_with_the_loop_and_stays_there_untouched():
    assert opened().mode is Mode.ATTRACT
    assert opened().at(NOW_S + 1e6) == opened()


def test_a_touch_takes_over():
    assert opened().touched(NOW_S + 5.0).mode is Mode.VISITOR


def test_a_resting_visitor_is_warned_for_the_last_ten_seconds_then_forgotten():
    visited = opened().touched(NOW_S)
    assert visited.at(NOW_S + 49.9).mode is Mode.VISITOR
    assert visited.at(NOW_S + 50.0).mode is Mode.WARNING
    assert visited.at(NOW_S + 59.9).mode is Mode.WARNING
    gone = visited.at(NOW_S + 60.0)
    assert gone == Attendance(idle_s=60.0, mode=Mode.ATTRACT, since_s=NOW_S + 60.0)


def test_a_touch_answers_the_warning():
    warned = opened().touched(NOW_S).at(NOW_S + 55.0)
    assert warned.touched(NOW_S + 55.0).at(NOW_S + 104.0).mode is Mode.VISITOR


def test_the_countdown():
    warned = opened().touched(NOW_S).at(NOW_S + 50.0)
    left = [warned.seconds_left(NOW_S + rested) for rested in (50.0, 50.5, 51.0, 59.2, 60.5)]
    assert left == [10, 10, 9, 1, 1]
    assert opened().seconds_left(NOW_S) == 0


def test_a_short_idle_time_is_warned_for_half_of_it():
    visited = opened(idle_s=2.0).touched(NOW_S)
    assert visited.at(NOW_S + 0.9).mode is Mode.VISITOR
    assert visited.at(NOW_S + 1.0).mode is Mode.WARNING


def test_the_loop_goes_round_and_counts_its_rounds():
    state = opened()
    assert state.loop_s(NOW_S + 71.0, length_s=30.0) == pytest.approx(11.0)
    assert [state.round_number(NOW_S + t, length_s=30.0) for t in (0, 29.9, 30, 71)] == [0, 0, 1, 2]


def test_the_loop_begins_anew_after_a_visitor():
    gone = opened().touched(NOW_S + 3.0).at(NOW_S + 63.0)
    assert gone.loop_s(NOW_S + 64.0, length_s=30.0) == pytest.approx(1.0)


@pytest.mark.parametrize("idle_s", [0.0, -1.0, float("nan"), float("inf")])
def test_idle_time_must_be_positive(idle_s):
    with pytest.raises(ValueError, match="allowed: more than 0 seconds"):
        opened(idle_s=idle_s)


@given(
    st.floats(0.5, 600.0),
    st.lists(st.tuples(st.floats(0.0, 300.0), st.booleans()), max_size=30),
)
def test_whatever_happens_it_is_back_in_the_loop_after_the_idle_time(idle_s, happenings):
    state, now_s = Attendance.opening(0.0, idle_s=idle_s), 0.0
    for wait_s, touches in happenings:
        now_s += wait_s
        state = state.at(now_s)
        # Nobody is ever kept longer than the idle time.
        assert state.mode is Mode.ATTRACT or now_s - state.since_s < idle_s
        if touches:
            state = state.touched(now_s)
            assert state.mode is Mode.VISITOR
    assert state.at(now_s + idle_s + 1e-6).mode is Mode.ATTRACT
