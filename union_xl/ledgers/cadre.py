"""工会干部名册 (domain 3.A, ledgers 4.24): one row per officer and office held."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, figure
from union_xl.ledgers.form import Chart, Form, choice, expected, not_later, optional, required, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import ERROR

OFFICES = (
    "主席←工会主席←主席(工会负责人) 副主席←工会副主席 委员←工会委员←委员会委员 经审主任←经审委主任←经审会主任←经费审查委员会主任 "
    "女职工主任←女职委主任←女工主任←女职工委员会主任 财务←会计←出纳←财务人员←工会财务 劳动法律监督员←法律监督员 专职工作者←专职工会工作者←社会化工会工作者←专职社工"
)

# fmt: off
COLUMNS = (
    shared.UNIT.but(need="required", prefill="单位名称"),
    shared.UNION_NAME.but(prefill="工会名称"),
    shared.PERSON_NAME.but(need="required", more_aliases="干部姓名 工会干部姓名"),
    required("工会职务", choice(OFFICES), "职务 会内职务 工会任职 现任工会职务 担任工会职务 所任职务 工会内职务 在工会担任职务 担任的工会职务 工会职务名称 工会任职情况", example="主席",
        hint="一人兼两职的写两行", width=12),
    shared.GENDER.but(hint="男或女"),
    shared.BIRTH.but(example="1985-03-07", hint="如 1985-03-07"),
    shared.MOBILE.but(need="expected", more_aliases="联系电话 联系方式 电话 办公电话"),
    expected("专兼职", choice("专职←全职←专职干部 兼职←兼任←兼职干部 社会化←社会化用工←聘用←社会化工会工作者"), "专职/兼职 任职形式 专职或兼职 专兼职情况 任职方式 是否专职 专(兼)职 专/兼职 专职兼职",
        example="兼职", ditto=True, width=8),
    optional("行政职务", "文本", "党政职务 本职岗位 行政岗位 单位职务 本职工作 现任职务 本单位职务 本人行政职务", example="人事经理", width=12),
    optional("政治面貌", "政治面貌", "政治身份 党派 面貌", example="群众", width=10),
    shared.EDUCATION.but(ditto=False),
    expected("任职日期", "日期", "当选时间 任职时间 当选日期 任职年月 任现职时间 任期开始 就任日期 任期起 任职时间(工会) 担任工会职务时间", example="2020-05-18", ditto=True, width=12),
    expected("任期截止", "截止日期", "届满日期 换届时间 任期届满 任期届满日期 届满时间 换届日期 任期止 任期截止日期 任期届满时间 本届届满时间 本届任期届满时间 届满年月", example="2025-05-17",
        ditto=True, width=12),
    optional("离任日期", "日期", "离任时间 卸任日期 免职日期 免职时间", hint="已离任的才填", width=12),
    optional("产生方式", choice("选举←民主选举←会员大会选举←代表大会选举←当选 任命←委派←指派←聘任"), "选举方式 产生形式 任职产生方式 选举产生方式 任职产生形式", example="选举", ditto=True, width=8),
    optional("持证", "是否", "上岗证 培训合格证 是否持证 持证上岗 有无上岗证 岗位培训合格证 是否持有上岗证", example="是", width=8),
    optional("最近培训日期", "日期", "培训日期 最近培训时间 培训时间 最近一次培训时间 最近参加培训时间", example="2022-04-20", width=12),
    optional("从事工会工作年限", "年限", "工会工作年限 从事工会工作时间 工会工龄 工会年限 工会工作年限(年) 工会工作时间 从事工会工作年数", example="5", width=12),
    shared.REMARK,
)
# fmt: on
_SERVES = "coalesce(任职日期末, 期末) <= 期末 and coalesce(离任日期末 > 期末, true)"
"""In office on the day 期末: a term that ran out ends no office until the next election."""
_PERSON = "coalesce(手机号码, 姓名 || 单位名称)"

# fmt: off
RULES = (
    warn("A-R14", "任期已满", "离任日期 is not null or 任期截止末 >= 截止日", "任期截止 {任期截止} 早于截止日 {截止日}{多行}", "请按期换届；已换届的请改填新的任期截止", column="任期截止",
        needs=("任期截止",), fires=({"任期截止": "2022-05-31"}, {"任期截止": "2022-05"}),
        rests=({"任期截止": "2022-06"}, {"任期截止": "2022-05-31", "离任日期": "2022-05-20"}, {})),
    not_later("A-R15", "任期写反", "任职日期", "任期截止", level=ERROR, holds="任期截止末 > 任职日期",
        fires=({"任职日期": "2022-05-18", "任期截止": "2022-05-18"},), rests=({"任职日期": "2022-05-18", "任期截止": "2027-05"}, {"任职日期": "2022-05-18"})),
    not_later("A-R17", "离任早于任职", "任职日期", "离任日期", needs=("离任日期",), fires=({"任职日期": "2022-05-18", "离任日期": "2021-05-18"},),
        rests=({"任职日期": "2022-05-18", "离任日期": "2022-05"}, {"任职日期": "2022-05-18"})),
    warn("A-R16", "主席没有手机号码", "工会职务 <> '主席' or 手机号码 is not null", "{姓名}是主席，没有手机号码{多行}", "请补填手机号码", column="手机号码",
        needs=("手机号码",), fires=({"工会职务": "主席", "姓名": "张三"},), rests=({"工会职务": "主席", "手机号码": "13900001234"}, {"工会职务": "委员"})),
    *people.mobile_rules("工会干部"),
    people.not_in_future("最近培训日期"),
)
INDICATORS = (
    figure("Z16b", "专职工会干部数", "去重", f"专兼职 in ('专职', '社会化') and {_SERVES}", field=_PERSON, unit="人"),
    figure("Z16c", "工会干部人数", "去重", _SERVES, field=_PERSON, unit="人"),
    figure("A20d", "一百八十天内应换届数", "去重", f"工会职务 = '主席' and {_SERVES} and 任期截止末 between 期末 and 期末 + to_days(180)",
        field="单位名称", unit="家"),
    figure("J04c", "本期培训工会干部数", "去重", "最近培训日期末 between 期初 and 期末", field=_PERSON, unit="人", over=FLOW),
)
# fmt: on
# fmt: off
LISTS = (
    prints("通讯录", "单位名称；工会职务；姓名；手机号码；专兼职；任职日期；任期截止", order="单位名称；工会职务"),
    prints("应换届名单", "单位名称；姓名；手机号码；任职日期；任期截止；换届安排 =", order="任期截止",
        where="工会职务 = '主席' and 离任日期 is null and 任期截止 <= 截止日 + to_days(180)"),
)
DUE = (
    expires("工会换届", "任期截止", 180, "coalesce(工会职务, '') <> '主席' or 离任日期 is not null or (select count(*) from 工会干部 别 where 别.单位名称 = "
        "工会干部.单位名称 and 别.工会职务 = '主席' and 别.任期截止 > 工会干部.任期截止) > 0", "单位名称", "报换届请示，召开会员大会"),
)
# fmt: on
FORM = Form(
    slug="cadre",
    title="工会干部名册",
    short="工会干部",
    group="会员与建会",
    hints=(
        "工会干部",
        "工会 委员 名册",
        "工会主席 名册",
        "工会工作者",
        "两委",
        "工会 干部",
        "工会主席 名单",
        "工会委员 名单",
    ),
    whom=("工会主席", "工会委员"),
    marks=("工会", "会内职务", "专兼职", "专职", "经审"),
    keys=(("单位名称", "工会职务", "姓名"),),
    owed="all",
    replaces="全量",
    deadline="报送截止日·工会干部",
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    charts=(
        Chart(title="各职务人数", column="工会职务"),
        Chart(title="专职与兼职", column="专兼职", shape="pie"),
    ),
    compared=("任期截止", "专兼职", "手机号码"),
    lists=LISTS,
    due=DUE,
)
