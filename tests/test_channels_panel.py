"""Phone and chat on the Customers page: lines come, change and go as steps; own profiles are read or told why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.files.arrival_profiles import read_arrival_profile
from orgplanner.files.phases import load_phase
from orgplanner.i18n import say
from orgplanner.records.channel import ChannelKind, DayProfile, LiveChannel, OwnProfile, Weekday
from orgplanner.records.company import Company
from orgplanner.ui.components.arrival_profiles import rows_of, template_of, week_chart, week_table
from tests.test_page_customers import LANGUAGES, company_of, empty, example, open_page, steps_of

OWN = OwnProfile(
    id="own",
    name="Our record",
    interval_minutes=60,
    days={
        Weekday.MON: DayProfile(opens="09:00", shares=(0.25, 0.5)),
        Weekday.SAT: DayProfile(opens="10:00", shares=(0.25,)),
    },
)


def with_lines(*channels: LiveChannel, profiles: tuple[OwnProfile, ...] = ()) -> Company:
    return Company(**{**dict(example("sou")), "channels": channels, "arrival_profiles": profiles})


def phone(**fields: object) -> LiveChannel:
    known = {"id": "phone", "kind": "phone", "contacts": 300, "profile": "business_hours_japan"}
    return LiveChannel(**{**known, **fields})


def choose(page: AppTest, option: str) -> AppTest:
    pills = next(p for p in page.pills if p.key and p.key.startswith("channel-"))
    pills.set_value(option).run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_lines_the_page_says_what_is_assumed(root: Path, language: str) -> None:
    for company in (example("sou"), empty()):
        page = open_page(root, company, language)
        assert say("channels.empty", language) in [info.value for info in page.info]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(ChannelKind))
def test_a_line_is_added_with_three_answers_and_undone(root: Path, language: str, kind: ChannelKind) -> None:
    page = choose(open_page(root, example("sou"), language), f"new:{kind.value}")
    stem = f"channel-1-new-{kind.value}"
    page.number_input(f"{stem}-contacts").set_value(600.0)
    page.button(f"{stem}-apply").click().run()
    assert not page.error
    (line,) = company_of(page).channels
    assert (line.id, line.kind, line.contacts, line.profile) == (kind.value, kind, 600, "business_hours_japan")
    assert line.service_level is line.patience_minutes is line.concurrency is None
    assert steps_of(page) == 1
    page.button("undo").click().run()
    assert company_of(page) == example("sou")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_without_contacts_is_told_and_nothing_typed_is_lost(root: Path, language: str) -> None:
    page = choose(open_page(root, example("sou"), language), "new:phone")
    page.text_input("channel-1-new-phone-name").set_value("代表電話")
    page.button("channel-1-new-phone-apply").click().run()
    assert say("channels.contacts", language)[:2] in page.error[0].value
    assert page.text_input("channel-1-new-phone-name").value == "代表電話"
    assert company_of(page).channels == ()


def test_an_edit_keeps_the_other_lines_and_the_profiles(root: Path) -> None:
    company = with_lines(phone(), phone(id="chat", kind="chat", profile="own"), profiles=(OWN,))
    page = choose(open_page(root, company), "edit:chat")
    page.number_input("channel-1-chat-service_level").set_value(90.0)
    page.number_input("channel-1-chat-concurrency").set_value(3.0)
    page.number_input("channel-1-chat-ahead").set_value(-8)
    page.toggle("channel-1-chat-blended").set_value(False)
    page.button("channel-1-chat-apply").click().run()
    first, second = company_of(page).channels
    assert first == phone()
    assert (second.service_level, second.concurrency, second.hours_ahead, second.blended) == (0.9, 3, -8, False)
    assert company_of(page).arrival_profiles == (OWN,)


def test_only_a_chat_asks_for_conversations_at_a_time(root: Path) -> None:
    page = choose(open_page(root, with_lines(phone())), "edit:phone")
    assert not [n for n in page.number_input if n.key and n.key.endswith("-concurrency")]


def test_a_line_is_removed(root: Path) -> None:
    page = choose(open_page(root, with_lines(phone())), "edit:phone")
    page.button("channel-1-phone-remove").click().run()
    assert company_of(page).channels == ()


def test_an_own_profile_in_use_cannot_be_removed(root: Path) -> None:
    page = open_page(root, with_lines(phone(profile="own"), profiles=(OWN,)))
    shown = next(s for s in page.selectbox if s.key and s.key.startswith("profile-shown"))
    shown.select("own").run()
    assert page.button("profile-remove").disabled
    page = open_page(root, with_lines(phone(), profiles=(OWN,)))
    next(s for s in page.selectbox if s.key and s.key.startswith("profile-shown")).select("own").run()
    page.button("profile-remove").click().run()
    assert company_of(page).arrival_profiles == ()


def test_a_profile_is_drawn_interval_by_interval_with_its_table() -> None:
    assert rows_of(OWN) == [(Weekday.MON, "09:00", 0.25), (Weekday.MON, "10:00", 0.5), (Weekday.SAT, "10:00", 0.25)]
    assert list(week_chart(OWN).data[0].y) == [0.25, 0.5, 0.25]
    assert [list(row.values()) for row in week_table(OWN)] == [["09:00", "25%", "—"], ["10:00", "50%", "25%"]]


def test_the_template_is_read_back_as_the_same_profile() -> None:
    shipped = load_phase("launch").catalogue.arrival_profiles[0]
    for profile in (OWN, shipped):
        read = read_arrival_profile(template_of(profile).encode("utf-8-sig"), "record.csv")
        assert set(read.days) == set(profile.days)
        for day, open_day in profile.days.items():
            assert read.days[day].opens == open_day.opens
            assert read.days[day].shares == pytest.approx(open_day.shares, rel=1e-3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_read_shown_and_added(root: Path, language: str) -> None:
    page = open_page(root, example("sou"), language)
    upload = next(u for u in page.get("file_uploader"))
    upload.set_value(("record.csv", template_of(OWN).encode(), "text/csv")).run()
    page.button("profile-use").click().run()
    assert not page.exception, page.exception
    (own,) = company_of(page).arrival_profiles
    assert (own.id, dict(own.days)) == ("record", dict(OWN.days))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_file_is_told(root: Path, language: str) -> None:
    page = open_page(root, example("sou"), language)
    wrong = b"day,start,share\nmoonday,09:00,0.5\nmon,25:00,0.5\n"
    next(u for u in page.get("file_uploader")).set_value(("record.csv", wrong, "text/csv")).run()
    assert not page.exception, page.exception
    told = page.error[0].value.replace("\\", "")
    assert "moonday" in told
    assert "25:00" in told
    assert company_of(page).arrival_profiles == ()
