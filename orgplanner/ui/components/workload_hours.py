"""Where the hours come from: by role, by segment, by kind of work, by month."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.advice.names import activity_label, find_segment
from orgplanner.plan import Plan
from orgplanner.studies.workload import Slice, Split, WorkKind, WorkPart, split_hours, total_hours, work_parts
from orgplanner.ui import state, wording
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, number, percent, say

BY_MONTH = "month"

WAYS = (*(split.value for split in Split), BY_MONTH)
"""What the hours can be shown by."""

WHOLE = 10
"""Hours from which they are written whole."""


@st.fragment
def show(plan: Plan) -> None:
    """Show the hours split in the chosen way, as a chart and a table."""
    st.header(say("workload.hours_title"))
    parts = state.study(work_parts, plan)
    if not parts:
        st.info(say("workload.no_work"), icon=":material/info:")
        return
    labels = {way: say(f"workload.by_{way}") for way in WAYS}
    chosen = st.segmented_control(
        say("workload.by"),
        list(WAYS),
        default=WAYS[0],
        format_func=lambda way: labels.get(way, way),
        required=True,
        key="workload-by",
    )
    if chosen == BY_MONTH:
        _by_month(plan, parts)
    else:
        _split(plan, parts, Split(chosen or WAYS[0]))
    _open(plan, parts)


def _split(plan: Plan, parts: Sequence[WorkPart], by: Split) -> None:
    slices = split_hours(parts, by, plan.staffing.month)
    if not slices:
        st.info(say("workload.no_work"), icon=":material/info:")
        return
    labels = [_label(plan, parts, by, s) for s in slices]
    sentence = _sentence(plan, parts, slices[0], labels[0])
    st.markdown(escape(sentence))
    with st.container(horizontal=True, gap="small", key="workload-all-hours-why"):
        why(f"health.all_hours[{plan.month}]", key="workload-why-all", label=say("workload.hours_all"))
        why(f"health.reactive_share[{plan.month}]", key="workload-why-reactive", label=say("workload.share_reactive"))
    figure = workload_chart.rows_of_bars(
        [say("workload.named_hours", name=n, hours=_hours(s.hours)) for n, s in zip(labels, slices, strict=True)],
        _series(slices),
        say("workload.axis_hours"),
    )
    rows = [{say(f"workload.by_{by}"): label} | _cells(s) for label, s in zip(labels, slices, strict=True)]
    workload_chart.show(figure, rows, key=f"workload-hours-{by}", alt=sentence)
    if by is Split.ROLE:
        with st.container(horizontal=True, gap="small", key="workload-hours-why"):
            for s in slices:
                _why_role(plan, str(s.key[0]))


def _why_role(plan: Plan, role: str) -> None:
    id = f"demand.hours[{role},{plan.month}]"
    id = id if plan.explain(id).value else f"staffing.steady_total[{role},{plan.month}]"
    why(id, key=f"workload-why-{role}", label=escape(role_name(plan, role)))


def _by_month(plan: Plan, parts: Sequence[WorkPart]) -> None:
    slices = total_hours(parts, len(plan.months))
    first, last = (wording.month(plan.months[at]) for at in (0, -1))
    sentence = say(
        "workload.hours_months", first=first, last=last, now=_hours(slices[0].hours), then=_hours(slices[-1].hours)
    )
    st.markdown(escape(sentence))
    names = [wording.month(m, short=True) for m in plan.months]
    figure = workload_chart.stacked_bars(names, _series(slices), say("workload.axis_hours"))
    rows = [{say("workload.month"): name} | _cells(s) for name, s in zip(names, slices, strict=True)]
    workload_chart.show(figure, rows, key="workload-hours-month", alt=sentence)


def _series(slices: Sequence[Slice]) -> list[Series]:
    return [
        Series(say(f"workload.{kind}"), values, [_hours(v) for v in values])
        for kind, values in (
            ("proactive", [s.proactive for s in slices]),
            ("reactive", [s.reactive for s in slices]),
        )
    ]


def _cells(of: Slice) -> dict[str, str]:
    cells = {"all_hours": of.hours, "proactive": of.proactive, "reactive": of.reactive}
    return {say(f"workload.{name}"): number(value) for name, value in cells.items()}


def _hours(value: float) -> str:
    return say("workload.hours", hours=number(value, 0 if value >= WHOLE else 1))


def _sentence(plan: Plan, parts: Sequence[WorkPart], largest: Slice, label: str) -> str:
    whole = total_hours(parts, len(plan.months))[plan.staffing.month]
    return say(
        "workload.hours_sentence",
        month=wording.month(plan.month),
        hours=_hours(whole.hours),
        reactive=percent(whole.reactive_share or 0),
        name=label,
        most=_hours(largest.hours),
    )


def _label(plan: Plan, parts: Sequence[WorkPart], by: Split, of: Slice) -> str:
    """Return what a slice is called."""
    first = of.key[0]
    if by is Split.ROLE:
        return role_name(plan, str(first))
    if by is Split.SEGMENT:
        return segment_name(plan, first)
    part = next(p for p in parts if (p.kind.value, p.activity) == of.key)
    return work_name(plan, part)


def segment_name(plan: Plan, id: str | None) -> str:
    """Return the name of a segment, or that work belongs to none."""
    found = next((s for s in plan.company.segments if s.id == id), None)
    return (found.name or found.id) if found else say("workload.no_segment")


def work_name(plan: Plan, part: WorkPart) -> str:
    """Return what a kind of work is called: an activity by its own name."""
    if part.kind is WorkKind.ACTIVITY and part.segment and part.activity:
        return activity_label(plan, find_segment(plan, part.segment), part.activity, state.language())
    return say(f"workload.work_{part.kind}")


def _open(plan: Plan, parts: Sequence[WorkPart]) -> None:
    """Offer every piece of the work to be opened."""
    at = plan.staffing.month
    here = sorted((p for p in parts if p.hours[at] > 0), key=lambda p: -p.hours[at])
    names = [_piece(plan, p, float(p.hours[at])) for p in here]
    with st.container(horizontal=True, vertical_alignment="bottom", key="workload-open"):
        chosen = st.selectbox(
            say("workload.open_piece"),
            range(len(here)),
            index=None,
            format_func=lambda place: names[place] if place < len(names) else "",
            placeholder=say("workload.choose"),
            key=f"workload-piece-{plan.month}",
            width=440,
        )
        if chosen is not None and chosen < len(here):
            why(here[chosen].figure_of(plan.month), key="workload-piece-why", label=say("workload.why_piece"))


def _piece(plan: Plan, part: WorkPart, hours: float) -> str:
    names = [work_name(plan, part), *([segment_name(plan, part.segment)] if part.segment else [])]
    return say(
        "workload.piece",
        names=say("workload.between").join(names),
        role=role_name(plan, part.role),
        hours=_hours(hours),
    )
