"""The determined paths of every craft, launch to the timeline's end, as arcs to be written."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mars7viz.constants import DAY_S
from mars7viz.determination.determine import Solution
from mars7viz.determination.flight import COLUMN
from mars7viz.determination.ids import NAIF_ID
from mars7viz.determination.integrate import Leg, fly, fly_burning, moved
from mars7viz.determination.spk_writer import Piece, States, fitted_pieces
from mars7viz.ephemeris.surface import surface_position_km
from mars7viz.mission.arcs import HermiteArc

Floats = NDArray[np.float64]

_SUN_STEP_S = 4.0 * DAY_S
_SUN_RECORD_S = 32.0 * DAY_S


@dataclass(frozen=True, eq=False)
class PathArc:
    """One arc of a craft's path: a law about one center, in smooth parts.

    Attributes
    ----------
    id, center : str
        Name and body.
    parts : tuple
        (start_et, stop_et, states) of each smooth part, end to end.
    """

    id: str
    center: str
    parts: tuple[tuple[float, float, States], ...]

    @property
    def start_et(self) -> float:
        """First instant, TDB seconds past J2000."""
        return self.parts[0][0]

    @property
    def stop_et(self) -> float:
        """Last instant, TDB seconds past J2000."""
        return self.parts[-1][1]


def paths(
    solution: Solution, *, stop_et: float, progress: Callable[[str], None] = lambda _what: None
) -> dict[str, tuple[PathArc, ...]]:
    """Integrate the nominal paths densely.

    Parameters
    ----------
    solution : Solution
        The fit.
    stop_et : float
        Where the paths end, TDB seconds past J2000.
    progress : callable
        Told what is being done.

    Returns
    -------
    dict
        Arcs of "coast_stage", "lander" and "blok_d".
    """
    flight, p = solution.flight, solution.parameters[None]
    times, model, sky = flight.times, flight.model, flight.solar_system
    numbers = flight.documents.numbers
    factor = float(p[0, COLUMN["sunlight_factor"]])
    push = {
        craft: factor * flight.sunlight_km_s2(craft)
        for craft in ("joint", "coast_stage", "lander", "blok_d")
    }
    joints = flight.joints(p)

    def leg(states: Floats, center: str, start: float, stop: float, craft: str) -> Leg:
        return fly(
            model,
            states,
            center=center,
            start_et=start,
            stop_et=stop,
            sunlight_km_s2=push[craft],
            dense=True,
            max_step_s=_SUN_STEP_S if center == "sun" else 0.25 * DAY_S,
        )

    progress("launch and departure")
    ignition_et, cutoff_et = float(joints.ignition_et[0]), float(joints.cutoff_et[0])
    parking = leg(joints.insertion_earth, "earth", times.insertion_et, ignition_et, "joint")
    burning = fly_burning(
        model,
        joints.ignition_earth[0],
        center="earth",
        start_et=ignition_et,
        stop_et=cutoff_et,
        thrust=flight.burn(p),
    )
    coasting = leg(joints.cutoff_earth, "earth", cutoff_et, times.separation_et, "joint")
    leaving = leg(
        joints.separation_earth, "earth", times.separation_et, times.earth_exit_et, "joint"
    )
    pad = surface_position_km(
        "earth",
        times.launch_et,
        lon_deg=numbers["flight.pad_lon_east_deg"],
        lat_deg=numbers["flight.pad_lat_deg"],
        height_km=0.0,
    )
    spin = 7.292115e-05 * model.pole("earth")
    ascent = HermiteArc(
        id="ascent",
        center="earth",
        start_et=times.launch_et,
        stop_et=times.insertion_et,
        start_state=np.concatenate([pad, np.cross(spin, pad)]),
        stop_state=joints.insertion_earth[0],
        normal=joints.normal[0],
    )
    progress("cruise")
    early = leg(
        _crossed(solution, leaving.final, "earth", "sun", times.earth_exit_et),
        "sun",
        times.earth_exit_et,
        times.correction_et,
        "joint",
    )
    cruise = leg(
        joints.correction_after_sun, "sun", times.correction_et, times.mars_entry_et, "joint"
    )
    approach = leg(
        _crossed(solution, cruise.final, "sun", "mars", times.mars_entry_et),
        "mars",
        times.mars_entry_et,
        times.release_et,
        "joint",
    )
    shared = (
        PathArc("ascent", "earth", ((times.launch_et, times.insertion_et, ascent.relative_state),)),
        _arc("parking_orbit", parking),
        _arc("injection", burning),
        _arc("departure", coasting, leaving),
        _arc("early_cruise", early),
        _arc("cruise", cruise),
        _arc("approach", approach),
    )
    released = approach.final.copy()
    forward = released[0, 3:] / np.linalg.norm(released[0, 3:])
    released[0, 3:] += numbers["flight.release_push_m_s"] / 1e3 * forward
    result: dict[str, tuple[PathArc, ...]] = {}
    for craft, state in (("coast_stage", approach.final), ("lander", released)):
        progress(f"{craft} to the end")
        flyby = leg(state, "mars", times.release_et, times.mars_exit_et, craft)
        away = moved(sky, flyby.final, old="mars", new="sun", et=times.mars_exit_et)
        orbit = leg(away, "sun", times.mars_exit_et, stop_et, craft)
        result[craft] = (*shared, _arc("flyby", flyby), _arc("solar_orbit", orbit))
    progress("blok_d to the end")
    alone = leg(
        joints.separation_earth, "earth", times.separation_et, times.earth_exit_et, "blok_d"
    )
    away = moved(sky, alone.final, old="earth", new="sun", et=times.earth_exit_et)
    result["blok_d"] = (
        _arc("departure", alone),
        _arc("solar_orbit", leg(away, "sun", times.earth_exit_et, stop_et, "blok_d")),
    )
    return result


def pieces(craft: str, arcs: tuple[PathArc, ...]) -> tuple[Piece, ...]:
    """Fit every arc of a craft with polynomials."""
    return tuple(
        piece
        for arc in arcs
        for start_et, stop_et, states in arc.parts
        for piece in fitted_pieces(
            states,
            craft_id=NAIF_ID[craft],
            center=arc.center,
            arc=arc.id,
            start_et=start_et,
            stop_et=stop_et,
            longest_s=_SUN_RECORD_S,
        )
    )


def _arc(arc_id: str, *legs: Leg) -> PathArc:
    return PathArc(
        arc_id,
        legs[0].center,
        tuple((leg.start_et, leg.stop_et, _alone(leg)) for leg in legs),
    )


def _alone(leg: Leg) -> States:
    return lambda ets: leg.states(ets)[:, 0]


def _crossed(solution: Solution, state: Floats, old: str, new: str, et: float) -> Floats:
    return moved(solution.flight.solar_system, state, old=old, new=new, et=et)
