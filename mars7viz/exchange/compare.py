"""Somebody else's path less ours, over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.tdb import tdb_text
from mars7viz.exchange.craft_path import CraftPath
from mars7viz.exchange.errors import ExchangeError
from mars7viz.exchange.foreign_path import ForeignPath
from mars7viz.exchange.heliocentric import icrf_to_rah, rah_to_icrf, wrapped_deg

Floats = NDArray[np.float64]
_OPPOSITE_IS_BETTER = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Neighbouring positions that our path does not cover.

    Attributes
    ----------
    first_line, last_line : int
        Lines in the file; 0 where it has none.
    start_et, stop_et : float
        Their instants, TDB seconds past J2000.
    count : int
        How many.
    """

    first_line: int
    last_line: int
    start_et: float
    stop_et: float
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Theirs less ours at the instants that both cover.

    Attributes
    ----------
    craft : str
        Ours.
    theirs : ForeignPath
        The file.
    about : str
        Body that radial, along-track and cross-track are about.
    et : ndarray
        (m,) TDB seconds past J2000.
    lines : ndarray
        (m,) lines of the file.
    difference_km : ndarray
        (m, 3) km, ICRF.
    rtn_km : ndarray
        (m, 3) km: away from `about` (radial), along the track, across it (towards the orbit's
        pole), by our own path.
    rah : ndarray or None
        (m, 3): R in km, A in degrees, H in km, where the file has them.
    outside : tuple of Stretch
        What was left out.
    hint : str or None
        A sentence, where another reading of the file would fit much better.
    """

    craft: str
    theirs: ForeignPath
    about: str
    et: Floats
    lines: NDArray[np.intp]
    difference_km: Floats
    rtn_km: Floats
    rah: Floats | None
    outside: tuple[Stretch, ...]
    hint: str | None

    @property
    def distance_km(self) -> Floats:
        """(m,) distance between the two, km."""
        distance: Floats = np.linalg.norm(self.difference_km, axis=1)
        return distance


def compared(theirs: ForeignPath, path: CraftPath, *, about: str = "sun") -> Comparison:
    """Compare somebody else's path with ours.

    Parameters
    ----------
    theirs : ForeignPath
        Out of a file.
    path : CraftPath
        Ours.
    about : str
        Body that radial, along-track and cross-track are about.

    Returns
    -------
    Comparison

    Raises
    ------
    ExchangeError
        If the two have no instant in common.
    """
    start_et, stop_et = path.chronology.coverage
    inside = (theirs.et >= start_et) & (theirs.et <= stop_et)
    if not inside.any():
        raise ExchangeError(
            f"{theirs.file}: nothing to compare: it goes from {tdb_text(float(theirs.et[0]))} to "
            f"{tdb_text(float(theirs.et[-1]))}, and our path of {path.craft} from "
            f"{tdb_text(start_et)} to {tdb_text(stop_et)}"
        )
    # A path ends just before its last instant, and an exported one ends with it.
    et = np.minimum(theirs.et[inside], np.nextafter(stop_et, start_et))
    ours = path.chronology.relative_state(et, "sun")[:, :3]
    difference = theirs.position_km[inside] - ours
    axes = _track_axes(path.chronology.relative_state(et, about))
    rah = None
    hint = None
    if theirs.rah is not None:
        rah = theirs.rah[inside] - icrf_to_rah(ours, et, path.solar_system)
        rah[:, 1] = wrapped_deg(rah[:, 1])
        hint = _sense_hint(theirs.rah[inside], et, ours, difference, path)
    return Comparison(
        craft=path.craft,
        theirs=theirs,
        about=about,
        et=et,
        lines=theirs.lines[inside],
        difference_km=difference,
        rtn_km=np.einsum("nij,nj->ni", axes, difference),
        rah=rah,
        outside=_stretches(theirs, inside),
        hint=hint,
    )


def _track_axes(states: Floats) -> Floats:
    """(n, 3, 3): rows radial, along-track, cross-track."""
    radial = _unit(states[:, :3])
    cross = _unit(np.cross(states[:, :3], states[:, 3:]))
    return np.stack((radial, np.cross(cross, radial), cross), axis=1)


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _sense_hint(
    rah: Floats, et: Floats, ours: Floats, difference: Floats, path: CraftPath
) -> str | None:
    other = rah_to_icrf(rah * (1.0, -1.0, 1.0), et, path.solar_system) - ours
    as_read = float(np.median(np.linalg.norm(difference, axis=1)))
    turned = float(np.median(np.linalg.norm(other, axis=1)))
    if turned * _OPPOSITE_IS_BETTER >= as_read:
        return None
    return (
        f"With the opposite sign of A the median difference would be {turned:.0f} km instead of "
        f"{as_read:.0f} km: see --angle-sense"
    )


def _stretches(theirs: ForeignPath, inside: NDArray[np.bool_]) -> tuple[Stretch, ...]:
    (outside,) = np.nonzero(~inside)
    if not len(outside):
        return ()
    groups = np.split(outside, np.flatnonzero(np.diff(outside) > 1) + 1)
    return tuple(
        Stretch(
            int(theirs.lines[group[0]]),
            int(theirs.lines[group[-1]]),
            float(theirs.et[group[0]]),
            float(theirs.et[group[-1]]),
            len(group),
        )
        for group in groups
    )
