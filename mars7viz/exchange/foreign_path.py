"""Somebody else's path, as the readers hand it over, and what may be said about its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import AU_KM

Floats = NDArray[np.float64]

FORMATS: Final = ("spk", "oem", "csv", "rah", "hgi")

UNITS_KM: Final = {"km": 1.0, "million-km": 1e6, "au": AU_KM}
"""Units of length by the names that the command line takes, km."""

AngleSense = Literal["ahead", "behind"]
HgiDefinition = Literal["archive", "franz-harper"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person says of a file, where the file does not say it itself.

    Attributes
    ----------
    format : str or None
        One of `FORMATS`; None: guess from the content.
    unit : str or None
        Key of `UNITS_KM`.
    center, frame : str or None
        Center (as in `CENTERS`) and axes ("icrf" or "ecliptic") of a table of x, y, z.
    columns : tuple of str
        Names of a table's columns, with units; empty: the table has a header.
    angle_sense : {'ahead', 'behind'}
        Where RAH's angle A is positive: the craft ahead of the Earth in its orbit, or behind.
    hgi : {'archive', 'franz-harper'} or None
        Definition of HGI; None: the archive's where the columns have the archive's names.
    target : int or None
        NAIF id of the body in an SPK kernel that holds several.
    """

    format: str | None = None
    unit: str | None = None
    center: str | None = None
    frame: str | None = None
    columns: tuple[str, ...] = ()
    angle_sense: AngleSense = "ahead"
    hgi: HgiDefinition | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ForeignPath:
    """A path out of a file.

    Attributes
    ----------
    file : str
        Name of the file.
    format : str
        One of `FORMATS`.
    et : ndarray
        (n,) TDB seconds past J2000, rising.
    position_km : ndarray
        (n, 3) km, from the Sun, ICRF.
    lines : ndarray
        (n,) line of each position in the file, from 1; 0 where the file has no lines.
    rah : ndarray or None
        (n, 3) km, degrees, km: the file's own coordinates, for RAH and for the archive's HGI.
    understood : tuple of str
        Sentences that say how the file was read.
    """

    file: str
    format: str
    et: Floats
    position_km: Floats
    lines: NDArray[np.intp]
    rah: Floats | None
    understood: tuple[str, ...]
