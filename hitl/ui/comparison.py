"""The heart of the history page: any two revisions, looked at in one of several ways, with why they differ.

Which ones and how stands in the address, so that a link shows the same.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import streamlit as st

from hitl import wording
from hitl.desk import ReviewDesk
from hitl.diff import compare, counts
from hitl.domain import Author, Decision, Review, Revision
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


def comparison(desk: ReviewDesk, lineage: Lineage) -> None:
    """Choose two revisions and a way to look at them; show what changed, and beside it what asked for it."""
    st.header("What changed", anchor=False)
    review, revisions, decisions = lineage.own.review, lineage.own.revisions, lineage.own.decisions
    start, end, view = _choice(review, revisions, decisions)
    old, new = revisions[start - 1], revisions[end - 1]
    changes = compare(old.text, new.text)
    main, side = (st.container(), st.container()) if view is View.SIDES else components.sides()
    with main:
        if view is View.CHOOSE:
            choose_changes(desk, review, old, new, changes)
        elif view is View.ORIGINS:
            origins(lineage, new.number)
        else:
            diff(changes, view, (f"v{old.number}", f"v{new.number}"))
        if view in WITH_MARKS:
            components.steps(".st-key-diff", "What changed", "steps")
    with side:
        summary(changes)
        _why(lineage, *sorted((start, end)))
        in_full = None if view in (View.CHANGES, View.CHOOSE) else end  # of the others a part is shown, or a mixture
        _ways_back(desk, review, old, revisions[-1], in_full)
        findings(lineage, old, new)


def _why(lineage: Lineage, first: int, last: int) -> None:
    """Each step between two revisions: who asked for it, in which words, who wrote it, and what it took."""
    review, revisions, decisions = lineage.own.review, lineage.own.revisions, lineage.own.decisions
    if len(revisions) == 1:
        components.remark("Only one revision so far.")
    steps = revisions[first:last] or [revisions[last - 1]]
    causes = [wording.because(review, r, decisions) for r in steps]
    took = [f" ({r.model}, {r.seconds:.1f} s, {r.tokens:,} tokens)" * (r.author is Author.MODEL) for r in steps]
    components.asked([(f"v{r.number}", why + cost) for r, why, cost in zip(steps, causes, took, strict=True)])
    origin = wording.taken_from(review, steps[0])
    if origin and len(lineage.generations) > 1:
        earlier_review(*origin, "why")


def _ways_back(desk: ReviewDesk, review: Review, old: Revision, latest: Revision, displayed: int | None) -> None:
    """Bring the earlier text back, here or as the beginning of a review of its own."""
    review_id, number = review.id, old.number
    stop = None if review.damage or old.text == latest.text else review.stop
    chosen = f"v{number}, the one chosen in From: “{wording.beginning(old.text, 60)}”"
    brought = f"Restoring brings back {chosen}. Nothing later is lost."
    components.remark(brought if stop else f"Starting again takes {chosen}.")
    with st.container(horizontal=True, gap="small"):
        if stop:
            restore = lambda: saved(desk.restore(review_id, stop, actor(), number, displayed))  # noqa: E731
            act("Restore this revision", f"restore-{stop.interrupt_id}-{number}", review_id, restore)
        start_again(desk, review_id, number)


def _choice(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> tuple[int, int, View]:
    """Which two revisions, and how: by a strip, two selects and a switch, which begin as the address says."""
    latest = len(revisions)
    keys = f"from-{review.id}-{latest}", f"to-{review.id}-{latest}"
    end = _in_address("to", latest, latest)
    start = _in_address("from", max(end - 1, 1), latest)
    _strip(keys, review, revisions, st.session_state.get(keys[1], end))
    names = [f"v{r.number} · {wording.writer_of(review, r, decisions)}" for r in revisions]
    note = partial(_note_in_address, keys)
    chosen = [
        place.selectbox(label, range(1, latest + 1), n - 1, lambda n: names[n - 1], key, on_change=note) or n
        for place, label, n, key in zip(st.columns(2), ("From", "To"), (start, end), keys, strict=True)
    ]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        view = _view(note)
        _step("Earlier", -1, keys, chosen[1], latest, "Left")
        _step("Later", 1, keys, chosen[1], latest, "Right")
    return chosen[0], chosen[1], view


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
    words = wording.counted(len(revision.text.split()), "word")
    if origin := wording.taken_from(review, revision):
        return f"v{revision.number} · from v{origin[1]} of an earlier review · {words}"
    hand = "" if revision.author is Author.MODEL else " ✎"
    if before is None:
        return f"v{revision.number}{hand} · {words}"
    added, removed = _plus_minus(before.text, revision.text)
    return f"v{revision.number}{hand} · {words} · +{added:,} −{removed:,}"


@st.cache_data(show_spinner=False, max_entries=10_000)
def _plus_minus(before: str, after: str) -> tuple[int, int]:
    """The words that a step added and removed; each is compared once in a process."""
    count = counts(compare(before, after))
    return count.added, count.removed


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
