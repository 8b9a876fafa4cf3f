"""Japanese and English texts, numbers, money and dates.

Texts lie in `texts/*.toml`, one table a message with the keys `ja` and `en`; a message is addressed by the file's
name and the table's, such as `problem.unknown_key`. Blanks are written as `{name}`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib import resources

from babel import dates, numbers

from orgplanner.errors import Problem, UnknownName

LANGUAGES = ("en", "ja")
"""The languages of every text."""

WRITTEN_OUT = 1e15
"""Numbers from here on are written with a power of ten."""

LOCALES = {"en": "en_US", "ja": "ja_JP"}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every message: key to language to text."""
    messages: dict[str, dict[str, str]] = {}
    for file in sorted(resources.files("orgplanner.i18n").joinpath("texts").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            stem = file.name.removesuffix(".toml")
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
            messages.update({f"{stem}.{key}": texts for key, texts in tables.items()})
    return messages


def say(message: str | Problem, language: str, **values: object) -> str:
    """Return a message of the catalogue in `language` with its blanks filled.

    Args:
        message: key of the message, or a Problem, whose sentence starts with its place.
        language: `ja` or `en`.
        values: what fills the blanks; numbers are written in the language's way.

    Raises:
        UnknownName: the catalogue has no such message.
    """
    if isinstance(message, Problem):
        sentence = say(f"problem.{message.message}", language, **message.values)
        return f"{_place(message)}{sentence}"
    texts = catalogue().get(message)
    if texts is None:
        raise UnknownName("message", message, tuple(catalogue()))
    text = texts[language]
    return text.format(**{k: _written(v, language) for k, v in values.items()}) if values else text


def number(value: float, language: str, decimals: int = 1, *, sign: bool = False) -> str:
    """Write a number with at most `decimals` digits behind the point.

    >>> number(1234.56, "en")
    '1,234.6'
    """
    if abs(value) >= WRITTEN_OUT:
        return f"{value:.3g}"
    body = "#,##0" + ("." + "#" * decimals if decimals else "")
    written = numbers.format_decimal(_plain(value, decimals), format=body, locale=LOCALES[language])
    return f"+{written}" if sign and round(value, decimals) > 0 else written


def percent(value: float, language: str, decimals: int = 0) -> str:
    """Write a ratio as a percentage.

    >>> percent(0.183, "en")
    '18%'
    """
    body = "#,##0" + ("." + "#" * decimals if decimals else "") + "%"
    return numbers.format_percent(_plain(value, decimals + 2), format=body, locale=LOCALES[language])


def money(value: float, currency: str, language: str, *, compact: bool = False) -> str:
    """Write an amount of money, whole units of the currency.

    >>> money(2166668, "JPY", "en")
    '¥2,166,668'
    """
    if compact:
        return numbers.format_compact_currency(value, currency, locale=LOCALES[language], fraction_digits=1)
    return numbers.format_currency(
        round(value), currency, locale=LOCALES[language], currency_digits=False, format="¤#,##0"
    )


def month(value: str, language: str, *, short: bool = False) -> str:
    """Write a month given as `YYYY-MM`.

    >>> month("2027-04", "en")
    'April 2027'
    """
    skeleton = "yMMM" if short else "yMMMM"
    return dates.format_skeleton(skeleton, dt.date.fromisoformat(f"{value}-01"), locale=LOCALES[language])


def date(value: dt.date, language: str) -> str:
    """Write a date.

    >>> date(dt.date(2027, 4, 1), "en")
    'Apr 1, 2027'
    """
    return dates.format_date(value, format="medium", locale=LOCALES[language])


def _plain(value: float, decimals: int) -> float:
    """Round and turn minus zero into zero."""
    return round(value, decimals) + 0.0


def _written(value: object, language: str) -> str:
    if isinstance(value, float):
        return number(value, language, 4)
    if isinstance(value, (list, tuple)):
        return ("、" if language == "ja" else ", ").join(_written(v, language) for v in value)
    return str(value)


def _place(problem: Problem) -> str:
    line = f":{problem.line}" if problem.line else ""
    place = f" {problem.place}" if problem.place else ""
    head = f"{problem.file}{line}{place}".strip()
    return f"{head}: " if head else ""
