"""The formal letter (公函) in Word, from a template an office can edit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from union_xl.merge.reporting_status import UnitStatus
from union_xl.model import RunContext, TemplateError
from union_xl.notices.overdue import OpenLine, counted, forms_in, heading
from union_xl.notices.text_templates import office_values, reminder_stage, template

_BODY = "word/document.xml"
_WHEN = (2020, 1, 1, 0, 0, 0)


def letter(lines: Sequence[UnitStatus], dues: Sequence[OpenLine], context: RunContext) -> bytes:
    """公函.docx to all units with open lines.  TemplateError when the template cannot be filled."""
    values = (
        office_values(context, forms_in(dues))
        | counted(lines, dues)
        | {
            "标题": heading(dues, context),
            "通知类别": reminder_stage(context, forms_in(dues)),
            "明细": [
                {
                    "序号": number,
                    "社区": one.line.community,
                    "单位名称": one.line.unit,
                    "应报表": one.line.title,
                    "状态": one.state_and_round,
                    "逾期天数": one.line.overdue or "",
                    "主要问题": "；".join(one.reasons),
                }
                for number, one in enumerate(dues, 1)
            ],
        }
    )
    return filled(template("公函.docx", context), values)


def filled(path: Path, values: Mapping[str, object]) -> bytes:
    """A Word template with its tags filled in: the body alone changes; same values, same bytes.

    Raises TemplateError naming the file and the name that is not known.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, UndefinedError
    from jinja2 import TemplateError as JinjaError
    from jinja2.sandbox import SandboxedEnvironment

    desk = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        word = DocxTemplate(str(path))
        word.init_docx()
        tree = word.fix_tables(word.build_xml(dict(values), desk))
        word.fix_docpr_ids(tree)
        word.map_tree(tree)
        body: bytes = word.docx.part.blob
    except UndefinedError as reason:
        known = "、".join(values)
        raise TemplateError(f"{path.name}：用了没有的名称（{reason}），可以用的有：{known}") from None
    except JinjaError as reason:
        raise TemplateError(f"{path.name}：标签写得不对（{reason}），请检查花括号是否成对") from None
    except (PackageNotFoundError, KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError):
        raise TemplateError(f"{path.name} 不是能读的 Word 文件，请用 Word 打开另存为 docx 再试") from None
    made = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = body if name == _BODY else source.read(name)
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, data)
    return made.getvalue()
