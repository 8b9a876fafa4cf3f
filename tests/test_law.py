"""What the law asks before work goes outside: the right reminders for country and source, each with a reference."""

from __future__ import annotations

import pytest

from orgplanner.advice.law import checked_countries, law_checks
from orgplanner.i18n import LANGUAGES
from orgplanner.records.base import OUTSIDE, SourceKind
from tests.companies import phase

CHECKS = phase("launch").catalogue.law_checks


def ids(country: str, source: SourceKind) -> set[str]:
    return {check.id for check in law_checks(phase("launch"), country, source)}


def test_an_outsourcer_in_japan_asks_who_gives_instructions_and_who_supervises_data():
    assert {"disguised_contracting", "deemed_employment", "personal_data_supervision"} <= ids(
        "JP", SourceKind.OUTSOURCER
    )


def test_a_freelancer_in_japan_asks_for_written_terms_and_payment_within_60_days():
    assert {"freelance_terms", "freelance_payment", "freelance_prohibited"} <= ids("JP", SourceKind.CONTRACTOR)


def test_dispatch_in_japan_asks_for_both_time_limits():
    assert {"dispatch_office_limit", "dispatch_person_limit"} <= ids("JP", SourceKind.DISPATCH)


def test_an_outsourcer_in_the_united_states_asks_for_joint_employment_and_nothing_of_japanese_law():
    assert "joint_employment" in ids("US", SourceKind.OUTSOURCER)
    assert not ids("US", SourceKind.OUTSOURCER) & ids("JP", SourceKind.OUTSOURCER)


@pytest.mark.parametrize("source", sorted(set(SourceKind) - OUTSIDE))
def test_own_people_ask_for_no_check_of_outsourcing(source: SourceKind):
    assert not ids("JP", source)


def test_a_country_that_nobody_looked_up_has_no_checks_and_is_not_named_as_checked():
    assert not ids("XX", SourceKind.OUTSOURCER)
    assert checked_countries(phase("launch")) == ("JP", "US")


def test_every_phase_asks_the_same():
    assert all(phase(name).catalogue.law_checks == CHECKS for name in ("expansion", "maturity"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_has_its_reference_and_asks_in_both_languages(check):
    known = {source.id for source in phase("launch").catalogue.sources}
    assert check.source in known
    assert check.source != "judgement"
    for language in LANGUAGES:
        assert check.question.say(language).rstrip().endswith(("か。", "?"))
        assert check.consequence.say(language)
