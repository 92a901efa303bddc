"""A page with mistakes in its code, one as it is drawn and one at a click, served as the app is."""

import streamlit as st

from hitl.events import write_log
from hitl.ui.refusals import unforeseen

app = st.App(__file__, on_script_error=unforeseen)


def mistake() -> None:
    """Fail in a way that nobody foresaw."""
    raise LookupError("a secret of the code")


if __name__ == "__main__":
    write_log("text")
    st.text_area("Feedback", key="feedback", persist_state="session")
    if st.button("As it is drawn"):
        mistake()
    st.button("At a click", on_click=mistake)
