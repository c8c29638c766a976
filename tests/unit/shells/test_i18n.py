import re

import pytest

from mars7viz.i18n import UnknownLanguageError, language_named, marked, tr, tr_n
from tools import messages


def test_english_is_the_message_itself():
    assert tr("million km", "en") == "million km"
    assert marked("million km") == "million km"


def test_russian_comes_from_the_catalogue():
    assert tr("million km", "ru") == "млн км"
    assert tr("a text that nobody wrote", "ru") == "a text that nobody wrote"


@pytest.mark.parametrize(("n", "word"), [(1, "источник"), (3, "источника"), (97, "источников")])
def test_counted_texts_have_three_russian_forms(n, word):
    assert tr_n("{n} source", "{n} sources", n, "ru") == f"{{n}} {word}"
    assert tr_n("{n} source", "{n} sources", n, "en").endswith("source" if n == 1 else "sources")


def test_an_unknown_language_is_refused_with_those_allowed():
    with pytest.raises(UnknownLanguageError, match=r"'de'; allowed: en, ru"):
        tr("million km", "de")
    assert language_named("ru") == "ru"


def test_the_catalogues_are_current():
    stale = [
        str(path.relative_to(messages.ROOT))
        for path, content in messages.wanted().items()
        if not path.exists() or path.read_bytes() != content
    ]
    assert stale == [], "run: python -m tools.messages"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_text_is_translated(language):
    assert messages.untranslated(language) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_translations_keep_the_places_for_values(language):
    for message in messages.read(language):
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for string in strings:
            places = set(re.findall(r"\{\w+\}", string))
            assert not message.id or places == set(re.findall(r"\{\w+\}", texts[0])), texts[0]


def test_texts_inside_f_strings_are_found():
    source = 'tr("a", x)\nf"{tr(\'b\', x)} c"\nmarked("d")\ntr_n("e", "f", 2, x)\ntr(name, x)\n'
    assert [texts for _, texts in messages.calls(source)] == [("a",), ("b",), ("d",), ("e", "f")]
