"""The session: the company with its changes, the language, the plan. Only this module knows session keys and caches."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from orgplanner.errors import OrgPlannerError, UnknownName
from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.files.phases import load_phases
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import Plan, make_plan
from orgplanner.records.change import Change, apply
from orgplanner.records.company import Company
from orgplanner.records.phase import Phase

FIRST_EXAMPLE = "sou"
"""The example that is planned before anything is entered."""

KEPT_PLANS = 6
"""Plans that a session keeps, so that undo and going back are instant."""


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


@st.cache_resource
def freeze_heap() -> bool:
    """Take everything imported so far out of the garbage collector, which Streamlit runs after every script run."""
    gc.collect()
    gc.freeze()
    return True


def _session() -> _Session:
    if "orgplanner" not in st.session_state:
        company = load_company(shipped_examples()[FIRST_EXAMPLE], shipped_phases())
        st.session_state["orgplanner"] = _Session(company, FIRST_EXAMPLE)
    session: _Session = st.session_state["orgplanner"]
    return session


def shipped_phases() -> tuple[Phase, ...]:
    """Return the phases of the folder that this server uses."""
    return load_phases()


def language() -> str:
    """Return the language of the page: the link's, else the browser's, else English."""
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


def plan_in(phase_id: str) -> Plan:
    """Return the plan of the company in any phase and the chosen month.

    Raises:
        OrgPlannerError: the company cannot be planned in this phase.
    """
    session = _session()
    text = company().model_dump_json(exclude={"phase", "notes"})
    key = hashlib.sha256(f"{phase_id} {month()} {text}".encode()).hexdigest()
    if key not in session.plans:
        made = make_plan(company(), phase_of(phase_id), month())
        while len(session.plans) >= KEPT_PLANS:
            session.plans.pop(next(iter(session.plans)))
        session.plans[key] = made
    return session.plans[key]


def planning_problem() -> OrgPlannerError | None:
    """Return why the company cannot be planned, if it cannot."""
    try:
        plan()
    except OrgPlannerError as error:
        return error
    return None
