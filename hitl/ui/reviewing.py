"""The page of a review: the draft as it grows, the decision, the approved text."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Review, Status, Stop
from hitl.ui import components
from hitl.ui.decision import decision_panel
from hitl.ui.drafting import drafting, settled_soon
from hitl.ui.ended import ended
from hitl.ui.feedback import brief_and_feedback
from hitl.ui.heading import heading
from hitl.ui.meanwhile import came_meanwhile, keep_watch, notice
from hitl.ui.refusals import overtaken
from hitl.ui.session import edits_by_hand, opened
from hitl.ui.text_panel import own_hand, text_panel
from hitl.ui.unsent import recall


def reviewing(desk: ReviewDesk, thread: str) -> None:
    """Show the review of this id as it stands, and follow it while a draft is being written. Raises HitlError."""
    top = st.container()
    review = settled_soon(desk, opened(desk.review(thread)))
    with top:
        heading(review)
        notice(desk, review)
        overtaken(review)
    if review.status is Status.DRAFTING and not review.damage:
        st.empty()  # takes away at once what stood there: Streamlit leaves it until the script ends, long hence
        with st.empty().container():
            drafting(desk, review)
        return
    with st.container():
        if review.stop and not review.damage:
            _at_a_stop(desk, review, review.stop)
        else:
            ended(desk, review)


def _at_a_stop(desk: ReviewDesk, review: Review, stop: Stop) -> None:
    """The text, or the editor's own, beside the decision on it."""
    decisions = desk.decisions(review.id)
    recall(desk, review, decisions)
    keep_watch(desk, review.id, stop)
    current = desk.revision(review.id, stop.number) if stop.number else None
    by_hand = current is not None and edits_by_hand(review)
    left, right = components.text_and_side()
    with left:
        came_meanwhile(desk, review)
        if current is None:
            components.text("The first draft has not come.")
        elif by_hand:
            own_hand(desk, review, stop)
        else:
            text_panel(desk, review, stop, decisions)
    with right:
        if not by_hand:
            decision_panel(desk, review, stop, decisions)
        brief_and_feedback(review, current, decisions)
