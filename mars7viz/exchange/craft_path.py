"""The path of one craft as exporters and comparisons see it: pieces without a kink inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.determination.ids import NAIF_ID
from mars7viz.ephemeris.chronology import Arc, Chronology
from mars7viz.ephemeris.errors import OutsideCoverageError
from mars7viz.ephemeris.solar_system import NAIF_IDS, SolarSystem
from mars7viz.ephemeris.tdb import tdb_text
from mars7viz.exchange.errors import ExchangeError

Floats = NDArray[np.float64]

SSB: Final = "ssb"
"""The solar-system barycenter, allowed as a center beside the bodies."""

CENTERS: Final[Mapping[str, int]] = MappingProxyType(
    {SSB: 0, **{name: NAIF_IDS[name] for name in ("sun", "earth", "mars")}}
)
"""Centers that a path can be given about, with their NAIF ids. Mars is barycenter 4, as in the
program's own kernel; Mars's center is within 1 m of it."""

OBJECT_IDS: Final[Mapping[str, str]] = MappingProxyType(
    {"coast_stage": "1973-053A", "lander": "1973-053D"}
)
"""International designators, for files that want one."""

OBJECT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"coast_stage": "MARS 7 COAST STAGE", "lander": "MARS 7 LANDER"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of one arc.

    Attributes
    ----------
    arc : Arc
        The law in force.
    start_et, stop_et : float
        Span, both ends included, TDB seconds past J2000; within the arc, whose own end it may be.
    """

    arc: Arc
    start_et: float
    stop_et: float


@dataclass(frozen=True, slots=True, eq=False)
class CraftPath:
    """One craft's path.

    Attributes
    ----------
    craft : str
        Key of `mars7viz.determination.ids.NAIF_ID`.
    chronology : Chronology
        Its arcs.
    solar_system : SolarSystem
        Where the centers are.
    """

    craft: str
    chronology: Chronology
    solar_system: SolarSystem

    @property
    def naif_id(self) -> int:
        """NAIF-style id."""
        return NAIF_ID[self.craft]

    def pieces(self, start_et: float | None = None, stop_et: float | None = None) -> list[Piece]:
        """Cut a span where one arc gives way to the next.

        Parameters
        ----------
        start_et, stop_et : float, optional
            TDB seconds past J2000; the ends of the path where not given.

        Returns
        -------
        list of Piece
            At least one, in order of time.

        Raises
        ------
        ExchangeError
            If the span is empty.
        OutsideCoverageError
            If it reaches beyond the path.
        """
        first_et, last_et = self.chronology.coverage
        start_et = first_et if start_et is None else start_et
        stop_et = last_et if stop_et is None else stop_et
        for et in (start_et, stop_et):
            if not first_et <= et <= last_et:
                raise OutsideCoverageError(
                    et=et, start_et=first_et, stop_et=last_et, what=self.chronology.name
                )
        if not start_et < stop_et:
            raise ExchangeError(
                f"the span {tdb_text(start_et)} to {tdb_text(stop_et)} is empty; "
                "the start must be before the stop"
            )
        return [
            Piece(arc, max(start_et, arc.start_et), min(stop_et, arc.stop_et))
            for arc in self.chronology.arcs
            if arc.start_et < stop_et and arc.stop_et > start_et
        ]

    def states(self, piece: Piece, et: Floats, center: str | None = None) -> Floats:
        """Give states within a piece, its last instant included.

        Parameters
        ----------
        piece : Piece
            One of `pieces`.
        et : (n,) array
            TDB seconds past J2000, within the piece.
        center : str, optional
            One of `CENTERS`; the arc's own where not given.

        Returns
        -------
        ndarray
            (n, 6), km and km/s, from the center, ICRF; geometric, no light time.
        """
        if center == SSB:
            own = piece.arc.relative_state(et)
            return own + self.solar_system.state(piece.arc.center, et)
        return self.relative_to_body(piece, et, center or piece.arc.center)

    def relative_to_body(self, piece: Piece, et: Floats, body: str) -> Floats:
        """Give states about any body, as `states`.

        Parameters
        ----------
        piece : Piece
            One of `pieces`.
        et : (n,) array
            TDB seconds past J2000, within the piece.
        body : str
            Body of the ephemeris.

        Returns
        -------
        ndarray
            (n, 6), km and km/s, from the body, ICRF; geometric, no light time.
        """
        own = piece.arc.relative_state(et)
        if body == piece.arc.center:
            return own
        return own + self.solar_system.relative_state(piece.arc.center, body, et)
