"""Apply edits to a draft: one function for each kind, which refuses what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orgplanner.errors import Problem, nearest_names
from orgplanner.records import chart_edit as edits
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.chart_edit import ChartEdit
from orgplanner.records.phase import Phase
from orgplanner.records.position import Position, RoleLoad
from orgplanner.stages.draft import NEGLIGIBLE, Draft, RefusedEdit, Seat


def apply_edits(draft: Draft, phase: Phase, wanted: Sequence[ChartEdit]) -> dict[int, Problem]:
    """Apply edits in order; return the ones that cannot be applied, by place, with the reason.

    Args:
        draft: the working chart, which is changed.
        phase: the phase, whose roles positions may have.
        wanted: the edits.
    """
    refused: dict[int, Problem] = {}
    for place, edit in enumerate(wanted):
        try:
            _check_role(phase, edit)
            _APPLY[type(edit)](draft, edit)
        except RefusedEdit as error:
            told = {"edit": edit.kind, **error.values}
            refused[place] = Problem("chart", None, f"chart.edits[{place}]", f"chart_{error.message}", told)
    return refused


def _check_role(phase: Phase, edit: ChartEdit) -> None:
    role = getattr(edit, "role", None)
    if role is not None and role not in phase.role_ids:
        raise RefusedEdit("no_such_role", role=role, choices=_nearest(role, phase))


def _nearest(role: str, phase: Phase) -> tuple[str, ...]:
    return tuple(nearest_names(role, phase.role_ids)) or tuple(phase.role_ids)


def _move(draft: Draft, edit: edits.MovePosition) -> None:
    seat = draft.seat(edit.position)
    if edit.to is not None:
        to = draft.seat(edit.to)
        if edit.to == edit.position:
            raise RefusedEdit("under_itself", seat=edit.position)
        if edit.position in draft.chain(edit.to):
            raise RefusedEdit("under_own_branch", seat=edit.position, to=edit.to)
        if to.assistant:
            raise RefusedEdit("under_assistant", seat=edit.position, to=edit.to)
        _follow_unit(draft, edit.position, to.position.unit)
    seat.above = edit.to
    seat.assistant = seat.assistant and edit.to is not None


def _follow_unit(draft: Draft, id: str, unit: str | None) -> None:
    """Let a moved branch stand in the unit of its new manager, where it all stood in one unit before."""
    branch = draft.branch(id)
    units = {draft.seats[key].position.unit for key in branch}
    if unit is not None and len(units) == 1:
        for key in branch if units != {unit} else ():
            draft.seats[key].position = draft.moved_to_unit(key, unit)


def _add(draft: Draft, edit: edits.AddPosition) -> None:
    if edit.position in draft.seats:
        raise RefusedEdit("seat_exists", seat=edit.position)
    above = draft.seat(edit.to) if edit.to is not None else None
    if above is not None and above.assistant:
        raise RefusedEdit("under_assistant", seat=edit.position, to=edit.to)
    if above is None and edit.assistant:
        raise RefusedEdit("assistant_of_nobody", seat=edit.position)
    position = Position(
        id=edit.position,
        main_role=edit.role,
        roles=(RoleLoad(role=edit.role, fte=0.0),),
        unit=edit.unit or (above.position.unit if above else None),
        source=edit.source,
        count=edit.count if edit.source in NOT_ON_TEAM else 1,
    )
    draft.seats[edit.position] = Seat(
        position, edit.to, dotted=not position.on_team, assistant=edit.assistant, title=edit.title, own=True
    )
    if draft.is_full_lead(position):
        draft.change(edit.position, roles=(RoleLoad(role=edit.role, fte=1.0),))
    elif edit.role != draft.definition.head_role:
        draft.give_work(edit.position, [edit.role], float(position.count))


def _remove(draft: Draft, edit: edits.RemovePosition) -> None:
    seat = draft.seat(edit.position)
    gone = draft.branch(edit.position) if edit.with_reports else (edit.position,)
    for child in () if edit.with_reports else draft.below(edit.position):
        draft.seats[child].above = seat.above
        draft.seats[child].assistant = draft.seats[child].assistant and seat.above is not None
    for id in gone:
        draft.drop_work(id)
        draft.empty(id)
        del draft.seats[id]
    draft.drop_lost_lines()


def _split(draft: Draft, edit: edits.SplitPosition) -> None:
    seat = draft.seat(edit.position)
    if edit.new in draft.seats:
        raise RefusedEdit("seat_exists", seat=edit.new)
    position = seat.position
    if set(edit.roles) - {load.role for load in position.roles}:
        raise RefusedEdit("role_not_on_seat", seat=edit.position, roles=edit.roles)
    if not position.on_team:
        raise RefusedEdit("pool_not_split", seat=edit.position)
    if edit.roles:
        given = [load for load in position.roles if load.role in edit.roles]
        kept = [load for load in position.roles if load.role not in edit.roles]
    else:
        kept, given = _halves(draft, position)
    if not kept:
        raise RefusedEdit("nothing_left", seat=edit.position)
    draft.change(edit.position, main_role=kept[0].role, roles=tuple(kept), tight=False)
    seat.leads_anew = True
    half = Position(id=edit.new, main_role=given[0].role, roles=tuple(given), unit=position.unit)
    draft.insert_after(edit.position, edit.new, Seat(half, seat.above, own=True))


def _halves(draft: Draft, position: Position) -> tuple[list[RoleLoad], list[RoleLoad]]:
    """Return the work of both halves of a seat; leading beside other work stays where the reports are."""
    leading = (draft.definition.lead_role, draft.definition.head_role)
    others = [load for load in position.roles if load.role not in leading] or position.roles
    given = [RoleLoad(role=load.role, fte=load.fte / 2) for load in others]
    halved = {load.role: load for load in given}
    return [halved.get(load.role, load) for load in position.roles], given


def _merge(draft: Draft, edit: edits.MergePositions) -> None:
    seat, other = draft.seat(edit.position), draft.seat(edit.other)
    if edit.position == edit.other:
        raise RefusedEdit("merged_with_itself", seat=edit.position)
    alike = seat.position.on_team and other.position.on_team
    if not alike and seat.position.source is not other.position.source:
        raise RefusedEdit("merged_with_outside", seat=edit.position, other=edit.other)
    _take_place(draft, edit.position, edit.other)
    loads = {load.role: load.fte for load in seat.position.roles}
    for load in other.position.roles:
        loads[load.role] = loads.get(load.role, 0.0) + load.fte
    if len(loads) == 1 and draft.is_full_lead(seat.position):
        loads = {role: min(1.0, fte) for role, fte in loads.items()}
    people = dict(draft.held.get(edit.other, {}))
    draft.empty(edit.other)
    del draft.seats[edit.other]
    joined = tuple(RoleLoad(role=role, fte=fte) for role, fte in loads.items())
    count = seat.position.count + other.position.count if not seat.position.on_team else 1
    draft.change(edit.position, roles=joined, count=count, size=1.0)
    seat.leads_anew = True
    _seat_all(draft, people, edit.position)
    draft.drop_lost_lines()


def _take_place(draft: Draft, id: str, other: str) -> None:
    """Give a seat the reports of another one that is about to go, and its place where that stands above."""
    if other in draft.chain(id):
        below_other = next(key for key in draft.chain(id) if draft.seats[key].above == other)
        draft.seats[below_other].above = draft.seats[other].above
        draft.seats[id].above = draft.seats[other].above
    reports = draft.below(other)
    for child in reports:
        draft.seats[child].above = id
    taken = draft.seats[id]
    taken.assistant = taken.assistant and taken.above is not None and not reports


def _assign(draft: Draft, edit: edits.AssignPerson) -> None:
    person, seat = draft.person(edit.person), draft.seat(edit.position)
    position = seat.position
    if edit.interim:
        if draft.held.get(edit.position):
            raise RefusedEdit("interim_on_filled", seat=edit.position, person=edit.person)
        draft.interim[edit.position] = edit.person
        return
    if not position.on_team and person.source is not position.source:
        raise RefusedEdit("other_source", seat=edit.position, person=edit.person)
    before = {s: draft.held[s][edit.person] for s in draft.order.get(edit.person, [])}
    for held in tuple(before) if edit.alone else ():
        draft.take_off(edit.person, held)
    free, room = draft.left_of(edit.person), draft.room(edit.position)
    wanted = edit.share if edit.share is not None else min(free, room)
    if min(free, room) < NEGLIGIBLE or wanted > min(free, room) + NEGLIGIBLE:
        for held, share in before.items() if edit.alone else ():
            draft.put(edit.person, held, share)
        raise RefusedEdit(
            "no_room" if room < min(free, wanted or free) + NEGLIGIBLE else "no_time",
            seat=edit.position,
            person=edit.person,
        )
    draft.put(edit.person, edit.position, min(wanted, 1.0))


def _unassign(draft: Draft, edit: edits.UnassignPerson) -> None:
    draft.person(edit.person)
    seats = tuple(draft.order.get(edit.person, [])) if edit.position is None else (edit.position,)
    stands_in = [seat for seat, person in draft.interim.items() if person == edit.person and seat in (*seats, None)]
    if edit.position is not None and edit.position not in (*draft.order.get(edit.person, []), *stands_in):
        draft.seat(edit.position)
        raise RefusedEdit("not_on_seat", seat=edit.position, person=edit.person)
    for seat in stands_in:
        del draft.interim[seat]
    for seat in seats:
        draft.take_off(edit.person, seat)


def _swap(draft: Draft, edit: edits.SwapPeople) -> None:
    first, second = draft.seat(edit.position), draft.seat(edit.other)
    if edit.position == edit.other:
        raise RefusedEdit("swapped_with_itself", seat=edit.position)
    people, others = dict(draft.held.get(edit.position, {})), dict(draft.held.get(edit.other, {}))
    for here, seat in ((others, first), (people, second)):
        for person in here:
            if not seat.position.on_team and draft.people[person].source is not seat.position.source:
                raise RefusedEdit("other_source", seat=seat.position.id, person=person)
    for person in people:
        draft.take_off(person, edit.position)
    for person in others:
        draft.take_off(person, edit.other)
    _seat_all(draft, others, edit.position)
    _seat_all(draft, people, edit.other)


def _seat_all(draft: Draft, people: Mapping[str, float], seat: str) -> None:
    """Put people on a seat, each as far as there is room; who finds none goes to the tray."""
    for person, share in people.items():
        fits = min(share, draft.room(seat))
        if fits > NEGLIGIBLE:
            draft.put(person, seat, fits)


def _set_role(draft: Draft, edit: edits.SetPositionRole) -> None:
    seat = draft.seat(edit.position)
    position = seat.position
    seat.leads_anew = True
    draft.drop_work(edit.position)
    if edit.role == draft.definition.lead_role:
        draft.change(edit.position, main_role=edit.role, roles=(RoleLoad(role=edit.role, fte=1.0),), tight=False)
    elif edit.role == draft.definition.head_role:
        draft.change(edit.position, main_role=edit.role, roles=(RoleLoad(role=edit.role, fte=0.0),), tight=False)
    else:
        draft.give_work(edit.position, [edit.role], 1.0 if position.on_team else float(position.count))


def _set_source(draft: Draft, edit: edits.SetPositionSource) -> None:
    seat = draft.seat(edit.position)
    outside = edit.source in NOT_ON_TEAM
    for person in tuple(draft.held.get(edit.position, {})):
        source = draft.people[person].source
        if (outside and source is not edit.source) or (not outside and source in NOT_ON_TEAM):
            draft.take_off(person, edit.position)
    draft.change(edit.position, source=edit.source, count=edit.count if outside else 1, size=1.0)
    seat.dotted = outside
    if not outside and seat.position.fte > 1 + NEGLIGIBLE:
        roles = [load.role for load in seat.position.roles]
        draft.drop_work(edit.position)
        draft.give_work(edit.position, roles, 1.0)


def _set_unit(draft: Draft, edit: edits.SetPositionUnit) -> None:
    draft.seat(edit.position)
    for id in draft.branch(edit.position) if edit.with_reports else (edit.position,):
        draft.seats[id].position = draft.moved_to_unit(id, edit.unit)


def _set_title(draft: Draft, edit: edits.SetPositionTitle) -> None:
    draft.seat(edit.position).title = edit.title


def _set_assistant(draft: Draft, edit: edits.SetAssistant) -> None:
    seat = draft.seat(edit.position)
    if edit.assistant and draft.below(edit.position):
        raise RefusedEdit("assistant_with_reports", seat=edit.position)
    if edit.assistant and seat.above is None:
        raise RefusedEdit("assistant_of_nobody", seat=edit.position)
    seat.assistant = edit.assistant


def _dotted(draft: Draft, edit: edits.DrawDottedLine) -> None:
    seat = draft.seat(edit.position)
    draft.seat(edit.to)
    if edit.to == edit.position:
        raise RefusedEdit("under_itself", seat=edit.position)
    if edit.drawn and edit.to not in seat.dotted_to:
        seat.dotted_to.append(edit.to)
    if not edit.drawn and edit.to in seat.dotted_to:
        seat.dotted_to.remove(edit.to)


def _rename(draft: Draft, edit: edits.RenameUnit) -> None:
    draft.unit_names[edit.unit] = edit.name


_APPLY: dict[type, Callable[[Draft, Any], None]] = {
    edits.MovePosition: _move,
    edits.AddPosition: _add,
    edits.RemovePosition: _remove,
    edits.SplitPosition: _split,
    edits.MergePositions: _merge,
    edits.AssignPerson: _assign,
    edits.UnassignPerson: _unassign,
    edits.SwapPeople: _swap,
    edits.SetPositionRole: _set_role,
    edits.SetPositionSource: _set_source,
    edits.SetPositionUnit: _set_unit,
    edits.SetPositionTitle: _set_title,
    edits.SetAssistant: _set_assistant,
    edits.DrawDottedLine: _dotted,
    edits.RenameUnit: _rename,
}
