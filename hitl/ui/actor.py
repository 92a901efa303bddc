"""The name of whoever decides, set once in a browser session."""

from pathlib import Path
from urllib.parse import unquote

import streamlit as st

from hitl.desk import NO_NAME
from hitl.ui.components import escaped

_COOKIE = "hitl_actor"


def actor() -> str:
    """The name that is recorded with decisions taken in this browser session."""
    if "actor" not in st.session_state:
        st.session_state["actor"] = unquote(st.context.cookies.get(_COOKIE, ""))[:300]
    return str(st.session_state["actor"]).strip() or NO_NAME


def actor_menu() -> None:
    """Show who decides here, and let them say who they are."""
    with st.popover(escaped(actor()), icon=":material/person:", type="tertiary", key="actor-menu"):
        st.text_input("Your name", key="actor", persist_state="session", placeholder=NO_NAME)
        st.caption("Recorded with each of your decisions. Kept until you close the browser.")


def remember_actor() -> None:
    """Keep the name, once it is known, in a cookie that ends with the browser's session."""
    _remembered()(data={"name": st.session_state.get("actor")}, key="remember-actor", width="content")


@st.cache_resource(show_spinner=False)
def _remembered():  # type: ignore[no-untyped-def]  # noqa: ANN202 - Streamlit does not export the type of a component
    """A component without a face, which writes the cookie."""
    script = Path(__file__).with_name("actor.js").read_text(encoding="utf-8")
    return st.components.v2.component("hitl_actor", js=script)
