"""The parts of the history page."""

from collections.abc import Callable, Sequence

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
    old, new, sides = _choice(review, revisions, decisions)
    text, why = (st.container(), st.container()) if sides else st.columns([1.75, 1], gap="large")
    with text:
        changes = components.diff(old.text, new.text, sides=sides)
    with why:
        if len(revisions) == 1:
            components.remark("Only one revision so far.")
        else:
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
    files: dict[str, tuple[str, str, Callable[[], str | bytes]]] = {
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
    act("Restore this revision", key, review_id, lambda: desk.restore(review_id, stop, actor(), number))
    components.remark(f"Brings v{number} back as a new revision; nothing later is lost.")


def _readable(rows: Sequence[trail.Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=trail.COLUMNS)
    table["time"] = pd.to_datetime(table["time"]).dt.strftime("%Y-%m-%d %H:%M:%S UTC")
    table["revision"] = table["revision"].map(lambda number: f"v{number}" if number else "")
    return table.rename(columns=str.capitalize).rename(columns={"Sha256": "SHA-256"})


def _choice(
    review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]
) -> tuple[Revision, Revision, bool]:
    numbers = [r.number for r in revisions]
    latest = len(numbers)
    names = [f"v{r.number} · {trail.written_by(r, decisions)}" for r in revisions]
    left, middle, right = st.columns(3)
    with left:
        old = st.selectbox("From", numbers, max(latest - 2, 0), lambda n: names[n - 1], f"from-{review.id}-{latest}")
    with middle:
        new = st.selectbox("To", numbers, latest - 1, lambda n: names[n - 1], f"to-{review.id}-{latest}")
    with right:
        layouts = ["Inline", "Side by side"]
        layout = st.segmented_control("Layout", layouts, default=layouts[0], required=True, key="layout")
    return revisions[(old or 1) - 1], revisions[(new or 1) - 1], layout == layouts[1]


def _cause(review: Review, revision: Revision, decisions: Sequence[Decision]) -> str:
    """Why a revision came to be, in words, and what it took."""
    decision = trail.caused_by(revision, decisions)
    model = f"{revision.model}, {revision.seconds:.1f} s, {revision.tokens:,} tokens"
    took = f" ({model})" if revision.author is Author.MODEL else ""
    if decision is None or decision.verb is Verb.RETRY:
        source = "First draft" if took else "The editor's own text"
        return f"{source} for: {review.brief.topic}{took}"
    return f"{trail.told(decision)}{took}"
