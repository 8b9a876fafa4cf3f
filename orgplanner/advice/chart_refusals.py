"""Why an edit of the chart cannot be applied, with names in place of ids."""

from __future__ import annotations

from orgplanner import i18n
from orgplanner.advice.chart_words import ChartNames
from orgplanner.errors import Problem
from orgplanner.plan import Plan

_SEATS = ("seat", "to", "other")


def with_names(plan: Plan, problem: Problem, language: str) -> Problem:
    """Return a refused edit's problem with names filled in and without its place in the file.

    Args:
        plan: the plan whose chart refuses the edit.
        problem: what `plan.refused_edits` or `plan.design.set_aside` tells.
        language: `ja` or `en`.
    """
    names, told = ChartNames(plan, language), dict(problem.values)
    for key in _SEATS:
        if key in told:
            told[key] = names.seat(str(told[key]))
    for key, name in (("person", names.person), ("role", names.role)):
        if key in told:
            told[key] = name(str(told[key]))
    for key in ("roles", "choices"):
        if key in told:
            told[key] = [names.role(str(role)) for role in _listed(told[key])]
    return Problem("", None, "", problem.message, told)


def refusal_words(plan: Plan, problem: Problem, language: str) -> str:
    """Return why an edit cannot be applied, and what to do instead, as a sentence."""
    sentence = i18n.say(with_names(plan, problem, language), language)
    return i18n.say("chart_editing.sentence", language, words=sentence[:1].upper() + sentence[1:])


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)
