"""Every word that the chart itself says, in one language."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

from orgplanner.records.base import Record
from orgplanner.ui.wording import say


def _check_placeholders(*names: str) -> AfterValidator:
    def check(template: str) -> str:
        found = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        if not found <= set(names):
            wrong = ", ".join(sorted(found - set(names)))
            raise ValueError(f"the text knows the placeholders {', '.join(names)}, not {wrong}")
        return template

    return AfterValidator(check)


_Name = Annotated[str, _check_placeholders("name")]
_Target = Annotated[str, _check_placeholders("target")]
_NameAndTarget = Annotated[str, _check_placeholders("name", "target")]
_Count = Annotated[str, _check_placeholders("n")]


class KindLabels(Record):
    """The words for each kind of card."""

    filled: str
    open: str
    pool: str
    shared: str
    out_of_scope: str
    gone: str


class Labels(Record):
    """The words for reading a chart."""

    tree: str
    """Name of the chart for screen readers."""
    tools: str
    """Name of the row of buttons for screen readers."""
    keys: str
    """One sentence on the keys, read out when the chart is entered."""
    empty: str
    """Shown when there is no card."""
    search: str
    """Name of the search box and the grey words in it."""
    found: Annotated[str, _check_placeholders("m")]
    """How many cards match: {m}."""
    found_at: Annotated[str, _check_placeholders("n", "m")]
    """Which match is shown: {n} of {m}."""
    found_none: str
    """Nothing matches."""
    previous: str
    next: str
    levels: str
    """Name of the choice of levels, also shown while no whole level is open."""
    level: _Count
    """One choice of levels: {n}."""
    expand_all: str
    focus_branch: str
    """Show only the picked card and those under it."""
    whole_chart: str
    """Back from a branch to the whole."""
    trail: str
    """Name of the path from the whole chart to the branch, for screen readers."""
    zoom_in: str
    zoom_out: str
    actual_size: str
    fit: str
    full_screen: str
    zoom_hint: str
    """Shown when the wheel turns without Ctrl over a chart without focus."""
    legend: str
    kinds: KindLabels
    dotted_line: str
    dotted_to: Annotated[str, _check_placeholders("names")]
    """For screen readers: dotted line to {names}."""
    reports: Annotated[str, _check_placeholders("n", "m")]
    """For screen readers: {n} direct reports, {m} in all."""
    show_reports: _Count
    hide_reports: _Count
    separator: str
    """Stands between the parts of a spoken list, such as a comma and a space."""


class ToolLabels(Record):
    """The words for editing, the tray and the small map."""

    kind_unit: str
    """What a card is that stands for a unit."""
    assistant: str
    """For screen readers: the card stands beside the line of its manager."""
    minimap: str
    editing: str
    """Name of the editing buttons for screen readers."""
    edit_keys: str
    """One sentence on the keys that edit, read out when the chart is entered."""
    move: str
    """Pick up the chosen card without dragging."""
    undo: str
    redo: str
    no_undo: str
    no_redo: str
    close: str
    carrying: _Name
    """Shown while {name} is picked up."""
    to_top: str
    """Let the card stand without a manager."""
    take_off: str
    """Put the card's person into the tray."""
    put_back: str
    put_under: _Target
    swap_with: _Target
    assign_to: _Target
    alt_swaps: str
    """Beside the words for moving, where Alt would swap."""
    menu: _NameAndTarget
    """Name of the menu at a drop."""
    taken_card: Annotated[str, _check_placeholders("name", "n")]
    """Said when a card with {n} below it is picked up."""
    taken_alone: _Name
    """Said when a card without anybody below it is picked up."""
    taken_person: _Name
    was_put_back: _Name
    nothing_taken: str
    did_move: _NameAndTarget
    did_top: _Name
    did_swap: _NameAndTarget
    did_assign: _NameAndTarget
    did_unassign: _Name
    did_remove: _Name
    """Said when removal is asked for; Python decides."""
    did_undo: str
    did_redo: str
    refuse_self: _NameAndTarget
    refuse_branch: _NameAndTarget
    refuse_same: _NameAndTarget
    refuse_fixed: _Name
    refuse_swap: str
    refuse_seat: _Target
    refuse_empty: _Name
    tray: _Count
    """Heading of the tray with {n} people."""
    tray_name: str
    """Name of the list of people in the tray."""
    tray_empty: str
    tray_more: _Count


def tool_labels() -> ToolLabels:
    """Return the words for editing in the language of the page."""
    return ToolLabels(**{name: say(f"org_chart_tools.{name}") for name in ToolLabels.model_fields})
