"""Charts on which the exports are tried: ordinary, hostile, large, empty."""

from __future__ import annotations

from orgplanner.records.card import Badge, Card

HOSTILE_NAMES = (
    "W" * 200,
    "山" * 200,
    "محمد عبد الله בן-דוד",
    "👩‍👩‍👧‍👦 絵文字 🇯🇵",
    "<script>alert('x')</script> &amp; &lt;b&gt; <br>",
    'quote " and "] end',
    '=HYPERLINK("http://example.com","x")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    r"back\slash \n \N \" end\\",
    "n1 --> n2 -.-> ; %% comment",
    "`code` **bold** 1. # heading ]]>",
    "{brace} (round) |pipe| #quot; ﾊﾝｶｸ",
    "%title% ${x} #{y} fa:fa-car",
    "O'Hara、髙橋 𠮷野",
)

ORDINARY = (
    Card(id="head", title="佐藤 花子", role="Head of CS", unit="CS", group="CS", lines=("負荷 80%",)),
    Card(id="aide", title="Aide", role="Assistant", parent_id="head", assistant=True, group="CS"),
    Card(id="unit", title="High-touch unit", parent_id="head", kind="unit", group="High touch"),
    Card(
        id="lead",
        title="Ana Lima",
        role="Lead",
        parent_id="unit",
        unit="High-touch unit",
        group="High touch",
        badges=(Badge(text="Cover missing for contracts", kind="warning"), Badge(text="Moved", kind="moved")),
    ),
    Card(id="open", title="Open position", role="CSM", parent_id="lead", kind="open", group="High touch"),
    Card(id="pool", title="Support pool × 3", role="Support", parent_id="head", kind="pool", dotted_to=("lead",)),
    Card(id="sales", title="Kim", role="Sales", kind="shared", dotted_to=("lead", "head"), group="Sales"),
    Card(id="lost", title="Somebody", role="CSM", parent_id="left long ago", kind="gone"),
)
"""Three roots, an assistant, a unit, an open position, a pool, dotted lines, a lost manager."""

HOSTILE = (
    Card(id="=root", title="Root", role="Head"),
    *(
        Card(
            id=f'p{k}"<&>',
            title=name,
            role=name[::-1],
            parent_id="=root",
            lines=(name,),
            badges=(Badge(text=name, kind="gap"),),
            group=name,
            unit=name,
            dotted_to=("=root",) if k % 5 == 0 else (),
        )
        for k, name in enumerate(HOSTILE_NAMES)
    ),
)

ONE = (Card(id="only", title="Only one"),)

UNTIDY = (
    Card(id="a", title="tab\tand\x00null", parent_id="a"),
    Card(id="b", title="", parent_id="a", dotted_to=("b", "a", "a", "nobody")),
)
"""A card above itself, control characters, an empty title, dotted lines to nowhere and twice."""


def large_chart(people: int, span: int = 7) -> tuple[Card, ...]:
    """Return a chart of so many people in both languages, each manager with `span` reports."""
    return tuple(
        Card(
            id=f"e{k}",
            parent_id=f"e{(k - 1) // span}" if k else None,
            title=f"山田 太郎{k}" if k % 2 else f"Person Number {k}",
            role="カスタマーサクセスマネージャー" if k % 3 else "Customer Success Manager",
            lines=("ハイタッチ第一課", f"Load {60 + k % 60}%"),
            badges=(Badge(text="採用枠 2027年4月入社", kind="gap"),) if k % 9 == 8 else (),
            kind="open" if k % 9 == 8 else "filled",
            unit=f"Unit {k % 6}",
            group=f"Unit {k % 6}",
            dotted_to=("e2",) if k % 50 == 49 else (),
        )
        for k in range(people)
    )


CHARTS = {
    "none": (),
    "one": ONE,
    "ordinary": ORDINARY,
    "hostile": HOSTILE,
    "untidy": UNTIDY,
    "large": large_chart(400),
}
