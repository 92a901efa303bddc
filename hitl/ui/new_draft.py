"""The form that starts a review: from a brief, or from a text that the editor already has."""

import time
from functools import partial

import streamlit as st

from hitl.desk import ReviewDesk, new_id
from hitl.domain import Brief, Kind
from hitl.ui import components
from hitl.ui.actions import act
from hitl.ui.actor import actor, actor_menu
from hitl.ui.session import messages

TONES = ["", "Friendly", "Formal", "Plain", "Enthusiastic"]

DOUBLE_CLICK_SECONDS = 2.0
"""So soon after a start the form is not wanted again: a second click leads to the review that the first one started."""


def new_draft(desk: ReviewDesk) -> None:
    """Ask for a brief or a text; a start leads to the new review."""
    started, at = st.session_state.get("started", ("", 0.0))
    if time.monotonic() - at < DOUBLE_CLICK_SECONDS:
        st.query_params["thread"] = started
        st.rerun()
    form = st.session_state.setdefault("form", new_id())
    components.head("New draft", actor_menu)
    said = st.container()
    if desk.settings.offline:
        st.info("Built-in writer, no language model: it understands a few asks. Connect a model to get real drafts.")
    from_brief, from_text = st.tabs(["From a brief", "From a text I have"])
    with from_brief:
        _from_brief(desk, form)
    with from_text:
        _from_text(desk, form)
    with said:
        messages("form")


def _from_brief(desk: ReviewDesk, form: str) -> None:
    hint = "What is the text about? Facts and figures help."
    st.text_area("Topic", height=120, placeholder=hint, key=f"topic-{form}", persist_state="session")
    with st.expander("More options"):
        left, right = st.columns(2)
        with left:
            st.selectbox("Kind", list(Kind), key=f"kind-{form}", persist_state="session")
            st.selectbox(
                "Tone",
                TONES,
                format_func=lambda tone: tone or "Neutral",
                accept_new_options=True,
                key=f"tone-{form}",
                persist_state="session",
            )
            limit = "At most so many characters (0: no limit)"
            st.number_input(limit, 0, step=100, key=f"limit-{form}", persist_state="session")
        with right:
            who = "Who reads it?"
            st.text_input("Audience", placeholder=who, key=f"audience-{form}", persist_state="session")
            st.text_input("Language", "English", key=f"language-{form}", persist_state="session")
            musts = "Must be mentioned, one a line"
            st.text_area(musts, height=105, key=f"musts-{form}", persist_state="session")
    start = partial(_start_from_brief, desk, form)
    act("Write draft", f"write-{form}", "form", start, type="primary", shortcut="Ctrl+Enter")


def _from_text(desk: ReviewDesk, form: str) -> None:
    name = "Name of the text"
    st.text_input(name, placeholder="For the list of drafts", key=f"own-name-{form}", persist_state="session")
    st.text_area("The text", height=220, key=f"own-text-{form}", persist_state="session")
    st.selectbox("Kind of text", list(Kind), key=f"own-kind-{form}", persist_state="session")
    act("Review this text", f"review-{form}", "form", partial(_start_from_text, desk, form), type="primary")


def _start_from_brief(desk: ReviewDesk, form: str) -> None:
    def given(field: str) -> str:
        return str(st.session_state.get(f"{field}-{form}") or "")

    brief = Brief(
        topic=given("topic"),
        kind=Kind(given("kind")),
        audience=given("audience"),
        tone=given("tone"),
        language=given("language"),
        max_characters=int(st.session_state.get(f"limit-{form}") or 0),
        must_haves=tuple(given("musts").splitlines()),
    )
    _start(desk, form, brief, None)


def _start_from_text(desk: ReviewDesk, form: str) -> None:
    own = str(st.session_state.get(f"own-text-{form}") or "")
    name = str(st.session_state.get(f"own-name-{form}") or "") or Brief(own).title
    _start(desk, form, Brief(name, Kind(st.session_state[f"own-kind-{form}"])), own)


def _start(desk: ReviewDesk, form: str, brief: Brief, text: str | None) -> None:
    """Start the review that has the form's id: the same click again changes nothing."""
    st.query_params["thread"] = desk.start(brief, actor(), text, form)
    st.session_state["started"] = form, time.monotonic()
    st.session_state.pop("form", None)
