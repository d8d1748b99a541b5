"""Header texts: how they are compared, and which titles of which forms they name."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from union_xl.ledgers.form import Column, Form
from union_xl.model import Raw
from union_xl.model.lazy_pattern import LazyPattern

Known = Mapping[str, str]
"""{plain header text: the title it names}."""
OURS = frozenset(
    ["序号", "编号", "no", "no.", "序", "行号", "状态", "台账状态", "来源文件", "来源工作表", "来源行",
    "检查", "自动检查",
     "自动检查(勿填)", "校验结果", "是否导入成功", "错误原因", "问题", "审核意见", "处理"]
)  # fmt: skip
"""Header texts that carry no data of a form: running numbers, and columns this product adds."""
_THEIRS = frozenset(["状态", "问题", "审核意见", "处理"])
"""Those that a filler's own column may be called."""
NUMBERS = frozenset(["序号", "编号", "no", "no.", "序", "行号"])
"""Those under which lines are numbered."""

OTHERS = (
    "家庭成员", "家庭", "配偶", "子女", "父母", "父亲", "母亲", "家属", "亲属", "紧急", "应急", "监护",
    "法定代表", "法人", "主席", "领队", "教练", "推荐人", "介绍人", "担保", "代理", "户主", "开户",
    "原单位", "原工作", "原职", "前单位", "曾用", "曾任", "经办", "负责人", "填报人", "填表人",
    "联系人", "上级", "所属工会", "师傅", "主要负责",
    "上年", "去年", "往年", "历年", "上期", "上月", "上届", "变更前", "调整前", "修改前", "退休前",
)  # fmt: skip
"""Words that make a column speak of somebody or something else than the row's own subject."""

QUALIFIERS = (
    "非", "未", "旧", "原", "拟", "应", "曾", "预计", "计划", "目标", "累计", "平均", "人均", "最低", "最高",
    "建议", "备用", "其他", "对方", "甲方", "乙方", "客户", "供应商", "外聘", "爱人", "丈夫", "妻子", "孩子",
    "儿子", "女儿", "家长", "班主任", "推荐", "变更", "调整", "修改", "差额", "缺口", "占比", "排名",
    "同比", "环比", "增长", "完成率", "截图", "扫描", "复印", "附件", "备注", "说明", "男", "女", "学生",
    "儿童", "首次", "末次", "上次", "下次", "历史", "次要", "第二", "外地", "减免", "净", "欠", "退", "补",
    "副", "新",
)  # fmt: skip
"""Words that make another thing of what they stand beside: no spelling of it, however near."""
_PER = LazyPattern(r"([年月季周日])度?(?:人?均|平均|[总纯]?(?:收入|支出|工资))")
"""What time an amount is for."""
_OF_BEFORE = r"旧|原(?!因|则)|曾|(?:上|去|前|往|历)年|上(?:期|月|届|季度?)|(?:变更|调整|修改|退休)前"

_LONG = 200
_BEFORE_BRACKET = LazyPattern(r"\s*([^(（\n:：，。；]{1,40}?)\s*[(（]")
_BARE = LazyPattern(r"(?:(?![请您你填空选什哪少])[\u4e00-\u9fff])+\Z")
"""Nothing but plain words: no sign, no digit, no politeness, no question."""
_NOISE = LazyPattern(r"[\s*﹡＊※★☆▲●\u00a0\u200b-\u200f\ufeff_]+")
_ASKED_FOR = r"(?:非?必[填选录]项?|选填项?|可不填|可空)"
_NEEDED = LazyPattern(
    rf"[(\[【<〔{{「](?:{_ASKED_FOR}|下拉选择|下拉|请选择|文本格式|(?:单选|多选|填空|问答|判断|矩阵)题?)[^)\]】>〕}}」]*"
    rf"[)\]】>〕}}」]|[-—–~/|:]*{_ASKED_FOR}$|^{_ASKED_FOR}[-—–~/|:]+"
)
_LATIN = LazyPattern(r"[/|\\-]?[a-z][a-z ./\\-]*")
_INSIDE = LazyPattern(r"[(\[【<]([^)\]】>]{2,4})[)\]】>]$")
"""What a header says of whose it is, behind it: `信用代码(工会)`."""
_RELATION = r"配偶|爱人|家庭|子女|父|母|家属|家长|亲属|紧急|应急|监护|介绍人|推荐人|担保|户主"
_BRACKET = LazyPattern(r"[(\[【<〔{「][^)\]】>〕}」]*[)\]】>〕}」]")
_ASIDE = LazyPattern(rf"[(\[【<〔{{「](?!(?:填)?(?:{_OF_BEFORE}|{_RELATION}))[^)\]】>〕}}」]*[)\]】>〕}}」]")
_FRAMES = dict(zip("([【<〔{「『《〈〖“‘\"'”″", ")]】>〕}」』》〉〗”’\"'“″", strict=True))
"""Signs that may stand around a whole title."""
_BEFORE = LazyPattern(
    r"^(?:(?:职工|员工|会员|人员|参赛人员|选手)?(?:本人|个人)的?|(?:职工|员工|会员|人员)(?!卡|证号|编号)|目前的?|当前的?|现在的?|现|最高|最新|所属|所在|用工|"
    r"具体|真实|有效|准确|实际|登记的?|详细)+的?(?=\S{2})"
)
_ASKED = LazyPattern(
    r"^(?:是否|有无|是不是)(?:已经?)?(?:成立|建立|设立|组建|开设|开展|实行|签订|录入|登记|取得|具有|具备|参加|纳入|进行|完成|有|为|是|属于)?(?=\S{2})"
)
_MEASURED = LazyPattern(r"(?<=\S\S)(?:人民币)?(?:亿|万|千|百)?(?:[美欧日港]?元|美金|港币)$")
"""A unit of money right behind a title (`预算` over `万元`)."""
_COUNTED_IN = LazyPattern(r"(?<=\S\S)[,;:、]?(?:计量|金额)?单位:?(?:人民币)?(?:亿|万|千|百)?元$")
"""`投入资金,单位:万元`."""
_AFTER = LazyPattern(r"(?<=\S\S)(?:详细地址|信息|详情|填写|一栏)$")
_NUMBERING = LazyPattern(
    r"^(?:q\d{1,2}|[q第]?\d{1,2}(?:\.\d{1,2})*(?:[.、):,]|[题项][.、:]?)|\d{1,2}(?:\.\d{1,2})+|[(<]?[一二三四五六七八九十]{1,3}[、)>]|"
    r"[(\[]\d{1,2}[)\]])(?=\D)"
)
_SPACED_NUMBER = LazyPattern(r"^\s*\d{1,2}\s+(?=[^\W\d年月日位岁人个寸届次号级])")
_CIRCLED = LazyPattern(r"^\s*[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿]")
_POLITE = LazyPattern(
    r"^(?:请问|请)?(?:如实|正确|准确)?(?:填写|输入|选择|提供|录入|写下)?(?:一下)?(?:您|你)的?(?=\S{2})|"
    r"^请(?:如实|正确|准确)?(?:填写|输入|选择|提供|录入|写下|填)(?:本人)?的?(?=\S{2})"
)
_QUESTION = LazyPattern(
    r"(?<=\S\S)(?:(?:是|有)(?:什么|多少|哪.{0,2})|叫什么|[是为])?[?]+$|(?<=\S\S)是(?:什么|多少|哪.{0,2})$"
)
_GROUP = LazyPattern(
    r"^\S{0,8}(?:信息|情况|资料|内容|部分|栏目?|事项|概况|登记|名单)$|^(?:会员|职工|员工|人员|个人|选手)$"
)
_RUN_ON = LazyPattern(r"^(?:基本|基础|个人|人员|职工|会员|单位|企业|工会)(?:信息|资料|情况)(?=\S{2})")
_PATH = LazyPattern(r"\s*(?:->|=>|[/>→\\|:.·—-])+\s*")
_TAILS: tuple[tuple[str, str], ...] = (
    ("年月日", "日"), ("年月", "日"), ("日期", "日"), ("时间", "日"), ("生日", "日"),
    ("电话", "话"), ("手机", "话"), ("手机号", "话"), ("手机号码", "话"), ("联系方式", "话"),
    ("电话号码", "话"),
    ("编号", "号"), ("号码", "号"), ("代码", "码"), ("证号", "号"), ("卡号", "号"), ("文号", "号"),
    ("姓名", "人"), ("名称", "名"), ("全称", "名"),
    ("类型", "类"), ("类别", "类"), ("性质", "类"), ("原因", "因"), ("状态", "况"), ("状况", "况"),
    ("情况", "况"),
    ("人数", "数"), ("总数", "数"), ("数量", "数"), ("地址", "址"), ("所在地", "址"),
    ("等级", "级"), ("级别", "级"), ("年限", "限"), ("单位", "名"), ("金额", "额"), ("批次", "批"),
)  # fmt: skip


def plain(text: Raw) -> str:
    """A header text without what does not change its meaning: blanks, stars, (必填), numbering, colons,
    brackets or quotes around it, the politeness of a questionnaire.

    >>> plain("* 身份证\\n号码（必填）"), plain("2、姓　名："), plain("【姓名】-必填"), plain("您的性别是？")
    ('身份证号码', '姓名', '姓名', '性别')
    >>> plain("投入资金，单位：万元"), plain("建设单位")
    ('投入资金', '建设单位')
    """
    if not isinstance(text, str):
        return ""
    if len(text) >= _LONG:  # a title with a page of instructions in brackets behind it
        title = _BEFORE_BRACKET.match(text)
        text = title[1] if title and text.rstrip()[-1] in ")）" else ""
    return _plain(text)


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    if _BARE.match(text):
        return text
    text = _CIRCLED.sub("", _SPACED_NUMBER.sub("", text.replace("_x000D_", "")))
    flat = _trimmed(_NOISE.sub("", unicodedata.normalize("NFKC", text)).lower())
    while True:
        shorter = _COUNTED_IN.sub("", _trimmed(_NEEDED.sub("", flat)))
        shorter = _unframed(_trimmed(_NUMBERING.sub("", _trimmed(shorter))))
        if shorter == flat or not shorter:
            break
        flat = shorter
    asked = _POLITE.sub("", flat)
    answer = _trimmed(_QUESTION.sub("", asked))
    return answer[:-1] if asked != flat and len(answer) > 2 and answer[-1] in "是为" else answer


def _trimmed(text: str) -> str:
    return text.strip("`:;,.。、|")


def _unframed(text: str) -> str:
    """A title without the brackets or quotes around the whole of it."""
    if len(text) > 2 and _FRAMES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        return _trimmed(text[1:-1])
    return text.strip("'\"")


def bare(text: str) -> str:
    """A plain text without what stands in brackets (units, remarks), unless that is of another time or of
    somebody else.

    >>> bare("会员数(人)"), bare("会员数(去年)"), bare("手机号码(紧急联系人)"), bare("备注(原因)")
    ('会员数', '会员数(去年)', '手机号码(紧急联系人)', '备注')
    """
    return _ASIDE.sub("", text) or text


def unlatin(text: str) -> str:
    """A Chinese header without its English half (`姓名/Name`)."""
    return (_LATIN.sub("", bare(text)) or text) if not text.isascii() else text


@lru_cache(maxsize=4_096)
def path_end(text: str) -> str:
    """The last step of a plain text that is a path through groups of columns; '' where it is none.

    >>> path_end("基本信息/姓名"), path_end("工种/岗位"), path_end("会员.性别"), path_end("个人信息姓名")
    ('姓名', '', '性别', '姓名')
    """
    found = _RUN_ON.match(text)
    if found and text[found.end()] not in "/>→\\|:.·—-=":
        return text[found.end() :]
    *groups, last = _PATH.split(text)
    if not groups or len(last) < 2 or not all(map(_GROUP.match, groups)) or other_words("".join(groups)):
        return ""
    return last


def _other_thing(text: str, sides: set[str]) -> bool:
    """One side of a slash speaks of a thing of its own (`工种/岗位`), not of another spelling."""
    return sides <= {"工种", "职务/岗位", "技能等级", "职称"} or bool(other_words(text))


def unmodified(text: str) -> str:
    """A header without words that change nothing about what it asks for.

    >>> unmodified("本人目前就业状况"), unmodified("户口所在地详细地址")
    ('就业状况', '户口所在地')
    """
    short = _BEFORE.sub("", text)
    return _AFTER.sub("", short) or text


def question_subject(text: str) -> str:
    """What a yes-or-no header asks about; '' where it does not ask.

    >>> question_subject("是否成立经审会"), question_subject("是否录入实名制"), question_subject("经审会")
    ('经审会', '实名制', '')
    """
    short = _ASKED.sub("", text)
    return short if short != text else ""


def tail(text: str) -> str:
    """What sort of thing a header asks for, by its last word: a day, a number, a phone …; '' unknown."""
    best = ""
    sort = ""
    for word, one in _TAILS:
        if text.endswith(word) and len(word) > len(best):
            best, sort = word, one
    return sort


def other_words(text: str) -> frozenset[str]:
    """The words of OTHERS that a header holds."""
    return frozenset(word for word in OTHERS if word in text)


def different(text: str) -> frozenset[str]:
    """The words of a header that make it speak of somebody else, of another thing, or per another time."""
    return frozenset([word for word in (*OTHERS, *QUALIFIERS) if word in text] + _PER.findall(text))


@dataclass(frozen=True)
class Words:
    """All header texts one form knows: {plain text: (title, strength)}, and its columns by title."""

    form: Form
    exact: Mapping[str, tuple[str, float]]
    columns: Mapping[str, Column]
    questions: Mapping[str, str]
    """{what is asked about: title} of the yes-or-no columns."""

    def named(self, text: str) -> tuple[str, float]:
        """The title a header text names exactly, with 1.0 for a title, less for an alias; ('', 0) if none."""
        if not text:
            return "", 0.0
        found = self.exact.get(text)
        if found:
            return found
        inside = _INSIDE.search(text)
        if inside and (found := self.exact.get(inside[1] + _BRACKET.sub("", text))):
            return found[0], found[1] - 0.05
        for shorter in (bare(text), unlatin(text)):
            found = self.exact.get(shorter)
            if found and shorter != text:
                return found[0], found[1] - 0.04
        found = self.exact.get(_MEASURED.sub("", text))
        if found:
            return found[0], found[1] - 0.04
        sides = {self.exact[side][0] for side in bare(text).split("/") if side in self.exact}
        if "/" in text and len(sides) == 1 and not _other_thing(text, sides):
            return sides.pop(), 0.89
        core = unmodified(bare(text))
        found = self.exact.get(core)
        if found and core != text:
            return found[0], found[1] - 0.07
        title = self.questions.get(question_subject(bare(text)), "")
        if title:
            return title, 0.88
        end = path_end(text)
        title, score = self.named(end) if end else ("", 0.0)
        return title, max(score - 0.03, 0.0)

    def near(self, text: str) -> tuple[str, float]:
        """The title whose spelling is nearest, 0..1; other people's columns and other sorts are no match."""
        if not 2 <= len(text) <= 30:
            return "", 0.0
        from rapidfuzz import fuzz, process

        ranked = process.extract(text, list(self.exact), scorer=fuzz.ratio, limit=6, score_cutoff=50)
        sort, strangers = tail(text), different(text)
        for spelled, score, _ in ranked:
            if tail(spelled) == sort and strangers == different(spelled):
                return self.exact[spelled][0], score / 100
        return "", 0.0


@lru_cache(maxsize=64)
def words(form: Form) -> Words:
    """The header texts of one form."""
    exact: dict[str, tuple[str, float]] = {}
    listed = form.columns
    for column in listed:
        for alias in column.aliases:
            exact.setdefault(plain(alias), (column.title, 0.97))
    for column in listed:
        exact[plain(column.title)] = (column.title, 1.0)
    for column in listed:
        for text in column.former:
            exact.setdefault(plain(text), (column.title, 0.95))
    exact.pop("", None)
    return Words(form, exact, {column.title: column for column in listed}, _questions(listed))


def _questions(listed: Sequence[Column]) -> dict[str, str]:
    """What the yes-or-no columns ask about, where only one of them does."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for column in listed:
        if column.kind.name != "是否":
            continue
        for text in {plain(alias) for alias in (column.title, *column.aliases)}:
            subject = question_subject(text) or text
            if found.setdefault(subject, column.title) != column.title:
                shared.add(subject)
    return {subject: title for subject, title in found.items() if subject not in shared}


@lru_cache(maxsize=64)
def never_kept(form: Form) -> tuple[str, ...]:
    """The plain titles and aliases of what the form never keeps."""
    listed = [plain(text) for column in form.never_kept for text in (column.title, *column.aliases)]
    return tuple(dict.fromkeys(text for text in listed if text))


@lru_cache(maxsize=64)
def known_headers(forms: tuple[Form, ...]) -> Known:
    """Every plain header text that any of the forms knows, with the title it names (the first form's)."""
    found: dict[str, str] = {}
    for form in forms:
        for text, (title, _) in words(form).exact.items():
            found.setdefault(text, title)
    return found


def key_titles(where: Collection[str], form: Form) -> list[str]:
    """Of the titles a table has, those that name a row: the required ones and the id; the unit only where
    nothing else does."""
    listed = words(form).columns
    own = [
        title
        for title, column in listed.items()
        if title in where and (column.need == "required" or column.kind.name == "证件号码")
    ]
    return [title for title in own if title != "单位名称"] or [
        title for title in ("单位名称",) if title in where
    ]


def is_running_number(header: str) -> bool:
    """A column of running numbers, or one that only this product adds: never listed as unknown."""
    return not {plain(header), unlatin(plain(header))}.isdisjoint(OURS - _THEIRS)


def is_label(raw: Raw) -> bool:
    """A cell that names a value beside it (`填报单位：`), not a column."""
    return isinstance(raw, str) and raw.rstrip().endswith((":", "："))


def names_any(cells: Sequence[Raw], among: Known) -> int:
    """How many cells are header texts of any form."""
    count = 0
    for raw in cells:
        if isinstance(raw, str) and raw and len(raw) < 60:
            count += is_known_header(plain(raw), among)
    return count


def is_known_header(text: str, among: Known) -> bool:
    """A plain text is some form's header text, perhaps with brackets or English behind, or a path before."""
    return text in among or (
        len(text) > 3 and (bare(text) in among or path_end(text) in among or unlatin(text) in among)
    )
