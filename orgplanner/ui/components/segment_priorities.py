"""Priority groups inside a segment: a share of its accounts for which some activities happen more often, or less."""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from orgplanner.records.catalogue import Activity, ServiceModel
from orgplanner.records.company import PriorityGroup, Segment
from orgplanner.records.phase import Phase
from orgplanner.ui.components.cells import as_percent, as_ratio, written
from orgplanner.ui.wording import number, say, text

NAME, SHARE = "name", "share"


def places(phase: Phase) -> dict[str, str]:
    """Return the labels of a group's fields, for sentences about them."""
    activities = (a for model in phase.catalogue.service_models for a in model.activities)
    own = {NAME: say("customers.group_name"), SHARE: say("customers.group_share")}
    return {activity.id: text(activity.label) for activity in activities} | own


def ask(segment: Segment, model: ServiceModel, stem: str) -> list[dict[str, Any]]:
    """Show the groups as a table and return them as a company file has them."""
    import pandas as pd

    st.markdown(say("customers.priorities_help"))
    if not segment.priorities:
        st.markdown(say("customers.priorities_empty"))
    activities = [activity for activity in model.activities if not activity.at_renewal]
    names = [NAME, SHARE, *(activity.id for activity in activities)]
    rows = [_row(group) for group in segment.priorities]
    frame = pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype="object" if name == NAME else "Float64")
            for name in names
        }
    )
    edited = st.data_editor(
        frame,
        column_config=_looks(activities),
        num_rows="dynamic",
        hide_index=True,
        placeholder=say("editor.empty_cell"),
        key=f"{stem}-priorities-{stamp(segment)}",
        alt=say("customers.priorities_alt"),
    )
    told = edited.astype(object).where(edited.notna(), None).to_dict("records")
    return [
        _group({str(name): cell for name, cell in row.items()})
        for row in told
        if any(value is not None for value in row.values())
    ]


def stamp(segment: Segment) -> str:
    """Return what the table was drawn from: Streamlit tells edits as differences from these rows."""
    told = "".join(group.model_dump_json() for group in segment.priorities)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _looks(activities: list[Activity]) -> dict[str, Any]:
    column = st.column_config
    looks: dict[str, Any] = {
        NAME: column.TextColumn(say("customers.group_name"), width=170),
        SHARE: column.NumberColumn(say("customers.group_share"), format="%.6g", width=120),
    }
    for activity in activities:
        usual = number(activity.frequency.value, 2)
        looks[activity.id] = column.NumberColumn(
            text(activity.label), help=say("customers.group_frequency", value=usual), width=150
        )
    return looks


def _row(group: PriorityGroup) -> dict[str, Any]:
    return {NAME: group.name, SHARE: as_percent(group.share), **group.frequency}


def _group(row: dict[str, Any]) -> dict[str, Any]:
    frequency = {name: value for name, value in row.items() if name not in (NAME, SHARE) and value is not None}
    share = row[SHARE]
    return {
        "name": written(row[NAME]),
        "share": None if share is None else as_ratio(share),
        "frequency": frequency,
    }
