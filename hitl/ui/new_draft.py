"""The form that starts a review: from a brief, or from a text that the editor already has."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from hitl.domain import Brief, Kind
from hitl.ui import components
from hitl.ui.actions import act
from hitl.ui.actor import actor
from hitl.ui.kept import forget, keep
from hitl.ui.refusals import messages
from hitl.ui.session import once_open, wants_an_empty_form
from hitl.ui.starting import started_once

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

Opening = Callable[[], "ReviewDesk"]
"""Opens the desk, or gives the one that is open; not before there is a click to carry out."""

EXAMPLES = (Kind.LINKEDIN, Kind.PRESS, Kind.BLOG)
"""The kinds that the built-in writer has a text of, to try the loop on."""

TONES = ["", "Friendly", "Formal", "Plain", "Enthusiastic"]

Form = dict[str, Any]
"""What stands in the fields of a form, by their keys."""

BRIEF: Form = {"topic": "", "kind": Kind.LINKEDIN, "audience": "", "tone": "", "limit": 0, "musts": ""}
OWN: Form = {"own-name": "", "own-text": "", "own-kind": Kind.LINKEDIN}
"""The two forms as they begin."""

LANGUAGE: Form = {"language": "English"}
"""The field that stays as it is from draft to draft."""


def new_draft(desk: Opening, *, offline: bool) -> None:
    """Ask for a brief or a text; a start leads to the new review. `offline` says that no model is connected."""
    if wants_an_empty_form():
        for key, beginning in next(filter(_was_sent, (BRIEF, OWN)), {}).items():
            st.session_state[key] = beginning
    _recall()
    said = st.container()
    if offline:
        st.info("Demo writer: try the workflow. For real drafts connect a model.")
    from_brief, from_text = st.tabs(["From a brief", "From a text I have"], key="begin", on_change="rerun")
    with from_brief:
        _from_brief(desk)
    with from_text:
        if once_open("own-text", bool(from_text.open)):
            _from_text(desk)
    if offline:
        _examples(desk)
    with said:
        messages("form")


def _was_sent(form: Form) -> bool:
    """True while a form stands as it was when a draft was started from it."""
    return bool(st.session_state.get("sent") == _standing(form))


def _standing(form: Form) -> Form:
    """What stands in a form; its boxes need not have been drawn yet."""
    return {key: st.session_state.get(key, beginning) for key, beginning in form.items()}


def _note_a_return(form: Form) -> None:
    """Where Back has led to what was sent: say that it is a draft already."""
    if _was_sent(form):
        components.notes(["This is a draft already. Change it for another one, or press New draft for an empty form."])


def _from_brief(desk: Opening) -> None:
    _note_a_return(BRIEF)
    hint = "What is the text about? Facts and figures help."
    st.text_area("Topic", height=120, placeholder=hint, key="topic", persist_state="session")
    with (options := st.expander("More options", key="options", on_change="rerun")):
        if once_open("options", bool(options.open)):
            _options()
    act("Write draft", "write", "form", partial(_start_from_brief, desk), type="primary", shortcut="Ctrl+Enter")


def _options() -> None:
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
        st.text_input("Language", LANGUAGE["language"], key="language", persist_state="session")
        st.text_area("Must be mentioned, one a line", height=105, key="musts", persist_state="session")


def _from_text(desk: Opening) -> None:
    _note_a_return(OWN)
    hint = "For the list of drafts"
    st.text_input("Name of the text", placeholder=hint, key="own-name", persist_state="session")
    st.text_area("The text", height=220, key="own-text", persist_state="session")
    st.selectbox("Kind of text", list(Kind), key="own-kind", persist_state="session")
    act("Review this text", "review-own", "form", partial(_start_from_text, desk), type="primary")


def _examples(desk: Opening) -> None:
    components.remark("Or try an example:")
    with st.container(horizontal=True, gap="small"):
        for kind in EXAMPLES:
            label = kind.value[0].upper() + kind.value[1:]
            act(label, f"example-{kind.name}", "form", partial(_start_example, desk, kind))


def _start_example(desk: Opening, kind: Kind) -> None:
    from hitl.writer.builtin import example  # the form needs none of it

    _start(desk, *example(kind))


def _start_from_brief(desk: Opening) -> None:
    form = _standing(BRIEF | LANGUAGE)
    topic, audience, tone, language, musts = (
        str(form[field] or "") for field in ("topic", "audience", "tone", "language", "musts")
    )
    must_haves = tuple(musts.splitlines())
    _start(desk, Brief(topic, form["kind"], audience, tone, language, int(form["limit"] or 0), must_haves), form=BRIEF)


def _start_from_text(desk: Opening) -> None:
    name, own, kind = _standing(OWN).values()
    _start(desk, Brief(name or Brief(own).title, kind), own, OWN)


def _start(desk: Opening, brief: Brief, text: str | None = None, form: Form | None = None) -> None:
    """Start a review once; the form keeps what it came from for the way back, until an empty one is wanted."""
    st.query_params["thread"] = started_once(lambda click: desk().start(brief, actor(), text, click=click))
    if form:
        st.session_state["sent"] = _standing(form)
        forget(*form)


def _recall() -> None:
    """Bring back what stood in the form before a reload; what was changed since stays."""
    form = BRIEF | OWN | LANGUAGE
    changed = {key: "" if now == form[key] else str(now) for key, now in _standing(form).items()}
    sent = {key for each in (BRIEF, OWN) if _was_sent(each) for key in each}
    for key, kept in keep({key: (0, None if key in sent else words) for key, words in changed.items()}).items():
        if kept.newer or not changed[key]:
            with suppress(ValueError):
                st.session_state[key] = _READ[type(form[key])](kept.words)


def _number(words: str) -> int:
    if len(words) > 6:
        raise ValueError
    return abs(int(words))


_READ: dict[type, Callable[[str], Any]] = {str: str, Kind: Kind, int: _number}
"""How a field of a type is read from words; those that make no sense are a ValueError."""
