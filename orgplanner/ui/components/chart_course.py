"""The chart over the months of a company, kept while the shown month changes, with the planned hires if asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.studies.chart_hires import planned_hires
from orgplanner.studies.chart_months import ChartMonths, chart_months
from orgplanner.studies.hiring_outlook import Outlook, quick_outlook
from orgplanner.ui import state
from orgplanner.ui.background import Work
from orgplanner.ui.components import hiring_search
from orgplanner.ui.wording import say

COURSE = "chart-months"
"""Key under which the months are kept."""

Search = Work[None, Outlook]
"""A search for a good hiring plan."""


@dataclass(frozen=True)
class Course:
    """The chart over the months of one company, whatever month is shown."""

    of: Plan
    """The plan that it was made of."""
    months: ChartMonths
    search: Search | None = None
    """The search for the hires that were asked for."""
    with_hires: ChartMonths | None = None
    problem: OrgPlannerError | None = None
    """Why there is no hiring plan, if there is none."""

    @property
    def shown(self) -> ChartMonths:
        """The months with the hires, where these are laid on the chart."""
        return self.with_hires or self.months

    @property
    def is_searching(self) -> bool:
        """Whether the hires are still looked for."""
        return self.search is not None and self.with_hires is None and self.problem is None


def course_of(plan: Plan) -> Course:
    """Return the chart over the months; it is worked out once for as long as company and phase stay the same.

    Raises:
        OrgPlannerError: some month cannot be planned.
    """
    kept = state.widget(COURSE)
    if not (isinstance(kept, Course) and kept.of.phase is plan.phase and kept.of.company == plan.company):
        with st.spinner(say("chart_time.counting")):
            kept = _keep(Course(plan, chart_months(plan)))
    if kept.search is not None and kept.is_searching and kept.search.is_done:
        kept = _keep(_laid(kept, kept.search))
    return kept


def lay_hires(plan: Plan) -> None:
    """Begin to lay the hiring plan on the chart; one that the session knows already is taken at once."""
    course = Course(plan, course_of(plan).months)
    proven = (
        state.study(hiring_search.begin, plan, hiring_search.PROVEN) if _knows(plan, hiring_search.PROVEN) else None
    )
    if proven is not None and proven.is_done:
        _keep(_laid(course, proven))
    elif _knows(plan, hiring_search.QUICK):
        first = state.study(quick_outlook, plan, hiring_search.QUICK)
        _keep(replace(course, with_hires=planned_hires(plan, first.hiring, course.months)))
    else:
        _keep(replace(course, search=Search(lambda _: quick_outlook(plan))))


def drop_hires(plan: Plan) -> None:
    """Take the hiring plan off the chart again."""
    _keep(Course(plan, course_of(plan).months))


def _knows(plan: Plan, name: str) -> bool:
    return state.has_studied(plan, name)


def _laid(course: Course, search: Search | hiring_search.Search) -> Course:
    """Return the course with the hires of a search that is done, or with why there are none."""
    try:
        hiring = search.result().hiring
    except OrgPlannerError as error:
        return replace(course, problem=error)
    return replace(course, with_hires=planned_hires(course.of, hiring, course.months))


def _keep(course: Course) -> Course:
    state.set_widget(COURSE, course)
    return course
