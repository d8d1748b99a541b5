"""PDF through LibreOffice where it is installed; a plain remark where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from union_xl.run import report
from union_xl.run.reporting import pdf


@pytest.mark.office
def test_reports_become_pdf(ledger_path: Path, tmp_path: Path) -> None:
    """--pdf puts a PDF beside the filled report."""
    from union_xl.model.resources import resource

    chosen = [resource("templates", "表2 互联网企业建会进度.xlsx")]
    outcome = report.report(ledger_path, tmp_path / "出", templates=chosen, pdf=True, period="2022H1")
    made = tmp_path / "出" / "表2 互联网企业建会进度.pdf"
    assert made in outcome.outputs and made.read_bytes().startswith(b"%PDF")


def test_without_libreoffice_a_remark(
    ledger_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No LibreOffice: the report is written all the same, and one sentence says why there is no PDF."""
    monkeypatch.setattr(pdf, "soffice", lambda: None)
    from union_xl.model.resources import resource

    chosen = [resource("templates", "表2 互联网企业建会进度.xlsx")]
    outcome = report.report(ledger_path, tmp_path / "出", templates=chosen, pdf=True, period="2022H1")
    assert len(outcome.outputs) == 2 and "LibreOffice" in outcome.remarks[0] and outcome.exit_code in (0, 1)
