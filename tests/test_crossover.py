"""At which volume, in which month and at which price the outside gets cheaper than the inside."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from orgplanner.plan import Plan, make_plan
from orgplanner.records.company import Override
from orgplanner.records.hiring import Available, HiringOptions
from orgplanner.records.phase import Phase
from orgplanner.stages.crossover import Crossover, Flip, Inside, Side, find_crossovers
from tests.companies import EXAMPLES, company, example_plan, phase, plan, segment

WORKED = {
    "cost.support": 437_500.0,
    "support.handling_time": 25.0,
    "source.outsourcer_ticket.price": 1_500.0,
    "source.outsourcer_ticket.fixed": 100_000.0,
    "source.outsourcer_ticket.setup": 600_000.0,
    "source.outsourcer_ticket.minimum": 0.0,
    "ramp.experienced.month_1": 1.0,
}
"""The worked example: 216 whole tickets a month at 437,500, against 100,000 and 1,500 a ticket; 600,000 to set up."""

TICKETS_A_MONTH = 1935 / 12 * 0.7 * 0.8 * 60 / 25


NO_STEERING = {"governance": None, "setup_hours": None}


def with_terms(id: str = "outsourcer_ticket", **fields: object) -> Phase:
    """Return the launch phase with other terms of a source."""
    catalogue = phase("launch").catalogue
    terms = tuple(t.model_copy(update=fields) if t.id == id else t for t in catalogue.source_terms)
    return phase("launch").model_copy(update={"catalogue": catalogue.model_copy(update={"source_terms": terms})})


@cache
def ramp_ids() -> tuple[str, ...]:
    """Return the ids of the ramp of people with experience."""
    profile = next(p for p in phase("launch").catalogue.ramp_profiles if p.id == "experienced")
    return tuple(f"ramp.experienced.month_{k + 1}" for k in range(len(profile.ramp)))


def worked(tickets: float = 200, growth: float = 0, of: Phase | None = None, **changed: float) -> Plan:
    """Return a plan of so many tickets a month, one an account, with the numbers of the worked example."""
    book = segment(tickets, tickets_per_account=1.0, new_accounts=growth)
    share = plan(company(book)).direct_share_for(1935 * 0.7 * 0.8, "support")
    numbers = WORKED | dict.fromkeys(ramp_ids(), 1.0) | {"capacity.support.direct_share": share}
    numbers |= {id.replace("__", "."): value for id, value in changed.items()}
    known = company(book, assumptions={id: Override(value=value) for id, value in numbers.items()})
    return make_plan(known, of or with_terms(**NO_STEERING))


def crossover(of: Plan, role: str = "support", terms: str = "outsourcer_ticket") -> Crossover:
    return next(c for c in of.parts.crossovers if (c.role, c.outside.terms.id) == (role, terms))


def test_the_worked_example_pays_back_in_sixteen_months() -> None:
    found = crossover(worked())
    assert round(TICKETS_A_MONTH, 2) == 216.72
    assert found.cap == 216
    assert found.unit_cost == pytest.approx(2025.5, abs=0.05)
    assert found.current_volume == pytest.approx(200)
    assert found.whole_posts.current == pytest.approx(437_500)
    assert found.current_outside == pytest.approx(400_000)
    assert found.whole_posts.saving == pytest.approx(37_500)
    assert found.payback_months == pytest.approx(16)
    assert found.break_even_price == pytest.approx(1562.5)
    assert found.whole_posts.break_even_price == pytest.approx(337_500 / 200)


def test_hours_shared_in_a_team_cost_only_the_part_of_a_post_that_the_work_takes() -> None:
    shared = crossover(worked()).shared_hours
    assert shared.current == pytest.approx(437_500 * 200 / 216)
    assert shared.saving == pytest.approx(437_500 * 200 / 216 - 400_000)
    # 100,000 + 1,500 v = 2,025.46 v
    assert [f.above for f in shared.flips] == [Side.OUTSIDE]
    assert shared.flips[0].volume == pytest.approx(100_000 / (437_500 / 216 - 1500))


def test_the_staircase_crosses_as_often_as_a_post_fills_up() -> None:
    flips = crossover(worked(600, source__outsourcer_ticket__price=2000.0)).flips
    by_hand = [337_500 / 2000, 216, 775_000 / 2000, 432, 1_212_500 / 2000, 648]
    assert [f.volume for f in flips[:6]] == pytest.approx(by_hand)
    assert [f.above for f in flips[:4]] == [Side.INSIDE, Side.OUTSIDE, Side.INSIDE, Side.OUTSIDE]


def test_a_price_of_nothing_leaves_the_fixed_fee() -> None:
    (price, *_) = next(t for t in phase("launch").catalogue.source_terms if t.id == "outsourcer_ticket").price
    nothing = price.model_copy(update={"value": 0.0, "range": (0.0, price.range[1])})
    found = crossover(worked(of=with_terms(price=(nothing,), **NO_STEERING), source__outsourcer_ticket__price=0.0))
    assert found.current_outside == pytest.approx(100_000)
    assert found.flips == ()
    assert found.break_even_price == pytest.approx(1562.5)


def test_a_minimum_above_the_demand_is_paid_in_full() -> None:
    found = crossover(worked(source__outsourcer_ticket__minimum=300.0))
    assert found.current_outside == pytest.approx(550_000)
    assert found.whole_posts.saving == pytest.approx(-112_500)
    assert found.payback_months is None
    assert found.break_even_price == pytest.approx(337_500 / 300)


def test_a_price_that_nobody_knows_gives_no_cost_and_no_flip() -> None:
    found = crossover(make_plan(company(segment(200)), with_terms(price=())))
    assert (found.bill.price, found.outside_cost, found.outside_by_month, found.current_outside) == (None,) * 4
    assert (found.flips, found.flip_month, found.payback_months, found.whole_posts.saving) == ((), None, None, None)
    assert found.break_even_price is not None  # what it may cost at most is known all the same


def test_no_price_is_low_enough_where_the_fixed_fee_alone_costs_more_than_a_post() -> None:
    found = crossover(worked(source__outsourcer_ticket__fixed=500_000.0))
    assert (found.break_even_price, found.whole_posts.break_even_price) == (None, None)


def test_a_role_without_a_known_cost_has_no_crossover() -> None:
    assert plan(company(segment(200), currency="EUR")).parts.crossovers == ()


def test_steering_and_what_comes_back_cost_hours_of_the_team() -> None:
    found = crossover(
        worked(of=phase("launch"), source__outsourcer_ticket__governance=0.1, economics__quality_loss=0.2)
    )
    back = 0.2 * 200 * 437_500 / 216
    assert found.current_outside == pytest.approx(400_000 + 43_750 + back)
    assert found.break_even_price == pytest.approx((437_500 - 100_000 - 43_750 - 0.2 * 437_500) / 216)


def test_documents_and_the_months_in_which_both_run_are_paid_back_as_well() -> None:
    ramp = dict.fromkeys((id.replace(".", "__") for id in ramp_ids()), 0.5)
    found = crossover(worked(of=with_terms(governance=None), source__outsourcer_ticket__setup_hours=80.0, **ramp))
    hour = 437_500 / (1935 / 12 * 0.7 * 0.8)
    months = 0.5 * len(ramp)
    assert found.setup == pytest.approx(600_000 + 80 * hour)
    assert found.whole_posts.dual_run == pytest.approx(months * 437_500)
    assert found.payback_months == pytest.approx((600_000 + 80 * hour + months * 437_500) / 37_500)


def test_the_month_of_the_flip_is_the_first_whose_volume_changes_the_side() -> None:
    found = crossover(worked(150, growth=10, source__outsourcer_ticket__price=2000.0))
    sides = found.outside_by_month < found.whole_posts.by_month
    first = int(np.flatnonzero(sides != sides[0])[0])
    assert found.volume_by_month[first - 1] <= 168.75 < found.volume_by_month[first]
    assert found.flip_month == company().months[first]
    assert crossover(worked(150, source__outsourcer_ticket__price=2000.0)).flip_month is None


def test_blocks_of_hours_are_paid_whole() -> None:
    of = worked(tickets=200, source__contractor__block=40.0, source__contractor__price=4000.0)
    found = crossover(of, terms="contractor")
    assert found.bill.carried == math.floor(40 * 60 / 25)
    paid = found.bill.cost(np.array([96.0, 97.0, 192.0])) - found.bill.governance
    assert paid.tolist() == pytest.approx([160_000, 320_000, 320_000])
    assert found.current_outside == pytest.approx(480_000 + found.bill.governance)


def test_more_than_there_are_people_to_borrow_cannot_be_carried() -> None:
    lent = HiringOptions(available=(Available(role="high_touch", terms="shared_person", people=1),))
    found = crossover(plan(company(segment(400), hiring=lent)), "high_touch", "shared_person")
    assert found.bill.reach == found.bill.carried * math.floor(1 / found.outside.fte)
    assert found.current_volume > found.bill.reach
    assert (found.current_outside, found.whole_posts.saving, found.payback_months) == (None, None, None)


def test_leads_and_head_stay_inside_and_advice_is_told() -> None:
    found = example_plan("hoshi").parts.crossovers
    assert {c.role for c in found}.isdisjoint({"lead", "head"})
    support = crossover(example_plan("hoshi"))
    assert support.advised
    assert support.outside.advice is not None
    assert not crossover(example_plan("hoshi"), "adoption_account_expansion", "contractor").advised


def test_the_same_plan_gives_the_same_crossovers() -> None:
    of = example_plan("sou")
    again = find_crossovers(of.inputs, of.demand, of.staffing)
    assert [c.flips for c in again] == [c.flips for c in of.parts.crossovers]


def side_at(flips: tuple[Flip, ...], first: Side, volume: float) -> Side:
    """Return the cheaper side at a volume, as the flips tell it."""
    below = [f for f in flips if f.volume < volume]
    return below[-1].above if below else first


def insides(found: Crossover) -> tuple[tuple[Inside, bool], ...]:
    return (found.whole_posts, True), (found.shared_hours, False)


@pytest.mark.parametrize("name", EXAMPLES)
def test_flips_tell_the_cheaper_side_everywhere(name: str) -> None:
    for found in example_plan(name).parts.crossovers:
        volumes = np.linspace(0, found.volumes[-1], 997)[1:-1] + 1e-3
        outside = found.bill.cost(volumes)
        for inside, whole in insides(found):
            posts = np.ceil(volumes / found.cap - 1e-9) if whole else volumes / found.cap
            cheaper = outside < found.loaded * posts * (1 - 1e-9)
            start = inside.flips[0].above if inside.flips else None
            first = {
                Side.INSIDE: Side.OUTSIDE,
                Side.OUTSIDE: Side.INSIDE,
                None: Side.OUTSIDE if cheaper[0] else Side.INSIDE,
            }
            told = [side_at(inside.flips, first[start], v) is Side.OUTSIDE for v in volumes]
            assert told == cheaper.tolist(), found.outside.id


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_line_through_the_volumes_is_exact(name: str) -> None:
    for found in example_plan(name).parts.crossovers:
        assert found.outside_cost is not None
        for at in range(0, len(found.volumes), 2):
            middle = found.volumes[at : at + 2].mean()
            drawn = found.outside_cost[at : at + 2].mean(), found.inside_cost[at : at + 2].mean()
            posts = math.ceil(middle / found.cap - 1e-9)
            assert drawn == pytest.approx((float(found.bill.cost(np.array(middle))), found.loaded * posts), rel=1e-9)


@pytest.mark.parametrize("name", EXAMPLES)
def test_sides_change_at_every_flip(name: str) -> None:
    for found in example_plan(name).parts.crossovers:
        for inside, _ in insides(found):
            assert all(a.above is not b.above and a.volume < b.volume for a, b in pairwise(inside.flips))


def test_the_figures_of_the_worked_example_open_to_its_numbers() -> None:
    of = worked()
    keys = "[support,outsourcer_ticket]"
    values = {
        name: of.explain(f"crossover.{name}{keys}").value
        for name in ("volume", "inside_cost", "outside_cost", "saving", "payback", "break_even_price")
    }
    assert values == pytest.approx(
        {
            "volume": 200,
            "inside_cost": 437_500,
            "outside_cost": 400_000,
            "saving": 37_500,
            "payback": 16,
            "break_even_price": 1562.5,
        }
    )
