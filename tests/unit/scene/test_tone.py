"""The tone curve and its inverse, and sRGB."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.scene.tone import linear_from_srgb, scene_color, srgb_from_linear, toned

shares = st.floats(0.0, 0.98)


@given(st.tuples(shares, shares, shares))
def test_a_prescribed_hue_comes_out_as_it_was_asked(rgb):
    screen = srgb_from_linear(toned(np.array(scene_color(rgb))))
    assert screen == pytest.approx(rgb, abs=2e-3)


@given(st.floats(0.0, 1.0))
def test_srgb_there_and_back(value):
    assert srgb_from_linear(linear_from_srgb(np.array(value))) == pytest.approx(value, abs=1e-9)


def test_the_curve_rises_keeps_darks_and_never_clips():
    light = np.linspace(0.0, 50.0, 5000)
    screen = toned(light)
    assert np.all(np.diff(screen) > 0.0)
    assert screen[-1] < 1.0
    assert toned(np.array(0.3)) == 0.3


def test_middle_gray_of_srgb_is_the_standards():
    # IEC 61966-2-1: code value 0.5 is 21.404 % of the light.
    assert linear_from_srgb(np.array(0.5)) == pytest.approx(0.21404, abs=1e-5)
