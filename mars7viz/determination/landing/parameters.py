"""The landing as planned, out of the mission files: vehicle, sequence, air, each with its claim."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from mars7viz.assets import asset_path
from mars7viz.determination.landing.atmosphere import Atmosphere
from mars7viz.mission.errors import MissionFileError, UnknownMissionIdError
from mars7viz.mission.evidence import read_evidence, read_quantities
from mars7viz.mission.grade import Grade
from mars7viz.mission.load import SCHEMA, read_toml
from mars7viz.mission.model import Mission, Quantity, Source
from mars7viz.mission.table import Table
from mars7viz.mission.tables import read_source
from mars7viz.mission.text import Text

# Quantity of landing.toml: its unit in the file, allowed range.
_OWN: Mapping[str, tuple[str, float, float]] = {
    "retro_burn_duration": ("s", 0.1, 600.0),
    "retro_exhaust_speed": ("m/s", 500.0, 5000.0),
    "turn_delay": ("s", 0.0, 3600.0),
    "entry_interface": ("km", 60.0, 200.0),
    "entry_angle": ("deg", 5.0, 30.0),
    "entry_corridor": ("deg", 0.1, 20.0),
    "parachute_speed": ("m/s", 100.0, 2000.0),
    "pilot_parachute_time": ("s", 0.0, 60.0),
    "pilot_parachute_area": ("m2", 0.0, 100.0),
    "reefed_share": ("", 0.0, 1.0),
    "unreef_mach": ("", 0.1, 3.0),
    "parachute_drag_coefficient": ("", 0.1, 2.0),
    "shield_drop_delay": ("s", 0.0, 60.0),
    "soft_landing_height": ("m", 1.0, 1000.0),
    "soft_landing_burn": ("s", 0.05, 20.0),
    "soft_landing_delta_v": ("m/s", 0.0, 200.0),
    "survivable_touchdown": ("m/s", 1.0, 200.0),
    "petals_delay": ("s", 0.0, 3600.0),
    "ground_height": ("km", -8.0, 20.0),
    "mars6_ground_height": ("km", -8.0, 20.0),
}

# Quantity of the mission: its unit there, allowed range.
_OF_MISSION: Mapping[str, tuple[str, float, float]] = {
    "lander_release_mass": ("kg", 100.0, 5000.0),
    "lander_entry_mass": ("kg", 100.0, 5000.0),
    "lander_surface_mass": ("kg", 10.0, 5000.0),
    "heat_shield_mass": ("kg", 1.0, 5000.0),
    "aeroshell_diameter": ("m", 0.5, 20.0),
    "parachute_diameter": ("m", 1.0, 100.0),
    "retro_planned_delay": ("min", 0.0, 120.0),
    "retro_design_delta_v": ("m/s", 1.0, 150.0),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the sequence: its name, and how well it is founded that it was planned."""

    id: str
    name: Text
    grade: Grade
    sources: tuple[str, ...]
    note: Text


@dataclass(frozen=True, eq=False)
class LandingModel:
    """Everything the what-if assumes; ``numbers`` are in the units of the files."""

    numbers: Mapping[str, float]
    quantities: Mapping[str, Quantity]
    """The claims behind ``numbers``, by id."""
    steps: Mapping[str, Step]
    atmosphere: Atmosphere
    drag_mach: tuple[float, ...]
    drag_coefficient: tuple[float, ...]
    site_lat_deg: float
    """Planetographic latitude of the aim point."""
    site_lon_east_deg: float
    sources: Mapping[str, Source]

    def number(self, quantity_id: str) -> float:
        """Return a quantity's value in the unit of the file."""
        return self.numbers[quantity_id]

    @property
    def shield_area_m2(self) -> float:
        """Area of the base of the heat shield."""
        return 0.25 * math.pi * self.numbers["aeroshell_diameter"] ** 2

    @property
    def parachute_area_m2(self) -> float:
        """Area of the main parachute, spread flat."""
        return 0.25 * math.pi * self.numbers["parachute_diameter"] ** 2

    def changed(self, **numbers: float) -> LandingModel:
        """Return the model with some numbers replaced, for sensitivities.

        Raises
        ------
        KeyError
            If there is no such quantity.
        """
        for name in numbers:
            self.numbers[name]
        return replace(self, numbers=MappingProxyType({**self.numbers, **numbers}))


def load_landing_model(
    mission: Mission, path: Path | None = None, *, density_factor: float = 1.0
) -> LandingModel:
    """Read ``assets/mission/landing.toml`` beside a mission.

    Parameters
    ----------
    mission : Mission
        Where masses, dimensions, aim point and the plan of the burn stand.
    path : Path, optional
        Another file of the same form.
    density_factor : float
        Multiplies the density of the air, for sensitivities.

    Raises
    ------
    MissionFileError
        For whatever keeps a figure from being used; the message names file, table and key.
    """
    path = path or asset_path("mission", "landing.toml")
    content = read_toml(path)
    known = {source.key: source for source in mission.sources}
    bare = Table(content, file=path.name, sources=known)
    if bare.has("source"):
        known |= {key: read_source(key, row) for key, row in bare.table("source").source_tables()}
    table = Table(content, file=path.name, sources=known)
    table.has("source")
    schema = table.value("schema")
    if isinstance(schema, bool) or schema != SCHEMA:
        raise table.error("schema", f"not known to this program; allowed: {SCHEMA}")
    own = {quantity.id: quantity for quantity in read_quantities(table)}
    quantities = {name: _found(own, name, table) for name in _OWN}
    numbers = {name: _number(path.name, quantities[name], *_OWN[name]) for name in _OWN}
    for name, limits in _OF_MISSION.items():
        try:
            quantities[name] = mission.quantity(name)
        except UnknownMissionIdError:
            file, problem = f"{mission.id}.toml", "missing; the landing needs it"
            raise MissionFileError(file, f"quantity {name!r}", problem) from None
        numbers[name] = _number(f"{mission.id}.toml", quantities[name], *limits)
    atmosphere = _read_atmosphere(table.table("atmosphere"), density_factor)
    mach, coefficient = _read_drag(table.table("drag"))
    steps = {step.id: step for step in map(_read_step, table.tables("step"))}
    table.close()
    site = mission.landing_site
    lat_deg, lon_deg = site.lat_deg.value, site.lon_east_deg.value
    if not isinstance(lat_deg, int | float) or not isinstance(lon_deg, int | float):
        raise MissionFileError(f"{mission.id}.toml", "landing_site", "the aim point is no number")
    return LandingModel(
        numbers=MappingProxyType(numbers),
        quantities=MappingProxyType(quantities),
        steps=MappingProxyType(steps),
        atmosphere=atmosphere,
        drag_mach=mach,
        drag_coefficient=coefficient,
        site_lat_deg=float(lat_deg),
        site_lon_east_deg=float(lon_deg),
        sources=MappingProxyType(known),
    )


def _found(own: Mapping[str, Quantity], name: str, table: Table) -> Quantity:
    if name not in own:
        raise table.error("quantity", f"none has the id {name!r}; it is required")
    return own[name]


def _number(file: str, quantity: Quantity, unit: str, low: float, high: float) -> float:
    claim = quantity.claim
    where = f"quantity {quantity.id!r}"
    if claim.unit != unit:
        raise MissionFileError(file, where, f"unit {claim.unit!r}; allowed: {unit!r}")
    value = claim.value
    if not isinstance(value, int | float) or not low <= value <= high:
        raise MissionFileError(file, where, f"allowed: a number from {low:g} to {high:g}")
    return float(value)


def _read_atmosphere(table: Table, density_factor: float) -> Atmosphere:
    read_evidence(table)
    table.optional_text("note")
    levels = []
    for row in table.tables("level"):
        levels.append((row.number("height_km"), row.number("temperature_k")))
        row.close()
        if not 50.0 <= levels[-1][1] <= 1000.0:
            raise row.error("temperature_k", "allowed: a number from 50 to 1000")
    _check_rising(table, "level", [height for height, _ in levels])
    pressure_mbar = _positive(table, "surface_pressure_mbar")
    gas_constant = _positive(table, "gas_constant_j_kg_k")
    ratio = _positive(table, "heat_capacity_ratio")
    table.close()
    return Atmosphere(
        levels,
        surface_pressure_pa=100.0 * pressure_mbar,
        gas_constant_j_kg_k=gas_constant,
        heat_capacity_ratio=ratio,
        density_factor=density_factor,
    )


def _read_drag(table: Table) -> tuple[tuple[float, ...], tuple[float, ...]]:
    read_evidence(table)
    table.optional_text("note")
    mach, coefficient = [], []
    for row in table.tables("row"):
        mach.append(row.number("mach"))
        coefficient.append(_positive(row, "coefficient"))
        row.close()
    _check_rising(table, "row", mach)
    table.close()
    return tuple(mach), tuple(coefficient)


def _check_rising(table: Table, key: str, numbers: list[float]) -> None:
    if len(numbers) < 2 or any(b <= a for a, b in pairwise(numbers)):
        raise table.error(key, "allowed: two rows or more, rising")


def _positive(table: Table, key: str) -> float:
    number = table.number(key)
    if number <= 0.0:
        raise table.error(key, "allowed: a number above 0")
    return number


def _read_step(table: Table) -> Step:
    grade, sources = read_evidence(table)
    step = Step(table.id(), table.text("name"), grade, sources, table.optional_text("note"))
    table.close()
    return step
