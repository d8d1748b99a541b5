"""评先推荐 (ledgers.md 4.2): one row per target (person, unit, team or community) and honour of a year."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import (
    Chart,
    Form,
    Rule,
    choice,
    dated,
    error,
    expected,
    lets,
    needed_if,
    optional,
    required,
    warn,
)
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import ERROR

_WON = "状态进度 = '获评' and 表彰日期 between 期初 and 期末"
_MADE = (
    "coalesce(公示开始, 公示结束, 表彰日期, case when 年度 = year(期末) then 期末 end) between 期初 and 期末"
)
_SENT = "coalesce(状态进度, '') in ('已报', '获评')"
_DAYS = "date_diff('day', 公示开始, 公示结束末) + 1"
_AGAIN = (
    "(select count(*) from 评先推荐 别 where 简名(别.推荐对象) = 简名(评先推荐.推荐对象) and 别.年度 = 评先推荐.年度 "
    "and coalesce(别.证件号码, '') = coalesce(评先推荐.证件号码, ''))"
)
_ONE = {"年度": 2022, "荣誉名称": "五一劳动奖章", "级别": "市级", "推荐对象": "张三", "对象类型": "个人"}


def _of_person(column: str) -> Rule:
    return needed_if(
        "对象类型 = '个人'", "推荐对象是个人", column, fires={"对象类型": "个人"}, rests={"对象类型": "单位"}
    )


# fmt: off
COLUMNS = (
    shared.YEAR.but(need="required", more_aliases="推荐年度 评选年度 表彰年度 评选年份", public=True),
    required("荣誉名称", choice(
        "劳动模范←劳模 五一劳动奖状←劳动奖状←五一奖状 五一劳动奖章←劳动奖章←五一奖章 工人先锋号←先锋号 工匠"),
        "推荐类别 称号 奖项名称 拟推荐荣誉 荣誉称号 推荐荣誉 申报荣誉 推荐奖项 申报奖项 推荐称号 申报称号 "
        "拟推荐称号 拟授予称号 评选项目 推荐项目 拟推荐荣誉称号 推荐荣誉名称 推荐荣誉称号 申报荣誉称号 推荐评选项目 拟申报荣誉 推荐评选荣誉", example="五一劳动奖章", ditto=True, public=True, width=16),
    required("级别", choice("国家级←全国←国家←全国级 省级←省←省部级 市级←市 区级←区←区县级 街道级←街道←镇街级"),
        "荣誉级别 推荐级别 奖项级别 层级 申报级别 称号级别 推荐荣誉级别 评选级别", example="市级", ditto=True, public=True, width=8),
    required("推荐对象", "文本",
        "推荐人选 候选人 候选集体 姓名(集体名称) 单位全称 姓名/集体名称 推荐对象名称 集体(个人)名称 "
        "姓名或集体名称 推荐人选(集体) 候选对象 申报对象 申报人 拟推荐对象 推荐名称 集体名称 对象名称 推荐对象(人选) 推荐集体(个人) 推荐个人(集体) 推荐单位(个人) 推荐对象姓名(名称) 被推荐人 推荐人选姓名",
        example="张三", hint="个人写姓名，单位、班组写全称", public=True, width=22),
    required("对象类型", choice("单位←集体←先进集体←企业←社区 个人←先进个人 班组←团队←科室←车间←班组(团队)"),
        "类型 对象类别 推荐对象类型 推荐对象类别 个人/集体 集体/个人 申报类型 申报类别 集体或个人", example="个人",
        hint="单位、个人或班组；社区算单位", ditto=True, public=True, width=10),
    shared.UNIT.but(title="所在单位", need="expected", public=True, aliases=(
        "单位名称", *(word for word in shared.UNIT.aliases if word not in ("所在单位", "单位全称", "推荐单位")))),
    optional("身份类别", choice("一线职工←一线←一线工人←一线员工 农民工←外来务工人员 科技人员←专业技术人员←科技工作者 "
        "企业负责人←企业经营者←企业经营管理人员 机关事业干部←机关干部←党政干部←事业单位干部"),
        "人员类别 推荐类型 人员身份 推荐人员类别 人选类别 界别 推荐人选身份 人选身份类别", example="一线职工", ditto=True, width=12),
    expected("状态进度", choice("拟推荐←推荐←初选 已报←已上报←已推荐 公示←公示中←拟表彰 获评←已获评←已表彰←授予 未获评←落选←未通过"),
        "进度 评审结果 推荐进度 推荐状态 评选结果 评选状态 办理进度 当前状态 评选进度", example="已报", width=10),
    shared.GENDER.but(derived=people.GENDER),
    shared.ID_NUMBER.but(hint="个人必填；单位、班组不填"),
    shared.BIRTH.but(derived=people.BIRTH),
    shared.ETHNICITY,
    shared.POLITICS,
    shared.EDUCATION,
    optional("职务", "文本", "职务/岗位 现任职务 岗位职务 职务(岗位) 岗位", width=12),
    shared.OCCUPATION,
    shared.SKILL,
    optional("从业年限", "年限", "工作年限 从事本工种年限 本行业年限 从事本行业年限 工龄 从业时间", example="12", width=10),
    optional("是否工会会员", "是否", "工会会员 是否会员 是否为工会会员", example="是", width=10),
    shared.CODE,
    optional("单位性质", "文本", "企业性质 单位类型 单位类别", width=12),
    optional("职工数", "整数", "职工人数 职工总数 员工人数 在职职工数 集体人数", width=8),
    optional("是否建会", "是否", "是否建立工会 已建工会 建会情况 是否已建会", example="是", width=8),
    optional("是否缴纳经费", "是否", "是否缴纳工会经费 是否拨缴工会经费 工会经费缴纳 是否足额缴纳工会经费",
        example="是", width=10),
    optional("是否签订集体合同", "是否", "签订集体合同 集体合同签订情况 是否签集体合同", example="是", width=10),
    optional("职代会材料", "是否", "职代会纪要 会议记录 职代会决议 职代会意见 有无职代会材料 职代会决议材料", example="是",
        hint="有会议纪要的写是", width=10),
    optional("征求意见", "是否", "征求意见表 是否征求意见 征求意见情况 是否征求有关部门意见", example="是", width=10),
    optional("简要事迹", "备注", "事迹简介 主要事迹 事迹 先进事迹 主要事迹简介 先进事迹简介 主要先进事迹 个人事迹 主要事迹材料", privacy="free", width=24),
    optional("事迹字数", "整数", "事迹材料字数", width=8),
    optional("曾获荣誉", "备注", "获奖情况 荣誉基础 何时何地受过何种奖励 曾获奖励 受奖情况 所获荣誉 主要荣誉 获奖荣誉 曾获主要荣誉 近年获得荣誉 历年获得荣誉",
        privacy="free", width=20),
    optional("否决事项", "文本", "一票否决事项 一票否决情况 一票否决 有无否决事项 有无一票否决事项 有无一票否决情形", hint="没有的写无", privacy="free",
        width=14),
    optional("公示开始", "日期", dated("公示开始 公示起始") + " 公示起 公示开始日", example="2022-04-11", width=12),
    optional("公示结束", "日期", dated("公示结束 公示截止") + " 公示止 公示结束日", example="2022-04-15", width=12),
    optional("表彰日期", "日期", dated("授予 获评 表彰 命名 获奖") + " 发文日期 表彰文件日期 授予时间 表彰年月", public=True, width=12),
    optional("表彰文号", "文本", "文号 表彰文件 授予文号 表彰文件号 文件号 表彰决定文号 表彰文件文号", public=True, width=18),
    shared.REMARK,
)
# fmt: on
# fmt: off
_BY_LEVEL = "case 级别 when '国家级' then 1 when '省级' then 2 when '市级' then 3 when '区级' then 4 else 5 end"
_PAPERS = (
    ("职代会材料", "职代会材料"), ("征求意见", "征求意见"), ("简要事迹", "简要事迹"),
)
_LACKING = "replace(trim({}), ' ', '、')".format(" || ".join(
    f"case when coalesce({column}, '否') in ('否', '无', '') then '{words} ' else '' end" for column, words in _PAPERS
))
LISTS = (
    prints("推荐汇总表", "推荐对象；所在单位；荣誉名称；级别；对象类型；身份类别；公示开始；公示结束；表彰日期；表彰文号；状态进度",
        order=f"{_BY_LEVEL}；荣誉名称；对象类型"),
    prints("公示稿", "荣誉名称；级别；推荐对象；所在单位", "公示", full_names=True, heading="拟推荐对象公示",
        where="coalesce(状态进度, '拟推荐') in ('拟推荐', '公示')", order=f"{_BY_LEVEL}；荣誉名称",
        note="如有异议，请在公示期内（五个工作日）以书面形式实名向{填报单位}反映。联系人：{联系人}，联系电话：{联系电话}。"),
    prints("材料缺件", f"推荐对象；所在单位；荣誉名称；级别；还缺 = {_LACKING}；补交日期 =",
        where=f"{_LACKING} <> '' and coalesce(状态进度, '拟推荐') not in ('获评', '未获评')", order=_BY_LEVEL),
)
DUE = (
    expires("公示期满", "公示结束", 7, "coalesce(状态进度, '') in ('已报', '获评', '未获评')", "推荐对象；荣誉名称",
        "公示没有异议的，办理上报"),
)
RULES = (
    *people.CONTRADICTIONS,
    people.UNBORN,
    *(_of_person(column) for column in ("身份类别", "证件号码", "政治面貌", "学历")),
    error("D-R1", "公示天数不足", f"not {_SENT} or {_DAYS} >= 公示工作日",
        "公示从 {公示开始} 到 {公示结束} 只有 {天数} 天，应不少于 {公示工作日} 个工作日", "请核对公示起止日期，公示不足的补足后再报",
        column="公示结束", let=lets(天数=_DAYS),
        fires=({"状态进度": "已报", "公示开始": "2022-04-11", "公示结束": "2022-04-13"},),
        rests=({"状态进度": "已报", "公示开始": "2022-04-11", "公示结束": "2022-04-15"},
               {"状态进度": "拟推荐", "公示开始": "2022-04-11", "公示结束": "2022-04-13"}, {"状态进度": "获评"})),
    warn("D-R1b", "没有公示日期", f"not {_SENT} or (公示开始 is not null and 公示结束 is not null)",
        "状态进度是{状态进度}，公示开始、公示结束没有填全{多行}", "请补填公示起止日期", column="公示开始",
        fires=({"状态进度": "已报"}, {"状态进度": "获评", "公示开始": "2022-04-11"}),
        rests=({"状态进度": "已报", "公示开始": "2022-04-11", "公示结束": "2022-04-15"}, {"状态进度": "拟推荐"})),
    warn("D-R2", "没有征求意见", "coalesce(身份类别, '') not in ('机关事业干部', '企业负责人') or coalesce(征求意见, '否') = '是'",
        "身份类别是{身份类别}，没有征求意见的记录{多行}", "请先按干部管理权限征求意见，再填“是”", column="征求意见", needs=("征求意见",),
        fires=({"身份类别": "企业负责人"}, {"身份类别": "机关事业干部", "征求意见": "否"}),
        rests=({"身份类别": "企业负责人", "征求意见": "是"}, {"身份类别": "一线职工"})),
    warn("D-R4a", "工匠年限不足", "荣誉名称 <> '工匠' or 从业年限 >= 10", "推荐工匠，从业年限 {从业年限} 年，一般应满10年{多行}",
        "请核对年限；竞赛名列前茅可放宽的请在备注说明", column="从业年限", fires=({"荣誉名称": "工匠", "从业年限": 6},),
        rests=({"荣誉名称": "工匠", "从业年限": 10}, {"荣誉名称": "工匠"}, {"荣誉名称": "劳动模范", "从业年限": 6})),
    warn("D-R4b", "工匠不是会员", "荣誉名称 <> '工匠' or 是否工会会员 = '是'", "推荐工匠，是否工会会员填的是“{是否工会会员}”{多行}",
        "请核对会员身份；不是会员的先办理入会", column="是否工会会员", fires=({"荣誉名称": "工匠", "是否工会会员": "否"},),
        rests=({"荣誉名称": "工匠", "是否工会会员": "是"}, {"荣誉名称": "工匠"})),
    warn("D-R7", "没有表彰日期或文号", "coalesce(状态进度, '') <> '获评' or (表彰日期 is not null and 表彰文号 is not null)",
        "状态进度是获评，表彰日期、表彰文号没有填全{多行}", "请对照表彰文件补填", column="表彰日期",
        fires=({"状态进度": "获评", "表彰日期": "2022-04-28"}, {"状态进度": "获评"}),
        rests=({"状态进度": "获评", "表彰日期": "2022-04-28", "表彰文号": "杭工发〔2022〕12号"}, {"状态进度": "公示"})),
    warn("D-R8", "荣誉与对象不符",
        "not (荣誉名称 = '五一劳动奖状' and 对象类型 = '个人') and not (荣誉名称 = '五一劳动奖章' and 对象类型 <> '个人')",
        "{荣誉名称}授予{应为}，对象类型填的是{对象类型}", "请核对荣誉名称和对象类型：奖状授予单位，奖章授予个人", column="荣誉名称",
        let=lets(应为="case 荣誉名称 when '五一劳动奖状' then '单位' else '个人' end"),
        suggest="case 荣誉名称 when '五一劳动奖状' then '五一劳动奖章' else '五一劳动奖状' end", because="与对象类型对应",
        fires=({"荣誉名称": "五一劳动奖状", "对象类型": "个人"}, {"荣誉名称": "五一劳动奖章", "对象类型": "单位"}),
        rests=({"荣誉名称": "五一劳动奖状", "对象类型": "单位"}, {"荣誉名称": "五一劳动奖章", "对象类型": "个人"},
               {"荣誉名称": "工人先锋号", "对象类型": "班组"})),
    warn("D-R9", "事迹材料过长", "事迹字数 <= 2200", "事迹材料 {事迹字数} 字，一般不超过2000字{多行}", "请压缩事迹材料",
        fires=({"事迹字数": 3500},), rests=({"事迹字数": 1980}, {})),
    warn("D-R10", "有否决事项", "coalesce(否决事项, '否') in ('否', '未发现', '无否决事项', '无一票否决事项')",
        "否决事项一栏写了内容，应为“无”{多行}", "请核实；有否决事项的不能推荐", fires=({"否决事项": "欠薪受处罚"},),
        rests=({"否决事项": "无"}, {"否决事项": "否"}, {})),
    warn("D-R11", "单位未建会或未缴费", "对象类型 <> '单位' or 是否建会 is null or (是否建会 = '是' and 是否缴纳经费 = '是')",
        "推荐单位，是否建会、是否缴纳经费不都是“是”{多行}", "请核对；未建会、未缴纳经费的一般不推荐", column="是否建会",
        fires=({"对象类型": "单位", "是否建会": "否", "是否缴纳经费": "是"}, {"对象类型": "单位", "是否建会": "是", "是否缴纳经费": "否"}),
        rests=({"对象类型": "单位", "是否建会": "是", "是否缴纳经费": "是"}, {"对象类型": "单位"},
               {"对象类型": "个人", "是否建会": "否"})),
    warn("X55", "一年推荐两次", f"{_AGAIN} <= 1", "{年度}年度“{推荐对象}”推荐了 {次数} 次", "请核对；同一年度一般只推荐一项",
        column="推荐对象", let=lets(次数=_AGAIN),
        fires=((_ONE, _ONE | {"荣誉名称": "劳动模范"}),),
        rests=((_ONE, _ONE | {"年度": 2021}), (_ONE | {"证件号码": "330105199003072013"}, _ONE | {"证件号码": "33010519851120302X"}))),
)
INDICATORS = (
    figure("D01", "获评集体数", "计数", f"对象类型 = '单位' and {_WON}", groups="荣誉名称、级别", unit="个", over=FLOW),
    figure("D02", "获评个人数", "计数", f"对象类型 = '个人' and {_WON}", groups="荣誉名称、级别", unit="人", over=FLOW),
    figure("D03", "获评班组数", "计数", f"对象类型 = '班组' and {_WON}", groups="荣誉名称、级别", unit="个", over=FLOW),
    figure("D01b", "获评荣誉名单", "名单", _WON, field="推荐对象", over=FLOW),
    figure("D01c", "获评荣誉情况", "名单", _WON, field="推荐对象 || '获评' || coalesce(级别, '') || coalesce(荣誉名称, '荣誉')", over=FLOW,
        about="谁获评哪一级的什么荣誉，写进总结"),
    figure("D04", "推荐数", "计数", _MADE, groups="荣誉名称、级别、对象类型", unit="个", over=FLOW,
        about="按公示日期归期，没有的按表彰日期，都没有的按年度"),
    figure("D06", "一线职工推荐占比", "占比", "身份类别 = '一线职工'", base=f"对象类型 = '个人' and {_MADE}", unit="%", over=FLOW),
    figure("D07", "工匠获评数", "计数", f"荣誉名称 = '工匠' and {_WON}", groups="级别", unit="人", over=FLOW),
    figure("D08", "区级以上荣誉数", "计数", "级别 in ('国家级', '省级', '市级', '区级') and 状态进度 = '获评' and 表彰日期 between 期初 and 期末", unit="个", over=FLOW),
)
CHECKS = (
    check("XD1", "获评集体数 + 获评个人数 + 获评班组数 >= 区级以上荣誉数", ERROR, "区级以上的在获评数里"),
)
# fmt: on
FORM = Form(
    slug="honour",
    title="评先评优推荐汇总表",
    short="评先推荐",
    group="评先评优",
    hints=(
        "评先",
        "评优",
        "先进推荐",
        "先进 推荐",
        "劳动奖 推荐",
        "推荐汇总",
        "推荐表",
        "推荐排序",
        "推荐人选",
        "推荐对象",
        "劳动奖章",
        "劳动奖状",
        "先锋号",
        "劳模推荐",
        "工匠推荐",
        "荣誉推荐",
    ),
    marks=("推荐", "荣誉", "表彰", "事迹", "否决"),
    keys=(("年度", "荣誉名称", "级别", "推荐对象"),),
    owed="voluntary",
    deadline="报送截止日·评先推荐",
    charts=(
        Chart(title="各荣誉推荐数", column="荣誉名称"),
        Chart(title="各进度推荐数", column="状态进度", shape="column"),
    ),
    compared=("级别", "对象类型", "状态进度", "表彰日期", "表彰文号"),
    card=Card(),
    columns=COLUMNS,
    lists=LISTS,
    due=DUE,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
