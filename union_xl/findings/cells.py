"""Findings about single cells: what kinds tell, and what is blank or broken.

错误 only where keeping the row would lose what was typed (an unreadable number or date), count somebody
wrongly, or leave a person without identity; all else is 提醒.
"""

from union_xl.findings.base import Entry
from union_xl.model import ERROR, WARNING

_FULL = "请按身份证原件填写完整的18位号码，单元格设为文本格式"
_DAY = "请填写年月日，如 2022-03-20"

_ANY: tuple[Entry, ...] = (
    Entry(
        "CELL-ERROR", ERROR, "单元格出错", "单元格里是公式错误值，不是“{列名}”", "请直接填写内容，不用公式"
    ),
    Entry(
        "CELL-ERROR-OPT",
        WARNING,
        "单元格出错",
        "单元格里是公式错误值，“{列名}”按空白读取",
        "请直接填写内容，不用公式",
    ),
    Entry(
        "CELL-PICTURE",
        ERROR,
        "填成了图片",
        "“{列名}”里是图片，读不出内容",
        "请改成文字填写",
    ),
    Entry(
        "CELL-UNCACHED",
        WARNING,
        "公式未计算",
        "公式没有算出结果，“{列名}”按空白读取",
        "请在 Excel 或 WPS 中打开并保存一次，或直接填写内容",
    ),
    Entry(
        "CELL-PICTURE-OPT",
        WARNING,
        "填成了图片",
        "“{列名}”里是图片，读不出内容，按空白读取",
        "请改成文字填写",
    ),
    Entry(
        "CELL-UNDER-MERGE",
        WARNING,
        "合并单元格下另有内容",
        "合并单元格显示“{显示}”，这一格里另存有“{写法}”，已按“{写法}”读取",
        "请取消合并，核对这一格应填什么",
    ),
    Entry(
        "CELL-MERGED-SUM",
        WARNING,
        "几行合并的金额",
        "“{列名}”合并的单元格里是 {写法}，合并的各行都按 {写法} 计",
        "每行都是这个数的不必理会；是几行合计的，请取消合并，分行填写",
    ),
    Entry(
        "CELL-CONVERTED",
        WARNING,
        "疑被自动改成日期或数字",
        "“{列名}”里存的是{成了}，显示为“{写法}”，按“{取值}”读取{多格}",
        "原来填的如是编号一类（如 1-2、12E4），请把单元格设为文本格式后重新填写",
    ),
    Entry(
        "CELL-FORMAT",
        WARNING,
        "显示与存的数不同",
        "单元格显示为“{写法}”，存的是 {存的}，按 {取值} 读取",
        "请核对；请直接填写完整的数，不用单元格格式换算",
    ),
    Entry("BLANK-REQUIRED", ERROR, "必填项为空", "“{列名}”没有填写，这一行不能入账", "请补填{列名}"),
    Entry("BLANK-EXPECTED", WARNING, "应填项为空", "“{列名}”没有填写", "请补填{列名}；确实没有的可以不填"),
    Entry(
        "COLUMN-REQUIRED",
        ERROR,
        "缺少必填列",
        "表里没有“{列名}”的内容，{行数}行都不能入账",
        "请补上“{列名}”一列后重新报送；已有这一列、只是表头写法不同的，请把表头改成“{列名}”",
    ),
    Entry(
        "COLUMN-EXPECTED",
        WARNING,
        "缺少应填列",
        "表里没有“{列名}”的内容（{行数}行）",
        "请补上“{列名}”一列；表头写法不同的，请把表头改成“{列名}”；确实没有的可以不填",
    ),
    Entry(
        "TEXT-NUMBER-CELL",
        WARNING,
        "号码末几位已丢失",
        "“{列名}”里的号码存成了数字，第15位以后的数字已经丢失",
        "请把单元格设为文本格式，重新填写号码",
    ),
    Entry(
        "TEXT-LONG",
        WARNING,
        "内容过长",
        "“{列名}”有 {字数} 个字，一个单元格最多放 {上限} 个，后面的已截去",
        "请改短，或把全文另附",
    ),
    Entry("MODEL", ERROR, "内容不合要求", "“{列名}”的内容过长或不合要求，不能入账", "请核对后改短或改正"),
    Entry(
        "PRIVACY-ID",
        WARNING,
        "备注含证件号码",
        "“{列名}”里写了身份证号，属于个人隐私",
        "请删去证件号码；对外的材料不会带出这一列",
    ),
)
_IDENTITY: tuple[Entry, ...] = (
    Entry("ID-CHECK", ERROR, "校验码不符", "证件号码的校验码不对，至少有一位填错", "请对照身份证逐位核对"),
    Entry("ID-LENGTH", ERROR, "位数不对", "证件号码是{位数}位，身份证号应为18位", _FULL),
    Entry("ID-CHARS", ERROR, "含有其他字符", "证件号码里有不该有的字符", _FULL),
    Entry(
        "ID-DATE", ERROR, "出生日期不存在", "证件号码中的出生日期 {日期} 不存在", "请对照身份证核对第7至14位"
    ),
    Entry(
        "ID-AREA",
        WARNING,
        "地区码少见",
        "证件号码开头的地区码 {地区} 不在已知范围",
        "请对照身份证核对前两位；无误的不用改",
    ),
    Entry(
        "ID-15", WARNING, "15位旧号码", "填的是15位旧身份证号，已按规则换成 {取值}", "请核对，并改填18位号码"
    ),
    Entry("ID-STAR", WARNING, "末位是星号", "末位是*，按校验码应为X，已按X读取", "请核对，并把末位改成X"),
    Entry("ID-LETTERS", WARNING, "字母当数字", "号码里把字母当成了数字，已读作 {取值}", "请核对，并改成数字"),
    Entry(
        "ID-MIXED",
        WARNING,
        "混有其他内容",
        "单元格里除证件号码外还有别的内容，只取了 {取值}",
        "请只填证件号码",
    ),
    Entry("ID-MASKED", ERROR, "号码被遮住", "证件号码中间被遮住", "请报完整号码"),
    Entry("ID-NUMBER-CELL", ERROR, "末几位已丢失", "证件号码存成了数字，最后几位已经丢失，不能恢复", _FULL),
    Entry("ID-FORM", ERROR, "不像证件号码", "这里填的不像证件号码", _FULL + "；其他证件请在证件类型中注明"),
    Entry(
        "ID-TYPE-BLANK",
        WARNING,
        "没写证件类型",
        "号码像是{像}，证件类型没有填写，已按{像}读取",
        "请填写证件类型",
    ),
    Entry("SWAP-ID", ERROR, "列填反", "“{列名}”和“{列}”的内容填反了", "请把两格的内容对调"),
)
_NAMES: tuple[Entry, ...] = (
    Entry("NAME-DIGITS", ERROR, "姓名含数字", "姓名里有数字", "请只填姓名"),
    Entry("NAME-SEVERAL", ERROR, "一格多人", "一个单元格里写了{人数}个人", "请每人单独填一行"),
    Entry(
        "NAME-EXTRA",
        WARNING,
        "姓名带其他内容",
        "姓名里有职务或符号，已读作“{取值}”",
        "请只填姓名，其他内容写在备注",
    ),
    Entry("NAME-MASKED", WARNING, "姓名被遮住", "姓名里有*", "请填写完整姓名"),
    Entry(
        "NAME-RARE",
        WARNING,
        "生僻字显示不出",
        "姓名里有显示不出的字",
        "请用支持生僻字的输入法重新输入，或在备注中说明",
    ),
    Entry("NAME-SHORT", WARNING, "姓名只有一个字", "姓名只有一个字", "请核对是否漏字"),
    Entry("NAME-FORM", WARNING, "不像姓名", "这里填的不像姓名", "请核对，按身份证填写姓名"),
    Entry(
        "ORG-SEVERAL",
        WARNING,
        "一格写了几家单位",
        "“{列名}”一格里写了 {数} 家单位，只按一家计数",
        "请一家单位填一行",
    ),
    Entry("ORG-DIGITS", WARNING, "不像名称", "“{列名}”里只有数字", "请填写全称"),
)
_DATES: tuple[Entry, ...] = (
    Entry("DATE-IMPOSSIBLE", ERROR, "日期不存在", "日期“{写法}”不存在，或年份不对", _DAY),
    Entry("DATE-UNREAD", ERROR, "看不懂的日期", "“{列名}”里的内容看不出是哪一天", _DAY),
    Entry("DATE-NO-YEAR", ERROR, "日期没有年份", "日期“{写法}”没有写年份", _DAY),
    Entry(
        "DATE-YEAR-TAKEN",
        WARNING,
        "日期没有年份",
        "日期“{写法}”没有写年份，已按统计期间读作 {取值}",
        "请核对，年份写四位",
    ),
    Entry("DATE-AMBIGUOUS", WARNING, "日期有两种读法", "日期“{写法}”有两种读法，只取了确定的部分", _DAY),
    Entry(
        "DATE-SHORT-YEAR",
        WARNING,
        "两位年份",
        "日期“{写法}”只写了两位年份，已读作 {取值}",
        "请核对，年份写四位",
    ),
    Entry(
        "DATE-YEAR-ONLY", WARNING, "只有年份", "只写了年份“{写法}”，不知是哪个月", "请至少写到月，如 2022-03"
    ),
    Entry(
        "DATE-RANGE", WARNING, "起止时间", "这里写的是一段时间“{写法}”，已取开始日期 {取值}", "请只填一个日期"
    ),
    Entry("DATE-VAGUE", WARNING, "约数日期", "“{写法}”不是确切日期，已读作 {取值}", _DAY),
    Entry(
        "SPAN-UNREAD",
        WARNING,
        "看不出是哪一期",
        "“{列名}”填的“{写法}”看不出是哪一期，照原样保留，按期统计时不算",
        "请写成 2022年第一季度、2022年3月 或 2022年",
    ),
)
_NUMBERS: tuple[Entry, ...] = (
    Entry(
        "NUM-UNREAD",
        ERROR,
        "不是数字",
        "“{列名}”里的内容不是数字",
        "请只填数字，算式填结果，单位和说明写在备注",
    ),
    Entry(
        "NUM-DATE",
        ERROR,
        "数字成了日期",
        "“{列名}”应是数字，单元格里是日期 {写法}",
        "请把单元格格式改为常规，重新填写数字",
    ),
    Entry("NUM-NEGATIVE", ERROR, "负数", "“{列名}”填了负数 {写法}", "请填写0或正数"),
    Entry("YEAR-ODD", ERROR, "不是年份", "“{列名}”填的 {写法} 不是年份", "请写四位年份，如 2022"),
    Entry("NUM-DECIMAL", ERROR, "应为整数", "“{列名}”应是整数，填的是 {写法}", "请填写整数"),
    Entry(
        "NUM-HUGE", ERROR, "数字过大", "“{列名}”填的 {写法} 超出合理范围（最大 {上限}）", "请核对数字和单位"
    ),
    Entry(
        "SCORE-NONE",
        WARNING,
        "没有分数",
        "“{列名}”写的是“{写法}”，按没有分数处理",
        "请把“{写法}”写在成绩状态里，分数留空",
    ),
    Entry("NUM-ABOUT", WARNING, "约数", "“{写法}”是约数，已读作 {取值}", "请填写准确的数字"),
    Entry(
        "NUM-OTHER-UNIT",
        WARNING,
        "数的单位对不上",
        "“{写法}”的单位是“{单位}”，与这一列要填的不是一回事，暂按 {取值} 读取",
        "请核对这一格；填对的请去掉单位",
    ),
    Entry(
        "NUM-UNIT",
        WARNING,
        "换算后数额很大",
        "单位写的是{单位}，这里的“{写法}”已换算成 {取值} 元",
        "请核对：填的如已经是元，请在数字后面写明“元”，如 {写法}元",
    ),
    Entry(
        "NUM-UNIT-ODD",
        WARNING,
        "金额单位不明",
        "“{列名}”的单位写的是“{写法}”，是不是元、万元不能确定，数字没有换算，按元读取",
        "请核对：是万元的，请把列名写成“（万元）”；是外币的，请折成人民币填写",
    ),
)
_CHOICES: tuple[Entry, ...] = (
    Entry(
        "CHOICE-UNKNOWN",
        WARNING,
        "不在选项内",
        "“{原值}”不在“{列名}”的选项内，照原样保留",
        "请从下拉选项中选{可选}",
    ),
    Entry(
        "CHOICE-COUNTED",
        ERROR,
        "不在选项内",
        "“{原值}”不在“{列名}”的选项内，无法统计",
        "请从下拉选项中选{可选}",
    ),
    Entry(
        "CHOICE-CODE",
        WARNING,
        "只写了代码",
        "“{列名}”只写了代码“{原值}”，各处代码不一样，不能确定是哪一项",
        "请写名称，如：{可选}",
    ),
    Entry("CHOICE-DOUBT", WARNING, "写法要核对", "“{原值}”已按“{取值}”读取", "请核对，从下拉选项中选"),
    Entry("YESNO-UNREAD", WARNING, "看不出是或否", "“{列名}”应填是或否，填的是“{原值}”", "请填“是”或“否”"),
)
_CODES: tuple[Entry, ...] = (
    Entry("PHONE-LENGTH", WARNING, "号码位数不对", "“{列名}”是{位数}位，手机号应为11位", "请核对号码"),
    Entry("PHONE-FORM", WARNING, "不像电话号码", "“{列名}”里的内容不像电话号码", "请核对号码"),
    Entry(
        "PHONE-LOST",
        WARNING,
        "号码末几位已丢失",
        "号码显示成了科学计数，末几位已经丢失",
        "请把单元格设为文本格式，重新填写号码",
    ),
    Entry("PHONE-TWO", WARNING, "两个号码", "这里有两个号码，已取 {取值}，另有 {另有}", "请只留一个常用号码"),
    Entry("PHONE-EXTRA", WARNING, "号码带其他内容", "号码里有别的内容，已取 {取值}", "请只填号码"),
    Entry("PHONE-LANDLINE", WARNING, "座机号码", "“{列名}”填的是座机", "请填写本人手机号"),
    Entry("PHONE-MASKED", WARNING, "号码被遮住", "号码中间被遮住", "请填写完整号码"),
    Entry(
        "CODE-CHECK",
        WARNING,
        "校验码不符",
        "信用代码的校验码不对（按规则应为{应为}）",
        "请对照营业执照逐位核对；确与执照一致的不用改",
    ),
    Entry(
        "UNION-CODE-CHECK",
        WARNING,
        "校验码不符",
        "工会代码的校验码不对（按规则应为{应为}）",
        "请对照工会法人资格证书逐位核对",
    ),
    Entry(
        "CODE-LETTERS",
        WARNING,
        "字母当数字",
        "代码里有不用的字母（I、O、Z、S、V），已读作 {取值}",
        "请核对，并改成数字",
    ),
    Entry(
        "CODE-CHARS",
        WARNING,
        "代码字符不对",
        "代码里有不用的字符（I、O、Z、S、V 或其他符号）",
        "请对照营业执照逐位核对",
    ),
    Entry("CODE-OLD", WARNING, "旧代码", "填的是{位数}位旧代码", "请填营业执照上的18位统一社会信用代码"),
    Entry(
        "CODE-LENGTH",
        WARNING,
        "代码位数不对",
        "代码是{位数}位，统一社会信用代码应为18位",
        "请对照营业执照填写",
    ),
    Entry(
        "CODE-NUMBER-CELL",
        ERROR,
        "末几位已丢失",
        "代码存成了数字，最后几位已经丢失，不能恢复",
        "请把单元格设为文本格式，重新填写代码",
    ),
    Entry(
        "BANK-NUMBER-CELL",
        ERROR,
        "末几位已丢失",
        "账号存成了数字，最后几位已经丢失，不能恢复",
        "请把单元格设为文本格式，重新填写账号",
    ),
    Entry("BANK-CHECK", WARNING, "卡号校验不符", "银行卡号校验不通过，可能有一位填错", "请对照银行卡核对"),
    Entry("BANK-FORM", WARNING, "不像账号", "这里填的不像银行账号", "请核对账号"),
)
RULES: tuple[Entry, ...] = _ANY + _IDENTITY + _NAMES + _DATES + _NUMBERS + _CHOICES + _CODES
