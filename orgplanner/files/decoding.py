"""Bytes to text: what is no text, or text in another encoding, is told in one sentence."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from orgplanner.errors import InputProblems, Problem
from orgplanner.records.base import CONTROL

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
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def base_name(name: str) -> str:
    """Return the last part of a file's name, without folders and control characters.

    >>> base_name("../../etc/sou.yaml")
    'sou.yaml'
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    return CONTROL.sub("", last)[:120] or "?"


def decode(data: bytes, file: str, max_bytes: int, *, is_table: bool = False) -> str:
    """Return the text of a UTF-8 file, its byte order mark taken off.

    Args:
        data: the whole file.
        file: its base name, for messages.
        max_bytes: largest size that is read.
        is_table: read Shift_JIS too, in which Japanese spreadsheets write their tables.

    Raises:
        InputProblems: too large, no text, another encoding, empty, or control characters in it.
    """
    if len(data) > max_bytes:
        size = {"size": round(len(data) / 1e6, 1), "limit": round(max_bytes / 1e6, 1)}
        raise InputProblems([Problem(file, None, "", "file_too_large", size)])
    kind = kind_of_binary(data)
    if kind:
        raise InputProblems([Problem(file, None, "", kind)])
    if _utf_16(data):
        raise InputProblems([Problem(file, None, "", "other_encoding", {"encoding": "UTF-16"})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        japanese = _shift_jis(data)
        if japanese is None or not is_table:
            raise InputProblems([_not_utf_8(data, file, error.start, japanese)]) from None
        text = japanese
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
    if kind is None and b"\x00" in data and not _utf_16(data):
        return "file_is_binary"
    return kind


def _utf_16(data: bytes) -> bool:
    """Tell UTF-16 by its mark, or by the zero byte that half of its Latin letters have."""
    zeros = max(data[0:2000:2].count(0), data[1:2000:2].count(0))
    return data.startswith(UTF_16_MARKS) or zeros * 8 > len(data[:2000])


def _shift_jis(data: bytes) -> str | None:
    """Return the text where all bytes fit Shift_JIS."""
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return None
    return None if CONTROL.search(text) else text


def _not_utf_8(data: bytes, file: str, start: int, japanese: str | None) -> Problem:
    """Name Shift_JIS where all bytes fit it; reading it unasked would turn names into garbage."""
    if japanese is not None:
        return Problem(file, None, "", "other_encoding", {"encoding": "Shift_JIS (CP932)"})
    return Problem(file, data.count(b"\n", 0, start) + 1, "", "not_utf8")


def _control(file: str, text: str, found: re.Match[str]) -> Problem:
    line = text.count("\n", 0, found.start()) + 1
    return Problem(file, line, "", "control_character", {"code": f"U+{ord(found[0]):04X}"})
