"""The YAML library's scanner with a short cut for what nearly every value is: words on one line.

The library looks at each character by itself. Here a plain value that ends on its line is found by one
pattern; whatever the pattern does not fit goes the library's own way, so that both read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import ScalarToken

# Words, then the colon of a key or the end of the line; `next` is the indent of the line below.
IN_BLOCK = re.compile(r"[^\s:#\0\ufeff]++(?: ++[^\s:#\0\ufeff]++)*+(?=:[ \n]|\n(?P<next> *)[^\s#])")
IN_FLOW = re.compile(r"[^\s:#,?\[\]{}\0\ufeff]++(?: ++[^\s:#,?\[\]{}\0\ufeff]++)*+(?=[,\]}]|: )")
BLANKS = re.compile(" *")
ONE_LINE = re.compile(r"[^\n\r\ufeff]*")


def events_of(text: str) -> Iterator[Any]:
    """Yield the parser's events of a YAML text, before anything is built from them."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Reader, yaml.Scanner, yaml.Parser = QuickReader, QuickScanner, QuickParser
    events: Iterator[Any] = yaml.parse(text)
    return events


class QuickParser(Parser):
    """Looks its scanner up once."""

    @cached_property
    def scanner(self) -> Any:
        """The scanner of the text."""
        return self.loader.scanner


class QuickReader(Reader):
    """Steps over many characters of one line at once."""

    def forward(self, length: int = 1) -> None:
        """Move on by `length` characters."""
        end = self.pointer + length
        if length > 1 and end + 1 < len(self.buffer) and ONE_LINE.fullmatch(self.buffer, self.pointer, end):
            self.pointer = end
            self.index += length
            self.column += length
        else:
            super().forward(length)


class QuickScanner(Scanner):
    """Finds plain values by a pattern where one fits."""

    @cached_property
    def reader(self) -> Any:
        """The reader of the text, looked up once."""
        return self.loader.reader

    def check_token(self, *choices: Any) -> bool:
        """Tell whether the next token is one of the given kinds."""
        while (not self.tokens or self.possible_simple_keys) and self.need_more_tokens():
            self.fetch_more_tokens()
        return bool(self.tokens) and (not choices or isinstance(self.tokens[0], choices))

    def need_more_tokens(self) -> bool:
        """Tell whether the next token may still change; without an open key it cannot."""
        if self.tokens and not self.possible_simple_keys:
            return False
        return bool(super().need_more_tokens())

    def scan_to_next_token(self) -> Any:
        """Step over an indent at once, then over whatever else is no token."""
        blanks = BLANKS.match(self.reader.buffer, self.reader.pointer)
        if blanks and blanks[0]:
            self.reader.forward(len(blanks[0]))
        return super().scan_to_next_token()

    def scan_plain(self) -> Any:
        """Read a plain value."""
        reader = self.reader
        found = (IN_FLOW if self.flow_context else IN_BLOCK).match(reader.buffer, reader.pointer)
        if found is None or len((not self.flow_context and found["next"]) or "") > self.indent:
            return super().scan_plain()
        start = reader.get_mark()
        self.allow_simple_key = False
        reader.forward(len(found[0]))
        return ScalarToken(found[0], True, start, reader.get_mark())
