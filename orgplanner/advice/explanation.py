"""The derivation of a figure as an indented tree, down to the assumptions and their sources."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.advice.figures import bare, explain_operation, grade_of, label_of, source_of, written
from orgplanner.i18n import say
from orgplanner.plan import Plan
from orgplanner.records.figure import Figure, Origin, Term
from orgplanner.records.quantity import Quantity

INDENT = "    "

GIVEN = ("segments.", "roster.", "support_backlog", "channels.", "levers.", "seasonality", "several_plans")
"""Beginnings of places of the company file."""


def explain_lines(plan: Plan, id: str, language: str, depth: int | None = None) -> Iterator[str]:
    """Yield the derivation of a figure, line by line; a figure that several others rest on is told once.

    Args:
        plan: the plan.
        id: a figure id, an assumption id or a role id.
        language: `ja` or `en`.
        depth: levels below the figure that are told; None for all.

    Raises:
        UnknownName: there is no such figure.
    """
    figure = plan.explain(id)
    value = written(figure.value, figure.unit, language)
    yield say("cli.equals", language, label=label_of(plan, figure.id, language), value=value)
    if figure.id in plan.assumptions:
        yield INDENT + _grounds(plan, plan.assumptions[figure.id].quantity, language)
        return
    yield from _below(plan, figure, language, depth, INDENT, {figure.id})


def _below(plan: Plan, figure: Figure, language: str, depth: int | None, indent: str, told: set[str]) -> Iterator[str]:
    """Yield how a figure is computed and its terms, each with what is below it."""
    yield indent + explain_operation(plan, figure, language)
    if depth == 0:
        return
    for term in figure.terms:
        value = written(term.value, term.unit, language)
        line = indent + say("cli.equals", language, label=label_of(plan, term.id, language), value=value)
        if term.origin is not Origin.FIGURE:
            yield line + _remark(plan, term, language)
        elif term.id in told:
            yield line + say("cli.told_above", language)
        else:
            yield line
            told.add(term.id)
            opened = plan.explain(term.id)
            yield from _below(plan, opened, language, None if depth is None else depth - 1, indent + INDENT, told)


def _remark(plan: Plan, term: Term, language: str) -> str:
    """Return what is known about a term that is not derived."""
    if term.origin is Origin.ASSUMPTION:
        grounds = _grounds(plan, plan.assumptions[term.id].quantity, language)
        return say("cli.remark", language, remark=grounds)
    if term.assumed:
        return say("cli.remark", language, remark=say("cli.given_assumed", language))
    if term.id.startswith(GIVEN):
        return say("cli.remark", language, remark=say("cli.given", language))
    return ""


def _grounds(plan: Plan, quantity: Quantity, language: str) -> str:
    """Return grade, range and source of a number."""
    low, high = (bare(bound, quantity.unit, language) for bound in quantity.range)
    grade, source = grade_of(quantity.grade, language), source_of(plan, quantity.source, language)
    return say("cli.grounds", language, grade=grade, low=low, high=high, source=source)
