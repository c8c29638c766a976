import pytest

from mars7viz.mission.grade import Grade
from mars7viz.shells.widgets import theme as tokens
from mars7viz.shells.widgets.theme import Theme, contrast, load_fonts

GROUNDS = (tokens.BACKGROUND, tokens.PANEL, tokens.RAISED)


@pytest.mark.parametrize("ground", GROUNDS)
def test_words_have_contrast(ground):
    for hue in (tokens.TEXT, tokens.SECONDARY, tokens.ACCENT, tokens.ALARM):
        assert contrast(hue, ground) >= 4.5, hue


@pytest.mark.parametrize("ground", GROUNDS)
def test_numbers_have_more(ground):
    assert contrast(tokens.TEXT, ground) >= 7.0


@pytest.mark.parametrize("grade", list(Grade))
def test_marks_of_grades_stand_out(grade):
    for ground in GROUNDS:
        assert contrast(tokens.GRADE_HUES[grade], ground) >= 4.5


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_fonts_that_ship_are_found(qapp):
    families = load_fonts()
    assert {tokens.SANS, tokens.MONO, tokens.TITLE, "Inter Medium", "Inter SemiBold"} <= set(
        families
    )


def test_sizes_grow_by_a_fifth():
    assert [Theme().px(step) for step in (-1, 0, 1, 2)] == [11, 13, 16, 19]
    assert Theme(base_px=22.0).space(13) == 22


def test_every_figure_has_one_width(qapp):
    from PyQt6.QtGui import QFontMetricsF

    load_fonts()
    for font in (Theme().mono(), Theme().sans()):
        assert len({QFontMetricsF(font).horizontalAdvance(digit) for digit in "0123456789"}) == 1
