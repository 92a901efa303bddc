"""The head of a review's pages: its title, where it stands, and who decides."""

import streamlit as st

from hitl.domain import Review
from hitl.policy import last_number
from hitl.ui import components
from hitl.ui.actor import actor_menu


def heading(review: Review) -> None:
    """Title, status and revision of a review."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        components.title(review.title)
        actor_menu()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        components.status_badge(review.status)
        with st.container(key="revision", width="content"):
            number, last = review.counters.texts, last_number(review.counters, review.policy)
            components.remark(f"Revision {number} of {last}" if number else "No draft yet")
