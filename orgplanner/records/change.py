"""Changes of a company: closed records, so that undo, scenarios and files can hold lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from orgplanner.records.base import Key, MonthText, Record
from orgplanner.records.channel import LiveChannel, OwnProfile
from orgplanner.records.chart_edit import ChartEdit, OwnChart
from orgplanner.records.company import AssumedMark, Budget, Company, Override, Person, Segment, SourcingRule
from orgplanner.records.hiring import HiringOptions
from orgplanner.records.lever import Lever


class SetPhase(Record):
    """Choose the phase."""

    kind: Literal["set_phase"] = "set_phase"
    phase: Key


class SetSegments(Record):
    """Replace the customers."""

    kind: Literal["set_segments"] = "set_segments"
    segments: tuple[Segment, ...]


class SetRoster(Record):
    """Replace the team."""

    kind: Literal["set_roster"] = "set_roster"
    roster: tuple[Person, ...]


class SetChannels(Record):
    """Replace the live channels of support, and the company's own arrival profiles."""

    kind: Literal["set_channels"] = "set_channels"
    channels: tuple[LiveChannel, ...]
    profiles: tuple[OwnProfile, ...] = ()


class SetLevers(Record):
    """Replace the levers."""

    kind: Literal["set_levers"] = "set_levers"
    levers: tuple[Lever, ...]


class SetSeasonality(Record):
    """Set or, with None, drop the seasonality of new accounts."""

    kind: Literal["set_seasonality"] = "set_seasonality"
    seasonality: Key | None


class SetOptions(Record):
    """Set what the plan is to respect; None leaves as is."""

    kind: Literal["set_options"] = "set_options"
    cover_rule: bool | None = None
    several_plans: bool | None = None


class SetAssumption(Record):
    """Set an assumption to the user's own value."""

    kind: Literal["set_assumption"] = "set_assumption"
    id: str
    value: float
    reason: str | None = None


class ResetAssumption(Record):
    """Go back to the default of an assumption."""

    kind: Literal["reset_assumption"] = "reset_assumption"
    id: str


class SetSourcing(Record):
    """Set or, with None, drop the company's own sourcing rule for a role."""

    kind: Literal["set_sourcing"] = "set_sourcing"
    role: Key
    rule: SourcingRule | None


class SetProblems(Record):
    """Name the problems of the team."""

    kind: Literal["set_problems"] = "set_problems"
    problems: tuple[Key, ...]
    notes: str = ""


class SetBudget(Record):
    """Set or, with None, drop the budget."""

    kind: Literal["set_budget"] = "set_budget"
    budget: Budget | None


class SetHiring(Record):
    """Set what the hiring plan has to respect: freeze, locks, people at hand."""

    kind: Literal["set_hiring"] = "set_hiring"
    hiring: HiringOptions


class SetStructure(Record):
    """Choose a structure of the catalogue or, with None, the phase's own; edits of the chart are kept."""

    kind: Literal["set_structure"] = "set_structure"
    structure: Key | None


class DropChartEdits(Record):
    """Drop edits of the chart by their places from 0, or all of them."""

    kind: Literal["drop_chart_edits"] = "drop_chart_edits"
    places: tuple[Annotated[int, Field(ge=0)], ...] | None = None


class SetFrame(Record):
    """Set the name, first month, horizon, calendar, country, currency or mission metric; None leaves as is."""

    kind: Literal["set_frame"] = "set_frame"
    name: str | None = None
    first_month: MonthText | None = None
    horizon: int | None = None
    calendar: str | None = None
    country: str | None = None
    currency: str | None = None
    mission_metric: Key | None = None
    support_backlog: float | None = None


Change = Annotated[
    SetPhase
    | SetSegments
    | SetRoster
    | SetChannels
    | SetLevers
    | SetSeasonality
    | SetOptions
    | SetAssumption
    | ResetAssumption
    | SetSourcing
    | SetProblems
    | SetBudget
    | SetHiring
    | SetStructure
    | DropChartEdits
    | SetFrame
    | ChartEdit,
    Field(discriminator="kind"),
]
"""Any change of a company."""


def apply(company: Company, changes: Iterable[Change]) -> Company:
    """Return a new company with the changes applied in order; every step is validated.

    Raises:
        pydantic.ValidationError: a change gives a company that its record refuses.
    """
    for change in changes:
        fields = {name: getattr(company, name) for name in Company.model_fields}
        company = Company(**(fields | _changed_fields(company, change)))
    return company


def _changed_fields(company: Company, change: Change) -> dict[str, object]:  # noqa: C901, PLR0911, PLR0912 - one case a kind
    """Return the fields of the company that a change sets."""
    match change:
        case SetPhase():
            return {"phase": change.phase}
        case SetSegments():
            return {
                "segments": change.segments,
                "assumed": _still_assumed(company, "segments", change.segments),
                "assumptions": _without_gone_segments(company, change.segments),
            }
        case SetRoster():
            return {"roster": change.roster, "assumed": _still_assumed(company, "roster", change.roster)}
        case SetChannels():
            return {"channels": change.channels, "arrival_profiles": change.profiles}
        case SetLevers():
            return {"levers": change.levers}
        case SetSeasonality():
            return {"seasonality": change.seasonality}
        case SetOptions() | SetFrame():
            return {name: value for name, value in change if name != "kind" and value is not None}
        case SetAssumption():
            override = Override(value=change.value, reason=change.reason)
            return {"assumptions": company.assumptions | {change.id: override}}
        case ResetAssumption():
            return {"assumptions": {id: o for id, o in company.assumptions.items() if id != change.id}}
        case SetSourcing():
            kept = {role: rule for role, rule in company.sourcing.items() if role != change.role}
            return {"sourcing": kept | ({change.role: change.rule} if change.rule else {})}
        case SetProblems():
            return {"problems": change.problems, "problem_notes": change.notes}
        case SetBudget():
            return {"budget": change.budget}
        case SetHiring():
            return {"hiring": change.hiring}
        case SetStructure():
            return {"chart": OwnChart(structure=change.structure, edits=company.chart.edits)}
        case DropChartEdits():
            places = range(len(company.chart.edits)) if change.places is None else change.places
            left = tuple(edit for k, edit in enumerate(company.chart.edits) if k not in places)
            return {"chart": OwnChart(structure=company.chart.structure, edits=left)}
        case _:
            return {"chart": OwnChart(structure=company.chart.structure, edits=(*company.chart.edits, change))}


def _still_assumed(
    company: Company, key: str, after: tuple[Segment, ...] | tuple[Person, ...]
) -> tuple[AssumedMark, ...]:
    """Return the marks of assumed fields without those whose field was entered anew or is gone."""
    before: tuple[Segment, ...] | tuple[Person, ...] = getattr(company, key)
    kept = {f"{key}.{record.id}": record for record in after}
    dropped = {
        mark.place
        for mark in company.assumed
        for record in before
        if f"{mark.place}.".startswith(f"{key}.{record.id}.")
        and not _unchanged(record, kept.get(f"{key}.{record.id}"), mark.place.removeprefix(f"{key}.{record.id}"))
    }
    return tuple(mark for mark in company.assumed if mark.place not in dropped)


def _without_gone_segments(company: Company, after: tuple[Segment, ...]) -> dict[str, Override]:
    """Return the overrides without those of segments that are gone."""
    gone = {f"segment.{s.id}." for s in company.segments} - {f"segment.{s.id}." for s in after}
    return {id: o for id, o in company.assumptions.items() if not any(id.startswith(stem) for stem in gone)}


def _unchanged(before: Segment | Person, after: Segment | Person | None, field: str) -> bool:
    """Tell whether a record still has what `.field` names, or any record where no field is named."""
    name = field.removeprefix(".").partition(".")[0]
    return after is not None and (not name or getattr(before, name, None) == getattr(after, name, None))
