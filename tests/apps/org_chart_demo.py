"""A page with one organisation chart; `?cards=77&language=ja&edit=1&tray=5` chooses what it shows and allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from orgplanner.exports.chart.drawing import card_heights
from orgplanner.ui.components import org_chart
from orgplanner.ui.components.org_chart import Badge, Card, ChartRequest, KindLabels, Labels
from orgplanner.ui.components.org_chart_requests import (
    AssignPerson,
    MoveCard,
    Redo,
    RemoveCard,
    SwapPeople,
    UnassignPerson,
    Undo,
)

ENGLISH = Labels(
    tree="Org chart",
    tools="Chart tools",
    keys="Arrow keys move, plus and minus open and close, Enter picks a position.",
    empty="No positions yet.",
    search="Find name, role or unit",
    found="{m} found",
    found_at="{n} of {m}",
    found_none="None found",
    previous="Previous match",
    next="Next match",
    levels="Levels",
    level="Level 1 to {n}",
    expand_all="Expand all",
    focus_branch="Focus branch",
    whole_chart="Whole chart",
    trail="Path to this branch",
    zoom_in="Zoom in",
    zoom_out="Zoom out",
    actual_size="Actual size",
    fit="Fit",
    full_screen="Full screen",
    zoom_hint="Ctrl + wheel zooms the chart",
    legend="Legend",
    kinds=KindLabels(
        filled="Filled",
        open="Open position",
        pool="Outsourced pool",
        shared="Shared",
        out_of_scope="Out of scope",
        gone="Leaves",
    ),
    dotted_line="Dotted line",
    dotted_to="dotted line to {names}",
    reports="{n} direct reports, {m} in all",
    show_reports="Show {n} positions",
    hide_reports="Hide {n} positions",
    separator=", ",
)
JAPANESE = Labels(
    tree="組織図",
    tools="組織図の操作",
    keys="矢印キーで移動、＋と－で開閉、Enterで選択します。",
    empty="ポジションがまだありません。",
    search="氏名・役割・部署で検索",
    found="{m}件",
    found_at="{n}/{m}件目",
    found_none="該当なし",
    previous="前の該当",
    next="次の該当",
    levels="表示する階層",
    level="第{n}階層まで",
    expand_all="すべて開く",
    focus_branch="この配下だけ表示",
    whole_chart="全体に戻る",
    trail="表示中の配下の位置",
    zoom_in="拡大",
    zoom_out="縮小",
    actual_size="等倍",
    fit="全体表示",
    full_screen="全画面",
    zoom_hint="Ctrlキーを押しながらホイールで拡大・縮小",
    legend="凡例",
    kinds=KindLabels(
        filled="在籍",
        open="採用枠(未充足)",
        pool="外部委託(BPO)",
        shared="兼務",
        out_of_scope="対象外",
        gone="離任",
    ),
    dotted_line="兼務・副次の指揮系統",
    dotted_to="副次の指揮系統: {names}",
    reports="直属{n}名、配下{m}名",
    show_reports="{n}名を表示",
    hide_reports="{n}名を隠す",
    separator="、",
)

HOSTILE = ('<img src=x onerror="alert(1)">', '"O\'Neil" & <b>Sons</b>', "\u202eevil\u202c {n} ${x}")


def twelve_cards() -> tuple[Card, ...]:
    """A small team with every kind of card, every kind of badge and names that try to break the page."""
    return (
        Card(
            id="head",
            title="Hana Sato",
            role="Head of Customer Success",
            unit="CS",
            lines=("CS", "64 % load"),
        ),
        Card(
            id="ht",
            parent_id="head",
            title="Ken Mori",
            role="Lead, high touch",
            unit="High touch",
            badges=(Badge(text="Playing lead", kind="source"),),
            lines=("High touch", "92 % load"),
        ),
        Card(
            id="ht1",
            parent_id="ht",
            title=HOSTILE[0],
            role="High-touch manager",
            unit="High touch",
            lines=("High touch",),
            badges=(Badge(text="108 % load", kind="tight"),),
        ),
        Card(
            id="ht2",
            parent_id="ht",
            title=HOSTILE[1],
            role="Adoption manager",
            unit="High touch",
            lines=("High touch",),
            badges=(Badge(text="Moved", kind="moved"), Badge(text="New", kind="added")),
        ),
        Card(
            id="ht3",
            parent_id="ht",
            title="Open position",
            role="Onboarding manager",
            unit="High touch",
            kind="open",
            lines=("Start 2027-04",),
            badges=(Badge(text="0.8 FTE short", kind="gap"),),
        ),
        Card(
            id="tt",
            parent_id="head",
            title="Mei Tanaka",
            role="Lead, tech touch and operations",
            unit="Tech touch",
            lines=("Tech touch", "71 % load"),
        ),
        Card(
            id="tt1",
            parent_id="tt",
            title=HOSTILE[2],
            role="Tech-touch manager",
            unit="Tech touch",
            lines=("Tech touch",),
            badges=(Badge(text="Split role", kind="changed"),),
        ),
        Card(
            id="tt2",
            parent_id="tt",
            title="Aoi Kato",
            role="CS operations",
            unit="Tech touch",
            kind="gone",
            lines=("until 2027-06",),
            badges=(Badge(text="Role ends", kind="gone"),),
        ),
        Card(
            id="su",
            parent_id="head",
            title="Vendor desk",
            role="Customer support",
            unit="Support",
            kind="pool",
            lines=("Support", "2.5 FTE"),
            badges=(Badge(text="Notice 90 days", kind="warning"),),
        ),
        Card(
            id="ex",
            parent_id="head",
            title="Ren Ito",
            role="Account expansion manager",
            unit="Sales",
            kind="shared",
            lines=("Sales", "0.4 FTE"),
            dotted_to=("ht",),
        ),
        Card(
            id="mk",
            parent_id="head",
            title="Yui Abe",
            role="Content and CS design",
            unit="Marketing",
            kind="out_of_scope",
            lines=("Marketing",),
            dotted_to=("tt",),
        ),
        Card(id="alone", title="Sora Ueda", role="Advisor", lines=("not assigned",)),
    )


ROLES = {
    "en": (
        "High-touch manager",
        "Onboarding manager",
        "Adoption and account expansion manager",
        "Tech touch",
    ),
    "ja": (
        "ハイタッチ担当",
        "オンボーディング担当",
        "活用・アップセル担当(アダプションとエクスパンション)",
        "テックタッチ担当",
    ),
}
UNITS = {
    "en": ("Enterprise", "Mid-market", "Scaled", "Onboarding", "Support", "CS Ops", "Community"),
    "ja": (
        "大企業第一部",
        "中堅企業部",
        "デジタル推進部",
        "導入支援部",
        "サポート部",
        "CS企画部",
        "コミュニティ部",
    ),
}
NAMES = {
    "en": ("Hana Sato", "Ken Mori", "Mei Tanaka", "Ren Ito", "Yui Abe", "Maximiliana Featherstonehaugh-Rao"),
    "ja": ("佐藤 花子", "森 健", "田中 芽衣", "伊藤 蓮", "阿部 結衣", "勅使河原 ジョセフィーヌ由紀子"),
}


def many_cards(count: int, language: str) -> tuple[Card, ...]:
    """A regular organisation of any size: seven reports each, every ninth position open."""
    words = JAPANESE if language == "ja" else ENGLISH
    cards = []
    for i in range(count):
        unit = i
        while unit > 7:
            unit = (unit - 1) // 7
        name = NAMES[language][i % 6]
        is_open = i % 9 == 8
        team = UNITS[language][unit - 1] if unit else ""
        cards.append(
            Card(
                id=f"p{i}",
                parent_id=f"p{(i - 1) // 7}" if i else None,
                title=words.kinds.open if is_open else name,
                role=ROLES[language][i % 4],
                kind="open" if is_open else "pool" if i % 23 == 22 else "filled",
                unit=team,
                lines=(team, f"{60 + i * 7 % 50} %") if team else (f"{60 + i * 7 % 50} %",),
                badges=(Badge(text={"en": "Gap", "ja": "不足"}[language] + " 0.6", kind="gap"),) if is_open else (),
            )
        )
    return tuple(cards)


def framed_cards() -> tuple[Card, ...]:
    """A head with an assistant and two unit boxes, one inside the other."""
    return (
        Card(id="head", title="Hana Sato", role="Head of Customer Success", unit="CS"),
        Card(id="pa", parent_id="head", title="Riku Ono", role="Assistant", unit="CS", assistant=True, fixed=True),
        Card(id="u1", parent_id="head", title="Enterprise", role="Unit of 5", unit="Enterprise", kind="unit"),
        Card(id="l1", parent_id="u1", title="Ken Mori", role="Lead", unit="Enterprise"),
        Card(id="m1", parent_id="l1", title="Yui Abe", role="High-touch manager", unit="Enterprise"),
        Card(id="m2", parent_id="l1", title="Open position", role="Onboarding", unit="Enterprise", kind="open"),
        Card(id="u2", parent_id="u1", title="Enterprise East", role="Unit of 2", unit="East", kind="unit"),
        Card(id="m3", parent_id="u2", title="Ren Ito", role="High-touch manager", unit="East"),
        Card(id="m4", parent_id="u2", title="Mei Tanaka", role="Adoption manager", unit="East"),
        Card(id="u3", parent_id="head", title="Scaled", role="Unit of 1", unit="Scaled", kind="unit"),
        Card(id="m5", parent_id="u3", title="Aoi Kato", role="Tech touch", unit="Scaled"),
    )


def long_cards() -> tuple[Card, ...]:
    """Names and roles of 200 characters in several scripts, and more badges than a row holds."""
    badges = tuple(Badge(text=text, kind="gap") for text in ("0.8 FTE short", "No cover", "Skill missing: onboarding"))
    names = (
        "W" * 200,
        "勅使河原" * 50,
        "Maximiliana Featherstonehaugh-Rao " * 5,
        "محمد عبد الله " * 14,
        "👩‍👩‍👧‍👦" * 28,
    )
    head = Card(id="head", title="Hana Sato", role="顧客成功(カスタマーサクセス)部門統括責任者 " * 6, unit="CS")
    below = (
        Card(
            id=f"l{k}",
            parent_id="head",
            title=name,
            role=name[:90],
            unit="CS",
            lines=("CS", "92 % load"),
            badges=badges,
        )
        for k, name in enumerate(names)
    )
    return (head, *below)


def tray_of(count: int, language: str) -> tuple[Card, ...]:
    """People without a place."""
    return tuple(
        Card(id=f"free{i}", title=NAMES[language][i % 6], role=ROLES[language][i % 4], unit=UNITS[language][i % 7])
        for i in range(count)
    )


@dataclass(frozen=True)
class Situation:
    """The cards and the people without a place."""

    cards: tuple[Card, ...]
    tray: tuple[Card, ...]


@dataclass
class Desk:
    """What has been done to one chart."""

    now: Situation
    before: list[Situation] = field(default_factory=list)
    later: list[Situation] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    notice: str = ""

    def answer(self, wish: ChartRequest | None) -> None:
        """Do what was asked for; refuse to put anything under the card `mk`."""
        if wish is None:
            return
        self.log.append(wish.model_dump_json(by_alias=True))
        self.notice = ""
        if isinstance(wish, Undo | Redo):
            taken, kept = (self.before, self.later) if isinstance(wish, Undo) else (self.later, self.before)
            kept.append(self.now)
            self.now = taken.pop()
        elif isinstance(wish, MoveCard) and wish.to == "mk":
            self.notice = "Marketing is out of scope: nobody can report there."
        else:
            self.before.append(self.now)
            self.later.clear()
            self.now = edited(self.now, wish)


def edited(now: Situation, wish: ChartRequest) -> Situation:
    """Return the situation after one edit, by the plainest means."""
    known = {one.id: one for one in now.cards}
    match wish:
        case MoveCard(card=card, to=to):
            moved = known.pop(card)
            return Situation((*known.values(), remade(moved, parent_id=to)), now.tray)
        case SwapPeople(card=card, other=other):
            first, second = known[card], known[other]
            known[card], known[other] = remade(first, title=second.title), remade(second, title=first.title)
            return Situation(tuple(known.values()), now.tray)
        case AssignPerson(person=person, card=card):
            tray = {free.id: free for free in now.tray}
            known[card] = remade(known[card], title=tray.pop(person).title, kind="filled", badges=())
            return Situation(tuple(known.values()), tuple(tray.values()))
        case UnassignPerson(card=card):
            freed = Card(id=f"free-{card}", title=known[card].title, role=known[card].role)
            known[card] = remade(known[card], title="Open position", kind="open")
            return Situation(tuple(known.values()), (*now.tray, freed))
        case RemoveCard(card=card):
            gone = known.pop(card)
            cards = (remade(c, parent_id=gone.parent_id) if c.parent_id == card else c for c in known.values())
            return Situation(tuple(cards), now.tray)
    return now


def remade(card: Card, **changes: object) -> Card:
    """Return the card with other fields."""
    return Card.model_validate(dict(card) | changes)


def desk() -> Desk:
    """Return what has been done to the chart of this link."""
    query = st.query_params
    if "desk" not in st.session_state:
        language = query.get("language", "en")
        count = int(query.get("cards", "12"))
        if query.get("long"):
            st.session_state["desk"] = Desk(Situation(long_cards(), ()))
            return cast(Desk, st.session_state["desk"])
        small = framed_cards() if query.get("frames") else twelve_cards()[:count]
        cards = small if count <= 12 and language == "en" else many_cards(count, language)
        st.session_state["desk"] = Desk(Situation(cards, tray_of(int(query.get("tray", "0")), language)))
    return cast(Desk, st.session_state["desk"])


def answer() -> None:
    """Answer what the browser asks for."""
    at = desk()
    at.answer(org_chart.requested("chart"))
    st.session_state["answers"] = st.session_state.get("answers", 0) + 1


@st.fragment
def show_chart() -> None:
    """Draw the chart, as the pages do, in a fragment."""
    query, at = st.query_params, desk()
    cards = at.now.cards[:-1] if st.session_state.get("fewer") else at.now.cards
    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    heights = None
    if query.get("heights") == "paper":
        kinds = (JAPANESE if query.get("language") == "ja" else ENGLISH).kinds
        heights = card_heights(
            cards, {"pool": kinds.pool, "shared": kinds.shared, "out_of_scope": kinds.out_of_scope, "gone": kinds.gone}
        )
    elif query.get("heights"):
        heights = tuple(124.0 + 40 * (k % 3) for k in range(len(cards)))
    shown = org_chart.show(
        cards,
        labels=JAPANESE if query.get("language") == "ja" else ENGLISH,
        key="chart",
        height=int(query.get("height", "680")),
        heights=heights,
        legend_title="ユニット" if query.get("language") == "ja" else "Unit",
        editable=bool(query.get("edit")),
        tray=at.now.tray,
        can_undo=bool(at.before),
        can_redo=bool(at.later),
        notice=at.notice,
        answer=st.session_state.get("answers", 0),
        on_edit=answer,
    )
    st.text(f"Picked: {shown.selected}; run {runs}")
    st.text(f"Asked: {len(at.log)}; last: {at.log[-1] if at.log else None}; seen: {shown.edit is not None}")


def main() -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    st.checkbox("Fewer cards", key="fewer")
    show_chart()


main()
