"""The bar above every page.

Its entries are buttons, not Streamlit's links: a click on a link while the cursor is in a text box is lost, and
the words in the box with it, because leaving the box asks for the old page again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from hitl.errors import HitlError
from hitl.ui.actions import forget_pressed, pressed
from hitl.ui.actor import remember_actor
from hitl.ui.kept import forget_what_was_sent
from hitl.ui.process import open_desk
from hitl.ui.refusals import dead_end
from hitl.ui.session import address, empty_form_wanted, last_opened

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

_ENTRIES = (
    ("New draft", "review", ":material/add:"),
    ("Drafts", "drafts", ":material/list:"),
    ("History", "history", ":material/difference:"),
    ("Audit", "audit", ":material/fact_check:"),
)
"""What stands in the bar: words, the name of the page, an icon."""

_ABOUT_A_REVIEW = ("History", "Audit")


def navigate() -> None:
    """Draw the bar and run the page that the address names."""
    st.session_state["entered"] = True
    page = st.navigation(_pages(), position="hidden")
    with st.container(key="bar", horizontal=True, gap="small"):
        for label, page_name, icon in _ENTRIES:
            if pressed(label, key=f"go-{label}", icon=icon, type="tertiary"):
                go(f"pages/{page_name}.py", _thread_for(label))
        remember_actor()
        forget_what_was_sent()
    page.run()
    forget_pressed()


def _thread_for(label: str) -> str:
    """The review that an entry is about; where the address names one it stays, so that Back leads to it at once."""
    if label == "New draft":
        return ""
    return address() or (last_opened() if label in _ABOUT_A_REVIEW else "")


def go(path: str, thread: str = "") -> None:
    """Leave for another page, about a review if `thread` names one."""
    st.session_state.pop("started", None)  # whoever goes somewhere does not want to be led on
    if path == "pages/review.py" and not thread:
        empty_form_wanted()
    st.switch_page(path, query_params={"thread": thread} if thread else None)


@contextmanager
def desk_page() -> Iterator["ReviewDesk"]:
    """A page on the desk; what the desk refuses there is said in words."""
    enter_by_the_front_door()
    desk = open_desk()
    try:
        yield desk
    except HitlError as error:
        dead_end(error)


def enter_by_the_front_door() -> None:
    """Start again through streamlit_app.py where this page was run without it.

    Until `st.navigation` has been called once in a process, Streamlit takes the folder `pages` for its older
    kind of app, and runs the page of a deep link on its own.
    """
    if "entered" not in st.session_state:
        st.navigation(_pages(), position="hidden")
        st.rerun()


def _pages() -> list[st.Page]:
    names = [name for _, name, _ in _ENTRIES]
    return [st.Page(f"pages/{name}.py", title=f"hitl: {name}", default=name == "review") for name in names]
