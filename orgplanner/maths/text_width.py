"""How wide a text is, and where it breaks into lines, without a font.

Widths are upper bounds in em (the height of the type) over the sans faces in which a chart may be
shown: Noto Sans CJK, IPAexGothic, Arial and those of the same metrics. A text measured here fits in any
of them. Lines break at blanks and after hyphens, between the characters of Japanese and Chinese with the
common prohibitions (no full stop or closing bracket at a line's start, no opening bracket at its end) but
not within a word of katakana, and, when a word alone is wider than the line, anywhere between two
characters that a reader sees as two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

__all__ = ["text_width", "wrap_text"]

_FULL = 1.0
_EMOJI = 1.4
_OTHER = 0.78  # letters of scripts without a class of their own, such as Arabic and Thai
_LATIN = 0.72  # accented letters
_BY_WIDTH = (  # (regular, bold, characters)
    (0.33, 0.38, " ijl|I'.,:;!f()[]{}-"),
    (0.39, 0.44, "tr"),
    (0.50, 0.57, '*"/\\zsxyvcJk_'),
    (0.61, 0.64, "^aLge?F~TohnubdpqZ`"),
    (0.68, 0.72, "#$0123456789EPSVYABK+<=>X&R"),
    (0.80, 0.80, "CUHDNGOQ"),
    (0.94, 0.97, "wMm%W"),
    (1.02, 1.02, "@"),
)
_ASCII = {char: (regular, bold) for regular, bold, chars in _BY_WIDTH for char in chars}
_VERY_WIDE = {"\u2e3a": 2.0, "\u2e3b": 3.0, "\ufdfd": 10.0, "\u2031": 1.6}
_JOINER = "\u200d"
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〟…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.!?)]}:;%％‰°℃"
)
_NOT_LAST = frozenset("（〔［｛〈《「『【‘“〝([{#＃￥¥$＄€£")
_ROUNDING = 1e-9


class _Piece(NamedTuple):
    """Characters that stay on one line; `gap` are the blanks before them, lost at the start of a line."""

    gap: str
    text: str


def text_width(text: str, *, bold: bool = False) -> float:
    """Return an upper bound of a text's width, in em.

    Examples:
        >>> text_width("立ち上げ期")
        5.0
        >>> text_width("i") < text_width("W") < text_width("立") + 0.1
        True
    """
    return sum(_widths(char)[bold] for char in text)


def wrap_text(text: str, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines.

    Args:
        text: The text; its own line breaks count as blanks.
        width: Width of a line, in em.
        bold: Whether the face is bold.

    Returns:
        The lines, at least one. All characters are kept in their order except blanks at a break. Only a
        single character may be wider than the line.

    Examples:
        >>> wrap_text("Customer Success Manager", 8)
        ('Customer', 'Success', 'Manager')
        >>> wrap_text("顧客の成功、支援。", 5)
        ('顧客の成', '功、支援。')
    """
    if text_width(text, bold=bold) <= width + _ROUNDING:
        return (text,)
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _split(_pieces(text), width, bold):
        gap = piece.gap if line else ""
        wide = text_width(piece.text, bold=bold)
        before = text_width(gap, bold=bold)
        if line and used + before + wide > width + _ROUNDING:
            lines.append(line)
            line, used, gap, before = "", 0.0, "", 0.0
        line, used = line + gap + piece.text, used + before + wide
    return (*lines, line) if line or not lines else tuple(lines)


@lru_cache(maxsize=8192)
def _widths(char: str) -> tuple[float, float]:
    """Return the width of one character, regular and bold."""
    if char in _ASCII:
        return _ASCII[char]
    if char in _VERY_WIDE:
        return _VERY_WIDE[char], _VERY_WIDE[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0.0, 0.0
    wide = unicodedata.east_asian_width(char)
    if wide == "H":
        return 0.55, 0.6
    if "\U0001f000" <= char <= "\U0001faff":
        return _EMOJI, _EMOJI
    if wide in "WFA":
        return _FULL, _FULL
    if char < "\u0250":
        small = category in ("Ll", "Po", "Zs")
        return (0.68, _LATIN) if small else (1.0, 1.0)
    return (_OTHER, 0.9) if category[0] in "LMN" else (_FULL, _FULL)


def _clusters(text: str) -> Iterator[str]:
    """Yield what a reader sees as one character: a letter with its marks, a joined emoji, a flag."""
    cluster, flags = "", 0
    for char in text:
        flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        joins = cluster and (
            cluster[-1] == _JOINER
            or unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf")
            or "\U0001f3fb" <= char <= "\U0001f3ff"
            or (flag and flags % 2 == 1)
        )
        if cluster and not joins:
            yield cluster
            cluster, flags = "", 0
        cluster += char
        flags += flag
    if cluster:
        yield cluster


def _pieces(text: str) -> Iterator[_Piece]:
    """Cut a text where a line may end."""
    gap, piece = "", ""
    for cluster in _clusters(text):
        if cluster.isspace() and cluster not in "\u00a0\u202f\u2007":
            if piece:
                yield _Piece(gap, piece)
                gap, piece = "", ""
            gap += " " if cluster in "\t\n\r\x0b\x0c\u2028\u2029" else cluster
        elif piece and _may_break(piece[-1], cluster[0]):
            yield _Piece(gap, piece)
            gap, piece = "", cluster
        else:
            piece += cluster
    if piece or gap:
        yield _Piece(gap, piece)


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST or (_is_katakana(before) and _is_katakana(after)):
        return False
    return before in "-/・" or _is_ideographic(before) or _is_ideographic(after)


@lru_cache(maxsize=8192)
def _is_ideographic(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "ー"


def _split(pieces: Iterator[_Piece], width: float, bold: bool) -> Iterator[_Piece]:
    """Cut pieces that are wider than a line between any two characters."""
    for piece in pieces:
        if text_width(piece.text, bold=bold) <= width + _ROUNDING:
            yield piece
            continue
        gap, part = piece.gap, list[str]()
        for cluster in _clusters(piece.text):
            if part and text_width("".join((*part, cluster)), bold=bold) > width + _ROUNDING:
                moved = [part.pop()] if cluster in _NOT_FIRST and len(part) > 1 else []
                yield _Piece(gap, "".join(part))
                gap, part = "", moved
            part.append(cluster)
        yield _Piece(gap, "".join(part))
