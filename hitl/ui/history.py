"""The parts of the history page."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from hitl import trail
from hitl.desk import ReviewDesk
from hitl.domain import Author, Decision, Review, Revision, Stop, Verb
from hitl.ui import components
from hitl.ui.actions import act
from hitl.ui.actor import actor


def comparison(desk: ReviewDesk, review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> None:
    """Choose two revisions; show what changed between them, and beside it what asked for it."""
    st.header("What changed", anchor=False)
    old, new, sides = _choice(review, revisions)
    text, why = (st.container(), st.container()) if sides else st.columns([1.75, 1], gap="large")
    with text:
        changes = components.diff(old.text, new.text, sides=sides)
    with why:
        components.diff_counts(changes)
        first, last = sorted((old.number, new.number))
        components.asked([(f"v{r.number}", _cause(review, r, decisions)) for r in revisions[first:last] or [new]])
        if review.stop and old.text != revisions[-1].text:
            _restore(desk, review.id, review.stop, old.number)


def trail_table(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> None:
    """Every event of the review as a table, and as files to take along."""
    st.header("The whole trail", anchor=False)
    rows = trail.rows(review, revisions, decisions)
    with st.container(key="trail"):
        st.dataframe(_readable(rows), hide_index=True)
    files = {
        "CSV": ("csv", "text/csv", lambda: trail.as_csv(rows)),
        "Markdown": ("md", "text/markdown", lambda: trail.as_markdown(review, rows, revisions)),
        "JSON": ("json", "application/json", lambda: trail.as_json(review, rows, revisions)),
    }
    with st.container(horizontal=True, gap="small"):
        for label, (ending, mime, data) in files.items():
            name = f"history-{review.id[:8]}.{ending}"
            st.download_button(label, data, name, mime, on_click="ignore", icon=":material/download:")


def _restore(desk: ReviewDesk, review_id: str, stop: Stop, number: int) -> None:
    key = f"restore-{stop.interrupt_id}-{number}"
    act("Restore this revision", key, lambda: desk.restore(review_id, stop, actor(), number))
    components.remark(f"Brings v{number} back as a new revision; nothing later is lost.")


def _readable(rows: Sequence[trail.Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=trail.COLUMNS)
    table["time"] = pd.to_datetime(table["time"]).dt.strftime("%Y-%m-%d %H:%M:%S UTC")
    table["revision"] = table["revision"].map(lambda number: f"v{number}" if number else "")
    return table.rename(columns=str.capitalize).rename(columns={"Sha256": "SHA-256"})


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
        source = "The editor's own text" if revision.author is Author.EDITOR else f"First draft ({took})"
        return f"{source} for: {review.brief.topic}"
    if decision.verb is Verb.REVISE:
        return f"{decision.actor} asked: {decision.feedback} ({took})"
    if decision.verb is Verb.RESTORE:
        return f"{decision.actor} restored revision {decision.restored}."
    if decision.verb is Verb.EDIT:
        return f"{decision.actor} edited it by hand."
    return f"{decision.actor} tried again. ({took})"
