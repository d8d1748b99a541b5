"""Checks that pause where the rules of their ledger are to be run, so that those of several files run at one
go: a statement over one file costs nearly as much as one over ten."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TypeVar

from union_xl.check.check_state import CheckState
from union_xl.check.row_rules import RuleResults, run_row_rules

T = TypeVar("T")
CheckSteps = Generator[CheckState, RuleResults, T]
"""A check in steps: it yields its state, is sent what breaks the rules there, and goes on."""


def run_together(checks: Sequence[CheckSteps[T]]) -> list[T]:
    """What each check comes to.  Raises what one of them raises."""
    done: dict[int, T] = {}
    waiting: dict[int, RuleResults | Exception | None] = dict.fromkeys(range(len(checks)))
    while waiting:
        states: dict[int, CheckState] = {}
        for number, found in waiting.items():
            try:
                states[number] = _gone_on(checks[number], found)
            except StopIteration as end:
                done[number] = end.value
        waiting = dict(zip(states, _found([*states.values()]), strict=True))
    return [done[number] for number in range(len(checks))]


def _gone_on(check: CheckSteps[T], found: RuleResults | Exception | None) -> CheckState:
    if found is None:
        return next(check)
    return check.throw(found) if isinstance(found, Exception) else check.send(found)


def _found(states: Sequence[CheckState]) -> Sequence[RuleResults | Exception]:
    """What breaks the rules in each state; a fault that one of them causes is its own."""
    try:
        return run_row_rules(states)
    except Exception as error:
        if len(states) == 1:
            return [error]
    return [one for state in states for one in _found([state])]
