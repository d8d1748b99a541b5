"""Findings about files: why one cannot be read, and what to ask the sender for."""

from union_xl.core import ERROR, WARNING
from union_xl.rules.base import Rule

_AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送"

RULES: tuple[Rule, ...] = (
    Rule(
        "F-EMPTY", ERROR, "空文件", "文件是空的（0 字节或没有内容）", "请打开原文件确认有内容，保存后重新报送"
    ),
    Rule("F-PDF", ERROR, "PDF 文件", "这是 PDF 文件，不是表格", "请报送填好的 Excel 表格；盖章的 PDF 可另附"),
    Rule("F-WORD", ERROR, "Word 文件", "这是文字文档，不是表格", "请把内容填入下发的 Excel 表格后重新报送"),
    Rule("F-SLIDES", ERROR, "演示文稿", "这是演示文稿，不是表格", "请把内容填入下发的 Excel 表格后重新报送"),
    Rule("F-IMAGE", ERROR, "图片", "这是图片，不是表格", "请报送填好的 Excel 表格；照片可另附"),
    Rule("F-RAR", ERROR, "rar 压缩包", "这是 rar 压缩包，无法打开", "请解压后直接报送表格，或改用 zip 压缩"),
    Rule("F-7Z", ERROR, "7z 压缩包", "这是 7z 压缩包，无法打开", "请解压后直接报送表格，或改用 zip 压缩"),
    Rule(
        "F-GZIP",
        ERROR,
        "其他压缩包",
        "这是 gz、bz2 一类的压缩包，无法打开",
        "请解压后直接报送表格，或改用 zip 压缩",
    ),
    Rule("F-PROGRAM", ERROR, "程序文件", "这是程序文件，为安全起见没有打开", "请报送填好的 Excel 表格"),
    Rule("F-TEXT", ERROR, "文本文件", "这是普通文本，里面没有表格", "请报送填好的 Excel 表格"),
    Rule(
        "F-OLD", ERROR, "过旧的表格", "这是很旧的表格格式（Excel 4.0、OpenOffice 1.x 一类），无法打开", _AGAIN
    ),
    Rule("F-OLE", ERROR, "旧格式文档", "这是旧格式的文档，里面没有工作簿", _AGAIN),
    Rule("F-UNKNOWN", ERROR, "认不出的文件", "认不出这是什么文件", _AGAIN),
    Rule(
        "F-CORRUPT",
        ERROR,
        "文件损坏",
        "文件已损坏，读不出来",
        "请在原电脑上打开检查，另存为 .xlsx 后重新报送",
    ),
    Rule(
        "F-PASSWORD",
        ERROR,
        "有打开密码",
        "文件有打开密码，现有密码都打不开",
        "请取消打开密码后重新报送，或告知密码",
    ),
    Rule(
        "F-BIG",
        ERROR,
        "文件过大",
        "文件过大（{大小}），超过上限 {上限}",
        "请删去图片和多余的工作表后重新报送",
    ),
    Rule(
        "F-BOMB",
        ERROR,
        "内容异常膨胀",
        "文件解开后异常庞大，为安全起见没有读取",
        "请新建空白工作簿，只把数据粘贴过去（选择性粘贴→数值），保存后重新报送",
    ),
    Rule(
        "F-CELLS",
        ERROR,
        "表格范围异常",
        "工作表的使用范围异常大，为安全起见没有读取",
        "请新建空白工作簿，只把数据粘贴过去（选择性粘贴→数值），保存后重新报送",
    ),
    Rule(
        "F-SHEETS",
        ERROR,
        "工作表过多",
        "工作簿里的工作表异常多，为安全起见没有读取",
        "请把要报的内容汇总到一张工作表，删去其余工作表后重新报送",
    ),
    Rule(
        "F-FINDINGS",
        ERROR,
        "问题过多",
        "文件里的问题超过 {上限} 处，没有采用；这里只列 {列出} 处",
        "请先核对各列有没有错位、内容是不是要报的数据，整列改正后重新报送",
    ),
    Rule(
        "F-SLOW",
        ERROR,
        "读取超时",
        "文件读取超过 {秒} 秒，已停止",
        "请删去图片、公式和多余的工作表后重新报送",
    ),
    Rule(
        "F-MEMORY",
        ERROR,
        "占用内存过多",
        "读取这个文件占用内存过多，已停止",
        "请删去图片、格式和多余的工作表后重新报送",
    ),
    Rule("F-PANIC", ERROR, "无法解析", "文件内容不合规范，读取程序无法解析", _AGAIN),
    Rule(
        "F-INTERNAL",
        ERROR,
        "程序内部出错",
        "本程序读这个{处}时自己出了错（{错}），不是文件的问题；这里的内容没有读取",
        "请把文件和这句话报给维护人员；不必要求单位重新报送",
    ),
    Rule("F-ENTITY", ERROR, "含外部引用", "文件里含有外部实体引用，为安全起见没有读取", _AGAIN),
    Rule(
        "F-ZIP-PASSWORD",
        ERROR,
        "压缩包有密码",
        "压缩包有密码，里面的文件没有读取",
        "请取消压缩包密码后重新报送",
    ),
    Rule(
        "F-ZIP-NEST",
        ERROR,
        "压缩包套得太深",
        "压缩包里套压缩包超过 {层} 层，没有再打开",
        "请解压后直接报送表格",
    ),
    Rule(
        "F-ZIP-BOMB", ERROR, "压缩包异常", "压缩包解开后文件过多或过大，没有读取", "请解压后只报送填好的表格"
    ),
    Rule(
        "F-ZIP-SLOW",
        ERROR,
        "压缩包没有读完",
        "压缩包里的文件读取超过 {秒} 秒，这个文件没有再读",
        "请解压后，对解压出来的文件夹再做一次",
    ),
    Rule(
        "F-ZIP-METHOD",
        ERROR,
        "压缩方式少见",
        "压缩包用了少见的压缩方式，打不开",
        "请解压后直接报送表格，或用系统自带的 zip 重新压缩",
    ),
    Rule(
        "F-ZIP-EMPTY", ERROR, "压缩包是空的", "压缩包里没有可读的文件", "请确认压缩包里有填好的表格后重新报送"
    ),
    Rule(
        "F-GONE",
        ERROR,
        "读不到文件",
        "文件读不到（可能已移走、正被占用或没有权限）",
        "请关闭正在使用它的程序，确认文件还在后再试",
    ),
    Rule(
        "F-NOTES",
        WARNING,
        "批注里有内容",
        "单元格批注里有内容：{批注}",
        "批注不作为数据；如批注里才是正确的值，请改到单元格里",
    ),
    Rule(
        "F-ENCODING",
        WARNING,
        "编码不一致",
        "文本里有 {数} 处无法识别的字符",
        "请另存为 UTF-8 编码的 csv，或直接报送 .xlsx",
    ),
)
