"""Names of the helper sheets of the ledger workbook, and of the columns the clerk decides in."""

from __future__ import annotations

HELD, FINDINGS, CORRECTIONS, DUPLICATES = "暂缓", "问题清单", "修正记录", "重复与冲突"
COLUMNS, STATUS, FILES, ACCOUNTS, CHARTS = "列对应", "报送情况", "来源文件", "对账", "图表"
EXPLAINED = "审核说明"
OVERVIEW = "概览"
HELPERS = (
    *(OVERVIEW, HELD, FINDINGS, CORRECTIONS, DUPLICATES),
    *(COLUMNS, STATUS, FILES, ACCOUNTS, CHARTS, EXPLAINED),
)
HANDLE, REASON = "处理", "收下理由"
"""Columns of helper sheets: the clerk's decision, and why a held row is accepted."""
