"""How each body reflects: map, reflectance, law of shading, air. The numbers behind the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Air:
    """An atmosphere as thin as it is.

    ``tau`` is the vertical optical depth at 640, 550 and 450 nm, ``color`` what it scatters,
    ``height_km`` the scale height, ``forward`` how far light keeps its direction (0 Rayleigh).
    """

    tau: Rgb
    color: Rgb
    height_km: float
    forward: float


@dataclass(frozen=True, slots=True)
class Look:
    """How a body is shaded.

    ``gain`` turns the map's linear value into reflectance; ``key`` is the automatic exposure at one
    au when the body is in focus: it brings bright ground there to a bright tone without clipping.
    ``is_planetographic`` says what latitude the map is drawn in.
    """

    kind: str
    gain: float
    key: float
    minnaert: float = 1.0
    air: Air | None = None
    is_planetographic: bool = False


# Gains give the geometric albedos of the NASA planetary fact sheets to about a tenth, with the mean
# value of each map; keys were chosen by eye on rendered pictures.
LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "sun": Look("sun", 1.0, 1.1),
        "mercury": Look("airless", 0.75, 3.2),
        "venus": Look("gas", 1.15, 0.75, minnaert=0.95),
        "earth": Look(
            "earth",
            0.95,
            1.15,
            # Half of the standard atmosphere's: the day map is not free of its haze.
            air=Air((0.022, 0.050, 0.115), (0.60, 0.78, 1.0), 9.0, 0.0),
            is_planetographic=True,
        ),
        "moon": Look("airless", 0.36, 2.9),
        "mars": Look(
            "mars",
            0.65,
            1.55,
            air=Air((0.0125, 0.0125, 0.0140), (0.82, 0.83, 0.88), 11.0, 0.55),
        ),
        "phobos": Look("airless", 0.30, 6.0),
        "deimos": Look("airless", 0.25, 6.0),
        "jupiter": Look("gas", 1.15, 1.0, minnaert=0.95, is_planetographic=True),
        "saturn": Look("gas", 0.80, 1.1, minnaert=0.92, is_planetographic=True),
        "uranus": Look("gas", 0.75, 1.1, minnaert=0.9),
        "neptune": Look("gas", 1.1, 1.1, minnaert=0.9),
    }
)

CRAFT_KEY = 1.55
"""Automatic exposure at one au for a craft: that of Mars, so that both can be in one picture."""

SATURN_RING_KM = (74_510.0, 140_390.0)
"""Inner and outer radius of the ring map: C ring to just beyond the F ring."""
