"""The words of ``mars7viz where-now``."""

import json
import sys

from rich.console import Console

from mars7viz.assets import asset_path
from mars7viz.constants import AU_KM
from mars7viz.determination.where_now import Spread, Whereabouts, whereabouts
from mars7viz.ephemeris.epoch import et_to_utc, utc_to_et
from mars7viz.snapshot.world import load_world

_SMALL_AU = 0.01
_NAMES = {
    "coast_stage": {"en": "Coast stage", "ru": "Пролётный аппарат"},
    "lander": {"en": "Lander", "ru": "Спускаемый аппарат"},
}
_LINES = {
    "en": (
        "{name}: {sun:.3f} au from the Sun, ecliptic longitude {lon:.1f}°, latitude {lat:+.2f}°; "
        "{earth:.3f} au from Earth (light {light:.0f} min), RA {ra:.1f}°, Dec {dec:+.1f}°.",
        "  Known to this (68 %): along its orbit {low} to {high}, ± {along}; "
        "95 %: {low2} to {high2}.",
        "  Toward the Sun and off the plane (68 %): {radial:,.0f} km and {normal:,.0f} km.",
    ),
    "ru": (
        "{name}: {sun:.3f} а.е. от Солнца, эклиптическая долгота {lon:.1f}°, широта {lat:+.2f}°; "
        "{earth:.3f} а.е. от Земли (свет {light:.0f} мин), α {ra:.1f}°, δ {dec:+.1f}°.",
        "  Известно с точностью (68 %): вдоль орбиты от {low} до {high}, "
        "± {along}; 95 %: от {low2} до {high2}.",
        "  К Солнцу и вбок от плоскости (68 %): {radial:,.0f} км и {normal:,.0f} км.",
    ),
}
_HEAD = {
    "en": "Mars 7 at {utc} (reconstructed; nothing has been observed of it since 25 March 1974)",
    "ru": "«Марс-7» на {utc} (реконструкция; с 25 марта 1974 года аппараты не наблюдались)",
}


def print_where_now(utc: str, *, language: str, as_json: bool) -> int:
    """Print where both craft are."""
    et = utc_to_et(utc)
    world = load_world()
    spread = Spread.open(asset_path("trajectories", "mars7_spread.npz"))
    found = [whereabouts(chronology, spread, et) for chronology in world.chronologies.values()]
    if as_json:
        content = {
            "utc": et_to_utc(et),
            "grade": "reconstructed",
            "craft": [{name: getattr(item, name) for name in item.__slots__} for item in found],
        }
        json.dump(content, sys.stdout, indent=2)
        sys.stdout.write("\n")
        return 0
    console = Console(highlight=False, soft_wrap=True)
    console.print(_HEAD[language].format(utc=et_to_utc(et)))
    for item in found:
        for line in _lines(item, language):
            console.print(line)
    return 0


def _distance(au: float, language: str) -> str:
    """A distance in the unit in which it can be read."""
    if au < _SMALL_AU:
        return f"{au * AU_KM:,.0f} " + {"en": "km", "ru": "км"}[language]
    return f"{au:.3f} " + {"en": "au", "ru": "а.е."}[language]


def _angle(degrees: float) -> str:
    """An angle with as many decimals as its size leaves room for."""
    decimals = 0 if abs(degrees) >= 10.0 else 2 if abs(degrees) >= 0.1 else 5
    return f"{degrees:+.{decimals}f}°".replace("-", "\N{MINUS SIGN}")


def _lines(item: Whereabouts, language: str) -> list[str]:
    low2, low, high, high2 = item.along_deg
    words = {
        "name": _NAMES[item.craft][language],
        "sun": item.sun_au,
        "lon": item.longitude_deg,
        "lat": item.latitude_deg,
        "earth": item.earth_au,
        "light": item.earth_light_s / 60.0,
        "ra": item.right_ascension_deg,
        "dec": item.declination_deg,
        "low": _angle(low),
        "high": _angle(high),
        "low2": _angle(low2),
        "high2": _angle(high2),
        "along": _distance(item.along_au, language),
        "radial": (item.radial_km[2] - item.radial_km[1]) / 2.0,
        "normal": (item.normal_km[2] - item.normal_km[1]) / 2.0,
    }
    return [line.format(**words) for line in _LINES[language]]
