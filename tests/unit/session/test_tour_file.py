"""Tour files: what is read, and what is refused with which words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mars7viz.mission.errors import MissionFileError
from mars7viz.session.tour import LINEAR, SMOOTH, Tour
from mars7viz.session.tour_file import TourFileError, load_tour
from mars7viz.snapshot.options import Layers
from tests.unit.session.tours import LIMITS, RELEASE_ET, as_toml, shot, tour


def load(folder, content):
    path = folder / "test.toml"
    path.write_text(content if isinstance(content, str) else as_toml(content), encoding="utf-8")
    return load_tour(path, LIMITS)


def refused(folder, content):
    with pytest.raises(TourFileError) as caught:
        load(folder, content)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("test.toml: ")
    return message


def test_a_good_file(tmp_path):
    made = load(tmp_path, tour())
    assert (made.id, made.fps, made.size, made.duration_s) == ("test_tour", 10.0, (64, 36), 8.0)
    (piece,) = made.shots
    assert (piece.easing, piece.time_easing) == (SMOOTH, LINEAR)
    first, last = piece.keyframes
    assert (first.at, last.at) == (0.0, 1.0)
    # What the second keyframe leaves out stays as in the first.
    assert last.pose.elevation_deg == 5.0
    assert last.pose.shift_x == 0.3
    (caption,) = piece.captions
    assert caption.text.en == "Mars grows.\nNobody filmed it."
    assert caption.text.ru == "Марс растёт."
    assert caption.source == "NASA"
    assert (caption.start_s, caption.stop_s) == (1.0, 4.0)


def test_defaults(tmp_path):
    made = load(tmp_path, tour(shot(chapter=None, caption=None), fps=None, size=None))
    assert (made.fps, made.size) == (30.0, (1920, 1080))
    assert made.shots[0].captions == ()
    assert not made.shots[0].chapter
    assert made.shots[0].layers == Layers()


def test_an_end_may_be_an_event_and_an_offset(tmp_path):
    ends = {"start_utc": None, "start_event": "lander_release", "start_offset_s": -60.0}
    made = load(tmp_path, tour(shot(**ends)))
    assert made.shots[0].start_et == RELEASE_ET - 60.0


def test_layers_of_a_shot_stand_over_those_of_the_tour(tmp_path):
    made = load(
        tmp_path,
        tour(shot(), shot(id="two", layers={"stars": False}), layers={"scale_bar": False}),
    )
    assert made.shots[0].layers == Layers(scale_bar=False)
    assert made.shots[1].layers == Layers(scale_bar=False, stars=False)


def test_keyframes_may_be_in_seconds(tmp_path):
    camera = [shot()["camera"][0] | {"at": 0.0}, {"t_s": 2.0, "azimuth_deg": 1.0}]
    made = load(tmp_path, tour(shot(camera=camera)))
    assert made.shots[0].keyframes[1].at == 0.25


def test_a_source_may_be_a_text(tmp_path):
    caption = shot()["caption"][0] | {"source": "Reconstruction of this program"}
    made = load(tmp_path, tour(shot(caption=[caption])))
    assert made.shots[0].captions[0].source == "Reconstruction of this program"


def camera(**changes):
    return [shot()["camera"][0] | changes]


def caption(**changes):
    kept = shot()["caption"][0] | changes
    return [{key: value for key, value in kept.items() if value is not None}]


REFUSED = {
    "schema": (tour(schema=2), "key 'schema': not known to this program; allowed: 1"),
    "no shots": (tour(shot=[]), "key 'shot': 0 shots; allowed: 1 to 500"),
    "unknown key": (tour(speed=3), "key 'speed': unknown; allowed: 'schema', 'id'"),
    "fps": (tour(fps=0), "key 'fps': 0; allowed: 1 to 240"),
    "size": (tour(size=[64]), "key 'size': allowed: [width, height], each 16 to 16384 pixels"),
    "size too large": (tour(size=[64, 99999]), "key 'size': allowed: [width, height]"),
    "ids twice": (tour(shot(), shot()), "shot 'approach': key 'id': the same id twice"),
    "layer": (tour(layers={"haze": True}), "layers: key 'haze': unknown; allowed: 'stars'"),
    "focus": (
        tour(shot(focus="vulcan")),
        "shot 'approach': key 'focus': unknown focus 'vulcan'; allowed: lander, mars, sun",
    ),
    "date": (
        tour(shot(start_utc="1974-02-30")),
        "shot 'approach': key 'start_utc': '1974-02-30' is not a UTC date",
    ),
    "before coverage": (
        tour(shot(start_utc="1973-01-01")),
        "key 'start_utc': outside the timeline; allowed: 1973-08-09T16:00:17Z to 2030-01-01",
    ),
    "before launch": (
        tour(shot(focus="lander", start_utc="1973-08-09T16:30")),
        "outside the path of 'lander'; allowed: 1973-08-09T17:00:17Z to 2030-01-01T00:00:00Z",
    ),
    "two starts": (
        tour(shot(start_event="lander_release")),
        "key 'start_utc': allowed: 'start_utc' or 'start_event', one of the two",
    ),
    "event": (
        tour(shot(start_utc=None, start_event="landing")),
        "key 'start_event': unknown event 'landing'; allowed: lander_release",
    ),
    "duration": (tour(shot(duration_s=0)), "key 'duration_s': 0; allowed: 0.1 to 3600"),
    "easing": (tour(shot(easing="bouncy")), "key 'easing': 'bouncy'; allowed: 'smooth', 'linear'"),
    "no camera": (tour(shot(camera=None)), "key 'camera': missing; allowed: one keyframe or more"),
    "first keyframe": (
        tour(shot(camera=[{"azimuth_deg": 1.0, "elevation_deg": 1.0}])),
        "shot 'approach': camera 1: key 'distance_km': missing; the first keyframe of a shot",
    ),
    "order": (
        tour(shot(camera=camera(at=0.5) + camera(at=0.5))),
        "camera 2: key 'at': not after the keyframe before it; allowed: more than 0.5",
    ),
    "at and t_s": (tour(shot(camera=camera(t_s=0.0))), "key 'at': given with 't_s'"),
    "inside Mars": (
        tour(shot(camera=camera(distance_km=3000.0))),
        "camera 1: key 'distance_km': 3000; allowed for 'mars': at least 3464.11",
    ),
    "elevation": (
        tour(shot(camera=camera(elevation_deg=95.0))),
        "key 'elevation_deg': 95; allowed: -89.9 to 89.9",
    ),
    "not a number": (
        tour(shot(camera=camera(azimuth_deg=float("nan")))),
        "key 'azimuth_deg': not finite",
    ),
    "short caption": (
        tour(shot(caption=caption(duration_s=1.0))),
        "caption 1: key 'duration_s': 1; allowed: 1.5 to 3600",
    ),
    "late caption": (
        tour(shot(caption=caption(at_s=6.0))),
        "caption 1: key 'duration_s': ends 9 s into the shot; allowed: at most 8 s",
    ),
    "captions overlap": (
        tour(shot(caption=caption() + caption(at_s=2.0))),
        "caption 2: key 'at_s': 2; allowed: from 4, the end of the one before",
    ),
    "long line": (
        tour(shot(caption=caption(ru="й" * 43))),
        "caption 1: key 'ru': 43 characters in",
    ),
    "three lines": (
        tour(shot(caption=caption(en=["a", "b", "c"]))),
        "key 'en': 3 lines; allowed: 2 lines of 42 characters at most",
    ),
    "one language": (tour(shot(caption=caption(ru=None))), "key 'ru': missing; it is required"),
    "source": (
        tour(shot(caption=caption(source="NOBODY"))),
        "key 'source': unknown source 'NOBODY'; allowed: a key of sources.toml",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_file_shot_and_key(name, tmp_path):
    content, words = REFUSED[name]
    assert words in refused(tmp_path, content)


def test_no_such_file(tmp_path):
    with pytest.raises(TourFileError, match=r"^tour\.toml: no such file in "):
        load_tour(tmp_path / "tour.toml", LIMITS)


def test_not_toml(tmp_path):
    assert "not TOML" in refused(tmp_path, "schema = = 1")


def test_the_error_is_one_of_mission_files():
    assert issubclass(TourFileError, MissionFileError)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**20),
    st.floats(),
    st.text(max_size=50),
    st.lists(st.integers(), max_size=3),
    st.just({}),
)


@st.composite
def broken(draw):
    """A good tour with one or two values somewhere in it replaced by anything."""
    content = tour()
    for _ in range(draw(st.integers(1, 2))):
        at = content
        while True:
            if isinstance(at, list):
                inner = [item for item in at if isinstance(item, dict | list)]
                if not inner:
                    break
                at = draw(st.sampled_from(inner))
                continue
            if not at:
                break
            key = draw(st.sampled_from(sorted(at)))
            if isinstance(at[key], dict | list) and at[key] and draw(st.booleans()):
                at = at[key]
                continue
            value = draw(VALUES)
            if value is None:
                del at[key]
            else:
                at[key] = value
            break
    return content


def read_or_refusal(folder, content):
    try:
        return load(folder, content)
    except TourFileError as error:
        return str(error)


@settings(max_examples=150, deadline=None)
@given(content=broken())
def test_a_broken_file_is_refused_in_one_line_or_read(content, tmp_path_factory):
    answer = read_or_refusal(tmp_path_factory.mktemp("tours"), content)
    if isinstance(answer, Tour):
        answer.at(answer.duration_s / 2)
    else:
        assert "\n" not in answer


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_file_with_noise_is_refused_in_one_line_or_read(data, tmp_path_factory):
    text = as_toml(tour())
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 20))
    noise = data.draw(st.text(alphabet=st.characters(codec="utf-8"), max_size=10))
    folder = tmp_path_factory.mktemp("tours")
    answer = read_or_refusal(folder, text[:at] + noise + text[at + length :])
    assert isinstance(answer, Tour) or "\n" not in answer
