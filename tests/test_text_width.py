"""Texts are measured no narrower than they are, and lines break where a reader expects it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgplanner.exports.chart.fonts import find_fonts
from orgplanner.maths.text_width import text_width, wrap_text

SENTENCES = (
    "Customer Success Manager (onboarding & adoption), 100% load @ EMEA/JP-1",
    "オンボーディング担当 採用枠(未充足) 2027年4月入社、立ち上げ期",
    "Zoë Łukasiewicz-Ångström ÉCLAIR ŒUVRE ﾊﾝｶｸ ～—–“”",
    "Жюри ΩΜΕΓΑ",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_no_font_that_pictures_are_set_with_is_wider_than_measured(text: str) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    for path in find_fonts()[:2]:
        if "Bold" in path.name or "Regular" in path.name or path.suffix == ".ttf":
            font = ttlib.TTFont(path, fontNumber=0)
            glyphs, advance, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
            set_width = sum(advance[glyphs[ord(char)]][0] / em for char in text if ord(char) in glyphs)
            known = "".join(char for char in text if ord(char) in glyphs)
            assert set_width <= text_width(known, bold="Bold" in path.name) + 1e-9, Path(path).name


def test_latin_breaks_at_blanks_and_after_hyphens() -> None:
    assert wrap_text("Customer Success Manager", 8) == ("Customer", "Success", "Manager")
    assert wrap_text("Smith-Jones", 4) == ("Smith-", "Jones")
    assert wrap_text("short", 80) == ("short",)
    assert wrap_text("", 8) == ("",)


def test_japanese_breaks_anywhere_but_not_before_a_full_stop_or_after_an_opening_bracket() -> None:
    assert wrap_text("立ち上げ期の組織", 5) == ("立ち上げ期", "の組織")
    assert wrap_text("顧客の成功。", 5) == ("顧客の成", "功。")
    assert wrap_text("担当者「花子」", 4) == ("担当者", "「花子」")
    assert wrap_text("サーバー", 3) == ("サー", "バー")


def test_a_word_of_katakana_stays_together_where_a_line_can_hold_it() -> None:
    assert wrap_text("担当マネージャー", 7) == ("担当", "マネージャー")
    assert wrap_text("カスタマー・サクセス", 6) == ("カスタマー・", "サクセス")


def test_a_word_wider_than_the_line_is_cut_between_characters_a_reader_sees() -> None:
    assert all(text_width(line) <= 10 for line in wrap_text("W" * 200, 10))
    family = "👩‍👩‍👧‍👦"
    assert set(wrap_text(family * 30, 12)) == {family * 2}
    assert all(not line.startswith("\u0301") for line in wrap_text("e\u0301" * 90, 5))


@given(st.text(max_size=120), st.floats(min_value=1.5, max_value=30), st.booleans())
def test_nothing_but_blanks_at_a_break_is_lost_and_no_line_is_too_wide(text: str, width: float, bold: bool) -> None:
    lines = wrap_text(text, width, bold=bold)
    assert len(lines) >= 1
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert text_width(line, bold=bold) <= width + 1e-6 or _is_one_character(line)


def _is_one_character(line: str) -> bool:
    joined = [
        char for char in line if not (unicodedata.category(char)[0] in "MC" or "\U0001f3fb" <= char <= "\U0001f3ff")
    ]
    return len(line.strip()) <= 1 or len(joined) <= 1 or "\u200d" in line or "\U0001f1e6" <= line[0] <= "\U0001f1ff"
