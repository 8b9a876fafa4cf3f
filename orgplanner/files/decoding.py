"""Bytes to text: what is no text, or text in another encoding, is told in one sentence."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from orgplanner.errors import InputProblems, Problem

# The first bytes of files that people mistake for text, with the sentence that says so.
MAGIC = (
    (b"PK\x03\x04", "file_is_zip"),
    (b"PK\x05\x06", "file_is_zip"),
    (b"\xd0\xcf\x11\xe0", "file_is_old_office"),
    (b"%PDF", "file_is_pdf"),
    (b"\x89PNG", "file_is_picture"),
    (b"\xff\xd8\xff", "file_is_picture"),
    (b"GIF8", "file_is_picture"),
    (b"\x1f\x8b", "file_is_zip"),
    (b"7z\xbc\xaf", "file_is_zip"),
    (b"SQLite format 3\x00", "file_is_binary"),
)
OFFICE_PARTS = ((b"xl/", "file_is_workbook"), (b"word/", "file_is_document"), (b"ppt/", "file_is_document"))
BYTE_ORDER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text holds: some stores and spreadsheets refuse them."""


def base_name(name: str) -> str:
    """Return the last part of a file's name, without folders and control characters.

    >>> base_name("../../etc/sou.yaml")
    'sou.yaml'
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    return CONTROL.sub("", last)[:120] or "?"


def decode(data: bytes, file: str, max_bytes: int) -> str:
    """Return the text of a UTF-8 file, its byte order mark taken off.

    Args:
        data: the whole file.
        file: its base name, for messages.
        max_bytes: largest size that is read.

    Raises:
        InputProblems: too large, no text, another encoding, empty, or control characters in it.
    """
    if len(data) > max_bytes:
        size = {"size": round(len(data) / 1e6, 1), "limit": round(max_bytes / 1e6, 1)}
        raise InputProblems([Problem(file, None, "", "file_too_large", size)])
    kind = kind_of_binary(data)
    if kind:
        raise InputProblems([Problem(file, None, "", kind)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblems([_wrong_encoding(data, file, error)]) from None
    if not text.strip():
        raise InputProblems([Problem(file, None, "", "file_empty")])
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise InputProblems([Problem(file, None, "", "file_is_html")])
    found = [_control(file, text, m) for m, _ in zip(CONTROL.finditer(text), range(20), strict=False)]
    if found:
        raise InputProblems(found)
    return text


def kind_of_binary(data: bytes) -> str | None:
    """Return the message for a file that is no text, told by its first bytes."""
    kind = next((message for magic, message in MAGIC if data.startswith(magic)), None)
    if kind == "file_is_zip":
        return next((message for part, message in OFFICE_PARTS if part in data), kind)
    return kind


def _wrong_encoding(data: bytes, file: str, error: UnicodeDecodeError) -> Problem:
    """Name the encoding if it can be told for sure; guessing would turn names into garbage."""
    line = data.count(b"\n", 0, error.start) + 1
    marked = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    encoding = marked or ("cp932" if _decodes(data, "cp932") else None)
    if encoding:
        name = {"cp932": "Shift_JIS (CP932)"}.get(encoding, encoding)
        return Problem(file, None, "", "other_encoding", {"encoding": name})
    return Problem(file, line, "", "file_is_binary" if b"\x00" in data else "not_utf8")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        return not CONTROL.search(data.decode(encoding))
    except UnicodeDecodeError:
        return False


def _control(file: str, text: str, found: re.Match[str]) -> Problem:
    line = text.count("\n", 0, found.start()) + 1
    return Problem(file, line, "", "control_character", {"code": f"U+{ord(found[0]):04X}"})
