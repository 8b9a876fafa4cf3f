"""How many accounts one person carries, beside what is published, and why the two differ."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.advice.names import activity_label, find_segment
from orgplanner.plan import Plan
from orgplanner.studies.cross_checks import BandCheck, BookCheck, CrossChecks, Verdict, cross_checks
from orgplanner.ui import navigation, state
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.components.workload_hours import segment_name
from orgplanner.ui.wording import escape, money, number, percent, say, text

FEW_DECIMALS = {True: 1, False: 0}
"""Digits of accounts a person, by whether they are few."""

FEW = 10


@st.fragment
def show(plan: Plan) -> None:
    """Show the books of all segments, and the chosen one beside the published bands."""
    st.header(say("workload.books_title"))
    found = state.study(cross_checks, plan)
    if not found.books:
        st.info(say("workload.no_books"), icon=":material/info:")
        st.page_link(navigation.page("customers"))
        return
    st.markdown(say("workload.books_how"))
    rows = [_row(plan, book) for book in found.books]
    st.dataframe(rows, hide_index=True, key="workload-books", alt=say("workload.books_alt"))
    books = {book.segment: book for book in found.books}
    chosen = next(iter(books))
    if len(books) > 1:
        chosen = st.selectbox(
            say("workload.which_segment"),
            list(books),
            format_func=lambda id: segment_name(plan, id) if id in books else "",
            key=f"workload-book-{state.revision()}",
            width=440,
        )
    _one(plan, books.get(chosen) or found.books[0])
    _revenue(plan, found)


def _accounts(accounts: float | None) -> str:
    if accounts is None:
        return say("workload.not_known")
    return say("workload.accounts", accounts=_count(accounts))


def _count(accounts: float) -> str:
    return number(accounts, FEW_DECIMALS[accounts < FEW])


def _row(plan: Plan, book: BookCheck) -> dict[str, str]:
    today = say("workload.nobody_does") if book.accounts_today is None else _accounts(book.accounts_today)
    return {
        say("workload.by_segment"): segment_name(plan, book.segment),
        say("workload.role"): role_name(plan, book.role),
        say("workload.by_hours"): _accounts(book.accounts_per_person),
        say("workload.today"): today,
        say("workload.hours_each"): number(book.hours_per_account, 2),
        say("workload.revenue_per_person"): _money(book.revenue_per_person),
    }


def _money(value: float | None) -> str:
    return say("workload.not_known") if value is None else money(value, compact=True)


def _one(plan: Plan, book: BookCheck) -> None:
    """Show one segment beside the published bands, and what explains the difference."""
    segment = segment_name(plan, book.segment)
    st.subheader(escape(say("workload.bands_title", segment=segment)))
    if book.accounts_per_person is None:
        st.info(say("workload.no_account_hours"), icon=":material/info:")
        return
    sentence = say(
        "workload.book_sentence",
        capacity=number(book.capacity),
        hours=number(book.hours_per_account, 2),
        accounts=_count(book.accounts_per_person),
    )
    verdicts = [band.verdict for band in book.bands]
    counts = {verdict.value: verdicts.count(verdict) for verdict in Verdict}
    st.markdown(escape(sentence))
    st.markdown(escape(say("workload.bands_sentence", bands=len(verdicts), **counts)))
    if book.other_share > 0:
        st.markdown(escape(say("workload.other_share", share=percent(book.other_share))))
    _bands(plan, book, sentence)
    _open_book(plan, book)
    _activities(plan, book)


def _open_book(plan: Plan, book: BookCheck) -> None:
    """Offer the numbers of one segment to be opened."""
    shown = {
        "accounts_each": f"books.accounts_per_person[{book.segment}]",
        "hours_each": f"books.hours_of_account[{book.segment}]",
        "capacity": f"staffing.steady_capacity[{book.role}]",
    }
    if book.accounts_today is not None:
        shown["accounts_today"] = f"books.accounts_today[{book.segment}]"
    if book.other_share > 0:
        shown["other_share"] = f"books.other_share[{book.role},{plan.month}]"
    if book.revenue_per_person is not None:
        shown["book_revenue"] = f"books.revenue_of_book[{book.segment}]"
    with st.container(horizontal=True, gap="small", key="workload-book-why"):
        for name, id in shown.items():
            why(id, key=f"workload-book-{name}", label=say(f"workload.why_{name}"))


def _bands(plan: Plan, book: BookCheck, alt: str) -> None:
    """Show the plan's number and each published band."""
    own = [("by_hours", book.accounts_per_person), ("today", book.accounts_today)]
    known = [(name, accounts) for name, accounts in own if accounts is not None]
    labels = [f"{say(f'workload.{name}')}{say('workload.colon')}{_accounts(accounts)}" for name, accounts in known]
    labels += [_band_label(plan, band) for band in book.bands]
    lengths = [accounts for _, accounts in known]
    spans = [(band.low, band.high) for band in book.bands]
    figure = workload_chart.rows_of_spans(
        labels,
        Series(say("workload.here"), lengths, [_accounts(a) for a in lengths]),
        Series(say("workload.published"), [], [_band_label(plan, band) for band in book.bands]),
        spans,
        say("workload.axis_accounts_person"),
    )
    rows = [_band_row(plan, band) for band in book.bands]
    workload_chart.show(figure, rows, key=f"workload-bands-{book.segment}", alt=alt)


def _band_label(plan: Plan, band: BandCheck) -> str:
    verdict = say(f"workload.verdict_{band.verdict}")
    return say("workload.band_label", name=_benchmark(plan, band), band=_span(band), verdict=verdict)


def _span(band: BandCheck) -> str:
    if band.low == band.high:
        return _accounts(band.low)
    return say("workload.span", low=_count(band.low), high=_accounts(band.high))


def _benchmark(plan: Plan, band: BandCheck) -> str:
    return next((text(b.label) for b in plan.phase.catalogue.benchmarks if b.id == band.benchmark), band.benchmark)


def _band_row(plan: Plan, band: BandCheck) -> dict[str, str]:
    quantity = next(b.quantity for b in plan.phase.catalogue.benchmarks if b.id == band.benchmark)
    left = [number(hours, 2) for hours in (band.hours_at_high, band.hours_at_low) if hours is not None]
    return {
        say("workload.published"): _benchmark(plan, band),
        say("workload.band"): _span(band),
        say("workload.verdict"): say(f"workload.verdict_{band.verdict}"),
        say("workload.hours_left_each"): say("workload.to").join(dict.fromkeys(left)),
        say("workload.grade"): quantity.grade.value,
    }


def _activities(plan: Plan, book: BookCheck) -> None:
    """Show what an account's hours go into."""
    segment = find_segment(plan, book.segment)
    rows = [
        {
            say("workload.by_work"): activity_label(plan, segment, a.activity, state.language()),
            say("workload.hours_each"): number(a.hours, 2),
        }
        for a in book.activities
    ]
    label = say("workload.account_hours", hours=number(book.hours_per_account, 2))
    workload_chart.table(rows, key="workload-account-hours", alt=label, label=escape(label))


def _revenue(plan: Plan, found: CrossChecks) -> None:
    """Show the revenue that one person stands for."""
    st.subheader(say("workload.revenue_title"))
    if found.revenue_per_person is None:
        st.info(say("workload.revenue_not_known"), icon=":material/info:")
        return
    st.markdown(
        escape(
            say(
                "workload.revenue_sentence",
                revenue=money(found.revenue, compact=True),
                people=number(found.account_people),
                each=money(found.revenue_per_person, compact=True),
            )
        )
    )
    if any(band.verdict is Verdict.NOT_COMPARABLE for band in found.revenue_bands):
        st.markdown(say("workload.other_currency"))
    rows = [_revenue_row(plan, band) for band in found.revenue_bands]
    held = [
        {
            say("workload.role"): role_name(plan, h.role),
            say("workload.revenue_held"): _money(h.revenue),
            say("workload.needed_fte"): number(h.fte, 2),
            say("workload.revenue_per_person"): _money(h.per_person),
        }
        for h in found.revenue_held
    ]
    _tables((("revenue_bands", rows), ("revenue_by_role", held)))
    with st.container(horizontal=True, gap="small", key="workload-revenue-opened"):
        why("books.revenue_per_person", key="workload-revenue-why", label=say("workload.why_revenue"))
        for h in found.revenue_held:
            if h.per_person is not None:
                label = escape(role_name(plan, h.role))
                why(f"books.revenue_per_holder[{h.role}]", key=f"workload-revenue-{h.role}", label=label)


def _tables(tables: Sequence[tuple[str, list[dict[str, str]]]]) -> None:
    for name, rows in tables:
        if rows:
            label = say(f"workload.{name}")
            workload_chart.table(rows, key=f"workload-{name}", alt=label, label=label)


def _revenue_row(plan: Plan, band: BandCheck) -> dict[str, str]:
    unit = next(b.quantity.unit.value for b in plan.phase.catalogue.benchmarks if b.id == band.benchmark)
    ends = dict.fromkeys(number(v, 0) for v in (band.low, band.high))
    return {
        say("workload.published"): _benchmark(plan, band),
        say("workload.band"): f"{say('workload.to').join(ends)} {unit[:3]}",
        say("workload.verdict"): say(f"workload.verdict_{band.verdict}"),
    }
