"""What occurs more than once among very many texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from union_xl.merge.keys import duplicated_values


@given(st.lists(st.one_of(st.none(), st.sampled_from("甲乙丙丁戊"), st.text(max_size=2)), max_size=40))
def test_every_value_that_occurs_twice_is_found(values: list[str | None]) -> None:
    """All its places in order, the values in the order of their first place; blanks are never found."""
    found = duplicated_values(values)
    known = [value for value in dict.fromkeys(values) if value is not None and values.count(value) > 1]
    assert list(found) == known
    assert all(rows == [n for n, value in enumerate(values) if value == at] for at, rows in found.items())
