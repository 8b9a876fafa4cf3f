"""What things of a plan are called on screen: roles, positions, units, sources of people, sources of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orgplanner.records.base import SourceKind, Statement
from orgplanner.records.phase import Phase
from orgplanner.ui.wording import escape, say, text


def role_label(phase: Phase, role: str) -> str:
    """Return the label of a role of the catalogue."""
    return text(phase.definition_of(role).label)


def role_labels(phase: Phase, roles: Iterable[str]) -> str:
    """Return the labels of roles as one spoken list."""
    return say("org_chart.between").join(role_label(phase, role) for role in roles)


def source_word(source: SourceKind) -> str:
    """Return the word for a way to fill a position, fit to stand alone."""
    word = say(f"source.kind_{source.value}")
    return word[:1].upper() + word[1:]


def cited(phase: Phase, key: str) -> str:
    """Return a source of statements in short, as Markdown: author and year, or that it is a judgement."""
    if key == "judgement":
        return say("org_chart.cited_judgement")
    found = next((s for s in phase.catalogue.sources if s.id == key), None)
    return say("org_chart.cited", author=escape(found.author), year=found.year) if found else escape(key)


def stated(phase: Phase, statement: Statement) -> str:
    """Return a statement with its source, as Markdown."""
    return f"{escape(text(statement.text))} :gray[{cited(phase, statement.source)}]"


def listed(phase: Phase, heading: str, statements: Sequence[Statement]) -> str:
    """Return a heading with statements below, as Markdown; a source that all of them share is named once."""
    sources = {s.source for s in statements}
    if len(sources) > 1:
        lines = [stated(phase, s) for s in statements]
        return "\n".join([f"**{escape(heading)}**", "", *(f"- {line}" for line in lines)])
    shared = "".join(f" :gray[{cited(phase, key)}]" for key in sources)
    return "\n".join([f"**{escape(heading)}**{shared}", "", *(f"- {escape(text(s.text))}" for s in statements)])


def joined(words: Iterable[str]) -> str:
    """Return words as one list in the page's language, empty ones left out."""
    return say("org_chart.between").join(word for word in words if word)
