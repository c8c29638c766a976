"""A tour as a function of time."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.mission.text import Text
from mars7viz.session.tour import (
    LINEAR,
    SMOOTH,
    Keyframe,
    Shot,
    TimedCaption,
    Tour,
    TourMoment,
    play_moment,
)
from mars7viz.snapshot.options import CameraPose, Layers

NO_WORDS = Text("", "")


def pose(azimuth_deg=0.0, distance_km=1000.0, **changes):
    return CameraPose(
        focus="mars",
        azimuth_deg=azimuth_deg,
        elevation_deg=10.0,
        distance_km=distance_km,
        **changes,
    )


def shot(*keyframes, start_et=0.0, stop_et=100.0, duration_s=10.0, **changes):
    content = {
        "id": "one",
        "start_et": start_et,
        "stop_et": stop_et,
        "duration_s": duration_s,
        "keyframes": keyframes or (Keyframe(0.0, pose()),),
        "easing": SMOOTH,
        "time_easing": LINEAR,
        "captions": (),
        "chapter": NO_WORDS,
        "layers": Layers(),
    }
    return Shot(**(content | changes))


def tour(*shots):
    return Tour(id="t", title=Text("t", "т"), fps=10.0, size=(64, 36), shots=shots)


@st.composite
def tours(draw):
    number = st.floats(0.1, 20.0)
    shots = []
    for _ in range(draw(st.integers(1, 4))):
        ats = sorted(draw(st.sets(st.integers(0, 20), min_size=1, max_size=5)))
        keyframes = tuple(
            Keyframe(
                at / 20,
                CameraPose(
                    focus="mars",
                    azimuth_deg=draw(st.floats(-360.0, 360.0)),
                    elevation_deg=draw(st.floats(-89.9, 89.9)),
                    distance_km=math.exp(draw(st.floats(9.0, 20.0))),
                    roll_deg=draw(st.floats(-360.0, 360.0)),
                    shift_x=draw(st.floats(-2.0, 2.0)),
                ),
            )
            for at in ats
        )
        shots.append(
            shot(
                *keyframes,
                start_et=draw(st.floats(-1e9, 1e9)),
                stop_et=draw(st.floats(-1e9, 1e9)),
                duration_s=draw(number),
                easing=draw(st.sampled_from([SMOOTH, LINEAR])),
                time_easing=draw(st.sampled_from([SMOOTH, LINEAR])),
            )
        )
    return tour(*shots)


@given(tours(), st.floats(-10.0, 100.0))
def test_the_same_time_gives_the_same_moment(made, t_s):
    assert made.at(t_s) == replace(made).at(t_s)


@given(tours(), st.floats(0.0, 1.0), st.integers(0, 3))
def test_nothing_jumps_within_a_shot(made, fraction, which):
    which %= len(made.shots)
    piece = made.shots[which]
    step_s = 1e-6 * piece.duration_s
    t_s = fraction * (piece.duration_s - 2 * step_s)
    now, soon = piece.at(t_s), piece.at(t_s + step_s)
    # Fastest allowed: half a turn between keyframes a twentieth of the shot apart, times three.
    swing = math.remainder(soon.camera.azimuth_deg - now.camera.azimuth_deg, 360.0)
    assert abs(swing) <= 180.0 * 20 * 3 * 1e-6 + 1e-9
    assert abs(math.log(soon.camera.distance_km / now.camera.distance_km)) <= 11 * 60 * 1e-6 + 1e-9
    assert abs(soon.camera.shift_x - now.camera.shift_x) <= 4 * 60 * 1e-6 + 1e-9
    assert abs(soon.et - now.et) <= 1.5e-6 * abs(piece.stop_et - piece.start_et) + 1e-6
    assert soon.camera.focus == now.camera.focus == "mars"


@given(tours(), st.floats(-10.0, 200.0))
def test_a_moment_lies_between_the_ends_of_its_shot(made, t_s):
    moment = made.at(t_s)
    assert any(
        min(s.start_et, s.stop_et) <= moment.et <= max(s.start_et, s.stop_et) for s in made.shots
    )
    # A hair below zero is a full turn after rounding.
    assert 0.0 <= moment.camera.azimuth_deg <= 360.0
    distances = [k.pose.distance_km for s in made.shots for k in s.keyframes]
    slack = 1.0 + 1e-12
    assert min(distances) / slack <= moment.camera.distance_km <= max(distances) * slack


def test_a_shot_begins_and_ends_where_its_file_says():
    made = shot(Keyframe(0.0, pose(10.0)), Keyframe(1.0, pose(50.0)), start_et=7.0, stop_et=-3.0)
    assert made.at(0.0) == TourMoment(7.0, pose(10.0, distance_km=made_km(made)), None, Layers())
    assert made.at(10.0).et == -3.0
    assert made.at(10.0).camera.azimuth_deg == pytest.approx(50.0)
    assert made.at(5.0).et == pytest.approx(2.0)


def made_km(made):
    """The distance after a way through its logarithm: 1000 km to the last place or two."""
    distance_km = made.at(0.0).camera.distance_km
    assert distance_km == pytest.approx(1000.0, rel=1e-14)
    return distance_km


def test_time_can_stand_still():
    made = shot(start_et=5.0, stop_et=5.0)
    assert {made.at(t_s).et for t_s in (0.0, 3.3, 10.0)} == {5.0}


def test_distance_goes_in_equal_ratios():
    made = shot(
        Keyframe(0.0, pose(distance_km=100.0)),
        Keyframe(1.0, pose(distance_km=1_000_000.0)),
        easing=LINEAR,
    )
    assert made.at(5.0).camera.distance_km == pytest.approx(10_000.0)


def test_azimuth_goes_the_short_way_over_north():
    made = shot(Keyframe(0.0, pose(350.0)), Keyframe(1.0, pose(20.0)), easing=LINEAR)
    assert made.at(5.0).camera.azimuth_deg == pytest.approx(5.0)


def test_eased_time_is_slow_at_the_ends():
    made = shot(time_easing=SMOOTH)
    assert made.at(1.0).et == pytest.approx(2.8)
    assert made.at(5.0).et == pytest.approx(50.0)


def test_a_shot_holds_up_to_the_first_instant_of_the_next():
    made = tour(shot(start_et=1.0, stop_et=1.0, duration_s=4.0), shot(start_et=2.0, stop_et=2.0))
    assert made.duration_s == 14.0
    assert made.starts_s() == (0.0, 4.0)
    assert made.at(math.nextafter(4.0, 0.0)).et == 1.0
    assert made.at(4.0).et == 2.0


def test_before_and_after_its_ends_a_tour_holds():
    made = tour(shot(start_et=1.0, stop_et=3.0))
    assert made.at(-5.0).et == 1.0
    assert made.at(99.0).et == 3.0
    assert made.at(math.inf).et == 3.0
    with pytest.raises(ValueError, match="not a number"):
        made.at(math.nan)


@pytest.mark.parametrize(
    ("duration_s", "fps", "n"), [(30.0, 30.0, 900), (0.5, 10.0, 5), (0.1, 1.0, 1), (3.3, 10.0, 33)]
)
def test_number_of_frames(duration_s, fps, n):
    assert tour(shot(duration_s=duration_s)).n_frames(fps) == n


def test_captions_stand_from_their_first_instant_to_their_last():
    words = Text("Mars.", "Марс.")
    made = shot(
        captions=(TimedCaption(start_s=1.0, stop_s=3.0, text=words, source="NASA"),),
        chapter=Text("Encounter", "Встреча"),
    )
    assert made.at(0.99).caption.text == NO_WORDS
    assert made.at(0.99).caption.chapter.en == "Encounter"
    assert made.at(1.0).caption.text == words
    assert made.at(1.0).caption.source == "NASA"
    assert made.at(3.0).caption.text == NO_WORDS


def test_a_shot_without_words_has_no_caption():
    assert shot().at(0.0).caption is None


class Requests:
    """Stands for a session: writes down what it is asked."""

    def __init__(self):
        self.asked = {}

    def pause(self):
        self.asked["pause"] = True

    def __getattr__(self, name):
        return lambda value: self.asked.__setitem__(name, value)


def test_a_moment_is_asked_of_the_session_whole():
    moment = shot(chapter=Text("Encounter", "Встреча")).at(2.0)
    requests = Requests()
    play_moment(requests, moment)
    assert requests.asked == {
        "pause": True,
        "seek": moment.et,
        "look": moment.camera,
        "set_layers": moment.layers,
        "set_caption": moment.caption,
    }
