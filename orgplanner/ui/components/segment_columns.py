"""The columns of the customers' table, and the way from a segment to a row and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from orgplanner.records.catalogue import Catalogue
from orgplanner.records.change import SetSegments
from orgplanner.records.company import ChurnBasis, Company, Segment
from orgplanner.ui import state
from orgplanner.ui.components.cells import as_percent, as_ratio, written
from orgplanner.ui.components.segment_hours import ONBOARDING
from orgplanner.ui.components.service_models import label_of_model
from orgplanner.ui.components.table_editor import WAS, Column, Row, Table, choice
from orgplanner.ui.wording import say

PLAIN = (
    "name",
    "region",
    "language",
    "customer_size",
    "product",
    "accounts",
    "revenue_per_account",
    "contract_months",
    "tickets_per_account",
)
"""Fields that a cell holds as they are."""

USUAL_MODEL = "one_to_one_standard"
"""Service model of a new row: the usual one at launch."""

NEW_CONTRACT_MONTHS = Segment.model_fields["contract_months"].default


def table(catalogue: Catalogue) -> Table:
    """Return the customers' table."""
    columns = _columns(catalogue)
    places = {name: say(f"customers.{name}") for name in columns}
    return Table(
        part="segments",
        columns=columns,
        rows=lambda company: [_row(segment) for segment in company.segments],
        entry=lambda row, before: _entry(row, before, catalogue),
        change=_change,
        places=places | {"churn": places["churn_rate"], "churn.rate": places["churn_rate"]},
        alt=say("customers.table_alt"),
    )


def _columns(catalogue: Catalogue) -> dict[str, Column]:
    models = {model.id: label_of_model(model) for model in catalogue.service_models}
    bases = {basis.value: say(f"customers.basis_{basis.value}") for basis in ChurnBasis}
    column = st.column_config
    money = say("customers.revenue_per_account_in", currency=state.company().currency.value)
    return {
        "name": Column(column.TextColumn(say("customers.name"), pinned=True, width=160)),
        "service_model": choice(
            say("customers.service_model"),
            models,
            USUAL_MODEL,
            width=330,
            help=say("customers.service_model_help"),
        ),
        "accounts": _number("accounts", "localized", help=say("customers.accounts_help")),
        "new_accounts": _number("new_accounts", "localized", help=say("customers.new_accounts_help"), default=0),
        "revenue_per_account": _number(
            "revenue_per_account", "localized", label=money, help=say("customers.revenue_per_account_help")
        ),
        "churn_rate": _number("churn_rate", "%.2f", help=say("customers.churn_rate_help")),
        "churn_basis": choice(say("customers.churn_basis"), bases, width=140, help=say("customers.churn_basis_help")),
        "contract_months": _number("contract_months", None, step=1, default=NEW_CONTRACT_MONTHS),
        "tickets_per_account": _number("tickets_per_account", None, help=say("customers.tickets_per_account_help")),
        "region": Column(column.TextColumn(say("customers.region"), width=110, help=say("customers.region_help"))),
        "language": Column(column.TextColumn(say("customers.language"), width=110)),
        "customer_size": Column(
            column.TextColumn(say("customers.customer_size"), width=120, help=say("customers.customer_size_help"))
        ),
        "product": Column(column.TextColumn(say("customers.product"), width=140, help=say("customers.product_help"))),
        "id": Column(column.TextColumn(say("customers.id"), width=110, help=say("customers.id_help"))),
    }


def _number(name: str, form: str | None, width: int = 130, *, label: str | None = None, **more: Any) -> Column:
    look = st.column_config.NumberColumn(label or say(f"customers.{name}"), format=form, width=width, **more)
    return Column(look, "number", more.get("default"))


def _row(segment: Segment) -> Row:
    """Return the cells of a segment."""
    churn = segment.churn
    return {
        WAS: segment.id,
        "id": segment.id,
        "service_model": segment.service_model,
        "new_accounts": segment.new_accounts,
        "churn_rate": as_percent(churn.rate) if churn else None,
        "churn_basis": churn.basis.value if churn else None,
        **{name: getattr(segment, name) for name in PLAIN},
    }


def _entry(row: Row, before: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """Return the company file's data of a row; what the table does not show stays as it was."""
    entry = {**before, "id": written(row.get("id")), "service_model": row.get("service_model")}
    entry |= {name: written(row.get(name)) for name in PLAIN}
    entry["new_accounts"] = row.get("new_accounts") or 0
    if entry["contract_months"] is None:
        entry["contract_months"] = NEW_CONTRACT_MONTHS
    rate = row.get("churn_rate")
    basis = row.get("churn_basis") or ChurnBasis.MONTHLY.value
    kept = entry.get("churn") or {}
    entry["churn"] = None if rate is None else kept | {"rate": as_ratio(rate), "basis": basis}
    if entry["service_model"] != before.get("service_model"):
        # Own hours belong to activities; the new service model may not have them.
        activities = {a.id for m in catalogue.service_models if m.id == entry["service_model"] for a in m.activities}
        kept_keys = activities | {ONBOARDING}
        entry["activities"] = {k: v for k, v in before.get("activities", {}).items() if k in kept_keys}
        entry["priorities"] = [_known_only(group, activities) for group in before.get("priorities", [])]
    return entry


def _known_only(group: dict[str, Any], activities: set[str]) -> dict[str, Any]:
    """Return a priority group without activities that its service model does not have."""
    return group | {"frequency": {k: v for k, v in group["frequency"].items() if k in activities}}


def _change(company: Company) -> SetSegments:
    return SetSegments(segments=company.segments)
