"""The one grammar of numbers that people write as text: `１２０`, `1,200`, `¥120,000`, `1.2億円`, `2%`."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

SIGNS = {"¥": "JPY", "円": "JPY", "JPY": "JPY", "$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR"}
"""Signs of currencies, full-width ones written half-width."""

SCALES = {"千": 1e3, "万": 1e4, "億": 1e8, "k": 1e3, "m": 1e6}

MONEY = "|".join(map(re.escape, SIGNS))
NUMBER = re.compile(
    rf"(?P<minus>[-−–▲△])?\s*(?P<before>{MONEY})?\s*(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<decimals>\.\d+)?"
    rf"\s*(?P<scale>[千万億km])?\s*(?P<after>{MONEY})?(?P<percent>%)?",
    re.IGNORECASE | re.ASCII,
)
MAX_LENGTH = 40


@dataclass(frozen=True)
class WrittenNumber:
    """A number as somebody wrote it."""

    value: float
    """Its value; percent are written as a ratio already."""
    currency: str | None = None
    """Code of the currency whose sign stands with it."""
    is_percent: bool = False
    """Whether it was written in percent."""


def read_number(text: str) -> WrittenNumber | None:
    """Read a number written as text, or return None where it can be read in no way or in two.

    A comma parts thousands and a point starts the decimals; `1.200,50` and `1_000` are not guessed at.

    >>> read_number("１，２００").value, read_number("¥12万").value, read_number("2%").value
    (1200.0, 120000.0, 0.02)
    >>> read_number("1.200,50") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = NUMBER.fullmatch(plain) if len(plain) <= MAX_LENGTH else None
    if found is None or (found["before"] and found["after"]):
        return None
    sign = (found["before"] or found["after"] or "").upper()
    if found["percent"] and (sign or found["scale"]):
        return None
    value = float(found["digits"].replace(",", "") + (found["decimals"] or ""))
    value *= SCALES[found["scale"].lower()] if found["scale"] else 1
    value = value / 100 if found["percent"] else value
    return (
        WrittenNumber(-value if found["minus"] else value, SIGNS.get(sign), bool(found["percent"]))
        if math.isfinite(value)
        else None
    )
