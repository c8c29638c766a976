"""Past and future of a path meet in the craft."""

from dataclasses import replace

import numpy as np
import pytest

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.scene.drawn_paths import sampled_paths
from mars7viz.scene.path_portions import FUTURE_ALPHA, PAST_ALPHA, beside, portions, trail_center
from mars7viz.snapshot.evaluate import evaluate
from mars7viz.snapshot.world import load_world


@pytest.fixture(scope="module")
def world():
    return load_world()


def _parts(world, utc, target, center, clearing=0.0):
    et = utc_to_et(utc)
    snapshot = evaluate(world, et)
    craft = np.array(snapshot.craft(target).position_km)
    origin = np.array(snapshot.body(center).position_km)
    found = []
    for path in sampled_paths(world.trails):
        if (path.trail.target, path.trail.center) == (target, center):
            found += [
                (path, part)
                for part in portions(
                    path, et, craft - origin, eye_km=craft - origin + 5e6, clearing=clearing
                )
                if path.trail.ets[0] < et < path.trail.ets[-1]
            ]
    return craft - origin, found


@pytest.mark.parametrize(
    ("utc", "target", "center"),
    [
        ("1973-08-09T19:00:00", "coast_stage", "earth"),
        ("1973-12-20T11:00:00", "coast_stage", "sun"),
        ("1974-03-09T08:31:00", "lander", "mars"),
        ("1974-03-09T09:31:00", "coast_stage", "mars"),
        ("1999-05-01T00:00:00", "lander", "sun"),
    ],
)
def test_past_ends_and_future_begins_exactly_in_the_craft(world, utc, target, center):
    craft, found = _parts(world, utc, target, center)
    (_, past), (_, future) = found
    assert np.array_equal(past.positions_km[-1], craft) or past.positions_km[-1] == pytest.approx(
        craft, abs=1e-6
    )
    assert future.positions_km[0] == pytest.approx(craft, abs=1e-6)
    assert past.alpha[-1] == PAST_ALPHA
    assert future.alpha[0] == FUTURE_ALPHA
    assert (np.diff(past.run_km) >= 0.0).all()
    assert past.run_km[-1] == pytest.approx(future.run_km[0], rel=1e-12)


def test_the_line_is_smooth_where_it_was_bent_to_the_craft(world):
    craft, found = _parts(world, "1974-03-09T08:31:00", "coast_stage", "mars")
    for _, part in found:
        near = np.linalg.norm(part.positions_km - craft, axis=1) < 2000.0
        steps = np.diff(part.positions_km[near], axis=0)
        steps = steps[np.linalg.norm(steps, axis=1) > 0.5]
        units = steps / np.linalg.norm(steps, axis=1)[:, None]
        turns = np.degrees(np.arccos(np.clip(np.sum(units[1:] * units[:-1], axis=1), -1, 1)))
        assert turns.max() < 6.0


def test_a_derelict_shows_about_one_revolution_each_way(world):
    _, found = _parts(world, "2001-01-01T00:00:00", "coast_stage", "sun")
    for path, part in found:
        lit = part.positions_km[part.alpha > 0.0]
        units = lit / np.linalg.norm(lit, axis=1)[:, None]
        swept = np.arccos(np.clip(np.sum(units[1:] * units[:-1], axis=1), -1, 1)).sum()
        assert 0.9 < swept / (2.0 * np.pi) < 1.05
        assert len(lit) < len(path.trail.ets) / 4


def test_a_clearing_opens_around_the_craft_and_nowhere_else(world):
    craft, found = _parts(world, "1974-03-09T08:31:00", "coast_stage", "mars", clearing=1.0)
    for _, part in found:
        distance_km = np.linalg.norm(part.positions_km - craft, axis=1)
        assert (part.alpha[distance_km <= 0.0051] == 0.0).all()
        assert (part.alpha[(distance_km > 0.039) & (distance_km < 1e4)] > 0.0).all()


def test_two_craft_share_one_line_until_release(world):
    release = world.mission.event("release").et
    lander = [p for p in sampled_paths(world.trails) if p.trail.target == "lander"]
    assert lander
    for path in lander:
        if path.trail.ets[-1] > release:
            assert release - 2.0 * 86_400.0 < path.trail.ets[0] <= release + 1.0
            assert path.apart_km[-1] > 0.0


def test_a_path_beside_itself_leaves_nothing(world):
    path = sampled_paths(world.trails)[0]
    assert len(beside(path, path).trail.ets) == 1


def test_what_is_looked_at_chooses_the_center_of_the_paths(world):
    near = evaluate(world, utc_to_et("1974-03-09T08:31:00"))
    cruise = evaluate(world, utc_to_et("1973-12-01T00:00:00"))
    assert trail_center(near, "coast_stage") == "mars"
    assert trail_center(cruise, "coast_stage") == "sun"
    assert [trail_center(cruise, name) for name in ("mars", "phobos", "deimos")] == ["mars"] * 3
    assert [trail_center(near, name) for name in ("earth", "moon")] == ["earth"] * 2
    assert [trail_center(near, name) for name in ("sun", "venus", "jupiter")] == ["sun"] * 3
    craft = replace(cruise.spacecraft[0], arc_center="earth")
    leaving = replace(cruise, spacecraft=(craft, *cruise.spacecraft[1:]))
    assert trail_center(leaving, craft.id) == "earth"
