"""宣传信息台账 (domain 3.L, ledgers 4.25): one row per article and channel."""

from __future__ import annotations

from union_xl.ledgers import shared
from union_xl.ledgers.figures import FLOW, check, figure
from union_xl.ledgers.form import Chart, Form, choice, expected, lets, optional, required, warn
from union_xl.model import ERROR

CHANNELS = (
    "微信←微信公众号←公众号←微信推文←微信平台 杭工e家←杭工E家←杭工e家APP←杭工e家App 报刊←报纸←杂志←日报 网站←官网←门户网站←网络 抖音←短视频←视频号←抖音号 "
    "工运信息←信息专报←政务信息 简报←工作简报"
)

# fmt: off
COLUMNS = (
    required("标题", "文本", "信息标题 题目 报道标题 稿件标题 文章标题 新闻标题 宣传标题 信息稿件标题 宣传报道标题", example="某街道举办养老护理技能大赛", width=36, public=True),
    required("发布日期", "日期", "刊发日期 采用日期 报送日期 发布时间 刊发时间 采用时间 刊登日期 刊登时间 发表时间 推送时间 发表日期", example="2022-05-23", width=12, public=True),
    expected("渠道", choice(CHANNELS), "刊发媒体 媒体名称 采用载体 发布渠道 发布平台 媒体 刊登媒体 宣传渠道 采用媒体 刊发渠道 信息采用媒体 报道媒体", example="微信", width=12, public=True),
    expected("媒体级别", choice("街道←街道级←镇街←街镇级 区←区级←区县级←县级 市←市级 省←省级 国家←国家级←中央级←中央"), "采用级别 级别 媒体层级 发布级别", example="街道",
        width=10, public=True),
    shared.UNIT.but(more_aliases="报送单位 供稿单位 投稿单位 来稿单位"),
    optional("作者", "姓名", "撰稿人 通讯员 投稿人 供稿人 撰稿", example="王五", privacy="name", width=10),
    optional("信息类型", choice("信息←文字信息←综合信息 简讯←快讯←短讯 图片←图片新闻←图片报道 视频←视频新闻←短视频"), "稿件类型 类型 报道形式 体裁", example="信息", width=10),
    optional("链接", "文本", "信息链接 网址 报道链接 文章链接 刊发链接", example="https://example.org/a/1", width=26),
    optional("阅读量", "整数", "浏览量 点击量 阅读数 阅读次数 浏览次数", example="1200", width=10),
    optional("得分", "数字", "积分 分值 计分 信息得分 采用得分", example="5", width=8),
    optional("关联台账", "文本", "关联工作 涉及工作 所属工作", example="竞赛总表", width=14),
    shared.REMARK,
)
# fmt: on
_OUT = "发布日期末 between 期初 and 期末"
_POINTS = (
    "cast(nullif(regexp_extract(信息计分表, 媒体级别 || '[^0-9、，；]*([0-9]+)', 1), '') as double) "
    "* case when 信息类型 = '简讯' then 0.5 else 1 end"
)
"""What 设置 gives for the level; short news half of it."""

# fmt: off
RULES = (
    warn("L-R2", "发布日期在将来", "发布日期 <= 截止日", "发布日期 {发布日期} 晚于截止日 {截止日}", "请核对是否写错年份；还没有发布的下期再报", column="发布日期",
        fires=({"发布日期": "2022-07-01"},), rests=({"发布日期": "2022-06-30"}, {"发布日期": "2022-06"})),
    warn("L-R3", "不像网址", "starts_with(lower(链接), 'http')", "链接里填的是“{链接}”，不像网址", "请填 http 开头的网址", column="链接",
        fires=({"链接": "见附件"},), rests=({"链接": "https://example.org/a/1"}, {})),
    # The examples go by 区10、市15、省25、国家40; without the setting the rule rests.
    warn("L-R4", "得分与计分表不符", f"得分 = {_POINTS}", "得分 {得分}，按信息计分表{媒体级别}级{信息类型}应是 {应得} 分", "请核对得分和采用级别", column="得分",
        let=lets(应得=_POINTS), suggest=_POINTS, because="信息计分表", fires=({"媒体级别": "市", "得分": 10}, {"媒体级别": "市", "信息类型": "简讯", "得分": 15}),
        rests=({"媒体级别": "市", "得分": 15}, {"媒体级别": "区", "信息类型": "简讯", "得分": 5}, {"媒体级别": "街道", "得分": 3}, {"媒体级别": "市"}, {})),
)
INDICATORS = (
    figure("L01", "宣传信息发布数", "计数", _OUT, unit="条", over=FLOW, about="一个渠道一条"),
    figure("L01c", "宣传信息篇数", "去重", _OUT, field="标题", unit="篇", over=FLOW, about="同一篇在几个渠道只算一篇"),
    figure("L01b", "区级以上采用数", "计数", f"媒体级别 in ('区', '市', '省', '国家') and {_OUT}", unit="条", over=FLOW),
    figure("L02", "宣传阅读量", "求和", _OUT, field="阅读量", unit="次", over=FLOW),
    figure("L04", "宣传信息得分", "求和", _OUT, field=f"coalesce(得分, {_POINTS})", unit="分", over=FLOW, about="没有填得分的按信息计分表"),
    *(
        figure(code, f"{name}类发布数", "计数", f"coalesce(信息类型, '信息') = '{name}' and {_OUT}", unit="条", over=FLOW)
        for code, name in (("L01d", "信息"), ("L01e", "简讯"), ("L01f", "图片"), ("L01g", "视频"))
    ),
    *(
        figure(code, f"{name}级采用数", "计数", f"媒体级别 = '{name}' and {_OUT}", unit="条", over=FLOW)
        for code, name in (("L05a", "街道"), ("L05b", "区"), ("L05c", "市"), ("L05d", "省"), ("L05e", "国家"))
    ),
)
CHECKS = (
    check("X78", "宣传信息篇数 <= 宣传信息发布数", ERROR, "篇数不多于条数"),
    check("XL1", "信息类发布数 + 简讯类发布数 + 图片类发布数 + 视频类发布数 = 宣传信息发布数", ERROR, "各类型之和等于发布数"),
    check("XL2", "街道级采用数 + 区级采用数 + 市级采用数 + 省级采用数 + 国家级采用数 <= 宣传信息发布数", ERROR, "一条只算一个级别"),
)
# fmt: on
FORM = Form(
    slug="publicity",
    title="工会宣传信息台账",
    short="宣传信息",
    group="宣传与任务",
    hints=("宣传 信息", "信息 采用", "信息 报送", "信息 积分", "宣传 台账", "宣传 报道", "信息 统计"),
    marks=("刊发", "采用", "媒体", "稿", "通讯员", "信息", "渠道"),
    keys=(("标题", "渠道"), ("标题", "发布日期")),
    owed="voluntary",
    replaces="增量",
    deadline="报送截止日·宣传信息",
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(
        Chart(title="各渠道信息数", column="渠道"),
        Chart(title="各级采用数", column="媒体级别"),
    ),
    compared=("阅读量", "得分"),
)
