"""Ticks of time: whole minutes to months of UTC, on the path, as many as there is room for."""

import datetime
import itertools

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.scene.drawing import Frame
from mars7viz.scene.drawn_paths import drawn_paths, polyline_of
from mars7viz.scene.path_ticks import (
    INTERVALS_S,
    calendar_of_et,
    et_of_calendar,
    path_ticks,
    tick_text,
)
from mars7viz.scene.space_marks import _tick_writings
from mars7viz.scene.subjects import behind_bodies
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.options import CameraPose, ViewOptions
from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="module")
def world():
    return load_world()


def _ticks(world, pose, utc="1974-03-09T08:45:00", size=(1280, 720)):
    snapshot = evaluate(world, utc_to_et(utc))
    options = ViewOptions(pose)
    view = ViewGeometry.of(snapshot, options, width=size[0], height=size[1])
    frame = Frame(snapshot, options, view, pixel_scale=size[1] / 1080)
    lines = [x for x in drawn_paths(world).lines(frame) if x.target == "coast_stage"]
    return frame, [
        (
            line,
            path_ticks(
                polyline_of(line.part, line.positions_km, frame),
                line.part.ets,
                view,
                pixel_scale=frame.pixel_scale,
            ),
        )
        for line in lines
    ]


@pytest.mark.parametrize("utc", ["1973-08-09T17:00:17", "1974-03-09T08:55:00", "1980-01-01"])
def test_calendar_seconds_and_et_are_each_others_inverse_across_leap_seconds(utc):
    et = utc_to_et(utc)
    calendar = float(calendar_of_et(np.array([et]))[0])
    noon = datetime.datetime(2000, 1, 1, 12, tzinfo=datetime.UTC)
    date = noon + datetime.timedelta(seconds=calendar)
    assert abs((date - datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)
                ).total_seconds()) < 0.005  # fmt: skip
    assert float(et_of_calendar(np.array([calendar]))[0]) == pytest.approx(et, abs=0.005)


def test_each_interval_divides_the_next():
    for short, long in itertools.pairwise(INTERVALS_S):
        assert (long / short).is_integer()


def test_ticks_lie_on_the_path_at_whole_minutes(world):
    frame, found = _ticks(world, CameraPose("mars", 350.0, -30.0, 11_500.0))
    checked = 0
    for line, ticks in found:
        trail = next(t for t in world.trails if t.target == "coast_stage" and t.center == "mars"
                     and t.grade == line.grade)  # fmt: skip
        mars = np.array(frame.snapshot.body("mars").position_km)
        for utc_s, pixel in zip(ticks.utc_s, ticks.pixels, strict=True):
            assert utc_s % 60.0 == pytest.approx(0.0, abs=1e-6)
            place = trail.positions_at(et_of_calendar(np.array([utc_s]))) + mars
            x, y, _ = frame.view.pixels(place)[0]
            assert np.hypot(x - pixel[0], y - pixel[1]) < 0.7
            checked += 1
    assert checked > 20


def test_the_farther_the_eye_the_longer_the_interval_and_shown_ticks_stay_apart(world):
    finest = []
    for pose in (
        CameraPose("mars", 350.0, -30.0, 11_500.0),
        CameraPose("mars", 350.0, -30.0, 400_000.0),
        CameraPose("sun", 270.0, 72.0, 6.0e8),
    ):
        frame, found = _ticks(world, pose)
        shown = [(t.utc_s[t.alpha > 0.1], t.pixels[t.alpha > 0.1]) for _, t in found]
        assert any(len(times) for times, _ in shown)
        steps = []
        for times, pixels in shown:
            order = np.argsort(times)
            gaps = np.hypot(*np.diff(pixels[order], axis=0).T)
            assert (gaps > 20.0 * frame.pixel_scale).all()
            steps += np.diff(times[order]).tolist()
        finest.append(min(steps))
    assert finest == sorted(finest)
    assert finest[0] == 60.0
    assert finest[-1] >= 5.0 * 86_400.0


def test_words_are_times_below_a_day_and_days_above():
    utc_s = float(calendar_of_et(np.array([utc_to_et("1974-03-09T08:40:00")]))[0])
    assert tick_text(utc_s, 2, "en", year=1974) == "08:40"
    day = utc_s - 8 * 3600.0 - 40 * 60.0
    assert tick_text(day, 8, "en", year=1974) == "9 Mar"
    assert tick_text(day, 8, "ru", year=1973) == "9 марта 1974"
    assert et_to_utc(float(et_of_calendar(np.array([day]))[0])).startswith("1974-03-09T00:00:00")


def test_no_date_stands_before_a_planet_that_hides_its_tick(world):
    frame, found = _ticks(
        world, CameraPose("earth", 150.0, 30.0, 40_000.0), utc="1973-08-09T18:30:00"
    )
    earth = np.array(frame.snapshot.body("earth").position_km)
    to_earth = frame.view.camera_km(earth)
    hidden = shown = 0
    for _, ticks in found:
        behind = behind_bodies(frame, ticks.camera_km)
        for place, is_behind in zip(ticks.camera_km, behind, strict=True):
            # By hand: on the far side and within the disc, or not.
            sight = place / np.linalg.norm(place)
            miss = np.linalg.norm(to_earth - (sight @ to_earth) * sight)
            is_far = np.linalg.norm(place) > sight @ to_earth
            assert is_behind == (miss < 6371.0 and is_far) or abs(miss - 6371.0) < 15.0
            hidden += is_behind
            shown += not is_behind
        said = {one.key for one in _tick_writings(frame, ticks)}
        assert not said & {f"tick/{t:.0f}" for t in ticks.utc_s[behind]}
    assert hidden > 3
    assert shown > 3
