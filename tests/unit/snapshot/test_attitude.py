"""Attitudes are rotations that point what they promise to point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.ephemeris.epoch import utc_to_et
from mars7viz.mission.grade import Grade
from mars7viz.snapshot.attitude import nose_forward, quaternion, rotation_matrix, sun_pointing
from mars7viz.snapshot.evaluate import evaluate

component = st.floats(-1.0, 1.0, allow_nan=False)
vectors = st.tuples(component, component, component).filter(lambda v: np.linalg.norm(v) > 1e-3)


@given(vectors, vectors)
def test_sun_pointing_turns_the_cells_to_the_sun(to_sun, to_earth):
    m = rotation_matrix(sun_pointing(np.array(to_sun), np.array(to_earth)))
    assert m @ m.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(m) == pytest.approx(1.0, abs=1e-9)
    assert m @ (np.array(to_sun) / np.linalg.norm(to_sun)) == pytest.approx([0, 1, 0], abs=1e-7)
    assert (m @ np.array(to_earth))[0] == pytest.approx(0.0, abs=1e-6)


@given(vectors, vectors)
def test_nose_forward_turns_z_along_the_velocity(velocity, to_sun):
    m = rotation_matrix(nose_forward(np.array(velocity), np.array(to_sun)))
    assert m @ (np.array(velocity) / np.linalg.norm(velocity)) == pytest.approx([0, 0, 1], abs=1e-7)
    assert (m @ np.array(to_sun))[1] >= -1e-6


@given(vectors, vectors)
def test_quaternion_and_matrix_agree(a, b):
    q = nose_forward(np.array(a), np.array(b))
    assert np.linalg.norm(q) == pytest.approx(1.0, abs=1e-9)
    assert q[0] >= 0.0
    assert quaternion(rotation_matrix(q)) == pytest.approx(q, abs=1e-6) or q[0] < 1e-6


def test_cells_face_the_sun_in_the_cruise(world):
    snapshot = evaluate(world, utc_to_et("1973-12-01"))
    craft = snapshot.craft("coast_stage")
    to_sun = np.subtract(snapshot.body("sun").position_km, craft.position_km)
    body = rotation_matrix(craft.attitude) @ (to_sun / np.linalg.norm(to_sun))
    assert body == pytest.approx([0, 1, 0], abs=1e-9)
    assert craft.attitude_grade is Grade.ASSUMED


def test_released_lander_keeps_its_attitude(world):
    release_et = world.mission.event("release").et
    later = [evaluate(world, release_et + dt).craft("lander").attitude for dt in (1.0, 9e3, 9e6)]
    assert later[0] == later[1] == later[2]
