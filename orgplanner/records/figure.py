"""Figures: numbers that the planner publishes, each with its derivation."""

from __future__ import annotations

from enum import StrEnum

from orgplanner.records.base import Record
from orgplanner.records.quantity import Grade
from orgplanner.units import Unit


class Operation(StrEnum):
    """How a figure follows from its terms; `derivation.operations` recomputes each, the catalogue of texts tells it."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    QUOTIENT = "quotient"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    COMPLEMENT = "complement"
    PER_MONTH = "per_month"
    MONTHLY_RATE = "monthly_rate"
    ROLL_FORWARD = "roll_forward"
    STAYING = "staying"
    LEAVING = "leaving"
    UNIT_OUTPUT = "unit_output"
    UNIT_COST = "unit_cost"
    VOLUME_COST = "volume_cost"
    GROWTH = "growth"
    COHORTS = "cohorts"
    WEIGHTED = "weighted"
    CALIBRATION = "calibration"
    MIX = "mix"
    SAVED = "saved"
    MINUTES = "minutes"
    TICKETS = "tickets"
    ANSWERS = "answers"
    QUEUE = "queue"
    RUNNING = "running"
    FREE_SHARE = "free_share"
    RESPONSE_TARGET = "response_target"
    MISSING = "missing"
    EXCEEDS = "exceeds"
    OFFERED_LOAD = "offered_load"
    ERLANG_C_AGENTS = "erlang_c_agents"
    ERLANG_A_AGENTS = "erlang_a_agents"
    IDLE = "idle"
    ONE_OFF = "one_off"
    SPREAD = "spread"
    WORKING_YEAR = "working_year"
    HEADCOUNT_RULE = "headcount_rule"
    TASK_HOURS = "task_hours"
    TASKS = "tasks"
    LEADING = "leading"
    COUNT = "count"
    WHOLE = "whole"
    FLOOR = "floor"
    CEILING = "ceiling"


class Origin(StrEnum):
    """What a term of a derivation is."""

    FIGURE = "figure"
    ASSUMPTION = "assumption"
    INPUT = "input"


class Term(Record):
    """Something that a figure is computed from."""

    id: str
    """Id of the figure or assumption, or the place in the company file."""
    value: float
    unit: Unit
    origin: Origin
    grade: Grade | None = None
    """Grade of an assumption."""
    source: str | None = None
    """Source key of an assumption."""
    range: tuple[float, float] | None = None
    """Range of an assumption."""
    assumed: bool = False
    """Whether the company file marks this input as assumed."""


class Figure(Record):
    """A number with one step of its derivation; each term that is a figure can be opened in turn."""

    id: str
    """Stage, name and keys, such as `staffing.required_fte[support,2027-04]`."""
    value: float
    unit: Unit
    operation: Operation | None = None
    """How the value follows from the terms; None for an assumption or input, which has none."""
    terms: tuple[Term, ...] = ()

    @property
    def name(self) -> str:
        """Stage and name without the keys."""
        return self.id.partition("[")[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys between the brackets."""
        inside = self.id.partition("[")[2].removesuffix("]")
        return tuple(inside.split(",")) if inside else ()
