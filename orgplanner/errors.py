"""The family of errors that orgplanner raises on purpose.

OrgPlannerError
├── InputProblems        files or edits that cannot be read; carries every Problem at once
├── InvalidArgument      a number that a function cannot work with; a ValueError as well
├── UnknownName          an id that does not exist; carries the nearest ones
├── InfeasiblePlan       no plan satisfies the rules; names the rules involved
└── UnsoundPlan          a plan that was found breaks a rule: a fault of the planner
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input, told so that a person can mend it.

    `message` is a key of the text catalogue under `problem.`; `values` fills its blanks. The sentence is made by
    `i18n.say(problem, language)`, so that one problem reads well in every language.
    """

    file: str
    line: int | None
    place: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class OrgPlannerError(Exception):
    """Base of every error raised on purpose by orgplanner."""


class InputProblems(OrgPlannerError):
    """Raised when an input cannot be used; holds every problem found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.file}: {p.place}: {p.message}" for p in self.problems))


class InvalidArgument(OrgPlannerError, ValueError):
    """Raised when a function is given a value it has no answer for; says which, what is wrong and what would do."""

    def __init__(self, argument: str, wrong: str) -> None:
        self.argument = argument
        super().__init__(f"{argument} is {wrong}")


class UnknownName(OrgPlannerError):
    """Raised when a role, figure, phase or other id does not exist."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        self.kind = kind
        self.name = name
        self.nearest = tuple(nearest_names(name, known))
        hint = f"; nearest: {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"unknown {kind} {name!r}{hint}")


class InfeasiblePlan(OrgPlannerError):
    """Raised when no plan satisfies the rules; `rules` names the families of rules that conflict."""

    def __init__(self, rules: Sequence[str]) -> None:
        self.rules = tuple(rules)
        super().__init__(f"no plan satisfies these rules together: {', '.join(self.rules)}")


class UnsoundPlan(OrgPlannerError):
    """Raised when a plan that was found does not stand up to the check; never a fault of the user."""

    def __init__(self, rules: Sequence[str]) -> None:
        self.rules = tuple(rules)
        super().__init__(f"the plan that was found breaks: {', '.join(self.rules)}")


def nearest_names(name: str, known: Sequence[str], count: int = 3) -> list[str]:
    """Return the known names that look most like `name`, best first.

    >>> nearest_names("suport", ["support", "systems", "head"])
    ['support']
    """
    return get_close_matches(str(name), list(known), n=count, cutoff=0.6)
