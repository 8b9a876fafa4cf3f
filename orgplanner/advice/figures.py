"""What figures, assumptions, places and positions are called, and how each number came about, in both languages."""

from __future__ import annotations

import math

from orgplanner import i18n
from orgplanner.advice.assumption_names import assumption_label
from orgplanner.advice.names import name_of, position_label, role_label, source_kind
from orgplanner.advice.places import place_label
from orgplanner.errors import InfeasiblePlan, InputProblems, OrgPlannerError, UnknownName, UnsoundPlan
from orgplanner.plan import Plan
from orgplanner.records.company import Currency
from orgplanner.records.figure import Figure, Operation
from orgplanner.records.quantity import Grade
from orgplanner.units import Unit

__all__ = [
    "KEYS",
    "bare",
    "explain_operation",
    "grade_of",
    "label_of",
    "position_label",
    "role_label",
    "source_kind",
    "source_of",
    "tell",
    "written",
]

KEYS = {
    name: tuple(kinds.split())
    for kinds, names in {
        "": (
            "demand.own_deals staffing.yearly_hours staffing.leave_share staffing.leave_hours staffing.working_days "
            "staffing.after_leave staffing.in_use structure.weeks_a_month levers.shortest_build "
            "gaps.filled_positions gaps.open_positions cost.today cost.joining cost.open_positions cost.levers "
            "cost.planned cost.share_of_revenue_today cost.share_of_revenue_planned "
            "books.revenue_per_person books.yearly_revenue books.account_people "
            "hiring.total_cost hiring.paid_hours_a_month hiring.total_shortage_cost hiring.tolerated_share "
            "hiring.allowed hiring.months_budget hiring.budget_left hiring.all_moves_cost hiring.objective "
            "hiring.distance hiring.gap structure.later_money structure.later_shortage structure.bound "
            "structure.replaced_by_firm "
            "structure.always_filled structure.months_since_start structure.no_mentoring structure.set_up "
            "structure.raise structure.one_head structure.nothing structure.known_end "
            "structure.months_passed structure.mean_cost "
            "structure.one_month structure.months_a_year "
            "economics.all_accounts_lost economics.all_revenue_kept economics.all_expansion economics.book_revenue "
            "economics.book_accounts economics.plain_ticket_hours economics.highest_cost_share structure.band_above "
            "structure.one_person structure.all_leavers structure.ramp_months "
            "chart.seats chart.open_seats chart.total_cost"
        ),
        "seat": "chart.reports chart.seat_cost chart.empty_part_cost structure.seat structure.empty_part",
        "seat role": "structure.on_seat",
        "person seat": "chart.person_cost structure.part_of_person",
        "offer": (
            "hiring.lead hiring.offer_fte hiring.fee hiring.early_leavers hiring.refund hiring.net_fee hiring.one_off "
            "hiring.volume_price hiring.steering hiring.unit_price hiring.monthly_cost hiring.minimum_fte "
            "hiring.tickets_price hiring.monthly_per_fte hiring.handing_over hiring.offer_setup hiring.at_the_start"
        ),
        "move": "hiring.move_cost structure.move_count",
        "move month": (
            "hiring.move_fte hiring.spending structure.move_volume structure.released_fte structure.released_cost"
        ),
        "month": (
            "hiring.payroll hiring.moves_cost hiring.cost hiring.cost_share hiring.shortage_cost hiring.coverage "
            "hiring.team_required hiring.team_in_post hiring.team_joined hiring.team_at_hand hiring.team_covered "
            "hiring.team_shortage hiring.year_payroll hiring.year_moves_cost hiring.year_cost hiring.year_revenue "
            "hiring.year_shortage_cost hiring.year_share structure.month_budget "
            "forecast.total_accounts forecast.total_new_accounts forecast.total_onboarding forecast.total_revenue "
            "forecast.total_tickets demand.questions demand.asked_still demand.backlog_share desk.growth "
            "desk.between_contacts staffing.paid_hours staffing.team_fte structure.full_time_leads "
            "health.reactive_share health.all_reactive_hours health.all_hours waiting.ticket_share "
            "structure.working_days "
            "economics.no_role_cost economics.lever_money economics.team_cost economics.cost_share "
            "economics.beside_desk economics.all_direct_cost economics.shared_cost economics.shared_ratio"
        ),
        "segment": (
            "forecast.tickets_each demand.onboarding_hours_per_month waiting.starting_weight "
            "waiting.months_of_account books.accounts_per_person books.hours_of_account books.accounts_today "
            "books.people_today books.part_of_role books.work_today books.revenue_of_book books.segment_revenue "
            "economics.accounts_kept economics.logo_churn economics.accounts_lost economics.grr "
            "economics.revenue_kept economics.nrr economics.expansion_share economics.expansion "
            "economics.monthly_churn economics.lifetime economics.lifetime_revenue economics.ltv "
            "economics.segment_book_revenue"
        ),
        "segment month": (
            "forecast.accounts forecast.new_accounts forecast.earlier_accounts forecast.churned forecast.onboarding "
            "forecast.revenue forecast.revenue_share_sold forecast.deals forecast.tickets forecast.asking_accounts "
            "forecast.recent_askers demand.weighted_accounts demand.recent_accounts demand.segment_deal_hours "
            "demand.segment_onboarding_hours demand.segment_onboarding_posts "
            "economics.churn_rate economics.stay_rate economics.onboarding_place_hours "
            "economics.segment_ticket_hours economics.direct_cost economics.shared_part economics.cost_to_serve "
            "economics.cost_per_account economics.serving_share"
        ),
        "segment role": (
            "demand.hours_per_account demand.hours_per_renewal books.role_hours_of_account books.renewals "
            "economics.touchable_revenue economics.touchable_share"
        ),
        "segment role month": (
            "demand.segment_hours demand.renewal_hours economics.serving_hours economics.role_cost_to_serve"
        ),
        "segment activity": "demand.activity_hours demand.frequency",
        "segment activity month": "demand.activity_work",
        "target month": "levers.left",
        "lever": "levers.building_months",
        "lever month": "levers.left_by_one levers.saved_by_one levers.work",
        "channel": "desk.handling structure.busiest_share structure.interval structure.open_hours",
        "channel month": (
            "desk.contacts desk.talk_hours desk.busiest_load desk.agents desk.rostered_hours desk.deferred_hours "
            "structure.desk_fill"
        ),
        "role": (
            "hiring.mentoring_fte hiring.yearly_cost hiring.pay hiring.tickets_of_fte hiring.shortage_price "
            "hiring.severe_price hiring.returned "
            "staffing.direct_share staffing.yearly_capacity staffing.steady_capacity staffing.steady_presence "
            "staffing.positions sourcing.kept_share gaps.gap_fte gaps.held_fte books.role_people "
            "books.role_work_today books.revenue_held books.revenue_per_holder "
            "economics.cost_of_hour economics.break_even_churn economics.yearly_cost economics.role_book "
            "economics.role_people economics.role_revenue economics.touchable_churn economics.all_touchable_revenue "
            "crossover.cap crossover.volume_of_post crossover.loaded crossover.unit_cost "
            "chart.seated_fte chart.required_fte chart.short_fte structure.uncovered"
        ),
        "role part": "staffing.internal_hours",
        "role terms": (
            "crossover.volume crossover.inside_cost crossover.inside_cost_shared crossover.outside_cost "
            "crossover.break_even_price crossover.current_break_even_price crossover.saving crossover.payback "
            "crossover.posts crossover.units crossover.units_of_post crossover.unit_fte crossover.unit_volume "
            "crossover.carried crossover.billed_each crossover.billed crossover.billed_of_post "
            "crossover.borrowed_price crossover.paid crossover.governance crossover.returned "
            "crossover.returned_of_post crossover.room crossover.current_room crossover.documents "
            "crossover.months_to_ramp crossover.dual_run crossover.one_off crossover.room_shared "
            "crossover.break_even_price_shared crossover.saving_shared crossover.payback_shared "
            "crossover.dual_run_shared crossover.one_off_shared"
        ),
        "role month": (
            "hiring.required hiring.in_post hiring.joined hiring.at_hand hiring.covered hiring.shortage "
            "hiring.lasting hiring.role_coverage hiring.role_cost hiring.severe_shortage hiring.tolerated "
            "hiring.severe_work hiring.role_shortage_cost hiring.plain_shortage_cost hiring.severe_shortage_cost "
            "structure.mild_shortage structure.mild_work "
            "structure.shared_hours structure.idle_hours structure.trained_away structure.lent "
            "demand.hours demand.work_hours demand.account_hours demand.feedback_hours demand.deal_hours "
            "demand.onboarding_hours demand.onboarding_posts demand.ticket_hours demand.net_ticket_hours "
            "demand.deferred_hours demand.contact_hours demand.programme_hours demand.reactive_hours levers.hours "
            "staffing.capacity staffing.presence staffing.task_hours staffing.by_ratio "
            "staffing.steady_fte staffing.steady_total staffing.steady_work staffing.steady_desk "
            "staffing.steady_onboarding staffing.steady_onboarding_by_hours "
            "staffing.required_fte staffing.required_total staffing.required_work staffing.required_desk "
            "staffing.required_onboarding staffing.required_onboarding_by_hours "
            "structure.reports structure.counted_people "
            "health.unlisted_fte health.steady_unlisted_fte health.growth health.role_reactive_share "
            "health.role_hours health.hours_by_people waiting.onboarding_share books.other_share books.account_share "
            "economics.role_cost economics.role_serving_hours economics.serving_fte economics.shared_fte "
            "economics.role_shared_cost"
        ),
        "source month": "hiring.source_cost",
        "role month until": "hiring.lowest",
        "position": (
            "staffing.position staffing.position_load gaps.people_on gaps.missing_post cost.of_seat "
            "health.needed_on structure.seats structure.post_size"
        ),
        "position role": "staffing.share gaps.carried_fte health.role_mix waiting.seat_fte",
        "position month": "health.position_work health.post health.held_on",
        "position role month": "health.grown_share",
        "person": "cost.of_person",
        "person role": "health.role_fte structure.role_part",
        "person position": "structure.assigned",
        "person month": (
            "hiring.given_by hiring.pay_of structure.there structure.paid health.person_fte structure.attendance"
        ),
        "person role month": "health.work_in_role",
        "person position month": "health.on_position health.work_on health.part_carried",
        "person position role month": "health.given_on health.carried_on",
        "team month": (
            "health.total_uncovered_accounts health.total_uncovered_revenue health.overloaded health.under_used"
        ),
        "team role month": "health.role_load health.held_fte health.carried_fte health.uncovered_share",
        "team person month": "health.person_load health.person_work health.is_overloaded health.is_under_used",
        "team person role month": "health.given_fte",
        "team segment month": "health.uncovered_accounts health.uncovered_revenue health.uncovered_onboarding",
        "staff month": (
            "waiting.ticket_fte waiting.ticket_capacity waiting.backlog waiting.ticket_days waiting.answers_a_day "
            "waiting.target_fte waiting.all_waiting"
        ),
        "staff role month": (
            "waiting.team_fte waiting.role_queue waiting.started_share waiting.share_by_hours waiting.share_by_places "
            "waiting.onboarding_fte waiting.onboarding_hours waiting.busy_hours waiting.asked_hours "
            "waiting.busy_places waiting.asked_places waiting.role_wanting waiting.wait waiting.pace "
            "waiting.pace_by_hours waiting.pace_by_places waiting.work_each waiting.months_each "
            "waiting.work_of_role waiting.months_of_role"
        ),
        "staff segment month": (
            "waiting.accounts waiting.wanting waiting.starts waiting.running waiting.asking_accounts "
            "waiting.segment_busy_hours waiting.segment_asked_hours waiting.segment_busy_places "
            "waiting.segment_asked_places waiting.segment_work waiting.segment_months waiting.time_to_onboard"
        ),
        "model": (
            "economics.plain_onboarding_hours economics.plain_onboarding_work economics.plain_onboarding_places "
            "economics.plain_onboarding_fte economics.plain_in_onboarding economics.plain_direct_cost "
            "economics.plain_shared_cost economics.plain_cost economics.least_revenue structure.onboarding_hours "
            "structure.onboarding_duration structure.onboarding_concurrent"
        ),
        "model step": "economics.plain_activity_hours structure.activity_frequency structure.activity_hours",
        "model role": "economics.plain_hours economics.plain_role_cost",
    }.items()
    for name in names.split()
}
"""What the keys between the brackets of each figure are."""

SIGNS = {Operation.DIFFERENCE: " − ", Operation.PRODUCT: " × ", Operation.QUOTIENT: " ÷ ", Operation.SUM: " + "}
"""Signs between the terms of a plain formula."""

MOST_TERMS = 4
"""Terms that a plain formula names; more are counted."""


CURRENCIES = tuple(currency.value for currency in Currency)

DECIMALS = {0: 2, 1: 1, 2: 1}
"""Digits behind the point, by the power of ten of a number; larger numbers are written whole."""


def label_of(plan: Plan, id: str, language: str) -> str:
    """Return what a figure, an assumption or a place of the company file is called.

    Args:
        plan: the plan that it belongs to.
        id: id of a figure, assumption or term.
        language: `ja` or `en`.

    Raises:
        UnknownName: a key of the figure does not exist.
    """
    if id in plan.assumptions:
        return assumption_label(plan, plan.assumptions[id], language)
    name, _, inside = id.removesuffix("]").partition("[")
    if name not in KEYS:
        return place_label(plan, id, language)
    keys = tuple(inside.split(",")) if inside else ()
    if KEYS[name] and not keys:
        return i18n.say(f"figure.{name}.all", language)
    if len(keys) != len(KEYS[name]):
        raise UnknownName("figure", id, plan.figure_ids())
    blanks = {kind: name_of(plan, kind, keys, place, language) for place, kind in enumerate(KEYS[name])}
    return i18n.say(f"figure.{name}", language, **blanks)


def explain_operation(plan: Plan, figure: Figure, language: str) -> str:
    """Return one sentence on how a figure is computed from its terms."""
    if figure.operation is None:
        return i18n.say("operation.assumption" if figure.id in plan.assumptions else "operation.given", language)
    if not figure.terms:
        return i18n.say("operation.nothing", language)
    known = i18n.catalogue()
    for message in (f"operation.{figure.name}.{figure.operation}", f"operation.{figure.name}"):
        if message in known:
            return i18n.say(message, language)
    count = len(figure.terms)
    sign = SIGNS.get(figure.operation, i18n.say("unit.between", language))
    terms = sign.join(label_of(plan, term.id, language) for term in figure.terms[:MOST_TERMS])
    message = str(figure.operation)
    if figure.operation is Operation.SUM:
        message = "taken" if count == 1 else "sum" if count <= MOST_TERMS else "many"
    return i18n.say(f"operation.{message}", language, terms=terms, count=count)


def written(value: float, unit: Unit, language: str) -> str:
    """Return a number with its unit, with as many digits as a reader needs.

    >>> written(0.36917, Unit.FTE, "en"), written(541667, Unit.JPY_PER_MONTH, "ja")
    ('0.37 FTE', '月￥541,667')
    """
    plain = bare(value, unit, language)
    one = f"unit.{unit}.one"
    return i18n.say(one if plain == "1" and one in i18n.catalogue() else f"unit.{unit}", language, value=plain)


def bare(value: float, unit: Unit, language: str) -> str:
    """Return a number as `written` does, but without the words of its unit; a sign of money or percent stays."""
    if unit in (Unit.RATIO, Unit.RATIO_PER_YEAR):
        return i18n.percent(value, language, 1)
    currency = unit.value.partition("/")[0]
    if currency in CURRENCIES:
        return i18n.money(value, currency, language)
    return i18n.number(value, language, _decimals(value, unit))


def _decimals(value: float, unit: Unit) -> int:
    if unit is Unit.FTE:
        return 2
    size = math.floor(math.log10(abs(value))) if value else 0
    return min(1 - size, 4) if size < 0 else DECIMALS.get(size, 0)


def grade_of(grade: Grade, language: str) -> str:
    """Return a grade with its meaning; D and G say that the number is a judgement."""
    return i18n.say(f"source.grade_{grade.value}", language)


def source_of(plan: Plan, key: str, language: str) -> str:
    """Return a source of the catalogue: author, title, publisher, year.

    Raises:
        UnknownName: the catalogue has no such source.
    """
    if key == "judgement":
        return i18n.say("source.judgement", language)
    sources = {s.id: s for s in plan.phase.catalogue.sources}
    if key not in sources:
        raise UnknownName("source", key, tuple(sources))
    found = sources[key]
    message = "source.reference_own" if found.author == found.publisher else "source.reference"
    blanks = {"author": found.author, "title": found.title, "publisher": found.publisher, "year": found.year}
    return i18n.say(message, language, **blanks)


def tell(error: OrgPlannerError, language: str) -> str:
    """Return the sentence that an error is told with; one line a problem."""
    if isinstance(error, InputProblems):
        return "\n".join(i18n.say(problem, language) for problem in error.problems)
    if isinstance(error, InfeasiblePlan) and all(f"error.mend_{r}" in i18n.catalogue() for r in error.rules):
        return _tell_conflict(error, language)
    if isinstance(error, UnsoundPlan):
        return i18n.say("error.unsound", language, rules=[_word("rule", r, language) for r in error.rules])
    if isinstance(error, InfeasiblePlan):
        return i18n.say("error.infeasible", language, rules=[_word("rule", r, language) for r in error.rules])
    if not isinstance(error, UnknownName):
        return str(error)
    sentence = i18n.say("error.unknown", language, kind=_word("kind", error.kind, language), name=error.name)
    if not error.nearest:
        return sentence
    hint = i18n.say("error.nearest", language, names=error.nearest)
    return f"{sentence}{hint}" if language == "ja" else f"{sentence} {hint}"


def _tell_conflict(error: InfeasiblePlan, language: str) -> str:
    """Return which limits of a hiring plan conflict, and what would mend each."""
    mends = ("" if language == "ja" else " ").join(i18n.say(f"error.mend_{r}", language) for r in error.rules)
    return i18n.say(
        "error.infeasible_hiring", language, rules=[_word("rule", r, language) for r in error.rules], mends=mends
    )


def _word(family: str, name: str, language: str) -> str:
    message = f"error.{family}_{name}"
    return i18n.say(message, language) if message in i18n.catalogue() else name
