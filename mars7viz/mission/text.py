"""A text in the two languages of the program."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ru"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in English and in Russian. False in a condition when it is empty."""

    en: str
    ru: str

    def in_language(self, language: Language) -> str:
        """Return the text in one language.

        Parameters
        ----------
        language : {"en", "ru"}
            The language asked for.

        Raises
        ------
        ValueError
            When the language is neither of the two.
        """
        if language == "en":
            return self.en
        if language == "ru":
            return self.ru
        message = f"language {language!r}; allowed: 'en', 'ru'"
        raise ValueError(message)

    def __bool__(self) -> bool:
        """Tell whether there is anything to read."""
        return bool(self.en)


NO_TEXT = Text("", "")
"""Stands where a note is possible and none is given."""
