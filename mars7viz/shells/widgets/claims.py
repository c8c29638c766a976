"""Values of claims as they are read: number and unit, in English and Russian. No Qt."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from mars7viz.figures import ABOUT, THIN, Figure, is_approximate, number_text
from mars7viz.i18n import Language, marked, tr
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Claim, ClaimValue
from mars7viz.mission.text import Text

DEGREE: Final = "°"
GROUP_WORDS: Final = {
    "identity": marked("Identity"),
    "mass": marked("Masses"),
    "dimensions": marked("Dimensions"),
    "structure": marked("Build"),
    "propulsion": marked("Propulsion"),
    "attitude": marked("Attitude control"),
    "radio": marked("Radio"),
    "power": marked("Power"),
}
UNIT_WORDS: Final = {
    "UTC": marked("UTC"),
    "au": marked("au"),
    "bar": marked("bar"),
    "bit/s": marked("bit/s"),
    "dB": marked("dB"),
    "d": marked("d"),
    "deg": marked("°"),
    "deg/d": marked("°/d"),
    "g": marked("g"),
    "h": marked("h"),
    "kN": marked("kN"),
    "kW": marked("kW"),
    "kg": marked("kg"),
    "kg/m3": marked("kg/m³"),
    "km": marked("km"),
    "km/s": marked("km/s"),
    "km2/s2": marked("km²/s²"),
    "km3/s2": marked("km³/s²"),
    "m": marked("m"),
    "m/s": marked("m/s"),
    "m2": marked("m²"),
    "mbar": marked("mbar"),
    "MHz": marked("MHz"),
    "GHz": marked("GHz"),
    "MeV": marked("MeV"),
    "min": marked("min"),
    "nm": marked("nm"),
    "s": marked("s"),
}


def value_figure(value: ClaimValue, unit: str, language: Language) -> Figure:
    """Write a value as exactly as the mission file does; a number without a unit is a name."""
    word = tr(UNIT_WORDS[unit], language) if unit else ""
    if isinstance(value, Text):
        return Figure(value.in_language(language), word)
    if isinstance(value, str):
        return Figure(value, word)
    if word == DEGREE and not isinstance(value, tuple):
        # The one sign that stands close to its number.
        return Figure(f"{_number(value, unit, language)}{DEGREE}")
    if isinstance(value, tuple):
        # A tuple holds floats even where the file writes whole numbers.
        whole = (int(part) if part == int(part) else part for part in value)
        return Figure("; ".join(_number(part, unit, language) for part in whole), word)
    return Figure(_number(value, unit, language), word)


def claim_figure(claim: Claim, language: Language) -> Figure:
    """Write a claim; a number that is not exact for what it stands on carries the sign "about"."""
    if claim.value is None:
        return Figure(tr("no record", language))
    figure = value_figure(claim.value, claim.unit, language)
    is_number = not isinstance(claim.value, (str, Text))
    if is_number and claim.unit and is_approximate(claim.grade):
        return Figure(f"{ABOUT}{THIN}{figure.number}", figure.unit)
    return figure


def has_record(claim: Claim) -> bool:
    """Tell whether there is a value at all."""
    return claim.grade is not Grade.NO_RECORD


def _number(value: float, unit: str, language: Language) -> str:
    if isinstance(value, int) and not unit:
        return str(value)
    exponent = Decimal(repr(value)).as_tuple().exponent
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    return number_text(value, decimals=decimals, language=language)
