"""Numbers and dates for people, in English and Russian. Pure functions, no Qt.

Thousands are parted by a thin space, minus is a true minus, the decimal sign follows the language,
and the unit is handed over apart from the number, because it is set smaller and dimmer.
"""

import math
from dataclasses import dataclass
from typing import Final, Protocol

from mars7viz.constants import AU_KM, DAY_S
from mars7viz.i18n import tr
from mars7viz.mission.grade import Grade

THIN: Final = "\u2009"
MINUS: Final = "\u2212"
TIMES: Final = "\u00d7"
ABOUT: Final = "\u2248"
NO_BREAK: Final = "\u00a0"

MONTHS: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ru": (
        "янв.", "февр.", "марта", "апр.", "мая", "июня",
        "июля", "авг.", "сент.", "окт.", "нояб.", "дек.",
    ),
}  # fmt: skip
"""Short names of the months as they stand after a day."""

FULL_FIGURES: Final = 6
MAX_DECIMALS: Final = 3
_DAYS_WITHOUT_CLOCK: Final = 10
# What the reconstruction can stand for: a few parts in a thousand.
RECONSTRUCTED_FIGURES: Final = 4
_FIGURES_BY_GRADE: Final = {
    Grade.RECONSTRUCTED: RECONSTRUCTED_FIGURES,
    Grade.ASSUMED: 2,
    Grade.WHAT_IF: 3,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its unit, each as written."""

    number: str
    unit: str = ""

    @property
    def plain(self) -> str:
        """Number and unit in one string."""
        return f"{self.number}{THIN}{self.unit}" if self.unit else self.number


class FigureWriter(Protocol):
    """Writes a value in a language with so many significant figures."""

    def __call__(self, value: float, /, *, language: str, figures: int) -> Figure:
        """Return the figure."""


def figures_of(grade: Grade, stated: int = 0) -> int:
    """Return how many significant figures a value is shown with: those stated, else its grade's."""
    return stated or _FIGURES_BY_GRADE.get(grade, FULL_FIGURES)


def is_approximate(grade: Grade) -> bool:
    """Tell whether values of this grade carry the sign for "about"."""
    return grade in _FIGURES_BY_GRADE


def number_text(value: float, *, decimals: int, language: str) -> str:
    """Write a number with ``decimals`` decimals (negative: rounded to tens, hundreds, …)."""
    rounded = round(value, decimals)
    text = f"{abs(rounded):,.{max(decimals, 0)}f}".replace(",", THIN)
    if language == "ru":
        text = text.replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def decimals_for(value: float, figures: int) -> int:
    """Return the decimals that show ``figures`` significant figures of ``value``.

    Negative where the figures end before the decimal sign: 1,412 to three figures is 1,410.
    """
    if value == 0.0:
        return 0
    magnitude = math.floor(math.log10(abs(value)))
    # 9.996 to three figures is 10.0: the rounding may add a figure before the sign.
    if round(abs(value), figures - 1 - magnitude) >= 10 ** (magnitude + 1):
        magnitude += 1
    return min(figures - 1 - magnitude, MAX_DECIMALS)


def significant(value: float, *, figures: int, language: str) -> str:
    """Write a number with so many significant figures, at most three decimals."""
    return number_text(value, decimals=decimals_for(value, figures), language=language)


def distance(km: float, *, language: str, figures: int = FULL_FIGURES) -> Figure:
    """Write a length in the unit that keeps its number short: m, km, thousands, millions, au."""
    size = abs(km)
    if size < 1.0:
        return Figure(number_text(km * 1000.0, decimals=0, language=language), tr("m", language))
    # Compared after rounding: 999,999.6 km is a million.
    for limit_km, scale_km, unit in (
        (1e5, 1.0, tr("km", language)),
        (1e6, 1e3, tr("thousand km", language)),
        (1e9, 1e6, tr("million km", language)),
    ):
        if round(size, decimals_for(size, figures)) < limit_km:
            number = significant(km / scale_km, figures=figures, language=language)
            return Figure(number, unit)
    return astronomical(km, language=language, figures=figures)


def astronomical(km: float, *, language: str, figures: int = FULL_FIGURES) -> Figure:
    """Write a length in astronomical units."""
    number = significant(km / AU_KM, figures=min(figures, 5), language=language)
    return Figure(number, tr("au", language))


def speed(km_s: float, *, language: str, figures: int = FULL_FIGURES) -> Figure:
    """Write a speed in km/s, or in m/s below 1 km/s."""
    if abs(km_s) < 1.0:
        number = number_text(
            km_s * 1000.0,
            decimals=max(min(decimals_for(km_s * 1000.0, figures), 1), -2),
            language=language,
        )
        return Figure(number, tr("m/s", language))
    return Figure(
        significant(km_s, figures=min(figures, 5), language=language), tr("km/s", language)
    )


def clock_text(seconds: float) -> str:
    """Write a span as ``m:ss`` or ``h:mm:ss``, cut to whole seconds; the sign is dropped."""
    whole = int(abs(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{second:02d}" if hours else f"{minutes}:{second:02d}"


def light_time(seconds: float, *, language: str, figures: int = FULL_FIGURES) -> Figure:
    """Write how long light needs: seconds below a minute, else ``m:ss``."""
    if seconds < 10.0:
        number = significant(seconds, figures=min(figures, 3), language=language)
        return Figure(number, tr("s", language))
    whole = round(seconds)
    if whole < 60:
        return Figure(str(whole), tr("s", language))
    if figures < 3:
        # Seconds would say more than the value knows.
        minutes = significant(seconds / 60.0, figures=figures, language=language)
        return Figure(minutes, tr("min", language))
    return Figure(clock_text(whole), tr("min", language) if whole < 3600 else tr("h", language))


def countdown(seconds_until: float, *, language: str, figures: int = FULL_FIGURES) -> Figure:
    """Write the time to an event, minus before it and plus after it: ``−13:51``.

    Years carry ``figures`` figures; a clock has as many as it needs.
    """
    sign = MINUS if seconds_until > 0 else "+"
    # Rounded, so that a countdown and the clock change their seconds together.
    size = float(round(abs(seconds_until)))
    if size < DAY_S:
        return Figure(f"{sign}{clock_text(size)}")
    if size >= 1000 * DAY_S:
        years = significant(size / DAY_S / 365.25, figures=min(figures, 3), language=language)
        return Figure(f"{sign}{years}", tr("years", language))
    days, rest = divmod(int(size), int(DAY_S))
    unit = tr("d", language)
    if days >= _DAYS_WITHOUT_CLOCK:
        return Figure(f"{sign}{days}", unit)
    return Figure(f"{sign}{days}{NO_BREAK}{unit} {rest // 3600:02d}:{rest % 3600 // 60:02d}")


def mission_time(met_s: float, *, language: str, with_seconds: bool = True) -> str:
    """Write mission elapsed time: ``T+211 d 15:40:07``."""
    whole = math.floor(met_s)
    sign = "+" if whole >= 0 else MINUS
    days, rest = divmod(abs(whole), int(DAY_S))
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    time = f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if with_seconds else "")
    count = number_text(days, decimals=0, language=language)
    return f"T{sign}{count}{NO_BREAK}{tr('d', language)} {time}"


def rate_text(rate: float, *, language: str) -> Figure:
    """Write how time runs: the factor, and what passes in a second (``×1 000``, ``16.7 min/s``)."""
    sign = MINUS if rate < 0 else ""
    factor = f"{sign}{TIMES}{number_text(abs(rate), decimals=0, language=language)}"
    size = abs(rate)
    if size == 1.0:
        return Figure(factor, tr("real time", language))
    for span_s, unit in (
        (DAY_S, tr("d/s", language)),
        (3600.0, tr("h/s", language)),
        (60.0, tr("min/s", language)),
    ):
        if size >= span_s:
            value = size / span_s
            decimals = 0 if math.isclose(value, round(value)) else 1
            return Figure(
                factor, f"{number_text(value, decimals=decimals, language=language)}{THIN}{unit}"
            )
    return Figure(
        factor, f"{number_text(size, decimals=0, language=language)}{THIN}{tr('s/s', language)}"
    )
