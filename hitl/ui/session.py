"""What one browser session remembers: the review that it looked at, and how."""

import streamlit as st

from hitl.domain import Review


def heed() -> None:
    """Let Streamlit end this run where a click or a closed tab asks for it; what draws does so too."""
    st.session_state.get("thread")


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


def edits_by_hand(review: Review) -> bool:
    """True while the editor works on a text of their own.

    The session remembers it for the way back from another page, and goes by the address where it is new itself.
    """
    here = bool(st.session_state.get(f"by-hand-{review.id}", st.query_params.get("by") == "hand"))
    by_hand(review.id, here)
    return here


def by_hand(review_id: str, begin: bool) -> None:
    """Begin to work on a text of one's own, or leave it."""
    st.session_state[f"by-hand-{review_id}"] = begin
    if begin:
        st.query_params["by"] = "hand"
    else:
        st.query_params.pop("by", None)


def empty_form_wanted() -> None:
    """Note that the form of a new draft, once it is shown next, is to be empty if it was sent."""
    st.session_state["empty-form"] = True


def wants_an_empty_form() -> bool:
    """True once after `empty_form_wanted`."""
    return bool(st.session_state.pop("empty-form", False))


def once_open(place: str, now: bool) -> bool:
    """True from the first time on that a place which was folded away is open.

    Its boxes are drawn from then on also while it is closed: Streamlit forgets what was typed into a box last if the
    box is gone before that has arrived.
    """
    places: set[str] = st.session_state.setdefault("once-open", set())
    if now:
        places.add(place)
    return place in places
