"""Builders of small companies: what a test does not name is the plainest thing that can be planned."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from orgplanner.files.companies import load_company
from orgplanner.files.phases import load_phases, shipped_folder
from orgplanner.plan import Plan, make_plan
from orgplanner.records.company import Churn, ChurnBasis, Company, Person, RoleShare, Segment
from orgplanner.records.phase import Phase
from orgplanner.stages.demand import Demand, estimate_demand
from orgplanner.stages.forecast import Forecast, forecast_book
from orgplanner.stages.inputs import Inputs, Scenarios, gather_inputs
from orgplanner.stages.sourcing import Sourcing, choose_sourcing
from orgplanner.stages.staffing import Staffing, size_staffing

ROOT = Path(__file__).resolve().parent.parent
PHASES = ("launch", "expansion", "maturity")
EXAMPLES = ("sou", "hoshi", "meridian")
INTENSIVE, STANDARD, ONE_TO_MANY, DIGITAL = (
    "one_to_one_intensive",
    "one_to_one_standard",
    "one_to_many",
    "digital",
)

NO_CHURN = Churn(rate=0.0)

Stages = tuple[Inputs, Forecast, Demand, Sourcing, Staffing]


@cache
def phase(name: str) -> Phase:
    """Return a shipped phase, whatever folder the environment names."""
    return next(p for p in load_phases(shipped_folder()) if p.id == name)


@cache
def example(name: str) -> Company:
    """Return an example company."""
    return load_company(ROOT / "examples" / f"{name}.yaml", [phase(p) for p in PHASES])


@cache
def example_plan(name: str, in_phase: str | None = None) -> Plan:
    """Return the plan of an example company, in its own phase or another."""
    found = example(name)
    return make_plan(found, phase(in_phase or found.phase))


def segment(accounts: float = 100, id: str = "all", model: str = STANDARD, **fields: Any) -> Segment:
    """Return a segment without arrivals and leavers, so that its book stands still."""
    return Segment(**{"id": id, "service_model": model, "accounts": accounts, "churn": NO_CHURN} | fields)


def churn_at_renewal(rate: float) -> Churn:
    """Return churn among the accounts that renew."""
    return Churn(rate=rate, basis=ChurnBasis.AT_RENEWAL)


def person(id: str, *roles: str, manager: str | None = None, **fields: Any) -> Person:
    """Return a person who shares the time evenly among some roles."""
    shares = tuple(RoleShare(role=role, share=1 / len(roles)) for role in roles)
    return Person(**{"id": id, "name": id, "roles": shares, "manager": manager} | fields)


def company(*segments: Segment, roster: tuple[Person, ...] = (), **fields: Any) -> Company:
    """Return a company that starts in January 2027 and plans one year."""
    frame = {"name": "Test", "first_month": "2027-01", "horizon": 12, "phase": "launch"}
    return Company(**frame | {"segments": segments, "roster": roster} | fields)


def plan(of: Company, in_phase: str = "launch", month: str | None = None) -> Plan:
    """Return the plan of a company in a shipped phase."""
    return make_plan(of, phase(in_phase), month)


def run(
    of: Company,
    in_phase: str = "launch",
    scenarios: Scenarios | None = None,
    *,
    positions: bool = True,
    month: int = 0,
) -> Stages:
    """Run the stages that carry scenarios: inputs, forecast, demand, sourcing, staffing."""
    inputs = gather_inputs(of, phase(in_phase), scenarios)
    forecast = forecast_book(inputs)
    demand = estimate_demand(inputs, forecast)
    sourcing = choose_sourcing(inputs, demand)
    return inputs, forecast, demand, sourcing, size_staffing(inputs, demand, sourcing, month, positions=positions)


def column(inputs: Inputs, role: str) -> int:
    """Return the place of a role in the arrays."""
    return inputs.roles.index(role)
