"""Hands to requests."""

import pytest

from mars7viz.scene.gestures import answer, drag, is_click, pinch, wheel
from mars7viz.scene.picking import Pick
from mars7viz.snapshot.options import SurfacePlace


class Recorder:
    def __init__(self):
        self.calls = []

    def orbit(self, *, d_azimuth_deg, d_elevation_deg):
        self.calls.append(("orbit", d_azimuth_deg, d_elevation_deg))

    def zoom(self, factor):
        self.calls.append(("zoom", factor))

    def focus(self, name):
        self.calls.append(("focus", name))

    def seek(self, et):
        self.calls.append(("seek", et))

    def show_place(self, place):
        self.calls.append(("place", place))


def test_what_is_held_follows_the_hand():
    recorder = Recorder()
    drag(recorder, dx_px=100.0, dy_px=50.0, height_px=900.0)
    # The ground goes right when the camera goes left, down when it rises.
    assert recorder.calls == [("orbit", pytest.approx(-20.0), pytest.approx(10.0))]


def test_notches_there_and_back_leave_the_camera_where_it_was():
    recorder = Recorder()
    wheel(recorder, 2.0)
    wheel(recorder, -2.0)
    (_, nearer), (_, back) = recorder.calls
    assert nearer < 1.0
    assert nearer * back == pytest.approx(1.0)


def test_parting_fingers_go_nearer_and_a_degenerate_pinch_does_nothing():
    recorder = Recorder()
    pinch(recorder, distance_px=200.0, last_distance_px=100.0)
    pinch(recorder, distance_px=0.0, last_distance_px=100.0)
    assert recorder.calls == [("zoom", 0.5)]


def test_a_small_slip_is_still_a_click():
    assert is_click((10.0, 10.0), (12.0, 12.0))
    assert not is_click((10.0, 10.0), (18.0, 10.0))


SPOT = SurfacePlace("mars", -50.0, 332.0)


@pytest.mark.parametrize(
    ("picked", "focus", "asked"),
    [
        (Pick("path", "lander", et=12.5), "mars", ("seek", 12.5)),
        (Pick("event", "release", et=-3.0, is_label=True), "mars", ("seek", -3.0)),
        (Pick("body", "mars", place=SPOT), "mars", ("place", SPOT)),
        (Pick("body", "mars", place=SPOT), "lander", ("focus", "mars")),
        (Pick("body", "jupiter"), "jupiter", ("focus", "jupiter")),
        (Pick("place", "Lowell", place=SPOT, is_label=True), "lander", ("place", SPOT)),
        (Pick("craft", "lander"), "mars", ("focus", "lander")),
    ],
)
def test_a_click_asks_for_what_it_hit(picked, focus, asked):
    recorder = Recorder()
    answer(recorder, picked, focus=focus)
    assert recorder.calls == [asked]
