"""What a chart says about every seat, in words: cards, tables, pictures and files are made from it."""

from __future__ import annotations

from dataclasses import replace

from orgplanner.advice.seat_words import Seat, roles_today
from orgplanner.advice.seats_compared import ComparedWords
from orgplanner.advice.seats_designed import DesignedWords
from orgplanner.advice.seats_today import TodayWords
from orgplanner.plan import Plan
from orgplanner.records.card import ChartView

__all__ = ["ChartView", "Seat", "roles_today", "seats_of", "unplaced_people"]


def seats_of(plan: Plan, view: ChartView, language: str) -> tuple[Seat, ...]:
    """Return the seats of a view, boxes above before those below."""
    match view:
        case ChartView.TODAY:
            return TodayWords(plan, language).seats_today()
        case ChartView.OWN:
            return DesignedWords(plan, language).seats_designed(plan)
        case ChartView.RECOMMENDED:
            return DesignedWords(plan, language).seats_designed(plan.unedited)
        case ChartView.DIFFERENCE:
            compared = ComparedWords(plan, language)
            return compared.with_differences(plan, compared.seats_designed(plan))


def unplaced_people(plan: Plan, language: str, view: ChartView = ChartView.OWN) -> tuple[Seat, ...]:
    """Return the people who hold no seat of a chart, as seats without a place."""
    words, shown = TodayWords(plan, language), plan.unedited if view is ChartView.RECOMMENDED else plan
    cut = {id for id, _ in plan.charts.today.left_out}
    seats = (words.seat_today(plan.person(id), None, id in cut) for id in shown.design.tray)
    state = words.say("change_unplaced")
    return tuple(replace(seat, position="", state=state, kind="gone") for seat in seats)
