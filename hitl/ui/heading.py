"""The head of a review's pages: its title, where it stands, and who decides."""

import streamlit as st

from hitl.domain import Review
from hitl.policy import last_number, revisions_left
from hitl.trail import counted
from hitl.ui import components
from hitl.ui.actor import actor_menu


def heading(review: Review) -> None:
    """Title, status and revision of a review."""
    components.head(review.title, actor_menu)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        components.status_badge(review.status)
        number, last = review.counters.texts, last_number(review.counters, review.policy)
        with st.container(key="revision", width="content"):
            components.remark(f"Revision {number} of {last}" if number else "No draft yet")
        if number and not review.status.finished:
            left = revisions_left(review.counters, review.policy)
            components.remark(f"{counted(left, 'draft')} left for the model")
