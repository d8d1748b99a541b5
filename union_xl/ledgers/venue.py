"""职工阵地台账 (domain 3.J, ledgers 4.18): one row per site and function."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, check, figure, formula
from union_xl.ledgers.form import (
    Chart,
    Form,
    choice,
    dated,
    expected,
    lets,
    not_later,
    optional,
    required,
    warn,
)
from union_xl.ledgers.layouts import Card
from union_xl.ledgers.outputs import expires, prints
from union_xl.model import ERROR

TYPES = (
    "职工之家←职工活动中心←职工服务中心←工会之家 职工书屋←书屋←职工图书室←职工阅览室 "
    "爱心驿家←爱心驿站←户外劳动者驿站←户外职工爱心接力站←户外劳动者服务站←户外劳动者服务站点←工会驿站←司机之家←爱心接力站←驿站←驿家 "
    "妈咪暖心小屋←妈咪爱心小屋←爱心妈咪小屋←妈咪小屋←母婴室←妈妈小屋←爱心妈咪屋←母婴休息室 工人文化宫←文化宫 心晴驿站←心理驿站←心理服务站←心灵驿站 "
    "法律服务站←法律援助站←劳动法律服务站 职工学校←职工夜校←职工培训学校"
)

# fmt: off
COLUMNS = (
    required("阵地类型", choice(TYPES), "类型 类别 阵地类别 站点类型 服务阵地类型 项目类型 站点类别 功能类型 服务阵地类别 阵地种类", example="爱心驿家",
        hint="一处有两种功能的写两行", ditto=True, width=14, public=True),
    required("名称", "文本", "站点名称 小屋名称 书屋名称 阵地名称 驿站名称 服务站名称 服务站点名称 站点 职工之家名称 站点全称 阵地全称", example="某某广场爱心驿家", width=24, public=True),
    shared.UNIT.but(need="expected", more_aliases="建设单位 依托单位 建设单位名称 依托单位名称 所属建设单位 管理单位 申报单位", prefill="单位名称"),
    optional("所属社区", "文本", "社区 所在社区 社区名称 所属村社", example="北星社区", ditto=True, width=14, public=True, prefill="所属社区", role="community"),
    expected("地址", "文本", "详细地址 站点地址 阵地地址 所在地址 具体地址 位置 地点 站点所在地址", example="某路1号一楼", width=26, public=True, prefill="经营地址"),
    expected("面积", "数字", "建筑面积 使用面积 场地面积(㎡) 场地面积 面积(㎡) 面积(平方米) 场所面积 场地面积(平方米) 场地面积(平米)", example="30", hint="平方米", width=8),
    expected("启用日期", "日期", "建成时间 开放日期 揭牌时间 启用时间 建成日期 揭牌日期 投用时间 启用年月 建成年月 建成启用时间 建成启用日期 投入使用时间 建成开放时间" + dated("投入使用"),
        example="2022-03-01", width=12),
    expected("开放时间", "文本", "服务时间 营业时间 开放时段 对外开放时间 每日开放时间", example="周一至周五 8:30-17:00", width=22, public=True),
    expected("管理员", "姓名", "站长 负责人 管理人员 联系人 阵地负责人 站点负责人 责任人 站点管理员 日常管理人", example="王五", privacy="name", width=10, role="contact"),
    shared.PHONE.but(need="expected", more_aliases="管理员电话 负责人电话 站长电话 站点电话"),
    optional("建设方式", "文本", "建设形式 建设类型 共建方式", example="单位自建", width=12),
    optional("命名级别", "文本", "级别 命名层级 授牌级别 阵地级别", example="区级", width=10),
    optional("星级", "星级", "站点星级 评定星级", example="3", width=8),
    optional("设施", "文本", "设备配置 功能设施 设施设备 配备设施 主要设施 服务设施", example="空调、冰箱、微波炉、饮水机、药箱、充电",
        hint="有的写上，用顿号隔开", width=28, public=True),
    optional("藏书册数", "整数", "图书数量 藏书量 藏书(册) 图书册数 藏书数量", example="0", width=10),
    optional("服务人次", "整数", "服务人数 累计服务人次 年服务人次 受益人次", example="1200", hint="本期服务人次", width=10),
    optional("上图", "是否", "是否上图 上地图 是否上地图 是否上线地图", example="是", width=8),
    optional("复验日期", "日期", "复查日期 验收日期 复验时间 最近复验日期 年检日期", example="2022-05-20", width=12),
    optional("复验结果", choice("合格←通过←达标 整改←需整改←限期整改 撤销←取消←摘牌"), "复查结果 验收结果 验收结论 年检结果", example="合格", width=10),
    optional("建设补贴", "金额", "建设补助 一次性补贴 建设经费补助 建设资金", example="20000", width=10),
    optional("运行补贴", "金额", "运行补助 运维补贴 运行经费补助 年度补贴", example="3000", width=10),
    optional("阵地状态", choice("在用←正常←使用中←开放←运行中 暂停←停用←暂停开放←整修 撤销←关闭←已撤销←取消"), "运行状态 使用状态 状态 开放状态 站点状态 目前使用状态",
        example="在用", ditto=True, width=10),
    optional("统计截至", "日期", "统计截止日期 数据截至 截至日期 统计时间", example="2022-06-30", hint="服务人次、补贴算到哪天", width=12),
    optional("停用日期", "日期", "撤销日期 关闭日期 停用时间 撤销时间", hint="不再开放的才填", width=12),
    shared.REMARK,
)
# fmt: on
_IN_USE = (
    "coalesce(启用日期末, 期末) <= 期末 and "
    "case when 停用日期末 is null then coalesce(阵地状态, '在用') = '在用' else 停用日期末 > 期末 end"
)
"""Open on the day 期末."""
_HERE = "(select count(distinct 别.名称) from 职工阵地 别 where 别.阵地类型 = 职工阵地.阵地类型 and 别.地址 = 职工阵地.地址)"
_COUNTED = "coalesce(统计截至末, 期末) between 期初 and 期末 and coalesce(启用日期末, 期末) <= 期末"
_OPENED = "启用日期末 between 期初 and 期末"
_SITE = {"阵地类型": "爱心驿家", "名称": "甲站"}

# fmt: off
RULES = (
    warn("J-R1a", "面积过小", "阵地类型 <> '爱心驿家' or 面积 >= 爱心驿站最小面积", "爱心驿家面积 {面积} 平方米，不足 {爱心驿站最小面积} 平方米", "请核对面积",
        column="面积", fires=(_SITE | {"面积": 12},), rests=(_SITE | {"面积": 20}, _SITE, {"阵地类型": "职工书屋", "面积": 12})),
    warn("J-R1b", "面积过小", "阵地类型 <> '妈咪暖心小屋' or 面积 >= 妈咪小屋最小面积", "妈咪暖心小屋面积 {面积} 平方米，不足 {妈咪小屋最小面积} 平方米", "请核对面积",
        column="面积", fires=({"阵地类型": "妈咪暖心小屋", "面积": 6},), rests=({"阵地类型": "妈咪暖心小屋", "面积": 10}, {"阵地类型": "爱心驿家", "面积": 6})),
    warn("J-R2", "应复验", "阵地类型 <> '爱心驿家' or coalesce(阵地状态, '在用') <> '在用' or 停用日期 is not null "
        "or greatest(启用日期末, 复验日期末) > 截止日 - to_years(1)",
        "启用或复验已满一年（启用 {启用日期}，复验 {复验日期}）{多行}", "请安排复验，复验后补填复验日期", column="复验日期",
        fires=(_SITE | {"启用日期": "2021-03-01"}, _SITE | {"启用日期": "2020-03-01", "复验日期": "2021-05-20"}),
        rests=(_SITE | {"启用日期": "2021-09-01"}, _SITE | {"启用日期": "2020-03-01", "复验日期": "2022-05"}, _SITE,
               _SITE | {"启用日期": "2021-03-01", "阵地状态": "撤销"}, {"阵地类型": "职工书屋", "启用日期": "2020-03-01"})),
    warn("J-R6", "启用日期在将来", "启用日期 <= 截止日", "启用日期 {启用日期} 晚于截止日 {截止日}", "请核对是否写错年份；还没有启用的下期再报", column="启用日期",
        fires=({"启用日期": "2022-07-01"},), rests=({"启用日期": "2022-06-30"}, {"启用日期": "2022-06"})),
    warn("J-R8", "书屋没有藏书", "阵地类型 <> '职工书屋' or 藏书册数 > 0", "职工书屋的藏书册数是 {藏书册数}", "请填写实有册数", column="藏书册数",
        fires=({"阵地类型": "职工书屋", "藏书册数": 0},), rests=({"阵地类型": "职工书屋", "藏书册数": 1000}, {"阵地类型": "职工书屋"}, {"阵地类型": "爱心驿家", "藏书册数": 0})),
    not_later("J-R13", "停用早于启用", "启用日期", "停用日期", needs=("停用日期",), fires=({"启用日期": "2022-03-01", "停用日期": "2022-02-01"},),
        rests=({"启用日期": "2022-03-01", "停用日期": "2022-03"}, {"启用日期": "2022-03-01"})),
    warn("X57", "同址同类阵地", f"{_HERE} <= 1", "{地址}有 {处数} 处{阵地类型}", "请核对是否同一处阵地写了两个名称", column="地址", let=lets(处数=_HERE),
        fires=((_SITE | {"地址": "某路1号"}, _SITE | {"名称": "乙站", "地址": "某路1号"}),),
        rests=((_SITE | {"地址": "某路1号"}, {"阵地类型": "职工书屋", "名称": "乙", "地址": "某路1号"}), (_SITE, _SITE | {"名称": "乙站"}))),
)
INDICATORS = (
    figure("J01", "职工之家数", "计数", f"阵地类型 = '职工之家' and {_IN_USE}", unit="个"),
    figure("J02", "职工书屋数", "计数", f"阵地类型 = '职工书屋' and {_IN_USE}", unit="个"),
    figure("J11", "爱心驿家数", "计数", f"阵地类型 = '爱心驿家' and {_IN_USE}", unit="个"),
    figure("J11b", "新建爱心驿家数", "计数", f"阵地类型 = '爱心驿家' and {_OPENED} and {_IN_USE}", unit="个", over=FLOW),
    figure("J11c", "应复验驿家数", "计数",
        f"阵地类型 = '爱心驿家' and {_IN_USE} and case when 复验日期末 <= 期末 then greatest(启用日期末, 复验日期末) else 启用日期末 end "
        "<= 期末 - to_years(1)", unit="个", about="启用或最近一次复验满一年"),
    figure("J12", "妈咪小屋数", "计数", f"阵地类型 = '妈咪暖心小屋' and {_IN_USE}", unit="个"),
    figure("J14", "阵地服务人次", "求和", f"阵地类型 in ('爱心驿家', '妈咪暖心小屋') and {_COUNTED}", field="服务人次", unit="人次", over=FLOW,
        about="按统计截至；没有填的算本期"),
    figure("J15", "阵地补贴金额", "求和", f"({_OPENED}) or ({_COUNTED})",
        field=f"case when {_OPENED} then coalesce(建设补贴, 0) else 0 end + case when {_COUNTED} then coalesce(运行补贴, 0) else 0 end",
        unit="元", over=FLOW, about="建设补贴算在启用的那一期，运行补贴按统计截至"),
    figure("J00", "期末阵地数", "计数", _IN_USE, unit="个", about="各类阵地，期末在用的"),
    figure("J00a", "新增阵地数", "计数", f"{_OPENED} and {_IN_USE}", unit="个", over=FLOW),
    figure("J00b", "撤销阵地数", "计数", "停用日期末 between 期初 and 期末 and coalesce(启用日期末 < 期初, true)", unit="个", over=FLOW),
    formula("J00c", "期初阵地数", "期末阵地数 - 新增阵地数 + 撤销阵地数", unit="个", about="由期末倒推"),
    figure("J00d", "阵地面积", "求和", _IN_USE, field="面积", unit="平方米"),
    figure("J14b", "各类阵地服务人次", "求和", _COUNTED, field="服务人次", unit="人次", over=FLOW),
    figure("J11d", "已复验阵地数", "计数", f"复验日期末 between 期初 and 期末 and {_IN_USE}", unit="个", over=FLOW),
    figure("J11e", "复验合格阵地数", "计数", f"复验结果 = '合格' and 复验日期末 between 期初 and 期末 and {_IN_USE}", unit="个", over=FLOW),
)
CHECKS = (
    check("X71", "新建爱心驿家数 <= 爱心驿家数", ERROR, "新建的在期末数里"),
    check("X72", "应复验驿家数 <= 爱心驿家数", ERROR, "应复验的在期末数里"),
    check("XJ1", "复验合格阵地数 <= 已复验阵地数", ERROR, "合格的都复验过"),
    check("XJ2", "新增阵地数 <= 期末阵地数", ERROR, "新增的在期末数里"),
    check("XJ3", "爱心驿家数 + 妈咪小屋数 + 职工之家数 + 职工书屋数 <= 期末阵地数", ERROR, "四类都在期末数里"),
)
# fmt: on
# fmt: off
_SERVING = "coalesce(阵地状态, '在用') = '在用'"
LISTS = (
    prints("站点表", "阵地类型；名称；所属社区；地址；开放时间；设施", "公示", where=_SERVING, order="阵地类型；所属社区；名称",
        heading="职工服务站点表"),
    prints("应复验名单", "阵地类型；名称；单位名称；地址；启用日期；复验日期；本次复验结果 =；复验人 =", order="复验日期",
        where=f"{_SERVING} and coalesce(复验日期, 启用日期) <= 截止日 - to_years(1)", layout="签名表"),
)
DUE = (
    expires("阵地复验", "coalesce(复验日期, 启用日期) + to_years(1)", 30, f"not ({_SERVING})", "阵地类型；名称", "安排复验，填复验日期和结果"),
)
# fmt: on
FORM = Form(
    slug="venue",
    title="职工服务阵地台账",
    short="职工阵地",
    group="阵地与活动",
    hints=("阵地", "驿家", "驿站", "妈咪", "小屋", "职工书屋", "职工之家 台账", "职工之家 名册"),
    marks=("阵地", "小屋", "书屋", "驿", "复验", "藏书"),
    keys=(("阵地类型", "名称"), ("阵地类型", "地址")),
    owed="quota",
    replaces="全量",
    deadline="报送截止日·职工阵地",
    card=Card(),
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(
        Chart(title="各类阵地数", column="阵地类型"),
        Chart(title="各社区阵地数", column="所属社区"),
    ),
    compared=("阵地状态", "复验日期", "复验结果"),
    lists=LISTS,
    due=DUE,
)
