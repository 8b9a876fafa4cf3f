"""The font files with which pictures are set: the system's Noto Sans CJK, else the one that came along.

A picture must not depend on what a browser or an operating system would choose, so the fonts are given to
the renderers file by file. IPAexGothic comes with the package `matplotlib-fontja`; only its font file is
used, nothing of the package is imported.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

__all__ = ["find_fonts", "system_folders"]

_PACKAGE = "matplotlib-fontja"
_PACKAGED = "ipaexg.ttf"
_JAPANESE = (  # one row is one family; every file of the first row found is taken
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf"),
    ("NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
)
_OTHER_SCRIPTS = (
    "DejaVuSans.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoEmoji-Regular.ttf",
)


def system_folders() -> tuple[Path, ...]:
    """Return the folders in which operating systems keep fonts."""
    home = Path.home()
    windows = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts"
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        home / "Library/Fonts",
        windows,
    )


def find_fonts() -> tuple[Path, ...]:
    """Return the font files to draw with, the one for Japanese and Latin first.

    Raises:
        FileNotFoundError: If the system has no Noto Sans CJK and `matplotlib-fontja` is not installed.
    """
    return _find(system_folders())


@lru_cache(maxsize=8)
def _find(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    wanted = {name for row in _JAPANESE for name in row} | set(_OTHER_SCRIPTS)
    found: dict[str, Path] = {}
    for path in _walk(folders):
        if path.name in wanted:
            found.setdefault(path.name, path)
    japanese = next((row for row in _JAPANESE if row[0] in found), ())
    chosen = tuple(found[name] for name in japanese if name in found) or (_packaged_font(),)
    return chosen + tuple(found[name] for name in _OTHER_SCRIPTS if name in found)


def _walk(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the files in and below the folders, always in the same order."""
    for folder in folders:
        for place, below, names in os.walk(folder):
            below.sort()
            yield from (Path(place, name) for name in sorted(names))


def _packaged_font() -> Path:
    try:
        listed = files(_PACKAGE) or ()
    except PackageNotFoundError:
        listed = ()
    for file in listed:
        if file.name == _PACKAGED:
            return Path(str(file.locate()))
    raise FileNotFoundError(f"no Japanese font found: install the package {_PACKAGE} or Noto Sans CJK")
