"""What the browser keeps of words that were typed and not sent, so that they outlive a reload and a closed tab.

The browser's storage is open to whoever sits at it: what comes out of it is plain text, and nothing else.
"""

import uuid
from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from hitl.domain import MAX_TEXT
from hitl.ui.custom import custom

MOST_FORGOTTEN = 40
"""Of so many boxes the browser is told, with each page, to forget the words: of as many as it keeps any."""


class Words(NamedTuple):
    """Words in a box and the number of the revision that they are about; `newer` if some of them never arrived here."""

    words: str = ""
    about: int = 0
    newer: bool = False


def keep(boxes: Mapping[str, tuple[int, str | None]]) -> dict[str, Words]:
    """Let the browser keep what is typed into boxes on this page; what it kept of them, once in each session.

    Each box is named by the key of its widget, and has the number of the revision that it is about and the words
    that were typed into it, as far as they have arrived: empty ones are forgotten, None is no news.
    """
    typed = tuple((box, *typed) for box, typed in boxes.items())
    heard = st.session_state.get("heard", 0) + bool(getattr(st.session_state.get("kept"), "found", None))
    st.session_state["heard"] = heard  # a click may end the run that what was found came with: then it comes again
    session = st.session_state.setdefault("session", uuid.uuid4().hex)
    data = {"session": session, "boxes": typed, "heard": heard}
    found = custom("kept")(data=data, key="kept", width="content", on_found_change=lambda: None).found
    return {box: words for box in boxes if (words := _read(found, box))}


def forget(*boxes: str) -> None:
    """Let the browser forget the words in these boxes, now that they were sent or discarded."""
    wishes: dict[str, str] = st.session_state.setdefault("to-forget", {})
    for box in boxes:
        wishes.pop(box, None)
        wishes[box] = uuid.uuid4().hex
    for oldest in list(wishes)[:-MOST_FORGOTTEN]:
        wishes.pop(oldest, None)


def forget_what_was_sent() -> None:
    """Tell the browser what it is to forget; on every page, since a click may lead to another one."""
    wishes = tuple(st.session_state.get("to-forget", {}).items())
    custom("kept")(data={"forget": wishes}, key="forget", width="content")


def _read(found: object, box: str) -> Words | None:
    match found.get(box) if isinstance(found, dict) else None:
        case {"words": str(words), "about": int(about), "newer": bool(newer)} if len(words) <= MAX_TEXT:
            return Words(words.encode("utf-8", "replace").decode("utf-8"), about, newer)
    return None
