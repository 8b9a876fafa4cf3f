"""Edits of the leader's own chart: what the chart or a form asks for, checked first, then one step to undo."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from orgplanner.advice.cards import box_places
from orgplanner.advice.chart_refusals import refusal_words
from orgplanner.advice.seats import ChartView, seats_of
from orgplanner.plan import Plan
from orgplanner.records import chart_edit as edits
from orgplanner.records.chart_edit import MOST_EDITS, ChartEdit
from orgplanner.ui import state
from orgplanner.ui.components import org_chart_requests as requests
from orgplanner.ui.wording import number, say

CHART = "org-chart-positions"
"""Key of the chart of seats."""

_ANSWER, _NOTICE, _EDITED = "chart-answer", "chart-notice", "chart-edited"


def make(wanted: Sequence[ChartEdit]) -> bool:
    """Apply edits as one step, or keep the sentence that says why not; tell whether they were applied.

    All of them or none: the first that cannot be applied refuses the step.
    """
    plan = state.plan()
    if len(plan.company.chart.edits) + len(wanted) > MOST_EDITS:
        return _refuse(say("chart_editing.too_many", most=number(MOST_EDITS, 0)))
    refused = plan.refused_edits(wanted)
    if refused:
        return _refuse(refusal_words(plan, next(iter(refused.values())), state.language()))
    state.change(*wanted)
    _tell("")
    return True


def take_request() -> None:
    """Do what the reader has just asked of the chart; used before the rerun that the wish starts."""
    request = requests.requested(CHART)
    if request is None:
        return
    state.set_widget(_ANSWER, answer() + 1)
    state.set_widget(_EDITED, True)
    match request:
        case requests.Undo():
            state.undo()
            _tell("")
        case requests.Redo():
            state.redo()
            _tell("")
        case _:
            _take_wish(request)


def _take_wish(request: requests.ChartRequest) -> None:
    try:
        wanted = edits_asked(state.plan(), request, state.language())
    except ValidationError:
        wanted = ()
    if wanted:
        make(wanted)
    else:
        _refuse(say("chart_editing.gone"))


def answer() -> int:
    """Return how many wishes have been answered in this session."""
    return state.widget(_ANSWER) or 0


def notice() -> str:
    """Return why the last wish was refused, nothing if it was not."""
    return state.widget(_NOTICE) or ""


def forget_notice() -> None:
    """Take the sentence about the last wish away."""
    _tell("")


def take_edited() -> bool:
    """Tell once whether the chart was edited since it was asked last."""
    edited = bool(state.widget(_EDITED))
    state.set_widget(_EDITED, False)
    return edited


def edits_asked(plan: Plan, request: requests.ChartRequest, language: str) -> tuple[ChartEdit, ...]:
    """Return the edits that a wish on the leader's chart means; none where its cards are no longer there."""
    match request:
        case requests.MoveCard():
            return _moves(plan, request.card, request.to, language)
        case requests.SwapPeople():
            return (edits.SwapPeople(position=request.card, other=request.other),)
        case requests.AssignPerson():
            return _seats_person(plan, request.person, request.card)
        case requests.UnassignPerson():
            return take_everybody_off(plan, request.card)
        case requests.RemoveCard():
            return (edits.RemovePosition(position=request.card),)
        case _:
            return ()


def _moves(plan: Plan, seat: str, to: str | None, language: str) -> tuple[ChartEdit, ...]:
    """Return a move under a seat; onto the box of a unit it means under its manager and into the unit."""
    if to is None or _is_seat(plan, to):
        return (edits.MovePosition(position=seat, to=to),)
    box = box_places(seats_of(plan, ChartView.OWN, language)).get(to)
    if box is None:
        return ()
    unit, manager = box
    into = edits.SetPositionUnit(position=seat, unit=unit, with_reports=True)
    stays = any(n.id == seat and n.parent == manager for n in plan.design.chart.nodes)
    return (into,) if stays else (edits.MovePosition(position=seat, to=manager), into)


def _seats_person(plan: Plan, person: str, seat: str) -> tuple[ChartEdit, ...]:
    """Return the edits that put somebody on a seat; whoever fills it gives way."""
    if not _is_seat(plan, seat):
        return ()
    assigns = edits.AssignPerson(person=person, position=seat)
    if plan.refused_edits([assigns]):
        makes_room = (*take_everybody_off(plan, seat), assigns)
        if not plan.refused_edits(makes_room):
            return makes_room
    return (assigns,)


def take_everybody_off(plan: Plan, seat: str) -> tuple[ChartEdit, ...]:
    """Return the edits that empty a seat, those who stand in included."""
    people = [p.id for p in plan.design.holders.get(seat, ())]
    people += [person for place, person in plan.design.interim if place == seat and person not in people]
    return tuple(edits.UnassignPerson(person=person, position=seat) for person in people)


def _is_seat(plan: Plan, id: str) -> bool:
    return any(p.id == id for p in plan.design.positions)


def _refuse(sentence: str) -> bool:
    _tell(sentence)
    return False


def _tell(sentence: str) -> None:
    state.set_widget(_NOTICE, sentence)
