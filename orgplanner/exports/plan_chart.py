"""A chart of a plan as a file: the cards of a view with the words around them, in any format."""

from __future__ import annotations

from orgplanner.advice.cards import Reading, chart_cards
from orgplanner.exports.chart.drawing import Heading
from orgplanner.exports.chart.formats import export_chart
from orgplanner.i18n import month as month_text
from orgplanner.i18n import say as say_in
from orgplanner.plan import Plan
from orgplanner.records.card import CardKind, ChartFormat, ChartView, PageSize

CARD_KINDS: tuple[CardKind, ...] = ("filled", "open", "pool", "shared", "out_of_scope", "gone", "unit")

LISTED = 12
"""Names in a note below the chart; more are counted."""


def plan_chart(
    plan: Plan,
    format: ChartFormat,
    *,
    view: ChartView = ChartView.OWN,
    language: str = "en",
    reading: Reading | None = None,
    size: PageSize = PageSize.WIDE,
) -> bytes:
    """Return a chart of a plan as a file.

    Args:
        plan: the plan of the month that is shown.
        format: format of the file.
        view: which chart; the leader's own one is the recommendation where nothing was edited.
        language: `ja` or `en`.
        reading: what the cards say; the usual fields if absent.
        size: page size of PDF and PPTX.

    Returns:
        The bytes of the file; the same for the same plan, byte for byte.
    """
    reading = reading or Reading()
    cards = chart_cards(plan, view, language, reading)
    return export_chart(cards, chart_heading(plan, view, language, reading), format, size=size)


def chart_heading(plan: Plan, view: ChartView, language: str, reading: Reading) -> Heading:
    """Return the words around a chart: title, what is shown, what it rests on, what is wrong, legend."""

    def say(key: str, **blanks: object) -> str:
        return say_in(f"org_chart.{key}", language, **blanks)

    return Heading(
        title=plan.company.name,
        subtitle=_subtitle(plan, view, language),
        notes=_notes(plan, view, language),
        legend_title=say(f"colour_{reading.colour.value}"),
        kinds={kind: say(f"kind_{kind}") for kind in CARD_KINDS},
        dotted_line=say("chart_dotted_line"),
        language=language,
        page=say("picture_page"),
    )


def _subtitle(plan: Plan, view: ChartView, language: str) -> str:
    """Return what the chart shows; the team as it stands follows no structure of a plan."""
    month = month_text(plan.month, language)
    view_said = say_in("org_chart.picture_own" if view is ChartView.OWN else f"org_chart.view_{view.value}", language)
    if view is ChartView.TODAY:
        return say_in("org_chart.picture_subtitle_today", language, view=view_said, month=month)
    phase, structure = plan.phase.definition.label.say(language), structure_name(plan, language)
    return say_in("org_chart.picture_subtitle", language, view=view_said, phase=phase, structure=structure, month=month)


def structure_name(plan: Plan, language: str) -> str:
    """Return what the chosen structure is called; the phase's own by what it splits the organisation."""
    chosen = plan.company.chart.structure
    if chosen is not None:
        return plan.phase.structure(chosen).label.say(language)
    axis = say_in(f"org_chart.axis_{plan.phase.definition.organisation.axis.value}", language)
    return say_in("org_chart.structure_of_phase", language, axis=axis)


def _notes(plan: Plan, view: ChartView, language: str) -> tuple[str, ...]:
    def say(key: str, **blanks: object) -> str:
        return say_in(f"org_chart.{key}", language, **blanks)

    names = {p.id: p.name for p in plan.company.roster}
    today = plan.charts.today
    notes: list[str] = []
    if view is ChartView.TODAY:
        lines = [say("line", person=names.get(a, a), manager=names.get(b, b)) for a, b in today.left_out]
        notes += [say("picture_left_out", lines=_first_few(lines, language))] if lines else []
        lost = [names.get(a, a) for a, _ in today.lost]
        return (*notes, say("picture_lost_managers", names=_first_few(lost, language))) if lost else tuple(notes)
    shown = plan.unedited if view is ChartView.RECOMMENDED else plan
    team = [p for p in shown.design.positions if p.on_team]
    opened = sum(p.id not in shown.design.holders for p in team)
    notes += [] if _is_split(plan) else [say("picture_not_split")]
    notes.append(say("picture_counts", seats=len(team), open=opened))
    applied = len(shown.company.chart.edits) - len(shown.design.set_aside)
    notes += [say("picture_edited", count=applied)] if applied else []
    notes += [say("picture_set_aside", count=len(shown.design.set_aside))] if shown.design.set_aside else []
    tray = [names[id] for id in shown.design.tray]
    notes += [say("picture_tray", names=_first_few(tray, language))] if tray else []
    return (*notes, say("picture_basis"))


def _is_split(plan: Plan) -> bool:
    """Tell whether the chosen structure splits what it is to split: it may lack the groups, or the people."""
    chosen = plan.company.chart.structure
    wanted = chosen is not None and any(unit.split_by for unit in plan.phase.structure(chosen).units)
    return not wanted or any(unit.group for unit in plan.units)


def _first_few(parts: list[str], language: str) -> list[str]:
    """Return the parts that a note lists, with how many more there are: hundreds would crowd the chart out."""
    more = len(parts) - LISTED
    if more <= 1:
        return parts
    return [*parts[:LISTED], say_in("org_chart.picture_more", language, count=more)]
