"""Clicks that decide something: recorded from both ways in which Streamlit reports a click."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from hitl.errors import HitlError, Stale
from hitl.ui.session import carry, say


def act(label: str, key: str, action: Callable[[], object], box: str = "", **look: Any) -> None:  # noqa: ANN401 - of st.button
    """A button that carries out an action; a refusal is said in words and the text in `box` is kept.

    Streamlit may lose the callback of a click (the first one after a restart of the server) or its return
    value (when another click follows at once), so both run the action: recording is idempotent.
    """
    if st.button(label, key=key, on_click=_callback, args=(action, box), **look) and _attempt(action, box):
        st.rerun()


def _callback(action: Callable[[], object], box: str) -> None:
    _attempt(action, box)


def _attempt(action: Callable[[], object], box: str) -> bool:
    try:
        action()
    except Stale as refusal:
        purpose = box.partition("-")[0]
        carry(purpose, st.session_state.get(box, "")) if box else None
        say("error", str(refusal))
        return False
    except HitlError as refusal:
        say("error", str(refusal))
        return False
    return True
