"""Typed reading of one TOML table, with errors that name the file, the table and the key."""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard, TypeVar

from mars7viz.mission.errors import MissionFileError
from mars7viz.mission.grade import Grade
from mars7viz.mission.model import Source
from mars7viz.mission.text import NO_TEXT, Text

LONGEST_STRING = 4000
"""Longest string a mission file may hold, characters."""
LARGEST_NUMBER = 1e15
"""Largest magnitude of a number; far beyond any figure of a flight in any of the units."""
MOST_ITEMS = 500
"""Longest list of strings, numbers or tables."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SOURCE_KEY = re.compile(r"[A-Z][A-Z0-9_]{0,31}")

_ID_RULE = "allowed: a lower-case word of letters, digits and underscores"
_SOURCE_KEY_RULE = "allowed: capital letters, digits and underscores"

T = TypeVar("T")


def type_in_words(value: object) -> str:
    """Name the TOML type of a parsed value, for messages."""
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "a boolean"),
        (int, "an integer"),
        (float, "a float"),
        (str, "a string"),
        ((dt.datetime, dt.date, dt.time), "a date or time"),
        (list, "an array"),
        (dict, "a table"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "an unknown value")


def listed(words: Sequence[str]) -> str:
    """Join words for an "allowed" list."""
    return ", ".join(repr(str(word)) for word in words)


def _is_line(value: object) -> TypeGuard[str]:
    """Tell whether a value is a string that can be shown: one line, not empty, not too long."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= LONGEST_STRING
        and value.isprintable()
        and value == value.strip()
    )


class Table:
    """One table of a mission file.

    Every key that is asked for counts as known; ``close`` refuses the rest.

    Parameters
    ----------
    content : mapping
        The parsed table.
    file : str
        Name of the file, for messages.
    where : str
        Name of the table, for messages: ``event 'launch'``; empty for the top level.
    sources : mapping of str to Source
        The sources that may be cited.
    """

    def __init__(
        self,
        content: Mapping[str, object],
        *,
        file: str,
        where: str = "",
        sources: Mapping[str, Source],
    ) -> None:
        self._content = content
        self._asked: dict[str, None] = {}
        self.file = file
        self.where = where
        self.sources = sources

    def error(self, key: str, problem: str) -> MissionFileError:
        """Return the error for one key of this table; an empty key means the table itself."""
        parts = [self.where] if self.where else []
        if key:
            parts.append(f"key {key!r}")
        return MissionFileError(self.file, ": ".join(parts), problem)

    def close(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                raise self.error(str(key)[:80], f"unknown; allowed: {listed(tuple(self._asked))}")

    def has(self, key: str) -> bool:
        """Tell whether an optional key is there."""
        self._asked[key] = None
        return key in self._content

    def value(self, key: str) -> object:
        """Return what a key holds, whatever its type; refuse its absence."""
        if not self.has(key):
            raise self.error(key, "missing; it is required")
        return self._content[key]

    def _typed(self, key: str, kind: type[T], allowed: str) -> T:
        value = self.value(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"{type_in_words(value)}; allowed: {allowed}")
        return value

    def string(self, key: str, *, may_be_empty: bool = False) -> str:
        """Return a string without leading or trailing blanks."""
        return self.checked_string(key, self.value(key), may_be_empty=may_be_empty)

    def checked_string(self, key: str, value: object, *, may_be_empty: bool = False) -> str:
        """Return ``value`` if it is a string that can be shown; it was found under ``key``."""
        if _is_line(value):
            return value
        if not isinstance(value, str):
            raise self.error(key, f"{type_in_words(value)}; allowed: a string")
        if len(value) > LONGEST_STRING:
            problem = f"{len(value)} characters; allowed: at most {LONGEST_STRING}"
            raise self.error(key, problem)
        if value:
            problem = "allowed: printable text on one line without blanks at either end"
            raise self.error(key, problem)
        if not may_be_empty:
            raise self.error(key, "empty; allowed: a text")
        return value

    def id(self, key: str = "id") -> str:
        """Return an identifier."""
        value = self.string(key)
        if not _ID.fullmatch(value):
            raise self.error(key, f"{value[:80]!r}; {_ID_RULE}")
        return value

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """Return one word out of a fixed set."""
        value = self.string(key)
        if value not in allowed:
            raise self.error(key, f"{value[:80]!r}; allowed: {listed(allowed)}")
        return value

    def boolean(self, key: str, *, default: bool) -> bool:
        """Return a boolean, or the default when the key is absent."""
        return self._typed(key, bool, "true, false") if self.has(key) else default

    def integer(self, key: str, *, low: int, high: int) -> int:
        """Return an integer between two limits, both included."""
        value = self._typed(key, int, f"an integer from {low} to {high}")
        if not low <= value <= high:
            raise self.error(key, f"out of range; allowed: an integer from {low} to {high}")
        return value

    def number(self, key: str) -> float:
        """Return a finite number as a float."""
        return float(self.checked_number(key, self.value(key)))

    def checked_number(self, key: str, value: object) -> float | int:
        """Return ``value`` if it is a finite number of sane size; it was found under ``key``."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, f"{type_in_words(value)}; allowed: a number")
        # An int is compared as it is: converting a huge one to float would raise.
        if isinstance(value, float) and not math.isfinite(value):
            raise self.error(key, "not finite; allowed: a finite number")
        if abs(value) > LARGEST_NUMBER:
            raise self.error(key, f"too large; allowed: magnitude up to {LARGEST_NUMBER:g}")
        return value

    def array(self, key: str, allowed: str) -> list[object]:
        """Return an array of limited length."""
        value: list[object] = self._typed(key, list, allowed)
        if len(value) > MOST_ITEMS:
            raise self.error(key, f"{len(value)} items; allowed: at most {MOST_ITEMS}")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return an array of different strings."""
        items = self.array(key, "an array of strings")
        strings = tuple(self.checked_string(key, item) for item in items)
        if len(set(strings)) != len(strings):
            raise self.error(key, "the same string twice; allowed: each one once")
        return strings

    def choices(
        self, key: str, allowed: Sequence[str], *, may_be_empty: bool = False
    ) -> tuple[str, ...]:
        """Return an array of different words out of a fixed set."""
        words = self.strings(key)
        for word in words:
            if word not in allowed:
                raise self.error(key, f"{word[:80]!r}; allowed: {listed(allowed)}")
        if not words and not may_be_empty:
            raise self.error(key, f"empty; allowed: one or more of {listed(allowed)}")
        return words

    def table(self, key: str) -> "Table":
        """Return a sub-table."""
        return self._below(key, self._typed(key, dict, "a table"))

    def tables(self, key: str, *, word: str | None = None) -> "tuple[Table, ...]":
        """Return an array of tables, empty when the key is absent.

        Each is named in messages by ``word`` (by default the key) and its ``id``, or by its
        number when it has none.
        """
        if not self.has(key):
            return ()
        items = self.array(key, "an array of tables")
        tables = []
        for number, item in enumerate(items, start=1):
            if not isinstance(item, dict):
                raise self.error(key, f"{type_in_words(item)}; allowed: an array of tables")
            identity = item.get("id")
            is_named = isinstance(identity, str) and _ID.fullmatch(identity)
            tables.append(
                self._below(f"{word or key} {repr(identity) if is_named else number}", item)
            )
        return tuple(tables)

    def _below(self, name: str, content: Mapping[str, object]) -> "Table":
        where = f"{self.where}: {name}" if self.where else name
        return Table(content, file=self.file, where=where, sources=self.sources)

    def text(self, key: str) -> Text:
        """Return a text in both languages."""
        content: dict[str, object] = self._typed(key, dict, "a table")
        en, ru = content.get("en"), content.get("ru")
        # Most of a mission file is texts: the good ones go by without a table of their own.
        if len(content) == 2 and _is_line(en) and _is_line(ru):
            return Text(en, ru)
        table = self._below(key, content)
        text = Text(en=table.string("en"), ru=table.string("ru"))
        table.close()
        return text

    def optional_text(self, key: str) -> Text:
        """Return a text in both languages, or NO_TEXT when the key is absent."""
        return self.text(key) if self.has(key) else NO_TEXT

    def grade(self, key: str) -> Grade:
        """Return a grade."""
        return Grade(self.choice(key, tuple(Grade)))

    def citations(self, key: str) -> tuple[str, ...]:
        """Return the keys of known sources; possibly none."""
        keys = self.strings(key)
        for cited in keys:
            if not _SOURCE_KEY.fullmatch(cited):
                raise self.error(key, f"{cited[:80]!r}; {_SOURCE_KEY_RULE}")
            if cited not in self.sources:
                raise self.error(key, f"unknown source {cited!r}; allowed: a key of sources.toml")
        return keys

    def source_tables(self) -> "tuple[tuple[str, Table], ...]":
        """Return every key of this table as a source key with its table."""
        pairs = []
        for key in self._content:
            if not _SOURCE_KEY.fullmatch(key):
                raise self.error(key[:80], _SOURCE_KEY_RULE)
            pairs.append((key, self.table(key)))
        return tuple(pairs)
