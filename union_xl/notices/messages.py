"""Messages ready to paste: the group notice, one message and one SMS per unit, one receipt per file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import RunContext
from union_xl.notices.overdue import OpenLine, by_unit, counted, forms_in, forms_named, round_of
from union_xl.notices.receipts import MOST, UnitReceipt
from union_xl.notices.text_templates import addressed, fill_template, office_values, reminder_stage

SMS = "短信.txt"
RULE = "─" * 24
BACK = "退回的文件里已标明要改的地方，改好后直接交回即可"
ZERO = "确无数据的，请在表上“零报告”处打√后交回。"
MARKED = "文件里要改的单元格已标红，要核对的已标黄，第一张表“问题清单”逐条写明怎么改；改好后直接交回即可"

LISTED = (
    "“问题清单”逐条写明在 Word 文件的第几个表格、第几行、第几列以及怎么改；请在原来的 Word 文件里改好后交回"
)


def group_notice(lines: Sequence[UnitStatus], dues: Sequence[OpenLine], context: RunContext) -> str:
    """The message for the WeChat group: counts, then the units by what is missing."""
    missing = [
        f"{unit}：{_forms(own)}"
        for unit, own in by_unit([d for d in dues if d.line.status == "未报"]).items()
    ]
    back = [
        f"{unit}：{_forms(own)}"
        for unit, own in by_unit([d for d in dues if d.line.status != "未报"]).items()
    ]
    values = (
        office_values(context, forms_in(dues))
        | counted(lines, dues)
        | {
            "通知类别": reminder_stage(context, forms_in(dues)),
            "表名": forms_named(dues, context),
            "零报告提示": ZERO if missing else "",
            "未报单位": "\n".join(f"  {n}. {one}" for n, one in enumerate(missing, 1)),
            "待补正单位": "\n".join(f"  {n}. {one}" for n, one in enumerate(back, 1)),
        }
    )
    return fill_template("微信群通知.txt", values, context)


def unit_messages(dues: Sequence[OpenLine], context: RunContext, template: str) -> str:
    """One text per unit from a template, each under its name, contact and number, which the office dials."""
    texts = []
    for unit, own in by_unit(dues).items():
        line = own[0].line
        values = office_values(context, forms_in(own)) | {
            "通知类别": reminder_stage(context, forms_in(own)),
            "单位名称": unit,
            "称呼": addressed(unit),
            "单位联系人": line.contact,
            "社区": line.community,
            "事项": "；".join(one.said for one in own),
            "简要事项": "；".join(one.counted for one in own),
            "表名": _forms(own),
            "逾期天数": max(one.line.overdue for one in own) or "",
            "交回": _given_back(own),
            "零报告提示": ZERO if _nothing_came(own, template == SMS) else "",
            "退回说明": BACK if any(one.marked for one in own) else "",
            "次数": round_of(own),
        }
        who = " ".join(part for part in (unit, line.contact, line.phone) if part)
        texts.append(f"{RULE}\n{who}\n{RULE}\n{fill_template(template, values, context)}")
    return "\n".join(texts)


def _given_back(own: Sequence[OpenLine]) -> str:
    """What the unit is asked to do until the day."""
    if any(one.line.status == "未报" for one in own):
        return "报送"
    return "重新报送" if all(one.line.unread for one in own) else "修改后交回"


def _nothing_came(own: Sequence[OpenLine], short: bool) -> bool:
    """Whether a unit may have nothing to report: nothing came, or, where a `short` message does not give the
    reasons, an empty list."""
    missing = any(one.line.status == "未报" for one in own)
    return missing or (short and any("零报告" in why for one in own for why in one.reasons))


def receipt_text(slips: Sequence[UnitReceipt], context: RunContext) -> str:
    """The paste-ready receipts of one unit's files."""
    return f"\n{RULE}\n\n".join(
        fill_template("回执.txt", receipt_values(slip, context), context) for slip in slips
    )


def receipt_values(slip: UnitReceipt, context: RunContext) -> Mapping[str, object]:
    """The names a receipt template may use."""
    cut = slip.marked and len(slip.reasons) >= MOST and slip.errors > MOST
    more = [f"  等 {slip.errors} 处，逐条见“问题清单”"] if cut else []
    return office_values(context) | {
        "回执编号": slip.number,
        "单位名称": slip.unit,
        "称呼": addressed(slip.unit),
        "表名": slip.title,
        "文件名": slip.book,
        "校验码": slip.sha,
        "收到时间": slip.received,
        "读取": f"{slip.sheets}，共{slip.rows}行" if slip.sheets else "",
        "结果": slip.result,
        "标注说明": (LISTED if slip.in_word else MARKED) if slip.marked else "",
        "结论": slip.conclusion,
        "主要问题": "\n".join((*(f"  {n}. {why}" for n, why in enumerate(slip.reasons, 1)), *more)),
        "补正要求": slip.until,
    }


def _forms(own: Sequence[OpenLine]) -> str:
    """`单位台账、会员登记（未能读取）`."""
    names = ((one.line.title if one.line.form else "报来的文件", one.line.unread) for one in own)
    return "、".join(dict.fromkeys(f"{name}（未能读取）" if unread else name for name, unread in names))
