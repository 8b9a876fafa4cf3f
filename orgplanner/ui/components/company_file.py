"""The company as a file: opening one, saving the present one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import streamlit as st

from orgplanner import i18n
from orgplanner.errors import InputProblems, Problem
from orgplanner.files.companies import dump_company, read_drawable
from orgplanner.ui import state
from orgplanner.ui.components import company_opening
from orgplanner.ui.wording import escape, number, say

SHOWN_PROBLEMS = 20
"""Problems that are shown; more are counted."""


@st.fragment
def show_upload() -> None:
    """Read a company file; a file with problems changes nothing."""
    st.markdown(say("start.upload_text"))
    file = st.file_uploader(say("start.upload"), type=["yaml", "yml", "json"], key="company-file")
    if file is None:
        return
    try:
        company, broken = read_drawable(file.getvalue(), file.name, state.phases())
    except InputProblems as error:
        show_problems(error, say("start.upload_refused", count=len(error.problems)))
        return
    facts = {"accounts": number(sum(s.accounts for s in company.segments), 0), "people": len(company.roster)}
    st.success(say("start.upload_read", name=escape(company.name), **facts), icon=":material/check_circle:")
    if broken:
        _show_broken_lines(broken)
    if state.unsaved() or company != state.company():
        company_opening.offer(say("start.upload_open"), company, file.name, key="open-file")


def show_problems(error: InputProblems, title: str) -> None:
    """Show every problem of a file as a sentence."""
    st.error(_told(error.problems, title), icon=":material/error:")


def _show_broken_lines(broken: Sequence[Problem]) -> None:
    """Say which reporting lines lead to nobody or in a circle: the chart is drawn without them."""
    st.warning(_told(broken, say("start.upload_broken_lines", count=len(broken))), icon=":material/warning:")


def _told(problems: Sequence[Problem], title: str) -> str:
    sentences = [escape(i18n.say(problem, state.language())) for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        sentences.append(say("problem.more_problems", count=len(problems) - SHOWN_PROBLEMS))
    return "\n".join([f"**{title}**", "", *(f"- {sentence}" for sentence in sentences)])


def show_download() -> None:
    """Offer the company as a file, and say whether there is something to save."""
    company = state.company()
    if state.unsaved():
        st.markdown(f":material/edit: **{say('start.unsaved')}**")
    st.download_button(
        say("start.download"),
        data=lambda: dump_company(company).encode(),
        file_name=f"{PurePath(state.company_name()).stem}.yaml",
        mime="application/yaml",
        key="download-company",
        icon=":material/download:",
        on_click=state.mark_saved,
    )
