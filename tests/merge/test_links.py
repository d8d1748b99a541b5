"""Parent and child: a row whose owner is nowhere is told, as long as the parent's ledger is there."""

from __future__ import annotations

from union_xl import findings as catalogue
from union_xl import merge
from union_xl.ledgers.form import Form, optional, required
from union_xl.ledgers.links import rules_of
from union_xl.model import FormPart, HeldRow, RunContext, Submission

CASE = Form(
    slug="case-test",
    title="困难户名册",
    short="困难户",
    columns=(required("户主证件"), optional("户主"), optional("年度", "年份")),
    keys=(("户主证件",),),
    restricted=True,
)
KIN = Form(
    slug="kin-test",
    title="困难户成员名册",
    short="困难户成员",
    columns=(optional("户主证件号"), required("成员")),
    keys=(("户主证件号", "成员"),),
    parent="case-test",
    link=("户主证件号",),
)
YEARLY = KIN.but(
    slug="year-test",
    short="年度成员",
    link=("年度", "户主证件号"),
    columns=(*KIN.columns, optional("年度", "年份")),
)
BATCHES = CASE.but(slug="batch-test", short="户年", keys=(("户主证件",), ("年度", "户主证件")), parent="")


def part(form: Form, rows: list[dict[str, object]], held: tuple[HeldRow, ...] = ()) -> FormPart:
    columns = {title: [row.get(title) for row in rows] for title in form.titles}
    numbers = list(range(2, 2 + len(rows)))
    return FormPart(
        form.slug, "", columns, ["表"] * len(rows), numbers, held=held, read=len(rows) + len(held)
    )


def told(*parts: FormPart, forms: tuple[Form, ...] = (CASE, KIN)) -> list[tuple[str, int]]:
    sent = [Submission(f"{n}.xlsx", str(n), "xlsx", "采用", parts=(one,)) for n, one in enumerate(parts)]
    ledger = merge.merge(sent, RunContext(declared=forms))
    return [(one.place.book, one.place.row) for one in ledger.findings if one.rule == "L-NO-PARENT"]


def test_a_child_without_parent_is_told() -> None:
    """A 提醒 at its row; none where the parent is held, the link blank, or no parent ledger there."""
    held = HeldRow("表", 9, {"户主证件": "H3"}, ("ID-CHECK",))
    cases = part(CASE, [{"户主证件": "H1"}], (held,))
    kin = [{"户主证件号": one, "成员": "子"} for one in ("H1", "H2", "H3", None)]
    assert told(cases, part(KIN, kin)) == [("1.xlsx", 3)]
    assert told(part(KIN, kin)) == []


def test_a_link_of_several_columns_takes_the_parents_key_of_as_many() -> None:
    """The link's columns stand in the order of the parent's key."""
    batches = part(BATCHES, [{"户主证件": "H1", "年度": 2022}, {"户主证件": "H2", "年度": 2021}])
    kin = part(
        YEARLY.but(parent="batch-test"),
        [
            {"户主证件号": "H1", "成员": "子", "年度": 2022},
            {"户主证件号": "H2", "成员": "子", "年度": 2022},
        ],
    )
    forms = (BATCHES, YEARLY.but(parent="batch-test"))
    assert told(batches, kin, forms=forms) == [("1.xlsx", 3)]


def test_a_rule_of_its_own_goes_before() -> None:
    """A ledger that says itself what a missing parent means is asked nothing more."""
    from union_xl.ledgers.form import warn

    own = warn("KT-1", "t", "户主证件号 in (select 户主证件 from 困难户)", "s", column="户主证件号")
    assert rules_of(KIN.but(rules=(own,)), (CASE, KIN)) == (own,)
    about_else = own.but(column="成员")
    codes = [one.code for one in rules_of(KIN.but(rules=(about_else,)), (CASE, KIN))]
    assert codes == ["KT-1", "L-NO-PARENT"]
    assert [one.code for one in rules_of(KIN, (CASE, KIN))] == ["L-NO-PARENT"]
    assert rules_of(KIN.but(orphan="X"), (CASE, KIN)) == rules_of(CASE, (CASE, KIN)) == ()


def test_another_key_of_the_parent_gives_the_link() -> None:
    """Rows that name their case by its number get the head's id, told once for the sheet; a number that no
    case has, or that two have, gives none: the first is told."""
    case = CASE.but(
        columns=(*CASE.columns, optional("档案编号")), keys=(("户主证件",), ("档案编号",)), restricted=False
    )
    kin = KIN.but(columns=(*KIN.columns, optional("档案编号")))
    cases = part(case, [{"户主证件": f"H{n}", "档案编号": number} for n, number in enumerate("12334", 1)])
    rows = part(kin, [{"成员": f"子{number}", "档案编号": number} for number in "1239"])
    sent = [
        Submission(f"{n}.xlsx", str(n), "xlsx", "采用", parts=(one,)) for n, one in enumerate((cases, rows))
    ]
    ledger = merge.merge(sent, RunContext(declared=(case, kin)))
    assert ledger.frames["kin-test"]["户主证件号"].tolist() == ["H1", "H2", None, None]
    told = [(one.column, one.place.row) for one in ledger.findings if one.rule == "L-NO-PARENT"]
    assert told == [("档案编号", 5)]
    (correction,) = [one for one in ledger.corrections if one.column == "户主证件号"]
    assert (correction.count, correction.form) == (2, "kin-test")


def test_a_rule_of_an_open_ledger_says_nothing_of_a_restricted_one() -> None:
    """What it worked out from there is not in its sentence; its own columns are."""
    from union_xl.ledgers.form import lets, warn

    head = "(select max(户主) from 困难户 上 where 上.户主证件 = 困难户成员.户主证件号)"
    rule = warn("KT-2", "t", f"{head} is null", "{成员}的户主是{谁}", let=lets(谁=head), column="成员")
    for restricted, said in ((True, "子的户主是（限阅）"), (False, "子的户主是王某")):
        case, kin = CASE.but(restricted=restricted), KIN.but(rules=(rule,))
        parts = (
            part(case, [{"户主证件": "H1", "户主": "王某"}]),
            part(kin, [{"户主证件号": "H1", "成员": "子"}]),
        )
        sent = [Submission(f"{n}.xlsx", str(n), "xlsx", "采用", parts=(one,)) for n, one in enumerate(parts)]
        ledger = merge.merge(sent, RunContext(declared=(case, kin)))
        assert [catalogue.say(one) for one in ledger.findings if one.rule == "KT-2"] == [said]


def test_a_link_that_fits_nothing_is_told_where_it_is_declared() -> None:
    """A parent nobody knows, or a link of more columns than any key of it: nothing of that ledger is read."""
    from union_xl.ledgers.checking import checked

    case = CASE.but(parent="")
    for wrong in (KIN.but(parent="nobody"), KIN.but(link=("户主证件号", "成员")), KIN.but(link=())):
        faults = [one.fault for one in checked((case, wrong.but(where="自定义表·成员")))]
        assert faults[0] == "" and faults[1].startswith("自定义表·成员：")
    assert [one.fault for one in checked((case, KIN))] == ["", ""]
