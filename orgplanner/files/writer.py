"""Plain data to YAML that reads back the same: no anchors, no folding, quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from orgplanner.files.document import Data

# Texts that mean themselves without quotes: a letter first, then nothing that YAML gives a meaning to.
PLAIN = re.compile(r"[A-Za-z_ぁ-んァ-ヶー一-龠][\w ./()+ぁ-んァ-ヶー一-龠、。・()-]*(?<! )")
MEANINGFUL = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
BLOCK_LINE = re.compile(r"[^\s](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff])?")
MIN_BLOCK_LINES = 2


def write_yaml(data: Data) -> str:
    r"""Write plain data as one YAML document.

    >>> data = {"name": "Sou", "segments": [{"id": "all", "accounts": 60}], "notes": "a\nb"}
    >>> print(write_yaml(data), end="")
    name: Sou
    segments:
      - id: all
        accounts: 60
    notes: |-
      a
      b
    """
    return "\n".join(_lines(data, 0)) + "\n"


def _lines(data: Data, depth: int) -> Iterator[str]:
    """Yield the lines of a mapping or list `depth` levels in."""
    pad = "  " * depth
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _member(f"{pad}{_key(key)}:", value, depth)
    elif isinstance(data, list):
        for value in data:
            inner = list(_lines(value, depth + 1)) if isinstance(value, (dict, list)) and value else []
            if inner:
                yield f"{pad}- {inner[0].lstrip(' ')}"
                yield from inner[1:]
            else:
                yield f"{pad}- {_scalar(value)}"


def _member(head: str, value: Data, depth: int) -> Iterator[str]:
    if isinstance(value, (dict, list)) and value:
        yield head
        yield from _lines(value, depth + 1)
    elif isinstance(value, str) and _is_block(value):
        yield f"{head} |-"
        yield from ("  " * (depth + 1) + line for line in value.split("\n"))
    else:
        yield f"{head} {_scalar(value)}"


def _is_block(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) >= MIN_BLOCK_LINES and all(BLOCK_LINE.fullmatch(line) for line in lines)


def _key(key: str) -> str:
    return key if PLAIN.fullmatch(key) and key.lower() not in MEANINGFUL else _quoted(key)


def _scalar(value: Data) -> str:
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) and value.lower() not in MEANINGFUL else _quoted(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact below
        return str(int(value))
    return json.dumps(value, allow_nan=False)


def _quoted(text: str) -> str:
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
