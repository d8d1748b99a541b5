"""Nobody but this machine's own window talks to the page, and nothing outside the work folder is reached."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.desk.conftest import HOME, PORT, Page
from union_xl.desk.folder import WorkFolder
from union_xl.desk.routes import site
from union_xl.model import UsageError


def stranger(page: Page, **headers: str) -> TestClient:
    made = TestClient(site(page.desk), base_url=HOME)
    made.headers.update(headers)
    return made


def test_without_the_link_nothing_is_shown(page: Page) -> None:
    assert stranger(page).get("/").status_code == 403
    assert stranger(page).get("/?key=wrong").status_code == 403


def test_the_link_works_once(page: Page) -> None:
    assert page.client.get("/").status_code == 200
    assert page.desk.keys.link == ""
    assert stranger(page).get("/", params={"key": ""}).status_code == 403


@pytest.mark.parametrize("host", [f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", ""])
def test_a_foreign_host_name_is_refused_even_with_the_cookie(page: Page, host: str) -> None:
    assert page.client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", f"http://127.0.0.1:{PORT + 1}"])
def test_a_post_from_another_page_does_nothing(page: Page, origin: str) -> None:
    answer = page.client.post("/settings", headers={"origin": origin})
    assert answer.status_code == 403
    assert not (page.root / "工作台.xlsx").exists()
    assert not page.opened


def test_the_answers_forbid_foreign_scripts_and_frames(page: Page) -> None:
    headers = page.client.get("/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["../x.xlsx", "/etc/passwd", "a/../../x", "结果/../..", "a\0b"])
def test_paths_that_lead_out_are_refused(page: Page, path: str) -> None:
    with pytest.raises(UsageError):
        page.desk.folder.inside(path)
    assert page.client.get("/ledger", params={"file": path}).status_code == 400
    assert page.client.post("/open", data={"path": path}).status_code == 400
    assert not page.opened


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_out_is_no_way_out(page: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (page.root / "外面").symlink_to(outside)
    with pytest.raises(UsageError):
        page.desk.folder.inside("外面/台账.xlsx")


@pytest.mark.parametrize(
    ("name", "put"),
    [
        ("../../a.xlsx", "a.xlsx"),
        ("/etc/passwd", "etc/passwd"),
        ("甲公司\\会员.xlsx", "甲公司/会员.xlsx"),
        ("C:\\x\\..\\b?.xlsx", "C/x/b.xlsx"),
        ("...", "未命名"),
    ],
)
def test_dropped_files_stay_in_their_reception(page: Page, name: str, put: str) -> None:
    answer = page.client.post("/receive", data={"names": name}, files={"files": ("file", b"x")})
    document = answer.json()
    assert document["files"] == [f"{document['folder']}/{put}"]
    assert (page.root / document["files"][0]).read_bytes() == b"x"


def test_dropped_files_of_one_name_are_all_kept(page: Page) -> None:
    answer = page.client.post(
        "/receive", data={"names": ["a.csv", "a.csv"]}, files=[("files", ("f", b"1")), ("files", ("f", b"2"))]
    )
    assert [(page.root / one).read_bytes() for one in answer.json()["files"]] == [b"1", b"2"]


def test_html_in_names_is_text(page: Page) -> None:
    (page.root / "收").mkdir()
    (page.root / "收" / "<b>x.xlsx").write_bytes(b"")
    shown = page.client.get("/do/check").text
    assert "<b>x" not in shown
    assert "&lt;b&gt;x" in shown


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        WorkFolder.at(tmp_path / "没有")


def test_requests_of_unknown_or_senseless_size_are_refused(page: Page) -> None:
    """Chunked bodies have no end; only dropping files may be large."""
    assert page.client.post("/receive", content=iter([b"x"])).status_code == 411
    assert page.client.post("/do/merge", headers={"content-length": "9999999"}).status_code == 413
    assert page.client.post("/receive", headers={"content-length": "3221225472"}).status_code == 413


def test_senseless_numbers_and_escaped_paths_are_one_sentence(page: Page) -> None:
    for at in ("/ledger?from=²", "/job/99999999999999999999", "/ledger?file=%2e%2e%2f%2e%2e%2fetc%2fpasswd"):
        answer = page.client.get(at)
        assert answer.status_code == 400, at
        assert "程序内部出错" not in answer.text
    assert page.client.get("/%2e%2e/%2e%2e/etc/passwd").status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_linked_file_from_outside_is_not_offered(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "工资.xlsx"
    secret.write_bytes(b"x")
    (page.root / "工资.xlsx").symlink_to(secret)
    assert "工资" not in page.client.get("/do/check").text


def test_long_and_reserved_names_of_dropped_files_can_be_written(page: Page) -> None:
    """The ending stays: without it the file would be no table."""
    names = ["会" * 200 + ".xlsx", "CON.xlsx", "nul"]
    for name in names:
        document = page.client.post("/receive", data={"names": name}, files={"files": ("f", b"x")}).json()
        (put,) = document["files"]
        assert (page.root / put).read_bytes() == b"x"
        assert len(os.fsencode(Path(put).name)) < 200 and Path(put).suffix == Path(name).suffix
        assert Path(put).stem.upper() not in ("CON", "NUL")


def test_what_could_not_be_taken_in_whole_leaves_nothing(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.copyfileobj", lambda *one: (_ for _ in ()).throw(OSError(28, "no space")))
    answer = page.client.post("/receive", data={"names": "a.csv"}, files={"files": ("f", b"1")})
    assert answer.status_code == 500
    assert not [path for path in (page.root / "收到").rglob("*") if path.is_file()]


def test_earlier_states_are_no_ledger_to_work_with(page: Page) -> None:
    """The copies of 定稿 and what a bundle brings along are not offered."""
    for folder in ("结果", "结果/档案/2022H1/第1次/台账", "python/lib"):
        (page.root / folder).mkdir(parents=True)
        (page.root / folder / "汇总台账.xlsx").write_bytes(b"x")
    assert page.desk.folder.ledgers() == ["结果/汇总台账.xlsx"]
    assert 'value="结果"' in page.client.get("/do/freeze").text
