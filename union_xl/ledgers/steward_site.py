"""平安管家示范点台账 (domain 3.I, ledgers 4.16): one row per site and year."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.form import Chart, Form, choice, expected, optional, required

# fmt: off
COLUMNS = (
    expected("年度", "年份", "年份 创建年度 创建年份 所属年度", example="2022", ditto=True, width=8),
    shared.UNIT.but(need="required", more_aliases="创建单位 示范点单位 示范点所在单位 示范点 建设单位", hint="填单位全称，不填品牌名", ditto=False, public=True),
    required("示范级别", choice("示范点←示范←示范单位 试点←试点单位 一般←普通←一般单位"), "级别 创建级别 示范点级别 类别", example="示范点",
        ditto=True, width=10, public=True),
    optional("品牌名称", "文本", "品牌 示范点名称 管家品牌 工作品牌", example="某某平安管家", width=18, public=True),
    expected("启动日期", "日期", "创建时间 启动时间 创建日期 启动年月 开展时间", example="2022-03-10", width=12),
    expected("主题", "文本", "创建主题 活动主题", example="和谐劳动 平安护航", width=22),
    expected("负责人", "姓名", "责任人 工会负责人 联系人 负责人姓名", example="王五", privacy="name", width=10, role="contact"),
    shared.PHONE,
    optional("调解员数", "整数", "调解队伍人数 调解员 劳动争议调解员数 调解员人数", example="3", width=10),
    optional("法律监督员数", "整数", "劳动法律监督员数 法律监督员 监督员人数 法律监督队伍人数", example="2", width=12),
    optional("劳动保护监督员数", "整数", "劳动保护检查员数 劳保监督员数 劳动保护监督检查员数 劳动保护队伍人数", example="2", width=14),
    optional("受理纠纷数", "整数", "受理案件 矛盾纠纷数 受理矛盾纠纷数 受理案件数 受理数 受理件数", example="6", width=10),
    optional("调解数", "整数", "调解案件数 调解件数 调处数 已调解数", example="6", width=8),
    optional("调解成功数", "整数", "化解数 成功调解数 调解成功件数 化解矛盾数 已化解", example="5", width=10),
    optional("隐患发现数", "整数", "发现隐患数 排查隐患数 安全隐患数 发现隐患", example="8", width=10),
    optional("隐患整改数", "整数", "已整改 整改隐患数 已整改隐患数 整改数", example="8", width=10),
    optional("宣讲场次", "整数", "培训场次 普法场次 宣讲次数 法律宣讲场次 普法宣讲场次", example="2", width=10),
    optional("参加人次", "整数", "宣讲参加人次 参与人次 培训人次 普法人次 受益人次", example="120", hint="宣讲、培训的人次", width=10),
    optional("评分", "数字", "得分 考评分 考核得分 验收得分", example="95", width=8),
    optional("验收日期", "日期", "验收时间 考评日期 考核验收日期", example="2022-06-10", width=12),
    optional("授牌日期", "日期", "授牌时间 命名日期 挂牌日期 挂牌时间", example="2022-06-20", width=12),
    shared.REMARK,
)
# fmt: on
FORM = Form(
    slug="steward-site",
    title="平安管家示范点台账",
    short="平安管家示范点",
    hints=("平安管家", "管家 示范点", "示范点"),
    marks=("示范", "调解", "隐患", "宣讲", "监督员"),
    keys=(("单位名称", "年度"),),
    owed="office",
    replaces="增量",
    columns=COLUMNS,
    charts=(Chart(title="示范点级别", column="示范级别", shape="pie"),),
    compared=("示范级别", "评分", "验收日期"),
)
