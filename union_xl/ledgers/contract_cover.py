"""集体合同覆盖企业名册 (domain 3.H, ledgers 4.15): one row per enterprise a contract covers."""

from __future__ import annotations

from collections.abc import Iterator

from union_xl.ledgers import contract, shared
from union_xl.ledgers.figures import check, figure, formula
from union_xl.ledgers.form import Chart, Form, at_most, expected, optional, required
from union_xl.ledgers.outputs import DeclaredIndicator, prints
from union_xl.model import ERROR, WARNING

# fmt: off
COLUMNS = (
    required("合同编号", "文本", "集体合同编号 合同号 协议编号 所属合同编号 合同(协议)编号 所属集体合同编号 区域合同编号 协议书编号", example="HT-2022-001",
        hint="与集体合同台账里的编号一致", ditto=True, width=16),
    shared.UNIT.but(need="required", more_aliases="覆盖企业 覆盖单位 覆盖企业名称 涵盖企业 授权企业", hint="一行一家企业",
        ditto=False, public=True, prefill="单位名称"),
    shared.CODE.but(prefill="统一社会信用代码"),
    expected("职工数", "整数", "职工人数 覆盖职工 覆盖职工数 职工总数 员工人数 企业职工数 职工数(人) 覆盖职工人数 涉及职工数 覆盖职工数(人)", example="86", width=10, prefill="职工总数"),
    optional("女职工数", "整数", "女职工人数 其中女职工 女职工 女员工数", example="40", width=10, prefill="女职工数"),
    optional("授权盖章", "是否", "是否授权 盖章 是否盖章 企业盖章 是否授权盖章 授权委托 是否授权签订 企业授权盖章 是否已授权", example="是", width=10),
    shared.REMARK,
)
# fmt: on
_LIVE = f"合同编号 in (select 约.合同编号 from 集体合同 约 where {contract.IN_FORCE})"
_FIRST = (
    "行号 = (select min(别.行号) from 合同覆盖企业 别 where 别.单位名称 = 合同覆盖企业.单位名称 and 别.合同编号 in "
    f"(select 约.合同编号 from 集体合同 约 where {contract.IN_FORCE}))"
)
"""One row of each enterprise among those of contracts in force."""


# fmt: off
def _of_types() -> Iterator[DeclaredIndicator]:
    """Enterprises and workers under contracts of each type; an enterprise counts once in each."""
    types = (("综合集体合同", "综合合同"), ("工资专项", "工资专项"), ("女职工专项", "女职工专项"), ("劳动安全卫生专项", "安全卫生专项"))
    for at, (kind, name) in enumerate(types, start=1):
        live = f"合同编号 in (select 约.合同编号 from 集体合同 约 where 合同类型 = '{kind}' and {contract.IN_FORCE})"
        first = f"行号 = (select min(别.行号) from 合同覆盖企业 别 where 别.单位名称 = 合同覆盖企业.单位名称 and 别.{live})"
        yield figure(f"H05{at}", f"{name}覆盖企业数", "去重", live, field="单位名称", unit="家")
        yield figure(f"H06{at}", f"{name}覆盖职工数", "求和", f"{live} and {first}", field="职工数", unit="人")
        yield figure(f"H06{at}b", f"{name}覆盖女职工数", "求和", f"{live} and {first}", field="女职工数", unit="人")


# fmt: on
RULES = (at_most("H-R14", "女职工数", "职工数"),)
INDICATORS = (
    figure(
        "H05",
        "合同覆盖企业数",
        "去重",
        _LIVE,
        field="单位名称",
        unit="家",
        about="期末有效的合同；一家企业只算一次",
    ),
    figure(
        "H06",
        "合同覆盖职工数",
        "求和",
        f"{_LIVE} and {_FIRST}",
        field="职工数",
        unit="人",
        about="一家企业只算一次",
    ),
    figure(
        "H06b",
        "合同覆盖女职工数",
        "求和",
        f"{_LIVE} and {_FIRST}",
        field="女职工数",
        unit="人",
        about="一家企业只算一次",
    ),
    formula(
        "H07",
        "集体合同建制率",
        "合同覆盖企业数 / nullif(已建会单位数, 0)",
        unit="%",
        about="合同覆盖企业 ÷ 已建会单位",
    ),
    *_of_types(),
)
CHECKS = (
    check("X73", "合同覆盖职工数 <= 职工人数", WARNING, "合同覆盖的职工不多于职工人数"),
    check("XH3", "合同覆盖女职工数 <= 合同覆盖职工数", ERROR, "女职工在覆盖的职工里"),
)
# fmt: off
LISTS = (
    prints("覆盖企业名册", "单位名称；统一社会信用代码；职工数；女职工数；授权盖章", per="合同编号", order="单位名称",
        sums="职工数；女职工数"),
)
# fmt: on
FORM = Form(
    slug="contract-cover",
    title="集体合同覆盖企业名册",
    short="合同覆盖企业",
    group="集体合同",
    hints=("覆盖企业", "工资协议覆盖企业", "集体合同覆盖企业", "覆盖单位", "合同 名册"),
    marks=("覆盖", "集体", "授权", "职工"),
    keys=(("合同编号", "单位名称"),),
    owed="quota",
    replaces="增量",
    parent="contract",
    link=("合同编号",),
    deadline="报送截止日·合同覆盖企业",
    columns=COLUMNS,
    rules=RULES,
    indicators=INDICATORS,
    checks=CHECKS,
    charts=(Chart(title="各合同覆盖企业数", column="合同编号"),),
    compared=("职工数",),
    lists=LISTS,
)
