"""Labels find room, or are left out; they never lie on each other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.scene.label_layout import Box, LabelRequest, crossed, place_labels

FRAME = Box(0.0, 0.0, 1280.0, 720.0)

requests = st.lists(
    st.builds(
        LabelRequest,
        key=st.uuids().map(str),
        x=st.floats(-50.0, 1330.0),
        y=st.floats(-50.0, 770.0),
        subject_radius=st.floats(1.0, 300.0),
        width=st.floats(10.0, 260.0),
        height=st.floats(10.0, 50.0),
        priority=st.integers(0, 4).map(float),
    ),
    max_size=14,
    unique_by=lambda item: item.key,
)


@given(requests)
def test_no_two_labels_overlap_and_all_are_in_the_frame(wanted):
    placed = place_labels(wanted, frame=FRAME)
    for i, one in enumerate(placed):
        assert FRAME.contains(one.box)
        for other in placed[i + 1 :]:
            assert not one.box.overlaps(other.box)


@given(requests)
def test_no_label_covers_its_subject_or_a_small_one(wanted):
    subjects = {request.key: request for request in wanted}
    for placed in place_labels(wanted, frame=FRAME, small_radius=24.0):
        for key, subject in subjects.items():
            if key == placed.key or subject.subject_radius <= 24.0:
                box = placed.box
                assert not box.meets_circle(subject.x, subject.y, subject.subject_radius - 1e-9)


@given(requests)
def test_corners_in_use_stay_free(wanted):
    taken = (Box(0.0, 600.0, 300.0, 120.0), Box(1000.0, 0.0, 280.0, 90.0))
    for placed in place_labels(wanted, frame=FRAME, taken=taken):
        assert not any(placed.box.overlaps(box) for box in taken)


@given(requests, st.randoms(use_true_random=False))
def test_the_order_of_requests_does_not_matter(wanted, shuffler):
    mixed = list(wanted)
    shuffler.shuffle(mixed)
    assert place_labels(mixed, frame=FRAME) == place_labels(wanted, frame=FRAME)


def test_what_matters_most_is_placed_where_only_one_has_room():
    frame = Box(0.0, 0.0, 130.0, 40.0)
    important = LabelRequest("a", 20.0, 20.0, 5.0, 80.0, 20.0, priority=0.0)
    lesser = LabelRequest("b", 22.0, 20.0, 5.0, 80.0, 20.0, priority=1.0)
    assert [p.key for p in place_labels([lesser, important], frame=frame)] == ["a"]


def test_a_label_keeps_its_side_while_its_subject_moves():
    sides = []
    for x in np.linspace(300.0, 340.0, 41):
        moving = LabelRequest("a", float(x), 300.0, 6.0, 80.0, 20.0, priority=0.0)
        (placed,) = place_labels([moving], frame=FRAME)
        sides.append(placed.box.left - x)
    assert np.ptp(sides) < 1e-9


def test_a_label_keeps_off_a_path_while_another_side_is_free():
    request = LabelRequest("a", 300.0, 300.0, 6.0, 80.0, 20.0, priority=0.0)
    path = np.array([[300.0, 300.0, 700.0, 302.0]])
    (placed,) = place_labels([request], frame=FRAME, lines=path)
    assert not crossed(placed.box, path)
    (anyhow,) = place_labels([request], frame=FRAME)
    assert crossed(anyhow.box, path)


@given(
    st.tuples(*[st.integers(-40, 140)] * 4),
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 40), st.integers(1, 40)),
)
def test_crossing_agrees_with_points_along_the_segment(segment, rectangle):
    box = Box(*(float(part) for part in rectangle))
    x0, y0, x1, y1 = (float(part) for part in segment)
    share = np.linspace(0.0, 1.0, 2001)
    x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
    inside = (x > box.left + 0.2) & (x < box.right - 0.2)
    inside &= (y > box.top + 0.2) & (y < box.bottom - 0.2)
    if inside.any():
        assert crossed(box, np.array([[x0, y0, x1, y1]]))
    near = (x > box.left - 0.2) & (x < box.right + 0.2)
    near &= (y > box.top - 0.2) & (y < box.bottom + 0.2)
    if not near.any():
        assert not crossed(box, np.array([[x0, y0, x1, y1]]))
