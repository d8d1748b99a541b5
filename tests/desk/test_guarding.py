"""Nobody but this machine's own window talks to the page, and nothing outside the work folder is reached."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.desk.conftest import HOME, PORT, Page
from union_xl.desk.folder import WorkFolder
from union_xl.desk.site import site
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
