"""A review that has ended: the text first, then who ended it and how."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Review, Status
from hitl.ui import components
from hitl.ui.feedback import feedback_so_far
from hitl.ui.session import escaped
from hitl.ui.text_panel import show_text, take_along


def finished(desk: ReviewDesk, review: Review) -> None:
    """Show the text that was approved, or kept without approval, and what can be done with it."""
    left, right = st.columns([1.75, 1], gap="large")
    with left:
        if review.counters.texts:
            kept = desk.revision(review.id, review.counters.texts)
            show_text(review, kept)
            with st.container(horizontal=True, gap="small"):
                take_along(review, kept)
        else:
            components.text("No draft was ever written.")
    with right:
        _verdict(desk, review)
        st.page_link("pages/review.py", label="Start another draft", icon=":material/add:", query_params={})
        feedback_so_far(desk, review)


def _verdict(desk: ReviewDesk, review: Review) -> None:
    decisions = desk.decisions(review.id)
    last = decisions[-1] if decisions else None
    who = f"{last.actor}, {components.clock(last.at)}" if last else components.clock(review.updated_at)
    if review.status is Status.ACCEPTED:
        st.header("Approved", anchor=False)
        st.success(escaped(f"Accepted by {who}."))
    else:
        st.header("Not approved", anchor=False)
        st.warning(escaped(f"{review.status.value}: {review.ending}. {who}."))
    if last and last.feedback:
        components.asked([("Unresolved" if review.status is Status.CLOSED else "Note", last.feedback)])
