"""The head of a review's pages: its title, where it stands, and who decides."""

import streamlit as st

from hitl.domain import Review
from hitl.ui import components
from hitl.ui.actor import actor_menu
from hitl.wording import progress


def heading(review: Review) -> None:
    """Title, status and revision of a review."""
    components.head(review.title, actor_menu)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        components.status_badge(review.status)
        revision, *left = progress(review)
        with st.container(key="revision", width="content"):
            components.remark(revision)
        for drafts in left:
            components.remark(drafts)
