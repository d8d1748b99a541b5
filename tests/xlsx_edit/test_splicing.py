"""Words put into a part byte for byte: the tree says the same, every other byte is the old one."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from union_xl.xlsx_edit.rich_text import patch_bytes

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)
NOISE = st.sampled_from(
    [
        "<!-- <a:t>not here</a:t> -->",
        "<![CDATA[<a:t>nor here</a:t>]]>",
        "<?x <a:t>?>",
        "<a:rPr lang='zh>' b=\"&lt;/a:t>\"/>",
        "<a:t/>",
        "<a:tx>other</a:tx>",
        "<t xmlns='urn:other'>same name</t>",
        "\n  ",
    ]
)
RUNS = st.lists(st.tuples(st.lists(NOISE, max_size=3), TEXT, st.booleans()), min_size=1, max_size=6)


def part(runs: list[tuple[list[str], str, bool]], head: str = "") -> bytes:
    inner = "".join(
        "".join(noise) + ("<a:t xml:space='preserve'>" if kept else "<a:t>") + escape(text) + "</a:t>"
        for noise, text, kept in runs
    )
    return f"{head}<d xmlns:a='urn:a'>{inner}</d>".encode()


@given(RUNS, st.data())
def test_the_tree_says_the_same(runs: list[tuple[list[str], str, bool]], data: st.DataObject) -> None:
    """New words in some runs: as if the tree had been changed, whatever stands around them."""
    before = part(
        runs, data.draw(st.sampled_from(["", '<?xml version="1.0" encoding="utf-8"?>\n', "\ufeff"]))
    )
    root = etree.fromstring(before)
    runs_of = [one for one in root.iter("{urn:a}t") if one.text is not None]
    words = {one: data.draw(TEXT) for one in runs_of if data.draw(st.booleans())}
    after = patch_bytes(before, root, words)
    assert after is not None
    for one, text in words.items():
        one.text = text
    assert etree.tostring(etree.fromstring(after), method="c14n") == etree.tostring(root, method="c14n")


def test_what_cannot_be_told_byte_by_byte_is_left_to_the_tree() -> None:
    """Another encoding, an element without room, one with something in it."""
    for data in (
        part([([], "甲", False)], '<?xml version="1.0" encoding="GBK"?>').decode().encode("gbk"),
        '<d xmlns:a="urn:a"><a:t>甲</a:t></d>'.encode("utf-16"),
        b'<d xmlns:a="urn:a"><a:t/></d>',
        b'<d xmlns:a="urn:a"><a:t>a<!-- b -->c</a:t></d>',
    ):
        root = etree.fromstring(data)
        assert patch_bytes(data, root, {next(root.iter("{urn:a}t")): "乙"}) is None
