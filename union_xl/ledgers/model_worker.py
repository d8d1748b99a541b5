"""劳模工匠名册 (ledgers.md 4.3): one row per living honoured person and honour, kept by the office."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, figure
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, optional, required, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints

_PERSON = "coalesce(证件号码, 姓名 || coalesce(单位名称, ''))"

# fmt: off
COLUMNS = (
    shared.PERSON_NAME.but(need="required", more_aliases="劳模姓名 工匠姓名"),
    shared.GENDER.but(derived=people.GENDER),
    shared.ID_NUMBER.but(need="expected"),
    shared.BIRTH.but(derived=people.BIRTH),
    required("荣誉称号", "文本",
        "称号 荣誉名称 获得称号 劳模称号 所获荣誉 所获称号 劳模荣誉 授予称号 何种劳模 劳模类别 获得荣誉称号 获得的荣誉称号 授予的荣誉称号 劳模荣誉称号 劳模类型 所获劳模称号",
        example="劳动模范", ditto=True, public=True, width=18),
    required("荣誉级别", choice("全国←国家级←全国级←国家 省部←省级←省部级←省 市←市级←杭州市 区←区级←区县级"),
        "级别 称号级别 劳模级别 荣誉等级 劳模等级 荣誉称号级别 劳模称号级别 称号等级", example="市", ditto=True, public=True, width=10),
    expected("授予日期", "日期", dated("授予 获得 获评 命名 授予称号 荣誉授予") + " 授予年份 获得年份 获评年份 授予荣誉时间 荣誉获得时间 命名时间 评为劳模时间",
        example="2019-04", width=12),
    optional("授予单位", "文本", "授予机关 命名单位 授予部门 颁奖单位 颁发单位 称号授予单位 荣誉授予单位 命名机关", width=20),
    shared.UNIT.but(need="expected", more_aliases="原工作单位 现工作单位(原单位)"),
    expected("就业情况", choice("在职←在岗←在职在岗 离退休←退休←离休←已退休 下岗←失业←待岗 自谋职业←自主创业←灵活就业 其他←其它"),
        "就业状况 在岗情况 工作状态 在职情况 目前状况 现状 人员状态", example="在职", ditto=True, width=10),
    shared.MOBILE.but(need="expected", more_aliases="联系电话 联系方式 电话"),
    shared.POLITICS,
    shared.ETHNICITY,
    shared.EDUCATION,
    optional("职务", "文本", "职务/岗位 现任职务 职务(岗位) 岗位 职务职称", width=12),
    shared.SKILL,
    optional("本人月收入", "金额", "月收入 个人月收入 本人月收入(元) 月退休金 本人收入", privacy="free", width=10),
    optional("家庭人口", "整数", "家庭人口数 家庭人数 人口", privacy="free", width=8),
    optional("健康状况", "文本", "身体状况 健康情况 身体健康状况", privacy="free", width=10),
    optional("困难类别", "文本", "困难情况 困难类型 困难劳模类别", privacy="free", width=12),
    optional("通讯地址", "文本", "联系地址 家庭地址 家庭住址 住址 现住址 居住地址", privacy="address", width=24),
    optional("最近慰问日期", "日期", dated("最近一次慰问 最近慰问 最近走访 上次慰问 慰问 走访"), width=12),
    optional("在册", "是否", "是否在册 在册情况 是否健在", hint="去世、迁出的写否", width=8),
    shared.REMARK,
)
# fmt: on
# fmt: off
LISTS = (
    prints("慰问签收表", "姓名；荣誉称号；荣誉级别；单位名称；慰问品或慰问金 =；签收 =；日期 =",
        where="coalesce(在册, '是') = '是'", order="单位名称", layout="签名表"),
)
DUE = (
    expires("劳模走访慰问满一年", "coalesce(最近慰问日期, 授予日期) + to_years(1)", 30, "coalesce(在册, '是') <> '是'",
        cure="安排走访慰问"),
)
RULES = (
    *people.CONTRADICTIONS,
    people.UNBORN,
    warn("D-R12", "授予日期在将来", "授予日期 <= 截止日", "授予日期 {授予日期} 晚于截止日 {截止日}{多行}", "请核对是否写错年份",
        fires=({"授予日期": "2022-07-01"},), rests=({"授予日期": "2019-04"}, {})),
    warn("D-R13", "不在册却有慰问", "coalesce(在册, '是') = '是' or 最近慰问日期末 < 期初",
        "在册填的是“{在册}”，最近慰问日期 {最近慰问日期} 在本期{多行}", "请核对是否在册和慰问日期", column="在册",
        fires=({"在册": "否", "最近慰问日期": "2022-01-20"},),
        rests=({"在册": "是", "最近慰问日期": "2022-01-20"}, {"在册": "否", "最近慰问日期": "2020-01-20"}, {"在册": "否"})),
)
INDICATORS = (
    figure("D05", "在册劳模工匠数", "去重", "coalesce(在册, '是') = '是' and coalesce(授予日期, 期末) <= 期末", field=_PERSON,
        groups="荣誉级别、就业情况", unit="人", about="期末在册的人，同一人几项荣誉只计一次"),
    figure("D05b", "本期慰问劳模人数", "去重", "最近慰问日期 between 期初 and 期末", field=_PERSON, groups="荣誉级别",
        unit="人", over=FLOW),
)
# fmt: on
FORM = Form(
    slug="model-worker",
    title="劳模工匠名册",
    short="劳模工匠名册",
    group="评先评优",
    hints=(
        "劳模名册",
        "劳模名单",
        "劳模台账",
        "劳模工匠",
        "劳模情况",
        "工匠名册",
        "工匠名单",
        "劳动模范名册",
        "劳动模范名单",
        "劳模调查",
        "劳模花名册",
        "在册劳模",
    ),
    whom=("劳模", "劳动模范", "工匠"),
    marks=("称号", "授予", "劳模", "荣誉"),
    keys=(("证件号码", "荣誉称号"), ("姓名", "荣誉称号", "授予日期")),
    owed="office",
    restricted=True,
    charts=(
        Chart(title="各级别劳模工匠数", column="荣誉级别", shape="column"),
        Chart(title="就业情况", column="就业情况", shape="pie"),
    ),
    compared=("荣誉级别", "单位名称", "就业情况", "最近慰问日期", "在册"),
    card=Card(),
    columns=COLUMNS,
    lists=LISTS,
    due=DUE,
    rules=RULES,
    indicators=INDICATORS,
)
