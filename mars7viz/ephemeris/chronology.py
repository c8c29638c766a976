"""Chronology: a craft's path as arcs about one center each, end to end in time."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import GM_KM3_S2
from mars7viz.ephemeris.conic import Conic
from mars7viz.ephemeris.errors import EphemerisError, OutsideCoverageError
from mars7viz.ephemeris.kepler import propagate
from mars7viz.ephemeris.solar_system import BODY_NAMES, SolarSystem
from mars7viz.ephemeris.tdb import tdb_text

Floats = NDArray[np.float64]


class Arc(Protocol):
    """One law of motion about one center over ``start_et <= et < stop_et``."""

    @property
    def id(self) -> str:
        """Name of the arc, unlike the others of its chronology."""
        ...

    @property
    def center(self) -> str:
        """Body out of `BODY_NAMES` about which the law holds."""
        ...

    @property
    def start_et(self) -> float:
        """First instant, TDB seconds past J2000."""
        ...

    @property
    def stop_et(self) -> float:
        """First instant that is no longer the arc's, TDB seconds past J2000."""
        ...

    def relative_state(self, et: float | Floats) -> Floats:
        """Give the state about the center.

        Parameters
        ----------
        et : float or (n,) array
            TDB seconds past J2000, within the arc.

        Returns
        -------
        ndarray
            (6,) or (n, 6), km and km/s, from `center`, ICRF.
        """
        ...


@dataclass(frozen=True, slots=True)
class KeplerArc:
    """A two-body arc: the conic through one state.

    Attributes
    ----------
    id, center : str
        Name of the arc; body that attracts.
    start_et, stop_et : float
        Span, half-open, TDB seconds past J2000.
    epoch_et : float
        Instant of `epoch_state`; it may lie outside the span.
    epoch_state : tuple of float
        Six numbers: km and km/s, from `center`, ICRF.
    """

    id: str
    center: str
    start_et: float
    stop_et: float
    epoch_et: float
    epoch_state: tuple[float, ...]
    _conic: Conic | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare the conic; what is nearly a parabola is propagated anew each time."""
        check_center(self.center, what=f"arc {self.id!r}")
        state, gm = np.array(self.epoch_state), GM_KM3_S2[self.center]
        conic = Conic.from_state(state, gm_km3_s2=gm) if Conic.suits(state, gm_km3_s2=gm) else None
        object.__setattr__(self, "_conic", conic)

    def relative_state(self, et: float | Floats) -> Floats:
        """Give the state about the center, see `Arc.relative_state`.

        Parameters
        ----------
        et : float or (n,) array
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (6,) or (n, 6), km and km/s, from `center`, ICRF.

        Raises
        ------
        NoConvergenceError
            As `mars7viz.ephemeris.kepler.propagate`.
        """
        if self._conic is not None:
            return self._conic.state(et - self.epoch_et)
        return propagate(
            np.array(self.epoch_state),
            gm_km3_s2=GM_KM3_S2[self.center],
            dt_s=et - self.epoch_et,
        )


def check_center(center: str, *, what: str) -> None:
    """Refuse a center that is no body.

    Parameters
    ----------
    center : str
        Should be out of `BODY_NAMES`.
    what : str
        Whose center it is; begins the message.

    Raises
    ------
    EphemerisError
        If there is no such body.
    """
    if center not in BODY_NAMES:
        raise EphemerisError(
            f"{what}: there is no body {center!r}; there are: {', '.join(BODY_NAMES)}"
        )


class Chronology:
    """Path of one craft: arcs that follow one another without gap or overlap.

    Parameters
    ----------
    name : str
        The craft, for messages.
    arcs : sequence of Arc
        In order of time; each ends where the next begins.
    solar_system : SolarSystem
        Where the centers are.

    Raises
    ------
    EphemerisError
        If there is no arc, an arc is empty, two do not meet, a name comes twice or a center is
        unknown; the message names craft and arc.
    """

    def __init__(self, name: str, arcs: Sequence[Arc], solar_system: SolarSystem) -> None:
        self._name = name
        self._arcs = tuple(arcs)
        self._solar_system = solar_system
        if not self._arcs:
            raise EphemerisError(f"{name}: a chronology needs at least one arc")
        for arc in self._arcs:
            check_center(arc.center, what=f"{name}, arc {arc.id!r}")
            if not arc.start_et < arc.stop_et:
                raise EphemerisError(
                    f"{name}, arc {arc.id!r}: its span {tdb_text(arc.start_et)} to "
                    f"{tdb_text(arc.stop_et)} is empty"
                )
        for before, after in zip(self._arcs, self._arcs[1:], strict=False):
            if before.stop_et != after.start_et:
                raise EphemerisError(
                    f"{name}: arc {before.id!r} ends {tdb_text(before.stop_et)}, but "
                    f"{after.id!r} begins {tdb_text(after.start_et)}; arcs must meet exactly"
                )
        ids = [arc.id for arc in self._arcs]
        if len(set(ids)) != len(ids):
            raise EphemerisError(f"{name}: two arcs have the same name in {', '.join(ids)}")
        self._starts = [arc.start_et for arc in self._arcs]

    @property
    def name(self) -> str:
        """The craft."""
        return self._name

    @property
    def arcs(self) -> tuple[Arc, ...]:
        """The arcs in order of time."""
        return self._arcs

    @property
    def coverage(self) -> tuple[float, float]:
        """Span ``start <= et < stop``, TDB seconds past J2000: the stop is not in it."""
        return self._arcs[0].start_et, self._arcs[-1].stop_et

    def arc_at(self, et: float) -> Arc:
        """Give the arc in force.

        Parameters
        ----------
        et : float
            TDB seconds past J2000.

        Returns
        -------
        Arc
            The one with ``start_et <= et < stop_et``.

        Raises
        ------
        OutsideCoverageError
            If `et` is before the first arc, at or after the end of the last, or not finite.
        """
        self._check_covered(et)
        return self._arcs[bisect_right(self._starts, et) - 1]

    def state(self, et: float | Floats) -> Floats:
        """Give the craft's state.

        Parameters
        ----------
        et : float or (n,) array
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (6,) or (n, 6), km and km/s, from the solar-system barycentre, ICRF.

        Raises
        ------
        OutsideCoverageError
            If an instant is outside `coverage` or that of the solar system.
        """
        return self._states(et, None)

    def relative_state(self, et: float | Floats, center: str) -> Floats:
        """Give the craft's state about a body.

        Where that body is the center of the arc in force, this is the arc's own answer: no large
        numbers cancel.

        Parameters
        ----------
        et : float or (n,) array
            TDB seconds past J2000.
        center : str
            Body out of `BODY_NAMES`.

        Returns
        -------
        ndarray
            (6,) or (n, 6), km and km/s, from `center`, ICRF; geometric, no light time.

        Raises
        ------
        OutsideCoverageError
            As `state`.
        EphemerisError
            If there is no such body.
        """
        return self._states(et, center)

    def _states(self, et: float | Floats, center: str | None) -> Floats:
        if isinstance(et, float | int):
            return self._arc_states(self.arc_at(et), et, center)
        instants = np.asarray(et, dtype=np.float64)
        states = np.empty((len(instants), 6))
        if not len(instants):
            return states
        for extreme in (instants.min(), instants.max()):  # NaN comes out of both
            self._check_covered(float(extreme))
        numbers = np.searchsorted(self._starts, instants, side="right") - 1
        for number in np.unique(numbers).tolist():
            chosen = numbers == number
            states[chosen] = self._arc_states(self._arcs[number], instants[chosen], center)
        return states

    def _arc_states(self, arc: Arc, et: float | Floats, center: str | None) -> Floats:
        own = arc.relative_state(et)
        if center is None:
            return own + self._solar_system.state(arc.center, et)
        if center == arc.center:
            return own
        return own + self._solar_system.relative_state(arc.center, center, et)

    def _check_covered(self, et: float) -> None:
        start_et, stop_et = self.coverage
        if not start_et <= et < stop_et:
            raise OutsideCoverageError(et=et, start_et=start_et, stop_et=stop_et, what=self._name)
