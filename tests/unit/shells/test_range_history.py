import numpy as np
import pytest

from mars7viz.constants import DAY_S
from mars7viz.shells.widgets.range_history import (
    MAX_HALF_WINDOW_S,
    MIN_HALF_WINDOW_S,
    sample_ranges,
)
from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="module")
def sampled():
    world = load_world()
    closest_et = world.mission.event("closest_approach").et
    chronology = world.chronologies["lander"]
    return chronology, sample_ranges(chronology, closest_et)


def test_the_samples_cover_the_whole_life(sampled):
    chronology, history = sampled
    assert history.ets[0] >= chronology.coverage[0]
    assert history.ets[-1] < chronology.coverage[1]
    assert np.all(np.diff(history.ets) > 0)


@pytest.mark.parametrize("offset_s", [-1800.0, -600.0, 0.0, 777.0, 20_000.0, -30 * DAY_S])
@pytest.mark.parametrize("center", ["mars", "earth"])
def test_between_samples_the_plot_is_within_a_hundredth(sampled, offset_s, center):
    chronology, history = sampled
    et = history.closest_et + offset_s
    ets, km = history.window(et, center, 41)
    exact = np.linalg.norm(chronology.relative_state(ets, center)[:, :3], axis=1)
    assert np.max(np.abs(km / exact - 1.0)) < 0.01


def test_the_window_narrows_to_the_encounter_and_to_launch(sampled):
    _, history = sampled
    assert history.half_window_s(history.closest_et) == MIN_HALF_WINDOW_S
    assert history.half_window_s(float(history.ets[0])) == MIN_HALF_WINDOW_S
    assert history.half_window_s(history.closest_et + 4000 * DAY_S) == MAX_HALF_WINDOW_S


def test_outside_the_life_there_is_nothing_to_draw(sampled):
    _, history = sampled
    ets, km = history.window(float(history.ets[0]) - 10 * DAY_S, "mars", 41)
    assert np.all(ets >= history.ets[0])
    assert km.shape == ets.shape
