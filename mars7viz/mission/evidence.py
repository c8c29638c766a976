"""Claims out of tables, and the rule that a grade must be borne by its sources."""

from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Alternative, Claim, ClaimValue, Quantity
from mars7viz.mission.table import Table, type_in_words
from mars7viz.mission.text import Text
from mars7viz.mission.words import QUANTITY_GROUPS, UNITS

_RANK = {grade: rank for rank, grade in enumerate(Grade)}

# What a kind of source cannot bear alone; every kind that is not named can bear any grade.
_BEST_GRADE = {
    "calculation": Grade.DERIVED,
    "reconstruction": Grade.RECONSTRUCTED,
    "memory": Grade.ASSUMED,
}


def is_better(grade: Grade, than: Grade) -> bool:
    """Tell whether one grade claims more evidence than another."""
    return _RANK[grade] < _RANK[than]


def read_evidence(
    table: Table, *, grade_key: str = "status", sources_key: str = "sources"
) -> tuple[Grade, tuple[str, ...]]:
    """Read a grade and the sources that bear it.

    A value computed by us cannot be "documented", one of our estimation cannot be "derived", one
    from memory can only be "assumed"; and only "no record" may go without a source.
    """
    grade = table.grade(grade_key)
    if grade is Grade.NO_RECORD:
        sources = table.citations(sources_key) if table.has(sources_key) else ()
        return grade, sources
    sources = table.citations(sources_key)
    if not sources:
        problem = f"empty; allowed: one source or more, as the grade is {grade.value!r}"
        raise table.error(sources_key, problem)
    best = min(
        (_BEST_GRADE.get(table.sources[key].kind, Grade.DOCUMENTED) for key in sources),
        key=_RANK.__getitem__,
    )
    if is_better(grade, best):
        cited = ", ".join(sources)
        problem = f"{grade.value!r} on {cited} alone; allowed: {best.value!r} at best"
        raise table.error(grade_key, problem)
    return grade, sources


def read_value(table: Table, key: str = "value") -> ClaimValue:
    """Read the value of a claim: a number, a name, a text in two languages, or several numbers."""
    value = table.value(key)
    if isinstance(value, str):
        return table.string(key)
    if isinstance(value, dict):
        return table.text(key)
    if isinstance(value, list):
        items = table.array(key, "an array of numbers")
        if not items:
            raise table.error(key, "empty; allowed: an array of numbers")
        return tuple(float(table.checked_number(key, item)) for item in items)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return table.checked_number(key, value)
    problem = f"{type_in_words(value)}; allowed: a number, a string, {{en, ru}} or numbers"
    raise table.error(key, problem)


def read_alternatives(table: Table, key: str = "alternatives") -> tuple[Alternative, ...]:
    """Read the rival values of a claim."""
    alternatives = []
    for rival in table.tables(key, word="alternative"):
        value = read_value(rival)
        sources = rival.citations("sources")
        if not sources:
            raise rival.error("sources", "empty; allowed: one source or more")
        alternatives.append(Alternative(value, sources, rival.optional_text("note")))
        rival.close()
    return tuple(alternatives)


def read_claim(table: Table) -> Claim:
    """Read the keys of a claim from a table; the caller closes the table."""
    grade, sources = read_evidence(table)
    value: ClaimValue | None = None
    unit = ""
    if grade is Grade.NO_RECORD:
        if table.has("value"):
            raise table.error("value", "given with the status 'no record'; allowed: none")
    else:
        value = read_value(table)
        if table.has("unit"):
            unit = table.choice("unit", UNITS)
        if unit and isinstance(value, str | Text):
            raise table.error("unit", f"{unit!r} with a text; allowed: none")
    note = table.optional_text("note")
    return Claim(value, unit, grade, sources, note, read_alternatives(table))


def read_quantities(table: Table, *, group: str | None = None) -> tuple[Quantity, ...]:
    """Read the ``quantity`` tables below a table.

    Parameters
    ----------
    table : Table
        The file, a craft or an event.
    group : str, optional
        The heading of all of them; by default each names its own.
    """
    quantities = []
    for row in table.tables("quantity"):
        quantity_id = row.id()
        heading = group or row.choice("group", QUANTITY_GROUPS)
        quantities.append(Quantity(quantity_id, heading, row.text("name"), read_claim(row)))
        row.close()
    return tuple(quantities)
