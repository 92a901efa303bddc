"""The name of whoever decides, set once in a browser session."""

from typing import Any
from urllib.parse import unquote

import streamlit as st

from hitl.policy import MAX_SHORT_FIELD, NO_NAME
from hitl.ui.components import escaped
from hitl.ui.custom import custom
from hitl.ui.session import once_open

_COOKIE = "hitl_actor"


def actor() -> str:
    """The name that is recorded with decisions taken in this browser session."""
    return str(st.session_state.get("actor", _remembered())).strip() or NO_NAME


def actor_menu() -> None:
    """Show who decides here, and let them say who they are."""
    look: dict[str, Any] = {"icon": ":material/person:", "type": "tertiary", "key": "actor-menu"}
    with (menu := st.popover(escaped(actor()), on_change="rerun", **look)):
        if once_open("actor", bool(menu.open)):
            st.text_input("Your name", _remembered(), key="actor", persist_state="session", placeholder=NO_NAME)
            st.caption("Recorded with each of your decisions. Kept until you close the browser.")


def remember_actor() -> None:
    """Keep the name, once it is known, in a cookie that ends with the browser's session."""
    custom("actor")(data={"name": st.session_state.get("actor")}, key="remember-actor", width="content")


def _remembered() -> str:
    """The name that the browser sent as this session began."""
    return unquote(str(st.context.cookies.get(_COOKIE, "")))[:MAX_SHORT_FIELD]
