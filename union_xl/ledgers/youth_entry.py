"""青年联谊活动报名表 (domain 3.J, ledgers 4.21): one row per person and event."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, expected, lets, optional, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

# fmt: off
COLUMNS = (
    expected("活动名称", "文本", "报名活动 参加活动 联谊活动 活动主题 活动 报名场次", example="“缘来是你”青年职工联谊会", ditto=True, width=26),
    expected("报名日期", "日期", "报名时间 填表日期 提交时间 登记日期 填报时间", example="2022-05-10", ditto=True, width=12),
    shared.PERSON_NAME.but(need="required", more_aliases="报名人 报名人姓名 嘉宾姓名 青年姓名"),
    shared.GENDER.but(need="expected", hint="男或女"),
    shared.BIRTH.but(need="expected", example="1995-06-18", hint="如 1995-06-18"),
    shared.MOBILE.but(need="required", more_aliases="联系电话 联系方式 电话 电话号码"),
    shared.UNIT.but(need="expected", ditto=False),
    shared.EDUCATION.but(ditto=False),
    optional("身高", "整数", "身高(cm) 身高(厘米) 净身高", example="172", hint="厘米", width=8),
    optional("职业", "文本", "岗位 职务 工作岗位 从事职业", example="工程师", width=12),
    optional("兴趣爱好", "文本", "爱好 个人爱好 特长 兴趣 兴趣特长 个人特长爱好", example="羽毛球、阅读", privacy="free", width=18),
    optional("择偶意向", "文本", "择偶要求 择偶标准 交友要求 理想对象 交友意向 对另一半的要求 择偶条件 对另一半要求 择偶条件及要求 理想对象要求", example="性格开朗", privacy="free", width=18),
    expected("单身承诺", "是否", "是否单身 单身 本人单身 承诺单身 婚姻状况单身 是否承诺单身 是否未婚单身 本人是否单身", example="是", hint="本人承诺现为单身", width=10),
    optional("照片", "照片", "生活照 近照 个人照片", hint="自愿；现场大屏只放同意的人", width=10),
    optional("签到", "是否", "是否签到 是否到场 到场 现场签到", example="是", width=8),
    optional("证件号码", "证件号码", "身份证号 身份证号码 身份证 公民身份号码", privacy="id", never_kept=True, width=22),
    optional("收入", "文本", "年收入 月收入 年薪 收入情况 月薪 收入水平", privacy="free", never_kept=True, width=10),
    optional("住房", "文本", "住房情况 有无住房 是否有房 房产 购房情况 购车情况 房车情况 有无房车", privacy="free", never_kept=True, width=10),
    shared.REMARK,
)
# fmt: on
_AGE = "date_sub('year', 出生日期, 截止日)"
_SIGNED_UP = "报名日期末 between 期初 and 期末"

# fmt: off
RULES = (
    warn("J-R4a", "年龄少见", f"{_AGE} between 18 and 45 or 出生日期 > 截止日", "按出生日期，报名人 {岁数} 岁", "请核对出生日期；确实如此的不用改", column="出生日期", let=lets(岁数=_AGE),
        fires=({"出生日期": "2006-05-01"}, {"出生日期": "1970-05-01"}), rests=({"出生日期": "1995-06-18"}, {})),
    people.not_in_future("出生日期"),
    warn("J-R4b", "未承诺单身", "单身承诺 = '是'", "单身承诺填的是“{单身承诺}”{多行}", "请本人核对后再报名", column="单身承诺", fires=({"单身承诺": "否"},),
        rests=({"单身承诺": "是"}, {})),
    warn("J-R11", "身高少见", "身高 between 140 and 220", "身高填的是 {身高} 厘米", "请核对身高，按厘米填写", column="身高", fires=({"身高": 72},), rests=({"身高": 172}, {})),
)
INDICATORS = (
    figure("J13c", "青年联谊报名人数", "去重", _SIGNED_UP, field="手机号码", unit="人", over=FLOW, about="按报名日期"),
    figure("J13d", "青年联谊女职工报名数", "去重", f"性别 = '女' and {_SIGNED_UP}", field="手机号码", unit="人", over=FLOW, about="按报名日期"),
)
CHECKS = (check("X76", "青年联谊女职工报名数 <= 青年联谊报名人数", ERROR, "女职工不多于全部"),)
# fmt: on
# fmt: off
LISTS = (
    prints("活动签到表", "姓名；性别；单位名称；签到 =", per="活动名称", order="性别；单位名称", layout="签名表"),
)
# fmt: on
FORM = Form(
    slug="youth-entry",
    title="青年联谊活动报名表",
    short="青年联谊报名",
    group="阵地与活动",
    hints=("联谊", "交友", "相亲", "单身 职工", "单身 青年"),
    marks=("联谊", "择偶", "单身", "交友", "爱好"),
    keys=(("活动名称", "手机号码"), ("手机号码",)),
    owed="voluntary",
    replaces="增量",
    keep_until=12,
    deadline="报送截止日·青年联谊报名",
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(
        Chart(title="报名性别", column="性别", shape="pie"),
        Chart(title="各活动报名人数", column="活动名称"),
    ),
    compared=("签到",),
    lists=LISTS,
)
