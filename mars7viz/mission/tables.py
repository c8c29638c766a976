"""The tables of a mission file, one builder each: event, phase, status, spacecraft, …."""

from collections.abc import Mapping

from mars7viz.mission.dates import Band, read_band, read_instant
from mars7viz.mission.evidence import (
    is_better,
    read_alternatives,
    read_claim,
    read_evidence,
    read_quantities,
)
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import (
    Account,
    Instrument,
    LandingSite,
    MissionEvent,
    Phase,
    Source,
    Spacecraft,
    StatusRecord,
)
from mars7viz.mission.table import Table
from mars7viz.mission.words import (
    EVENT_CATEGORIES,
    OBSERVED_AT,
    SOURCE_KINDS,
    SPACECRAFT_IDS,
    SYSTEMS,
)


def read_source(key: str, table: Table) -> Source:
    """Build one source."""
    source = Source(
        key=key,
        title=table.string("title"),
        publisher=table.string("publisher"),
        url=table.string("url", may_be_empty=True),
        kind=table.choice("kind", SOURCE_KINDS),
        reliability=table.text("reliability"),
    )
    if source.url and not source.url.startswith(("https://", "http://")):
        raise table.error("url", "allowed: an address with http or https, or an empty string")
    table.close()
    return source


def read_event(table: Table, marks: Mapping[str, Band]) -> MissionEvent:
    """Build one event; ``marks`` are the earlier ones that its date may refer to."""
    grade, sources = read_evidence(table)
    band, written = read_band(table, "utc", marks)
    band = _with_precision(table, band, written)
    time_grade = table.grade("time_status") if table.has("time_status") else grade
    if is_better(time_grade, grade):
        problem = f"{time_grade.value!r} for what is {grade.value!r}; allowed: no better than that"
        raise table.error("time_status", problem)
    category = table.choice("category", EVENT_CATEGORIES)
    event = MissionEvent(
        id=table.id(),
        name=table.text("name"),
        description=table.text("description"),
        start_et=band.start_et,
        stop_et=band.stop_et,
        et=band.et,
        utc=written,
        precision_s=(band.stop_et - band.start_et) / 2.0,
        grade=grade,
        time_grade=time_grade,
        sources=sources,
        spacecraft=table.choices("spacecraft", SPACECRAFT_IDS, may_be_empty=category == "context"),
        importance=table.integer("importance", low=1, high=3),
        category=category,
        observed_at=(
            table.choice("observed_at", OBSERVED_AT) if table.has("observed_at") else "spacecraft"
        ),
        account=table.id("account") if table.has("account") else "",
        quantities=read_quantities(table, group="event"),
        note=table.optional_text("note"),
        alternatives=read_alternatives(table),
    )
    table.close()
    return event


def _with_precision(table: Table, band: Band, written: str) -> Band:
    # A day or a span says itself how wide it is; a time of day does not.
    if not band.is_instant:
        if table.has("precision_s"):
            problem = f"given with {written!r}, which is a band already; allowed: none"
            raise table.error("precision_s", problem)
        return band
    precision_s = table.number("precision_s")
    if precision_s <= 0.0:
        raise table.error("precision_s", "allowed: a number above 0, half the width of the band")
    return Band(band.et - precision_s, band.et, band.et + precision_s)


def read_phase(table: Table, marks: Mapping[str, Band]) -> Phase:
    """Build one phase."""
    grade, sources = read_evidence(table)
    start_et, stop_et = _read_interval(table, marks)
    phase = Phase(
        id=table.id(),
        name=table.text("name"),
        summary=table.text("summary"),
        start_et=start_et,
        stop_et=stop_et,
        grade=grade,
        sources=sources,
    )
    table.close()
    return phase


def read_status(table: Table, marks: Mapping[str, Band]) -> StatusRecord:
    """Build one status record."""
    grade, sources = read_evidence(table)
    spacecraft = table.choice("spacecraft", SPACECRAFT_IDS)
    has_value = table.has("value")
    if has_value == (grade is Grade.NO_RECORD):
        problem = f"{'given' if has_value else 'missing'} with the status {grade.value!r}"
        raise table.error("value", f"{problem}; allowed: none with 'no record', else a text")
    alarm = table.boolean("alarm", default=False)
    if alarm and grade is not Grade.DOCUMENTED:
        problem = f"true with the status {grade.value!r}; allowed: with 'documented' alone"
        raise table.error("alarm", problem)
    start_et, stop_et = _read_interval(table, marks)
    record = StatusRecord(
        id=table.id(),
        spacecraft=spacecraft,
        system=table.choice("system", SYSTEMS[spacecraft]),
        name=table.text("name"),
        value=table.text("value") if has_value else None,
        start_et=start_et,
        stop_et=stop_et,
        grade=grade,
        sources=sources,
        note=table.optional_text("note"),
        alarm=alarm,
    )
    table.close()
    return record


def _read_interval(table: Table, marks: Mapping[str, Band]) -> tuple[float, float]:
    start_et = read_instant(table, "start", marks)
    stop_et = read_instant(table, "stop", marks)
    if not start_et < stop_et:
        raise table.error("stop", "not after 'start'; allowed: a later instant")
    return start_et, stop_et


def read_account(table: Table) -> Account:
    """Build one account of the miss."""
    grade, sources = read_evidence(table)
    account = Account(
        id=table.id(),
        name=table.text("name"),
        summary=table.text("summary"),
        grade=grade,
        sources=sources,
        is_main=table.boolean("main", default=False),
        note=table.optional_text("note"),
    )
    table.close()
    return account


def read_landing_site(table: Table) -> LandingSite:
    """Build the landing site."""
    claims = []
    for key in ("lat_deg", "lon_east_deg", "printed"):
        claim_table = table.table(key)
        claims.append(read_claim(claim_table))
        claim_table.close()
    lat_deg, lon_east_deg, printed = claims
    for key, claim, low, high in (
        ("lat_deg", lat_deg, -90.0, 90.0),
        ("lon_east_deg", lon_east_deg, 0.0, 360.0),
    ):
        if not isinstance(claim.value, float | int) or not low <= claim.value <= high:
            raise table.error(key, f"allowed: a number from {low:g} to {high:g}")
    site = LandingSite(table.text("name"), lat_deg, lon_east_deg, printed)
    table.close()
    return site


def read_spacecraft(table: Table) -> Spacecraft:
    """Build one craft with its instruments and quantities."""
    craft = Spacecraft(
        id=table.choice("id", SPACECRAFT_IDS),
        name=table.text("name"),
        summary=table.text("summary"),
        instruments=tuple(_read_instrument(row) for row in table.tables("instrument")),
        quantities=read_quantities(table),
    )
    table.close()
    return craft


def _read_instrument(table: Table) -> Instrument:
    grade, sources = read_evidence(table)
    range_table = table.table("range")
    measured_range = read_claim(range_table)
    range_table.close()
    instrument = Instrument(
        id=table.id(),
        name=table.text("name"),
        measures=table.text("measures"),
        grade=grade,
        sources=sources,
        range=measured_range,
        result=table.text("result"),
        note=table.optional_text("note"),
        is_doubtful=table.boolean("doubtful", default=False),
    )
    table.close()
    return instrument
