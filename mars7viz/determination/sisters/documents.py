"""The sisters' documents as measurements with uncertainties, read from TOML."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from mars7viz.determination.errors import DocumentsFileError, InconsistentDocumentsError
from mars7viz.ephemeris.epoch import EpochError, utc_to_et
from mars7viz.mission.grade import Grade
from mars7viz.mission.text import Text

SCHEMA: Final = 1
CRAFT: Final = ("mars4", "mars5", "mars6")

_IN_ORDER: Final = ("launch", "separation", "correction", "arrival")
_HEIGHTS: Final = ("miss_height", "orbit_periapsis", "parking_perigee")


@dataclass(frozen=True, slots=True)
class Document:
    """One measurement.

    Attributes
    ----------
    id : str
        Its own name.
    name : Text
        What it is.
    value, sigma : float
        Figure and standard deviation in `unit`; of an event TDB seconds past J2000 and s.
    unit : str
        Unit.
    grade : Grade
        How well it is founded.
    sources : tuple of str
        Keys of the source table.
    fitted : bool
        Whether the path is fitted to it, or only compared with it.
    """

    id: str
    name: Text
    value: float
    sigma: float
    unit: str
    grade: Grade
    sources: tuple[str, ...]
    fitted: bool


@dataclass(frozen=True, slots=True)
class SisterDocuments:
    """What is on record of one craft.

    Attributes
    ----------
    id : str
        Out of `CRAFT`.
    name : Text
        Of the craft.
    designator : str
        International.
    numbers : dict
        Fixed figures, those common to the three craft among them.
    events, documents : dict of Document
        By id.
    stop_et : float
        End of the paths about the Sun.
    """

    id: str
    name: Text
    designator: str
    numbers: Mapping[str, float]
    events: Mapping[str, Document]
    documents: Mapping[str, Document]
    stop_et: float

    def et(self, event: str) -> float:
        """Instant of an event, TDB seconds past J2000."""
        return self.events[event].value

    def value(self, document: str) -> float:
        """Figure of a document, in its unit."""
        return self.documents[document].value


@dataclass(frozen=True, slots=True)
class ArcWords:
    """Name of an arc, and how well it is founded."""

    name: Text
    grade: Grade


@dataclass(frozen=True, slots=True)
class Sisters:
    """The whole file: the craft by id, and the words for their arcs."""

    craft: Mapping[str, SisterDocuments]
    arcs: Mapping[str, ArcWords]


def read_sisters(path: Path) -> Sisters:
    """Read and check the file.

    Parameters
    ----------
    path : Path
        ``assets/mission/sisters.toml``.

    Raises
    ------
    DocumentsFileError
        If the file is missing or not of this format; the message names file, table and key.
    InconsistentDocumentsError
        If dates run backwards or an orbit runs through the ground.
    """
    try:
        root = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentsFileError(path.name, "file", f"cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentsFileError(path.name, "file", f"is no TOML: {error}") from None
    if root.get("schema") != SCHEMA:
        raise DocumentsFileError(
            path.name, "key 'schema'", f"is {root.get('schema')!r}; allowed: {SCHEMA}"
        )
    reader = _Reader(path.name)
    common = reader.table(root.get("common"), "table 'common'")
    stop_et = reader.date(common, "stop", "table 'common'")
    shared = {key: reader.number(common, key, "table 'common'") for key in common if key != "stop"}
    listed = reader.tables(root.get("craft"), "table 'craft'")
    craft = {str(table.get("id")): reader.craft(table, shared, stop_et) for table in listed}
    if tuple(craft) != CRAFT:
        raise DocumentsFileError(
            path.name, "table 'craft'", f"has {', '.join(craft)}; allowed: {', '.join(CRAFT)}"
        )
    for documents in craft.values():
        _check(path.name, documents)
    words = reader.table(root.get("arc"), "table 'arc'")
    arcs = {key: reader.arc(words[key], f"arc '{key}'") for key in words}
    return Sisters(craft, arcs)


def _check(file: str, documents: SisterDocuments) -> None:
    """Refuse what no path can meet, before any is looked for."""
    for name in _IN_ORDER:
        if name not in documents.events:
            raise DocumentsFileError(file, f"{documents.id}: event '{name}'", "is missing")
    for before, after in pairwise(_IN_ORDER):
        late_h = (documents.et(before) - documents.et(after)) / 3600.0
        if late_h >= 0.0:
            raise InconsistentDocumentsError(
                f"{file}: {documents.id}: event '{before}' lies {late_h:.2f} h after '{after}'; "
                f"allowed: {', '.join(_IN_ORDER)} in this order"
            )
    for name in _HEIGHTS:
        if name in documents.documents and documents.value(name) <= 0.0:
            raise InconsistentDocumentsError(
                f"{file}: {documents.id}: document '{name}' is {documents.value(name):g} km, "
                f"{-documents.value(name):g} km below the ground; allowed: above 0"
            )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Values out of parsed TOML, with errors that say where."""

    file: str

    def table(self, value: object, where: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise DocumentsFileError(self.file, where, "is missing; required")
        return value

    def tables(self, value: object, where: str) -> list[Mapping[str, Any]]:
        if not isinstance(value, list) or not value:
            raise DocumentsFileError(self.file, where, "is missing; required, one or more")
        return [self.table(item, where) for item in value]

    def date(self, table: Mapping[str, Any], key: str, where: str) -> float:
        value = table.get(key)
        if not isinstance(value, str):
            raise DocumentsFileError(self.file, f"{where}: key '{key}'", "allowed: a UTC date")
        try:
            return utc_to_et(value.removesuffix("Z"))
        except EpochError as error:
            raise DocumentsFileError(self.file, f"{where}: key '{key}'", str(error)) from None

    def number(self, table: Mapping[str, Any], key: str, where: str) -> float:
        value = table.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise DocumentsFileError(
                self.file, f"{where}: key '{key}'", f"is {value!r}; allowed: a finite number"
            )
        return float(value)

    def text(self, value: object, where: str) -> Text:
        if not isinstance(value, dict) or not all(
            isinstance(value.get(language), str) and value[language] for language in ("en", "ru")
        ):
            raise DocumentsFileError(self.file, where, 'allowed: { en = "…", ru = "…" }')
        return Text(en=value["en"], ru=value["ru"])

    def grade(self, table: Mapping[str, Any], key: str, where: str) -> Grade:
        try:
            return Grade(table.get(key, ""))
        except ValueError:
            allowed = ", ".join(f"'{grade}'" for grade in Grade)
            raise DocumentsFileError(
                self.file, f"{where}: key '{key}'", f"{table.get(key)!r}; allowed: {allowed}"
            ) from None

    def arc(self, value: object, where: str) -> ArcWords:
        table = self.table(value, where)
        return ArcWords(self.text(table, where), self.grade(table, "grade", where))

    def craft(
        self, table: Mapping[str, Any], shared: Mapping[str, float], stop_et: float
    ) -> SisterDocuments:
        craft_id = table.get("id")
        where = f"craft '{craft_id}'"
        own = {
            key: self.number(table, key, where)
            for key in ("mass_kg", "pad_lat_deg", "pad_lon_east_deg")
        }
        groups = {
            kind: [
                self.document(item, f"{where}: {kind}", is_event=kind == "event")
                for item in self.tables(table.get(kind), f"{where}: table '{kind}'")
            ]
            for kind in ("event", "document")
        }
        for kind, items in groups.items():
            ids = [item.id for item in items]
            for name in ids:
                if ids.count(name) > 1:
                    raise DocumentsFileError(
                        self.file, f"{where}: {kind} '{name}'", "given twice; allowed: once"
                    )
        return SisterDocuments(
            id=str(craft_id),
            name=self.text(table.get("name"), f"{where}: key 'name'"),
            designator=str(table.get("designator")),
            numbers={**shared, **own},
            events={item.id: item for item in groups["event"]},
            documents={item.id: item for item in groups["document"]},
            stop_et=stop_et,
        )

    def document(self, table: Mapping[str, Any], where: str, *, is_event: bool) -> Document:
        name = table.get("id")
        if not isinstance(name, str):
            raise DocumentsFileError(self.file, f"{where}: key 'id'", "is missing")
        where = f"{where} '{name}'"
        sigma = self.number(table, "sigma", where)
        if sigma <= 0.0:
            raise DocumentsFileError(
                self.file, f"{where}: key 'sigma'", f"is {sigma:g}; allowed: above 0"
            )
        sources = table.get("sources")
        if not isinstance(sources, list) or not sources:
            raise DocumentsFileError(
                self.file, f"{where}: key 'sources'", "allowed: keys of the source table"
            )
        return Document(
            id=name,
            name=self.text(table.get("name"), f"{where}: key 'name'"),
            value=self.date(table, "value", where)
            if is_event
            else self.number(table, "value", where),
            sigma=sigma,
            unit=str(table.get("unit", "")),
            grade=self.grade(table, "status", where),
            sources=tuple(str(source) for source in sources),
            fitted=bool(table.get("fitted", True)),
        )
