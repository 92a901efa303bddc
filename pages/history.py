"""The history page: any two revisions of a review as a diff, why they differ, and the whole trail."""

import streamlit as st

from hitl.errors import HitlError
from hitl.ui.heading import heading
from hitl.ui.history import comparison, trail_table
from hitl.ui.session import dead_end, last_thread, messages, open_desk, pick_a_review, thread

desk = open_desk()
address = thread() or last_thread()
if not address:
    pick_a_review()
    st.stop()

try:
    review = desk.review(address)
    heading(review)
    st.page_link(
        "pages/review.py", label="Back to review", icon=":material/arrow_back:", query_params={"thread": review.id}
    )
    messages()
    revisions = desk.revisions(review.id)
    decisions = desk.decisions(review.id)
    if revisions:
        comparison(desk, review, revisions, decisions)
    else:
        st.info("No revision has been written yet.")
    trail_table(review, revisions, decisions)
except HitlError as error:
    dead_end(error)
