"""职工疗休养人员 (ledgers.md 4.5, E2): one row per person and batch."""

from __future__ import annotations

from union_xl.ledgers import people, shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, choice, dated, error, expected, lets, optional, warn
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import prints
from union_xl.ledgers.recup_batch import ORGANISER
from union_xl.model import ERROR

_PERSON = "coalesce(证件号码, 姓名 || 单位名称)"
_WENT = "coalesce(身份, '人员') = '人员' and coalesce(是否成行, '是') = '是'"
_BATCH = (
    "concat(年度, '|', 组织单位, '|', 批次) in (select concat(批.年度, '|', 批.组织单位, '|', 批.批次) "
    "from 疗休养批次 批 where 批.开始日期 between 期初 and 期末)"
)
_IN_YEAR = (
    "(select {} from 疗休养人员 别 where 别.证件号码 = 疗休养人员.证件号码 and 别.年度 = 疗休养人员.年度 "
    "and coalesce(别.身份, '人员') = '人员' and coalesce(别.是否成行, '是') = '是'{})"
)
_DAYS = _IN_YEAR.format("sum(coalesce(别.使用天数, 0))", "")
_TRIPS = _IN_YEAR.replace("from 疗休养人员", "from 本年.疗休养人员").format(
    "count(distinct concat(别.组织单位, '|', 别.批次))", ""
)
"""Also those of the year's earlier ledgers; a trip that is listed again is one trip."""
_EARLIER = _IN_YEAR.format(
    "count(*)",
    " and coalesce(别.组织单位, '') = coalesce(疗休养人员.组织单位, '') and 别.批次 < 疗休养人员.批次",
)
"""Batch numbers tell the order of one organiser's trips only."""
_BATCHES = "(select count(*) from 疗休养批次 批 where 批.年度 = 疗休养人员.年度 and 批.组织单位 = 疗休养人员.组织单位{})"
_TRIP = {"年度": 2022, "组织单位": "街道", "批次": 1, "证件号码": "330105199003072013"}

# fmt: off
COLUMNS = (
    shared.YEAR.but(need="expected", more_aliases="疗休养年度"),
    expected("组织单位", ORGANISER, "主办单位 组织层级 主办 组织者 组织方 主办方 组织级别 组织工会", example="街道",
        hint="谁组织的：街道、区总、市总、省总或企业", ditto=True, width=10),
    expected("批次", "届次", "期次 第几批 批号 批次号 批次编号 第几期 疗休养批次 参加批次 期数 第几批次 所在批次 疗休养期次", example="1", hint="写数字",
        ditto=True, width=8),
    shared.UNIT.but(need="required"),
    shared.PERSON_NAME.but(need="required", prefill="姓名",
        more_aliases="疗休养人员 疗休养职工 参加人员 参加人 疗养人员 参加人姓名"),
    shared.GENDER.but(derived=people.GENDER, prefill="性别"),
    shared.ID_NUMBER.but(need="expected", prefill="证件号码"),
    shared.MOBILE.but(need="expected", prefill="手机号码", more_aliases="联系电话 联系方式 电话"),
    shared.ETHNICITY.but(prefill="民族"),
    expected("人员类别", choice("机关会员←机关工会会员←机关干部 社区专职工作者←社区工作者←社工 一线优秀职工←一线职工←优秀职工←优秀一线职工 "
        "劳模←劳动模范←先进模范 有毒有害工种←有毒有害 新就业形态←新就业形态劳动者 困难职工 其他←其它"),
        "类别 职工类别 参加类别 疗休养类别 对象类别 疗休养对象 人员分类 疗休养人员类别 参加人员类别 疗休养对象类别", example="一线优秀职工", ditto=True, width=14),
    shared.OCCUPATION.but(prefill="工种"),
    optional("入职日期", "日期", dated("入职 进单位 入厂 到岗 参加工作"), prefill="入职日期", width=12),
    expected("是否工会会员", "是否", "工会会员 是否会员 会员 是否为工会会员 是否入会", example="是", width=10),
    optional("先进称号", "文本", "荣誉 曾获荣誉 荣誉称号 获得荣誉 所获荣誉 何种荣誉 所获先进称号 何种先进称号 先进荣誉称号", width=14),
    optional("身份", choice("人员←队员←职工←团员 领队←带队←带队人员 工作人员←随队工作人员←随队医生 家属←随行家属"),
        "角色 人员身份 随团身份", hint="领队、工作人员、家属的写明；其余可空", width=10),
    optional("随行家属数", "整数", "家属人数 随行家属人数 随行家属 带家属人数 家属数 家属随行人数 随行家属人数(人) 同行家属人数 带家属数", width=8),
    optional("家属自费", "是否", "家属是否自费 随行家属自费 家属费用自理 家属费用是否自理 家属是否自理", width=8),
    optional("是否成行", "是否", "是否参加 参加情况 成行 成行情况 是否出行 实际是否成行", hint="没去的写否并说明原因", width=10),
    optional("未成行原因", "文本", "未参加原因 未去原因 取消原因 未成行说明 未能成行原因 未成行的原因 未参加疗休养原因 未出行原因", width=14),
    optional("使用天数", "整数", "天数 疗休养天数 实际天数 参加天数 使用疗休养天数 已用天数 本次使用天数 疗养天数 实际疗休养天数", example="5", width=8),
    optional("个人承担", "金额", "个人自付 自费金额 个人承担费用 个人缴纳 自付费用 个人承担部分 个人承担金额", width=10),
    shared.REMARK,
)
# fmt: on
# fmt: off
_GOES = "coalesce(是否成行, '是') = '是'"
LISTS = (
    prints("出团名单", "单位名称；姓名；性别；证件号码；手机号码；民族；身份", "对外", where=_GOES, per="年度；组织单位；批次",
        order="单位名称"),
    prints("保险名单", "姓名；性别；证件号码；身份", "对外", where=_GOES, per="年度；组织单位；批次", order="单位名称"),
    prints("未成行名单", "年度；组织单位；批次；单位名称；姓名；未成行原因", where="是否成行 = '否'", order="年度；批次；单位名称"),
)
RULES = (
    people.GENDER_AGAINST_ID,
    people.UNBORN,
    *people.mobile_rules("疗休养人员"),
    warn("E-R5", "入职不满一年", "入职日期 <= 截止日 - to_years(1)", "{入职日期} 入职，到截止日不满一年{多行}", "请核对是否符合疗休养条件",
        column="入职日期", fires=({"入职日期": "2022-03-01"},), rests=({"入职日期": "2020-03-01"}, {"入职日期": "2021-06-30"}, {})),
    warn("E-R7a", "没有未成行原因", "coalesce(是否成行, '是') = '是' or 未成行原因 is not null", "是否成行填的是“否”，没有写未成行原因{多行}",
        "请补填未成行原因", column="未成行原因", needs=("未成行原因",), fires=({"是否成行": "否"},),
        rests=({"是否成行": "否", "未成行原因": "工作安排"}, {"是否成行": "是"}, {})),
    error("E-R7b", "没有成行却有天数", "coalesce(是否成行, '是') = '是' or coalesce(使用天数, 0) = 0",
        "是否成行填的是“否”，使用天数却是 {使用天数}", "没有成行的，使用天数填0或留空", column="使用天数",
        fires=({"是否成行": "否", "使用天数": 5},), rests=({"是否成行": "否", "使用天数": 0}, {"是否成行": "否"}, {"使用天数": 5})),
    warn("E-R10", "名单里有家属", "coalesce(身份, '人员') <> '家属'", "身份填的是家属，不计入疗休养人数{多行}",
        "家属请写在“随行家属数”里，不单列一行", column="身份", fires=({"身份": "家属"},), rests=({"身份": "领队"}, {})),
    warn("E-R15", "家属费用没有说明", "coalesce(随行家属数, 0) = 0 or coalesce(家属自费, '否') = '是'",
        "随行家属 {随行家属数} 人，家属自费没有填“是”{多行}", "家属费用应自理，请核对", column="家属自费", needs=("家属自费",),
        fires=({"随行家属数": 1}, {"随行家属数": 1, "家属自费": "否"}), rests=({"随行家属数": 1, "家属自费": "是"}, {})),
    error("X30", "全年天数超限", f"{_DAYS} <= 疗休养天数上限",
        "{姓名}{年度}年疗休养合计 {天数} 天，超过上限 {疗休养天数上限} 天", "请核对使用天数；确实超过的，后一次不能再安排", column="使用天数",
        let=lets(天数=_DAYS), yields=f"{_EARLIER} > 0",
        fires=((_TRIP | {"使用天数": 5}, _TRIP | {"批次": 2, "使用天数": 3}), (_TRIP | {"使用天数": 6},)),
        rests=((_TRIP | {"使用天数": 3}, _TRIP | {"批次": 2, "使用天数": 2}),
               (_TRIP | {"使用天数": 5}, _TRIP | {"年度": 2021, "使用天数": 5}),
               (_TRIP | {"使用天数": 5}, _TRIP | {"批次": 2, "使用天数": 5, "身份": "领队"}),
               ({"年度": 2022, "使用天数": 9},))),
    warn("X31", "一年去了两次", f"coalesce(身份, '人员') <> '人员' or {_TRIPS} <= 1",
        "{姓名}{年度}年参加疗休养 {次数} 次", "请核对，并填写使用天数（没填的没有算）；合计没有超过上限的可以保留", column="批次", let=lets(次数=_TRIPS),
        fires=((_TRIP | {"使用天数": 2}, _TRIP | {"批次": 2, "使用天数": 2}),),
        rests=((_TRIP, _TRIP | {"年度": 2021}), (_TRIP, _TRIP | {"批次": 2, "是否成行": "否"}),
               (_TRIP | {"身份": "领队"}, _TRIP | {"批次": 2, "身份": "领队"}))),
    warn("X32", "没有这一批", f"{_BATCHES.format('')} = 0 or 批次 is null "
        f"or {_BATCHES.format(' and 批.批次 = 疗休养人员.批次')} > 0",
        "疗休养批次里没有{年度}年{组织单位}第{批次}批", "请核对年度、组织单位和批次", column="批次",
        fires=({"疗休养人员": (_TRIP | {"批次": 3},), "疗休养批次": ({"年度": 2022, "组织单位": "街道", "批次": 1},)},),
        rests=({"疗休养人员": (_TRIP,), "疗休养批次": ({"年度": 2022, "组织单位": "街道", "批次": 1},)},
               {"疗休养人员": (_TRIP | {"组织单位": "市总"},), "疗休养批次": ({"年度": 2022, "组织单位": "街道", "批次": 1},)})),
    people.unknown_member("X34", "疗休养人员"),
)
INDICATORS = (
    figure("E02", "疗休养人数", "去重", f"组织单位 = '街道' and {_WENT} and {_BATCH}", field=_PERSON,
        groups="单位、人员类别、批次", unit="人", over=FLOW, about="街道组织、已成行的人，不含领队、工作人员和家属；按疗休养批次的开始日期归期"),
    figure("E05", "区总疗休养人数", "去重", f"组织单位 = '区总' and {_WENT} and {_BATCH}", field=_PERSON,
        groups="单位、人员类别、批次", unit="人", over=FLOW),
    figure("E07", "疗休养人次", "计数", f"{_WENT} and {_BATCH}", groups="组织单位、单位、人员类别", unit="人次", over=FLOW,
        about="各级组织的都算"),
    figure("E08", "一线职工疗休养占比", "占比", "人员类别 = '一线优秀职工'", base=f"{_WENT} and {_BATCH}", groups="组织单位",
        unit="%", over=FLOW),
    figure("E12", "疗休养参加人数", "去重", f"{_WENT} and {_BATCH}", field=_PERSON, unit="人", over=FLOW, about="各级组织的都算，同一人只计一次"),
    *(
        figure(code, f"{name}疗休养人次", "计数", f"{kind} and {_WENT} and {_BATCH}", unit="人次", over=FLOW)
        for code, name, kind in (
            ("E13a", "一线职工", "人员类别 = '一线优秀职工'"),
            ("E13b", "劳模先进", "人员类别 = '劳模'"),
            ("E13c", "新就业形态", "人员类别 = '新就业形态'"),
            ("E13d", "困难职工", "人员类别 = '困难职工'"),
            ("E13e", "其他人员", "coalesce(人员类别, '其他') not in ('一线优秀职工', '劳模', '新就业形态', '困难职工')"),
        )
    ),
)
CHECKS = (
    check("XE1", "疗休养人次 >= 疗休养人数", ERROR, "人次不少于人数"),
    check("XE2", "一线职工疗休养人次 + 劳模先进疗休养人次 + 新就业形态疗休养人次 + 困难职工疗休养人次 + 其他人员疗休养人次 = 疗休养人次", ERROR,
        "各类人员之和等于成行人次"),
    check("XE3", "疗休养参加人数 <= 疗休养人次", ERROR, "人数不多于人次"),
)
# fmt: on
FORM = Form(
    slug="recup-person",
    title="职工疗休养人员名单",
    short="疗休养人员",
    group="疗休养与体检",
    hints=(
        "疗休养人员",
        "疗休养名单",
        "疗休养报名",
        "疗养人员",
        "疗养名单",
        "疗养报名",
        "疗休养职工",
        "疗休养统计",
        "出团名单",
        "疗休养",
        "疗养",
    ),
    marks=("疗休养", "疗养", "成行", "随行", "家属自费", "先进称号", "使用天数"),
    keys=(("年度", "组织单位", "批次", "证件号码"), ("年度", "组织单位", "批次", "姓名", "单位名称")),
    owed="quota",
    parent="recup-batch",
    link=("年度", "组织单位", "批次"),
    deadline="报送截止日·疗休养人员",
    charts=(
        Chart(title="各人员类别人数", column="人员类别"),
        Chart(title="各批次人数", column="批次", shape="column"),
    ),
    compared=("批次", "人员类别", "是否成行", "使用天数"),
    card=Card(),
    columns=COLUMNS,
    lists=LISTS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
)
