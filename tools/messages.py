"""Catalogues of interface texts: extract, update, compile.

``python -m tools.messages`` reads every ``tr``, ``tr_n`` and ``marked`` of the package, brings
``assets/locale/mars7viz.pot`` and the ``.po`` files up to date and compiles each to ``.mo``.
``--check`` writes nothing and exits with 1 if a file is stale or a text has no translation.
"""

import argparse
import ast
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "assets" / "locale"
TEMPLATE = LOCALE / "mars7viz.pot"
TEXTS_OF = {"tr": 1, "tr_n": 2, "marked": 1}
"""How many of the first arguments of each function are texts."""
LANGUAGES = ("ru",)


def calls(source: str) -> list[tuple[int, tuple[str, ...]]]:
    """Line and literal texts of every ``tr``, ``tr_n`` and ``marked`` in a Python file.

    From the syntax tree, because a reader of tokens does not see into f-strings.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        n_texts = TEXTS_OF.get(node.func.id, 0)
        texts = tuple(
            argument.value
            for argument in node.args[:n_texts]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        )
        if n_texts and len(texts) == n_texts:
            found.append((node.lineno, texts))
    return sorted(found)


def extracted() -> Catalog:
    """Every interface text of the package, in the order of files and lines."""
    catalogue = Catalog(project="mars7viz", charset="utf-8", fuzzy=False)
    for path in sorted((ROOT / "mars7viz").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for _line, texts in calls(path.read_text(encoding="utf-8")):
            message = texts[0] if len(texts) == 1 else texts
            catalogue.add(message, locations=[(name, 0)])
    return catalogue


def po_path(language: str) -> Path:
    """Catalogue that people edit."""
    return LOCALE / language / "LC_MESSAGES" / "mars7viz.po"


def mo_path(language: str) -> Path:
    """Catalogue that the program reads."""
    return po_path(language).with_suffix(".mo")


def read(language: str) -> Catalog:
    """Catalogue of one language as it is on disk."""
    with po_path(language).open("rb") as stream:
        return read_po(stream, locale=language)


def as_po(catalogue: Catalog) -> bytes:
    """Text of a catalogue, without dates: the same texts give the same bytes."""
    stream = io.BytesIO()
    write_po(stream, catalogue, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return stream.getvalue()


def with_header(catalogue: Catalog, language: str) -> bytes:
    """Text of a catalogue with the two header lines that gettext needs."""
    header = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + as_po(catalogue)


class UndatedCatalog(Catalog):
    """Catalogue whose header names no date and no tool: the same texts give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The two headers that gettext reads."""
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", self.plural_forms),
        ]


def is_translated(string: object) -> bool:
    """Tell whether a message has all of its translated forms."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


def as_mo(catalogue: Catalog) -> bytes:
    """Compiled catalogue."""
    plain = UndatedCatalog(locale=catalogue.locale, charset="utf-8", fuzzy=False)
    for message in catalogue:
        if message.id and is_translated(message.string):
            plain.add(message.id, message.string, context=message.context)
    stream = io.BytesIO()
    write_mo(stream, plain)
    return stream.getvalue()


def wanted() -> dict[Path, bytes]:
    """Every file of the catalogues with the content it should have."""
    template = extracted()
    files = {TEMPLATE: as_po(template)}
    for language in LANGUAGES:
        catalogue = (
            read(language)
            if po_path(language).exists()
            else Catalog(locale=language, charset="utf-8", fuzzy=False)
        )
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        files[po_path(language)] = with_header(catalogue, language)
        files[mo_path(language)] = as_mo(catalogue)
    return files


def untranslated(language: str) -> list[str]:
    """Texts of the package that a language does not have."""
    catalogue = read(language)
    missing = []
    for message in extracted():
        if not message.id:
            continue
        singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
        found = catalogue.get(singular)
        if found is None or not is_translated(found.string):
            missing.append(singular)
    return missing


def main() -> int:
    """Bring the catalogues up to date, or say what is stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if stale")
    is_check = parser.parse_args().check
    n_stale = 0
    for path, content in wanted().items():
        if path.exists() and path.read_bytes() == content:
            continue
        n_stale += 1
        print(f"{'stale' if is_check else 'wrote'}: {path.relative_to(ROOT)}")
        if not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    n_missing = 0
    for language in LANGUAGES:
        for message in untranslated(language):
            n_missing += 1
            print(f"no translation ({language}): {message}")
    return 1 if (is_check and n_stale) or n_missing else 0


if __name__ == "__main__":
    sys.exit(main())
