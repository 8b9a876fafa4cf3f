"""How many hours one person has for the work: what becomes of the paid hours."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.capacity_chain import CapacityChain, ChainStep, StepKind, capacity_chains
from orgplanner.ui import navigation
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.effective_hours import ACCOUNT_WORK, show_published
from orgplanner.ui.components.naming import role_labels
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, month, number, percent, say, text


@st.fragment
def show(plan: Plan) -> None:
    """Show the chain of the chosen kind of role."""
    st.header(say("workload.capacity_title"))
    chains = {chain.profile.id: chain for chain in capacity_chains(plan)}
    names = {id: text(chain.profile.label) for id, chain in chains.items()}
    chosen = st.segmented_control(
        say("workload.kind_of_role"),
        list(chains),
        default=ACCOUNT_WORK if ACCOUNT_WORK in chains else next(iter(chains)),
        format_func=lambda id: escape(names.get(id, id)),
        required=True,
        key=f"workload-profile-{plan.phase.id}",
    )
    chain = chains[chosen] if chosen in chains else next(iter(chains.values()))
    sentence = _sentence(plan, chain)
    st.markdown(escape(sentence))
    if chain.profile.id == ACCOUNT_WORK:
        show_published(plan)
    steps = chain.steps
    figure = workload_chart.rows_of_bars(
        [say("workload.named_hours", name=_name(chain, s), hours=_signed(s)) for s in steps],
        [
            Series(say("workload.hours_left"), [s.hours if s.is_level else 0 for s in steps], _words(steps)),
            Series(say("workload.hours_taken"), [0 if s.is_level else s.hours for s in steps], _words(steps)),
        ],
        say("workload.axis_hours_year"),
        bases=chain.starts,
    )
    rows = [{say("workload.step"): _name(chain, s), say("workload.hours_a_year"): _signed(s)} for s in steps]
    workload_chart.show(figure, rows, key=f"workload-chain-{chain.profile.id}", alt=sentence)
    with st.container(horizontal=True, gap="small", key="workload-chain-why"):
        for place, step in enumerate(steps):
            why(step.figure, key=f"workload-chain-why-{place}", label=escape(_name(chain, step)))
    _by_month(plan, chain)
    st.page_link(navigation.page("assumptions"), label=say("workload.to_assumptions"), icon=":material/tune:")


def _sentence(plan: Plan, chain: CapacityChain) -> str:
    paid, effective = chain.level(StepKind.PAID), chain.level(StepKind.EFFECTIVE)
    return say(
        "workload.capacity_sentence",
        roles=role_labels(plan.phase, chain.roles),
        paid=number(paid, 0),
        effective=number(effective, 0),
        share=percent(chain.effective_share),
        monthly=number(chain.monthly, 1),
    )


def _name(chain: CapacityChain, step: ChainStep) -> str:
    if step.part is not None:
        return next(text(p.label) for p in chain.profile.internal if p.id == step.part)
    return say(f"workload.step_{step.kind}")


def _words(steps: tuple[ChainStep, ...]) -> list[str]:
    return [_signed(step) for step in steps]


def _signed(step: ChainStep) -> str:
    hours = say("workload.hours", hours=number(step.hours, 0))
    return hours if step.is_level else say("workload.less", hours=hours)


def _by_month(plan: Plan, chain: CapacityChain) -> None:
    """Show the hours of each month, whose working days differ."""
    rows = [
        {say("workload.month"): month(m, short=True), say("workload.hours_one_person"): number(hours)}
        for m, hours in zip(plan.months, chain.by_month, strict=True)
    ]
    words = say("workload.capacity_by_month")
    workload_chart.table(rows, key="workload-capacity-months", alt=words, label=words)
