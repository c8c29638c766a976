"""NAIF ids of what this program computes. A minus and the catalogue number, where there is one."""

from types import MappingProxyType
from typing import Final

NAIF_ID: Final = MappingProxyType(
    {
        "coast_stage": -106776,  # catalogue number 6776 of the craft, after a 10
        "lander": -107224,  # 7224
        "blok_d": -106777,  # no number on record: the next one after the craft's
        "lander_intended": -197224,  # what-if: the landing that did not happen
        "mars4": -106742,
        "mars5": -106754,
        "mars6": -106768,
        "mars6_lander": -107223,
    }
)
"""Ids by craft. Agencies give three-digit ids to live missions; none is given to these."""

CENTER_ID: Final = MappingProxyType({"earth": 399, "sun": 10, "mars": 4})
"""Centers of the segments. Mars is its system's barycentre, 0.2 m from its center, as in DE440."""
