"""A review of which something cannot be read: what is left of it, and the ways on."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Review
from hitl.ui import components
from hitl.ui.actions import pressed
from hitl.ui.bar import go
from hitl.ui.feedback import brief_and_feedback
from hitl.ui.text_panel import show_text, take_along


def damaged(desk: ReviewDesk, review: Review) -> None:
    """Say what is wrong, and show the last text that is there, to be taken along."""
    st.error(components.escaped(review.damage))
    decisions = desk.decisions(review.id)
    last = desk.revision(review.id, review.counters.texts) if review.counters.texts else None
    left, right = components.text_and_side()
    with left:
        if last is None:
            components.text("No draft was ever written.")
        else:
            show_text(review, last, decisions)
            with st.container(horizontal=True, gap="small"):
                take_along(review, last, decisions)
    with right:
        st.header("Nothing can be decided here", anchor=False)
        components.text("Its texts, feedback and decisions are kept. The desk looks again when this page is opened.")
        if pressed("Start another draft", key=f"another-{review.id}", icon=":material/add:"):
            go("pages/review.py")
        brief_and_feedback(review, last, decisions)
