"""Sizes of the window and of its text follow the screen."""

import pytest

from mars7viz.shells.desktop.sizes import (
    LEAST_TEXT_PX,
    MOST_TEXT_PX,
    opening_size,
    stepped,
    usual_theme,
)
from mars7viz.shells.widgets.theme import Theme


@pytest.mark.parametrize(
    ("height_px", "low", "high"), [(720, 13, 13), (1080, 13, 13), (1440, 15, 18), (2160, 22, 26)]
)
def test_text_follows_the_screen(height_px, low, high):
    assert low <= usual_theme(height_px * 16 / 9, height_px).px() <= high


def test_text_is_smaller_where_the_window_would_not_fit():
    assert LEAST_TEXT_PX < usual_theme(1024, 768).base_px < usual_theme(1280, 800).base_px
    assert usual_theme(320, 240).base_px == LEAST_TEXT_PX
    assert usual_theme(2560, 1080).base_px == usual_theme(1920, 1080).base_px


def test_a_step_there_and_back_is_none():
    theme = Theme()
    assert stepped(stepped(theme, 1), -1).base_px == pytest.approx(theme.base_px)
    assert stepped(theme, 1).base_px > theme.base_px
    assert stepped(theme, -50).base_px == LEAST_TEXT_PX
    assert stepped(theme, 50).base_px == MOST_TEXT_PX


def test_the_window_takes_most_of_the_screen_and_all_of_a_small_one():
    assert opening_size(3840, 2160) == (3072, 1728)
    assert opening_size(1280, 720) is None
    assert opening_size(1920, 1040) == (1536, 832)
