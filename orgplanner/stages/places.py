"""Places over the months: whoever stays keeps the seat, and the seat of somebody who leaves stays open in place.

Each month's chart seats people anew; among seats that are alike the order may differ from the month before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgplanner.records.position import Assignment, Position


def keep_places(
    positions: Sequence[Position], assignments: Sequence[Assignment], before: Mapping[str, str]
) -> tuple[Assignment, ...]:
    """Return the assignments with people back on the seats they had, as far as seats are alike.

    Seats are alike that have the same main role in the same unit, of the same source and size: which of them carries
    what little there is of other roles changes with their number. Whoever shares a seat goes on sharing it.

    Args:
        positions: seats of the month.
        assignments: who holds which seat; a person's first one is the place on the chart.
        before: seat that each person had as the place on the chart.

    >>> one, two = (Position(id=f"support-{n}", main_role="support", roles=(), unit=None) for n in (1, 2))
    >>> moved_up = Assignment(person="kim", position="support-1", share=1)
    >>> keep_places([one, two], [moved_up], {"kim": "support-2"})[0].position
    'support-2'
    """
    place: dict[str, str] = {}
    for a in assignments:
        place.setdefault(a.person, a.position)
    holders: dict[str, list[str]] = {}
    for person, seat in place.items():
        holders.setdefault(seat, []).append(person)
    held = dict.fromkeys(a.position for a in assignments)
    alike: dict[object, list[str]] = {}
    for p in positions:
        alike.setdefault((p.main_role, p.unit, p.source, p.size), []).append(p.id)
    new_place: dict[str, str] = {}
    for seats in alike.values():
        wanted = {
            seat: [before[person] for person in holders.get(seat, ()) if person in before]
            for seat in seats
            if seat in held
        }
        new_place.update(_settled(seats, wanted, set(before.values())))
    return tuple(_moved(a, new_place[a.position]) for a in assignments)


def _settled(seats: Sequence[str], wanted: Mapping[str, Sequence[str]], taken_before: set[str]) -> dict[str, str]:
    """Return for each held seat the one that its people get: the one wanted, else its own, else one that is free."""
    free = dict.fromkeys(sorted(seats, key=lambda seat: seat in taken_before))
    settled: dict[str, str] = {}
    for seat, wishes in wanted.items():
        wish = next((w for w in wishes if w in free), None)
        if wish is not None:
            settled[seat] = wish
            del free[wish]
    for seat in wanted:
        if seat not in settled:
            settled[seat] = seat if seat in free else next(iter(free))
            del free[settled[seat]]
    return settled


def _moved(assignment: Assignment, seat: str) -> Assignment:
    if seat == assignment.position:
        return assignment
    return Assignment(person=assignment.person, position=seat, share=assignment.share)
