"""年度任务台账 (ledgers 4.26): one row per year, figure or plain task, and unit.

Carries the three-year plan (a row per year with the figure's name) and every 完成率.
"""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import check, figure
from union_xl.ledgers.form import Chart, Form, expected, optional, required, warn
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import ERROR

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="required", more_aliases="任务年度 考核年度 目标年度 计划年度"),
    required("指标名称", "文本", "任务名称 工作项目 考核指标 指标 任务 工作任务 目标任务 考核项目 任务内容 工作内容 考核指标名称 目标任务名称 年度任务名称 任务指标 任务(指标)名称 工作指标 任务名称(指标)", example="新建工会数",
        hint="写指标库里的名称，完成数由程序算；其他任务自己填完成数", width=26),
    required("目标数", "数字", "年度目标 任务数 目标 计划数 目标值 指标数 年度任务数 年度目标数 目标任务数 任务目标数 年度目标任务数 年度目标值 计划目标数", example="20", hint="填数字，“力争全覆盖”写在任务说明里", width=10),
    optional("计量单位", "文本", "单位(量) 量词 单位 目标单位", example="家", width=10),
    optional("完成数", "数字", "完成情况 实际完成 已完成 完成值 完成数量 累计完成 实际完成数 目标完成数 已完成数", hint="填累计数，不填本季数", width=10),
    expected("截止日期", "截止日期", "完成时限 完成期限 时限 完成时间 时间节点 截止时间 完成节点 完成时限要求", example="2022-12-31", ditto=True, width=12),
    expected("责任人", "姓名", "责任部门 牵头人 责任单位(人) 牵头部门 负责人 经办人 牵头责任人 责任人(部门)", example="王五", ditto=True, privacy="name", width=12),
    optional("单位名称", "单位名称", "责任单位 任务单位 承担单位 企业名称 单位全称", example="杭州某某科技有限公司",
        hint="只对某个单位的任务才填", width=28, role="unit"),
    optional("所属社区", "文本", "社区 社区名称 承担社区 所在社区", example="北星社区", width=14, role="community"),
    optional("权重", "数字", "分值 考核分值 权重(%) 考核权重", example="5", width=8),
    optional("依据", "文本", "来源 文件依据 任务来源 下达文件 任务依据", example="区总〔2022〕3号", width=20),
    optional("任务说明", "备注", "说明 备注 任务要求 具体要求 备注说明", hint="文字写的目标放这里", width=24),
)
# fmt: on
_OF_YEAR = "年度 = year(期末)"
_TARGET = (
    "case when 计量单位 in ('万元', '万') then 目标数 * 10000 when 计量单位 = '千元' then 目标数 * 1000"
    " when 计量单位 = '%' and 目标数 > 1 then 目标数 / 100.0 else 目标数 end"
)
"""The target in the unit its figure is counted in."""

# fmt: off
RULES = (
    # A target below zero is refused by its kind (NUM-NEGATIVE), which is what N-R1 asks.
    warn("N-R2", "完成数与目标数相差太大", "目标数 = 0 or 完成数 / 目标数 between 0 and 3", "目标 {目标数}，完成 {完成数}，超过三倍", "请核对两个数的单位是否一致", column="完成数",
        fires=({"目标数": 20, "完成数": 95},), rests=({"目标数": 20, "完成数": 22}, {"目标数": 0, "完成数": 5}, {"目标数": 20})),
)
INDICATORS = (
    figure("N01", "年度任务项数", "计数", _OF_YEAR, unit="项", about="期末所在年度的任务"),
    figure("N02", "逾期未完成任务数", "计数", f"{_OF_YEAR} and 截止日期末 < 期末 and coalesce(完成数, 0) < 目标数", unit="项", about="到期末已过截止日期、没有完成的"),
    figure("N03", "年度目标数", "最大", _OF_YEAR, field=_TARGET, groups="指标名称",
        about="同一指标有几行的取最大的，就是全街道的；单位写万元的化成元，写%的化成小数"),
)
CHECKS = (check("X79", "逾期未完成任务数 <= 年度任务项数", ERROR, "逾期的在全部任务里"),)
# fmt: on
# fmt: off
LISTS = (
    prints("未完成任务", "指标名称；单位名称；目标数；完成数；计量单位；截止日期；责任人；进展 =", where="coalesce(完成数, 0) < 目标数",
        per="年度", order="截止日期"),
)
DUE = (
    expires("年度任务截止", "截止日期", 30, "coalesce(完成数, 0) >= 目标数", "指标名称；单位名称", "报完成数，没完成的说明原因"),
)
# fmt: on
FORM = Form(
    slug="task",
    title="年度目标任务台账",
    short="年度任务",
    group="宣传与任务",
    hints=("年度任务", "目标任务", "任务 分解", "年度目标", "三年规划", "考核指标", "任务书", "重点任务"),
    marks=("目标", "任务", "指标", "权重", "时限", "牵头"),
    keys=(("年度", "指标名称", "单位名称"), ("年度", "指标名称", "所属社区"), ("年度", "指标名称")),
    owed="office",
    replaces="增量",
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(Chart(title="各责任人任务项数", column="责任人"),),
    compared=("目标数", "完成数", "截止日期"),
    lists=LISTS,
    due=DUE,
)
