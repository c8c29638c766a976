"""Numbers as the picture writes them: true minus, narrow spaces, the language's decimal sign."""

from __future__ import annotations

from typing import Final

from mars7viz.constants import AU_KM
from mars7viz.i18n import tr

THIN: Final = "\u2009"
MINUS: Final = "\u2212"
MILLION_KM: Final = 1.0e6


def number(value: float, *, decimals: int, language: str) -> str:
    """Write a number with thousands apart and the decimal sign of ``language``."""
    rounded = f"{abs(value):.{decimals}f}"
    whole, _, fraction = rounded.partition(".")
    if len(whole) > 3:
        head = len(whole) % 3
        groups = [whole[:head]] if head else []
        groups += [whole[i : i + 3] for i in range(head, len(whole), 3)]
        whole = THIN.join(groups)
    sign = MINUS if value < 0.0 and float(rounded) != 0.0 else ""
    point = "," if language == "ru" else "."
    return sign + whole + (point + fraction if fraction else "")


def length(value_km: float, *, language: str, significant: int = 4) -> tuple[str, str]:
    """Write a length in the unit that suits it: m, km, million km or au.

    Returns
    -------
    tuple of str
        The number and its unit.
    """
    size_km = abs(value_km)
    if size_km < 1.0:
        value, unit = value_km * 1000.0, tr("m", language)
    elif size_km < MILLION_KM:
        value, unit = value_km, tr("km", language)
    elif size_km < 0.5 * AU_KM:
        value, unit = value_km / MILLION_KM, tr("million km", language)
    else:
        value, unit = value_km / AU_KM, tr("au", language)
    return number(value, decimals=_decimals(abs(value), significant), language=language), unit


def _decimals(size: float, significant: int) -> int:
    figures = len(str(int(size))) if size >= 1.0 else 1
    return max(0, min(significant - figures, 3))
