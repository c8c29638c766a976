"""Names come and go smoothly, and never lie on each other."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.scene.label_layout import Box
from mars7viz.scene.soft_layout import crowding, opacities
from mars7viz.scene.text_raster import Face
from mars7viz.scene.writings import Writing, shown_writings

FADE_PX = 9.0
boxes = st.lists(
    st.tuples(
        st.floats(0.0, 600.0), st.floats(0.0, 400.0), st.floats(5.0, 160.0), st.floats(5.0, 30.0)
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: np.array([(x, y, x + w, y + h) for x, y, w, h in rows]))


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(boxes, st.randoms(use_true_random=False))
def test_no_two_names_that_show_overlap(edges, random):
    wanted = np.array([random.random() for _ in edges])
    shown = opacities(edges, wanted, obstacles=np.zeros((0, 4)), fade_px=FADE_PX)
    seen = [edge for edge, alpha in zip(edges, shown, strict=True) if alpha > 0.0]
    assert not any(_meet(a, b) for i, a in enumerate(seen) for b in seen[i + 1 :])


@given(boxes)
def test_the_most_important_name_always_shows_and_none_shows_on_an_obstacle(edges):
    free = opacities(edges, np.ones(len(edges)), obstacles=np.zeros((0, 4)), fade_px=FADE_PX)
    assert free[0] == 1.0
    everywhere = np.array([[-10.0, -10.0, 2000.0, 2000.0]])
    hidden = opacities(edges, np.ones(len(edges)), obstacles=everywhere, fade_px=FADE_PX)
    assert not hidden.any()


@given(boxes, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_a_fraction_of_a_pixel_changes_no_opacity_by_a_leap(edges, dx, dy):
    """Every second name moves against the others, as ground does near and far."""
    wanted = np.ones(len(edges))
    moved = edges + np.where(np.arange(len(edges)) % 2, 1.0, -1.0)[:, None] * (dx, dy, dx, dy)
    none = np.zeros((0, 4))
    steps = [
        opacities(edges + share * (moved - edges), wanted, obstacles=none, fade_px=FADE_PX)
        for share in np.linspace(0.0, 1.0, 61)
    ]
    # 0.02 px a step; a leap would be a whole unit.
    assert max(np.abs(b - a).max() for a, b in itertools.pairwise(steps)) < 0.35


def test_crowding_falls_from_meeting_to_apart():
    one = np.array([[0.0, 0.0, 10.0, 10.0]])
    gaps = []
    for gap in (-1.0, 0.0, 3.0, 6.0, 9.0, 20.0):
        other = one + np.array([10.0 + gap, 0.0, 10.0 + gap, 0.0])
        gaps.append(float(crowding(one, other, FADE_PX)[0, 0]))
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[:2] == [1.0, 1.0]
    assert gaps[-2:] == [0.0, 0.0]


def _writing(key, x, **more):
    return Writing(key=key, text="Lowell", face=Face.TEXT, size_px=14, color=(1.0, 1.0, 1.0),
                   x=x, y=100.0, side="above", gap_px=4.0, wanted=1.0, **more)  # fmt: skip


def test_a_follower_goes_with_what_it_follows():
    frame = Box(0.0, 0.0, 400.0, 300.0)
    alone = [_writing("a", 100.0), _writing("b", 300.0, follows="a")]
    assert {s.writing.key for s in shown_writings(alone, (), frame=frame, scale=1.0)} == {"a", "b"}
    covered = [Box(60.0, 60.0, 80.0, 60.0)]
    assert shown_writings(alone, covered, frame=frame, scale=1.0) == ()


def test_the_dot_of_a_name_must_be_free_too():
    frame = Box(0.0, 0.0, 400.0, 300.0)
    on_the_dot = [Box(98.0, 98.0, 4.0, 4.0)]
    dotted = _writing("a", 100.0, dot_px=6)
    assert shown_writings([dotted], on_the_dot, frame=frame, scale=1.0) == ()
