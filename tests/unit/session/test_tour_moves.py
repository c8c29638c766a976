"""Flights and modes of the camera in tours: what is read, refused and shown."""

import pytest

from mars7viz.session.session import Session
from mars7viz.session.tour import picture_at, play_moment, tour_session
from mars7viz.session.tour_file import TourFileError, load_tour
from mars7viz.session.tour_limits import TourLimits
from tests.unit.session.tours import as_toml, shot, tour

SECOND = {
    "id": "two",
    "focus": "lander",
    "start_utc": "1974-03-09T08:00:00",
    "stop_utc": "1974-03-09T08:20:00",
    "caption": None,
    "camera": [{"azimuth_deg": 240.0, "elevation_deg": 20.0, "distance_km": 0.02}],
}


def load(world, folder, *shots):
    path = folder / "test.toml"
    path.write_text(as_toml(tour(*shots)), encoding="utf-8")
    return load_tour(path, TourLimits.of(world))


def test_a_shot_may_begin_with_a_flight(world, tmp_path):
    made = load(world, tmp_path, shot(), shot(**SECOND, move="fly", fly_s=2.0))
    first, second = made.shots
    left = first.at(first.duration_s).camera
    assert made.at(8.0).arrival.fraction == 0.0
    assert picture_at(world, made, 8.0, language="en")[1].camera == left
    under_way = picture_at(world, made, 9.0, language="en")[1].camera
    assert under_way.field_of_view_deg == 40.0
    assert under_way not in (left, second.at(2.0).camera)
    assert picture_at(world, made, 10.0, language="en")[1].camera == second.at(2.0).camera


def test_a_film_begun_anywhere_shows_the_same_flight(world, tmp_path):
    made = load(world, tmp_path, shot(), shot(**SECOND, move="fly"))
    whole = tour_session(world, made, language="en")
    for t_s in (7.9, 8.3, 9.0, 9.7, 10.4):
        play_moment(whole, made.at(t_s))
        whole.tick(0.0)
        assert whole.options.camera == picture_at(world, made, t_s, language="en")[1].camera


def test_under_reduced_motion_it_is_a_cut(world, tmp_path):
    made = load(world, tmp_path, shot(), shot(**SECOND, move="fly"))
    kind = tour_session(world, made, language="en")
    session = Session(world, timeline=kind.timeline, options=kind.options, reduced_motion=True)
    play_moment(session, made.at(8.1))
    session.tick(0.0)
    assert session.options.camera.focus == "lander"


def test_a_mode_with_its_second_name(world, tmp_path):
    made = load(world, tmp_path, shot(**SECOND | {"mode": "two_body", "other": "mars"}))
    pose = made.shots[0].at(1.0).camera
    assert (pose.focus, pose.mode, pose.other) == ("lander", "two_body", "mars")


def test_pan_and_tilt_are_tracks(world, tmp_path):
    camera = [
        SECOND["camera"][0] | {"pan_deg": 10.0},
        {"at": 1.0, "pan_deg": 30.0, "tilt_deg": 8.0},
    ]
    made = load(world, tmp_path, shot(**SECOND | {"camera": camera, "easing": "linear"}))
    pose = made.shots[0].at(4.0).camera
    assert (pose.pan_deg, pose.tilt_deg) == pytest.approx((20.0, 4.0))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"move": "jump"}, "move"),
        ({"move": "fly", "fly_s": 99.0}, "fly_s"),
        ({"fly_s": 2.0}, "given with a cut"),
        ({"mode": "look_at"}, "mode 'look_at' needs it"),
        ({"mode": "sideways"}, "mode"),
        ({"other": "mars"}, "mode 'inertial' has no second name"),
        ({"mode": "two_body", "other": "lander"}, "not the focus"),
        ({"mode": "two_body", "other": "pluto"}, "'pluto'; allowed: coast_stage"),
        (
            {"mode": "look_at", "other": "mars"},
            "'distance_km': 0.02; allowed for 'mars': at least 3464",
        ),
    ],
)
def test_what_cannot_be_is_refused(world, tmp_path, changes, words):
    with pytest.raises(TourFileError, match=words):
        load(world, tmp_path, shot(), shot(**SECOND | changes))


def test_the_first_shot_has_nowhere_to_fly_from(world, tmp_path):
    with pytest.raises(TourFileError, match="nowhere to fly from"):
        load(world, tmp_path, shot(move="fly"))


def test_interrupted_in_flight_the_camera_arrives_all_the_same(world, tmp_path):
    made = load(world, tmp_path, shot(), shot(**SECOND, move="fly"))
    session = tour_session(world, made, language="en")
    play_moment(session, made.at(9.0))
    session.tick(0.016)
    under_way = session.options.camera
    session.tick(0.016)
    assert session.options.camera != under_way
    for _ in range(100):
        session.tick(0.05)
    assert not session.is_flying
    assert session.options.camera == made.shots[1].at(3.0).camera
