"""What to check by law before work goes outside: questions, consequences, references. No legal advice."""

from __future__ import annotations

import streamlit as st

from orgplanner import i18n
from orgplanner.advice import figures
from orgplanner.advice.law import checked_countries, law_checks
from orgplanner.plan import Plan
from orgplanner.records.base import OUTSIDE, SourceKind
from orgplanner.records.sourcing import LawCheck
from orgplanner.ui import state
from orgplanner.ui.components.naming import source_word
from orgplanner.ui.wording import escape, say, text

SOURCES = tuple(source for source in SourceKind if source in OUTSIDE)


def show(plan: Plan, role: str) -> None:
    """Show the checklist of one source from outside; the one that the role takes or is advised comes first."""
    st.header(say("sourcing.law_title"), anchor=False)
    labels = {source: source_word(source) for source in SOURCES}
    source = st.segmented_control(
        say("sourcing.law_source"),
        list(SOURCES),
        default=_first(plan, role),
        format_func=lambda source: labels[source],
        key=f"sourcing-law-source-{plan.phase.id}-{role}",
        required=True,
    )
    show_checks(plan, source or _first(plan, role), key="law")


def show_checks(plan: Plan, source: SourceKind, *, key: str) -> None:
    """Show what to check for a source in the company's country."""
    country, place = plan.company.country, _country(plan.company.country)
    st.warning(say("sourcing.no_legal_advice"), icon=":material/gavel:")
    checks = law_checks(plan.phase, country, source)
    if not checks:
        known = country in checked_countries(plan.phase)
        message = "sourcing.law_none_of_source" if known else "sourcing.law_none"
        st.info(say(message, country=place, source=source_word(source)), icon=":material/info:")
        return
    st.markdown(say("sourcing.law_how", count=len(checks), country=place, source=source_word(source)))
    for check in checks:
        with st.container(border=True, gap="xsmall", key=f"sourcing-{key}-{source.value}-{check.id}"):
            _check(plan, check, f"{key}-{source.value}-{check.id}")
    st.markdown(say("sourcing.checks_are_notes"))


def _country(code: str) -> str:
    """Return what a country is called where the texts know it, else its code."""
    message = f"sourcing.country_{code}"
    return say(message) if message in i18n.catalogue() else code


def _first(plan: Plan, role: str) -> SourceKind:
    """Return the source from outside that the role takes, else the first one that the phase advises."""
    sourcing = plan.sourcing.of(role)
    named = [sourcing.taken, *(advice.source for advice in sourcing.advised)]
    return next((source for source in named if source in OUTSIDE), SourceKind.CONTRACTOR)


def _check(plan: Plan, check: LawCheck, key: str) -> None:
    """Show one question with what follows where it is not kept, and who says so."""
    st.markdown(f"**{escape(text(check.title))}**")
    st.checkbox(escape(text(check.question)), key=f"sourcing-check-{key}")
    st.markdown(say("sourcing.law_consequence", consequence=escape(text(check.consequence))))
    st.markdown(say("sourcing.law_reference", reference=_reference(plan, check)))
    if check.grade_note is not None:
        st.markdown(f":material/help: {escape(text(check.grade_note))}")


def _reference(plan: Plan, check: LawCheck) -> str:
    """Return the reference in words, as a link where it can be read."""
    words = escape(figures.source_of(plan, check.source, state.language()))
    found = next((s for s in plan.phase.catalogue.sources if s.id == check.source), None)
    return f"[{words}]({found.url})" if found is not None and found.url else words
