"""A first frame does not wait for what it does not show."""

from dataclasses import replace

import numpy as np
import pytest

from mars7viz.scene.drawing import Frame
from mars7viz.scene.late_pass import LatePass, craft_is_near
from mars7viz.scene.spacecraft import SpacecraftPass
from mars7viz.scene.view_geometry import ViewGeometry
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.opening import opening_view


class Recorder:
    def __init__(self):
        self.calls = []

    def draw(self, frame):
        self.calls.append("draw")

    def delete(self):
        self.calls.append("delete")


def test_a_late_pass_is_made_once_and_only_when_wanted():
    made, wanted = [], [False]

    def make():
        made.append(Recorder())
        return made[-1]

    late = LatePass(make, is_wanted=lambda frame: wanted[0])
    late.draw(None)
    late.delete()
    assert not made
    wanted[0] = True
    late.draw(None)
    wanted[0] = False
    late.draw(None)
    late.delete()
    assert [recorder.calls for recorder in made] == [["draw", "draw", "delete"]]


@pytest.fixture(scope="module")
def opening(loaded_world):
    et, options = opening_view(loaded_world)
    return evaluate(loaded_world, et), options


def frame_of(snapshot, options):
    view = ViewGeometry.of(snapshot, options, width=1920, height=1080)
    return Frame(snapshot, options, view, pixel_scale=1.0)


def test_the_opening_view_needs_no_craft_as_objects(opening):
    assert not craft_is_near(frame_of(*opening))


def test_no_craft_that_would_be_drawn_is_called_far(loaded_world, opening, picture):
    snapshot, options = opening
    picture.scene(64, 64, 1)  # makes a GL context current
    craft = SpacecraftPass(loaded_world)
    drawn = []
    craft._draw_body = lambda body, frame: drawn.append(body)
    try:
        for distance_km in np.geomspace(0.005, 3000.0, 60):
            camera = replace(
                options.camera, focus="coast_stage", distance_km=float(distance_km), shift_x=0.0
            )
            frame = frame_of(snapshot, replace(options, camera=camera))
            drawn.clear()
            craft.draw(frame)
            assert craft_is_near(frame) or not drawn, distance_km
    finally:
        craft.delete()
