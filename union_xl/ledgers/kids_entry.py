"""小候鸟暑托班报名表 (domain 3.J, ledgers 4.20): one row per child and class.

Minors: kept in a workbook of its own and purged after the class; a child's ID is never kept.
"""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, expected, lets, optional, required, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="expected", more_aliases="报名年度 暑期年度", public=True),
    expected("期次", "整数", "班次 营期 报名期数 期数 报名期次 第几期 报名班次 参加班次", example="1", hint="第几期，填数字", ditto=True, width=8, public=True),
    expected("报名日期", "日期", "报名时间 填表日期 提交时间 登记日期 填报时间", example="2022-06-30", ditto=True, width=12),
    required("儿童姓名", "姓名", "子女姓名 学生姓名 孩子姓名 姓名 小朋友姓名 小候鸟姓名 营员姓名 学员姓名 孩子名字 学生名字 报名儿童姓名 报名学生姓名 子女名字", example="张小满",
        privacy="name", width=10, role="person", public=True),
    optional("性别", "性别", "儿童性别 孩子性别 学生性别 男/女", example="女", width=6, role="gender"),
    expected("出生日期", "日期", "出生年月 出生年月日 儿童出生日期 孩子出生日期 孩子生日 生日 学生出生年月 孩子出生年月 儿童出生年月", example="2013-09-10", privacy="birth", width=12, role="birth"),
    expected("年级", "文本", "就读年级 现读年级 所在年级 年级班级 在读年级 就读班级 孩子所在年级 学生年级 孩子年级", example="二年级", hint="填现在读的年级，不填下学期的", width=10),
    optional("学校", "文本", "就读学校 所在学校 在读学校 现就读学校", example="某某小学", privacy="free", width=18),
    optional("户籍所在地", "文本", "户籍地 户籍 户口所在地 籍贯", example="安徽某县", privacy="address", width=16),
    required("家长姓名", "姓名", "监护人 家长 职工姓名 监护人姓名 父母姓名 父亲姓名 母亲姓名 家长(监护人)姓名 报名职工 家长(监护人) 报名家长 父亲或母亲姓名", example="张三", privacy="name",
        width=10, role="contact"),
    required("家长手机号码", "手机号码", "联系电话 家长电话 手机号码 家长手机 家长联系电话 监护人电话 监护人联系电话 联系方式 电话 手机 家长手机号",
        example="13900001234", privacy="mobile", width=14, role="mobile"),
    shared.UNIT.but(need="expected", public=True, more_aliases="家长单位 家长工作单位 家长所在单位 职工单位 父母工作单位"),
    optional("家长是否会员", "是否", "是否会员 是否工会会员 家长是否工会会员 工会会员", example="是", width=12),
    optional("紧急联系人", "姓名", "其他联系人 第二联系人 紧急联系人姓名", example="李四", privacy="name", width=12),
    optional("紧急电话", "联系电话", "紧急联系人电话 紧急联系电话 第二联系人电话 其他联系电话", example="13900005678", privacy="mobile", width=14),
    optional("健康提示", "文本", "身体状况 健康状况 过敏史 特殊体质 健康情况 疾病史 过敏情况 有无过敏史 孩子健康状况 健康状况(过敏史)", hint="过敏、哮喘等，只给带班老师看", privacy="free", width=16),
    optional("接送人", "姓名", "接送方式 接送人姓名 接送家长", example="张三", privacy="name", width=10),
    expected("知情同意", "是否", "是否同意 家长同意 是否知情同意 家长签字 监护人同意 安全承诺 家长是否同意 家长知情同意", example="是", hint="家长同意提供以上信息", width=10),
    optional("录取", "是否", "是否录取 录取结果 是否入选 录取情况", example="是", width=8),
    optional("出勤率", "比例", "到课率 出勤", example="0.95", hint="95% 或 0.95", width=8),
    optional("儿童证件号码", "证件号码", "儿童身份证号 孩子身份证号 学生身份证号 子女身份证号 身份证号 身份证号码 证件号码 孩子身份证 儿童身份证",
        privacy="id", never_kept=True, width=22),
    shared.REMARK,
)
# fmt: on
_AGE = "date_sub('year', 出生日期, 截止日)"
_SIGNED_UP = "coalesce(报名日期末, make_date(年度, 7, 1)) between 期初 and 期末"
"""By the day of signing up; without one by the class, which begins in July."""
_CHILD = "儿童姓名 || 家长手机号码"
_BY_DAY = "按报名日期；没有填的算在当年七月"

# fmt: off
RULES = (
    warn("J-R3a", "儿童年龄少见", f"{_AGE} between 5 and 14 or 出生日期 > 截止日", "按出生日期，儿童 {岁数} 岁，暑托班一般收小学生", "请核对出生日期", column="出生日期",
        let=lets(岁数=_AGE), fires=({"出生日期": "2019-05-01"}, {"出生日期": "2003-05-01"}), rests=({"出生日期": "2013-09-10"}, {})),
    people.not_in_future("出生日期"),
    warn("J-R3b", "年级看不出", "regexp_matches(年级, '[一二三四五六1-6]')", "年级填的是“{年级}”，看不出几年级", "请填现读年级，如二年级", column="年级",
        fires=({"年级": "大班"},), rests=({"年级": "二年级"}, {"年级": "3年级"}, {})),
    warn("J-R10", "家长未同意", "知情同意 = '是'", "知情同意填的是“{知情同意}”{多行}", "请征得家长同意后再报送", column="知情同意", fires=({"知情同意": "否"},),
        rests=({"知情同意": "是"}, {})),
    warn("J-R3c", "家长不是会员", "家长是否会员 = '是'", "家长不是工会会员{多行}", "请核对报名条件，或请家长先入会", column="家长是否会员",
        fires=({"家长是否会员": "否"},), rests=({"家长是否会员": "是"}, {})),
)
INDICATORS = (
    figure("J10b", "小候鸟报名人数", "去重", _SIGNED_UP, field=_CHILD, unit="人", over=FLOW, about=_BY_DAY),
    figure("J10c", "小候鸟录取人数", "去重", f"录取 = '是' and {_SIGNED_UP}", field=_CHILD, unit="人", over=FLOW, about=_BY_DAY),
)
CHECKS = (check("X75", "小候鸟录取人数 <= 小候鸟报名人数", ERROR, "录取的都报了名"),)
# fmt: on
# fmt: off
LISTS = (
    prints("签到表", "儿童姓名；年级；家长姓名；家长手机号码；接送人；签到 =；接走签字 =", where="coalesce(录取, '是') = '是'",
        per="年度；期次", order="年级", layout="签名表"),
    prints("录取公示", "儿童姓名；单位名称", "公示", where="录取 = '是'", per="年度；期次", order="单位名称"),
)
# fmt: on
FORM = Form(
    slug="kids-entry",
    title="小候鸟暑托班报名表",
    short="小候鸟报名",
    group="阵地与活动",
    hints=("小候鸟", "暑托", "暑期班", "托管班", "夏令营", "假日学校"),
    marks=("儿童", "小候鸟", "营期", "期次", "班次", "接送", "会员", "过敏", "健康", "同意", "录取", "期数"),
    keys=(("年度", "儿童姓名", "家长手机号码"), ("儿童姓名", "家长手机号码")),
    owed="voluntary",
    replaces="增量",
    restricted=True,
    keep_until=3,
    deadline="报送截止日·小候鸟报名",
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(
        Chart(title="各年级报名人数", column="年级"),
        Chart(title="各期报名人数", column="期次"),
    ),
    compared=("期次", "录取"),
    lists=LISTS,
)
