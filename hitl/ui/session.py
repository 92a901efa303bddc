"""What one browser session remembers: the review that it looked at."""

import streamlit as st

from hitl.domain import Review


def address() -> str:
    """The review that the address of the page names, "" where it names none."""
    return st.query_params.get("thread", "")


def opened(review: Review) -> Review:
    """The same review, remembered as the one that this session looks at."""
    st.session_state["thread"] = review.id
    return review


def last_opened() -> str:
    """The review that this session looked at last, "" where there was none."""
    return str(st.session_state.get("thread", ""))
