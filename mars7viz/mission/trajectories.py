"""The determined paths as shipped: SPK kernels and the list of their arcs.

Made by ``mars7viz reconstruct``; read here by the evaluator that reads DE440.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.ephemeris.kernel import Kernel
from mars7viz.ephemeris.solar_system import NAIF_IDS
from mars7viz.ephemeris.spk import Segment, read_segments
from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.model import Mission

Float64 = NDArray[np.float64]

SCHEMA: Final = 1
FOLDER: Final = "trajectories"

_ROUNDED_S: Final = 2e-6
_SAME_INSTANT_S: Final = 1e-3
_SAME_FIGURE: Final = 1e-9
_REMEDY: Final = "make the paths again with 'mars7viz reconstruct'"


@dataclass(frozen=True, eq=False)
class SpkArc:
    """An arc out of an SPK kernel.

    Attributes
    ----------
    id, center : str
        Name of the arc and of the body it is about.
    start_et, stop_et : float
        Half-open span, TDB seconds past J2000.
    kernel : Kernel
        Segments of this arc alone, so that its last instant is its own.
    target : int
        NAIF id of the craft.
    """

    id: str
    center: str
    start_et: float
    stop_et: float
    kernel: Kernel
    target: int

    def relative_state(self, et: float | Float64) -> Float64:
        """State about the center, (6,) or (n, 6), km and km/s, ICRF.

        An instant that rounding, as to the microsecond of a text, has put just outside the span
        is taken for its end.
        """
        if isinstance(et, float | int):
            for end in (self.start_et, self.stop_et):
                if abs(et - end) < _ROUNDED_S:
                    et = end
        else:
            for end in (self.start_et, self.stop_et):
                et = np.where(np.abs(et - end) < _ROUNDED_S, end, et)
        return self.kernel.state(self.target, NAIF_IDS[self.center], et)


@dataclass(frozen=True, slots=True)
class ArcSpan:
    """One arc of the list: name, center and span."""

    id: str
    center: str
    start_et: float
    stop_et: float


@dataclass(frozen=True, slots=True)
class Trajectories:
    """The list that comes with a kernel.

    Attributes
    ----------
    file : str
        Name of the list's file.
    kernel : str
        Name of the kernel's file, beside it.
    naif_ids : dict
        By craft.
    arcs : dict
        By craft, in order of time.
    claims : dict
        Figures of the mission file that the paths were made from, by quantity.
    events : dict
        Instants of the mission file that they were made from, by event.
    """

    file: str
    kernel: str
    naif_ids: Mapping[str, int]
    arcs: Mapping[str, tuple[ArcSpan, ...]]
    claims: Mapping[str, float]
    events: Mapping[str, float]

    def check(self, mission: Mission) -> None:
        """Refuse a mission file whose figures are not those the paths were made from.

        Raises
        ------
        MissionFileError
            Names the quantity or the event, both figures and what to do.
        """
        for quantity, made_from in self.claims.items():
            value = mission.quantity(quantity).claim.value
            if (
                not isinstance(value, int | float)
                or not abs(value - made_from) <= _SAME_FIGURE * abs(made_from) + _SAME_FIGURE
            ):
                raise MissionFileError(
                    f"{mission.id}.toml",
                    f"quantity '{quantity}'",
                    f"is {value!r}, but the paths in {self.kernel} were made from "
                    f"{made_from:g}; {_REMEDY}",
                )
        for event, made_from in self.events.items():
            et = mission.event(event).et
            if abs(et - made_from) > _SAME_INSTANT_S:
                raise MissionFileError(
                    f"{mission.id}.toml",
                    f"event '{event}'",
                    f"lies {et - made_from:+.3f} s from where it was when the paths in "
                    f"{self.kernel} were made; {_REMEDY}",
                )

    def spk_arcs(self, craft: str, segments: tuple[Segment, ...]) -> list[SpkArc]:
        """Give a craft's arcs over the segments of the kernel.

        Raises
        ------
        EphemerisError
            If the kernel lacks an arc.
        """
        target = self.naif_ids[craft]
        result = []
        for arc in self.arcs[craft]:
            own = [
                segment
                for segment in segments
                if segment.target == target
                and segment.start_et >= arc.start_et
                and segment.stop_et <= arc.stop_et
            ]
            if (
                not own
                or min(s.start_et for s in own) != arc.start_et
                or max(s.stop_et for s in own) != arc.stop_et
            ):
                raise EphemerisError(
                    f"{self.kernel}: arc {arc.id!r} of {craft!r} is not in the kernel as "
                    f"{self.file} lists it; {_REMEDY}"
                )
            result.append(
                SpkArc(arc.id, arc.center, arc.start_et, arc.stop_et, Kernel(own), target)
            )
        return result


def read_trajectories(path: Path) -> Trajectories:
    """Read the list of arcs.

    Raises
    ------
    EphemerisError
        If it is not of this format.
    """
    try:
        root: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if root["schema"] != SCHEMA:
            raise EphemerisError(f"{path.name}: schema {root['schema']!r}; allowed: {SCHEMA}")
        return Trajectories(
            file=path.name,
            kernel=str(root["kernel"]),
            naif_ids={craft: int(naif_id) for craft, naif_id in root["naif_ids"].items()},
            arcs={
                craft: tuple(
                    ArcSpan(arc["id"], arc["center"], arc["start_et"], arc["stop_et"])
                    for arc in arcs
                )
                for craft, arcs in root["arcs"].items()
            },
            claims={key: float(value) for key, value in root["claims"].items()},
            events={key: float(value) for key, value in root["events"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, EphemerisError):
            raise
        raise EphemerisError(f"{path.name}: is no list of arcs: {error!r}; {_REMEDY}") from None


def read_arcs(folder: Path, mission: Mission) -> dict[str, list[SpkArc]]:
    """Read the arcs of the mission's two craft from a folder of trajectories.

    Raises
    ------
    EphemerisError
        If list or kernel are missing or do not fit together.
    MissionFileError
        If the mission file has other figures than they were made from.
    """
    listed = read_trajectories(_there(folder / f"{mission.id}.json"))
    listed.check(mission)
    segments = tuple(read_segments(_there(folder / listed.kernel)))
    return {craft: listed.spk_arcs(craft, segments) for craft in ("coast_stage", "lander")}


def _there(path: Path) -> Path:
    if not path.is_file():
        raise EphemerisError(f"kernel 'assets/{FOLDER}/{path.name}' is missing; {_REMEDY}")
    return path
