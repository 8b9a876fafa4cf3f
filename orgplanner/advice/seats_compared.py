"""What a chart says about seats that differ from today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orgplanner.advice.seat_words import Seat, roles_today
from orgplanner.advice.seats_designed import DesignedWords
from orgplanner.plan import Plan
from orgplanner.records.card import Badge, BadgeKind, CardField
from orgplanner.records.chart import Change, ChartDifference

_BADGE_OF: Mapping[Change, BadgeKind] = {
    Change.MOVED: "moved",
    Change.CHANGED: "changed",
    Change.JOINING: "added",
    Change.OPEN: "added",
    Change.UNPLACED: "gone",
}


@dataclass(frozen=True)
class ComparedWords(DesignedWords):
    """Words of what changes against today."""

    def with_differences(self, plan: Plan, seats: Sequence[Seat]) -> tuple[Seat, ...]:
        """Say on every seat of the leader's chart what changes against today."""
        differences = {d.position: d for d in plan.design_differences if d.position is not None}
        names = {p.id: p.name for p in plan.company.roster}
        return tuple(self.with_difference(seat, differences[seat.id], names) for seat in seats)

    def with_difference(self, seat: Seat, difference: ChartDifference, names: Mapping[str, str]) -> Seat:
        """Return a seat with what changes against today."""
        word = self.say(f"change_{difference.change.value}")
        today, then = self.managers(difference, names, seat.above is not None)
        moves, short = self.say("manager_moves", today=today, then=then), self.say("new_manager", then=then)
        gaps = tuple(b for b in seat.badges if b.kind == "gap")
        plain = replace(seat, fields={CardField.UNIT: seat.unit}, badges=gaps)
        if difference.change is Change.KEPT:
            if seat.above is None or difference.manager_then is not None or difference.manager_today is None:
                return replace(plain, state=word, notes=(word,))
            word = self.say("change_open_manager")
            return replace(plain, state=word, remark=moves, badges=(Badge(text=word, kind="moved"), *gaps))
        if difference.change is Change.OPEN and gaps:
            return replace(plain, fields=seat.fields)
        notes, remark = (seat.load,), ""
        if difference.change is Change.MOVED:
            notes, remark = (short,), moves
        elif difference.change is Change.CHANGED and difference.person is not None:
            before = roles_today(self.plan, self.plan.person(difference.person), self.language)
            remark = self.say("role_was", role=before)
            notes = (remark,)
        badge = Badge(text=word, kind=_BADGE_OF[difference.change])
        return replace(plain, state=word, remark=remark, notes=notes, badges=(badge, *gaps))

    def managers(self, difference: ChartDifference, names: Mapping[str, str], has_manager: bool) -> tuple[str, str]:
        """Return the names of the managers today and then, in words where there is none or the position is open."""
        nobody = self.say("nobody")
        vacant = self.say("kind_open") if has_manager else nobody
        today = names.get(difference.manager_today or "", nobody)
        return today, names.get(difference.manager_then or "", vacant)
