"""What a form says as a record; sentences tell what is wrong with it, and the form keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import OrgPlannerError, Problem
from orgplanner.files.checks import validated
from orgplanner.files.document import Document, Loc
from orgplanner.records.base import Record
from orgplanner.records.change import Change
from orgplanner.ui import state
from orgplanner.ui.components import problem_list
from orgplanner.ui.wording import escape, say

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class _Form(Document):
    """A form's data with places named as the form names them."""

    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, loc: Loc) -> str:
        """Return the labels on the way to a place, rows of a table by their number.

        >>> _Form("", {}, {}, {"name": "Name"}).place(("name",))
        'Name'
        """
        names: list[str] = []
        for part in loc:
            if isinstance(part, int):
                names.append(say("editor.row", row=part + 1))
            elif part in self.places:
                names.append(self.places[part])
        return " ".join(names)


def checked(record: type[R], data: Mapping[str, Any], places: Mapping[str, str]) -> R | None:
    """Return what a form says as a record, or None after showing everything that is wrong with it.

    Args:
        record: the record to make.
        data: its fields as a company file has them.
        places: labels of the fields on screen, for sentences about them.
    """
    problems: list[Problem] = []
    made = validated(record, dict(data), _Form("", dict(data), {}, places), problems)
    if made is None:
        problem_list.show(problems, say("editor.not_applied"))
    return made


def make(*changes: Change) -> bool:
    """Make changes as one step, unless no plan could be made any more; tell whether they were made."""
    had_plan = state.planning_problem() is None
    try:
        state.plan_with(*changes)
    except OrgPlannerError as error:
        if had_plan:
            told = escape(figures.tell(error, state.language()))
            st.error(f"**{say('editor.not_applied')}**\n\n{told}", icon=":material/error:")
            return False
    state.change(*changes)
    return True
