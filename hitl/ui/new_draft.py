"""The form that starts a review: from a brief, or from a text that the editor already has."""

import streamlit as st

from hitl.desk import ReviewDesk, new_id
from hitl.domain import Brief, Kind
from hitl.errors import HitlError
from hitl.ui import components
from hitl.ui.actor import actor, actor_menu
from hitl.ui.session import escaped

TONES = ["", "Friendly", "Formal", "Plain", "Enthusiastic"]


def new_draft(desk: ReviewDesk) -> None:
    """Ask for a brief or a text; on success the address of the new review replaces the form."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        components.title("New draft")
        actor_menu()
    if desk.settings.offline:
        st.info("Built-in writer, no language model: it understands a few asks. Connect a model to get real drafts.")
    from_brief, from_text = st.tabs(["From a brief", "From a text I have"])
    with from_brief:
        _brief_form(desk)
    with from_text:
        _text_form(desk)


def _brief_form(desk: ReviewDesk) -> None:
    with st.form("brief", border=False):
        topic = st.text_area(
            "Topic", height=120, placeholder="What is the text about? Facts and figures help.", key="topic"
        )
        with st.expander("More options"):
            left, right = st.columns(2)
            kind = left.selectbox("Kind", list(Kind), key="kind")
            audience = right.text_input("Audience", placeholder="Who reads it?", key="audience")
            tone = left.selectbox(
                "Tone", TONES, accept_new_options=True, key="tone", format_func=lambda t: t or "Neutral"
            )
            language = right.text_input("Language", "English", key="language")
            limit = left.number_input("At most so many characters (0: no limit)", 0, step=100, key="limit")
            musts = st.text_area("Must be mentioned, one a line", height=90, key="musts")
        if st.form_submit_button("Write draft", type="primary"):
            musts_each = tuple(line for line in musts.splitlines() if line.strip())
            brief = Brief(topic, kind or Kind.FREE, audience, tone or "", language, int(limit), musts_each)
            _start(desk, brief, None)


def _text_form(desk: ReviewDesk) -> None:
    with st.form("own", border=False):
        name = st.text_input("What it is", placeholder="A name for the list of drafts", key="own-name")
        own = st.text_area("The text", height=220, key="own-text")
        kind = st.selectbox("Kind of text", list(Kind), key="own-kind")
        if st.form_submit_button("Review this text", type="primary"):
            _start(desk, Brief(name or own[:80].strip(), kind or Kind.FREE), own)


def _start(desk: ReviewDesk, brief: Brief, text: str | None) -> None:
    review_id = st.session_state.setdefault("next-review", new_id())  # a double click starts one review, not two
    try:
        st.query_params["thread"] = desk.start(brief, actor(), text, review_id)
    except HitlError as refusal:
        st.error(escaped(str(refusal)))
        return
    for key in ("next-review", "topic", "musts", "own-name", "own-text"):
        st.session_state.pop(key, None)
    st.rerun()
