"""What stands around every page: the pages' names, phase, month, language, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from orgplanner import i18n
from orgplanner.advice.figures import tell
from orgplanner.i18n import LANGUAGES
from orgplanner.records.change import SetPhase
from orgplanner.ui import state
from orgplanner.ui.wording import escape, say

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

_FOLDER = Path(__file__).parent / "pages"

ICON = str(Path(__file__).parent / "icon.svg")
"""The page's icon; Streamlit would fetch a named one from another host."""

PAGES = {
    "start": ":material/rocket_launch:",
    "overview": ":material/dashboard:",
    "workload": ":material/monitoring:",
    "org_chart": ":material/account_tree:",
    "sourcing": ":material/call_split:",
    "hiring": ":material/event_available:",
    "customers": ":material/groups:",
    "team": ":material/badge:",
    "phase": ":material/timeline:",
    "assumptions": ":material/tune:",
}
"""Pages in their order, with their icons; each is a file of this name and a title in the catalogue."""

STEP_WIDTH = 42
"""Pixels of undo and redo: as wide as their icon."""


def page(name: str) -> StreamlitPage:
    """Return one page, to link to."""
    return st.Page(
        _FOLDER / f"{name}.py",
        title=say(f"page.{name}"),
        icon=PAGES[name],
        url_path=name.replace("_", "-"),
        default=name == "start",
    )


def pages() -> StreamlitPage:
    """Show the navigation and return the page to run."""
    return st.navigation([page(name) for name in PAGES], position="top")


def stop_where_nothing_can_be_shown() -> None:
    """Say in plain sentences why phases or company cannot be read, and stop there."""
    problem = state.starting_problem()
    if problem is not None:
        st.title(say("header.cannot_start"))
        for sentence in tell(problem, state.language()).splitlines():
            st.error(escape(sentence))
        st.stop()


def show_header() -> None:
    """Show what applies to every page: company, unsaved edits, undo, redo, language, phase and month."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="header"):
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="header-company"):
            st.markdown(f"**{escape(state.company().name)}**", width="content")
            if state.unsaved():
                st.page_link(
                    page("start"),
                    label=say("header.unsaved"),
                    icon=":material/save:",
                    help=say("header.unsaved_help"),
                    width="content",
                )
        st.space("stretch")
        with st.container(horizontal=True, gap="xsmall", width="content", key="header-tools"):
            _step("undo", state.undo, state.can_undo())
            _step("redo", state.redo, state.can_redo())
            _other_language()
        with st.container(horizontal=True, width="content", key="header-plan"):
            _phase_choice()
            _month_choice()


def show_footer() -> None:
    """Say on every page that numbers can be opened and where the file stays."""
    st.divider()
    st.markdown(say("header.footer"))


def _phase_choice() -> None:
    ids = [phase.id for phase in state.phases()]
    labels = {phase.id: phase.definition.label.say(state.language()) for phase in state.phases()}
    current = state.company().phase
    key = f"phase-{state.revision()}-{current}"
    chosen = st.selectbox(
        say("header.phase"),
        ids,
        index=ids.index(current) if current in ids else None,
        format_func=lambda id: labels[id],
        key=key,
        width=150,
    )
    if chosen and chosen != current:
        state.change(SetPhase(phase=chosen))
        st.rerun()


def month_key() -> str:
    """Return the key of the header's choice of the month, which other choices of it have to keep in step."""
    return f"month-{state.company().first_month}-{len(state.company().months)}"


def _month_choice() -> None:
    months = list(state.company().months)
    names = {month: i18n.month(month, state.language(), short=True) for month in months}
    state.start_widget(month_key(), state.month())
    chosen = st.selectbox(
        say("header.month"),
        months,
        format_func=lambda month: names.get(month, month),
        key=month_key(),
        width=150,
        help=say("header.month_help"),
    )
    if chosen != state.month():
        state.set_month(chosen)
        st.rerun()


def _step(name: str, take: Callable[[], None], possible: bool) -> None:
    """Show a button that goes a step back or forth; its words stay beside the icon for those who hear the page."""
    words = say(f"header.{name}")
    st.button(
        words,
        icon=f":material/{name}:",
        help=words,
        key=name,
        on_click=take,
        disabled=not possible,
        width=STEP_WIDTH,
        wrap=False,
    )


def _other_language() -> None:
    """Offer the other language, in that language's own words."""
    other = next(code for code in LANGUAGES if code != state.language())
    st.button(
        i18n.say("header.this_language", other),
        icon=":material/translate:",
        type="tertiary",
        key="language",
        on_click=state.set_language,
        args=(other,),
    )
