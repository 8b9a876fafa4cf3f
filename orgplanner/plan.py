"""The whole pipeline on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from orgplanner.derivation.deriver import derive, published_ids
from orgplanner.derivation.parts import Parts
from orgplanner.errors import Problem, UnknownName
from orgplanner.records.assumptions import AssumptionRegister
from orgplanner.records.change import DropChartEdits, apply
from orgplanner.records.chart import ChartDifference
from orgplanner.records.chart_edit import ChartEdit
from orgplanner.records.company import Company, Person
from orgplanner.records.figure import Figure
from orgplanner.records.hiring import Bridge
from orgplanner.records.phase import Phase
from orgplanner.records.position import Position
from orgplanner.stages.bridges import find_bridges
from orgplanner.stages.cost import Costs, cost_team
from orgplanner.stages.crossover import Crossover
from orgplanner.stages.demand import Demand, estimate_demand
from orgplanner.stages.design import Design, refused_edits
from orgplanner.stages.design_checks import DesignChecks
from orgplanner.stages.economics import Economics
from orgplanner.stages.forecast import Forecast, forecast_book
from orgplanner.stages.gaps import Gaps, find_differences, find_gaps
from orgplanner.stages.health import Health
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_check import checked_hiring
from orgplanner.stages.hiring_conflicts import find_notes
from orgplanner.stages.hiring_program import Progress
from orgplanner.stages.inputs import Array, Inputs, gather_inputs
from orgplanner.stages.offers import Offer
from orgplanner.stages.orgchart import OrgCharts, build_org_chart
from orgplanner.stages.risk import DRAWS, LEVELS, SEED, Risk, assess_risk
from orgplanner.stages.sourcing import Sourcing, choose_sourcing
from orgplanner.stages.staffing import Staffing, direct_share_for, size_staffing
from orgplanner.stages.structures import TeamUnit
from orgplanner.stages.waiting import Waiting


@dataclass(frozen=True)
class Plan:
    """A plan with every intermediate record, so that any number can be explained."""

    company: Company
    phase: Phase
    inputs: Inputs
    forecast: Forecast
    demand: Demand
    sourcing: Sourcing
    staffing: Staffing
    charts: OrgCharts
    gaps: Gaps
    costs: Costs

    @property
    def waiting(self) -> Waiting:
        """Queues for onboarding and questions, with today's people and with the plan's positions."""
        return self.parts.waiting

    @property
    def health(self) -> Health:
        """Load by role and person, cover of accounts and revenue, reactive work, month by month."""
        return self.parts.health

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Every way to cover work of a role, advised or not, priced or not."""
        return self.parts.offers

    @property
    def hiring(self) -> Hiring:
        """What to do when: dated moves within budget and rules, proven good; found once, when somebody asks.

        Raises:
            InfeasiblePlan: budget, locks, freeze or other hard rules conflict; names them.
            InputProblems: a lock names what is not there.
        """
        return self.parts.hiring

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """Ways through the months before the first moves of the hiring plan can help."""
        return find_bridges(self.inputs, self.staffing, self.hiring)

    @property
    def hiring_notes(self) -> tuple[Problem, ...]:
        """What the hiring plan allows but looks like a slip: prices of zero, volume paid for nothing, people gone."""
        return find_notes(self.inputs, self.hiring.lines, self.hiring.ways)

    def hire(
        self,
        *,
        quick: bool = False,
        required: Array | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Hiring:
        """Return a plan of hires; the proven one is looked for once. See `checked_hiring` for arguments and errors."""
        if not quick and required is None:
            return self.parts.hire(progress)
        return checked_hiring(
            self.inputs, self.staffing, self.sourcing, self.gaps, quick=quick, required=required, progress=progress
        )

    @property
    def crossovers(self) -> tuple[Crossover, ...]:
        """Where the cheaper side flips between people of one's own and each way outside, by volume, price and month."""
        return self.parts.crossovers

    @property
    def economics(self) -> Economics:
        """Money: churn and worth of accounts, cost by role and month, cost to serve, break-even of one more person."""
        return self.parts.economics

    def assess_risk(
        self,
        hiring: Hiring | None = None,
        *,
        draws: int = DRAWS,
        seed: int = SEED,
        levels: tuple[float, ...] = LEVELS,
        progress: Callable[[float], None] | None = None,
    ) -> Risk:
        """Assess what the plan of hires, or another one, meets in many futures; see `assess_risk` of the stage."""
        return assess_risk(
            self.inputs, self.sourcing, hiring or self.hiring, draws=draws, seed=seed, levels=levels, progress=progress
        )

    @property
    def design(self) -> Design:
        """The leader's own chart: the recommended one with the company's edits on top."""
        return self.parts.design

    @property
    def design_checks(self) -> DesignChecks:
        """What the leader's own chart covers and costs."""
        return self.parts.design_checks

    def with_edits(self, company: Company) -> Plan:
        """Return the plan of the same company with other edits of its chart, which change nothing before the design."""
        edited = replace(self, company=company, inputs=replace(self.inputs, company=company))
        vars(edited)["unedited"] = self.unedited  # with all that was worked out for it
        return edited

    @property
    def design_differences(self) -> tuple[ChartDifference, ...]:
        """What changes between today and the leader's own chart, seat by seat."""
        design = self.design
        return find_differences(self.charts, design.chart.nodes, design.positions, design.assignments, design.tray)

    @cached_property
    def unedited(self) -> Plan:
        """The same plan without edits of the chart; itself where there are none."""
        if not self.company.chart.edits:
            return self
        company = apply(self.company, [DropChartEdits()])
        return replace(self, company=company, inputs=replace(self.inputs, company=company))

    def refused_edits(self, edits: Sequence[ChartEdit]) -> dict[int, Problem]:
        """Return why further edits of the chart could not be applied, by their place among them; empty if all can."""
        return refused_edits(self.inputs, self.staffing, self.charts, self.gaps, edits)

    @property
    def units(self) -> tuple[TeamUnit, ...]:
        """Units of the chosen structure."""
        return self.staffing.units.units

    @cached_property
    def directors(self) -> frozenset[str]:
        """Seats of leads who lead leads, on the leader's own chart."""
        lead = self.phase.definition.lead_role
        leads = {p.id for p in self.design.positions if p.main_role == lead and p.on_team}
        return frozenset(n.parent for n in self.design.chart.nodes if n.id in leads and n.parent in leads)

    def split_unit_of(self, position: Position) -> TeamUnit | None:
        """Return the unit whose group a position's id carries; None where its role stands in a single unit."""
        units = (u for u in self.units if u.group is not None)
        return next((u for u in units if u.id.removeprefix(u.template) + "-" in position.id), None)

    @property
    def assumptions(self) -> AssumptionRegister:
        """Every assumption that the plan uses, with overrides."""
        return self.inputs.assumptions

    @property
    def months(self) -> tuple[str, ...]:
        """The planned months as `YYYY-MM`."""
        return self.inputs.months

    @property
    def month(self) -> str:
        """The month for which positions, charts and gaps are."""
        return self.months[self.staffing.month]

    @property
    def positions(self) -> tuple[Position, ...]:
        """Positions of the recommended organisation: the head first, seats from outside last."""
        return self.staffing.positions

    @property
    def team_positions(self) -> tuple[Position, ...]:
        """Positions of the team itself."""
        return tuple(p for p in self.positions if p.on_team)

    def position(self, id: str) -> Position:
        """Return a position, or raise UnknownName."""
        for position in self.positions:
            if position.id == id:
                return position
        raise UnknownName("position", id, [p.id for p in self.positions])

    def person(self, id: str) -> Person:
        """Return a person of the roster, or raise UnknownName."""
        for person in self.company.roster:
            if person.id == id:
                return person
        raise UnknownName("person", id, [p.id for p in self.company.roster])

    def holders(self, position: str) -> tuple[Person, ...]:
        """Return the people on a position."""
        return tuple(self.person(a.person) for a in self.gaps.assignments if a.position == position)

    def required_fte(self, role: str, month: str | None = None) -> float:
        """Return the FTE of a role that stays with the team.

        Args:
            role: id of a role of the phase.
            month: a planned month `YYYY-MM`, whose working days count; None for the month of the positions at the
                capacity of the mean month, on which the positions rest.

        Raises:
            UnknownName: the phase has no such role, or the plan no such month.
        """
        return self.explain(
            f"staffing.steady_fte[{role},{self.month}]" if month is None else f"staffing.required_fte[{role},{month}]"
        ).value

    def direct_share_for(self, hours_per_year: float, role: str) -> float:
        """Return the direct share (ratio) at which one FTE of a role carries these hours of work a year.

        Raises:
            UnknownName: the phase has no such role.
        """
        return direct_share_for(self.inputs, hours_per_year, self.phase.role(role).role)

    def explain(self, id: str) -> Figure:
        """Return a figure with one step of its derivation.

        Args:
            id: a figure id, an assumption id, or a role id, which stands for the role's FTE.

        Raises:
            UnknownName: there is no such figure.
        """
        return derive(self.parts, f"staffing.steady_fte[{id},{self.month}]" if id in self.phase.role_ids else id)

    def figure_ids(self) -> tuple[str, ...]:
        """Return the ids of the figures that the faces show."""
        return published_ids(self.parts)

    @cached_property
    def parts(self) -> Parts:
        """The records that derivations are built from; figures that were built are kept with them."""
        hired = [] if self.unedited is self else self.unedited.parts.hired  # edits of the chart change no hiring plan
        return Parts(
            self.inputs,
            self.forecast,
            self.demand,
            self.sourcing,
            self.staffing,
            self.charts,
            self.gaps,
            self.costs,
            hired=hired,
        )


def make_plan(company: Company, phase: Phase, month: str | None = None) -> Plan:
    """Plan a company in a phase: forecast, demand, sourcing, staffing, org chart, gaps, cost.

    Args:
        company: the company as its leader describes it.
        phase: the phase with its catalogue; it may be another than the company's own.
        month: the month `YYYY-MM` for which positions, charts and gaps are; the first one if None.

    Returns:
        The same plan for the same input, byte for byte.

    Raises:
        UnknownName: the company names something that the phase's data do not have, or the month is not planned.
        InfeasiblePlan: the combination rules allow no set of positions.
    """
    if month is not None and month not in company.months:
        raise UnknownName("month", month, company.months)
    inputs = gather_inputs(company, phase)
    forecast = forecast_book(inputs)
    demand = estimate_demand(inputs, forecast)
    sourcing = choose_sourcing(inputs, demand)
    staffing = size_staffing(inputs, demand, sourcing, company.months.index(month) if month else 0)
    charts = build_org_chart(inputs, staffing)
    gaps = find_gaps(inputs, staffing, charts)
    costs = cost_team(inputs, forecast, staffing, gaps, charts)
    return Plan(company, phase, inputs, forecast, demand, sourcing, staffing, charts, gaps, costs)
