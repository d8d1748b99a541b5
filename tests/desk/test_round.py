"""The round by clicks: merge, look, report, follow a figure home."""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from openpyxl import load_workbook

from tests.desk.conftest import Page
from union_xl import ledgers
from union_xl.addin.buttons import BUTTONS
from union_xl.desk import actions
from union_xl.desk.folder import WRITTEN
from union_xl.desk.jobs import Job, Jobs
from union_xl.model import UsageError
from union_xl.run.advice import after_check, after_merge, after_report

pytestmark = pytest.mark.slow


def test_every_button_leads_somewhere_or_is_of_excel_only(page: Page) -> None:
    home = page.client.get("/").text
    for button in BUTTONS:
        at = actions.address(button)
        assert not at or f'href="{at}"' in home, button.id
    assert {one.id for one in BUTTONS if not actions.address(one)} == {"accept", "clear", "undo"}


def test_each_form_has_labels_for_its_fields(page: Page) -> None:
    for button in BUTTONS:
        found = actions.action(button.id)
        shown = page.client.get(f"/do/{button.id}").text if found else ""
        for one in found.fields if found else ():
            assert f'for="f-{one.name}"' in shown
            assert f'id="f-{one.name}"' in shown


def test_nothing_the_buttons_wrote_is_offered_as_a_return(page: Page) -> None:
    """Whatever folder somebody named for results; ledgers are offered where they are asked for."""
    for name in (
        "收到/甲.xlsx",
        "甲社区/乙.xlsx",
        "校验结果/甲（请修改）.xlsx",
        "空表/甲/甲.xlsx",
        "一期/汇总台账.xlsx",
    ):
        path = page.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (page.root / "一期/.union_xl").mkdir()
    (page.root / "工作台.xlsx").write_bytes(b"x")
    folder = page.desk.folder
    assert folder.returns(actions.WORKBOOKS) == ["收到/甲.xlsx", "甲社区/乙.xlsx"]
    assert folder.folders() == ["收到", "甲社区"] and "一期/汇总台账.xlsx" in folder.files(actions.LEDGERS)
    outs = {
        one.start for found in map(actions.action, (b.id for b in BUTTONS)) if found for one in found.fields
    }
    assert {start for start in outs if start and "." not in start} <= WRITTEN


def test_the_round(round_page: Page) -> None:
    page = round_page
    merged = page.done("/do/merge", folder="上报", out="结果")
    assert "接下来" in merged
    run = json.loads((page.root / "结果/run.json").read_text("utf-8"))
    ledger = load_workbook(page.root / "结果/汇总台账.xlsx", read_only=True)
    for sheet in ledger.sheetnames:
        shown = page.client.get("/ledger", params={"sheet": sheet})
        assert shown.status_code == 200, sheet
    problems = page.client.get("/ledger", params={"sheet": "问题清单"}).text
    assert f"共 {sum(run['findings'].values())} 行" in problems
    reported = page.done("/do/summary", ledger="结果/汇总台账.xlsx", out="报表")
    assert "半年总结.docx" in reported
    assert page.client.get("/figures").status_code == 200
    figure = page.client.get("/figure", params={"name": "会员数"}).text
    assert "会员登记!" in figure
    row = page.client.get("/row", params={"row": "会员登记!2"})
    assert row.status_code == 200


def test_numbers_of_persons_are_masked_on_the_page(round_page: Page) -> None:
    if not (round_page.root / "结果/汇总台账.xlsx").exists():
        round_page.done("/do/merge", folder="上报", out="结果")
    sheet = load_workbook(round_page.root / "结果/汇总台账.xlsx", read_only=True)["会员登记"]
    rows = sheet.iter_rows(values_only=True)
    at = next(row for row in rows if "证件号码" in row).index("证件号码")
    number = str(next(row[at] for row in rows if row[at]))
    assert number not in round_page.client.get("/ledger", params={"sheet": "会员登记"}).text
    assert number[-4:] in round_page.client.get("/ledger", params={"sheet": "会员登记"}).text


def test_a_figure_that_is_not_there_is_one_sentence(round_page: Page) -> None:
    answer = round_page.client.get("/figure", params={"name": "没有这个数"})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_what_is_not_filled_is_asked_for(page: Page) -> None:
    answer = page.client.post("/do/merge", data={"folder": "", "out": "结果"})
    assert answer.status_code == 400
    assert actions.FOLDER.label in answer.text


def test_blank_page_without_a_ledger_says_what_to_do(page: Page) -> None:
    for at in ("/ledger", "/figures", "/ledger?file=没有.xlsx"):
        answer = page.client.get(at)
        assert answer.status_code == 400
        assert "批量合并" in answer.text


def test_one_command_at_a_time(page: Page) -> None:
    go = threading.Event()
    first = page.desk.jobs.start("先来", "merge", lambda progress: go.wait(10))
    assert first is not None
    answers = [page.client.post("/do/merge", data={"folder": "上报", "out": "结果"}) for _ in range(10)]
    go.set()
    assert {one.status_code for one in answers} == {409}
    assert "先来" in unquote(answers[0].text)


def test_the_same_form_sent_again_starts_nothing_more(page: Page) -> None:
    """Ten clicks, a reload of what a click showed: one command, and everyone sees it."""
    asked = {"folder": "上报", "out": "结果", "once": "a word"}
    (page.root / "上报").mkdir()
    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(lambda _: page.client.post("/do/merge", data=asked, follow_redirects=False), range(10))
        )
    assert {one.headers["location"] for one in answers} == {"/job/1"}
    while page.desk.jobs.running:
        time.sleep(0.02)
    answer = page.client.post("/do/merge", data=asked, follow_redirects=False)
    assert answer.headers["location"] == "/job/1" and len(page.desk.jobs.all) == 1


def test_advice_names_the_pages_own_buttons() -> None:
    for line in (
        *after_check(1, 1, 1, (Path("a.xlsx"),)),
        *after_check(0, 0, 0, ()),
        *after_merge({"待确认": 1}, 1, 1, Path("结果/汇总台账.xlsx")),
        *after_report(True, 1, (Path("a.xlsx"),)),
    ):
        assert not re.search("union-xl|--", actions.said_here(line)), line


def test_columns_in_which_nothing_stands_take_no_room(page: Page) -> None:
    """A ledger has forty columns; what is blank on the whole page is counted, not shown."""
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in (("姓名", "备注", "单位"), ("赵一", None, "甲公司"), ("钱二", None, None)):
        book.active.append(row)
    book.save(page.root / "名单.xlsx")
    text = page.client.get("/ledger", params={"file": "名单.xlsx"}).text
    assert re.findall('<th scope="col">(.*?)</th>', text) == ["行", "姓名", "单位"]
    assert "空着的 1 列" in text
    assert [line.count("<td") for line in text.splitlines() if line.startswith("<tr class")] == [2, 2]


def test_a_restricted_ledger_is_not_shown(page: Page) -> None:
    """Neither its sheets nor its figures, under whatever name."""
    short = next(form.short for form in ledgers.BUILT_IN if form.restricted)
    book = openpyxl.Workbook()
    book.active.title = short
    book.save(page.root / "抄件.xlsx")
    for at in ("/ledger", "/figures"):
        answer = page.client.get(at, params={"file": "抄件.xlsx"})
        assert answer.status_code == 400 and "限阅" in answer.text


def test_a_stopped_run_ends_between_two_files() -> None:
    def command(progress: object) -> None:
        assert callable(progress)
        for at in range(10_000):
            progress("读取", at, 10_000)
            time.sleep(0.001)

    jobs = Jobs()
    job = jobs.start("合并", "merge", command)
    assert job is not None
    job.stopping = True
    until = time.monotonic() + 10
    while job.running and time.monotonic() < until:
        time.sleep(0.01)
    assert job.error
    assert job.done < 10_000


def test_a_fault_of_ours_is_told_as_ours() -> None:
    jobs = Jobs()
    for raised in (ZeroDivisionError(), UsageError("找不到文件"), PermissionError(13, "no", "x.xlsx")):

        def command(progress: object, error: Exception = raised) -> None:
            raise error

        job = jobs.start("合并", "merge", command)
        assert job is not None
        while job.running:
            time.sleep(0.005)
        assert job.error
        assert ("程序内部出错" in job.error) == isinstance(raised, ZeroDivisionError)


def test_time_left_follows_the_pace() -> None:
    job = Job(1, "合并", "merge", stage="读取", done=10, total=40, stage_started=time.monotonic() - 10)
    left = job.seconds_left
    assert left is not None
    assert 25 < left < 35


def test_a_file_is_opened_with_the_desks_own_program(page: Page) -> None:
    (page.root / "工作台.xlsx").write_bytes(b"")
    assert page.client.post("/open", data={"path": "工作台.xlsx"}).status_code == 204
    assert page.opened == [page.root / "工作台.xlsx"]


def test_a_new_office_workbook_is_put_in_place_once(page: Page) -> None:
    page.client.post("/settings")
    made = (page.root / "工作台.xlsx").read_bytes()
    (page.root / "工作台.xlsx").write_bytes(made + b" ")
    page.client.post("/settings")
    assert (page.root / "工作台.xlsx").read_bytes() == made + b" "
