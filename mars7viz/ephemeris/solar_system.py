"""SolarSystem: the twelve bodies that the program shows, by name, at any instant."""

from types import MappingProxyType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from mars7viz.assets import asset_path
from mars7viz.ephemeris.errors import EphemerisError, OutsideCoverageError
from mars7viz.ephemeris.kernel import SOLAR_SYSTEM_BARYCENTER, Kernel
from mars7viz.ephemeris.moons import MoonElements, read_moons

Floats = NDArray[np.float64]

KERNEL_FILE: Final = "de440_1970_2031.bsp"
MOONS_FILE: Final = "mars_moons_elements.json"

BODY_NAMES: Final = (
    "sun",
    "mercury",
    "venus",
    "earth",
    "moon",
    "mars",
    "phobos",
    "deimos",
    "jupiter",
    "saturn",
    "uranus",
    "neptune",
)
"""The bodies in the order of `SolarSystem.states`."""

NAIF_IDS: Final = MappingProxyType(
    {
        "sun": 10,
        "mercury": 199,
        "venus": 299,
        "earth": 399,
        "moon": 301,
        # Barycentres: the kernel has no centers of these. Mars's is within 1 m of its center.
        "mars": 4,
        "jupiter": 5,
        "saturn": 6,
        "uranus": 7,
        "neptune": 8,
    }
)
"""NAIF ids that the kernel is asked for; Phobos and Deimos are not in it."""


class SolarSystem:
    """States of the twelve bodies from JPL DE440 and the mean elements of Mars's moons.

    Parameters
    ----------
    kernel : Kernel
        Has the bodies of `NAIF_IDS`.
    moons : dict
        Elements of "phobos" and "deimos".
    """

    def __init__(self, kernel: Kernel, moons: dict[str, MoonElements]) -> None:
        self._kernel = kernel
        self._coverage = kernel.coverage
        # Rows of the moons, which are neighbours, are filled with Mars and then shifted.
        self._ids = tuple(NAIF_IDS[name if name in NAIF_IDS else "mars"] for name in BODY_NAMES)
        self._moons = {name: moons[name] for name in BODY_NAMES if name not in NAIF_IDS}
        first_row = BODY_NAMES.index(next(iter(self._moons)))
        self._moon_rows = slice(first_row, first_row + len(self._moons))

    @classmethod
    def load(cls) -> Self:
        """Read the kernel and the moons' elements that ship with the program.

        Returns
        -------
        SolarSystem

        Raises
        ------
        AssetMissingError
            If a file is not there.
        EphemerisError
            If a file is not what it should be.
        """
        return cls(
            Kernel.open(asset_path("ephemeris", KERNEL_FILE)),
            read_moons(asset_path("ephemeris", MOONS_FILE)),
        )

    @property
    def kernel(self) -> Kernel:
        """The kernel of Sun, planets and Moon."""
        return self._kernel

    @property
    def moons(self) -> MappingProxyType[str, MoonElements]:
        """Elements of Phobos and Deimos, with the accuracy that was checked."""
        return MappingProxyType(self._moons)

    @property
    def coverage(self) -> tuple[float, float]:
        """Covered span, both ends included, TDB seconds past J2000."""
        return self._coverage

    def states(self, et: float) -> Floats:
        """Give the states of all bodies at one instant.

        Parameters
        ----------
        et : float
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (12, 6) in the order of `BODY_NAMES`, km and km/s, from the solar-system barycentre,
            ICRF.

        Raises
        ------
        OutsideCoverageError
            If `et` is outside `coverage` or not finite.
        """
        states = self._kernel.states(et, self._ids)
        states[self._moon_rows] += [moon.state_at(et) for moon in self._moons.values()]
        return states

    def state(self, name: str, et: float | Floats) -> Floats:
        """Give the state of one body.

        Parameters
        ----------
        name : str
            One of `BODY_NAMES`.
        et : float or (n,) array
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (6,) or (n, 6), km and km/s, from the solar-system barycentre, ICRF.

        Raises
        ------
        OutsideCoverageError
            If an instant is outside `coverage` or not finite.
        EphemerisError
            If there is no such body.
        """
        moon = self._moons.get(name)
        state = self._kernel.state(_naif_id(name), SOLAR_SYSTEM_BARYCENTER, et)
        return state if moon is None else state + _moon_state(moon, et)

    def relative_state(self, name: str, relative_to: str, et: float | Floats) -> Floats:
        """Give the state of one body about another, without the detour over the barycentre.

        Parameters
        ----------
        name, relative_to : str
            Two of `BODY_NAMES`.
        et : float or (n,) array
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (6,) or (n, 6), km and km/s, from `relative_to`, ICRF.

        Raises
        ------
        OutsideCoverageError, EphemerisError
            As `state`.
        """
        state = self._kernel.state(_naif_id(name), _naif_id(relative_to), et)
        if (moon := self._moons.get(name)) is not None:
            state = state + _moon_state(moon, et)
        if (moon := self._moons.get(relative_to)) is not None:
            state = state - _moon_state(moon, et)
        return state

    def position_of(self, name: str, relative_to: str, et: float | Floats) -> Floats:
        """Give the position of one body from another, as `relative_state`.

        Parameters
        ----------
        name, relative_to : str
            Two of `BODY_NAMES`.
        et : float or (n,) array
            TDB seconds past J2000.

        Returns
        -------
        ndarray
            (3,) or (n, 3), km, from `relative_to`, ICRF; geometric, no light time.

        Raises
        ------
        OutsideCoverageError, EphemerisError
            As `state`.
        """
        return self.relative_state(name, relative_to, et)[..., :3]

    def check_covered(self, et: float, *, what: str) -> None:
        """Refuse an instant outside the span.

        Parameters
        ----------
        et : float
            TDB seconds past J2000.
        what : str
            Whose state was asked for; begins the message.

        Raises
        ------
        OutsideCoverageError
            If `et` is outside `coverage` or not finite.
        """
        start_et, stop_et = self._coverage
        if not start_et <= et <= stop_et:
            raise OutsideCoverageError(et=et, start_et=start_et, stop_et=stop_et, what=what)


def _naif_id(name: str) -> int:
    """Id to ask the kernel for: Mars's for its moons."""
    if name not in BODY_NAMES:
        raise EphemerisError(f"there is no body {name!r}; there are: {', '.join(BODY_NAMES)}")
    return NAIF_IDS[name if name in NAIF_IDS else "mars"]


def _moon_state(moon: MoonElements, et: float | Floats) -> Floats:
    if isinstance(et, float | int):
        return np.array(moon.state_at(et))
    return moon.states_at(np.asarray(et, dtype=np.float64))
