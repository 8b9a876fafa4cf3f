"""Other kinds of file that people give in place of a company file, each told in one sentence."""

from __future__ import annotations

from orgplanner.files.document import Data
from orgplanner.records.catalogue import Catalogue

DELIMITERS = (",", "\t", ";")
ROSTER_WORDS = frozenset({"manager", "roles", "fte", "title", "skills"})
ACCOUNT_WORDS = frozenset({"accounts", "service_model", "account", "revenue", "segment", "plan"})
PHASE_WORDS = frozenset({"account_work", "mission_metrics", "combination", "organisation"})


def kind_of_text(text: str) -> str | None:
    """Return the message for a text that is a table; None where it may be a company."""
    rows = [row for row in text.splitlines()[:5] if row.strip()]
    if not rows or rows[0].lstrip().startswith(("{", "[", "#", "-")) or ":" in rows[0] or "：" in rows[0]:
        return None
    is_table = any(all(row.count(mark) >= 1 for row in rows[:2]) for mark in DELIMITERS)
    return "file_is_table" if is_table else None


def kind_of_data(data: Data) -> str | None:
    """Return the message for data that are no company; None where they may be one."""
    if isinstance(data, list):
        keys = {str(key) for item in data[:20] if isinstance(item, dict) for key in item}
        if keys & ACCOUNT_WORDS:
            return "file_is_accounts"
        return "file_is_roster" if keys & (ROSTER_WORDS | {"name"}) else "file_is_list"
    if not isinstance(data, dict):
        return "file_is_text"
    if PHASE_WORDS & data.keys():
        return "file_is_phase"
    if data and set(data) <= set(Catalogue.model_fields) - {"problems"}:
        return "file_is_catalogue"
    return None
