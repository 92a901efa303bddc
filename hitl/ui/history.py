"""The parts of the history page."""

from collections.abc import Sequence

import streamlit as st

from hitl import trail
from hitl.desk import ReviewDesk
from hitl.domain import Author, Decision, Review, Revision, Verb
from hitl.ui import components
from hitl.ui.actions import act
from hitl.ui.actor import actor


def comparison(desk: ReviewDesk, review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> None:
    """Choose two revisions; show what changed between them, and what asked for it."""
    st.header("What changed", anchor=False)
    old, new, sides = _choice(review, revisions)
    changes = components.diff(old.text, new.text, sides=sides)
    components.diff_counts(changes)
    first, last = sorted((old.number, new.number))
    components.asked(
        [(f"v{r.number}", _cause(review, r, decisions)) for r in revisions[first:last]] or [_start(review, new)]
    )
    if review.stop and new.number == len(revisions) and old.number != new.number:
        key, stop = f"restore-{review.stop.interrupt_id}-{old.number}", review.stop
        act("Restore this revision", key, lambda: desk.restore(review.id, stop, actor(), old.number))
        components.remark(f"Brings revision {old.number} back as a new revision; nothing later is lost.")


def trail_table(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> None:
    """Every event of the review as a table, and as files to take along."""
    st.header("The whole trail", anchor=False)
    rows = trail.rows(review, revisions, decisions)
    st.dataframe(rows, hide_index=True)
    with st.container(horizontal=True, gap="small"):
        name = f"history-{review.id[:8]}"
        st.download_button("CSV", lambda: trail.as_csv(rows), f"{name}.csv", "text/csv", on_click="ignore")
        markdown = st.download_button
        markdown(
            "Markdown",
            lambda: trail.as_markdown(review, rows, revisions),
            f"{name}.md",
            "text/markdown",
            on_click="ignore",
        )
        st.download_button(
            "JSON",
            lambda: trail.as_json(review, rows, revisions),
            f"{name}.json",
            "application/json",
            on_click="ignore",
        )


def _choice(review: Review, revisions: Sequence[Revision]) -> tuple[Revision, Revision, bool]:
    numbers = [r.number for r in revisions]
    left, middle, right = st.columns([1, 1, 1], vertical_alignment="bottom")
    latest = len(numbers)
    old = left.selectbox(
        "From",
        numbers,
        max(latest - 2, 0),
        format_func=lambda n: _name(revisions[n - 1]),
        key=f"from-{review.id}-{latest}",
    )
    new = middle.selectbox(
        "To", numbers, latest - 1, format_func=lambda n: _name(revisions[n - 1]), key=f"to-{review.id}-{latest}"
    )
    layout = right.segmented_control(
        "Layout", ["Inline", "Side by side"], default="Inline", required=True, key="layout"
    )
    return revisions[old - 1], revisions[new - 1], layout == "Side by side"


def _name(revision: Revision) -> str:
    return f"v{revision.number} · {_writer(revision)}"


def _writer(revision: Revision) -> str:
    return "by hand" if revision.author is Author.EDITOR else revision.model


def _cause(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    decision = next((d for d in decisions if d.number == revision.cause), None)
    took = f"{_writer(revision)}, {revision.seconds:.1f} s" if revision.author is Author.MODEL else ""
    if decision is None:
        return _start(review, revision)[1]
    if decision.verb is Verb.REVISE:
        return f"{decision.actor} asked: {decision.feedback} ({took})"
    if decision.verb is Verb.RESTORE:
        return f"{decision.actor} restored revision {decision.restored}."
    if decision.verb is Verb.EDIT:
        return f"{decision.actor} edited it by hand."
    return f"{decision.actor} tried again. ({took})"


def _start(review: Review, revision: Revision) -> tuple[str, str]:
    source = "The editor's own text" if revision.author is Author.EDITOR else f"First draft ({_writer(revision)})"
    return f"v{revision.number}", f"{source} for: {review.brief.topic}"
