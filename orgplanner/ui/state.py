"""The session: the company with its changes, the language, the plan. Only this module knows session keys and caches."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from orgplanner.errors import OrgPlannerError, Problem, UnknownName
from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.files.phases import load_phases, shipped_folder
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import Plan, make_plan
from orgplanner.records.change import Change, DropChartEdits, SetPhase, apply
from orgplanner.records.company import Company
from orgplanner.records.phase import Phase
from orgplanner.ui.serving import COMPANY_VARIABLE

FIRST_EXAMPLE = "sou"
"""The example that is planned before anything is entered."""

KEPT_PLANS = 12
"""Plans that a session keeps, so that undo and going back are instant; those used last stay."""

Result = TypeVar("Result")
"""What a study returns."""


@dataclass
class _Session:
    """What one browser tab holds."""

    base: Company
    name: str
    steps: list[tuple[Change, ...]] = field(default_factory=list)
    undone: list[tuple[Change, ...]] = field(default_factory=list)
    saved_steps: int = 0
    revision: int = 0
    month: str | None = None
    own_phases: tuple[Phase, ...] = ()
    company: Company | None = None
    plans: dict[str, Plan] = field(default_factory=dict)
    studies: dict[str, tuple[Plan, Any]] = field(default_factory=dict)
    """What each study last told, and of which plan."""


@st.cache_resource(show_spinner=False)
def import_tables_and_charts() -> bool:
    """Import what tables and charts need, in one thread: two first pages at once would meet it half imported."""
    import pandas  # noqa: F401 - for Streamlit, which asks for it in any thread
    import plotly.graph_objects  # noqa: F401 - for the charts of any session

    return True


@st.cache_resource
def freeze_heap() -> bool:
    """Take everything imported so far out of the garbage collector, which Streamlit runs after every script run.

    The first page has been drawn by then, so that what it imports is among it.
    """
    gc.collect()
    gc.freeze()
    return True


def _session() -> _Session:
    if "orgplanner" not in st.session_state:
        st.session_state["orgplanner"] = _first_session()
    session: _Session = st.session_state["orgplanner"]
    return session


def _first_session() -> _Session:
    """Return a session with the company that the server was started for, else with the first example.

    The example is planned in the first phase of the server's folder, should that not have the example's own.
    """
    started_for = os.environ.get(COMPANY_VARIABLE)
    if started_for:
        return _Session(load_company(started_for, shipped_phases()), Path(started_for).name)
    example, known = examples()[FIRST_EXAMPLE], [p.id for p in shipped_phases()]
    company = example if example.phase in known else apply(example, [SetPhase(phase=known[0])])
    return _Session(company, FIRST_EXAMPLE)


def starting_problem() -> OrgPlannerError | None:
    """Return why there is nothing to show: unreadable phases, or an unreadable company that was asked for."""
    try:
        _session()
    except OrgPlannerError as error:
        return error
    return None


def shipped_phases() -> tuple[Phase, ...]:
    """Return the phases of the folder that this server uses."""
    return load_phases()


def begin_run() -> None:
    """Read once a run what every text asks for.

    Streamlit's links between pages drop the language: a session keeps the one that was chosen, in the link too.
    """
    import_tables_and_charts()
    kept, linked = st.session_state.get("orgplanner_language"), st.query_params.get("lang")
    if kept in LANGUAGES and linked not in LANGUAGES and kept != _read_language():
        set_language(kept)
    st.session_state["orgplanner_language"] = _read_language()


def language() -> str:
    """Return the language of the page: the link's, else the browser's, else English."""
    read = st.session_state.get("orgplanner_language")
    return read if isinstance(read, str) else _read_language()


def _read_language() -> str:
    chosen = st.query_params.get("lang")
    if chosen in LANGUAGES:
        return str(chosen)
    browser = (st.context.locale or "").partition("-")[0].lower()
    return browser if browser in LANGUAGES else "en"


def set_language(chosen: str) -> None:
    """Keep the language in the link."""
    st.query_params["lang"] = chosen


def phases() -> tuple[Phase, ...]:
    """Return the phases to choose from: the user's own if some were uploaded, else the server's."""
    return _session().own_phases or shipped_phases()


def use_phases(own: Sequence[Phase]) -> None:
    """Plan with the user's own phases from now on; none goes back to the server's."""
    session = _session()
    session.own_phases = tuple(own)
    session.plans.clear()
    session.revision += 1


def phase() -> Phase:
    """Return the company's phase, or raise UnknownName."""
    return phase_of(company().phase)


def phase_of(id: str) -> Phase:
    """Return a phase by its id, or raise UnknownName."""
    for candidate in phases():
        if candidate.id == id:
            return candidate
    raise UnknownName("phase", id, [p.id for p in phases()])


def company() -> Company:
    """Return the company with all changes applied."""
    session = _session()
    if session.company is None:
        session.company = apply(session.base, [c for step in session.steps for c in step])
    return session.company


def company_name() -> str:
    """Return the file or example name that the company was opened under."""
    return _session().name


def open_company(opened: Company, name: str) -> None:
    """Open another company; its changes start anew."""
    own = _session().own_phases
    st.session_state["orgplanner"] = _Session(opened, name, own_phases=own, revision=_session().revision + 1)


def change(*changes: Change) -> None:
    """Apply changes as one step that can be undone.

    Raises:
        pydantic.ValidationError: the changed company would not be valid; nothing is changed then.
    """
    session = _session()
    changed = apply(company(), changes)
    if changed == session.company:
        return
    session.steps.append(changes)
    session.undone.clear()
    session.company = changed
    if session.saved_steps > len(session.steps) - 1:
        session.saved_steps = -1


def undo() -> None:
    """Take back the last step."""
    session = _session()
    if session.steps:
        session.undone.append(session.steps.pop())
        session.company = None
        session.revision += 1


def redo() -> None:
    """Do the step again that was taken back last."""
    session = _session()
    if session.undone:
        session.steps.append(session.undone.pop())
        session.company = None
        session.revision += 1


def can_undo() -> bool:
    """Tell whether there is a step to take back."""
    return bool(_session().steps)


def can_redo() -> bool:
    """Tell whether there is a step to do again."""
    return bool(_session().undone)


def revision() -> int:
    """Return a number that grows when the company changes behind an editor's back; part of editors' keys."""
    return _session().revision


def unsaved() -> bool:
    """Tell whether there are changes that were not downloaded."""
    session = _session()
    return session.saved_steps != len(session.steps)


def mark_saved() -> None:
    """Remember that the company was downloaded as it is."""
    _session().saved_steps = len(_session().steps)


def month() -> str:
    """Return the month for which positions, chart and gaps are shown."""
    chosen, months = _session().month, company().months
    return chosen if chosen in months else months[0]


def set_month(chosen: str) -> None:
    """Choose the month for which positions, chart and gaps are shown."""
    _session().month = chosen


def plan() -> Plan:
    """Return the plan of the company in its phase and the chosen month."""
    return plan_in(company().phase)


def plan_of_need() -> Plan:
    """Return the plan without edits of the chart, for pages that follow the need: what they work out outlives edits."""
    return plan().unedited


def plan_in(phase_id: str) -> Plan:
    """Return the plan of the company in any phase and the chosen month.

    Raises:
        OrgPlannerError: the company cannot be planned in this phase.
    """
    return _planned(company(), phase_id)


def plan_with(*changes: Change) -> Plan:
    """Return the plan as it would be after changes, which are not made.

    Raises:
        OrgPlannerError: the changed company cannot be planned.
        pydantic.ValidationError: the changed company would not be valid.
    """
    changed = apply(company(), changes)
    return _planned(changed, changed.phase)


def _planned(of: Company, phase_id: str) -> Plan:
    """Return a company's plan; edits of the chart change no stage before it, so that they need no new plan."""
    text = of.model_dump_json(exclude={"phase": True, "notes": True, "chart": {"edits"}})
    unedited = _kept_plan(f"{phase_id} {month()} {text}", lambda: _without_edits(of, phase_id))
    if not of.chart.edits:
        return unedited
    edits = of.chart.model_dump_json(include={"edits"})
    return _kept_plan(f"{phase_id} {month()} {text} {edits}", lambda: unedited.with_edits(of))


def _without_edits(of: Company, phase_id: str) -> Plan:
    bare = apply(of, [DropChartEdits()]) if of.chart.edits else of
    return make_plan(bare, phase_of(phase_id), month())


def _kept_plan(told: str, made: Callable[[], Plan]) -> Plan:
    """Return a plan from those that the session keeps, or a new one in place of the one used longest ago."""
    plans, key = _session().plans, hashlib.sha256(told.encode()).hexdigest()
    plans[key] = plans.pop(key) if key in plans else made()
    while len(plans) > KEPT_PLANS:
        plans.pop(next(iter(plans)))
    return plans[key]


def study(of: Callable[[Plan], Result], plan: Plan, name: str = "") -> Result:
    """Return what a study tells of a plan; it runs once for as long as the plan stays the same.

    Args:
        of: the study.
        plan: the plan.
        name: tells apart what one study is asked in several ways.
    """
    kept, key = _session().studies, name or f"{of.__module__}.{of.__qualname__}"
    if not has_studied(plan, key):
        kept[key] = (plan, of(plan))
    result: Result = kept[key][1]
    return result


def has_studied(plan: Plan, name: str) -> bool:
    """Tell whether a study of that name was made of the plan."""
    kept = _session().studies
    return name in kept and kept[name][0] is plan


def planning_problem() -> OrgPlannerError | None:
    """Return why the company cannot be planned, if it cannot."""
    try:
        plan()
    except OrgPlannerError as error:
        return error
    return None


@dataclass
class Editor:
    """An editable table as it was opened.

    Streamlit tells edits as differences from the rows that the table was drawn with, so that these rows must stay as
    they are for as long as the table is on the page.
    """

    key: str
    signature: str
    rows: list[dict[str, Any]]
    ids: dict[str, str] = field(default_factory=dict)
    """Id that each row has in the company, by the row's place."""
    taken: str = ""
    """The differences that were last taken over."""
    problems: tuple[Problem, ...] = ()
    draft: list[dict[str, Any]] | None = None
    """Rows as typed, while they cannot be taken over."""


def editor(name: str, signature: str, rows: Callable[[], list[dict[str, Any]]]) -> Editor:
    """Return an editable table, opened anew when its page was left, the company was replaced or its look changed.

    Rows that were typed but could not be taken over come back as they were typed.

    Args:
        name: name of the table.
        signature: what the table's look depends on; Streamlit forgets edits when it changes.
        rows: gives the rows of the company as it is.
    """
    editors: dict[str, Editor] = st.session_state.setdefault("orgplanner_editors", {})
    opened, stamp = editors.get(name), f"{revision()} {signature}"
    if opened and opened.signature == stamp and opened.key in st.session_state:
        return opened
    turn = int(opened.key.rpartition("-")[2]) + 1 if opened else 0
    replaced = opened is None or not opened.signature.startswith(f"{revision()} ")
    kept = None if opened is None or replaced else opened.draft
    editors[name] = Editor(f"{name}-{revision()}-{turn}", stamp, rows() if kept is None else kept, draft=kept)
    return editors[name]


def reopen_editor(name: str) -> None:
    """Draw an editable table from the company as it is now."""
    st.session_state.get("orgplanner_editors", {}).pop(name, None)
    _session().revision += 1


def widget(key: str) -> Any:
    """Return the value of a widget, None while it is not on the page."""
    return st.session_state.get(key)


def set_widget(key: str, value: object) -> None:
    """Set the value of a widget before it is drawn."""
    st.session_state[key] = value


def has_own_phases() -> bool:
    """Tell whether the session plans with phases that the user uploaded."""
    return bool(_session().own_phases)


@st.cache_resource
def examples() -> dict[str, Company]:
    """Return the shipped example companies by name."""
    phases = load_phases(shipped_folder())
    return {name: load_company(path, phases) for name, path in shipped_examples().items()}


def mark_unsaved() -> None:
    """Remember that the company as it is exists nowhere but here."""
    _session().saved_steps = -1


def start_widget(key: str, value: object) -> None:
    """Give a widget that is not on the page yet its first value, for fields that can be emptied later."""
    st.session_state.setdefault(key, value)


def linked(name: str) -> str | None:
    """Return a choice that the link carries, else the one that the session has kept."""
    given = st.query_params.get(name)
    kept = st.session_state.get(f"orgplanner_link_{name}")
    return given if given is not None else kept


def link(name: str, value: str, *, usual: str | None = None) -> None:
    """Keep a choice in the session and in the link, there only where it is not the usual one."""
    st.session_state[f"orgplanner_link_{name}"] = value
    if value != usual:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
