"""A review that has ended: the text first, then who ended it and how."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Decision, Review, Revision, Status
from hitl.ui import components
from hitl.ui.actions import pressed
from hitl.ui.bar import go
from hitl.ui.components import escaped
from hitl.ui.feedback import brief_and_feedback
from hitl.ui.meanwhile import came_meanwhile
from hitl.ui.refusals import messages
from hitl.ui.starting import start_again
from hitl.ui.text_panel import show_text, take_along
from hitl.ui.unsent import done_with, recall, recalled, show_unsent
from hitl.wording import ending


def finished(desk: ReviewDesk, review: Review) -> None:
    """Show the text that was approved, or kept without approval, and what can be done with it."""
    decisions = desk.decisions(review.id)
    recall(desk, review, decisions)
    kept = desk.revision(review.id, review.counters.texts) if review.counters.texts else None
    left, right = components.text_and_side()
    with left:
        came_meanwhile(desk, review)
        _text(desk, review, kept, decisions)
    with right:
        messages(review.id)
        _verdict(review, decisions)
        st.page_link("pages/audit.py", label="Audit", icon=":material/fact_check:", query_params={"thread": review.id})
        show_unsent(review.id)
        if pressed("Start another draft", key=f"another-{review.id}", icon=":material/add:"):
            go("pages/review.py")
        brief_and_feedback(review, kept, decisions)
    recalled(review.id)
    done_with(review.id)


def _text(desk: ReviewDesk, review: Review, kept: Revision | None, decisions: list[Decision]) -> None:
    if kept is None:
        components.text("No draft was ever written.")
        return
    show_text(review, kept, decisions)
    with st.container(horizontal=True, gap="small"):
        start_again(desk, review.id, kept.number)
        take_along(review, kept, decisions)


def _verdict(review: Review, decisions: list[Decision]) -> None:
    verdict, told = ending(review, decisions)
    st.header(verdict, anchor=False)
    (st.success if review.status is Status.ACCEPTED else st.warning)(escaped(told))
