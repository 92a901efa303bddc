"""A draft as it is being written. The page only follows: the worker writes on without it."""

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from hitl.desk import ReviewDesk
from hitl.domain import Review, Status
from hitl.ui import components
from hitl.ui.actor import actor
from hitl.ui.session import escaped

FRAME_SECONDS = 0.05
"""At most so often is the growing text drawn anew."""

POLL_SECONDS = 0.25
PATIENCE_SECONDS = 0.3
"""How long a decision may take to be carried out before the page says that it is at work."""


def settled_soon(desk: ReviewDesk, review: Review) -> Review:
    """The review, after a short wait if it is only passing through; spares the page a flicker."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while review.status is Status.DRAFTING and time.monotonic() < deadline:
        if (live := desk.live(review.id)) and live.text:
            break
        time.sleep(0.02)
        review = desk.review(review.id)
    return review


def drafting(desk: ReviewDesk, review: Review) -> None:
    """Show the growing text until the review waits or has ended, then draw the page anew."""
    number = review.counters.texts + 1
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        components.remark(f"Writing revision {number}. You may leave this page: the draft goes on.")
        st.button(
            "Stop",
            key=f"halt-{review.id}-{number}",
            icon=":material/stop_circle:",
            on_click=desk.halt,
            args=(review.id, actor()),
        )
    with st.container(key="draft", border=True):
        slot = st.empty()
    slot.html(components.draft_html(" "))
    _follow(desk, review.id, slot)
    st.rerun()


def _follow(desk: ReviewDesk, review_id: str, slot: DeltaGenerator) -> None:
    seen = -1
    while desk.review(review_id).status is Status.DRAFTING:
        live = desk.live(review_id)
        if live is None:
            if fault := desk.fault(review_id):
                st.error(escaped(fault))
                st.stop()
            time.sleep(POLL_SECONDS)
            continue
        while not live.over:
            seen = live.wait(seen, POLL_SECONDS)
            slot.html(components.draft_html(live.text or " "))
            time.sleep(FRAME_SECONDS)
