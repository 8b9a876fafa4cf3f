"""The one number to check first: how many hours a year one person can give to customers."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.catalogue import Benchmark, BenchmarkKind
from orgplanner.records.change import Change, ResetAssumption, SetAssumption
from orgplanner.studies.capacity_chain import ChainStep, StepKind, capacity_chains
from orgplanner.studies.sensitivity import effective_hours, headcount_at
from orgplanner.ui import state
from orgplanner.ui.components import tiles
from orgplanner.ui.components.cells import as_percent, as_ratio
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, number, percent, say, text

ACCOUNT_WORK = "account"
"""Capacity profile of the roles that look after accounts."""

SHARE = f"capacity.{ACCOUNT_WORK}.direct_share"
"""Assumption that a year's hours are translated into."""

OCCUPANCY = f"capacity.{ACCOUNT_WORK}.occupancy"

PEOPLE = "people at other hours"
"""Name of the study of the headcount at other hours."""

MOST_HOURS = 3000

CALENDAR_FIELDS = {"days_off": (0.0, 250.0, 1.0), "hours_per_day": (1.0, 16.0, 0.25), "leave_days": (0.0, 100.0, 1.0)}
"""Lowest, highest and step of what a calendar gives."""


@st.fragment
def show() -> None:
    """Show the hours with their range, and let the user confirm or replace them; the effect shows before it counts."""
    plan = state.plan()
    role = role_of(plan)
    if role is None:
        return
    with st.container(border=True, key="effective-hours"):
        st.header(say("assumptions.hours_title"))
        st.markdown(say("assumptions.hours_intro"))
        _now(plan, role)
        _people(plan, role)
        _chain(plan)
        ways = {way: say(f"assumptions.way_{way}") for way in ("hours", "calendar")}
        own = st.segmented_control(
            say("assumptions.hours_way"),
            list(ways),
            default="hours",
            format_func=lambda way: ways.get(way, way),
            required=True,
            key="hours-way",
        )
        changes = _by_calendar(plan) if own == "calendar" else _by_hours(plan, role)
        _effect(plan, role, changes)
        _buttons(plan, changes)


def role_of(plan: Plan) -> str | None:
    """Return the phase's first role that looks after accounts, if there is one."""
    return next((r for r in plan.phase.role_ids if plan.phase.definition_of(r).capacity == ACCOUNT_WORK), None)


def _now(plan: Plan, role: str) -> None:
    """Show the hours as planned, how sure they are, and what others publish."""
    ends, share = effective_hours(plan, role), plan.assumptions[SHARE]
    grade = escape(figures.grade_of(share.quantity.grade, state.language()))
    left, right = st.columns([1, 2])
    with left:
        given = say("assumptions.hours_default") if share.given_by == "default" else say("assumptions.hours_own")
        tile = Tile(
            say("assumptions.hours_now"),
            escape(say("assumptions.hours", hours=number(ends.planned, 0))),
            (f"{given} · {grade}",),
            ((f"staffing.yearly_capacity[{role}]", None),),
        )
        tiles.show([tile], key="hours-now")
    with right:
        st.markdown(say("assumptions.hours_range", low=escape(number(ends.low, 0)), high=escape(number(ends.high, 0))))
        show_published(plan)
        if share.reason:
            st.markdown(say("derivation.reason", reason=escape(share.reason)))


def show_published(plan: Plan) -> None:
    """Show what others publish, each with what to know about it."""
    for benchmark in _published(plan):
        hours, note = number(benchmark.quantity.value, 0), benchmark.quantity.note
        sentence = say("assumptions.hours_others", label=text(benchmark.label), hours=hours)
        st.markdown(escape(say("assumptions.hours_noted", sentence=sentence, note=text(note)) if note else sentence))


def _published(plan: Plan) -> list[Benchmark]:
    """Return the hours a year that others publish for people who look after accounts."""
    return [b for b in plan.phase.catalogue.benchmarks if b.kind is BenchmarkKind.HOURS_PER_PERSON]


def _people(plan: Plan, role: str) -> None:
    """Show how many people other hours ask for."""
    ends = effective_hours(plan, role)
    own = {"hours_low": ends.low, "hours_planned": ends.planned, "hours_high": ends.high}
    named = [(say(f"assumptions.{name}"), hours) for name, hours in own.items()]
    named += [(text(b.label), b.quantity.value) for b in _published(plan)]
    named.sort(key=lambda row: row[1])
    asked = state.study(lambda of: headcount_at(of, role, [hours for _, hours in named]), plan, PEOPLE)
    rows = [
        {
            say("assumptions.effect_hours"): say("assumptions.hours", hours=number(at.hours, 0)),
            say("assumptions.effect_positions"): say(
                "assumptions.people_fte", people=at.positions, fte=number(at.fte, 1)
            ),
            say("assumptions.hours_whose"): name,
        }
        for (name, _), at in zip(named, asked, strict=True)
    ]
    st.markdown(f"**{say('assumptions.hours_people')}**")
    st.dataframe(rows, hide_index=True, key="hours-people", alt=say("assumptions.hours_people"))


def _chain(plan: Plan) -> None:
    """Show how the hours come about, from what is paid to what is left."""
    chain = next(c for c in capacity_chains(plan) if c.profile.id == ACCOUNT_WORK)
    parts = {part.id: text(part.label) for part in chain.profile.internal}

    def name(step: ChainStep) -> str:
        return parts[step.part] if step.part else say(f"assumptions.step_{step.kind}")

    with st.expander(say("assumptions.chain"), icon=":material/stairs:", key="hours-chain"):
        rows = [
            {
                say("assumptions.step"): name(step),
                say("assumptions.hours_a_year"): number(step.hours if step.is_level else -step.hours, 0),
            }
            for step in chain.steps
        ]
        st.dataframe(rows, hide_index=True, key="hours-chain-rows", alt=say("assumptions.chain"))
        with st.container(horizontal=True, gap="small", key="hours-chain-why"):
            for step in chain.steps:
                if step.kind is not StepKind.UNEXPLAINED:
                    why(step.figure, key=f"hours-chain-{step.figure}", label=escape(name(step)))


def _by_hours(plan: Plan, role: str) -> tuple[Change, ...]:
    """Ask for the hours of a year and return what has to change for them."""
    now = plan.explain(f"staffing.yearly_capacity[{role}]").value
    hours = st.number_input(
        say("assumptions.hours_year"),
        min_value=1,
        max_value=MOST_HOURS,
        value=round(now),
        step=10,
        help=say("assumptions.hours_year_help"),
        key=_key("year", now),
        width=320,
    )
    if hours == round(now):
        return ()
    share = plan.direct_share_for(hours, role)
    if share > 1:
        st.error(say("assumptions.hours_too_many"), icon=":material/error:")
        return ()
    return (SetAssumption(id=SHARE, value=share, reason=say("assumptions.reason_hours", hours=number(hours, 0))),)


def _by_calendar(plan: Plan) -> tuple[Change, ...]:
    """Ask for the company's own calendar and customer-facing share and return what has to change for them."""
    changes: list[Change] = []
    calendar, reason = plan.company.calendar, say("assumptions.reason_calendar")
    with st.grid(columns="auto", min_column_width=200, key="hours-calendar"):
        for name, (low, high, step) in CALENDAR_FIELDS.items():
            id = f"calendar.{calendar}.{name}"
            now = plan.assumptions[id].quantity.value
            told = st.number_input(
                say(f"assumptions.{name}"),
                low,
                high,
                now,
                step,
                key=_key(name, now),
                help=say(f"assumptions.{name}_help"),
            )
            if told != now:
                changes.append(SetAssumption(id=id, value=told, reason=reason))
        changes += _parts(plan)
        changes += _ratio(plan, OCCUPANCY, say("assumptions.occupancy"))
    return tuple(changes)


def _parts(plan: Plan) -> list[Change]:
    """Ask for the parts of internal work; what they leave is the customer-facing share, which they then decide."""
    profile = next(p for p in plan.phase.catalogue.capacity_profiles if p.id == ACCOUNT_WORK)
    if not profile.internal:
        return _ratio(plan, SHARE, say("assumptions.direct_share"))
    stem = f"capacity.{ACCOUNT_WORK}"
    told = {
        f"{stem}.{part.id}": _asked(plan, f"{stem}.{part.id}", say("assumptions.part", part=escape(text(part.label))))
        for part in profile.internal
    }
    if all(value is None for value in told.values()):
        return []
    now = {id: plan.assumptions[id] for id in told}
    reset: list[Change] = [ResetAssumption(id=SHARE)] if SHARE in plan.company.assumptions else []
    values = {id: now[id].quantity.value if value is None else value for id, value in told.items()}
    reason = say("assumptions.reason_calendar")
    kept = [id for id, value in values.items() if value != now[id].default.value]
    return [*reset, *(SetAssumption(id=id, value=values[id], reason=reason) for id in kept)]


def _ratio(plan: Plan, id: str, label: str) -> list[Change]:
    """Ask for one share and return its change."""
    told = _asked(plan, id, label)
    return [] if told is None else [SetAssumption(id=id, value=told, reason=say("assumptions.reason_calendar"))]


def _asked(plan: Plan, id: str, label: str) -> float | None:
    """Ask for a share as a percentage and return it; None where it is left as it is."""
    now = as_percent(plan.assumptions[id].quantity.value)
    low = 1.0 if id in (SHARE, OCCUPANCY) else 0.0
    told = st.number_input(label, min(low, now), 100.0, now, 1.0, key=_key(id, now))
    return None if told == now else as_ratio(told)


def _key(name: str, now: float) -> str:
    """Return a key that starts anew when the number was changed elsewhere."""
    return f"hours-{name}-{state.revision()}-{now}"


def _effect(plan: Plan, role: str, changes: tuple[Change, ...]) -> None:
    """Show what the changes would do to the headcount."""
    if not changes:
        return
    try:
        after = state.plan_with(*changes)
    except OrgPlannerError as error:
        st.error(escape(figures.tell(error, state.language())), icon=":material/error:")
        return
    share = after.assumptions[SHARE]
    low, high = share.default.range
    rows = {
        "effect_hours": [_hours(p, role) for p in (plan, after)],
        "effect_positions": [_positions(p) for p in (plan, after)],
    }
    for name, (before, then) in rows.items():
        st.markdown(f"{say(f'assumptions.{name}')}: {escape(before)} → **{escape(then)}**")
    if not low <= share.quantity.value <= high:
        value = escape(percent(share.quantity.value))
        words = say("assumptions.share_outside", value=value, low=escape(percent(low)), high=escape(percent(high)))
        st.warning(words, icon=":material/warning:")


def _hours(plan: Plan, role: str) -> str:
    return say("assumptions.hours", hours=number(plan.explain(f"staffing.yearly_capacity[{role}]").value, 0))


def _positions(plan: Plan) -> str:
    fte = number(plan.explain(f"staffing.team_fte[{plan.month}]").value, 1)
    return say("assumptions.people_fte", people=len(plan.team_positions), fte=fte)


def _buttons(plan: Plan, changes: tuple[Change, ...]) -> None:
    """Offer to apply what was typed, to confirm the hours as they are, and to go back to the defaults."""
    share = plan.assumptions[SHARE]
    stem = f"capacity.{ACCOUNT_WORK}."
    ids = [id for id in plan.company.assumptions if id.startswith(stem)]
    ids += [f"calendar.{plan.company.calendar}.{name}" for name in CALENDAR_FIELDS]
    own = tuple(ResetAssumption(id=id) for id in ids if id in plan.company.assumptions)
    confirmed = SetAssumption(id=SHARE, value=share.quantity.value, reason=say("assumptions.reason_confirmed"))
    with st.container(horizontal=True, vertical_alignment="center", key="hours-buttons"):
        if changes:
            _button("use", ":material/check:", changes)
        elif share.given_by == "default":
            _button("confirm", ":material/verified:", (confirmed,))
        if own:
            _button("default_button", ":material/restart_alt:", own)
        why("staffing.positions", key="why-hours-positions", label=say("assumptions.why_positions"))


def _button(name: str, icon: str, changes: tuple[Change, ...]) -> None:
    if st.button(say(f"assumptions.hours_{name}"), icon=icon, key=f"hours-{name}"):
        state.change(*changes)
        st.rerun()
