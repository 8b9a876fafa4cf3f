"""Texts of the page in its language, and foreign names made harmless."""

from __future__ import annotations

import re

from orgplanner import i18n
from orgplanner.records.base import Text
from orgplanner.ui import state

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
_ADDRESS = re.compile(r"(?=//|@)|(?<=www)(?=\.)", re.IGNORECASE)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORD_JOINER, _ISOLATE, _END_OF_ISOLATE = "\u2060", "\u2068", "\u2069"


def say(message: str, **values: object) -> str:
    """Return a message of the catalogue in the page's language."""
    return i18n.say(message, state.language(), **values)


def text(words: Text) -> str:
    """Return a text of the data in the page's language."""
    return words.say(state.language())


def escape(name: object) -> str:
    """Return a foreign name so that Markdown shows it letter by letter: names are text, never markup.

    Web and mail addresses become links whatever is escaped; an invisible word joiner keeps them text. Marks that turn
    the direction of writing end with the name.
    """
    words = _ADDRESS.sub(_WORD_JOINER, " ".join(str(name).split()))
    if _DIRECTION.search(words):
        words = f"{_ISOLATE}{words}{_END_OF_ISOLATE}"
    return _MARKDOWN.sub(r"\\\1", words)


def number(value: float, decimals: int = 1, *, sign: bool = False) -> str:
    """Write a number in the page's way."""
    return i18n.number(value, state.language(), decimals, sign=sign)


def percent(value: float, decimals: int = 0) -> str:
    """Write a ratio as a percentage in the page's way."""
    return i18n.percent(value, state.language(), decimals)


def money(value: float, *, compact: bool = False) -> str:
    """Write an amount in the company's currency in the page's way."""
    return i18n.money(value, state.company().currency.value, state.language(), compact=compact)


def month(value: str, *, short: bool = False) -> str:
    """Write a month `YYYY-MM` in the page's way."""
    return i18n.month(value, state.language(), short=short)
