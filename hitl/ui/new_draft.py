"""The form that starts a review: from a brief, or from a text that the editor already has."""

from functools import partial
from typing import Any

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Kind
from hitl.ui import components
from hitl.ui.actions import act
from hitl.ui.actor import actor, actor_menu
from hitl.ui.refusals import messages
from hitl.ui.starting import started_once

TONES = ["", "Friendly", "Formal", "Plain", "Enthusiastic"]

BRIEF = {"topic": "", "kind": Kind.LINKEDIN, "audience": "", "tone": "", "limit": 0, "musts": ""}
OWN = {"own-name": "", "own-text": "", "own-kind": Kind.LINKEDIN}
"""The fields of the two forms, by their keys, as they begin."""


def new_draft(desk: ReviewDesk) -> None:
    """Ask for a brief or a text; a start leads to the new review."""
    for key, beginning in st.session_state.pop("used", {}).items():
        st.session_state[key] = beginning
    components.head("New draft", actor_menu)
    said = st.container()
    if desk.settings.offline:
        st.info("Built-in writer, no language model: it understands a few asks. Connect a model to get real drafts.")
    from_brief, from_text = st.tabs(["From a brief", "From a text I have"])
    with from_brief:
        _from_brief(desk)
    with from_text:
        _from_text(desk)
    with said:
        messages("form")


def _from_brief(desk: ReviewDesk) -> None:
    hint = "What is the text about? Facts and figures help."
    st.text_area("Topic", height=120, placeholder=hint, key="topic", persist_state="session")
    with st.expander("More options"):
        left, right = st.columns(2)
        with left:
            st.selectbox("Kind", list(Kind), key="kind", persist_state="session")
            st.selectbox(
                "Tone",
                TONES,
                format_func=lambda tone: tone or "Neutral",
                accept_new_options=True,
                key="tone",
                persist_state="session",
            )
            limit = "At most so many characters (0: no limit)"
            st.number_input(limit, 0, step=100, key="limit", persist_state="session")
        with right:
            st.text_input("Audience", placeholder="Who reads it?", key="audience", persist_state="session")
            st.text_input("Language", "English", key="language", persist_state="session")
            st.text_area("Must be mentioned, one a line", height=105, key="musts", persist_state="session")
    act("Write draft", "write", "form", partial(_start_from_brief, desk), type="primary", shortcut="Ctrl+Enter")


def _from_text(desk: ReviewDesk) -> None:
    hint = "For the list of drafts"
    st.text_input("Name of the text", placeholder=hint, key="own-name", persist_state="session")
    st.text_area("The text", height=220, key="own-text", persist_state="session")
    st.selectbox("Kind of text", list(Kind), key="own-kind", persist_state="session")
    act("Review this text", "review-own", "form", partial(_start_from_text, desk), type="primary")


def _start_from_brief(desk: ReviewDesk) -> None:
    def given(field: str) -> str:
        return str(st.session_state.get(field) or "")

    brief = Brief(
        topic=given("topic"),
        kind=Kind(given("kind")),
        audience=given("audience"),
        tone=given("tone"),
        language=given("language"),
        max_characters=int(st.session_state.get("limit") or 0),
        must_haves=tuple(given("musts").splitlines()),
    )
    _start(desk, brief, None, BRIEF)


def _start_from_text(desk: ReviewDesk) -> None:
    own = str(st.session_state.get("own-text") or "")
    name = str(st.session_state.get("own-name") or "") or Brief(own).title
    _start(desk, Brief(name, Kind(st.session_state["own-kind"])), own, OWN)


def _start(desk: ReviewDesk, brief: Brief, text: str | None, form: dict[str, Any]) -> None:
    """Start a review once, and let the form that it came from begin anew."""
    st.query_params["thread"] = started_once(lambda click: desk.start(brief, actor(), text, click=click))
    st.session_state["used"] = form
