"""A review on which nothing can be decided: it has ended, or something of it cannot be read."""

from collections.abc import Sequence

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Decision, Review, Status
from hitl.ui import components
from hitl.ui.actions import pressed
from hitl.ui.bar import go
from hitl.ui.components import escaped
from hitl.ui.feedback import brief_and_feedback
from hitl.ui.meanwhile import came_meanwhile
from hitl.ui.refusals import messages
from hitl.ui.starting import start_again
from hitl.ui.text_panel import show_text, take_along
from hitl.ui.unsent import done_with, recall, show_unsent
from hitl.wording import ending


def ended(desk: ReviewDesk, review: Review) -> None:
    """Show the last text and what can be done with it, beside who ended the review and how, or what is wrong."""
    if review.damage:
        st.error(escaped(review.damage))
    decisions = desk.decisions(review.id)
    recall(desk, review, decisions)
    last = desk.revision(review.id, review.counters.texts) if review.counters.texts else None
    left, right = components.text_and_side()
    with left:
        came_meanwhile(desk, review)
        if last is None:
            components.text("No draft was ever written.")
        else:
            show_text(review, last, decisions)
            with st.container(horizontal=True, gap="small"):
                if not review.damage:
                    start_again(desk, review.id, last.number)
                take_along(review, last, decisions)
    with right:
        _verdict(review, decisions)
        show_unsent(review.id)
        if pressed("Start another draft", key=f"another-{review.id}", icon=":material/add:"):
            go("pages/review.py")
        brief_and_feedback(review, last, decisions)
    done_with(review.id)


def _verdict(review: Review, decisions: Sequence[Decision]) -> None:
    if review.damage:
        st.header("Nothing can be decided here", anchor=False)
        components.text("Its texts, feedback and decisions are kept. The desk looks again when this page is opened.")
        return
    messages(review.id)
    verdict, told = ending(review, decisions)
    st.header(verdict, anchor=False)
    (st.success if review.status is Status.ACCEPTED else st.warning)(escaped(told))
    st.page_link("pages/audit.py", label="Audit", icon=":material/fact_check:", query_params={"thread": review.id})
