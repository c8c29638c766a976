"""A mission as plain values: frozen, hashable, made of tuples.

Every instant is ``et``, TDB seconds past J2000. Intervals are half-open, ``[start_et, stop_et)``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mars7viz.mission.errors import UnknownMissionIdError
from mars7viz.mission.grade import Grade
from mars7viz.mission.text import NO_TEXT, Text

ClaimValue = float | int | str | Text | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement can be read."""

    key: str
    title: str
    publisher: str
    url: str
    """Address as data, never opened by the program; empty when there is none."""
    kind: str
    reliability: Text


@dataclass(frozen=True, slots=True)
class Alternative:
    """A rival value, kept beside the one that the program uses."""

    value: ClaimValue
    sources: tuple[str, ...]
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Claim:
    """One value with its unit, grade and sources."""

    value: ClaimValue | None
    """None exactly when the grade is NO_RECORD."""
    unit: str
    """Symbol such as ``km`` or ``m/s``; empty for names and counts."""
    grade: Grade
    sources: tuple[str, ...]
    note: Text = NO_TEXT
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A claim with a name: a mass, a dimension, an identifier, a figure of the flight."""

    id: str
    group: str
    """Heading it stands under: one of ``mars7viz.mission.words.QUANTITY_GROUPS``."""
    name: Text
    claim: Claim


@dataclass(frozen=True, slots=True)
class Instrument:
    """A scientific instrument of one craft."""

    id: str
    name: Text
    measures: Text
    grade: Grade
    """How well it is founded that the instrument was on board."""
    sources: tuple[str, ...]
    range: Claim
    result: Text
    note: Text = NO_TEXT
    is_doubtful: bool = False
    """True when the sources do not settle that this craft carried it."""


@dataclass(frozen=True, slots=True)
class Spacecraft:
    """One craft with all of its systems on record."""

    id: str
    """``coast_stage`` or ``lander``."""
    name: Text
    summary: Text
    instruments: tuple[Instrument, ...]
    quantities: tuple[Quantity, ...]

    def group(self, group: str) -> tuple[Quantity, ...]:
        """Return the quantities under one heading (``identity``, ``mass``, …), in file order."""
        return tuple(quantity for quantity in self.quantities if quantity.group == group)


@dataclass(frozen=True, slots=True)
class MissionEvent:
    """Something that happened, at an instant or somewhere within a band."""

    id: str
    name: Text
    description: Text
    start_et: float
    stop_et: float
    et: float
    """The instant to seek to: the one written, or the middle of the band."""
    utc: str
    """The date as the mission file writes it: ``1974-03`` is a month, ``1974-03-09`` a day."""
    precision_s: float
    """Half the width of the band, s."""
    grade: Grade
    """How well it is founded that this happened."""
    time_grade: Grade
    """How well its date is founded; never better than ``grade``."""
    sources: tuple[str, ...]
    spacecraft: tuple[str, ...]
    importance: int
    """1 (always labelled) to 3 (labelled when there is room)."""
    category: str
    """One of ``mars7viz.mission.words.EVENT_CATEGORIES``."""
    observed_at: str
    """``spacecraft``, or ``earth`` for the arrival of a signal."""
    account: str
    """Empty, or the id of the one account of the miss that tells of it."""
    quantities: tuple[Quantity, ...] = ()
    note: Text = NO_TEXT
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A named part of the flight."""

    id: str
    name: Text
    summary: Text
    start_et: float
    stop_et: float
    grade: Grade
    """How well its limits are founded."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusRecord:
    """What was so of one system of one craft over an interval."""

    id: str
    spacecraft: str
    system: str
    """One of ``mars7viz.mission.words.SYSTEMS``."""
    name: Text
    """Label, such as "Retro motor"."""
    value: Text | None
    """None exactly when the grade is NO_RECORD."""
    start_et: float
    stop_et: float
    grade: Grade
    sources: tuple[str, ...]
    note: Text = NO_TEXT
    alarm: bool = False
    """True for documented failures alone."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account of why the craft missed; one of them is the main one."""

    id: str
    name: Text
    summary: Text
    grade: Grade
    sources: tuple[str, ...]
    is_main: bool
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class LandingSite:
    """The place on Mars that the lander was aimed at."""

    name: Text
    lat_deg: Claim
    """Planetographic latitude, degrees, north positive."""
    lon_east_deg: Claim
    """Longitude, degrees, east positive, 0 to 360."""
    printed: Claim
    """As the source prints it, longitude west."""


@dataclass(frozen=True, slots=True)
class Mission:
    """Everything that a mission file says."""

    id: str
    name: Text
    also_called: tuple[str, ...]
    launch_et: float
    """First instant at which the craft exist."""
    timeline_start_et: float
    timeline_stop_et: float
    spacecraft: tuple[Spacecraft, ...]
    events: tuple[MissionEvent, ...]
    """In order of ``et``."""
    phases: tuple[Phase, ...]
    """Contiguous, from ``launch_et`` to ``timeline_stop_et``."""
    status: tuple[StatusRecord, ...]
    accounts: tuple[Account, ...]
    landing_site: LandingSite
    quantities: tuple[Quantity, ...]
    """Figures of launcher, path, landing plan and ground that belong to neither craft alone."""
    sources: tuple[Source, ...]

    def event(self, event_id: str) -> MissionEvent:
        """Return the event of this id, or raise UnknownMissionIdError."""
        for event in self.events:
            if event.id == event_id:
                return event
        raise UnknownMissionIdError("event", event_id, tuple(e.id for e in self.events))

    def phase(self, phase_id: str) -> Phase:
        """Return the phase of this id, or raise UnknownMissionIdError."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise UnknownMissionIdError("phase", phase_id, tuple(p.id for p in self.phases))

    def phase_at(self, et: float) -> Phase | None:
        """Return the phase in force at ``et``; None before launch and after the timeline.

        The last instant of the timeline belongs to the last phase.
        """
        for phase in self.phases:
            if phase.start_et <= et < phase.stop_et:
                return phase
        return self.phases[-1] if et == self.timeline_stop_et else None

    def status_at(self, spacecraft_id: str, et: float) -> tuple[StatusRecord, ...]:
        """Return what is so of each system of one craft at ``et``, in file order.

        Empty before launch and after the timeline, whose last instant counts as within. An
        unknown craft raises UnknownMissionIdError.
        """
        self.craft(spacecraft_id)
        last_et = self.timeline_stop_et
        return tuple(
            record
            for record in self.status
            if record.spacecraft == spacecraft_id
            and (record.start_et <= et < record.stop_et or et == last_et == record.stop_et)
        )

    def craft(self, spacecraft_id: str) -> Spacecraft:
        """Return the craft of this id, or raise UnknownMissionIdError."""
        for craft in self.spacecraft:
            if craft.id == spacecraft_id:
                return craft
        known = tuple(craft.id for craft in self.spacecraft)
        raise UnknownMissionIdError("spacecraft", spacecraft_id, known)

    def account(self, account_id: str) -> Account:
        """Return the account of the miss of this id, or raise UnknownMissionIdError."""
        for account in self.accounts:
            if account.id == account_id:
                return account
        raise UnknownMissionIdError("account", account_id, tuple(a.id for a in self.accounts))

    def source(self, key: str) -> Source:
        """Return the source of this key, or raise UnknownMissionIdError."""
        for source in self.sources:
            if source.key == key:
                return source
        raise UnknownMissionIdError("source", key, tuple(s.key for s in self.sources))

    def quantity(self, quantity_id: str) -> Quantity:
        """Return the quantity of this id, of the mission, a craft or an event.

        Ids are unique in the file. An unknown id raises UnknownMissionIdError.
        """
        for quantity in self.all_quantities():
            if quantity.id == quantity_id:
                return quantity
        known = tuple(quantity.id for quantity in self.all_quantities())
        raise UnknownMissionIdError("quantity", quantity_id, known)

    def all_quantities(self) -> Iterator[Quantity]:
        """Yield every quantity: of the mission, of each craft, of each event."""
        yield from self.quantities
        for craft in self.spacecraft:
            yield from craft.quantities
        for event in self.events:
            yield from event.quantities
