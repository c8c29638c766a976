"""What the picture writes: numbers, round lengths, captions, grades, letters of both languages."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mars7viz.constants import AU_KM
from mars7viz.grade_colors import GRADE_HEX, rgb
from mars7viz.mission.grade import Grade
from mars7viz.scene.captions import caption_lines
from mars7viz.scene.grade_style import GRADE_STYLES
from mars7viz.scene.legend import GRADE_WORDS
from mars7viz.scene.marks import MARKS, mark_coverage
from mars7viz.scene.scale_bar import scale_bar
from mars7viz.scene.text_atlas import TextAtlas
from mars7viz.scene.text_raster import Face, advance_px, has_glyph, raster

RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя«»№—"


@given(st.floats(1e-7, 1e10), st.floats(60.0, 600.0))
def test_a_scale_bar_is_round_and_fills_its_room(km_per_px, max_px):
    bar = scale_bar(km_per_px=km_per_px, max_px=max_px, language="en")
    assert bar.length_px <= max_px * (1.0 + 1e-9)
    assert bar.length_px >= 0.39 * max_px
    assert bar.length_px * km_per_px == pytest.approx(bar.length_km)
    unit_km = {"cm": 1e-5, "m": 1e-3, "km": 1.0, "million km": 1e6, "au": AU_KM}[bar.unit]
    written = float(bar.value.replace("\u2009", "")) * unit_km
    assert written == pytest.approx(bar.length_km)
    mantissa = written / unit_km / 10.0 ** math.floor(math.log10(written / unit_km) + 1e-9)
    assert min(abs(mantissa - step) for step in (1.0, 2.0, 5.0)) < 1e-6


@pytest.mark.parametrize(("km_per_px", "max_px"), [(0.0, 100.0), (-1.0, 100.0), (1.0, 0.0)])
def test_a_scale_without_size_is_refused(km_per_px, max_px):
    with pytest.raises(ValueError, match="not positive"):
        scale_bar(km_per_px=km_per_px, max_px=max_px, language="en")


def test_captions_have_two_even_lines():
    text = "The lander left four hours before and passed Mars at a distance of 1300 km."
    lines = caption_lines(text)
    assert len(lines) == 2
    assert " ".join(lines) == text
    assert max(map(len, lines)) <= 42
    assert abs(len(lines[0]) - len(lines[1])) < 8
    assert caption_lines("one\ntwo") == ("one", "two")
    assert caption_lines("") == ()


@given(st.text(alphabet="abc dé", max_size=300))
def test_no_caption_loses_a_word_or_has_three_lines(text):
    lines = caption_lines(text)
    assert len(lines) <= 2
    assert " ".join(lines).split() == text.split()


def test_every_grade_has_hue_mark_and_word_of_its_own():
    assert {grade.value for grade in Grade} == set(GRADE_HEX)
    assert set(GRADE_STYLES) == set(Grade) == set(GRADE_WORDS)
    for table in (
        [GRADE_STYLES[grade].mark for grade in Grade],
        [GRADE_STYLES[grade].color for grade in Grade],
        [(GRADE_STYLES[g].dashes, GRADE_STYLES[g].width_px) for g in Grade if g != "no record"],
    ):
        assert len(set(table)) == len(table)
    with pytest.raises(ValueError, match="allowed"):
        rgb("red")


@pytest.mark.parametrize("face", list(Face))
def test_russian_and_english_are_no_boxes(face):
    for letter in RUSSIAN + "ABCXYZabcxyz0123456789":
        assert has_glyph(face, letter), letter
    assert not has_glyph(face, "\u4e2d")
    coverages = {raster(letter, face, 24).coverage.tobytes() for letter in "ЖЩЯЫЮЭБГДЛ"}
    assert len(coverages) == 10


def test_a_letter_that_no_font_has_is_refused_by_name():
    with pytest.raises(ValueError, match=r"U\+4E2D"):
        raster("中", Face.TEXT, 20)


def test_figures_stand_in_columns_and_signs_of_other_fonts_are_borrowed():
    widths = {advance_px(digit, Face.NUMBER, 22) for digit in "0123456789"}
    assert len(widths) == 1
    assert raster("Δv −3\u20094′ ◌", Face.NUMBER, 22).coverage.max() == 255


@pytest.mark.parametrize("mark", list(MARKS))
def test_marks_are_centered_and_all_different(mark):
    coverage = mark_coverage(mark, 32).astype(float)
    assert coverage.max() == 255
    rows, columns = np.indices(coverage.shape)
    if mark in "●◌○◇▢":
        assert (rows * coverage).sum() / coverage.sum() == pytest.approx(15.5, abs=0.6)
        assert (columns * coverage).sum() / coverage.sum() == pytest.approx(15.5, abs=0.6)
    others = [mark_coverage(other, 32) for other in MARKS if other != mark]
    assert all((other != coverage).any() for other in others)


def test_the_atlas_keeps_texts_apart_and_starts_anew_when_full():
    atlas = TextAtlas()
    regions = [atlas.text(f"Фобос {k} Phobos", Face.TEXT, 40) for k in range(60)]
    spans = [(r.x, r.y, r.x + r.width, r.y + r.height) for r in regions]
    for i, (x0, y0, x1, y1) in enumerate(spans):
        for u0, v0, u1, v1 in spans[i + 1 :]:
            assert x1 <= u0 or u1 <= x0 or y1 <= v0 or v1 <= y0
    first = regions[0]
    drawn = raster("Фобос 0 Phobos", Face.TEXT, 40).coverage
    block = atlas.pixels[first.y : first.y + first.height, first.x : first.x + first.width, 0]
    assert np.array_equal(block, drawn)
    assert atlas.text("Фобос 0 Phobos", Face.TEXT, 40) is first
    for k in range(4000):
        atlas.begin_frame()
        atlas.text(f"T+{k} d 00:00:00", Face.NUMBER, 44)
    assert atlas.pixels.shape[0] <= 2048
