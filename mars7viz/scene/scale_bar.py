"""A scale bar: the longest round length that fits, at the distance of what is looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mars7viz.constants import AU_KM
from mars7viz.figures import number_text
from mars7viz.i18n import tr

_AU_FROM_KM: Final = 0.1 * AU_KM

MILLION_KM = 1.0e6


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A round length and what it measures in the picture."""

    length_km: float
    length_px: float
    value: str
    unit: str


def scale_bar(*, km_per_px: float, max_px: float, language: str) -> ScaleBar:
    """Return the bar for a scale.

    Parameters
    ----------
    km_per_px : float
        Kilometres that one pixel covers, across the view, at the distance of the focus.
    max_px : float
        The bar is at most this long and at least two fifths of it.
    language : {"en", "ru"}
        For unit and decimal sign.

    Raises
    ------
    ValueError
        When scale or room are not positive.
    """
    if not (km_per_px > 0.0 and max_px > 0.0):
        raise ValueError(f"scale bar of {km_per_px} km a pixel over {max_px} pixels: not positive")
    longest_km = km_per_px * max_px
    unit_km, unit = _unit(longest_km, language)
    value = _round_down(longest_km / unit_km)
    decimals = max(0, -math.floor(math.log10(value) + 1e-9))
    return ScaleBar(
        length_km=value * unit_km,
        length_px=value * unit_km / km_per_px,
        value=number_text(value, decimals=decimals, language=language),
        unit=unit,
    )


def _unit(longest_km: float, language: str) -> tuple[float, str]:
    if longest_km < 1.0e-3:
        return 1.0e-5, tr("cm", language)
    if longest_km < 1.0:
        return 1.0e-3, tr("m", language)
    if longest_km < MILLION_KM:
        return 1.0, tr("km", language)
    if longest_km < _AU_FROM_KM:
        return MILLION_KM, tr("million km", language)
    return AU_KM, tr("au", language)


def _round_down(value: float) -> float:
    """Return the greatest 1, 2 or 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    for step in (5.0, 2.0, 1.0):
        if step * power <= value * (1.0 + 1e-12):
            return step * power
    return 0.5 * power
