"""The review page: a brief, the draft as it grows, the decision, the approved text."""

import streamlit as st

from hitl.domain import Status
from hitl.errors import HitlError
from hitl.ui import components
from hitl.ui.decision import decision_panel
from hitl.ui.drafting import drafting, settled_soon
from hitl.ui.feedback import feedback_so_far
from hitl.ui.finished import finished
from hitl.ui.heading import heading
from hitl.ui.new_draft import new_draft
from hitl.ui.session import dead_end, messages, open_desk, thread
from hitl.ui.text_panel import text_panel

desk = open_desk()
address = thread()
if not address:
    new_draft(desk)
    st.stop()

try:
    review = settled_soon(desk, desk.review(address))
    heading(review)
    if review.status is Status.DRAFTING:
        drafting(desk, review)
    elif review.stop is None:
        finished(desk, review)
    else:
        left, right = st.columns([1.75, 1], gap="large")
        with left:
            if review.stop.number:
                text_panel(desk, review, review.stop, desk.revision(review.id, review.stop.number))
            else:
                components.text("The first draft has not come. Try again, or abandon this review.")
        with right:
            if not st.session_state.get(f"by-hand-{review.id}"):
                decision_panel(desk, review, review.stop)
            messages()
            feedback_so_far(desk, review)
except HitlError as error:
    dead_end(error)
