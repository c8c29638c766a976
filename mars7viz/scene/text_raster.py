"""Text as coverage of pixels, at the exact size of the picture: FreeType through Pillow, no GL."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mars7viz.assets import asset_path
from mars7viz.scene.marks import MARKS, mark_coverage

UInt8 = NDArray[np.uint8]


class Face(StrEnum):
    """A typeface of the visual language; the value is its file under ``assets/fonts``."""

    TEXT = "Inter_400Regular.ttf"
    MEDIUM = "Inter_500Medium.ttf"
    STRONG = "Inter_600SemiBold.ttf"
    NUMBER = "IBMPlexMono_400Regular.ttf"
    TITLE = "RussoOne_400Regular.ttf"


_SPACES_EM: Final = {"\u2009": 0.2, "\u202f": 0.2, "\u00a0": 0.28}
_MARK_EM: Final = 0.92
_UNASSIGNED: Final = "\uffff"
_UNSEEN: Final = 3
"""Of 255: shade that nobody sees is not worth its pixels."""


@dataclass(frozen=True, eq=False)
class Raster:
    """One line of text.

    ``coverage`` and ``halo`` are (h, w), 0 to 255; the text's origin (left end of its baseline) is
    at pixel (``origin_x``, ``origin_y``) of them; the next text begins ``advance_px`` further.
    """

    coverage: UInt8
    halo: UInt8
    origin_x: int
    origin_y: int
    advance_px: float


@cache
def font(face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """Return a face at a size, without a shaping engine: the same text everywhere."""
    return ImageFont.truetype(
        str(asset_path("fonts", face.value)), size_px, layout_engine=ImageFont.Layout.BASIC
    )


@cache
def has_glyph(face: Face, character: str) -> bool:
    """Tell whether a face draws a character as more than its "missing" box."""
    sample = font(face, 32)
    mask, missing = sample.getmask(character), sample.getmask(_UNASSIGNED)
    return mask.size != missing.size or bytes(mask) != bytes(missing)


def _face_for(face: Face, character: str) -> Face:
    for candidate in (face, Face.TEXT):
        if has_glyph(candidate, character):
            return candidate
    raise ValueError(f"no shipped font draws {character!r} (U+{ord(character):04X})")


def _runs(text: str, face: Face) -> Iterator[tuple[Face, str]]:
    """Split a text into pieces of one face; marks and narrow spaces stand alone."""
    run, run_face = "", face
    for character in text:
        alone = character in MARKS or character in _SPACES_EM
        wanted = face if alone else _face_for(face, character)
        if run and (alone or wanted is not run_face):
            yield run_face, run
            run = ""
        if alone:
            yield face, character
        else:
            run, run_face = run + character, wanted
    if run:
        yield run_face, run


def advance_px(text: str, face: Face, size_px: int) -> float:
    """Return how far a text reaches from its origin, pixels."""
    return sum(_run_advance(run, run_face, size_px) for run_face, run in _runs(text, face))


def _run_advance(run: str, face: Face, size_px: int) -> float:
    if run in _SPACES_EM:
        return _SPACES_EM[run] * size_px
    if run in MARKS:
        return _MARK_EM * size_px
    return float(font(face, size_px).getlength(run))


def raster(text: str, face: Face, size_px: int) -> Raster:
    """Draw one line of text.

    Raises
    ------
    ValueError
        When a character is in none of the shipped fonts: a box in the picture is a fault.
    """
    ascent, descent = font(face, size_px).getmetrics()
    spread = 0.16 * size_px
    margin = math.ceil(3.0 * spread) + 1
    width = math.ceil(advance_px(text, face, size_px)) + 2 * margin
    height = ascent + descent + 2 * margin
    baseline = margin + ascent
    image = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(image)
    x = float(margin)
    for run_face, run in _runs(text, face):
        if run in MARKS:
            _paste_mark(image, run, x=x, baseline=baseline, size_px=size_px)
        elif run not in _SPACES_EM:
            pen.text((x, baseline), run, fill=255, font=font(run_face, size_px), anchor="ls")
        x += _run_advance(run, run_face, size_px)
    return _with_halo(image, margin, baseline, x - margin, spread)


def mark_raster(mark: str, size_px: int) -> Raster:
    """Draw one mark whose origin is its own center."""
    spread = max(1.0, 0.10 * size_px)
    margin = math.ceil(3.0 * spread) + 1
    side = size_px + size_px % 2
    image = Image.new("L", (side + 2 * margin, side + 2 * margin), 0)
    image.paste(Image.fromarray(mark_coverage(mark, side)), (margin, margin))
    middle = margin + side // 2
    return _with_halo(image, middle, middle, float(side), spread)


def _paste_mark(image: Image.Image, mark: str, *, x: float, baseline: int, size_px: int) -> None:
    side = max(4, round(0.80 * size_px))
    # Centered on the height of a capital, where the eye compares it with figures.
    top = round(baseline - 0.36 * size_px - 0.5 * side)
    image.paste(Image.fromarray(mark_coverage(mark, side)), (round(x + 0.02 * size_px), top))


def _with_halo(
    image: Image.Image, origin_x: int, origin_y: int, advance: float, spread: float
) -> Raster:
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(spread)), dtype=np.float64)
    coverage = np.asarray(image, dtype=np.uint8)
    halo = np.minimum(2.6 * blurred, 255.0).astype(np.uint8)
    rows, columns = _inked(np.maximum(coverage, halo) > _UNSEEN)
    return Raster(
        coverage=np.ascontiguousarray(coverage[rows, columns]),
        halo=np.ascontiguousarray(halo[rows, columns]),
        origin_x=origin_x - columns.start,
        origin_y=origin_y - rows.start,
        advance_px=advance,
    )


def _inked(ink: NDArray[np.bool_]) -> tuple[slice, slice]:
    """Return the rows and columns that hold anything, and one more on each side."""
    spans = []
    for axis in (1, 0):
        filled = np.flatnonzero(ink.any(axis=axis))
        length = ink.shape[1 - axis]
        first, last = (int(filled[0]), int(filled[-1])) if len(filled) else (0, 0)
        spans.append(slice(max(first - 1, 0), min(last + 2, length)))
    return spans[0], spans[1]
