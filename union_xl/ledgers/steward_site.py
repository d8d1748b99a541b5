"""平安管家示范点台账 (domain 3.I, ledgers 4.16): one row per site and year."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, at_most, choice, expected, lets, optional, required, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="expected", more_aliases="创建年度 创建年份"),
    shared.UNIT.but(need="required", more_aliases="创建单位 示范点单位 示范点所在单位 示范点 建设单位", hint="填单位全称，不填品牌名", ditto=False, public=True),
    required("示范级别", choice("示范点←示范←示范单位 试点←试点单位 一般←普通←一般单位"), "级别 创建级别 示范点级别 类别 创建等级 示范等级", example="示范点",
        ditto=True, width=10, public=True),
    optional("品牌名称", "文本", "品牌 示范点名称 管家品牌 工作品牌", example="某某平安管家", width=18, public=True),
    expected("启动日期", "日期", "创建时间 启动时间 创建日期 启动年月 开展时间 创建启动时间 创建启动日期", example="2022-03-10", width=12),
    expected("主题", "文本", "创建主题 活动主题", example="和谐劳动 平安护航", width=22),
    expected("负责人", "姓名", "责任人 工会负责人 联系人 负责人姓名", example="王五", privacy="name", width=10, role="contact"),
    shared.PHONE,
    optional("调解员数", "整数", "调解队伍人数 调解员 劳动争议调解员数 调解员人数 调解员总数", example="3", width=10),
    optional("法律监督员数", "整数", "劳动法律监督员数 法律监督员 监督员人数 法律监督队伍人数", example="2", width=12),
    optional("劳动保护监督员数", "整数", "劳动保护检查员数 劳保监督员数 劳动保护监督检查员数 劳动保护队伍人数", example="2", width=14),
    optional("受理纠纷数", "整数", "受理案件 矛盾纠纷数 受理矛盾纠纷数 受理案件数 受理数 受理件数 受理劳动纠纷数 劳动纠纷受理数", example="6", width=10),
    optional("调解数", "整数", "调解案件数 调解件数 调处数 已调解数", example="6", width=8),
    optional("调解成功数", "整数", "化解数 成功调解数 调解成功件数 化解矛盾数 已化解 成功调解纠纷数 调处成功数", example="5", width=10),
    optional("隐患发现数", "整数", "发现隐患数 排查隐患数 安全隐患数 发现隐患", example="8", width=10),
    optional("隐患整改数", "整数", "已整改 整改隐患数 已整改隐患数 整改数 整改隐患数量 隐患已整改数", example="8", width=10),
    optional("宣讲场次", "整数", "培训场次 普法场次 宣讲次数 法律宣讲场次 普法宣讲场次", example="2", width=10),
    optional("参加人次", "整数", "宣讲参加人次 参与人次 培训人次 普法人次 受益人次", example="120", hint="宣讲、培训的人次", width=10),
    optional("评分", "数字", "得分 考评分 考核得分 验收得分 考核评分 考评得分", example="95", width=8),
    optional("验收日期", "日期", "验收时间 考评日期 考核验收日期", example="2022-06-10", width=12),
    optional("授牌日期", "日期", "授牌时间 命名日期 挂牌日期 挂牌时间", example="2022-06-20", width=12),
    optional("统计截至", "日期", "统计截止日期 数据截至 截至日期 统计时间", example="2022-06-30", hint="纠纷、隐患、宣讲各数算到哪天", width=12),
    shared.REMARK,
)
# fmt: on
_MET = (
    "(select count(*) from 平安管家清单 清 where 清.单位名称 = 平安管家示范点.单位名称 and 清.是否达标 = '达标' "
    "and coalesce(清.年度, 0) >= coalesce(平安管家示范点.年度, 0))"
)
_ITEMS = "coalesce(length(设置.平安管家项目) - length(replace(设置.平安管家项目, '、', '')) + 1, 15)"
"""As many as 设置 names; else 6 places, 3 teams, 5 actions and 1 mechanism."""
_SITE = (
    "示范级别 = '示范点' and coalesce(启动日期末, 期末) <= 期末 and coalesce(年度, 0) = (select max(coalesce(别.年度, 0)) "
    "from 平安管家示范点 别 where 别.单位名称 = 平安管家示范点.单位名称 and coalesce(别.年度, 0) <= year(期末))"
)
"""A site by the unit's last line up to the year of 期末."""
_COUNTED = (
    "coalesce(统计截至末 between 期初 and 期末, 年度 = year(期末)) and coalesce(启动日期末, 期末) <= 期末"
)
"""A line's numbers, by the day they were counted up to; without one by its year."""
_BY_DAY = "按统计截至；没有填的按年度"

# fmt: off
RULES = (
    at_most("I-R2a", "调解成功数", "调解数"),
    at_most("I-R2b", "调解数", "受理纠纷数"),
    at_most("I-R2c", "隐患整改数", "隐患发现数"),
    warn("I-R4", "示范点未验收", "示范级别 <> '示范点' or 验收日期 is not null", "示范级别是示范点，没有验收日期{多行}", "请补填验收日期；还没有验收的改填试点",
        column="验收日期", needs=("验收日期",), fires=({"示范级别": "示范点"},),
        rests=({"示范级别": "示范点", "验收日期": "2022-06-10"}, {"示范级别": "试点"})),
    warn("X56", "示范点项目未达标", f"示范级别 <> '示范点' or {_MET} >= {_ITEMS}",
        "示范点在平安管家清单里达标 {达标} 项，应为 {应有} 项", "请补报清单，或核对示范级别", column="示范级别", let=lets(达标=_MET, 应有=_ITEMS),
        fires=({"平安管家示范点": ({"单位名称": "甲公司", "示范级别": "示范点"},), "平安管家清单": ({"单位名称": "甲公司", "是否达标": "达标"},) * 14},),
        rests=({"平安管家示范点": ({"单位名称": "甲公司", "示范级别": "示范点"},), "平安管家清单": ({"单位名称": "甲公司", "是否达标": "达标"},) * 15},
               {"平安管家示范点": ({"单位名称": "甲公司", "示范级别": "试点"},), "平安管家清单": ({"单位名称": "甲公司", "是否达标": "达标"},)})),
)
INDICATORS = (
    figure("I01", "平安管家示范点数", "去重", _SITE, field="单位名称", unit="家"),
    figure("I01b", "平安管家示范点名单", "名单", _SITE, field="单位名称"),
    figure("I06", "调解成功数合计", "求和", _COUNTED, field="调解成功数", unit="件", over=FLOW, about=_BY_DAY),
    figure("I06b", "受理纠纷数合计", "求和", _COUNTED, field="受理纠纷数", unit="件", over=FLOW, about=_BY_DAY),
    figure("I06c", "调解数合计", "求和", _COUNTED, field="调解数", unit="件", over=FLOW, about=_BY_DAY),
    figure("I07b", "隐患发现数合计", "求和", _COUNTED, field="隐患发现数", unit="处", over=FLOW, about=_BY_DAY),
    figure("I07", "隐患整改数合计", "求和", _COUNTED, field="隐患整改数", unit="处", over=FLOW, about=_BY_DAY),
    figure("I08b", "宣讲场次合计", "求和", _COUNTED, field="宣讲场次", unit="场", over=FLOW, about=_BY_DAY),
    figure("I08", "宣讲参加人次", "求和", _COUNTED, field="参加人次", unit="人次", over=FLOW, about=_BY_DAY),
)
CHECKS = (
    check("X74", "调解成功数合计 <= 受理纠纷数合计", ERROR, "调解成功的不多于受理的"),
    check("XI5", "隐患整改数合计 <= 隐患发现数合计", ERROR, "整改的不多于发现的"),
)
# fmt: on
# fmt: off
LISTS = (
    prints("示范点名单", "单位名称；示范级别；品牌名称", "公示", where="示范级别 = '示范点'", order="年度；单位名称"),
)
# fmt: on
FORM = Form(
    slug="steward-site",
    title="平安管家示范点台账",
    short="平安管家示范点",
    group="平安管家",
    hints=("平安管家", "管家 示范点", "示范点"),
    marks=("示范", "管家", "调解", "化解", "纠纷", "隐患", "宣讲", "普法", "监督员", "授牌"),
    keys=(("单位名称", "年度", "统计截至"), ("单位名称", "年度")),
    owed="office",
    replaces="增量",
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(Chart(title="示范点级别", column="示范级别", shape="pie"),),
    compared=("示范级别", "评分", "验收日期"),
    lists=LISTS,
)
