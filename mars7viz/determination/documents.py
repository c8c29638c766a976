"""The documents of a flight as measurements with uncertainties, read from TOML."""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from mars7viz.determination.errors import DocumentsFileError, InconsistentDocumentsError
from mars7viz.ephemeris.epoch import EpochError, utc_to_et
from mars7viz.ephemeris.errors import EphemerisError
from mars7viz.mission.grade import Grade
from mars7viz.mission.text import Text

SCHEMA: Final = 1

_DATES: Final = (
    "launch",
    "insertion",
    "ignition",
    "separation",
    "earth_exit",
    "correction",
    "mars_entry",
    "approach_correction",
    "closest_approach",
    "mars_exit",
)
_LOWEST_PERIGEE_KM: Final = 100.0


@dataclass(frozen=True, slots=True)
class Document:
    """One measurement that a document, or an assumption, makes of the path.

    Attributes
    ----------
    id : str
        Its own name.
    computed : str
        Name of what the flight computes to compare with it.
    name : Text
        What it is.
    value, sigma : float
        Figure and standard deviation, in `unit`.
    unit : str
        Unit of both.
    grade : Grade
        Evidence grade of the figure.
    sources : tuple of str
        Keys of the source table.
    fitted : bool
        Whether the path is fitted to it, or only compared with it.
    only_with : str
        Switch without which it is left out; empty for none.
    claim : str
        Quantity of the mission file that holds the same figure; empty for none.
    note : Text or None
        Remark.
    """

    id: str
    computed: str
    name: Text
    value: float
    sigma: float
    unit: str
    grade: Grade
    sources: tuple[str, ...]
    fitted: bool
    only_with: str
    claim: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class Documents:
    """All documents of one flight, with the fixed figures of the flight itself.

    Attributes
    ----------
    file : str
        Name of the file, for messages.
    mission : str
        Whose they are.
    dates : dict
        Instants by name, TDB seconds past J2000.
    numbers : dict
        Fixed figures by "table.key".
    documents : tuple of Document
        In the file's order.
    """

    file: str
    mission: str
    dates: Mapping[str, float]
    numbers: Mapping[str, float]
    documents: tuple[Document, ...]

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def document(self, document_id: str) -> Document:
        """Give one document by its id."""
        for document in self.documents:
            if document.id == document_id:
                return document
        raise DocumentsFileError(
            self.file,
            f"document '{document_id}'",
            f"is missing; there are: {', '.join(document.id for document in self.documents)}",
        )

    def in_force(self, switches: frozenset[str]) -> tuple[Document, ...]:
        """Documents that count with these switches on."""
        return tuple(d for d in self.documents if not d.only_with or d.only_with in switches)


def read_documents(path: Path) -> Documents:
    """Read a file of documents and refuse what contradicts itself.

    Parameters
    ----------
    path : Path
        TOML file, see docs/reconstruction.md.

    Returns
    -------
    Documents

    Raises
    ------
    DocumentsFileError
        If the file is missing or not of this format; the message names file, table and key.
    InconsistentDocumentsError
        If its dates run backwards or its orbit runs through the ground.
    """
    try:
        with path.open("rb") as stream:
            root = tomllib.load(stream)
    except OSError as error:
        raise DocumentsFileError(path.name, "file", f"cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentsFileError(path.name, "file", f"is no TOML: {error}") from None
    if root.get("schema") != SCHEMA:
        raise DocumentsFileError(
            path.name, "key 'schema'", f"is {root.get('schema')!r}; allowed: {SCHEMA}"
        )
    reader = _Reader(path.name)
    flight = reader.table(root, "flight")
    dates = {name: reader.date(flight, name) for name in _DATES}
    numbers = {
        f"{table}.{key}": reader.number(root[table], key, f"table '{table}'")
        for table in ("flight", "engine", "sunlight", "entry")
        for key in reader.table(root, table)
        if not (table == "flight" and key in _DATES)
    }
    listed = root.get("document")
    if not isinstance(listed, list) or not listed:
        raise DocumentsFileError(path.name, "table 'document'", "there is none")
    documents = tuple(reader.document(item, number) for number, item in enumerate(listed, 1))
    ids = [document.id for document in documents]
    for name in ids:
        if ids.count(name) > 1:
            raise DocumentsFileError(path.name, f"document '{name}'", "given twice; allowed: once")
    result = Documents(path.name, str(root.get("mission")), dates, numbers, documents)
    _check(result)
    return result


def _check(documents: Documents) -> None:
    """Refuse what no path can meet, before any is looked for."""
    for before, after in pairwise(_DATES):
        if documents.dates[before] >= documents.dates[after]:
            late_h = (documents.dates[before] - documents.dates[after]) / 3600.0
            raise InconsistentDocumentsError(
                f"{documents.file}: document '{before}' lies {late_h:.2f} h after '{after}'; "
                f"allowed: {', '.join(_DATES)} in this order"
            )
    for name in ("parking_perigee", "parking_apogee"):
        document = documents.document(name)
        if document.value < _LOWEST_PERIGEE_KM:
            raise InconsistentDocumentsError(
                f"{documents.file}: document '{name}' is {document.value:g} km, "
                f"{_LOWEST_PERIGEE_KM - document.value:g} km below the least height of an orbit "
                f"({_LOWEST_PERIGEE_KM:g} km)"
            )
    perigee, apogee = documents.document("parking_perigee"), documents.document("parking_apogee")
    if perigee.value > apogee.value:
        raise InconsistentDocumentsError(
            f"{documents.file}: document 'parking_perigee' ({perigee.value:g} km) is "
            f"{perigee.value - apogee.value:g} km above 'parking_apogee' ({apogee.value:g} km)"
        )
    miss = documents.document("miss_height")
    if miss.value <= 0.0:
        raise InconsistentDocumentsError(
            f"{documents.file}: document 'miss_height' is {miss.value:g} km: below the surface "
            f"of Mars by {-miss.value:g} km; allowed: above 0"
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Values out of parsed TOML, with errors that say where."""

    file: str

    def table(self, root: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = root.get(key)
        if not isinstance(value, dict):
            raise DocumentsFileError(self.file, f"table '{key}'", "is missing; required")
        return value

    def date(self, table: Mapping[str, Any], key: str) -> float:
        value = table.get(key)
        where = f"table 'flight': key '{key}'"
        if not isinstance(value, str):
            raise DocumentsFileError(self.file, where, "is missing; allowed: a UTC date as text")
        try:
            return utc_to_et(value.removesuffix("Z"))
        except (EphemerisError, EpochError) as error:
            raise DocumentsFileError(self.file, where, str(error)) from None

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

    def words(self, table: Mapping[str, Any], key: str, where: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise DocumentsFileError(self.file, f"{where}: key '{key}'", "allowed: text")
        return value

    def text(self, value: object, where: str) -> Text:
        if not isinstance(value, dict) or set(value) != {"en", "ru"}:
            raise DocumentsFileError(self.file, where, 'allowed: { en = "…", ru = "…" }')
        return Text(en=str(value["en"]), ru=str(value["ru"]))

    def document(self, table: object, number: int) -> Document:
        if not isinstance(table, dict) or not isinstance(table.get("id"), str):
            raise DocumentsFileError(self.file, f"document {number}: key 'id'", "is missing")
        where = f"document '{table['id']}'"
        sigma = self.number(table, "sigma", where)
        if sigma <= 0.0:
            raise DocumentsFileError(
                self.file, f"{where}: key 'sigma'", f"is {sigma:g}; allowed: above 0"
            )
        try:
            grade = Grade(table.get("grade", ""))
        except ValueError:
            allowed = ", ".join(f"'{grade}'" for grade in Grade)
            raise DocumentsFileError(
                self.file, f"{where}: key 'grade'", f"{table.get('grade')!r}; allowed: {allowed}"
            ) from None
        sources = table.get("sources")
        if not isinstance(sources, list) or not sources:
            raise DocumentsFileError(
                self.file, f"{where}: key 'sources'", "allowed: keys of the source table"
            )
        return Document(
            id=table["id"],
            computed=self.words(table, "computed", where) or table["id"],
            name=self.text(table.get("name"), f"{where}: key 'name'"),
            value=self.number(table, "value", where),
            sigma=sigma,
            unit=self.words(table, "unit", where),
            grade=grade,
            sources=tuple(str(source) for source in sources),
            fitted=bool(table.get("fitted", True)),
            only_with=self.words(table, "only_with", where),
            claim=self.words(table, "claim", where),
            note=self.text(table["note"], f"{where}: key 'note'") if "note" in table else None,
        )
