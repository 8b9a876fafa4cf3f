"""Options for the work that nobody covers on one basis, and what each rule on sources costs."""

from __future__ import annotations

import time
from functools import cache

import numpy as np
import pytest

from orgplanner import i18n
from orgplanner.errors import UnknownName
from orgplanner.plan import Plan, make_plan
from orgplanner.records.base import SourceKind
from orgplanner.records.change import SetLevers, SetSegments, SetSourcing, apply
from orgplanner.records.company import Budget, Segment, SourcingRule
from orgplanner.records.hiring import Available, HiringOptions, Lock
from orgplanner.records.lever import Lever
from orgplanner.stages.offers import find_offers
from orgplanner.studies.gap_options import fill, find_missing
from orgplanner.studies.hiring_options import IndifferenceKind, Option, OptionKind, options_for, options_for_plan
from orgplanner.studies.levers import lever_outcomes
from orgplanner.studies.rule_prices import RuleKind, RulePrice, rule_prices
from tests.companies import DIGITAL, EXAMPLES, company, example_plan, person, phase, plan, segment

DESK = ("head", "high_touch", "support", "low_touch", "tech_touch", "cs_design", "systems")


def team(*roles: str) -> tuple[object, ...]:
    return tuple(person(f"{role}-{n}", role) for n, role in enumerate(roles))


@cache
def short_of_support() -> Plan:
    """Return a plan with somebody for everything but answering, and 4,000 tickets a month."""
    others = [role for role in DESK if role != "support"]
    roster = team(*others, *("high_touch",) * 3)
    book = segment(1000, model=DIGITAL, tickets_per_account=4.0, revenue_per_account=10_000)
    return plan(company(book, roster=roster))


def one(options: tuple[Option, ...], kind: OptionKind, terms: str | None = None) -> Option:
    return next(o for o in options if o.kind is kind and terms in (None, o.terms))


# ---------------------------------------------------------------- missing work


def test_what_is_missing_is_what_nobody_has_hours_for() -> None:
    of = plan(company(segment(1000, model=DIGITAL, tickets_per_account=1.0), roster=team("head")))
    missing = find_missing(of)
    support = missing.roles.index("support")
    assert missing.required[support] == pytest.approx(of.staffing.steady_total[0, support])
    assert (missing.fte[support] <= missing.required[support] + 1e-9).all()
    # Whatever is asked for is missing or done by somebody: the sums add up in every month.
    used = missing.people - missing.unused
    assert missing.fte.sum(axis=0) + used.sum(axis=0) == pytest.approx(missing.required.sum(axis=0))


def test_nothing_is_missing_where_people_have_hours_to_spare() -> None:
    of = plan(company(segment(5), roster=team(*DESK, *DESK)))
    for role in ("support", "high_touch"):
        options = options_for(of, role)
        assert [o.kind for o in options] == [OptionKind.NOTHING]
        assert (options[0].missing, options[0].covered, options[0].coverage, options[0].cost) == (0, 0, 1, 0)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(UnknownName):
        options_for(short_of_support(), "nobody")


# ---------------------------------------------------------------- options


@pytest.mark.parametrize("name", EXAMPLES)
def test_options_stand_on_one_basis(name: str) -> None:
    of = example_plan(name)
    for options in (*(options_for(of, role) for role in of.phase.role_ids), options_for_plan(of)):
        order = [list(OptionKind).index(o.kind) for o in options]
        assert order == sorted(order)
        nothing = options[-1]
        assert (nothing.kind, nothing.cost, nothing.covered) == (OptionKind.NOTHING, 0, 0)
        for option in options:
            assert option.missing == pytest.approx(nothing.missing)
            assert -1e-9 <= option.covered_at_most <= option.missing + 1e-9
            if option.covered is not None and option.left is not None:
                assert option.covered + option.left == pytest.approx(option.missing)
                assert option.shortage_cost <= nothing.shortage_cost + 1e-6
            assert option.first_effect is None or option.first_effect in of.months
            for language in i18n.LANGUAGES:
                assert i18n.say(option.risk, language)
                assert i18n.say(f"options.kind_{option.kind}", language)


def test_options_are_the_same_every_time_and_quick() -> None:
    began = time.perf_counter()
    first = options_for(short_of_support(), "support")
    assert time.perf_counter() - began < 2
    assert options_for(short_of_support(), "support") == first


def test_a_contract_by_volume_costs_its_fee_and_every_ticket() -> None:
    of = short_of_support()
    offer = next(o for o in find_offers(of.inputs, of.staffing) if o.by_volume)
    missing = find_missing(of)
    short = missing.fte[missing.roles.index("support")]
    found = fill(of, missing, offer)
    assert found is not None
    first = int(np.ceil(offer.lead + 14 / (365 / 12)))
    by_hand = offer.setup + sum(
        (offer.monthly_cost or 0) + offer.price_per_fte * max(each, offer.minimum_fte) for each in short[first:]
    )
    assert found.first == first
    assert found.money.sum() == pytest.approx(by_hand)
    assert found.left.sum() == pytest.approx(short[:first].sum())


def test_one_unit_is_shown_even_where_it_does_not_pay() -> None:
    of = example_plan("sou")
    hire = one(options_for(of, "tech_touch"), OptionKind.HIRE)
    nothing = options_for(of, "tech_touch")[-1]
    assert hire.units == 1
    assert hire.total > nothing.shortage_cost


def test_no_more_people_start_from_a_channel_than_it_gives_in_a_year() -> None:
    of = example_plan("sou")
    missing = find_missing(of)
    for offer in find_offers(of.inputs, of.staffing):
        if offer.role == "high_touch" and offer.channel and offer.channel.id == "referral":
            found = fill(of, missing, offer)
            assert found is not None
            assert found.units <= 2 * of.assumptions["recruiting.referral.most_a_year"].quantity.value


def test_no_more_people_are_borrowed_than_the_company_names() -> None:
    lent = HiringOptions(available=(Available(role="high_touch", terms="shared_person", people=0),))
    of = plan(company(segment(200), roster=team("head"), hiring=lent))
    assert all(o.terms != "shared_person" for o in options_for(of, "high_touch"))


def test_training_moves_the_gap_where_nobody_has_hours_to_spare() -> None:
    busy = plan(company(segment(300), roster=team("head", "high_touch")))
    train = one(options_for(busy, "support"), OptionKind.TRAIN)
    # The one person in post is busy to the last hour, so that all that training gives is missing elsewhere.
    assert train.moved == pytest.approx(train.at_once * (12 - busy.months.index(train.first_effect)))


def test_a_price_that_nobody_knows_is_told_and_not_guessed() -> None:
    catalogue = phase("launch").catalogue
    terms = tuple(t.model_copy(update={"price": ()}) if t.id == "contractor" else t for t in catalogue.source_terms)
    unpriced = phase("launch").model_copy(update={"catalogue": catalogue.model_copy(update={"source_terms": terms})})
    options = options_for(make_plan(short_of_support().company, unpriced), "support")
    found = one(options, OptionKind.CONTRACTOR)
    assert (found.unpriced, found.cost, found.monthly_cost, found.covered, found.total) == (
        True,
        None,
        None,
        None,
        None,
    )


def test_without_costs_in_the_currency_no_option_has_a_price() -> None:
    of = plan(company(segment(300), roster=team("head"), currency="EUR"))
    *found, nothing = options_for_plan(of)
    assert all(o.unpriced and o.cost is None for o in found)
    assert nothing.cost == 0


def test_a_lever_of_unknown_effect_tells_where_it_breaks_even() -> None:
    of = short_of_support()
    found = next(o for o in options_for(of, "support") if o.lever == "help_pages")
    pulled = make_plan(apply(of.company, [SetLevers(levers=(Lever(id="pages", kind="help_pages"),))]), of.phase)
    (outcome,) = lever_outcomes(pulled)
    assert found.kind is OptionKind.CONTENT
    assert (found.covered, found.coverage, found.shortage_cost) == (None, None, None)
    assert found.indifference is not None
    assert found.indifference.kind is IndifferenceKind.EFFECT
    assert found.indifference.value == pytest.approx(outcome.break_even_effect)
    assert not any(o.lever == "help_pages" for o in options_for(pulled, "support"))
    assert one(options_for(of, "support"), OptionKind.AI).unpriced


def test_a_lighter_service_model_tells_the_churn_at_which_it_stops_paying() -> None:
    of = plan(company(segment(200, revenue_per_account=50_000), roster=team("head")))
    found = next(o for o in options_for(of, "high_touch") if o.service_model == DIGITAL)
    lighter = apply(
        of.company, [SetSegments(segments=(Segment(**dict(of.company.segments[0]) | {"service_model": DIGITAL}),))]
    )
    after = make_plan(lighter, of.phase)
    costs = np.array([of.assumptions[f"cost.{role}"].quantity.value for role in of.phase.role_ids])
    saved = costs @ (of.staffing.steady_total[0] - after.staffing.steady_total[0])[:, 1:]  # decided in the first month
    margin = of.assumptions["economics.gross_margin"].quantity.value
    assert found.indifference is not None
    assert found.indifference.kind is IndifferenceKind.CHURN
    assert found.indifference.value == pytest.approx(saved.sum() / (12 * 200 * 50_000 * margin))
    assert found.first_effect == "2027-02"
    unpaid = plan(company(segment(200), roster=team("head")))
    assert one(options_for(unpaid, "high_touch"), OptionKind.SERVICE_MODEL).indifference.value is None


def test_options_for_the_plan_add_up_those_of_its_roles() -> None:
    of = example_plan("sou")
    whole = one(options_for_plan(of), OptionKind.CONTRACTOR)
    each = [o for role in of.phase.role_ids for o in options_for(of, role) if o.kind is OptionKind.CONTRACTOR]
    assert whole.cost == pytest.approx(sum(o.cost for o in each))
    assert whole.covered == pytest.approx(sum(o.covered for o in each))
    assert whole.first_effect == min(o.first_effect for o in each)


# ---------------------------------------------------------------- prices of rules


def small(**fields: object) -> Plan:
    """Return a plan that is soon proven: answering alone, for one year."""
    roster = team(*(role for role in DESK if role != "support"))
    book = segment(500, model=DIGITAL, tickets_per_account=1.0)
    return plan(company(book, roster=roster, **fields))


@cache
def prices_of_small() -> tuple[RulePrice, ...]:
    return rule_prices(
        small(sourcing={"support": SourcingRule(source=SourceKind.EMPLOYEE, reason="Product questions")})
    )


def test_every_rule_in_force_has_a_price_between_what_is_proven() -> None:
    found = prices_of_small()
    assert {p.kind for p in found} == {RuleKind.ALL_ADVICE, RuleKind.ADVICE, RuleKind.OWN_RULE}
    for rule in found:
        assert rule.price is not None
        assert rule.least - 1e-6 <= rule.price <= rule.most + 1e-6
        if rule.kind is not RuleKind.OWN_RULE:
            assert rule.price >= 0
            assert rule.left_out


def test_all_advice_together_costs_at_least_as_much_as_that_of_one_role() -> None:
    found = prices_of_small()
    together = next(p for p in found if p.kind is RuleKind.ALL_ADVICE)
    assert all(together.price >= p.price - 1e-6 for p in found if p.kind is RuleKind.ADVICE)


def test_an_own_rule_tells_its_reason_and_what_would_be_done_instead() -> None:
    own = next(p for p in prices_of_small() if p.kind is RuleKind.OWN_RULE)
    assert (own.role, own.source, own.reason) == ("support", SourceKind.EMPLOYEE, "Product questions")
    assert own.dropped or own.instead or own.price == pytest.approx(0)
    held, free = own.with_rule, own.without_rule
    assert (own.price, own.money) == (held - free, own.money_with - own.money_without)


def test_a_difference_inside_the_two_gaps_is_not_known() -> None:
    rule = next(iter(prices_of_small()))
    told = RulePrice(**{**dict(rule), "least": -1.0, "most": 5.0})
    assert not told.known
    assert RulePrice(**{**dict(rule), "least": 1.0, "most": 5.0}).known
    assert RulePrice(**{**dict(rule), "least": -5.0, "most": -1.0}).known


def test_rules_that_are_not_in_force_have_no_price() -> None:
    steps: list[tuple[int, int]] = []
    found = rule_prices(small(hiring=HiringOptions(follow_advice=False)), lambda *step: steps.append(step), quick=True)
    assert found == ()
    assert steps == [(0, 0)]


def test_progress_counts_the_rules() -> None:
    steps: list[tuple[int, int]] = []
    found = rule_prices(small(), lambda *step: steps.append(step), quick=True)
    assert steps == [(n, len(found)) for n in range(len(found) + 1)]


def test_without_a_rule_that_others_need_there_is_no_price() -> None:
    lock = Lock(role="support", terms="outsourcer_seat", month="2027-08", count=1)
    rule = SourcingRule(source=SourceKind.OUTSOURCER)
    of = small(sourcing={"support": rule}, hiring=HiringOptions(locks=(lock,)), budget=Budget(monthly=1e9))
    own = next(p for p in rule_prices(of, quick=True) if p.kind is RuleKind.OWN_RULE)
    assert (own.price, own.money, own.known, own.instead) == (None, None, False, ())
    assert apply(of.company, [SetSourcing(role="support", rule=None)]).sourcing == {}
