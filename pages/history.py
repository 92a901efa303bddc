"""The history page: any two revisions of a review as a diff, why they differ, and the whole trail."""

import streamlit as st

from hitl.domain import Status
from hitl.ui.actions import say_saved
from hitl.ui.bar import desk_page
from hitl.ui.comparison import comparison
from hitl.ui.components import escaped
from hitl.ui.drafting import settled_soon
from hitl.ui.heading import heading
from hitl.ui.history import trail_table
from hitl.ui.meanwhile import keep_watch
from hitl.ui.refusals import messages, overtaken
from hitl.ui.session import address, last_opened, opened

with desk_page() as desk:
    thread = address() or last_opened()
    if not thread:
        st.info("Open a draft first, from the list: its revisions are shown here.")
        st.stop()

    review = settled_soon(desk, opened(desk.review(thread)))
    heading(review)
    say_saved()
    with st.container(horizontal=True, gap="small"):
        about = {"thread": thread}
        st.page_link("pages/review.py", label="Back to review", icon=":material/arrow_back:", query_params=about)
        st.page_link("pages/audit.py", label="Audit", icon=":material/fact_check:", query_params=about)
    refused = st.container()
    if review.damage:
        st.error(escaped(review.damage))
    elif review.status is Status.DRAFTING:
        st.info("A new revision is being written. Go back to the review to follow it.")
    keep_watch(desk, review.id, review.stop)
    revisions, decisions = desk.revisions(review.id), desk.decisions(review.id)
    if revisions:
        comparison(desk, desk.lineage(review, revisions, decisions))
    else:
        st.info("No revision has been written yet.")
    trail_table(review, revisions, decisions)
    with refused:
        messages(review.id)
        overtaken(review)
