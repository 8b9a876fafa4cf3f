"""YAML and JSON come in as plain data with lines; whatever could surprise is refused at once and fast."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.document import Document
from orgplanner.files.json import read_json
from orgplanner.files.writer import write_yaml
from orgplanner.files.yaml import read_yaml

Read = Callable[[bytes, str], Document]


def data_of(text: str) -> object:
    return read_yaml(text.encode(), "x.yaml").data


def problems_of(data: bytes | str, read: Read = read_yaml) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as error:
        read(data.encode() if isinstance(data, str) else data, "x.yaml")
    return error.value.problems


def messages_of(data: bytes | str, read: Read = read_yaml) -> list[str]:
    return [p.message for p in problems_of(data, read)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-2", -2),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("no", "no"),
        ("on", "on"),
        ("NO", "NO"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2027-04-01", "2027-04-01"),
        ("2024-02-30", "2024-02-30"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("¥1,200", "¥1,200"),
        ("髙橋", "髙橋"),
    ],
)
def test_a_plain_value_means_what_yaml_1_2_says(text: str, value: object):
    data = data_of(f"a: {text}")
    assert data == {"a": value}
    assert type(data["a"]) is type(value)  # type: ignore[index]


def test_lists_mappings_and_block_texts_are_read():
    text = "a:\n  - 1\n  - {b: [2, 3]}\nc: |\n  one\n  two\nd: >-\n  one\n  two\n"
    assert data_of(text) == {"a": [1, {"b": [2, 3]}], "c": "one\ntwo\n", "d": "one two"}


def test_every_place_has_its_line_also_by_id():
    document = read_yaml(b"segments:\n  - id: all\n    accounts: 60\nroster:\n  - id: a.b\n    manager: c\n", "x.yaml")
    assert document.line(("segments", 0, "accounts")) == 3
    assert document.line(("segments", 0, "nothing")) == 2
    assert document.place(("segments", 0, "accounts")) == "segments.all.accounts"
    assert document.find("segments.all.accounts") == ("segments", 0, "accounts")
    assert document.find("segments.0.accounts") == ("segments", 0, "accounts")
    assert document.find("roster.a.b.manager") == ("roster", 0, "manager")
    assert document.find("segments.other") is None


def test_a_byte_order_mark_is_taken_off():
    assert read_yaml(b"\xef\xbb\xbfa: 1", "x.yaml").data == {"a": 1}
    assert read_json(b'\xef\xbb\xbf{"a": 1}', "x.json").data == {"a": 1}


def test_all_oddities_of_a_file_come_at_once_with_their_lines():
    found = problems_of("a: &x 1\nb: *x\nb: 2\n<<: {c: 1}\nd: !t 1\ne: .nan\n")
    assert [(p.line, p.message) for p in found] == [
        (1, "yaml_anchor"),
        (2, "yaml_alias"),
        (3, "duplicate_key"),
        (4, "yaml_merge"),
        (5, "yaml_tag"),
        (6, "number_not_finite"),
    ]


def test_problems_before_a_break_of_the_syntax_are_told_with_it():
    assert messages_of("a: 1\na: 2\nb: [1\n") == ["duplicate_key", "yaml_open_bracket"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n\tb: 1", "yaml_tab"),
        ("a: 1\n---\nb: 2", "yaml_documents"),
        ("%YAML 1.1\n---\na: 1", "yaml_directive"),
        ("? [a]\n: 1", "key_not_text"),
        ("a: .INF", "number_not_finite"),
        ("a: 1e999", "number_not_finite"),
        ("a: " + "9" * 5000, "number_too_long"),
        ('a: "\\x07"', "control_character"),
        ("a: \x07", "control_character"),
        ("", "file_empty"),
        (" \n", "file_empty"),
        ("# only a comment", "file_empty"),
        ("null", "file_empty"),
    ],
)
def test_an_oddity_has_its_own_sentence(text: str, message: str):
    assert messages_of(text) == [message]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("名前: 髙橋".encode("cp932"), "other_encoding"),
        ("名前: 高橋".encode("utf-16"), "other_encoding"),
        ("name: Sou".encode("utf-16-le"), "other_encoding"),
        ("name: Müller".encode("latin-1"), "not_utf8"),
        (b"name: \x00\x01\x02\x03abcdefghijklmnopqrstuvwxyz0123456789", "file_is_binary"),
        (b"a: 1\n" * 300_000, "file_too_large"),
    ],
)
def test_what_is_no_utf_8_text_is_named(data: bytes, message: str):
    assert messages_of(data) == [message]


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + k)}: &{chr(98 + k)} [*{chr(97 + k)}, *{chr(97 + k)}]\n" for k in range(20)
)
MERGES = "a: &a {x: 1}\n" + "".join(f"b{k}: &b{k} {{<<: [*a, *a, *a]}}\n" for k in range(9))
HOSTILE = {
    "aliases that grow": LAUGHS,
    "merge keys that grow": MERGES,
    "open brackets": "[" * 100_000,
    "open braces": "{a: " * 100_000,
    "lists in lists": "- " * 100_000,
    "keys in keys": "? " * 100_000,
    "a huge number": "a: " + "9" * 900_000,
    "anchors without end": "&a " * 100_000,
    "tags without end": "!a " * 100_000,
    "one key a thousand times": "a: 1\n" * 100_000,
    "a directive": "%" * 900_000,
    "open quotes": '"' * 900_001,
    "an escape beyond all characters": 'a: "\\UFFFFFFFF"',
    "a surrogate": 'a: "\\ud800"',
    "an object": "!!python/object/apply:os.system [ls]",
    "colons": ": " * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_is_refused_at_once(text: str):
    started = time.process_time()
    assert problems_of(text)
    assert time.process_time() - started < 15


HOSTILE_JSON = {
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 100_000,
    "a huge number": "[" + "9" * 900_000 + "]",
    "a surrogate": '["\\ud800"]',
    "a zero character": '["\\u0000"]',
    "one key a thousand times": "{" + '"a": 1,' * 100_000 + '"a": 1}',
}


@pytest.mark.parametrize("text", HOSTILE_JSON.values(), ids=HOSTILE_JSON)
def test_hostile_json_is_refused_at_once(text: str):
    started = time.process_time()
    assert problems_of(text, read_json)
    assert time.process_time() - started < 15


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('{"a": 1,\n "a": 2}', "duplicate_key", 2),
        ('{"a":\n NaN}', "number_not_finite", 2),
        ('{"a": -Infinity}', "number_not_finite", 1),
        ('{"a": 1e999}', "number_not_finite", 1),
        ('{"a": 1,\n}', "json_comma", 2),
        ("[1\n 2]", "json_mark", 2),
        ('{"a" 1}', "json_mark", 1),
        ("{a: 1}", "json_key", 1),
        ('{"a": tru}', "json_word", 1),
        ('{"a": 1} x', "json_rest", 1),
        ('{"a":', "json_end", 1),
        ('{"a": "x', "json_text", 1),
        ('{"a": +1}', "json_value", 1),
        ('{"a": 01}', "json_mark", 1),
    ],
)
def test_json_is_strict_with_lines(text: str, message: str, line: int):
    assert [(p.message, p.line) for p in problems_of(text, read_json)] == [(message, line)]


characters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(characters),
)
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(characters, max_size=20), inner, max_size=4),
)


@given(st.dictionaries(st.text(characters, max_size=20), plain, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_plain_data_written_and_read_are_the_same(data: dict[str, object]):
    assert read_yaml(write_yaml(data).encode(), "x.yaml").data == data


@given(st.dictionaries(st.text(characters), plain, max_size=4))
@settings(max_examples=200, deadline=None)
def test_json_is_read_as_the_standard_library_reads_it(data: dict[str, object]):
    for indent in (None, 2, "\t"):
        text = json.dumps(data, ensure_ascii=indent is None, indent=indent)
        assert read_json(text.encode(), "x.json").data == data


pieces = st.sampled_from(
    [
        "a",
        "b:",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "\n",
        "  ",
        "\t",
        "#",
        "|",
        ">",
        "&a ",
        "*a ",
        "!x ",
        "? ",
        *("1", "-", "---", "...", "%", "\\", "髙", "：", "\r", "\x85", "\u2028", "@", "`", "<<: ", "~"),
    ]
)


@given(st.lists(pieces, max_size=30).map("".join))
@settings(max_examples=500, deadline=None)
def test_any_text_gives_data_or_problems(text: str):
    for read in (read_yaml, read_json):
        with contextlib.suppress(InputProblems):
            read(text.encode(), "x.yaml")


@given(
    st.lists(
        st.sampled_from(["a", "b: ", "c", ": ", "- ", "\n", "\n  ", "\n    ", " #x", " ", "[", "]", ",", "1", '"']),
        max_size=30,
    ).map("".join)
)
@settings(max_examples=500, deadline=None)
def test_what_is_read_is_what_the_yaml_library_reads(text: str):
    try:
        data = read_yaml(text.encode(), "x.yaml").data
    except InputProblems:
        return
    assert data == with_text_keys(YAML(typ="safe", pure=True).load(text))


def with_text_keys(data: object) -> object:
    if isinstance(data, dict):
        return {str(key): with_text_keys(value) for key, value in data.items()}
    return [with_text_keys(value) for value in data] if isinstance(data, list) else data


def test_the_shipped_files_are_read_as_the_yaml_library_reads_them(root: Path):
    for file in sorted((root / "phases").rglob("*.yaml")):
        read = read_yaml(file.read_bytes(), file.name).data
        assert read == YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
