"""职工免费体检名单 (ledgers.md 4.6, F): one row per person and year; results of the check are never kept."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import Chart, Form, choice, dated, expected, optional, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints
from union_xl.model import ERROR

_RESULTS = (
    "结论 体检结论 检查结果 检查结论 异常 异常项 异常情况 异常项目 异常指标 主检结论 总检结论 体检报告 检查所见 诊断 "
    "初步诊断 医生建议 健康建议 复查建议 复查项目 既往病史 病史 既往史 家族病史 疾病 患病情况 血压 收缩压 舒张压 心率 脉搏 "
    "血糖 空腹血糖 血脂 胆固醇 甘油三酯 尿酸 血常规 尿常规 肝功能 肾功能 转氨酶 乙肝 幽门螺杆菌 肿瘤标志物 B超 腹部B超 彩超 "
    "妇科B超 乳腺彩超 心电图 胸片 胸透 CT 视力 听力 身高 体重 体重指数 BMI 妇科检查 宫颈检查 TCT HPV 骨密度"
)

_PERSON = "coalesce(证件号码, 姓名 || 单位名称)"
_OF_PERIOD = "coalesce(实检日期, 预约日期, case when 年度 = year(期末) then 期末 end) between 期初 and 期末"
_PLANNED = f"体检状态 in ('已分配', '已安排', '已体检', '替换') and {_OF_PERIOD}"
_BY_DATE = "按实检日期归期，没有的按预约日期，都没有的按年度"
_ONE = {"证件号码": "330105199003072013"}

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="expected", more_aliases="体检年度"),
    shared.UNIT.but(need="required"),
    shared.PERSON_NAME.but(need="required", prefill="姓名", more_aliases="体检人员 受检人 体检人 体检职工 受检者 体检人姓名"),
    shared.GENDER.but(need="expected", derived=people.GENDER, prefill="性别"),
    shared.ID_NUMBER.but(need="expected", prefill="证件号码"),
    shared.MOBILE.but(need="expected", prefill="手机号码", more_aliases="联系电话 联系方式 电话"),
    expected("人员类别", choice("外来务工←外来务工人员←农民工 民营一线←民营企业一线职工←一线职工←民营企业职工 环卫←环卫工人←环卫职工 "
        "重点工程←重点工程职工←重点工程建设者 新就业形态←新就业形态劳动者←快递外卖 其他←其它"),
        "类别 职工类别 体检类别 对象类别 体检对象 人员分类 体检对象类别 体检人员类别", example="民营一线", ditto=True, width=12),
    expected("体检状态", choice("已分配←分配←待体检 已安排←安排←已预约←预约←未体检←未检←尚未体检←否 已体检←已检←完成←已完成←体检完成←是 "
        "放弃←不参加←弃检←自愿放弃←不检 替换←顶替←被替换←更换"),
        "状态 是否体检 体检情况 体检进度 是否已体检 到检情况 是否到检 体检完成情况 是否已检 是否完成体检", example="已安排", ditto=True, width=10),
    optional("批次", "届次", "体检批次 第几批 期次", width=8),
    shared.MARRIAGE.but(hint="只在女职工套餐需要时填写"),
    shared.OCCUPATION.but(prefill="工种"),
    optional("户籍所在地", "文本", "户籍地 户籍 户口所在地 籍贯", privacy="address", prefill="户籍所在地", width=18),
    optional("套餐", "文本", "体检项目 体检套餐 套餐类型 体检类型 套餐名称 选择套餐 体检套餐类别 所选套餐 体检套餐名称 体检套餐选择", ditto=True, width=12),
    optional("体检机构", "文本", "体检医院 医院 体检单位 体检地点 检查机构 体检中心 体检医院名称 体检机构名称 指定体检医院", ditto=True, width=20),
    optional("预约日期", "日期", dated("体检预约 预约 安排 计划体检 预约体检"), width=12),
    optional("实检日期", "日期", dated("体检 实际到检 完成体检 到检 实检 实际体检 检查"), width=12),
    optional("顶替证件号码", "证件号码", "顶替谁 替换对象 被替换人证件号码 被替换人身份证号 顶替人身份证号 原人员身份证号 顶替人员身份证号 被顶替人身份证号",
        hint="替换的写原来那个人的证件号码", privacy="id", width=22),
    optional("费用", "金额", "体检费用 体检费 费用(元) 金额 体检标准", width=10),
    optional("体检结果", "文本", _RESULTS, never_kept=True, privacy="free"),
    shared.REMARK,
)
# fmt: on
# fmt: off
LISTS = (
    prints("体检名单", "单位名称；姓名；性别；证件号码；手机号码；套餐；预约日期", "对外",
        where="coalesce(体检状态, '已安排') in ('已分配', '已安排', '替换')", order="单位名称；预约日期"),
    prints("未到检名单", "单位名称；姓名；手机号码；体检状态；预约日期；联系情况 =",
        where="coalesce(体检状态, '已安排') not in ('已体检', '放弃')", order="单位名称"),
)
RULES = (
    people.GENDER_AGAINST_ID,
    people.UNBORN,
    *people.mobile_rules("免费体检"),
    warn("F-R3", "没有写替换谁", "coalesce(体检状态, '') <> '替换' or 顶替证件号码 is not null", "体检状态是替换，没有写顶替证件号码{多行}",
        "请写被替换的人的证件号码", column="顶替证件号码", fires=({"体检状态": "替换"},),
        rests=({"体检状态": "替换", "顶替证件号码": "33010519851120302X"}, {"体检状态": "已体检"}, {})),
    warn("F-R4", "外来务工与户籍不符", "人员类别 <> '外来务工' or not contains(户籍所在地, 本市名称)",
        "人员类别是外来务工，户籍所在地是{户籍所在地}{多行}", "请核对人员类别和户籍所在地", column="人员类别",
        fires=({"人员类别": "外来务工", "户籍所在地": "浙江省杭州市拱墅区"},),
        rests=({"人员类别": "外来务工", "户籍所在地": "安徽省阜阳市"}, {"人员类别": "外来务工"}, {"人员类别": "环卫", "户籍所在地": "杭州市"})),
    warn("F-R5", "实检日期不在近期", "实检日期末 >= 期初 - to_years(1) and (实检日期 <= 截止日 or coalesce(体检状态, '') = '已体检')",
        "实检日期 {实检日期} 早于上年本期，或晚于截止日{多行}", "请核对是否写错年份", column="实检日期",
        fires=({"实检日期": "2020-05-10"}, {"实检日期": "2022-07-10", "体检状态": "已安排"}),
        rests=({"实检日期": "2022-05-10"}, {"实检日期": "2021-05-10"}, {"实检日期": "2022-07-10", "体检状态": "已体检"}, {})),
    warn("F-R7", "体检日期在将来", "coalesce(体检状态, '') <> '已体检' or 实检日期 <= 截止日",
        "体检状态是已体检，实检日期 {实检日期} 晚于截止日 {截止日}{多行}", "请核对体检状态和日期", column="实检日期",
        fires=({"体检状态": "已体检", "实检日期": "2022-07-10"},),
        rests=({"体检状态": "已体检", "实检日期": "2022-06-10"}, {"体检状态": "已体检"}, {"体检状态": "已安排", "实检日期": "2022-07-10"})),
    warn("F-R8", "没有实检日期", "coalesce(体检状态, '') <> '已体检' or 实检日期 is not null",
        "体检状态是已体检，没有实检日期，不计入实检人数{多行}", "请补填实检日期", column="实检日期", ordinary=True,
        fires=({"体检状态": "已体检"},), rests=({"体检状态": "已体检", "实检日期": "2022-06-10"}, {"体检状态": "已安排"}, {})),
    warn("X36", "被替换的人没有放弃",
        "体检状态 <> '替换' or 顶替证件号码 is null or 顶替证件号码 in (select 别.证件号码 from 免费体检 别 where 别.体检状态 = '放弃' and 别.证件号码 is not null)",
        "所顶替的人在名单里不是“放弃”", "请核对顶替证件号码，或把原来那个人改为放弃", column="顶替证件号码",
        fires=(({"体检状态": "替换", "顶替证件号码": "33010519851120302X"}, {"体检状态": "已体检", "证件号码": "33010519851120302X"}),),
        rests=(({"体检状态": "替换", "顶替证件号码": "33010519851120302X"}, {"体检状态": "放弃", "证件号码": "33010519851120302X"}),
               ({"体检状态": "替换"},), (_ONE | {"体检状态": "已体检"},))),
)
INDICATORS = (
    figure("F01", "体检安排人数", "去重", _PLANNED, field=_PERSON, groups="单位、人员类别", unit="人", over=FLOW, about=_BY_DATE),
    figure("F02", "实检人数", "去重", "体检状态 = '已体检' and 实检日期 between 期初 and 期末", field=_PERSON,
        groups="单位、人员类别、体检机构、月(实检日期)", unit="人", over=FLOW),
    figure("F03", "到检率", "占比", "体检状态 = '已体检' and 实检日期 between 期初 and 期末", base=_PLANNED, groups="单位、人员类别", unit="%", over=FLOW),
    figure("F04", "外来务工体检人数", "去重", f"人员类别 = '外来务工' and 体检状态 in ('已安排', '已体检') and {_OF_PERIOD}",
        field=_PERSON, groups="单位", unit="人", over=FLOW, about=_BY_DATE),
    figure("F06", "体检覆盖企业数", "去重", f"体检状态 in ('已安排', '已体检') and {_OF_PERIOD}", field="单位名称", unit="家",
        over=FLOW, about=_BY_DATE),
    figure("F00", "体检名额人数", "去重", f"coalesce(体检状态, '已分配') <> '替换' and {_OF_PERIOD}", field=_PERSON, unit="人", over=FLOW,
        about="分到名额的人，后来放弃的也算；顶替的人不另计"),
    figure("F05", "女职工实检人数", "去重", "性别 = '女' and 体检状态 = '已体检' and 实检日期 between 期初 and 期末", field=_PERSON, unit="人", over=FLOW),
    figure("F07a", "放弃体检人数", "去重", f"体检状态 = '放弃' and {_OF_PERIOD}", field=_PERSON, unit="人", over=FLOW),
    figure("F07b", "替换体检人数", "去重", f"体检状态 = '替换' and {_OF_PERIOD}", field=_PERSON, unit="人", over=FLOW),
    figure("F07c", "体检费用", "求和", "体检状态 = '已体检' and 实检日期 between 期初 and 期末", field="费用", unit="元", over=FLOW),
    formula("F08", "未检人数", "体检安排人数 - 实检人数", unit="人", about="安排了还没有检的"),
)
CHECKS = (
    check("XF1", "实检人数 <= 体检安排人数", ERROR, "实检的人不多于安排的人"),
    check("XF2", "女职工实检人数 <= 实检人数", ERROR, "女职工在实检的人里"),
)
# fmt: on
FORM = Form(
    slug="health-check",
    title="职工免费体检名单",
    short="免费体检",
    group="疗休养与体检",
    hints=("体检",),
    marks=("体检", "套餐", "到检", "实检", "顶替", "替换"),
    keys=(("年度", "证件号码"), ("年度", "姓名", "单位名称")),
    owed="quota",
    keep_until=36,
    deadline="报送截止日·免费体检",
    charts=(
        Chart(title="体检状态", column="体检状态", shape="pie"),
        Chart(title="各人员类别人数", column="人员类别"),
    ),
    compared=("人员类别", "体检状态", "实检日期"),
    card=Card(),
    columns=COLUMNS,
    lists=LISTS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
