"""The chart that is shown as a file: for paper, slides, the web and other tools."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from orgplanner.advice.cards import Reading
from orgplanner.advice.seats import ChartView
from orgplanner.exports.chart.formats import PAGED, file_suffix, media_type
from orgplanner.exports.plan_chart import plan_chart
from orgplanner.plan import Plan
from orgplanner.records.card import ChartFormat, PageSize
from orgplanner.ui import state
from orgplanner.ui.wording import month, say

_UNSAFE = re.compile(r"[^\w.-]+")
"""What no file name should hold; letters of any script stay."""

LONGEST_STEM = 60
"""Characters of the company's name in a file name."""


def show(plan: Plan, view: ChartView, reading: Reading) -> None:
    """Let the reader choose a format and take the file; it is written when somebody asks for it."""
    with st.popover(say("chart_editing.export"), icon=":material/download:", key="chart-export"):
        shown = say(f"org_chart.view_{view.value}")
        st.markdown(say("chart_editing.export_what", view=shown, month=month(plan.month)))
        names = {each: say(f"chart_editing.format_{each.name.lower()}") for each in ChartFormat}
        format: ChartFormat = st.selectbox(
            say("chart_editing.format"),
            [ChartFormat.PPTX, ChartFormat.PDF, *(f for f in ChartFormat if f not in PAGED)],
            format_func=lambda f: names[f],
            key="chart-format",
        )
        size = _choose_size() if format in PAGED else PageSize.WIDE
        st.download_button(
            say("chart_editing.download"),
            data=partial(plan_chart, plan, format, view=view, language=state.language(), reading=reading, size=size),
            file_name=file_name(plan, view, format),
            mime=media_type(format),
            icon=":material/download:",
            on_click="ignore",
            key="chart-download",
        )


def _choose_size() -> PageSize:
    sizes = {size: say(f"chart_editing.size_{size.value}") for size in PageSize}
    chosen = st.segmented_control(
        say("chart_editing.size"),
        list(PageSize),
        default=PageSize.WIDE,
        format_func=lambda size: sizes[size],
        key="chart-size",
        required=True,
        help=say("chart_editing.size_help"),
    )
    return PageSize(chosen or PageSize.WIDE)


def file_name(plan: Plan, view: ChartView, format: ChartFormat) -> str:
    """Return the name of the file: company, view and month, without what file systems refuse."""
    company = _UNSAFE.sub("-", plan.company.name).strip("-.")[:LONGEST_STEM] or "company"
    tool = f"-{format.value.removesuffix('-csv')}" if format in (ChartFormat.VISIO_CSV, ChartFormat.LUCID_CSV) else ""
    return f"{company}-{view.value}-{plan.month}{tool}{file_suffix(format)}"
