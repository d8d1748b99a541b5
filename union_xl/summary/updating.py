"""Numbers of an edited summary put right, its words left as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from union_xl.model import Figure, TemplateError
from union_xl.summary import content_controls, wording
from union_xl.summary.content_controls import ContentControl
from union_xl.summary.render import WORDS, open_document
from union_xl.summary.template_names import bases_of

COMPARED = "比较数（需要上期或去年同期的台账）"


@dataclass(frozen=True, slots=True)
class Updated:
    """The document anew: `changed` are the names of numbers that read otherwise now, `gone` those that are
    zero or cannot be counted any more, `numbers` every bound name with its figure."""

    data: bytes
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    numbers: tuple[tuple[str, Figure | None], ...]


def updated(
    data: bytes,
    figures: Sequence[Figure],
    period: str,
    *,
    previous: Sequence[Figure] | None = None,
    last_year: Sequence[Figure] | None = None,
) -> Updated | None:
    """The filled summary `data`, in which somebody wrote, with the figures of now; None where its words are
    as we wrote them, or it is not ours, or of another period."""
    try:
        document = open_document(data, "总结.docx").get_docx()
    except TemplateError:
        return None
    kept = content_controls.load_bindings(document)
    about = kept.get("about", {})
    if about.get("期间", "") != period or about.get(WORDS, "") in (
        "",
        content_controls.words_digest(document),
    ):
        return None
    bound = {int(index): ContentControl(**one) for index, one in kept.get("bound", {}).items()}
    now = {(one.name, one.group_by, one.group): one for one in figures}
    bases = bases_of(figures, previous, last_year)
    texts: dict[int, str] = {}
    changed, gone, numbers = [], [], []
    for index, tagged, text, _ in content_controls.controls(document):
        one = bound.get(index, tagged)
        key = (one.name, one.group_by, one.group)
        figure = now.get(key)
        numbers.append((one.name, figure))
        said = content_controls.bare(wording.worded(figure, one.way, bases.get(key))) if figure else ""
        if not figure or not figure.value:
            gone.append(one.name)
        elif not said:  # a comparison, and nothing to compare with
            gone.append(f"{one.name}的{COMPARED}")
        if said and said != text:
            texts[index] = said
            changed.append(one.name)
            bound[index] = replace(one, text=said)
    content_controls.replace_texts(document, texts)
    content_controls.update_bindings(document, bound, about)
    out = io.BytesIO()
    document.save(out)
    return Updated(out.getvalue(), tuple(dict.fromkeys(changed)), tuple(dict.fromkeys(gone)), tuple(numbers))
