"""The straight line itself: requests in, one evaluation, one present per tick."""

from dataclasses import replace

import pytest

from mars7viz.mission.text import Text
from mars7viz.session import session as session_module
from mars7viz.session.session import Session, UnknownFocusError
from mars7viz.session.timeline import Timeline
from mars7viz.snapshot.camera import default_pose
from mars7viz.snapshot.opening import opening_view
from mars7viz.snapshot.options import Caption, Layers


class Recorder:
    def __init__(self):
        self.shown = []

    def present(self, snapshot, options):
        self.shown.append((snapshot, options))


@pytest.fixture
def session(world):
    et, options = opening_view(world)
    mission = world.mission
    timeline = Timeline(mission.timeline_start_et, mission.timeline_stop_et, et)
    return Session(world, timeline=timeline, options=options)


@pytest.fixture
def view(session):
    recorder = Recorder()
    session.add_view(recorder)
    return recorder


@pytest.fixture
def evaluations(monkeypatch):
    calls = []
    real = session_module.evaluate

    def counted(world, et):
        calls.append(et)
        return real(world, et)

    monkeypatch.setattr(session_module, "evaluate", counted)
    return calls


def test_ten_seeks_between_two_ticks_cost_one_evaluation(session, view, evaluations):
    for step in range(10):
        session.seek(session.timeline.et + step)
    assert session.tick(0.016) is True
    assert len(evaluations) == 1
    assert len(view.shown) == 1
    assert session.tick(0.016) is False
    assert len(view.shown) == 1


def test_a_turn_of_the_camera_evaluates_nothing(session, view, evaluations):
    session.tick(0.0)
    session.orbit(d_azimuth_deg=5.0, d_elevation_deg=1.0)
    session.zoom(0.5)
    session.tick(0.0)
    assert len(evaluations) == 1
    assert view.shown[0][0] is view.shown[1][0]
    assert view.shown[0][1].camera != view.shown[1][1].camera


def test_every_view_is_told_the_same(session):
    views = [Recorder(), Recorder()]
    for view in views:
        session.add_view(view)
    session.tick(0.0)
    assert views[0].shown == views[1].shown


def test_a_view_added_late_is_told_at_the_next_tick(session, view):
    session.tick(0.0)
    late = Recorder()
    session.add_view(late)
    assert session.tick(0.0) is True
    assert len(late.shown) == 1


def test_playing_moves_time_by_the_rate(session, view):
    start = session.timeline.et
    session.set_rate(60.0)
    session.play()
    session.tick(0.5)
    assert session.timeline.et - start == pytest.approx(30.0, abs=1e-6)
    session.hold()
    session.tick(0.5)
    assert session.timeline.et - start == pytest.approx(30.0, abs=1e-6)
    session.release()
    session.reverse()
    session.tick(0.5)
    assert session.timeline.et - start == pytest.approx(0.0, abs=1e-6)


def test_controls_are_told_how_time_runs(session, view):
    session.tick(0.0)
    session.set_rate(-3600.0)
    session.play()
    session.tick(0.0)
    assert view.shown[-1][1].playback.is_playing
    assert view.shown[-1][1].playback.rate == -3600.0


def test_steps_visit_the_events_in_order_and_stop_at_the_ends(session, world):
    session.seek(world.mission.timeline_start_et)
    visited = []
    for _ in range(100):
        before = session.timeline.et
        session.step_event(+1)
        if session.timeline.et == before:
            break
        visited.append(session.timeline.et)
    inside = {
        min(max(e.et, session.timeline.start_et), session.timeline.stop_et)
        for e in world.mission.events
    }
    assert visited == sorted(inside)
    session.step_event(-1)
    assert session.timeline.et == visited[-2]


def test_seek_event(session, world):
    session.seek_event("correction_1")
    assert session.timeline.et == world.mission.event("correction_1").et


def test_focus_before_anything_is_shown_is_a_cut(session):
    session.focus("earth")
    assert not session.is_flying
    assert session.options.camera.focus == "earth"
    with pytest.raises(UnknownFocusError, match="unknown focus 'pluto'; allowed: coast_stage"):
        session.focus("pluto")


def test_focus_flies_and_arrives_in_four_seconds(session, view, world):
    session.tick(0.0)
    before = session.options.camera
    session.focus("earth")
    session.tick(0.0)
    assert session.options.camera == before
    ticks = 0
    while session.is_flying:
        assert session.tick(0.05) is True
        ticks += 1
    assert 1.5 <= ticks * 0.05 <= 4.05
    assert session.options.camera == default_pose(world, "earth", session.timeline.et)
    # Told once a tick, and no two pictures of the flight are the same.
    cameras = [options.camera for _, options in view.shown]
    assert len(cameras) == len(set(cameras)) == ticks + 1
    assert session.tick(0.05) is False


def test_a_flight_looks_the_same_however_it_is_cut_into_ticks(world, session):
    other = Session(world, timeline=session.timeline, options=session.options)
    for one, steps in ((session, (0.3, 0.4, 0.5)), (other, (1.2,))):
        one.tick(0.0)
        one.focus("jupiter")
        for step in steps:
            one.tick(step)
    first, second = session.options.camera, other.options.camera
    assert first.focus == second.focus
    assert first.distance_km == pytest.approx(second.distance_km, rel=1e-9)


def test_reduced_motion_cuts(world, session):
    calm = Session(world, timeline=session.timeline, options=session.options, reduced_motion=True)
    calm.tick(0.0)
    calm.focus("earth")
    assert not calm.is_flying
    assert calm.options.camera.focus == "earth"
    session.tick(0.0)
    session.focus("earth")
    session.set_reduced_motion(reduced=True)
    assert not session.is_flying
    assert session.options.camera.focus == "earth"


def test_a_hand_in_flight_turns_where_it_will_arrive(world, session):
    session.tick(0.0)
    session.focus("earth")
    session.tick(0.5)
    session.orbit(d_azimuth_deg=10.0, d_elevation_deg=0.0)
    session.zoom(2.0)
    assert session.is_flying
    session.tick(10.0)
    at_rest = default_pose(world, "earth", session.timeline.et)
    assert session.options.camera.azimuth_deg == pytest.approx(at_rest.azimuth_deg + 10.0)
    assert session.options.camera.distance_km == pytest.approx(2.0 * at_rest.distance_km)


def test_a_look_ends_a_flight(session):
    camera = session.options.camera
    session.tick(0.0)
    session.focus("earth")
    session.tick(0.5)
    session.look(camera)
    session.tick(0.5)
    assert session.options.camera == camera


def test_scrubbing_moves_the_world_and_never_the_camera(session, view):
    session.tick(0.0)
    camera = session.options.camera
    for step in range(5):
        session.seek(session.timeline.et - step * 3600.0)
        session.tick(0.016)
    assert {options.camera for _, options in view.shown} == {camera}


def test_zoom_never_enters_the_planet(session):
    for _ in range(200):
        session.zoom(0.5)
    assert session.options.camera.distance_km > 3396.0


def test_look_is_kept_within_bounds(session):
    session.look(replace(session.options.camera, distance_km=1.0))
    assert session.options.camera.distance_km > 3396.0


def test_choices_reach_the_views(session, view):
    session.toggle_layer("stars")
    session.set_language("ru")
    session.set_body_scale(100.0)
    session.set_exposure(-1.0)
    session.set_caption(Caption(Text("a", "б")))
    session.tick(0.0)
    options = view.shown[-1][1]
    assert not options.layers.stars
    assert (options.language, options.body_scale, options.exposure_ev) == ("ru", 100.0, -1.0)
    assert options.caption == Caption(Text("a", "б"))
    session.set_layers(Layers())
    session.tick(0.0)
    assert view.shown[-1][1].layers == Layers()


def test_the_same_requests_give_the_same_pictures(world, session):
    et, options = opening_view(world)
    other = Session(world, timeline=session.timeline, options=options)
    views = []
    for one in (session, other):
        view = Recorder()
        one.add_view(view)
        one.seek(et + 77.0)
        one.orbit(d_azimuth_deg=3.0, d_elevation_deg=-2.0)
        one.set_rate(1000.0)
        one.play()
        for _ in range(3):
            one.tick(0.02)
        views.append(view.shown)
    assert views[0] == views[1]
