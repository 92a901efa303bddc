"""Starting a review once, however often the click arrives."""

import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from hitl.ui.actions import act
from hitl.ui.actor import actor
from hitl.ui.session import address

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

DOUBLE_CLICK_SECONDS = 2.0
"""So soon after a start no other one is wanted: a second click leads to the review that the first one started."""


def started_once(start: Callable[[str], str], here: str = "") -> str:
    """The id of the review that `start` starts, or that this session started a moment ago from the same place.

    `start` gets a name for the click, which stays the same until a start was confirmed; `here` is the review
    that the page is about, "" for the form of a new draft.
    """
    review_id = _just_started(here)
    if not review_id:
        review_id = start(st.session_state.setdefault("click", uuid.uuid4().hex))
        st.session_state["started"] = review_id, here, time.monotonic()  # first: another click may end this one here
        st.session_state.pop("click", None)
    return review_id


def lead_on() -> None:
    """Go on to a review that was started here a moment ago: the second click of two asks for this page again."""
    if review_id := _just_started(address()):
        st.switch_page("pages/review.py", query_params={"thread": review_id})


def _just_started(here: str) -> str:
    review_id, place, at = st.session_state.get("started", ("", "", float("-inf")))
    return review_id if place == here and time.monotonic() - at < DOUBLE_CLICK_SECONDS else ""


def start_again(desk: "ReviewDesk", review_id: str, number: int) -> None:
    """A button that makes a revision the first text of a new review, and leads there."""
    again = partial(started_once, lambda click: desk.start_again(review_id, number, actor(), click), review_id)
    label, key, icon = f"Start again from v{number}", f"again-{review_id}-{number}", ":material/content_copy:"
    act(label, key, review_id, again, lead_on, icon=icon)
