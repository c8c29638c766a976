"""Interface texts in English and Russian: gettext catalogues, and no toolkit.

English is the message itself and needs no catalogue. Mission data carry both languages in their
own file (`mars7viz.mission.text.Text`); this module is for what the program says.
"""

import gettext
from functools import cache
from typing import Final, Literal, get_args

from mars7viz.assets import asset_path
from mars7viz.errors import UserError

Language = Literal["en", "ru"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DOMAIN: Final = "mars7viz"


class UnknownLanguageError(UserError, ValueError):
    """Asked for a language that the program does not speak."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown language '{name}'; allowed: {', '.join(LANGUAGES)}")


def language_named(name: str) -> Language:
    """Return the language of this name.

    Raises
    ------
    UnknownLanguageError
        If the program does not speak it; the message lists those it does.
    """
    for language in LANGUAGES:
        if name == language:
            return language
    raise UnknownLanguageError(name)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with asset_path("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)


def tr(message: str, language: str) -> str:
    """Say `message` in a language.

    Parameters
    ----------
    message : str
        English text; a literal where it is called, so that the catalogue tool finds it.
    language : {"en", "ru"}
        Language to say it in.

    Returns
    -------
    str
        The translation, or `message` where the catalogue has none.

    Raises
    ------
    UnknownLanguageError
        If the program does not speak that language.
    """
    return _catalogue(language_named(language)).gettext(message)


def tr_n(singular: str, plural: str, n: int, language: str) -> str:
    """Say a counted text in a language; the caller puts the number in.

    Parameters
    ----------
    singular, plural : str
        English texts for one and for many.
    n : int
        The count that chooses the form (Russian has three).
    language : {"en", "ru"}
        Language to say it in.
    """
    return _catalogue(language_named(language)).ngettext(singular, plural, n)


def marked(message: str) -> str:
    """Mark a text for the catalogue where it is kept; `tr` says it where it is shown."""
    return message
