"""The exhibit's loop with the real session, a recorder for a picture and a clock turned by hand."""

import pytest

from mars7viz.session.tour import picture_at, tour_session
from mars7viz.session.tour_file import load_tour
from mars7viz.session.tour_limits import TourLimits
from mars7viz.shells.kiosk.exhibit import Exhibit, pace
from mars7viz.shells.kiosk.idle import Attendance, Mode
from mars7viz.snapshot.options import Layers
from mars7viz.snapshot.world import load_world
from tests.unit.session.tours import as_toml, shot, tour

START_S = 500.0
IDLE_S = 60.0


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def loop(world, tmp_path_factory):
    path = tmp_path_factory.mktemp("tours") / "loop.toml"
    path.write_text(as_toml(tour(shot(layers={"orbits": False}))), encoding="utf-8")
    return load_tour(path, TourLimits.of(world))


class Recorder:
    def __init__(self):
        self.told = []

    def present(self, snapshot, options):
        self.told.append((snapshot, options))


class Stage:
    """An exhibit, its session and what it last showed."""

    def __init__(self, world, loop, language="en"):
        self.session = tour_session(world, loop, language=language)
        self.view = Recorder()
        self.session.add_view(self.view)
        self.exhibit = Exhibit(
            self.session,
            loop,
            language=language,
            attendance=Attendance.opening(START_S, idle_s=IDLE_S),
            now_s=START_S,
        )
        self.now_s = START_S

    def wait(self, seconds):
        self.now_s += seconds
        return self.exhibit.tick(self.now_s)

    def touch(self):
        return self.exhibit.touched(self.now_s)

    @property
    def shown(self):
        return self.view.told[-1]


@pytest.fixture
def stage(world, loop):
    return Stage(world, loop)


def test_the_loop_shows_what_a_film_shows(stage, world, loop):
    for at_s in (0.0, 1.5, 3.0):
        stage.now_s = START_S
        stage.wait(at_s)
        assert stage.shown == picture_at(world, loop, at_s, language="en")


def test_the_loop_goes_on_round_after_round_in_turns_of_language(stage, loop):
    stage.wait(1.0)
    et, language = stage.shown[0].et, stage.shown[1].language
    stage.wait(loop.duration_s)
    assert stage.shown[0].et == pytest.approx(et, abs=1e-3)
    assert (language, stage.shown[1].language) == ("en", "ru")
    stage.wait(loop.duration_s)
    assert stage.shown[1].language == "en"


def test_the_loop_begins_in_the_language_asked_for(world, loop):
    stage = Stage(world, loop, language="ru")
    stage.wait(1.0)
    assert stage.shown[1].language == "ru"


def test_the_first_touch_takes_over_and_goes_no_further(stage):
    stage.wait(2.0)
    et, camera = stage.shown[0].et, stage.shown[1].camera
    assert stage.shown[1].caption is not None
    assert stage.touch() is True
    assert stage.wait(0.016) is Mode.VISITOR
    snapshot, options = stage.shown
    assert (snapshot.et, options.camera) == (et, camera)
    assert options.caption is None
    assert options.layers == Layers()
    assert stage.touch() is False


def test_a_visitor_is_warned_and_a_touch_answers(stage):
    stage.touch()
    assert stage.wait(55.0) is Mode.WARNING
    assert stage.exhibit.seconds_left(stage.now_s) == 5
    assert stage.touch() is True
    assert stage.wait(0.016) is Mode.VISITOR


def test_after_the_idle_time_everything_is_as_it_was(stage, world, loop):
    stage.touch()
    session = stage.session
    session.hold()
    session.set_rate(-3600.0)
    session.play()
    session.set_body_scale(1000.0)
    session.set_exposure(2.0)
    session.set_layers(Layers(stars=False))
    stage.exhibit.next_language()
    session.focus("sun")
    session.seek(world.mission.launch_et)
    stage.wait(1.0)
    assert stage.wait(IDLE_S) is Mode.ATTRACT
    assert stage.shown == picture_at(world, loop, 0.0, language="en")
    assert not session.timeline.is_held


def test_a_late_tick_does_not_make_time_jump(stage):
    stage.touch()
    stage.wait(0.0)
    et = stage.session.timeline.et
    stage.session.set_rate(60.0)
    stage.session.play()
    stage.wait(30.0)
    assert stage.session.timeline.et - et == pytest.approx(6.0)


def test_home_is_ten_minutes_before_closest_approach(stage, world):
    stage.touch()
    stage.exhibit.go_home()
    stage.wait(0.016)
    snapshot, options = stage.shown
    assert snapshot.et == world.mission.event("closest_approach").et - 600.0
    assert options.camera.focus == "mars"


def test_steps_go_to_events_and_say_their_names(stage, world):
    stage.touch()
    stage.exhibit.go_home()
    stage.exhibit.step_event(1)
    stage.wait(0.016)
    event = world.mission.event("closest_approach")
    assert stage.shown[0].et == event.et
    assert stage.shown[1].caption.text == event.name
    stage.exhibit.seek(event.et + 5.0)
    stage.wait(0.016)
    assert stage.shown[1].caption is None


def test_play_brings_the_next_event_within_sight(stage, world):
    stage.touch()
    stage.exhibit.go_home()
    stage.exhibit.toggle_play()
    assert stage.session.timeline.is_playing
    assert stage.session.timeline.rate == 60.0
    stage.exhibit.toggle_play()
    assert not stage.session.timeline.is_playing


@pytest.mark.parametrize(
    ("until_s", "rate"), [(1.0, 60.0), (1200.0, 60.0), (1201.0, 300.0), (1e12, 2_592_000.0)]
)
def test_pace(until_s, rate):
    assert pace(until_s) == rate
