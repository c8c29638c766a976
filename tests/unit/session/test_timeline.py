"""Timeline: a frozen value that seeks, plays, holds and stops at its ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.session.timeline import RATES, Timeline

LINE = Timeline(start_et=0.0, stop_et=1000.0, et=500.0)


@given(st.floats(allow_nan=False))
def test_seek_stays_in_the_span(et):
    assert 0.0 <= LINE.seek(et).et <= 1000.0


def test_seek_refuses_nan():
    with pytest.raises(ValueError, match="not a number"):
        LINE.seek(math.nan)


def test_time_runs_only_when_playing_and_not_held():
    assert LINE.advanced(1.0) == LINE
    assert LINE.playing().advanced(2.0).et == 502.0
    assert LINE.playing().held().advanced(2.0).et == 500.0
    assert LINE.playing().held().released().advanced(2.0).et == 502.0
    assert LINE.playing().reversed().advanced(2.0).et == 498.0
    assert LINE.playing().paused().advanced(2.0).et == 500.0
    assert LINE.playing().advanced(-1.0).et == 500.0


def test_time_stops_at_either_end():
    late = LINE.with_rate(1e6).playing().advanced(1.0)
    assert (late.et, late.is_playing) == (1000.0, False)
    assert not late.playing().is_playing
    early = LINE.with_rate(-1e6).playing().advanced(1.0)
    assert (early.et, early.is_playing) == (0.0, False)
    assert early.reversed().playing().is_playing


def test_rates_go_from_real_time_to_thirty_days_a_second():
    assert RATES[0] == 1.0
    assert RATES[-1] == 30 * 86400.0
    line = LINE
    seen = [line.rate]
    for _ in range(len(RATES) + 2):
        line = line.faster()
        seen.append(line.rate)
    assert tuple(dict.fromkeys(seen)) == RATES
    for _ in range(len(RATES) + 2):
        line = line.slower()
    assert line.rate == 1.0


def test_speed_changes_keep_the_direction():
    assert LINE.reversed().faster().rate == -10.0
    assert LINE.with_rate(-10.0).slower().rate == -1.0
    assert LINE.with_rate(500.0).faster().rate == 1000.0
    assert LINE.with_rate(500.0).slower().rate == 300.0


@pytest.mark.parametrize(
    "bad",
    [
        {"start_et": 1000.0},
        {"et": -1.0},
        {"rate": 0.0},
        {"rate": math.inf},
        {"start_et": math.nan},
    ],
)
def test_what_makes_no_sense_is_refused(bad):
    with pytest.raises(ValueError, match=r"timeline|rate"):
        Timeline(**{"start_et": 0.0, "stop_et": 1000.0, "et": 500.0, **bad})
