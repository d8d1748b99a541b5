"""The order of children in a part, after the sequences of ECMA-376 as `openxml-audit` carries them.

That program looks at attributes and values; here every element's children are matched against the particle
its type declares.  Elements of other namespaces than the declared ones, and what stands in
mc:AlternateContent, are looked through.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree

PREFIXES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing": "cdr",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
}
_ANY_ORDER = ("x:CT_Font/", "x:CT_RPrElt/")
"""Of these ISO/IEC 29500-1 says `choice`, the data at hand `sequence`."""
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def known() -> bool:
    """Whether the sequences are at hand (`openxml-audit` of the extra `test`)."""
    return find_spec("openxml_audit") is not None


@lru_cache(maxsize=1)
def _types() -> dict[str, dict[str, Any]]:
    """{`x:CT_Cell/x:c`: its declaration}."""
    spec = find_spec("openxml_audit")
    assert spec and spec.origin
    found = {}
    for path in (Path(spec.origin).parent / "data" / "openxml" / "schemas").glob("*openxmlformats*.json"):
        for one in json.loads(path.read_text("utf-8")).get("Types", ()):
            found[one["Name"]] = one
    return found


@lru_cache(maxsize=1)
def _roots() -> dict[str, str]:
    """{`x:worksheet`: the name of the type of a part's root element}."""
    found = {name.rpartition("/")[2]: name for name in _types()}
    return found | {name.rpartition("/")[2]: name for name, one in _types().items() if one.get("Part")}


def faults(root: Any) -> list[str]:
    """What stands in a part where its type does not let it stand, with the type."""
    name = _qualified(root)
    kind = _roots().get(name)
    if name[0] == "?":
        return []
    return [f"{name}: no such part"] if kind is None else list(_walk(root, kind))


def _walk(element: Any, kind: str) -> Any:
    declared = _types().get(kind, {})
    children = list(_children(element))
    types = {one["Name"].rpartition("/")[2]: one["Name"] for one in declared.get("Children", ())}
    particle = declared.get("Particle")
    if children and particle is None and not declared.get("Children") and kind in _types():
        yield f"{kind}: holds {_qualified(children[0])}"
        return
    if particle is not None:
        said = "".join(f"<{_qualified(child)}>" for child in children)
        pattern = _pattern(kind)
        if not pattern.fullmatch(said):
            yield f"{kind}: children {said[:300]}"
    for child in children:
        inner = types.get(_qualified(child))
        if inner is not None:
            yield from _walk(child, inner)


def _children(element: Any) -> Any:
    """The children of known namespaces; the first choice of mc:AlternateContent stands for it."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        space, _, name = child.tag[1:].partition("}")
        if space == _COMPATIBILITY and name == "AlternateContent":
            fallback = child.find(f"{{{_COMPATIBILITY}}}Fallback")
            yield from _children(fallback) if fallback is not None else ()
        elif space in PREFIXES:
            yield child


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    if kind.startswith(_ANY_ORDER):
        names = "|".join(re.escape(one["Name"].rpartition("/")[2]) for one in _types()[kind]["Children"])
        return re.compile(f"(?:<(?:{names})>)*")
    return re.compile(_expression(_types()[kind]["Particle"]))


def _expression(particle: dict[str, Any]) -> str:
    """A particle as a regular expression over `<x:name>` tokens."""
    inner = [_expression(one) for one in particle.get("Items", ())]
    kind = particle.get("Kind")
    if kind is None:
        name = re.escape(particle["Name"].rpartition("/")[2]) if "Name" in particle else "[^>]*"
        made = f"(?:<{name}>)"
    elif kind in ("Choice", "All"):
        made = "(?:" + "|".join(inner) + ")" + ("*" if kind == "All" else "")
    elif kind == "Any":
        made = "(?:<[^>]*>)"
    else:
        made = "(?:" + "".join(inner) + ")"
    return made + _occurs(particle)


def _occurs(particle: dict[str, Any]) -> str:
    told = particle.get("Occurs")
    if told is None:
        return ""
    least, most = told[0].get("Min", 0), told[0].get("Max")
    return f"{{{least},{most if most else ''}}}" if (least, most) != (1, 1) else ""


def _qualified(element: Any) -> str:
    space, _, name = element.tag[1:].partition("}")
    return f"{PREFIXES.get(space, '?')}:{name}"


def of_bytes(data: bytes) -> list[str]:
    """The same for a part's bytes; [] for parts whose root is of no known namespace."""
    root = etree.fromstring(data)
    return faults(root) if _qualified(root)[0] != "?" else []
