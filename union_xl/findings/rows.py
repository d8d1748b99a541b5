"""Findings that checking itself tells of a row or between rows; codes as in the domain (B-R3).

错误 where the row contradicts itself and any count of it would be wrong; 提醒 for all that may be so in life.
"""

from union_xl.findings.base import Entry
from union_xl.model import ERROR, WARNING

_GENERAL: tuple[Entry, ...] = (
    Entry(
        "EXPR-FAILED",
        WARNING,
        "规则没有运行",
        "规则{编号}没有运行（{原因}）",
        "请街道工会在工作台的自定义表里核对这条规则；单位不必重报",
    ),
    Entry(
        "ROW-SAME",
        WARNING,
        "重复的行",
        "与{另一处}是同一{对象}，内容没有不同，只计一次{多行}",
        "请删去重复的行；若是另一{对象}，请更正",
    ),
    Entry(
        "ROW-CONTINUED",
        WARNING,
        "合并单元格占两行",
        "这一行与{另一处}合并在一起，是同一{对象}；“{列名}”填的不同，按{另一处}的计，这里的“{写法}”没有采用",
        "请核对以哪个为准，同一{对象}只填一行",
    ),
    Entry(
        "U-BLANK",
        WARNING,
        "空着的单位有疑问",
        "空着的 {行数} 行按“{单位}”算，表里另外写的是“{另一单位}”",
        "请核对这些行是哪个单位的，每行填上单位名称",
    ),
    Entry(
        "U-DOWN",
        WARNING,
        "单位只写在第一行",
        "单位名称只写在各单位的第一行，下面空着的 {行数} 行按上一行的单位算",
        "请核对；以后请每行填上单位名称",
    ),
    Entry("ROW-DUP", ERROR, "重复的行", "与{另一处}重复，但内容不同（{不同}）", "请核对后只留一行"),
)
_MEMBERS: tuple[Entry, ...] = (
    Entry(
        "B-R2-FILE",
        ERROR,
        "同一人重复",
        "这个证件号码与{另一处}重复，内容不同（{不同}）",
        "请核对后只留一行，或改正证件号码",
    ),
    Entry(
        "B-R7",
        WARNING,
        "单位与本表不符",
        "本表是{本表单位}的，这里写的是{行单位}（共{行数}行）",
        "请核对是否报错了表",
    ),
    Entry(
        "B-R10",
        WARNING,
        "写法不在选项内",
        "“{原值}”不是规定的{列名}写法，照原样保留",
        "请从下拉选项中选{可选}",
    ),
)
_UNITS: tuple[Entry, ...] = (
    Entry("A-R1", ERROR, "单位重复", "与{另一处}是同一个单位，内容不同（{不同}）", "请核对后只留一行"),
)
_CONTESTS: tuple[Entry, ...] = (
    Entry("C-DUP", ERROR, "竞赛重复", "与{另一处}是同一场竞赛，内容不同（{不同}）", "请核对后只留一行"),
    Entry(
        "C-R1",
        ERROR,
        "同一人重复报名",
        "与{另一处}是同一人报同一项目，内容不同（{不同}）",
        "请核对后只留一行",
    ),
)
RULES: tuple[Entry, ...] = _GENERAL + _MEMBERS + _UNITS + _CONTESTS
