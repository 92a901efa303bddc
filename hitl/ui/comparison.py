"""The heart of the history page: any two revisions, looked at in one of several ways, with why they differ.

Which ones and how stands in the address, so that a link shows the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import streamlit as st

from hitl import trail
from hitl.desk import ReviewDesk
from hitl.diff import compare, counts
from hitl.domain import Author, Decision, Review, Revision, Stop
from hitl.lineage import Lineage
from hitl.ui import components
from hitl.ui.actions import act, saved
from hitl.ui.actor import actor
from hitl.ui.choosing import choose_changes
from hitl.ui.custom import custom
from hitl.ui.diff_view import View, diff, summary
from hitl.ui.findings import findings
from hitl.ui.origins import earlier_review, origins
from hitl.ui.starting import start_again

WITH_MARKS = (View.INLINE, View.SIDES, View.CHANGES)
"""The views in which there is a way from change to change."""

MOST_IN_STRIP = 30
MOST_SIZES = 10_000
_SIZES: dict[tuple[str, str], tuple[int, int]] = {}


@dataclass(frozen=True)
class _Choice:
    """Which two revisions are compared, by number, and how."""

    old: int
    new: int
    view: View


def comparison(desk: ReviewDesk, lineage: Lineage) -> None:
    """Choose two revisions and a way to look at them; show what changed, and beside it what asked for it."""
    st.header("What changed", anchor=False)
    review, revisions, decisions = lineage.own.review, lineage.own.revisions, lineage.own.decisions
    choice = _choice(review, revisions, decisions)
    old, new = revisions[choice.old - 1], revisions[choice.new - 1]
    changes, wide = compare(old.text, new.text), choice.view is View.SIDES
    main, side = (st.container(), st.container()) if wide else components.sides()
    with main:
        if choice.view is View.CHOOSE:
            choose_changes(desk, review, old, new, changes)
        elif choice.view is View.ORIGINS:
            origins(lineage, new.number)
        else:
            diff(changes, choice.view, (f"v{old.number}", f"v{new.number}"))
        if choice.view in WITH_MARKS:
            components.steps(".st-key-diff", "What changed", "steps")
    with side:
        summary(changes)
        _why(lineage, choice)
        _ways_back(desk, review, old, revisions[-1], _displayed(choice))
        findings(lineage, old, new)


def _why(lineage: Lineage, choice: _Choice) -> None:
    """Each step between the two revisions: who asked for it, in which words, who wrote it, and what it took."""
    review, revisions = lineage.own.review, lineage.own.revisions
    if len(revisions) == 1:
        components.remark("Only one revision so far.")
    first, last = sorted((choice.old, choice.new))
    steps = revisions[first:last] or [revisions[last - 1]]
    components.asked([(f"v{r.number}", _cause(review, r, lineage.own.decisions)) for r in steps])
    origin = trail.taken_from(review, steps[0])
    if origin and len(lineage.generations) > 1:
        earlier_review(*origin, "why")


def _ways_back(desk: ReviewDesk, review: Review, old: Revision, latest: Revision, displayed: int | None) -> None:
    """Bring the earlier text back, here or as the beginning of a review of its own."""
    stop = None if review.damage or old.text == latest.text else review.stop
    chosen = f"v{old.number}, the one chosen in From: “{trail.beginning(old.text, 60)}”"
    brought = f"Restoring brings back {chosen}. Nothing later is lost."
    components.remark(brought if stop else f"Starting again takes {chosen}.")
    with st.container(horizontal=True, gap="small"):
        if stop:
            _restore(desk, review.id, stop, old.number, displayed)
        start_again(desk, review.id, old.number)


def _displayed(choice: _Choice) -> int | None:
    """The revision that is on the screen in full; None in the views that show parts, or a mixture of two."""
    return None if choice.view in (View.CHANGES, View.CHOOSE) else choice.new


def _restore(desk: ReviewDesk, review_id: str, stop: Stop, number: int, displayed: int | None) -> None:
    restore = lambda: saved(desk.restore(review_id, stop, actor(), number, displayed))  # noqa: E731
    act("Restore this revision", f"restore-{stop.interrupt_id}-{number}", review_id, restore)


def _choice(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> _Choice:
    """The strip of all revisions, the two selects below it, and the switch of views: what the address says at first."""
    latest = len(revisions)
    keys = f"from-{review.id}-{latest}", f"to-{review.id}-{latest}"
    end = _in_address("to", latest, latest)
    start = _in_address("from", max(end - 1, 1), latest)
    _strip(keys, review, revisions, st.session_state.get(keys[1], end))
    names = [f"v{r.number} · {trail.writer_of(review, r, decisions)}" for r in revisions]
    numbers = list(range(1, latest + 1))
    note = partial(_note_in_address, keys)
    left, right = st.columns(2)
    with left:
        old = st.selectbox("From", numbers, start - 1, lambda n: names[n - 1], keys[0], on_change=note)
    with right:
        new = st.selectbox("To", numbers, end - 1, lambda n: names[n - 1], keys[1], on_change=note)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        view = _view(note)
        _step("Earlier", -1, keys, new or end, latest, "Left")
        _step("Later", 1, keys, new or end, latest, "Right")
    return _Choice(old or start, new or end, view)


def _view(note: Callable[[], None]) -> View:
    asked = st.query_params.get("view", "")
    begin = View(asked) if asked in list(View) else View.INLINE
    chosen = st.segmented_control(
        "View",
        list(View),
        default=begin,
        required=True,
        key="view",
        label_visibility="collapsed",
        wrap=True,
        on_change=note,
        format_func=lambda view: view.value,
    )
    return chosen or begin


def _in_address(name: str, default: int, latest: int) -> int:
    asked = st.query_params.get(name, "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else default
    return number if 1 <= number <= latest else default


def _note_in_address(keys: tuple[str, str]) -> None:
    start, end = keys
    view: View = st.session_state.get("view", View.INLINE)  # a save may have taken it away just now
    st.query_params.update({"from": st.session_state[start], "to": st.session_state[end], "view": view.value})


def _strip(keys: tuple[str, str], review: Review, revisions: Sequence[Revision], end: int) -> None:
    """The revisions near the chosen one: author, size, and what each changed; a click shows the step that led to it.

    One piece of the page, however many there are, and no second widget that mirrors "To": such a one would report
    its old value as a new choice now and then.
    """
    first = max(0, min(end - MOST_IN_STRIP // 2, len(revisions) - MOST_IN_STRIP))
    near = range(first, min(first + MOST_IN_STRIP, len(revisions)))
    labels = tuple(_label(review, revisions[k - 1] if k else None, revisions[k]) for k in near)
    key = f"strip-{keys[1]}"

    def chosen() -> None:
        number = st.session_state[key].get("chosen")
        if isinstance(number, int) and 1 <= number <= len(revisions):
            _go_to(keys, number)

    strip = custom("strip", '<div class="strip" role="group" aria-label="Revisions"></div>', "strip")
    with st.container(key="strip"):
        strip(data={"labels": labels, "first": first + 1, "shown": end}, key=key, on_chosen_change=chosen)


def _label(review: Review, before: Revision | None, revision: Revision) -> str:
    words = trail.counted(len(revision.text.split()), "word")
    if origin := trail.taken_from(review, revision):
        return f"v{revision.number} · from v{origin[1]} of an earlier review · {words}"
    hand = "" if revision.author is Author.MODEL else " ✎"
    added, removed = _plus_minus(before, revision)
    return f"v{revision.number}{hand} · {words} · +{added:,} −{removed:,}"


def _plus_minus(before: Revision | None, revision: Revision) -> tuple[int, int]:
    """The words that a revision added and removed; each step is compared once in a process."""
    key = before.sha256 if before else "", revision.sha256
    if known := _SIZES.get(key):
        return known
    if len(_SIZES) >= MOST_SIZES:
        _SIZES.clear()
    count = counts(compare(before.text if before else "", revision.text))
    size = _SIZES[key] = count.added, count.removed
    return size


def _step(label: str, by: int, keys: tuple[str, str], shown: int, latest: int, shortcut: str) -> None:
    def step() -> None:  # from where the last of several quick steps has led
        _go_to(keys, min(max(st.session_state[keys[1]] + by, 1), latest))

    possible = 1 <= shown + by <= latest
    look: Literal["tertiary"] = "tertiary"
    st.button(label, f"step-{label}", on_click=step, disabled=not possible, shortcut=shortcut, type=look)


def _go_to(keys: tuple[str, str], number: int) -> None:
    """Show the step that led to a revision."""
    start, end = keys
    st.session_state[end], st.session_state[start] = number, max(number - 1, 1)
    _note_in_address(keys)


def _cause(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    """Why a revision came to be, in words, and what it took."""
    model = f" ({revision.model}, {revision.seconds:.1f} s, {revision.tokens:,} tokens)"
    took = model if revision.author is Author.MODEL else ""
    return f"{trail.because(review, revision, decisions)}{took}"
