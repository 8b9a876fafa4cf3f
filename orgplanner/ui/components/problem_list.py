"""What is wrong with an input, a sentence each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner import i18n
from orgplanner.errors import Problem
from orgplanner.ui import state
from orgplanner.ui.wording import escape, say

SHOWN = 12
"""Sentences that are shown; the rest is counted."""


def show(problems: Sequence[Problem], title: str) -> None:
    """Show problems below a title that says what they mean for the reader."""
    sentences = [sentence(problem) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        sentences.append(say("problem.more_problems", count=len(problems) - SHOWN))
    lines = "\n".join(f"- {escape(s)}" for s in sentences)
    st.error(f"**{escape(title)}**\n\n{lines}", icon=":material/error:")


def sentence(problem: Problem) -> str:
    """Return the sentence of a problem of a table, which has no file and no lines."""
    plain = Problem("", None, problem.place, problem.message, problem.values)
    return i18n.say(plain, state.language())
