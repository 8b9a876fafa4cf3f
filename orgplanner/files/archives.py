"""ZIP archives of phase files, read in memory with limits, nothing ever written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from orgplanner.errors import InputProblems, Problem

MAX_PACKED = 5_000_000
MAX_UNPACKED = 5_000_000
MAX_FILES = 100
MAX_RATIO = 200
"""Largest unpacked size of a file as a multiple of its packed size; honest text stays far below."""


def read_archive(data: bytes, file: str) -> dict[str, bytes]:
    """Return the files of a ZIP archive by their path in it.

    A single folder around everything is taken off, as are the files that macOS adds.

    Raises:
        InputProblems: no ZIP, too large, too many files, a path that leaves the archive, an encrypted file.
    """
    if len(data) > MAX_PACKED:
        size = {"size": round(len(data) / 1e6, 1), "limit": MAX_PACKED / 1e6}
        raise InputProblems([Problem(file, None, "", "file_too_large", size)])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _is_litter(m.filename)]
            problems = check_members(members, file)
            if problems:
                raise InputProblems(problems)
            return _without_wrapper({m.filename: archive.read(m) for m in members})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise InputProblems([Problem(file, None, "", "archive_unreadable")]) from None


def check_members(members: list[zipfile.ZipInfo], file: str) -> list[Problem]:
    """Refuse what an archive of phase files never holds, by its table of contents alone."""
    size = sum(m.file_size for m in members)
    if len(members) > MAX_FILES:
        return [Problem(file, None, "", "archive_too_many", {"count": len(members), "limit": MAX_FILES})]
    if size > MAX_UNPACKED or any(m.file_size > MAX_RATIO * max(m.compress_size, 100) for m in members):
        values = {"size": round(size / 1e6, 1), "limit": MAX_UNPACKED / 1e6}
        return [Problem(file, None, "", "archive_too_large", values)]
    paths = [(m, PurePosixPath(m.filename.replace("\\", "/"))) for m in members]
    odd = [m for m, path in paths if not path.parts or path.is_absolute() or ".." in path.parts or ":" in m.filename]
    problems = [Problem(file, None, "", "archive_path", {"path": m.filename[:80]}) for m in odd]
    locked = [m for m in members if m.flag_bits & 1]
    problems += [Problem(file, None, "", "archive_locked", {"path": m.filename[:80]}) for m in locked]
    names = [m.filename for m in members]
    twice = sorted({name for name in names if names.count(name) > 1})
    return problems + [Problem(file, None, "", "archive_twice", {"path": name[:80]}) for name in twice]


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in (".DS_Store", "Thumbs.db")


def _without_wrapper(files: dict[str, bytes]) -> dict[str, bytes]:
    firsts = {PurePosixPath(name).parts[0] for name in files}
    is_wrapped = len(firsts) == 1 and not firsts & {"catalogue"} and all("/" in name for name in files)
    return {name.split("/", 1)[1] if is_wrapped else name: content for name, content in files.items()}
